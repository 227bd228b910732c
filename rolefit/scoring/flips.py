"""The fewest answers that would change a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rolefit.scoring.alternatives import Change, Direction, FlipSet
from rolefit.scoring.challenges import Challenge, Picks, responses_with
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.models import model_of
from rolefit.scoring.moves import Move, Pick, cheapest, leaves_read, others


def flips(evaluation: Evaluation) -> tuple[FlipSet, ...]:
    """The smallest flip sets: of all answers, and of those that can be changed where that differs.

    Only answers given are changed, and only so that every comparison of gates and branches stays as
    it is; what gates would do is told apart by `gate_flips`. Every set was scored again. Empty
    without scores and where several results are level.
    """
    if evaluation.scores is None:
        return ()
    found: list[FlipSet] = []
    picks = picks_of(evaluation)
    for direction in model_of(evaluation.rubric).directions(evaluation):
        every = smallest(evaluation, direction, picks)
        if every is None:
            continue
        found.append(every)
        if any(not evaluation.rubric.item(c.item).changeable for c in every.changes):
            could = {name: ps for name, ps in picks.items() if ps and ps[0].item.changeable}
            changeable = smallest(evaluation, direction, could)
            if changeable is not None:
                found.append(changeable.model_copy(update={"changeable_only": True}))
    return tuple(found)


def picks_of(evaluation: Evaluation) -> Picks:
    """The other answers to each answered item that leave gates and branches as they are."""
    read = leaves_read(evaluation.rubric)
    ids = evaluation.rubric.outcome_ids
    found = {}
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            now = evaluation.responses[entry.item.id].answer
            assert now is not None
            name = entry.item.id
            found[name] = tuple(others(entry.item, now, ids, read.get(name, ())))
    return found


def smallest(evaluation: Evaluation, direction: Direction, picks: Picks) -> FlipSet | None:
    """The smallest flip set in one direction, scored again; None where there is none."""
    model = model_of(evaluation.rubric)
    best: tuple[Move, Challenge] | None = None
    for challenge in model.challenges(evaluation, direction, picks):
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
    then = with_picks(evaluation, move.picks)
    if then.leaders == evaluation.leaders:
        # A gate that reads scores holds it back: an additive search cannot tell what would do.
        return None
    order = {item.id: k for k, item in enumerate(evaluation.rubric.items)}
    chosen = sorted(move.picks, key=lambda p: order[p.item.id])
    rival = challenge.rival
    return FlipSet.model_construct(
        direction=direction,
        to=then.leaders,
        changes=tuple(change(p, points=model.points_of(evaluation, p, rival)) for p in chosen),
        steps=sum(pick.steps for pick in chosen),
        needed=challenge.needed,
        changeable_only=False,
    )


def with_picks(evaluation: Evaluation, picks: Sequence[Pick]) -> Evaluation:
    """Where the responses stand with some answers changed."""
    answers = responses_with(evaluation.rubric, evaluation.responses, picks)
    return evaluate(evaluation.rubric, answers)


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
