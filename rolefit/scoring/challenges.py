"""Ways in which a result could be overtaken, as groups of moves to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Response, ResponseSet
from rolefit.scoring.bounds import fill_in
from rolefit.scoring.moves import Group, Move, Pick, Price, group_of, join
from rolefit.scoring.tally import DimensionTally, Measure

Picks = Mapping[str, Sequence[Pick]]
"""The other answers that could be given, by item."""


class Challenge(NamedTuple):
    """One way in which a result could be overtaken."""

    groups: Sequence[Group]
    """Groups of moves, one of each at most."""
    needed: Fraction
    """Points to be gained."""
    strictly: bool
    """Whether more than that is needed."""
    rival: int | None
    """Number of the outcome that would overtake; None where no outcome does."""


def groups_of(
    d: DimensionTally, picks: Picks, measure: Measure, *, share: Fraction, price: Price
) -> Iterator[Group]:
    """The moves of each item of a dimension; `share` are points for a whole value of it."""
    for entry in d.answered:
        factor = share * entry.weight / d.answered_weight
        yield group_of(picks.get(entry.item.id, ()), measure, factor, price)


def dimension_moves(d: DimensionTally, picks: Picks, *, sign: int, price: Price) -> list[Move]:
    """The worthwhile moves of one dimension, in points of its score up (1) or down (-1)."""
    return join(
        list(groups_of(d, picks, lambda values: sign * values[0], share=HUNDRED, price=price))
    )


def responses_with(rubric: Rubric, given: ResponseSet, picks: Iterable[Pick]) -> ResponseSet:
    """Responses with some answers changed, branches followed anew."""
    return fill_in(rubric, given, {pick.item.id: Response("answered", pick.to) for pick in picks})
