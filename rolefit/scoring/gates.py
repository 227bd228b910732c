"""The state of gates over every completion of partial responses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise, product

from rolefit.rubric.conditions import ItemIs, Leaf, ScoreIs, Truth, items_in, leaves, reached, truth
from rolefit.rubric.items import Item
from rolefit.rubric.model import Gate, GateState, Rubric
from rolefit.rubric.responses import OPEN, Response, ResponseSet, compare_answer
from rolefit.scoring.bounds import (
    Outlook,
    Range,
    Split,
    completions_of,
    mean_range,
    score_range,
    split,
)
from rolefit.scoring.tally import value_of

MOST_JOINT = 4096
"""Joint answers to the items of a gate that are walked through; beyond it its state is unknown."""
Read = tuple[str | None, str | None]
"""A score that a condition reads: dimension and outcome."""


def gate_state(seen: Outlook, rubric: Rubric, gate: Gate) -> GateState:
    """Pass or fail where every completion agrees, otherwise unknown."""
    found: set[Truth] = set()
    for s in seen.splits:
        found |= truths(s, rubric, gate)
        if None in found or len(found) > 1:
            return "unknown"
    return "fail" if found == {True} else "pass"


def truths(s: Split, rubric: Rubric, gate: Gate) -> set[Truth]:
    """The values that a gate's condition takes over one family of completions."""
    waiting = [rubric.item(name) for name in items_in(gate.when) if s.responses[name].state in OPEN]
    choices = [ways_of(item, s, rubric) for item in waiting]
    reads = scores_read(gate)
    ways = math.prod(2 * len(cuts) + 3 for cuts in reads.values())
    if math.prod(map(len, choices)) * ways > MOST_JOINT:
        return {truth(gate.when, lambda leaf: compare_open(leaf, s.responses))}
    found: set[Truth] = set()
    for answers in product(*choices):
        fixed = dict(zip((item.id for item in waiting), answers, strict=True))
        responses = {**s.responses, **fixed}
        for scores in possible_scores(rubric, reads, responses):
            found.add(truth(gate.when, partial(compare_all, responses=responses, scores=scores)))
    return found


def ways_of(item: Item, s: Split, rubric: Rubric) -> tuple[Response, ...]:
    """Completions of an open item, past which an undecided branch may lead as well."""
    found = completions_of(item, rubric)
    undecided = s.responses[item.id].undecided
    return (*found, Response("not_presented")) if undecided else found


def compare_open(leaf: Leaf, responses: ResponseSet) -> Truth:
    """A comparison while scores count as unknown."""
    return None if isinstance(leaf, ScoreIs) else compare_answer(leaf, responses)


def compare_all(leaf: Leaf, responses: ResponseSet, scores: Mapping[Read, Fraction]) -> Truth:
    """A comparison over responses and given scores."""
    if isinstance(leaf, ItemIs):
        return compare_answer(leaf, responses)
    return reached(leaf, scores[leaf.dimension, leaf.outcome])


def scores_read(gate: Gate) -> dict[Read, set[Fraction]]:
    """The scores that a gate reads, each with the cuts it is compared with."""
    reads: dict[Read, set[Fraction]] = {}
    for leaf in leaves(gate.when):
        if isinstance(leaf, ScoreIs):
            cuts = {cut for cut in (leaf.at_least, leaf.at_most) if cut is not None}
            reads.setdefault((leaf.dimension, leaf.outcome), set()).update(cuts)
    return reads


def possible_scores(
    rubric: Rubric, reads: Mapping[Read, set[Fraction]], responses: ResponseSet
) -> Iterator[Mapping[Read, Fraction]]:
    """Values of the scores a gate reads, between which none of its comparisons can turn."""
    if not reads:
        yield {}
        return
    s = split(rubric, responses)
    points = [
        turning_points(score_reach(s, rubric, name, outcome), cuts)
        for (name, outcome), cuts in reads.items()
    ]
    for values in product(*points):
        yield dict(zip(reads, values, strict=True))


def turning_points(reach: Range, cuts: set[Fraction]) -> tuple[Fraction, ...]:
    """Ends of a range, the cuts inside it, and a point between each two of them."""
    ends = sorted({reach.low, reach.high, *(c for c in cuts if reach.low < c < reach.high)})
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return (*ends, *between)


def score_reach(s: Split, rubric: Rubric, dimension: str | None, outcome: str | None) -> Range:
    """Bounds of the score that a comparison reads."""
    at = rubric.outcome_ids.index(outcome) if outcome is not None else 0
    if dimension is not None:
        return mean_range(s.entries[dimension], value_of(at))
    return score_range(Outlook((s,), exact=True), rubric, value_of(at))
