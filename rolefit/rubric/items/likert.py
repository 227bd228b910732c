"""Likert items: an ordered scale, every point labelled, or its two ends only."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field

from rolefit.errors import Problem, nearest
from rolefit.exact import ONE
from rolefit.rubric.conditions import Answer, Id, Line
from rolefit.rubric.items.base import FEWEST, MOST, Labels, Rating, Rows, Unreadable
from rolefit.rubric.items.shared import Coded


class Likert(Coded):
    """An ordered scale of 2 to 11 points. Value: (x - 1) / (K - 1); reverse-keyed: 1 minus that."""

    type: Literal["likert"]
    """The item type."""
    scale: Id | None = None
    """Name of a scale declared under `scales`."""
    labels: Labels = ()
    """The labels, lowest first, where the item has a scale of its own."""
    ends: tuple[Line, Line] | None = None
    """Labels of the lowest and the highest point, where those between have none; with `points`."""
    points: int | None = Field(default=None, ge=FEWEST, le=MOST)
    """Number of points of a scale that labels its `ends` only."""
    reverse: bool = False
    """The high end speaks against what the item measures."""
    shows_evidence = True

    @property
    def names(self) -> tuple[str, ...]:
        if self.labels or self.ends is None:
            return self.labels
        low, high = self.ends
        return (low, *[""] * ((self.points or FEWEST) - 2), high)

    @property
    def step_width(self) -> Fraction:
        return Fraction(1, len(self.printed) - 1)

    def read(self, raw: object) -> Answer:
        if isinstance(raw, str):
            place = self.point_called(raw)
            if place is None:
                hint = nearest(raw[:80], [name for name in self.names if name])
                numbers = "" if self.undeclared else f"{self.span} or "
                raise Unreadable(f"expected {numbers}one of the labels", hint)
            return self.printed[place]
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise Unreadable(f"expected {self.expected}")
        return self.read_number(raw)

    def place(self, answer: Answer) -> int:
        """Place of an answer on the scale, from 0."""
        assert isinstance(answer, int)
        return self.printed.index(answer)

    def along(self, answer: Answer) -> Fraction:
        v = self.place(answer) * self.step_width
        return ONE - v if self.reverse else v

    def candidates(self) -> tuple[Answer, ...]:
        return self.printed

    def answer_schema(self) -> dict[str, Any]:
        if self.undeclared:
            return {"enum": [key for key in self.held if key]}
        labels = [name for name in self.names if name]
        return {"enum": [*self.printed, *map(int, self.code_for), *labels]}

    @property
    def input_kind(self) -> Rows:
        return self.rows()

    def shown(self, answer: Answer) -> str:
        return self.quoted(self.place(answer))

    def position(self, answer: Answer) -> tuple[int, int] | None:
        return self.place(answer) + 1, len(self.printed)

    def distance(self, one: Answer, other: Answer) -> int:
        return abs(self.place(one) - self.place(other))

    def anchors_apart(self, one: Answer, other: Answer) -> Fraction:
        return Fraction(self.distance(one, other))

    def agreement(self, answer: Answer, outcomes: Sequence[str]) -> Rating:
        place = self.place(answer) * self.step_width
        low = self.low_end(outcomes)
        if self.toward is None or low is None:
            return Rating(self.reverse, place)
        return Rating(low if self.reverse else self.toward, place)

    def own_labels(self, scales: Mapping[str, Labels]) -> Labels:
        return () if self.labels == scales.get(self.scale or "") else self.labels

    def turn_round(self) -> Self:
        return self.model_copy(update={"reverse": not self.reverse})

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        wrong = tuple(self.scale_problems())
        yield from wrong or super().problems(outcomes)

    def scale_problems(self) -> Iterator[Problem]:
        """What is wrong with the points of the scale and their labels."""
        if self.labels and self.ends is not None:
            yield Problem(("ends",), "labels name every point, ends only two", "keep one of them")
        elif self.ends is None and not FEWEST <= len(self.labels) <= MOST:
            hint = (
                "name one of `scales` (scale: ...), list them (labels: [...]), or give ends: "
                "[lowest, highest] and points: 9"
            )
            message = f"a likert item needs {FEWEST} to {MOST} labels, not {len(self.labels)}"
            yield Problem((), message, hint)
        if (self.points is None) != (self.ends is None) and not self.labels:
            yield Problem((), "ends and points belong together", "ends: [never, always], points: 9")
        named = [name.casefold() for name in self.names if name]
        if len(set(named)) < len(named):
            yield Problem(("labels",), "two labels of the scale are the same")
