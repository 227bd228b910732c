"""Ways in which a result could be overtaken, as groups of moves to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from rolefit.exact import HUNDRED
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Response, ResponseSet
from rolefit.scoring.bounds import fill_in
from rolefit.scoring.moves import Group, Move, Pick, Price, group_of, join
from rolefit.scoring.tally import AnsweredItem, DimensionTally, Values

Picks = Mapping[str, Sequence[Pick]]
"""The other answers that could be given, by item."""


Gain = Callable[[AnsweredItem, Values], Fraction]
"""Points that a change of an answer's values gains."""


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
    must: Sequence[Group] = ()
    """Groups of which one move each has to be made."""


def groups_of(d: DimensionTally, picks: Picks, worth: Gain, *, price: Price) -> Iterator[Group]:
    """The moves of each item of a dimension, each with the points that it gains."""
    for entry in d.answered:
        yield group_of(picks.get(entry.item.id, ()), partial(worth, entry), price)


def dimension_moves(d: DimensionTally, picks: Picks, *, sign: int, price: Price) -> list[Move]:
    """The worthwhile moves of one dimension, in points of its score up (1) or down (-1)."""

    def worth(entry: AnsweredItem, change: Values) -> Fraction:
        return sign * HUNDRED * d.share(entry, 0) * change[0]

    return join(list(groups_of(d, picks, worth, price=price)))


def responses_with(rubric: Rubric, given: ResponseSet, picks: Iterable[Pick]) -> ResponseSet:
    """Responses with some answers changed, branches followed anew."""
    return fill_in(rubric, given, {pick.item.id: Response("answered", pick.to) for pick in picks})
