"""The fewest answers that would change a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO
from rolefit.rubric.responses import Response, ResponseSet
from rolefit.scoring.alternatives import Change, Direction, FlipSet
from rolefit.scoring.bounds import completed
from rolefit.scoring.evaluation import Standing, rivals, stand
from rolefit.scoring.moves import (
    Group,
    Move,
    Pick,
    Price,
    cheapest,
    fewest_answers,
    group_of,
    joined,
    leaves_read,
    others,
    worthwhile,
)
from rolefit.scoring.tally import (
    DimensionTally,
    Measure,
    difference,
    fit_score,
    fit_worth,
    shortfall,
    tally,
    target,
    value_of,
)
from rolefit.scoring.verdict import ceiling


def flips(standing: Standing) -> tuple[FlipSet, ...]:
    """The smallest flip sets: of all answers, and of those that can be changed where that differs.

    Only answers given are changed, and only so that every comparison of gates and branches stays as
    it is; what gates would do is told apart by `gate_flips`. Every set was scored again. Empty
    without scores and where several results are level.
    """
    if standing.scores is None or len(standing.leaders) != 1:
        return ()
    found: list[FlipSet] = []
    picks = picks_of(standing)
    for direction in directions(standing):
        every = smallest(standing, direction, picks)
        if every is None:
            continue
        found.append(every)
        if any(not standing.rubric.item(c.item).changeable for c in every.changes):
            could = {name: ps for name, ps in picks.items() if ps and ps[0].item.changeable}
            changeable = smallest(standing, direction, could)
            if changeable is not None:
                found.append(changeable.model_copy(update={"changeable_only": True}))
    return tuple(found)


Picks = Mapping[str, Sequence[Pick]]
"""The other answers that could be given, by item."""


def picks_of(standing: Standing) -> Picks:
    """The other answers to each answered item that leave gates and branches as they are."""
    read = leaves_read(standing.rubric)
    ids = standing.rubric.outcome_ids
    found = {}
    for d in standing.tallied.scoreable:
        for entry in d.answered:
            now = standing.responses[entry.item.id].answer
            assert now is not None
            name = entry.item.id
            found[name] = tuple(others(entry.item, now, ids, read.get(name, ())))
    return found


def directions(standing: Standing) -> tuple[Direction, ...]:
    """Where a result could go: to another outcome, or to the band above or below."""
    if standing.fit is None:
        return ("other",)
    here = standing.rubric.band_number(standing.leaders[0])
    up: tuple[Direction, ...] = ("up",) if here < ceiling(standing.rubric, standing.gates) else ()
    return (*up, "down") if here else up


def smallest(standing: Standing, direction: Direction, picks: Picks) -> FlipSet | None:
    """The smallest flip set in one direction, scored again; None where there is none."""
    best: tuple[Move, Challenge] | None = None
    for challenge in challenges(standing, direction, picks):
        move = cheapest(challenge.groups, challenge.needed, strictly=challenge.strictly)
        if move is None:
            continue
        # Among sets of the same size the one for the nearest rival.
        rank = (move.cost, challenge.needed)
        if best is None or rank < (best[0].cost, best[1].needed):
            best = move, challenge
    if best is None:
        return None
    move, challenge = best
    then = with_picks(standing, move.picks)
    if then.leaders == standing.leaders:
        # A gate that reads scores holds it back: an additive search cannot tell what would do.
        return None
    order = {item.id: k for k, item in enumerate(standing.rubric.items)}
    chosen = sorted(move.picks, key=lambda p: order[p.item.id])
    return FlipSet.model_construct(
        direction=direction,
        to=then.leaders,
        changes=tuple(change(p, points=points_of(standing, p, challenge.rival)) for p in chosen),
        steps=sum(pick.steps for pick in chosen),
        needed=challenge.needed,
        changeable_only=False,
    )


def with_picks(standing: Standing, picks: Sequence[Pick]) -> Standing:
    """Where the responses stand with some answers changed."""
    return stand(standing.rubric, responses_with(standing, picks))


def responses_with(standing: Standing, picks: Iterable[Pick]) -> ResponseSet:
    """The responses with some answers changed, branches followed anew."""
    answers = {pick.item.id: Response("answered", pick.to) for pick in picks}
    return completed(standing.rubric, standing.responses, answers)


def change(pick: Pick, *, points: Fraction) -> Change:
    """One pick as a part of an assessment."""
    return Change.model_construct(
        item=pick.item.id,
        ask=pick.item.ask,
        dimension=pick.item.dimension,
        from_=pick.item.shown(pick.now) if pick.now is not None else None,
        to=pick.item.shown(pick.to),
        set_to=pick.item.written(pick.to),
        steps=pick.steps,
        points=points,
    )


def points_of(standing: Standing, pick: Pick, rival: int | None) -> Fraction:
    """Points by which one changed answer, alone, cuts the lead over a rival or moves the fit."""
    ids = standing.rubric.outcome_ids
    if rival is None:
        assert standing.fit is not None
        return abs(fit_with(standing, [pick]) - standing.fit.score)
    measure = difference(rival, ids.index(standing.leaders[0]))
    d = next(d for d in standing.tallied.scoreable if d.name == pick.item.dimension)
    share = HUNDRED * standing.tallied.effective(d) / d.answered_weight
    return share * pick.item.weight * measure(pick.change)


def fit_with(standing: Standing, picks: Iterable[Pick]) -> Fraction:
    """The fit with some answers changed, in points."""
    return fit_score(tally(standing.rubric, responses_with(standing, picks)), standing.rubric)


# --- what a changed answer moves ---------------------------------------------------------------


class Challenge(NamedTuple):
    """One way in which a result could be overtaken."""

    groups: Sequence[Group]
    """Groups of moves, one of each at most."""
    needed: Fraction
    """Points to be gained."""
    strictly: bool
    """Whether more than that is needed."""
    rival: int | None
    """Number of the outcome that would overtake; None for a band."""


def challenges(standing: Standing, direction: Direction, picks: Picks) -> Iterator[Challenge]:
    """Each way in which the result could be overtaken."""
    if direction == "other":
        yield from outcome_challenges(standing, picks)
    else:
        yield band_challenge(standing, direction, picks)


def outcome_challenges(standing: Standing, picks: Picks) -> Iterator[Challenge]:
    """The margin over each other eligible outcome, to be made up answer by answer."""
    assert standing.scores is not None
    ids = standing.rubric.outcome_ids
    first = ids.index(standing.leaders[0])
    for k in rivals(standing):
        groups: list[Group] = []
        for d in standing.tallied.scoreable:
            share = HUNDRED * standing.tallied.effective(d)
            groups += groups_of(d, picks, difference(k, first), share=share, price=fewest_answers)
        yield Challenge(groups, standing.scores[first] - standing.scores[k], False, k)


def groups_of(
    d: DimensionTally, picks: Picks, measure: Measure, *, share: Fraction, price: Price
) -> Iterator[Group]:
    """The moves of each item of a dimension; `share` are points for a whole value of it."""
    for entry in d.answered:
        factor = share * entry.weight / d.answered_weight
        yield group_of(picks.get(entry.item.id, ()), measure, factor, price)


def band_challenge(standing: Standing, direction: Direction, picks: Picks) -> Challenge:
    """The distance of the fit from a cut score, to be made up dimension by dimension."""
    assert standing.fit is not None
    here = standing.rubric.band_number(standing.leaders[0])
    sign = 1 if direction == "up" else -1
    groups = []
    for d in standing.tallied.scoreable:
        moves = dimension_moves(d, picks, sign=sign, price=fewest_answers)
        groups.append(in_fit(standing, d, moves, sign=sign))
    cut = standing.rubric.bands[here + 1 if sign > 0 else here].from_
    return Challenge(groups, abs(standing.fit.score - cut), direction == "down", None)


def dimension_moves(d: DimensionTally, picks: Picks, *, sign: int, price: Price) -> list[Move]:
    """The worthwhile moves of one dimension, in points of its score up (1) or down (-1)."""
    return joined(
        list(groups_of(d, picks, lambda values: sign * values[0], share=HUNDRED, price=price))
    )


def in_fit(
    standing: Standing,
    d: DimensionTally,
    moves: Sequence[Move],
    *,
    sign: int,
    least: Fraction | None = None,
) -> Group:
    """Moves of one dimension in points of the fit; what lies above the target counts for nothing.

    Since more points never count for less, the most points for a price are all that matters. With
    `least` only moves that take the dimension's score above it, whatever they are worth.
    """
    wanted = target(standing.rubric, d.name)
    score = d.score(value_of(0))
    worth = fit_worth(d, standing.tallied, standing.rubric)
    gap = shortfall(score, wanted)
    found = []
    for move in moves:
        gained = sign * (gap - shortfall(score + sign * move.gain, wanted))
        if gained > ZERO if least is None else score + move.gain > least:
            found.append(move._replace(gain=worth * gained))
    return worthwhile(found)
