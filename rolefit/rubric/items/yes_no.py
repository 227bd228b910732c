"""Yes-or-no items: they feed gates and branches, and score only where the rubric says so."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import Scaled, Unreadable

YES, NO = "yes", "no"


class YesNo(Scaled):
    """A fact that holds or does not."""

    type: Literal["yes_no"]
    """The item type."""
    also_scores: bool = False
    """Whether yes counts 1 and no counts 0 in the item's dimension."""

    @property
    def scores(self) -> bool:
        return self.dimension is not None and self.also_scores

    @property
    def steps(self) -> Fraction:
        return ONE

    def read(self, raw: object) -> Answer:
        match raw:
            case True | "yes":
                return YES
            case False | "no":
                return NO
            case _:
                raise Unreadable("expected yes or no")

    def along(self, answer: Answer) -> Fraction:
        return ONE if answer == YES else ZERO

    def candidates(self) -> tuple[Answer, ...]:
        return (YES, NO)

    def options(self) -> tuple[tuple[str, str], ...]:
        return ((YES, "Yes"), (NO, "No"))

    def shown(self, answer: Answer) -> str:
        return "Yes" if answer == YES else "No"

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        if self.dimension is not None and not self.also_scores:
            message = "a yes_no item with a dimension scores only with also_scores: true"
            yield Problem(("dimension",), message, "add also_scores: true, or drop the dimension")
        if self.also_scores and self.dimension is None:
            yield Problem(("also_scores",), "without a dimension there is nothing to score in")
