"""The state of gates over every completion of partial responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from rolefit.rubric.conditions import (
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
from rolefit.rubric.model import Gate, GateState, Rubric
from rolefit.rubric.responses import OPEN, Response, ResponseSet, compare_answer
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
from rolefit.scoring.tally import value_of

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
        key = (*key, *s.entries.values())
    return rubric.remember(key, lambda: _truths(s, rubric, gate, most))


@dataclass(frozen=True, eq=False)
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


@dataclass
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
