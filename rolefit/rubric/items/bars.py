"""BARS items: behaviourally anchored levels (Smith & Kendall 1963)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO, plain, rational
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import Unreadable, folded
from rolefit.rubric.items.inputs import Rows, levels_of
from rolefit.rubric.items.options import twice
from rolefit.rubric.items.parts import Wording
from rolefit.rubric.items.scaled import Scaled
from rolefit.rubric.value import ClaimId, Prose, Share, Value

HALF = Fraction(1, 2)


class Level(Value):
    """One level of a behaviourally anchored scale."""

    anchor: Prose
    """What one would see or hear at this level."""
    value: Share | None = None
    """Place between 0 and 1; equally spaced where no level says."""
    source: tuple[ClaimId, ...] = ()
    """Claims this anchor rests on, beyond those of its item."""


class Bars(Scaled):
    """Levels with an observable anchor each, lowest first."""

    type: Literal["bars"]
    """The item type."""
    levels: tuple[Level, ...] = Field(min_length=2, max_length=9)
    """The levels, lowest first; the first is worth 0 and the last 1."""
    half_levels: bool = False
    """Whether a rater may answer between two levels (2.5)."""
    interview_question: Prose | None = None
    """What an interviewer asks to hear the evidence."""

    reorderable: ClassVar[bool] = False

    @property
    def step_width(self) -> Fraction:
        return Fraction(1, (len(self.levels) - 1) * (2 if self.half_levels else 1))

    def worths(self) -> tuple[Fraction, ...]:
        """Value of each level."""
        if any(level.value is not None for level in self.levels):
            return tuple(level.value or ZERO for level in self.levels)
        return tuple(Fraction(k, len(self.levels) - 1) for k in range(len(self.levels)))

    def read(self, raw: object) -> Answer:
        for k, level in enumerate(self.levels, start=1):
            if isinstance(raw, str) and folded(raw) == folded(level.anchor):
                return Fraction(k)
        given = rational(raw)
        if given is None or given not in self.candidates():
            halves = " (halves allowed)" if self.half_levels else ""
            raise Unreadable(f"expected a level from 1 to {len(self.levels)}{halves}")
        return given

    def along(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Fraction)
        worths = self.worths()
        below = int(answer)
        low = worths[below - 1]
        part = answer - below
        return low if not part else low + part * (worths[below] - low)

    def candidates(self) -> tuple[Answer, ...]:
        halves = 2 if self.half_levels else 1
        return tuple(1 + Fraction(k, halves) for k in range((len(self.levels) - 1) * halves + 1))

    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(k), level.anchor) for k, level in enumerate(self.levels, start=1))

    def answer_schema(self) -> dict[str, Any]:
        step = 0.5 if self.half_levels else 1
        return {"type": "number", "minimum": 1, "maximum": len(self.levels), "multipleOf": step}

    @property
    def input_kind(self) -> Rows:
        return Rows(levels_of(self.options()), levels=True, halves=self.half_levels)

    @property
    def prompt(self) -> str | None:
        return self.interview_question

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, Fraction)
        if answer.denominator == 1:
            return self.levels[int(answer) - 1].anchor
        return f"{plain(answer)}: between two levels"

    def position(self, answer: Answer) -> tuple[int, int] | None:
        assert isinstance(answer, Fraction)
        return (int(answer), len(self.levels)) if answer.denominator == 1 else None

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, Fraction)
        assert isinstance(other, Fraction)
        return int(abs(one - other) * (2 if self.half_levels else 1))

    def wordings(self) -> tuple[Wording, ...]:
        return tuple(
            Wording(("levels", k, "anchor"), level.anchor, anchor=True)
            for k, level in enumerate(self.levels)
        )

    def leanings(self, outcomes: Sequence[str]) -> Iterator[tuple[Wording, str]]:
        if self.toward is None:
            return
        low = self.low_end(outcomes)
        for wording, worth in zip(self.wordings(), self.worths(), strict=True):
            pole = self.toward if worth > HALF else low
            if pole is not None and worth != HALF:
                yield wording, pole

    @property
    def compared_range(self) -> tuple[Fraction, Fraction]:
        return ONE, Fraction(len(self.levels))

    @property
    def compared_step(self) -> Fraction:
        return HALF if self.half_levels else ONE

    def turn_round(self) -> Self:
        levels = zip(self.levels, self.worths(), strict=True)
        turned = tuple(level.model_copy(update={"value": ONE - worth}) for level, worth in levels)
        return self.model_copy(update={"levels": turned})

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        yield from twice([level.anchor for level in self.levels], "levels", "two levels")
        given = [level.value for level in self.levels]
        if all(value is None for value in given):
            return
        if None in given:
            yield Problem(("levels",), "either every level has a value or none has")
            return
        worths = self.worths()
        if list(worths) != sorted(worths) or worths[0] != ZERO or worths[-1] != ONE:
            yield Problem(("levels",), "level values must rise from 0 to 1")
