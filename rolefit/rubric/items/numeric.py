"""Numeric items: an amount, turned into a value by straight lines or by steps."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from rolefit.errors import Problem
from rolefit.exact import ZERO, plain, rational
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import Scaled, Unreadable
from rolefit.rubric.value import Line, Number, Share, Value


class Breakpoint(Value):
    """One point of the value function."""

    at: Number
    """The amount."""
    value: Share
    """What that amount is worth, 0 to 1."""


def singular(unit: str) -> str:
    """A unit for one of it: `hours a week` becomes `hour a week`."""
    first, blank, rest = unit.partition(" ")
    if first.casefold() == "people":
        first = "person"
    elif first.endswith("s") and not first.endswith("ss") and len(first) > 2:
        first = first[:-1]
    return f"{first}{blank}{rest}"


class Numeric(Scaled):
    """An amount with its unit. Outside the plausible range it is an error, not a score."""

    type: Literal["numeric"]
    """The item type."""
    unit: Line
    """Unit of the amount: hours, people, percent ..."""
    range: tuple[Number, Number]
    """The plausible range, both ends included."""
    breakpoints: tuple[Breakpoint, ...] = ()
    """Value function, amounts rising; held at its ends. Needed where the item scores."""
    shape: Literal["line", "step"] = "line"
    """`line`: straight between breakpoints; `step`: each value holds until the next breakpoint."""

    @property
    def steps(self) -> Fraction:
        return ZERO

    def read(self, raw: object) -> Answer:
        amount = rational(raw)
        low, high = self.range
        if amount is None:
            raise Unreadable(f"expected a number of {self.unit}, in plain digits (12 or 0.5)")
        if not low <= amount <= high:
            raise Unreadable(f"expected {plain(low)} to {plain(high)} {self.unit}")
        return amount

    def along(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Fraction)
        after = bisect_right(self.breakpoints, answer, key=lambda point: point.at)
        if after == 0:
            return self.breakpoints[0].value
        left = self.breakpoints[after - 1]
        if self.shape == "step" or after == len(self.breakpoints):
            return left.value
        right = self.breakpoints[after]
        rise = (right.value - left.value) / (right.at - left.at)
        return left.value + rise * (answer - left.at)

    def candidates(self) -> tuple[Answer, ...]:
        low, high = self.range
        inside = [point.at for point in self.breakpoints if low <= point.at <= high]
        return tuple(sorted({low, *inside, high}))

    def options(self) -> tuple[tuple[str, str], ...]:
        low, high = self.range
        return ((f"{plain(low)} to {plain(high)}", self.unit),)

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, Fraction)
        return f"{plain(answer)} {singular(self.unit) if answer == 1 else self.unit}"

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, Fraction)
        assert isinstance(other, Fraction)
        # A step leads to the next amount at which something can turn.
        low, high = sorted((one, other))
        between = [point for point in self.candidates() if low < point < high]  # type: ignore[operator]
        return int(one != other) + len(between)

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        if self.range[0] >= self.range[1]:
            yield Problem(("range",), "the plausible range is empty", "write [lowest, highest]")
        if self.scores and not self.breakpoints:
            yield Problem((), "a scored numeric item needs breakpoints", "{at: 0, value: 0}, ...")
        for k, (left, right) in enumerate(pairwise(self.breakpoints)):
            if left.at >= right.at:
                yield Problem(("breakpoints", k + 1, "at"), "amounts must rise")
