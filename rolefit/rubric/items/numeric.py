"""Numeric items: an amount, turned into a value by straight lines or by steps."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO, rational, readable
from rolefit.rubric.conditions import Answer, ItemIs, Line, Number, Share, Value
from rolefit.rubric.items.base import Amount, Unreadable
from rolefit.rubric.items.shared import Scaled

_NARROW = 2
"""Ranges below this are compared in ten steps; in others a step is 1."""


class Breakpoint(Value):
    """One point of the value function."""

    at: Number
    """The amount."""
    value: Share
    """What that amount is worth, 0 to 1."""


def _singular(unit: str) -> str:
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
    breakpoints: tuple[Breakpoint, ...] = Field(default=(), max_length=50)
    """Value function, amounts rising; held at its ends. Needed where the item scores."""
    shape: Literal["line", "step"] = "line"
    """`line`: straight between breakpoints; `step`: each value holds until the next breakpoint."""
    resolution: Number | None = None
    """How closely the amount is known; by default a twentieth of the range or one unit, whichever
    is larger."""
    counted_at = (
        "A number counts at the ends of its range and where its worth is given or a branch "
        "changes, not in between."
    )

    reorderable: ClassVar[bool] = False

    @property
    def step_width(self) -> Fraction:
        return ZERO

    def step_at(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Fraction)
        low, high = self.range
        ends = (max(low, answer - self.known_to), min(high, answer + self.known_to))
        return max(abs(self.along(end) - self.along(answer)) for end in ends)

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """Amounts as far off as the amount is known, each with the whole chance."""
        assert isinstance(answer, Fraction)
        low, high = self.range
        ends = (answer - self.known_to, answer + self.known_to)
        yield from ((end, ONE) for end in ends if low <= end <= high)

    @property
    def known_to(self) -> Fraction:
        """How closely the amount is known."""
        low, high = self.range
        return self.resolution or max(ONE, (high - low) / 20)

    def uniform_variance(self, measure: Callable[[Answer], Fraction]) -> Fraction:
        first = second = ZERO
        for left, right in pairwise(self.candidates()):
            assert isinstance(left, Fraction)
            assert isinstance(right, Fraction)
            a = measure(left)
            b = a if self.shape == "step" else measure(right)
            first += (right - left) * (a + b) / 2
            second += (right - left) * (a * a + a * b + b * b) / 3
        length = self.range[1] - self.range[0]
        return second / length - (first / length) ** 2

    @property
    def continuous(self) -> bool:
        return True

    def read(self, raw: object) -> Answer:
        amount = rational(raw)
        low, high = self.range
        if amount is None:
            raise Unreadable(f"expected a number of {self.unit}, in plain digits (12 or 0.5)")
        if not low <= amount <= high:
            raise Unreadable(f"expected {self.span} {self.unit}")
        return amount

    @property
    def span(self) -> str:
        """The range as a person reads it: rounded, nothing beyond it is named."""
        low, high = self.range
        return f"{readable(low, toward=1)} to {readable(high, toward=-1)}"

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

    def representatives(self, read: Sequence[ItemIs]) -> tuple[Answer, ...]:
        """Amounts between which no comparison changes, nor any slope of the item."""
        low, high = self.range
        cuts = {cut for leaf in read for cut in (leaf.at_least, leaf.at_most) if cut is not None}
        cuts |= {low, high, *(point.at for point in self.breakpoints)}
        inside = sorted(cut for cut in cuts if low <= cut <= high)
        between = [(a + b) / 2 for a, b in pairwise(inside)]
        return tuple(sorted({*inside, *between}))

    def options(self) -> tuple[tuple[str, str], ...]:
        return ((self.span, self.unit),)

    def choices_in(self, answer: Answer) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def answer_schema(self) -> dict[str, Any]:
        low, high = self.range
        return {"type": "number", "minimum": float(low), "maximum": float(high)}

    @property
    def input_kind(self) -> Amount:
        return Amount(self.unit, low=self.range[0], high=self.range[1])

    @property
    def instruction(self) -> str:
        return f"A number of {self.unit}, {self.span}."

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, Fraction)
        return f"{readable(answer)} {_singular(self.unit) if answer == 1 else self.unit}"

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, Fraction)
        assert isinstance(other, Fraction)
        # A step leads to the next amount at which something can turn.
        low, high = sorted((one, other))
        between = [point for point in self.candidates() if low < point < high]  # type: ignore[operator]
        return int(one != other) + len(between)

    @property
    def turning_field(self) -> str | None:
        steps = [(a.value, b.value) for a, b in pairwise(self.breakpoints) if a.value != b.value]
        return "breakpoints" if len({a < b for a, b in steps}) == 2 else None

    @property
    def compared_range(self) -> tuple[Fraction, Fraction]:
        return self.range

    @property
    def compared_step(self) -> Fraction:
        width = self.range[1] - self.range[0]
        return width / 10 if width < _NARROW else ONE

    def turn_round(self) -> Self:
        points = self.breakpoints
        turned = tuple(one.model_copy(update={"value": ONE - one.value}) for one in points)
        return self.model_copy(update={"breakpoints": turned})

    def places(self) -> tuple[Answer, ...]:
        low, high = self.range
        return (low, (low + high) / 2, high)

    def spread(self, parts: int) -> tuple[Answer, ...]:
        if self.scores:
            return self.candidates()
        low, high = self.range
        return tuple(low + (high - low) * Fraction(k, parts) for k in range(parts + 1))

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        if self.range[0] >= self.range[1]:
            yield Problem(("range",), "the plausible range is empty", "write [lowest, highest]")
        if self.scores and not self.breakpoints:
            yield Problem((), "a scored numeric item needs breakpoints", "{at: 0, value: 0}, ...")
        for k, (left, right) in enumerate(pairwise(self.breakpoints)):
            if left.at >= right.at:
                yield Problem(("breakpoints", k + 1, "at"), "amounts must rise")
