"""BARS items: behaviourally anchored levels (Smith & Kendall 1963)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO, plain, rational
from rolefit.rubric.conditions import Answer, ClaimId, Prose, Share, Value
from rolefit.rubric.items.base import FEWEST, MOST, Rows, Unreadable, Wording, with_name
from rolefit.rubric.items.shared import Coded, twice

_HALF = Fraction(1, 2)


class Level(Value):
    """One level of a behaviourally anchored scale."""

    anchor: Prose
    """What one would see or hear at this level."""
    label_rater: Prose | None = None
    """The same as somebody else reads it who answers about the person {name}."""
    value: Share | None = None
    """Place between 0 and 1; equally spaced where no level says."""
    source: tuple[ClaimId, ...] = ()
    """Claims this anchor rests on, beyond those of its item."""


class Bars(Coded):
    """Levels with an observable anchor each, lowest first."""

    type: Literal["bars"]
    """The item type."""
    levels: tuple[Level, ...] = Field(min_length=FEWEST, max_length=MOST)
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

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(level.anchor for level in self.levels)

    @cached_property
    def grid(self) -> tuple[Fraction, ...]:
        """Every number that answers, lowest first."""
        halves = [Fraction(a + b, 2) for a, b in pairwise(self.printed) if self.half_levels]
        return tuple(sorted([*map(Fraction, self.printed), *halves]))

    def read(self, raw: object) -> Answer:
        place = self.point_called(raw) if isinstance(raw, str) else None
        if place is not None:
            return Fraction(self.printed[place])
        given = rational(raw)
        if given is not None and given.denominator == 1:
            if given in self.grid and not self.undeclared:
                return given
            return Fraction(self.read_number(int(given)))
        if given is None or given not in self.grid or self.undeclared:
            raise Unreadable(f"expected {self.expected}")
        return given

    @property
    def expected(self) -> str:
        halves = " (halves allowed)" if self.half_levels else ""
        if self.undeclared:
            return super().expected
        if self.declared:
            return f"{super().expected}{halves}"
        return f"a level from 1 to {len(self.levels)}{halves}"

    def along(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Fraction)
        worths = self.worths()
        if answer in self.printed:
            return worths[self.printed.index(int(answer))]
        above = bisect_right(self.printed, answer)
        return (worths[above - 1] + worths[above]) / 2

    def candidates(self) -> tuple[Answer, ...]:
        return self.grid

    def answer_schema(self) -> dict[str, Any]:
        if self.undeclared:
            return {"enum": list(self.names)}
        if self.declared or self.code_for:
            numbers = [int(n) if n.denominator == 1 else float(n) for n in self.grid]
            return {"enum": [*numbers, *map(int, self.code_for)]}
        step = 0.5 if self.half_levels else 1
        return {"type": "number", "minimum": 1, "maximum": len(self.levels), "multipleOf": step}

    @property
    def input_kind(self) -> Rows:
        return self.rows(levels=True, halves=self.half_levels)

    @property
    def prompt(self) -> str | None:
        return self.interview_question

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, Fraction)
        if answer in self.printed:
            return self.quoted(self.printed.index(int(answer)))
        return f"{plain(answer)}: between two levels"

    def position(self, answer: Answer) -> tuple[int, int] | None:
        if answer not in self.printed:
            return None
        assert isinstance(answer, Fraction)
        return self.printed.index(int(answer)) + 1, len(self.levels)

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, Fraction)
        assert isinstance(other, Fraction)
        return abs(self.grid.index(one) - self.grid.index(other))

    def anchors_apart(self, one: Answer, other: Answer) -> Fraction:
        return Fraction(self.distance(one, other), 2 if self.half_levels else 1)

    def labels_for_rater(self, name: str) -> dict[str, Any]:
        return {"levels": tuple(_level_for_rater(level, name) for level in self.levels)}

    def rater_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().rater_texts()
        for k, level in enumerate(self.levels):
            if level.label_rater is not None:
                yield ("levels", k, "label_rater"), level.label_rater

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
            pole = self.toward if worth > _HALF else low
            if pole is not None and worth != _HALF:
                yield wording, pole

    @property
    def compared_step(self) -> Fraction:
        return _HALF if self.half_levels else ONE

    def turn_round(self) -> Self:
        levels = zip(self.levels, self.worths(), strict=True)
        turned = tuple(level.model_copy(update={"value": ONE - worth}) for level, worth in levels)
        return self.model_copy(update={"levels": turned})

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        yield from self.anchor_problems()
        given = [level.value for level in self.levels]
        if all(value is None for value in given):
            return
        if None in given:
            yield Problem(("levels",), "either every level has a value or none has")
            return
        worths = self.worths()
        if list(worths) != sorted(worths) or worths[0] != ZERO or worths[-1] != ONE:
            yield Problem(("levels",), "level values must rise from 0 to 1")

    def anchor_problems(self) -> Iterator[Problem]:
        """Levels that read the same: points between labelled ends, as a rule."""
        hint = "tell them apart, or label the ends only: type: likert, ends: [...], points: 9"
        for problem in twice(self.names, "levels", "two levels"):
            yield problem._replace(hint=hint)


def _level_for_rater(level: Level, name: str) -> Level:
    """A level as somebody else reads it who answers about a person of that name."""
    if level.label_rater is None:
        return level
    anchor = with_name(level.label_rater, name)
    return level.model_copy(update={"anchor": anchor, "label_rater": None})
