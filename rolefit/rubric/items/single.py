"""Single-choice items: options scored by what they are evidence for (biodata keying)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from rolefit.errors import Problem
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import ItemBase, Option, option_problems, read_option


class Single(ItemBase):
    """One option out of several."""

    type: Literal["single"]
    """The item type."""
    choices: tuple[Option, ...] = Field(alias="options", min_length=2, max_length=9)
    """The options, in the order shown."""

    @property
    def steps(self) -> Fraction:
        return Fraction(1, len(self.choices) - 1)

    def read(self, raw: object) -> Answer:
        return read_option(raw, self.options())

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        chosen = self.option(answer)
        return tuple(chosen.evidence(outcome) for outcome in outcomes)

    def option(self, answer: Answer) -> Option:
        """The option an answer names."""
        return next(option for option in self.choices if option.id == answer)

    def candidates(self) -> tuple[Answer, ...]:
        return tuple(option.id for option in self.choices)

    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((option.id, option.text) for option in self.choices)

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

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from option_problems(self.choices, outcomes, scores=self.scores)
