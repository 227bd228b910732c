"""The state of gates over every completion of partial responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from rolefit.rubric.conditions import (
    Condition,
    ItemIs,
    Leaf,
    ScoreIs,
    Truth,
    comparisons_by_item,
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
    compare_answer,
)
from rolefit.scoring.bounds import (
    Outlook,
    Split,
    completions_of,
    entries_of,
    mean_in,
    range_in,
    split_items,
    steering_items,
)
from rolefit.scoring.ranges import Range, ScoredItem
from rolefit.scoring.tally import value_of, values_of

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
        # Where a branch is still open, what is asked hangs on answers to any question.
        open_ones = (name for name, r in zip(reading.items, given, strict=True) if r.state in OPEN)
        if not steering_items(rubric).isdisjoint(open_ones):
            return _truths(s, rubric, gate, most)
        read = {dimension for dimension, _ in reading.scores}
        key = (*key, *(own for name, own in s.entries.items() if None in read or name in read))
    return rubric.remember(key, lambda: _truths(s, rubric, gate, most))


@dataclass(eq=False, repr=False)
class _ScoreReading:
    """What a gate reads, and how long its condition is; the same one for the same condition."""

    when: Condition
    items: Mapping[str, Sequence[ItemIs]]
    """The items, each with the comparisons of its answer."""
    scores: Mapping[Read, set[Fraction]]
    """The scores, each with the cuts it is compared with."""
    size: int

    def counts(self, dimension: str | None) -> bool:
        """Whether what is answered in a dimension moves a score that is read."""
        return any(own in (None, dimension) for own, _ in self.scores)


def _reading(when: Condition) -> _ScoreReading:
    """What a condition reads."""
    return _ScoreReading(when, comparisons_by_item((when,)), _scores_read(when), measure(when)[0])


def _reading_of(rubric: Rubric, gate: Gate) -> _ScoreReading:
    """What a gate reads, worked out once.

    A condition is told by being the same one, which is kept: to compare long ones takes long.
    """
    return rubric.remember(("reading", id(gate.when)), lambda: _reading(gate.when))


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
    for way in _ways_apart(item, walk):
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


def _ways_apart(item: Item, walk: Walk) -> tuple[Response, ...]:
    """Completions of an open item between which a gate can tell, each worked out once.

    An undecided branch may lead past the item as well.
    """
    undecided = walk.split.responses[item.id].undecided

    def work_out() -> tuple[Response, ...]:
        found = completions_of(item, walk.rubric)
        ways = (*found, Response("not_presented")) if undecided else found
        if item.id in steering_items(walk.rubric):
            return ways
        apart: dict[tuple[object, ...], Response] = {}
        for way in ways:
            apart.setdefault(_told_by(item, way, walk), way)
        return tuple(apart.values())

    return walk.rubric.remember(("ways", walk.reading, item.id, undecided), work_out)


def _told_by(item: Item, way: Response, walk: Walk) -> tuple[object, ...]:
    """All that a gate can tell of an answer: its comparisons, and what it does to scores."""
    given, worth = {item.id: way}, None
    if way.answer is not None and item.scores and walk.reading.counts(item.dimension):
        worth = values_of(item, walk.rubric, way.answer)
    return worth, *(compare_answer(leaf, given) for leaf in walk.reading.items[item.id])


def compare_open(leaf: Leaf, responses: ResponseSet) -> Truth:
    """A comparison while scores count as unknown."""
    return None if isinstance(leaf, ScoreIs) else compare_answer(leaf, responses)


def _compare_all(leaf: Leaf, responses: ResponseSet, scores: Mapping[Read, Fraction]) -> Truth:
    """A comparison over responses and scores, as far as they are given."""
    if isinstance(leaf, ItemIs):
        return compare_answer(leaf, responses)
    score = scores.get((leaf.dimension, leaf.outcome))
    return None if score is None else satisfies(leaf, score)


def _scores_read(when: Condition) -> dict[Read, set[Fraction]]:
    """The scores that a condition reads, each with the cuts it is compared with."""
    reads: dict[Read, set[Fraction]] = {}
    for leaf in leaves(when):
        if isinstance(leaf, ScoreIs):
            cuts = {cut for cut in (leaf.at_least, leaf.at_most) if cut is not None}
            reads.setdefault((leaf.dimension, leaf.outcome), set()).update(cuts)
    return reads


def _turning_points(reach: Range, cuts: set[Fraction]) -> tuple[Fraction, ...]:
    """Ends of a range, the cuts inside it, and a point between each two of them.

    One end is enough where no cut is within reach.
    """
    if not any(reach.low <= cut <= reach.high for cut in cuts):
        return (reach.low,)
    ends = sorted({reach.low, reach.high, *(c for c in cuts if reach.low < c < reach.high)})
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return (*ends, *between)


def _score_reach(s: Split, rubric: Rubric, dimension: str | None, outcome: str | None) -> Range:
    """Bounds of the score that a comparison reads."""
    at = rubric.outcome_ids.index(outcome) if outcome is not None else 0
    if dimension is not None:
        return mean_in(s, rubric, dimension, value_of(at))
    return range_in(s, rubric, value_of(at))
