"""Yes-or-no items: they feed gates and branches, and score only where the rubric says so."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, Self

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO
from rolefit.rubric.conditions import Answer, ItemIs
from rolefit.rubric.items.base import Rows, Unreadable, choices_of
from rolefit.rubric.items.shared import Scaled, name_problems, number_problems

YES, NO = "yes", "no"


class YesNo(Scaled):
    """A fact that holds or does not."""

    type: Literal["yes_no"]
    """The item type."""
    also_scores: bool = False
    """Whether yes counts 1 and no counts 0 in the item's dimension."""
    reverse: bool = False
    """Reverse-keyed, where it scores: no counts 1 and yes counts 0."""

    @property
    def scores(self) -> bool:
        return self.dimension is not None and self.also_scores

    @property
    def step_width(self) -> Fraction:
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
        return ONE if (answer == YES) is not self.reverse else ZERO

    def candidates(self) -> tuple[Answer, ...]:
        return (YES, NO)

    def options(self) -> tuple[tuple[str, str], ...]:
        return ((YES, "Yes"), (NO, "No"))

    def answer_schema(self) -> dict[str, Any]:
        return {"enum": [YES, NO, True, False]}

    @property
    def input_kind(self) -> Rows:
        return Rows(choices_of(self.options()), affirms=True)

    def shown(self, answer: Answer) -> str:
        return "Yes" if answer == YES else "No"

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:
        yield from number_problems(self, leaf)
        yield from name_problems(self, leaf)

    def turn_round(self) -> Self:
        return self.model_copy(update={"reverse": not self.reverse})

    def agreeing(self) -> Answer:
        return YES

    def denying(self) -> Answer:
        return NO

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        if self.dimension is not None and not self.also_scores:
            message = "a yes_no item with a dimension scores only with also_scores: true"
            yield Problem(("dimension",), message, "add also_scores: true, or drop the dimension")
        if self.also_scores and self.dimension is None:
            yield Problem(("also_scores",), "without a dimension there is nothing to score in")
        if self.reverse and not self.also_scores:
            message = "reverse turns what an answer counts, and this item counts nothing"
            yield Problem(("reverse",), message, "add also_scores: true, or drop reverse")
