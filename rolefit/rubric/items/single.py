"""Single-choice items: options scored by what they are evidence for (biodata keying)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field

from rolefit.errors import Problem
from rolefit.rubric.conditions import Answer, ItemIs
from rolefit.rubric.items.base import ItemBase, Option, Rows, Wording, choices_of
from rolefit.rubric.items.shared import (
    leanings_of,
    name_problems,
    number_problems,
    option_problems,
    option_typed,
    options_for_rater,
    rater_labels,
    read_option,
    with_poles_swapped,
    with_values_turned,
    wordings_of,
)
from rolefit.rubric.models import has_poles


class Single(ItemBase):
    """One option out of several."""

    type: Literal["single"]
    """The item type."""
    choices: tuple[Option, ...] = Field(alias="options", min_length=2, max_length=9)
    """The options, in the order shown."""
    shows_evidence = True

    @property
    def step_width(self) -> Fraction:
        return Fraction(1, len(self.choices) - 1)

    def read(self, raw: object) -> Answer:
        return read_option(raw, self.options())

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        return self.option(answer).worths(outcomes)

    def option(self, answer: Answer) -> Option:
        """The option an answer names."""
        return next(option for option in self.choices if option.id == answer)

    def candidates(self) -> tuple[Answer, ...]:
        return tuple(option.id for option in self.choices)

    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((option.id, option.text) for option in self.choices)

    def named_options(self) -> tuple[Option, ...]:
        return self.choices

    def parse_typed(self, text: str) -> object:
        return option_typed(text, self.choices)

    def answer_schema(self) -> dict[str, Any]:
        return {"enum": [option.id for option in self.choices]}

    @property
    def input_kind(self) -> Rows:
        return Rows(choices_of(self.options()))

    def shown(self, answer: Answer) -> str:
        return self.option(answer).text

    def position(self, answer: Answer) -> tuple[int, int] | None:
        ids = [option.id for option in self.choices]
        return ids.index(str(answer)) + 1, len(ids)

    def distance(self, one: Answer, other: Answer) -> int:
        # Options of a readiness rubric lie on a ladder of values; those of a contrast do not.
        ladder = sorted({option.value for option in self.choices if option.value is not None})
        below, above = self.option(one).value, self.option(other).value
        if below is None or above is None:
            return int(one != other)
        return max(int(one != other), abs(ladder.index(below) - ladder.index(above)))

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:
        yield from number_problems(self, leaf)
        if leaf.includes is not None:
            yield Problem((), f"`{self.id}` is a single item", "use is")
            return
        yield from name_problems(self, leaf)

    def labels_for_rater(self, name: str) -> dict[str, Any]:
        return {"choices": options_for_rater(self.choices, name)}

    def rater_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().rater_texts()
        yield from rater_labels(self.choices)

    def wordings(self) -> tuple[Wording, ...]:
        return wordings_of(self.choices)

    def leanings(self, outcomes: Sequence[str]) -> Iterator[tuple[Wording, str]]:  # noqa: ARG002
        return leanings_of(self.choices)

    def mirror(self, outcomes: Sequence[str]) -> Self:
        if not has_poles(outcomes):
            return self.model_copy(update={"choices": with_values_turned(self.choices)})
        return self.model_copy(update={"choices": with_poles_swapped(self.choices, outcomes)})

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from option_problems(self.choices, outcomes, scores=self.scores)
