"""The fewest answers that change a recommendation, and the plan that reaches the next band."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Literal, NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    ItemIs,
    Leaf,
    ScoreIs,
    Truth,
    items_in,
    reads_scores,
    satisfies,
    truth,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import OPEN, Gate
from rolefit.rubric.models import STANDARD
from rolefit.scoring.assessment import Change, Direction, FlipSet, GateFlip, Plan
from rolefit.scoring.evaluate import evaluate, model_of, who_leads
from rolefit.scoring.levels import requirements
from rolefit.scoring.moves import (
    Challenge,
    Floor,
    Group,
    Move,
    Pick,
    Picks,
    TooManyWays,
    cheapest,
    crossing_picks,
    dimension_moves,
    fewest_answers,
    fewest_steps,
    fit_with,
    gate_challenges,
    in_fit,
    known_others,
    responses_with,
    score_read,
    within_effort,
)
from rolefit.scoring.tally import value_of
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
    for direction in model.directions(evaluation):
        if any(_one_move_does(c) for c in model.challenges(evaluation, direction, picks)):
            return True
    return any(_turning_picks(evaluation, picks))


def _one_move_does(challenge: Challenge) -> bool:
    """Whether a single answer makes up for all that a challenge needs."""
    if len(challenge.must) > 1:
        return False
    needed = challenge.needed
    return any(
        (move.gain > needed or (move.gain == needed and not challenge.strictly))
        for group in (challenge.must or challenge.groups)
        for move in group
        if len(move.picks) == 1
    )


def _turning_picks(evaluation: Evaluation, picks: Picks) -> Iterator[Pick]:
    """Single answers that change the result through a condition that reads scores."""
    for pick in crossing_picks(evaluation, picks):
        spend(evaluation, 1)
        if with_picks(evaluation, [pick]).leaders != evaluation.leaders:
            yield pick


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
    found = [
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


# --- The plan that reaches the next band: the cheapest steps that provably do, gates included -----


_MOST_WAYS = 1024
"""Joint answers to the items of gates that hold a result back which are walked through."""


_MOST_STARTS = 128
"""Sets of changes to the items of gates from which the rest of a plan is looked for."""


class Start(NamedTuple):
    """Answers to the items of gates that hold a result back, with which they pass."""

    changes: tuple[Pick, ...]
    steps: int


def plan(evaluation: Evaluation) -> Plan | None:
    """The cheapest changes to what can be changed that reach the next band and pass its gates.

    Cheapest: fewest scale steps, then fewest answers. Answers that hold other gates or branches as
    they are stay on their side of them. The plan was scored again: its fit is what comes out. None
    at the top, and where no such changes were found. Raises TooManyWays.
    """
    goal = model_of(evaluation.rubric).next_band(evaluation)
    if evaluation.scores is None or goal is None:
        return None
    wanted = evaluation.rubric.band_number(goal)
    held = [g for g in evaluation.rubric.gates if _holds_back(evaluation, g, wanted)]
    best: tuple[Start, Move] | None = None
    for k, start in enumerate(starts(evaluation, held, wanted=wanted)):
        if k >= _MOST_STARTS:
            raise TooManyWays
        if best is not None and start.steps >= _steps_of(best):
            break
        move = _rest_of_way(evaluation, start, held, wanted=wanted)
        if move is not None and (best is None or start.steps + _steps_in(move) < _steps_of(best)):
            best = start, move
    if best is None:
        return None
    start, move = best
    changes = _in_order(evaluation, (*start.changes, *move.picks))
    then = with_picks(evaluation, changes)
    passed = {g.id for g in then.gates if g.state == "pass"}
    if then.fit is None or not reaches(then, wanted) or not {g.id for g in held} <= passed:
        return None
    return Plan.model_construct(
        band=goal,
        fit=then.fit.score,
        changes=tuple(_with_points(evaluation, changes)),
        steps=sum(c.steps for c in changes),
        gates=tuple(gate.id for gate in held),
        opens=tuple(_newly_open(evaluation, then)),
    )


def _newly_open(now: Evaluation, then: Evaluation) -> Iterator[str]:
    """Items without an answer that are asked after some changes, and are not asked now."""
    for item in now.rubric.items:
        before, after = now.responses[item.id].state, then.responses[item.id].state
        if before == "not_presented" and after in OPEN:
            yield item.id


def _steps_of(found: tuple[Start, Move]) -> int:
    """Scale steps of a way."""
    return found[0].steps + _steps_in(found[1])


def _steps_in(move: Move) -> int:
    """Scale steps of a move."""
    return sum(pick.steps for pick in move.picks)


def reaches(then: Evaluation, wanted: int) -> bool:
    """Whether an evaluation is in the wanted band or above it."""
    return bool(then.leaders) and then.rubric.band_number(then.leaders[0]) >= wanted


# --- gates that hold back ----------------------------------------------------------------------


def _holds_back(evaluation: Evaluation, gate: Gate, wanted: int) -> bool:
    """Whether a gate fails or is unknown, and would keep the wanted band out of reach."""
    state = next(g.state for g in evaluation.gates if g.id == gate.id)
    if state == "pass" or gate.on_fail == "flag":
        return False
    return gate.cap is None or evaluation.rubric.band_number(gate.cap) < wanted


def starts(evaluation: Evaluation, held: Sequence[Gate], *, wanted: int) -> Iterator[Start]:
    """Every set of changes with which the gates that hold back pass, cheapest first."""
    read = {name for gate in held for name in items_in(gate.when)}
    choices = [tuple(ways(evaluation, item)) for item in evaluation.rubric.items if item.id in read]
    if math.prod(map(len, choices)) > _MOST_WAYS:
        return
    spend(evaluation, math.prod(map(len, choices)))
    found = []
    for chosen in product(*choices):
        changes = tuple(c for c in chosen if c is not None)
        found.append(Start(changes, sum(c.steps for c in changes)))
    for start in sorted(found, key=lambda s: (s.steps, len(s.changes))):
        then = with_picks(evaluation, start.changes)
        # What hangs on scores the rest of the plan may still move.
        if not any(
            _holds_back(then, g, wanted) and not reads_scores(g.when) for g in then.rubric.gates
        ):
            yield start


def ways(evaluation: Evaluation, item: Item) -> Iterator[Pick | None]:
    """What could be done with one item: nothing (None), another answer, or a first one.

    Facts cannot be changed, but what is open can be found out.
    """
    yield None
    state, now, *_ = evaluation.responses[item.id]
    for answer in item.candidates():
        if state in OPEN:
            yield Pick(item, None, answer, 1)
        elif now is not None and answer != now and item.changeable:
            yield Pick(item, now, answer, item.distance(now, answer))


# --- the rest of the way -----------------------------------------------------------------------


def _rest_of_way(
    evaluation: Evaluation, start: Start, held: Sequence[Gate], *, wanted: int
) -> Move | None:
    """The cheapest further changes that bring the fit to the wanted band."""
    then = with_picks(evaluation, start.changes)
    rubric = evaluation.rubric
    if then.fit is None:
        return None
    needed = max(ZERO, rubric.bands[wanted].from_ - then.fit.score)
    fixed = {c.item.id for c in start.changes}
    picks = {
        name: ps
        for name, ps in picks_of(then).items()
        if ps and ps[0].item.changeable and name not in fixed
    }
    floors = {**dict(_needs_of(then, wanted)), **dict(_floors_of(then, held))}
    if not needed and not floors:
        return Move(0, ZERO, ())
    groups: list[Group] = []
    must: list[Group] = []
    for d in then.tallied.scoreable:
        floor = floors.get(d.name)
        moves = dimension_moves(d, picks, sign=1, price=fewest_steps)
        group = in_fit(then, d, moves, sign=1, floor=floor)
        (groups if floor is None else must).append(group)
    return cheapest(groups, needed, must=must)


def _needs_of(then: Evaluation, wanted: int) -> Iterator[tuple[str, Floor]]:
    """Least scores of the wanted band, and of those below it, that are not met yet."""
    scores = {d.name: d.score(value_of(0)) for d in then.tallied.scoreable}
    for asked in requirements(then.rubric)[: wanted + 1]:
        for one in asked:
            if one.dimension in scores and scores[one.dimension] < one.wanted:
                yield one.dimension, Floor(one.wanted, above=False)


def _floors_of(then: Evaluation, held: Sequence[Gate]) -> Iterator[tuple[str, Floor]]:
    """Dimension scores that gates want to be passed, where they are not passed yet."""
    scores = {d.name: d.score(value_of(0)) for d in then.tallied.scoreable}
    for gate in held:
        match gate.when:
            case ScoreIs(dimension=str() as name, at_most=Fraction() as most, at_least=None):
                if name in scores and scores[name] <= most:
                    yield name, Floor(most, above=True)
            case _:
                continue


def _in_order(evaluation: Evaluation, changes: Sequence[Pick]) -> list[Pick]:
    """Changes in order of priority: conditions first, then by weight times shortfall."""
    assert evaluation.fit is not None
    weights = evaluation.rubric.weights()
    gaps: Mapping[str, Fraction] = evaluation.fit.shortfalls
    order = {item.id: k for k, item in enumerate(evaluation.rubric.items)}

    def rank(c: Pick) -> tuple[Fraction, int]:
        name = c.item.dimension
        unscored = name is None or not c.item.scores
        priority = None if unscored else weights[name or ""] * gaps.get(name or "", ZERO)
        return (Fraction(-(10**9)) if priority is None else -priority, order[c.item.id])

    return sorted(changes, key=rank)


def _with_points(evaluation: Evaluation, changes: Sequence[Pick]) -> Iterator[Change]:
    """Each change with the points of the fit that it adds, made one after another."""
    assert evaluation.fit is not None
    before = evaluation.fit.score
    for k, c in enumerate(changes, start=1):
        after = fit_with(evaluation, changes[:k])
        yield change(c, points=after - before)
        before = after
