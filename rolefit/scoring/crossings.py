"""Ways in which a condition that reads scores could come to stand otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO
from rolefit.rubric.conditions import Condition, ScoreIs, leaves, truth
from rolefit.rubric.model import Rubric, compare_answer
from rolefit.rubric.models import STANDARD
from rolefit.scoring.moves import Challenge, Group, Pick, Picks, fewest_answers, group_of
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionTally,
    Pull,
    points_under,
    value_of,
)
from rolefit.scoring.verdict import Evaluation

_MOST_WAYS = 60
"""Choices of hurdles, one of each condition that has to be passed: those of more are not combined,
and what takes fewer hurdles is scored again in any case."""


class Hurdle(NamedTuple):
    """A score that changed answers have to move far enough."""

    pulls: Mapping[str, Pull]
    """Points that a value of 1 in an answer is worth, by item."""
    needed: Fraction
    strictly: bool
    """Whether more than that is needed."""
    cut_off: bool = False
    """Whether points that an answer takes away may cost nothing, as above a target."""

    def gain(self, pick: Pick) -> Fraction:
        """The most that a changed answer can help."""
        points = points_under(self.pulls.get(pick.item.id, ()), pick.change)
        return max(ZERO, points) if self.cut_off else points

    def taken_by(self, pick: Pick) -> bool:
        """Whether a changed answer moves the score far enough by itself."""
        gain = self.gain(pick)
        return gain > self.needed if self.strictly else gain >= self.needed


WayOver = tuple[Hurdle, ...]
"""Hurdles that have to be taken together for another result."""


def gates_read_scores(rubric: Rubric) -> bool:
    """Whether a condition that decides reads scores: other answers can make it stand otherwise."""
    return rubric.remember(("score gates",), lambda: bool(scores_compared(rubric)))


def scores_compared(rubric: Rubric) -> tuple[ScoreIs, ...]:
    """Every comparison of a score on which a recommendation can hang."""
    conditions = [gate.when for gate in rubric.gates if gate.on_fail != "flag"]
    return tuple(leaf for when in conditions for leaf in _scores_in(when))


def _scores_in(condition: Condition) -> Iterator[ScoreIs]:
    """The comparisons of scores in a condition."""
    yield from (leaf for leaf in leaves(condition) if isinstance(leaf, ScoreIs))


def gate_challenges(evaluation: Evaluation, picks: Picks) -> Iterator[Challenge]:
    """Each score that a deciding condition compares, moved across what it is compared with."""
    for leaf in scores_compared(evaluation.rubric):
        for hurdle in _crossings(evaluation, leaf):
            yield Challenge(
                list(groups_over(hurdle, picks)), hurdle.needed, hurdle.strictly, rival=None
            )


def groups_over(hurdle: Hurdle, picks: Picks) -> Iterator[Group]:
    """The moves of each item that help over a hurdle."""
    for name, pull in hurdle.pulls.items():
        yield group_of(picks.get(name, ()), pull, fewest_answers)


def crossings(evaluation: Evaluation, gates: Iterable[str]) -> Iterator[Hurdle]:
    """Each score that some conditions compare, to the other side of each of its bounds.

    A condition that is decided by its comparisons of answers, whatever the scores, has none: those
    are left as they are.
    """
    named = set(gates)
    compare = partial(compare_answer, responses=evaluation.responses)
    for gate in evaluation.rubric.gates:
        if gate.id in named and truth(gate.when, compare) is None:
            for leaf in _scores_in(gate.when):
                yield from _crossings(evaluation, leaf)


def ways_past(evaluation: Evaluation, gates: Iterable[str]) -> Iterator[WayOver]:
    """Hurdles of which some have to be taken for all of some conditions to stand otherwise.

    None where one of them cannot; without conditions there is nothing to take.
    """
    each = sorted((tuple(crossings(evaluation, (gate,))) for gate in gates), key=len)
    if not all(each):
        return
    chosen: list[tuple[Hurdle, ...]] = []
    for hurdles in each:
        if math.prod(map(len, (*chosen, hurdles))) > _MOST_WAYS:
            break
        chosen.append(hurdles)
    yield from product(*chosen)


class ScoreRead(NamedTuple):
    """A score that a comparison reads."""

    dimension: str | None
    """None for the score over all of them."""
    outcome: int


def read_by(evaluation: Evaluation, leaf: ScoreIs) -> ScoreRead:
    """The score that a comparison reads."""
    return ScoreRead(leaf.dimension, evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD))


def score_read(evaluation: Evaluation, leaf: ScoreIs) -> Fraction | None:
    """What the score that a comparison reads comes to; None where too little was answered."""
    read = read_by(evaluation, leaf)
    if read.dimension is None:
        return evaluation.scores[read.outcome] if evaluation.scores is not None else None
    found = (d for d in evaluation.tallied.scoreable if d.name == read.dimension)
    return next((d.score_or_none(read.outcome) for d in found), None)


def _crossings(evaluation: Evaluation, leaf: ScoreIs) -> Iterator[Hurdle]:
    """One score to the other side of each of its bounds."""
    score = score_read(evaluation, leaf)
    if score is None:
        return
    for bound, closed in ((leaf.at_least, True), (leaf.at_most, False)):
        if bound is None:
            continue
        # `at_least` holds at its bound and fails strictly below; `at_most` fails strictly above.
        down = score >= bound if closed else score > bound
        pulls = score_pulls(evaluation, read_by(evaluation, leaf), -1 if down else 1)
        yield Hurdle(pulls, abs(score - bound), strictly=down if closed else not down)


def score_pulls(evaluation: Evaluation, read: ScoreRead, sign: int) -> Mapping[str, Pull]:
    """What each answer does to a score: up (1) or down (-1), in points of it."""
    return {
        entry.item.id: _pull_of(evaluation, d, entry, read, sign)
        for d in evaluation.tallied.scoreable
        if read.dimension in (None, d.name)
        for entry in d.answered
    }


def _pull_of(
    evaluation: Evaluation, d: DimensionTally, entry: AnsweredItem, read: ScoreRead, sign: int
) -> Pull:
    """What an answer gives to the score over all dimensions, or to that of its own."""
    if read.dimension is None:
        pull = evaluation.tallied.pull(d, entry, value_of(read.outcome))
        return tuple((o, sign * points) for o, points in pull)
    return ((read.outcome, sign * HUNDRED * d.share(entry, read.outcome)),)
