"""Quick mode: which question settles the result soonest, and when none can change it any more.

Deterministic curtailment (Finkelman 2008): asking stops when no completion can change who leads or
the state of a gate, so that the curtailed verdict is the full one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from rolefit.errors import RolefitError
from rolefit.exact import HUNDRED, ZERO, total
from rolefit.rubric.conditions import items_in, truth
from rolefit.rubric.items import Item
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.responses import OPEN, Response, ResponseSet, branch
from rolefit.scoring import bounds
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Outlook, Split
from rolefit.scoring.evaluate import evaluate_with, gate_result
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.gates import compare_open
from rolefit.scoring.models import model_of
from rolefit.scoring.ranges import ScoredItem
from rolefit.scoring.tally import OutcomeMeasure
from rolefit.scoring.verdict import excluding


class Course(NamedTuple):
    """A rubric with what every step of quick mode needs, worked out once."""

    rubric: Rubric
    scored: dict[str, tuple[Item, ...]]
    """The items that score, by dimension."""
    unanswered: dict[str, ScoredItem]
    """What each scored item can still be worth while it is open."""
    ways: dict[str, tuple[Response, ...]]
    """How each item that a gate reads can be answered."""
    steering: set[str]
    """Items that some branch depends on."""


def course(rubric: Rubric) -> Course:
    """A rubric made ready for asking whether a result is settled."""
    scored = {name: rubric.scored_items(name) for name in rubric.dimensions}
    unanswered = {
        item.id: ScoredItem(
            item.weight, worths(item, rubric), item.allow_na, rubric.speaking[item.id]
        )
        for items in scored.values()
        for item in items
    }
    read = {name for gate in rubric.gates for name in items_in(gate.when)}
    ways = {name: bounds.completions_of(rubric.item(name), rubric) for name in read}
    return Course(rubric, scored, unanswered, ways, bounds.steering_items(rubric))


def worths(item: Item, rubric: Rubric) -> tuple[tuple[Fraction, ...], ...]:
    """What an item's answers can be worth, each once."""
    found = (item.values(answer, rubric.outcome_ids) for answer in item.candidates())
    return tuple(dict.fromkeys(found))


def refuse_hiring(rubric: Rubric) -> None:
    """Raise RolefitError where the result is about people who compete for a job."""
    if rubric.purpose == "hiring":
        message = f"`{rubric.rubric}` is used for hiring, where everybody gets the same questions"
        raise RolefitError(message, "leave out --quick")


def is_settled(course: Course, responses: ResponseSet) -> bool:
    """Whether every completion has the same leader, or band, and the same state of every gate."""
    seen = outlook(course, responses)
    results = gate_results(course, seen)
    if open_gates(course, results):
        return False
    return holds(evaluate_with(course.rubric, responses, seen, results))


def outlook(course: Course, responses: ResponseSet) -> Outlook:
    """What is still possible: the same as `bounds.outlook`, sooner where no branch is open."""
    if any(responses[name].state in OPEN for name in course.steering):
        return bounds.outlook(course.rubric, responses)
    entries = {}
    for name, items in course.scored.items():
        found = [entry(course, item, responses) for item in items]
        entries[name] = tuple(e for e in found if e is not None)
    return Outlook((Split(responses, entries),), exact=True)


def entry(course: Course, item: Item, responses: ResponseSet) -> ScoredItem | None:
    """One scored item whose branch is decided, or None where it does not apply."""
    if responses[item.id].state in OPEN:
        return course.unanswered[item.id]
    return bounds.entry(item, course.rubric, responses)


def gate_results(course: Course, seen: Outlook) -> tuple[GateResult, ...]:
    """The gates with their state over every completion."""
    return tuple(gate_result(course.rubric, seen, gate) for gate in course.rubric.gates)


def open_gates(course: Course, results: Sequence[GateResult]) -> list[Gate]:
    """The gates that completions disagree about."""
    pairs = zip(course.rubric.gates, results, strict=True)
    return [gate for gate, result in pairs if result.state == "unknown"]


def holds(evaluation: Evaluation) -> bool:
    """Whether every completion has the leader of now, given that the gates are decided."""
    rubric, gates = evaluation.rubric, evaluation.gates
    if all(excluding(gates, outcome, "fail") for outcome in rubric.outcome_ids):
        return True
    return evaluation.scores is not None and model_of(rubric).result_settled(evaluation)


# --- which question next ---------------------------------------------------------------------


def next_question(
    course: Course, responses: ResponseSet, asked: Collection[str] = ()
) -> Item | None:
    """The question that settles the result soonest; None once it is settled, or all was asked.

    First come the questions that decide a gate: no score makes up for those, so that they are
    needed in any case. Then the one that can move the result most. Items in `asked` are left out,
    also where they are still open.
    """
    left = [
        item
        for item in course.rubric.items
        if item.id not in asked and responses[item.id].state in OPEN
    ]
    seen = outlook(course, responses)
    results = gate_results(course, seen)
    gates = open_gates(course, results)
    read = {name for gate in gates for name in items_in(gate.when)}
    deciding = [item for item in left if item.id in read]
    if deciding:
        best = max(deciding, key=lambda i: decisive(course, responses, item=i, gates=gates))
        return first_reachable(best, responses, left)
    evaluation = evaluate_with(course.rubric, responses, seen, results)
    if not left or (not gates and holds(evaluation)):
        return None
    swing = swings(course, evaluation)
    best = max(left, key=lambda item: swing.get(item.id, ZERO))
    return first_reachable(best, responses, left)


def decisive(
    course: Course, responses: ResponseSet, *, item: Item, gates: Sequence[Gate]
) -> tuple[Fraction, Fraction]:
    """The share of an item's answers that decide a gate: for the gate it decides best, and summed.

    What a gate needs in any case comes first, for it may spare the other items of longer gates.
    """
    shares = [share(course, responses, item=item, gate=gate) for gate in gates]
    return max(shares), total(shares)


def share(course: Course, responses: ResponseSet, *, item: Item, gate: Gate) -> Fraction:
    """The share of an item's answers that decide a gate, whatever is said to the others."""
    if item.id not in items_in(gate.when):
        return ZERO
    ways = course.ways[item.id]
    found = [
        truth(gate.when, partial(compare_open, responses={**responses, item.id: way}))
        for way in ways
    ]
    return Fraction(sum(1 for known in found if known is not None), len(ways))


def first_reachable(item: Item, responses: ResponseSet, left: Sequence[Item]) -> Item:
    """The item itself, or what its branch still waits for: that is asked before it."""
    if branch(item, responses) is not None:
        return item
    steering = items_in(item.ask_when)
    before = next((other for other in left if other.id in steering), None)
    return item if before is None else first_reachable(before, responses, left)


def swings(course: Course, evaluation: Evaluation) -> dict[str, Fraction]:
    """How far the answer to each open item can move the margin, or the fit, about in proportion."""
    rubric, responses = course.rubric, evaluation.responses
    weights = rubric.weights()
    model = model_of(rubric)
    measure = model.deciding(evaluation)
    found = {}
    for name, items in course.scored.items():
        open_ = [item for item in items if responses[item.id].state in OPEN]
        if not open_:
            continue
        applying = total(i.weight for i in items if responses[i.id].state != "not_presented")
        most = model.room(evaluation, name)
        for item in open_:
            width = HUNDRED * item.weight * spread(course.unanswered[item.id], measure) / applying
            found[item.id] = weights[name] * (width if most is None else min(width, most))
    return found


def spread(entry: ScoredItem, measure: OutcomeMeasure) -> Fraction:
    """From the least to the greatest value of a measure."""
    values = [measure.of(values) for values in entry.possible]
    return max(values) - min(values)
