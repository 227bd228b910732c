"""The fewest answers that change a recommendation, and the plan that reaches the next band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import Literal, NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    ItemIs,
    Leaf,
    Truth,
    satisfies,
    truth,
)
from rolefit.rubric.model import Gate
from rolefit.rubric.models import STANDARD
from rolefit.scoring.assessment import Change, Direction, FlipSet, GateFlip
from rolefit.scoring.evaluate import evaluate, model_of, who_leads
from rolefit.scoring.moves import (
    Challenge,
    Pick,
    Picks,
    TooManyWays,
    cheapest,
    crossing_picks,
    fewest_answers,
    gate_challenges,
    gates_read_scores,
    known_others,
    responses_with,
    score_read,
    within_effort,
)
from rolefit.scoring.verdict import Evaluation

_MOST_CHALLENGES = 30
"""Bounds of scores in conditions that are tried for a way across."""


def flips(evaluation: Evaluation) -> tuple[FlipSet, ...]:
    """The smallest flip sets: of all answers, and of those that can be changed where that differs.

    Only answers given are changed, and only so that every comparison of gates and branches stays as
    it is; what gates would do is told apart by `gate_flips`. Every set was scored again. Empty
    without scores and where several results are level. Raises TooManyWays.
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


def one_answer_turns(evaluation: Evaluation) -> bool | None:
    """Whether one answer alone would change the result, conditions that read scores included.

    None where that would take too many combinations.
    """
    try:
        return _some_answer_turns(evaluation)
    except TooManyWays:
        return None


def _some_answer_turns(evaluation: Evaluation) -> bool:
    """Whether one answer alone would change the result. Raises TooManyWays."""
    if evaluation.scores is None or len(evaluation.leaders) != 1:
        return False
    model, picks = model_of(evaluation.rubric), picks_of(evaluation)
    if gates_read_scores(evaluation.rubric):
        return bool(_turning_picks(evaluation, picks))
    return any(
        any(_single_picks(challenge))
        for direction in model.directions(evaluation)
        for challenge in model.challenges(evaluation, direction, picks)
    )


def _single_picks(challenge: Challenge) -> Iterator[Pick]:
    """Single answers that make up for all that a challenge needs."""
    if len(challenge.must) > 1:
        return
    needed = challenge.needed
    for group in challenge.must or challenge.groups:
        for move in group:
            enough = move.gain > needed or (move.gain == needed and not challenge.strictly)
            if enough and len(move.picks) == 1:
                yield move.picks[0]


def _overtaking_picks(evaluation: Evaluation, challenge: Challenge, picks: Picks) -> Iterator[Pick]:
    """Single answers that make up a lead over a rival: all, for the best may break a condition."""
    if challenge.rival is None:
        yield from _single_picks(challenge)
        return
    model = model_of(evaluation.rubric)
    for pick in (pick for others in picks.values() for pick in others):
        if model.points_of(evaluation, pick, challenge.rival) >= challenge.needed:
            yield pick


def _turning_picks(evaluation: Evaluation, picks: Picks) -> tuple[Pick, ...]:
    """Single answers that change the result where conditions read scores: each scored again.

    The label asks for them, and so does every direction of the flip sets. Raises TooManyWays.
    """
    names = tuple(name for name, others in picks.items() if others)
    found = evaluation.rubric.remember(
        ("turning picks", names, *evaluation.responses.values()),
        lambda: _search_turning_picks(evaluation, picks),
    )
    if found is None:
        raise TooManyWays
    return found


def _search_turning_picks(evaluation: Evaluation, picks: Picks) -> tuple[Pick, ...] | None:
    """The same; None where there are too many to try."""
    model = model_of(evaluation.rubric)
    found = [crossing_picks(evaluation, picks)] + [
        _overtaking_picks(evaluation, challenge, picks)
        for direction in model.directions(evaluation)
        for challenge in model.challenges(evaluation, direction, picks)
    ]
    tried = {(pick.item.id, pick.to): pick for pick in chain.from_iterable(found)}
    # What is tried here is told about one answer: it takes a third of the effort of all changes.
    if not within_effort(evaluation, 3 * len(tried)):
        return None
    now = evaluation.leaders
    return tuple(p for p in tried.values() if with_picks(evaluation, [p]).leaders != now)


def picks_of(evaluation: Evaluation) -> Picks:
    """The other answers to each answered item that leave gates and branches as they are."""
    found = {}
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            now = evaluation.responses[entry.item.id].answer
            assert now is not None
            found[entry.item.id] = known_others(entry.item, now, evaluation.rubric)
    return found


class _FlipWay(NamedTuple):
    """Changed answers that may change the result."""

    picks: tuple[Pick, ...]
    cost: int
    needed: Fraction
    """Points that they make up for."""
    rival: int | None


def smallest(evaluation: Evaluation, direction: Direction, picks: Picks) -> FlipSet | None:
    """The smallest flip set in one direction, scored again; None where there is none."""
    found = (
        _found_by(evaluation, way, direction) for way in _ways_to(evaluation, direction, picks)
    )
    best = next((pair for pair in found if pair is not None), None)
    if best is None:
        return None
    way, then = best
    order = {item.id: k for k, item in enumerate(evaluation.rubric.items)}
    chosen = sorted(way.picks, key=lambda p: order[p.item.id])
    model = model_of(evaluation.rubric)
    return FlipSet.model_construct(
        direction=direction,
        to=then.leaders,
        changes=tuple(change(p, points=model.points_of(evaluation, p, way.rival)) for p in chosen),
        steps=sum(pick.steps for pick in chosen),
        needed=way.needed,
        changeable_only=False,
    )


def _ways_to(evaluation: Evaluation, direction: Direction, picks: Picks) -> list[_FlipWay]:
    """Changed answers that may change the result, the fewest first, for the nearest rival first.

    A condition that reads scores may turn it as well: every single answer is tried then, and each
    score that is compared is moved across what it is compared with.
    """
    rivals = list(model_of(evaluation.rubric).challenges(evaluation, direction, picks))
    found = []
    if gates_read_scores(evaluation.rubric):
        found += [
            _FlipWay((pick,), fewest_answers(pick.steps), ZERO, _nearest_rival(rivals))
            for pick in _turning_picks(evaluation, picks)
        ]
    for challenge in (*rivals, *few(gate_challenges(evaluation, picks))):
        move = cheapest(
            challenge.groups, challenge.needed, strictly=challenge.strictly, must=challenge.must
        )
        if move is not None:
            rival = _nearest_rival(rivals) if challenge.rival is None else challenge.rival
            found.append(_FlipWay(move.picks, move.cost, challenge.needed, rival))
    return sorted(found, key=lambda way: (way.cost, way.needed))


def few(challenges: Iterable[Challenge]) -> Iterator[Challenge]:
    """Challenges, as long as there are not too many of them. Raises TooManyWays."""
    for k, challenge in enumerate(challenges):
        if k >= _MOST_CHALLENGES:
            raise TooManyWays
        yield challenge


def spend(evaluation: Evaluation, times: int) -> None:
    """Ask for so many evaluations of other answers. Raises TooManyWays."""
    if not within_effort(evaluation, times):
        raise TooManyWays


def _nearest_rival(challenges: Sequence[Challenge]) -> int | None:
    """The outcome that is nearest to overtaking; None where no outcome does."""
    return min(challenges, key=lambda c: c.needed).rival if challenges else None


def _found_by(
    evaluation: Evaluation, way: _FlipWay, direction: Direction
) -> tuple[_FlipWay, Evaluation] | None:
    """A way without what it does not need, and where it leads; None where it changes nothing."""
    spend(evaluation, 1 + len(way.picks) ** 2 // 2)
    then = with_picks(evaluation, way.picks)
    if not _leads_on(evaluation, then, direction):
        return None
    for pick in way.picks:
        rest = tuple(p for p in way.picks if p is not pick)
        less = with_picks(evaluation, rest)
        if rest and _leads_on(evaluation, less, direction):
            return _found_by(evaluation, way._replace(picks=rest), direction)
    return way, then


def _leads_on(now: Evaluation, then: Evaluation, direction: Direction) -> bool:
    """Whether the result is another one, in the direction that is meant."""
    if then.leaders == now.leaders:
        return False
    if direction == "other" or not then.leaders:
        return direction != "up"
    number = now.rubric.band_number
    higher = number(then.leaders[0]) > number(now.leaders[0])
    return higher is (direction == "up")


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


# --- The conditions that would change a recommendation if they stood otherwise --------------------


def gate_flips(evaluation: Evaluation) -> tuple[GateFlip, ...]:
    """The gates that would change the recommendation if they stood otherwise, scores unchanged."""
    if evaluation.scores is None:
        return ()
    found = []
    for k, gate in enumerate(evaluation.gates):
        if gate.on_fail == "flag":
            continue
        state: Literal["pass", "fail"] = "pass" if gate.state == "fail" else "fail"
        if state == "fail" and _scores_rule_out(evaluation, evaluation.rubric.gates[k]):
            continue
        turned = gate.model_copy(update={"state": state})
        gates = (*evaluation.gates[:k], turned, *evaluation.gates[k + 1 :])
        to = who_leads(evaluation.rubric, gates, evaluation.found)
        if to != evaluation.leaders:
            found.append(GateFlip.model_construct(gate=gate.id, state=state, to=to))
    return tuple(found)


def _scores_rule_out(evaluation: Evaluation, gate: Gate) -> bool:
    """Whether a gate could not fail while the scores are what they are, whatever the answers."""

    def held(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return None
        at = evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD)
        found = score_read(evaluation, leaf.dimension, at)
        return None if found is None else satisfies(leaf, found)

    return truth(gate.when, held) is False
