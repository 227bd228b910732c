"""The fewest answers that would change a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rolefit.scoring.alternatives import Change, Direction, FlipSet
from rolefit.scoring.challenges import Challenge, Picks, responses_with
from rolefit.scoring.evaluate import stand
from rolefit.scoring.evaluation import Standing
from rolefit.scoring.models import model_of
from rolefit.scoring.moves import Move, Pick, cheapest, leaves_read, others


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
    for direction in model_of(standing.rubric).directions(standing):
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


def smallest(standing: Standing, direction: Direction, picks: Picks) -> FlipSet | None:
    """The smallest flip set in one direction, scored again; None where there is none."""
    model = model_of(standing.rubric)
    best: tuple[Move, Challenge] | None = None
    for challenge in model.challenges(standing, direction, picks):
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
    rival = challenge.rival
    return FlipSet.model_construct(
        direction=direction,
        to=then.leaders,
        changes=tuple(change(p, points=model.points_of(standing, p, rival)) for p in chosen),
        steps=sum(pick.steps for pick in chosen),
        needed=challenge.needed,
        changeable_only=False,
    )


def with_picks(standing: Standing, picks: Sequence[Pick]) -> Standing:
    """Where the responses stand with some answers changed."""
    answers = responses_with(standing.rubric, standing.responses, picks)
    return stand(standing.rubric, answers)


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
