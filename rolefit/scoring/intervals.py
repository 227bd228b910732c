"""How far one weight can move before another result takes over, as a part of an assessment."""

from fractions import Fraction

from rolefit.rubric.conditions import Number, Value


class WeightInterval(Value):
    """How far one weight can move, the others rescaled, before another result takes over."""

    dimension: str
    weight: Number
    """Its share of the scoreable weight, 0 to 1."""
    low: Number
    """Down to this share nothing changes; at it they are level. 0 where nothing overtakes."""
    high: Number
    """Up to this share nothing changes. 1 where nothing overtakes."""
    below: str | None
    """Outcome or band that takes over below `low`."""
    above: str | None
    """Outcome or band that takes over above `high`."""
    below_too: tuple[str, ...] = ()
    above_too: tuple[str, ...] = ()
    """Others that take over together with it."""

    @property
    def all_below(self) -> tuple[str, ...]:
        """What takes over below `low`; several where they are level."""
        return (self.below, *self.below_too) if self.below is not None else ()

    @property
    def all_above(self) -> tuple[str, ...]:
        """What takes over above `high`; several where they are level."""
        return (self.above, *self.above_too) if self.above is not None else ()

    @property
    def nearest_end(self) -> tuple[Fraction, tuple[str, ...]]:
        """The end that is nearer, of those where something takes over, with all that do there."""
        ends = ((self.low, self.all_below), (self.high, self.all_above))
        return min((end for end in ends if end[1]), key=lambda end: abs(end[0] - self.weight))
