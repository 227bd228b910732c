"""The plan that reaches the next band: the cheapest steps that provably do, gates included."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    Answer,
    ItemIs,
    items_in,
    matches,
    reads_scores,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import OPEN, Gate, Rubric
from rolefit.scoring.assessment import Change, Plan
from rolefit.scoring.bounds import outlook, steering_items
from rolefit.scoring.crossings import gates_read_scores
from rolefit.scoring.evaluate import model_of
from rolefit.scoring.flips import change, spend, with_picks
from rolefit.scoring.floors import Spans, both, ways_to_pass
from rolefit.scoring.levels import ceiling_of, level_range, requirements, unscored_needs
from rolefit.scoring.moves import (
    STAY,
    Move,
    Pick,
    Picks,
    Span,
    TooManyWays,
    cheapest,
    fewest_steps,
    fit_with,
    groups_within,
    leaves_read,
    others,
)
from rolefit.scoring.steering import steering_picks
from rolefit.scoring.tally import value_of
from rolefit.scoring.verdict import Evaluation, nothing_open

_MOST_WAYS = 1024
"""Joint answers to the items of gates that hold a result back which are walked through."""


_MOST_STARTS = 128
"""Sets of changes to the items of gates from which the rest of a plan is looked for."""


class PlanWay(NamedTuple):
    """Changes that may reach a band, or with which the gates that hold a result back pass."""

    changes: tuple[Pick, ...]
    steps: int


def plan(evaluation: Evaluation) -> Plan | None:
    """The cheapest changes to what can be changed that reach the next band and pass its gates.

    Cheapest: fewest scale steps, then fewest answers. Answers that hold other gates or branches as
    they are stay on their side of them. The plan was scored again: its fit is what comes out. None
    at the top, where no such changes were found, and where a least score is asked of a dimension
    without a score, for open answers come first then. Raises TooManyWays.
    """
    goal = model_of(evaluation.rubric).next_band(evaluation)
    if evaluation.scores is None or goal is None:
        return None
    if unscored_needs(evaluation, evaluation.rubric.band_number(goal)):
        return None
    wanted = evaluation.rubric.band_number(goal)
    held = [g for g in evaluation.rubric.gates if _holds_back(evaluation, g, wanted)]
    found = _way_over_branches(evaluation, held, wanted)
    if found is None:
        return None
    changes = _in_order(evaluation, found.way.changes)
    then = with_picks(evaluation, changes)
    assert then.fit is not None
    return Plan.model_construct(
        band=then.leaders[0],
        fit=then.fit.score,
        changes=tuple(_with_points(evaluation, changes)),
        steps=sum(c.steps for c in changes),
        gates=tuple(gate.id for gate in held),
        opens=tuple(_newly_open(evaluation, then)),
        undone_by=tuple(_undone_by(evaluation, then)),
        fewest=found.fewest and not _untried(evaluation, held),
    )


class _Found(NamedTuple):
    """The cheapest way that was found."""

    way: PlanWay
    fewest: bool
    """Whether none with fewer steps was left untried."""


def _way_over_branches(evaluation: Evaluation, held: Sequence[Gate], wanted: int) -> _Found | None:
    """The cheapest way; one may start with an answer that opens or closes questions.

    Not one that opens questions without an answer: nobody knows where it ends. Raises TooManyWays.
    """
    found = _cheapest_way(evaluation, held, wanted)
    read = {name for gate in held for name in items_in(gate.when)}
    first = [p for p in steering_picks(evaluation) if p.item.changeable and p.item.id not in read]
    ways = [found.way] if found is not None else []
    unsure: list[PlanWay] = []
    try:
        for way in _steered_ways(evaluation, first, wanted):
            then = with_picks(evaluation, way.changes)
            sure = _is_there(then, held, wanted) and not any(_newly_open(evaluation, then))
            (ways if sure else unsure).append(way)
    except TooManyWays:
        if found is None:
            raise
        return found._replace(fewest=False)
    if not ways:
        return None
    best = min(ways, key=lambda way: way.steps)
    tried = found is None or found.fewest or best is not found.way
    left = min((way.steps for way in unsure), default=best.steps)
    sooner = min(left, _least_untried(evaluation, first))
    return _Found(best, fewest=tried and found is not None and sooner >= best.steps)


def _is_there(then: Evaluation, held: Sequence[Gate], wanted: int) -> bool:
    """Whether a band is reached, gates passed, and no other gate is left to take it back."""
    held_back = any(_holds_back(then, gate, wanted) for gate in then.rubric.gates)
    return _arrives(then, held, wanted) and not held_back


def _steered_ways(evaluation: Evaluation, first: Sequence[Pick], wanted: int) -> Iterator[PlanWay]:
    """Changes that may do, after an answer that opens or closes questions. Raises TooManyWays."""
    spend(evaluation, len(first))
    for pick in first:
        then = with_picks(evaluation, (pick,))
        holding = [g for g in then.rubric.gates if _holds_back(then, g, wanted)]
        for k, start in enumerate(starts(then, holding, wanted=wanted)):
            if k >= _MOST_STARTS // len(first):
                raise TooManyWays
            if any(c.item is pick.item for c in start.changes):
                continue
            whole = PlanWay((pick, *start.changes), pick.steps + start.steps)
            after = with_picks(evaluation, whole.changes)
            for spans in ways_to_pass(after, holding, keeping=False):
                move = _rest_of_way(after, whole, spans, wanted=wanted)
                if move is not None:
                    yield PlanWay((*whole.changes, *move.picks), whole.steps + _steps_in(move))


def _least_untried(evaluation: Evaluation, first: Sequence[Pick]) -> float:
    """The fewest steps of what opens or closes questions and is tried in no plan.

    That is a first answer to an open question, also to one that is opened, or two other answers at
    once.
    """
    steering = steering_items(evaluation.rubric)
    if any(evaluation.responses[name].state in OPEN for name in steering):
        return 1
    least: dict[str, int] = {}
    for pick in first:
        least[pick.item.id] = min(pick.steps, least.get(pick.item.id, pick.steps))
    opening = (
        p.steps + 1 for p in first if any(_newly_open(evaluation, with_picks(evaluation, (p,))))
    )
    two = sorted(least.values())[:2]
    return min(sum(two) if len(two) > 1 else math.inf, min(opening, default=math.inf))


def _cheapest_way(evaluation: Evaluation, held: Sequence[Gate], wanted: int) -> _Found | None:
    """The cheapest changes that reach a band and pass gates, scored again; None without any.

    Where cheaper ones fail, because a condition over scores came to stand otherwise on the way,
    those are looked for that keep all such conditions. Raises TooManyWays where cheaper ones were
    tried and nothing was found.
    """
    found, missed = _try_in_turn(evaluation, _ways_in_turn(evaluation, held, wanted), held, wanted)
    if missed and gates_read_scores(evaluation.rubric):
        try:
            ways = _ways_in_turn(
                evaluation, _gates_to_keep(evaluation, held, wanted), wanted, keeping=True
            )
            kept, missed = _try_in_turn(evaluation, ways, held, wanted)
        except TooManyWays:
            kept = None
        found = min((way for way in (kept, found) if way), key=lambda w: w.steps, default=None)
    if found is None and missed:
        raise TooManyWays
    return None if found is None else _Found(found, fewest=not missed)


def _try_in_turn(
    evaluation: Evaluation, ways: Iterator[PlanWay], held: Sequence[Gate], wanted: int
) -> tuple[PlanWay | None, bool]:
    """The cheapest of some ways that arrives, and whether a cheaper one does not."""
    best: PlanWay | None = None
    missed: int | None = None
    for way in ways:
        if best is not None and way.steps >= best.steps:
            continue
        spend(evaluation, 1)
        if _arrives(with_picks(evaluation, way.changes), held, wanted):
            best = way
        else:
            missed = way.steps if missed is None else min(missed, way.steps)
    return best, missed is not None and (best is None or missed < best.steps)


def _gates_to_keep(evaluation: Evaluation, held: Sequence[Gate], wanted: int) -> Sequence[Gate]:
    """The gates that hold a band back, and those over scores that could come to."""
    names = {gate.id for gate in held}
    return [
        gate
        for gate in evaluation.rubric.gates
        if gate.id in names
        or (reads_scores(gate.when) and _could_hold_back(gate, evaluation.rubric, wanted))
    ]


def _arrives(then: Evaluation, held: Sequence[Gate], wanted: int) -> bool:
    """Whether an evaluation reaches a band with gates passed."""
    passed = {g.id for g in then.gates if g.state == "pass"}
    return then.fit is not None and reaches(then, wanted) and {g.id for g in held} <= passed


def _ways_in_turn(
    evaluation: Evaluation, held: Sequence[Gate], wanted: int, *, keeping: bool = False
) -> Iterator[PlanWay]:
    """Changes that may do, from each set of answers to the items of gates: cheapest start first."""
    least: int | None = None
    for k, start in enumerate(starts(evaluation, held, wanted=wanted)):
        if k >= _MOST_STARTS:
            raise TooManyWays
        if least is not None and start.steps >= least:
            return
        then = with_picks(evaluation, start.changes)
        for spans in ways_to_pass(then, held, keeping=keeping):
            move = _rest_of_way(then, start, spans, wanted=wanted)
            if move is not None:
                way = PlanWay((*start.changes, *move.picks), start.steps + _steps_in(move))
                least = way.steps if least is None else min(least, way.steps)
                yield way


def _newly_open(now: Evaluation, then: Evaluation) -> Iterator[str]:
    """Items without an answer that are asked after some changes, and are not asked now."""
    for item in now.rubric.items:
        before, after = now.responses[item.id].state, then.responses[item.id].state
        if before == "not_presented" and after in OPEN:
            yield item.id


def _undone_by(now: Evaluation, then: Evaluation) -> Iterator[str]:
    """Items that are open all along, and could take back what some changes reach."""
    rubric, ceiling = then.rubric, ceiling_of(then.rubric, then.gates)
    if nothing_open(then):
        return
    low, _ = level_range(outlook(rubric, then.responses), rubric, ceiling)
    if low >= rubric.band_number(then.leaders[0]):
        return
    for item in rubric.items:
        before, after = now.responses[item.id].state, then.responses[item.id].state
        if item.scores and before in OPEN and after in OPEN:
            yield item.id


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
    return state != "pass" and _could_hold_back(gate, evaluation.rubric, wanted)


def _could_hold_back(gate: Gate, rubric: Rubric, wanted: int) -> bool:
    """Whether a gate would keep the wanted band out of reach by failing."""
    if gate.on_fail == "flag":
        return False
    return gate.cap is None or rubric.band_number(gate.cap) < wanted


def starts(evaluation: Evaluation, held: Sequence[Gate], *, wanted: int) -> Iterator[PlanWay]:
    """Every set of changes with which the gates that hold back pass, cheapest first.

    Raises TooManyWays.
    """
    read = {name for gate in held for name in items_in(gate.when)}
    items = [item for item in evaluation.rubric.items if item.id in read]
    choices = [tuple(_worth_trying(evaluation, item)) for item in items]
    if math.prod(map(len, choices)) > _MOST_WAYS:
        raise TooManyWays
    spend(evaluation, math.prod(map(len, choices)))
    found = []
    for chosen in product(*choices):
        changes = tuple(c for c in chosen if c is not None)
        found.append(PlanWay(changes, sum(c.steps for c in changes)))
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


def _worth_trying(evaluation: Evaluation, item: Item) -> Iterator[Pick | None]:
    """What could be done with an item of gates, without what the rest of the way does as well.

    That is what turns no comparison. What only helps conditions to rule something out, and is worth
    no more, serves nothing, unless a condition wants a lower score.
    """
    rubric, outcomes = evaluation.rubric, evaluation.rubric.outcome_ids
    read = leaves_read(rubric).get(item.id, ())
    for pick in ways(evaluation, item):
        if pick is None or pick.now is None:
            yield pick
            continue
        now, to = pick.now, pick.to
        turned = [(sign, matches(one, to)) for one, sign in read if turns(one, now, to)]
        harms = all(sign is then for sign, then in turned)
        lower = not item.scores or item.values(to, outcomes) <= item.values(now, outcomes)
        if turned and not (harms and lower and not gates_read_scores(rubric)):
            yield pick


def turns(leaf: ItemIs, now: Answer, to: Answer) -> bool:
    """Whether a comparison comes to stand otherwise with another answer."""
    return matches(leaf, to) is not matches(leaf, now)


# --- the rest of the way -----------------------------------------------------------------------


def _rest_of_way(then: Evaluation, start: PlanWay, lift: Spans, *, wanted: int) -> Move | None:
    """The cheapest further changes that bring the fit to the wanted band, and scores into spans."""
    if then.fit is None:
        return None
    needed = then.rubric.bands[wanted].from_ - then.fit.score
    fixed = {c.item.id for c in start.changes}
    picks = {name: ps for name, ps in _harmless(then).items() if name not in fixed}
    spans = both(dict(_needs_of(then, wanted)), lift)
    if spans is None:
        return None
    if needed <= 0 and not spans:
        return STAY
    groups, must = groups_within(then, picks, spans, price=fewest_steps)
    return cheapest(groups, needed, must=must)


def _harmless(evaluation: Evaluation) -> Picks:
    """Other answers to what can be changed that can make no condition fail and move no branch."""
    return {
        entry.item.id: _harmless_to(evaluation, entry.item)
        for d in evaluation.tallied.scoreable
        for entry in d.answered
        if entry.item.changeable
    }


def _harmless_to(evaluation: Evaluation, item: Item) -> tuple[Pick, ...]:
    """The same for one item, worked out once for each answer to it."""
    rubric = evaluation.rubric

    def work_out() -> tuple[Pick, ...]:
        found = _all_others(evaluation, item)
        return tuple(pick for pick in found if harmless(rubric, item, pick.now, pick.to))

    return rubric.remember(("harmless", item.id, evaluation.responses[item.id].answer), work_out)


def _all_others(evaluation: Evaluation, item: Item) -> tuple[Pick, ...]:
    """Every other answer to an answered item, worked out once."""
    rubric, now = evaluation.rubric, evaluation.responses[item.id].answer
    assert now is not None
    return rubric.remember(("all others", item.id, now), lambda: tuple(others(item, now, rubric)))


def harmless(rubric: Rubric, item: Item, now: Answer | None, to: Answer) -> bool:
    """Whether a changed answer can make no deciding condition fail, and leaves branches alone.

    A comparison may come to stand otherwise where that can only help its condition to hold.
    """
    assert now is not None
    for leaf, sign in leaves_read(rubric).get(item.id, ()):
        if turns(leaf, now, to) and sign in (None, matches(leaf, to)):
            return False
    return True


def _untried(evaluation: Evaluation, held: Sequence[Gate]) -> bool:
    """Whether other answers could raise a score that are no part of any plan, for what they turn.

    Those to the items of gates that hold a level back are all tried.
    """
    read = {name for gate in held for name in items_in(gate.when)}
    return any(
        pick.change[0] > 0 and not harmless(evaluation.rubric, entry.item, pick.now, pick.to)
        for d in evaluation.tallied.scoreable
        for entry in d.answered
        if entry.item.changeable and entry.item.id not in read
        for pick in _all_others(evaluation, entry.item)
    )


def _needs_of(then: Evaluation, wanted: int) -> Iterator[tuple[str, Span]]:
    """Least scores of the wanted band and of those below it: unmet ones, the highest of each."""
    scores = {d.name: d.score(value_of(0)) for d in then.tallied.scoreable}
    found: dict[str, Span] = {}
    for asked in requirements(then.rubric)[: wanted + 1]:
        for one in asked:
            if one.dimension in scores:
                least = max(one.wanted, found.get(one.dimension, Span()).least)
                found[one.dimension] = Span(least)
    yield from ((name, span) for name, span in found.items() if not span.holds(scores[name]))


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
