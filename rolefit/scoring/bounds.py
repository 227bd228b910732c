"""What is still possible over every completion of partial responses: scores and gates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import pairwise, product
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    Answer,
    ItemIs,
    Leaf,
    ScoreIs,
    Truth,
    items_in,
    leaves,
    measure,
    satisfies,
    truth,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import (
    OPEN,
    Gate,
    GateState,
    Response,
    ResponseSet,
    Rubric,
    branch,
    compare_answer,
    follow_branches,
)
from rolefit.scoring.ranges import Range, ScoredItem, best_mean, join_ranges, mean_range, speaking
from rolefit.scoring.tally import OutcomeMeasure, difference, fit_of, value_of, values_of

MOST_SPLITS = 256
"""Joint answers to branching items that are walked through; beyond it bounds are safe but wider."""


class Split(NamedTuple):
    """A family of completions in which every branch is decided."""

    responses: ResponseSet
    entries: dict[str, tuple[ScoredItem, ...]]
    """The scored items that apply, by dimension."""


class Outlook(NamedTuple):
    """What every completion of a set of responses has in common."""

    splits: tuple[Split, ...]
    exact: bool
    """False where branches depended on more joint answers than are walked through."""


def outlook(rubric: Rubric, responses: ResponseSet) -> Outlook:
    """The families of completions of a set of responses, branches followed."""
    steers = steering_items(rubric)
    steering = [i for i in rubric.items if i.id in steers and responses[i.id].state in OPEN]
    choices = [completions_of(item, rubric) for item in steering]
    if math.prod(map(len, choices)) > MOST_SPLITS:
        return Outlook((split_items(rubric, responses),), exact=False)
    found = []
    for answers in product(*choices):
        fixed = dict(zip((item.id for item in steering), answers, strict=True))
        found.append(split_items(rubric, fill_in(rubric, responses, fixed)))
    return Outlook(tuple(found), exact=True)


def steering_items(rubric: Rubric) -> set[str]:
    """The items that some branch depends on."""
    return rubric.remember(
        ("steering",), lambda: {name for item in rubric.items for name in items_in(item.ask_when)}
    )


def fill_in(
    rubric: Rubric, responses: ResponseSet, answers: dict[str, Response]
) -> dict[str, Response]:
    """Responses with some open items filled in, branches followed anew."""
    now = [responses[name] for name in answers]
    if steering_items(rubric).isdisjoint(answers) and all(r.state != "not_presented" for r in now):
        # No branch hangs on them: all others stay as they are.
        given = zip(answers.items(), now, strict=True)
        return {
            **responses,
            **{name: one._replace(undecided=r.undecided) for (name, one), r in given},
        }
    return follow_branches(rubric, {**responses, **answers})


def completions_of(item: Item, rubric: Rubric) -> tuple[Response, ...]:
    """Every way in which an open item could be completed, as far as anything can turn on it."""
    return rubric.remember(("completions", item.id), lambda: _ways_to_complete(item, rubric))


def _ways_to_complete(item: Item, rubric: Rubric) -> tuple[Response, ...]:
    """What `completions_of` keeps."""
    found = tuple(Response("answered", answer) for answer in representatives(item, rubric))
    return (*found, Response("not_applicable")) if item.allow_na else found


def representatives(item: Item, rubric: Rubric) -> tuple[Answer, ...]:
    """Answers between which no condition of the rubric changes, nor any slope of the item."""
    conditions = [gate.when for gate in rubric.gates]
    conditions += [other.ask_when for other in rubric.items if other.ask_when is not None]
    comparisons = (leaf for condition in conditions for leaf in leaves(condition))
    read = [leaf for leaf in comparisons if isinstance(leaf, ItemIs) and leaf.item == item.id]
    return item.representatives(read)


def split_items(rubric: Rubric, responses: ResponseSet) -> Split:
    """The scored items of a set of responses, with what each could still be worth."""
    return Split(
        responses, {name: entries_of(rubric, responses, name) for name in rubric.dimensions}
    )


def entries_of(rubric: Rubric, responses: ResponseSet, dimension: str) -> tuple[ScoredItem, ...]:
    """The scored items of a dimension that apply."""
    found = (entry(item, rubric, responses) for item in rubric.scored_items(dimension))
    return tuple(e for e in found if e is not None)


def entry(item: Item, rubric: Rubric, responses: ResponseSet) -> ScoredItem | None:
    """One scored item, or None where it does not apply."""
    response = responses[item.id]
    undecided = branch(item, responses) is None
    if response.state == "answered":
        answer = response.answer
        assert answer is not None
        return rubric.remember(
            ("entry", item.id, answer, undecided),
            lambda: _scored_item(item, rubric, (answer,), optional=undecided),
        )
    if response.state in OPEN:
        optional = undecided or item.allow_na
        return rubric.remember(
            ("open entry", item.id, optional),
            lambda: _scored_item(item, rubric, item.candidates(), optional=optional),
        )
    return None


def _scored_item(
    item: Item, rubric: Rubric, answers: tuple[Answer, ...], *, optional: bool
) -> ScoredItem:
    """An item with the values of the answers that it may have, each once."""
    possible = dict.fromkeys(values_of(item, rubric, answer) for answer in answers)
    return ScoredItem(item.weight, tuple(possible), optional, rubric.speaking[item.id])


def sample(seen: Outlook) -> Outlook:
    """One way in which the branches may go: enough to choose a question by."""
    return seen._replace(splits=seen.splits[:1])


def dimension_range(
    seen: Outlook, rubric: Rubric, dimension: str, measure: OutcomeMeasure
) -> Range:
    """Bounds of one dimension's score over every completion, in points."""
    return join_ranges([mean_in(s, rubric, dimension, measure) for s in seen.splits])


def score_range(seen: Outlook, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """Bounds of an outcome's score, or of a margin, over every completion, in points."""
    return join_ranges([range_in(s, rubric, measure) for s in seen.splits])


def outcome_range(seen: Outlook, rubric: Rubric, outcome: int) -> Range:
    """Bounds of an outcome's score over the completions in which something can speak for it.

    0 to 0 where nothing ever can.
    """
    telling = tuple(s for s in seen.splits if score_means(s, rubric, value_of(outcome)))
    return score_range(seen._replace(splits=telling or seen.splits), rubric, value_of(outcome))


def range_in(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """Bounds of an outcome's score, or of a margin, over one family of completions, in points."""
    key = ("range", *s.entries.values(), measure)
    return rubric.remember(key, lambda: _range_over(s, rubric, measure))


def _range_over(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """What `range_in` keeps."""
    if measure.other is not None and not level(s, measure):
        high, low = (range_in(s, rubric, value_of(o)) for o, _ in measure.signed)
        return Range(high.low - low.high, high.high - low.low)
    weights = rubric.weights()
    parts = score_means(s, rubric, measure)
    may_go = {
        name: all(e.optional for e in speaking(s.entries[name], measure.outcome)) for name in parts
    }
    if not parts:
        return Range(ZERO, ZERO)
    most = best_mean([(weights[name], one.high, may_go[name]) for name, one in parts.items()])
    least = best_mean([(weights[name], -one.low, may_go[name]) for name, one in parts.items()])
    return Range(-least, most)


def level(s: Split, measure: OutcomeMeasure) -> bool:
    """Whether both outcomes of a margin always have the same dimensions, whatever drops out."""
    (first, _), (second, _) = measure.signed
    for entries in s.entries.values():
        one, other = speaking(entries, first), speaking(entries, second)
        if bool(one) != bool(other):
            return False
        if one != other and (all(e.optional for e in one) or all(e.optional for e in other)):
            return False
    return True


def score_means(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> dict[str, Range]:
    """Bounds of the score of each dimension that something can speak in, in points."""
    return {
        name: mean_in(s, rubric, name, measure)
        for name in rubric.dimensions
        if any(e.says[measure.outcome] for e in s.entries[name])
    }


def mean_in(s: Split, rubric: Rubric, dimension: str, measure: OutcomeMeasure) -> Range:
    """Bounds of a dimension's score in one family of completions, worked out once."""
    entries = s.entries[dimension]
    return rubric.remember(("mean", entries, measure), lambda: mean_range(entries, measure))


def fit_range(seen: Outlook, rubric: Rubric) -> Range:
    """Bounds of the fit over every completion, in points."""
    found = []
    for s in seen.splits:
        parts = score_means(s, rubric, value_of(0))
        low = fit_of({name: part.low for name, part in parts.items()}, rubric)
        high = fit_of({name: part.high for name, part in parts.items()}, rubric)
        found.append(Range(low, high))
    return join_ranges(found)


def margin_range(seen: Outlook, rubric: Rubric, pair: tuple[int, int]) -> Range:
    """Bounds of the lead of one outcome over another, over every completion, in points."""
    return score_range(seen, rubric, difference(*pair))


def possible_answers(rubric: Rubric, responses: ResponseSet, item: Item) -> Iterator[ResponseSet]:
    """The responses with one open item answered in each possible way."""
    for response in completions_of(item, rubric):
        yield fill_in(rubric, responses, {item.id: response})


# --- The state of gates over every completion of partial responses --------------------------------


MOST_STEPS = 200_000
"""Parts of conditions that are read to learn the states of all gates, in equal shares: a gate that
needs more of them is unknown, which is safe."""
Read = tuple[str | None, str | None]
"""A score that a condition reads: dimension and outcome."""


class Known(NamedTuple):
    """What a gate's condition comes to over one family of completions."""

    found: frozenset[Truth]
    """True and False where completions differ; None where it is left open."""
    steps: int
    """Parts of conditions that were read to learn it."""
    finished: bool
    """Whether there were steps enough."""


def gate_state(seen: Outlook, rubric: Rubric, gate: Gate) -> GateState:
    """Pass or fail where every completion agrees, otherwise unknown."""
    found: set[Truth] = set()
    for known in _known_over(seen, rubric, gate):
        found |= known.found
        if None in found or len(found) > 1:
            return "unknown"
    return "fail" if found == {True} else "pass"


def left_unknown(seen: Outlook, rubric: Rubric) -> tuple[str, ...]:
    """The gates that are unknown because too many completions would have to be walked through."""
    return tuple(
        gate.id
        for gate in rubric.gates
        if not all(known.finished for known in _known_over(seen, rubric, gate))
    )


def effort(seen: Outlook, rubric: Rubric) -> int:
    """Parts of conditions that are read to learn the states of all gates."""
    return sum(known.steps for gate in rubric.gates for known in _known_over(seen, rubric, gate))


def _known_over(seen: Outlook, rubric: Rubric, gate: Gate) -> Iterator[Known]:
    """What a gate comes to in each family of completions."""
    most = MOST_STEPS // (len(rubric.gates) * len(seen.splits))
    yield from (_known_truths(s, rubric, gate, most) for s in seen.splits)


def _known_truths(s: Split, rubric: Rubric, gate: Gate, most: int) -> Known:
    """What a gate comes to in one family of completions, worked out once.

    Told apart by the condition: a match asks a gate in the words of a role, under the same name.
    """
    reading = _reading_of(rubric, gate)
    given = [s.responses[name] for name in reading.items]
    states = ((r.state, r.answer, r.undecided) for r in given)
    key: tuple[object, ...] = ("truths", reading, most, *states)
    if reading.scores:
        if not steering_items(rubric).isdisjoint(reading.items):
            return _truths(s, rubric, gate, most)
        read = {dimension for dimension, _ in reading.scores}
        key = (*key, *(own for name, own in s.entries.items() if None in read or name in read))
    return rubric.remember(key, lambda: _truths(s, rubric, gate, most))


@dataclass(eq=False, repr=False)
class _ScoreReading:
    """What a gate reads, and how long its condition is; the same one for the same condition."""

    items: tuple[str, ...]
    scores: Mapping[Read, set[Fraction]]
    """The scores, each with the cuts it is compared with."""
    size: int


def _reading_of(rubric: Rubric, gate: Gate) -> _ScoreReading:
    """What a gate reads, worked out once."""
    return rubric.remember(
        ("reading", gate.when),
        lambda: _ScoreReading(items_in(gate.when), _scores_read(gate), measure(gate.when)[0]),
    )


@dataclass(eq=False, repr=False)
class Walk:
    """A walk through all that a gate reads, as far as its condition turns on it."""

    split: Split
    rubric: Rubric
    gate: Gate
    reading: _ScoreReading
    left: int
    """Parts of conditions that may still be read."""
    found: set[Truth] = field(default_factory=set)
    finished: bool = True

    @property
    def over(self) -> bool:
        """Whether there is nothing more to learn."""
        return None in self.found or len(self.found) > 1

    def spend(self, steps: int) -> bool:
        """Take steps from what is left; without enough of them the walk ends in the open."""
        if self.left < steps:
            self.finished = False
            self.found.add(None)
        self.left -= steps
        return self.finished

    def value(self, fixed: ResponseSet, scores: Mapping[Read, Fraction]) -> Truth:
        """The condition, given some answers and some scores."""
        responses = {
            name: fixed.get(name) or self.split.responses[name] for name in self.reading.items
        }
        return truth(self.gate.when, partial(_compare_all, responses=responses, scores=scores))


def _truths(s: Split, rubric: Rubric, gate: Gate, most: int) -> Known:
    """The values that a gate's condition takes over one family of completions.

    Items and scores are fixed one by one, until the condition turns on no more of them.
    """
    reading = _reading_of(rubric, gate)
    waiting = [rubric.item(name) for name in reading.items if s.responses[name].state in OPEN]
    walk = Walk(s, rubric, gate, reading, most)
    now = walk.value({}, {})
    if now is not None:
        return Known(frozenset((now,)), reading.size, finished=True)
    _over_items(walk, waiting, {})
    return Known(frozenset(walk.found), reading.size + most - walk.left, walk.finished)


def _over_items(walk: Walk, waiting: Sequence[Item], fixed: Mapping[str, Response]) -> None:
    """Fix the open items from the first on, where the condition is open so far."""
    if not waiting:
        _over_scores(walk, points_of(walk, fixed), fixed, {})
        return
    item, *rest = waiting
    for way in _ways_of(item, walk.split, walk.rubric):
        given = {**fixed, item.id: way}
        if walk.over or not walk.spend(walk.reading.size):
            return
        now = walk.value(given, {})
        if now is None:
            _over_items(walk, rest, given)
        else:
            walk.found.add(now)


def _over_scores(
    walk: Walk,
    points: Sequence[tuple[Read, tuple[Fraction, ...]]],
    fixed: ResponseSet,
    scores: Mapping[Read, Fraction],
) -> None:
    """Fix the scores from the first on, where the condition is open with all items fixed."""
    if not points:
        walk.found.add(None)
        return
    (read, values), *rest = points
    for value in values:
        given = {**scores, read: value}
        if walk.over or not walk.spend(walk.reading.size):
            return
        now = walk.value(fixed, given)
        if now is None:
            _over_scores(walk, rest, fixed, given)
        else:
            walk.found.add(now)


def points_of(walk: Walk, fixed: Mapping[str, Response]) -> list[tuple[Read, tuple[Fraction, ...]]]:
    """Values of the scores a gate reads, between which none of its comparisons can turn."""
    reads = walk.reading.scores
    if not reads or walk.over:
        return []
    s = _split_with(walk.split, walk.rubric, fixed)
    found = []
    for (dimension, outcome), cuts in reads.items():
        names = s.entries if dimension is None else (dimension,)
        if not walk.spend(sum(len(s.entries[name]) for name in names)):
            return []
        reach = _score_reach(s, walk.rubric, dimension, outcome)
        found.append(((dimension, outcome), _turning_points(reach, cuts)))
    return found


def _split_with(s: Split, rubric: Rubric, fixed: Mapping[str, Response]) -> Split:
    """A family of completions with some open items fixed; branches are left as they are."""
    responses = {**s.responses, **fixed}
    if not steering_items(rubric).isdisjoint(fixed):
        return split_items(rubric, responses)
    touched = {rubric.item(name).dimension for name in fixed}
    entries: dict[str, tuple[ScoredItem, ...]] = {
        name: entries_of(rubric, responses, name) if name in touched else kept
        for name, kept in s.entries.items()
    }
    return Split(responses, entries)


def _ways_of(item: Item, s: Split, rubric: Rubric) -> tuple[Response, ...]:
    """Completions of an open item, past which an undecided branch may lead as well."""
    found = completions_of(item, rubric)
    undecided = s.responses[item.id].undecided
    return (*found, Response("not_presented")) if undecided else found


def compare_open(leaf: Leaf, responses: ResponseSet) -> Truth:
    """A comparison while scores count as unknown."""
    return None if isinstance(leaf, ScoreIs) else compare_answer(leaf, responses)


def _compare_all(leaf: Leaf, responses: ResponseSet, scores: Mapping[Read, Fraction]) -> Truth:
    """A comparison over responses and scores, as far as they are given."""
    if isinstance(leaf, ItemIs):
        return compare_answer(leaf, responses)
    score = scores.get((leaf.dimension, leaf.outcome))
    return None if score is None else satisfies(leaf, score)


def _scores_read(gate: Gate) -> dict[Read, set[Fraction]]:
    """The scores that a gate reads, each with the cuts it is compared with."""
    reads: dict[Read, set[Fraction]] = {}
    for leaf in leaves(gate.when):
        if isinstance(leaf, ScoreIs):
            cuts = {cut for cut in (leaf.at_least, leaf.at_most) if cut is not None}
            reads.setdefault((leaf.dimension, leaf.outcome), set()).update(cuts)
    return reads


def _turning_points(reach: Range, cuts: set[Fraction]) -> tuple[Fraction, ...]:
    """Ends of a range, the cuts inside it, and a point between each two of them."""
    ends = sorted({reach.low, reach.high, *(c for c in cuts if reach.low < c < reach.high)})
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return (*ends, *between)


def _score_reach(s: Split, rubric: Rubric, dimension: str | None, outcome: str | None) -> Range:
    """Bounds of the score that a comparison reads."""
    at = rubric.outcome_ids.index(outcome) if outcome is not None else 0
    if dimension is not None:
        return mean_in(s, rubric, dimension, value_of(at))
    return range_in(s, rubric, value_of(at))
