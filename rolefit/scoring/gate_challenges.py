"""Ways in which a condition that reads scores could come to stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import HUNDRED
from rolefit.rubric.conditions import ScoreIs, leaves, satisfies
from rolefit.rubric.models import STANDARD
from rolefit.scoring.challenges import Challenge, Gain, Picks, groups_of
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.moves import Group, Pick, fewest_answers
from rolefit.scoring.tally import AnsweredItem, DimensionTally, Values, value_of


def gate_challenges(evaluation: Evaluation, picks: Picks) -> Iterator[Challenge]:
    """Each score that a deciding condition compares, moved across what it is compared with."""
    for gate in evaluation.rubric.gates:
        if gate.on_fail == "flag":
            continue
        for leaf in leaves(gate.when):
            if isinstance(leaf, ScoreIs):
                yield from _crossings(evaluation, leaf, picks)


def _crossings(evaluation: Evaluation, leaf: ScoreIs, picks: Picks) -> Iterator[Challenge]:
    """One score to the other side of each of its bounds."""
    outcome = evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD)
    score = score_read(evaluation, leaf.dimension, outcome)
    if score is None:
        return
    for bound, closed in ((leaf.at_least, True), (leaf.at_most, False)):
        if bound is None:
            continue
        # `at_least` holds at its bound and fails strictly below; `at_most` fails strictly above.
        down = score >= bound if closed else score > bound
        groups = moving(evaluation, leaf.dimension, outcome, -1 if down else 1, picks)
        strictly = down if closed else not down
        yield Challenge(groups, abs(score - bound), strictly=strictly, rival=None)


def crossing_picks(evaluation: Evaluation, picks: Picks) -> Iterator[Pick]:
    """Single answers that take a score across what a deciding condition compares it with."""
    compared = [
        leaf
        for gate in evaluation.rubric.gates
        if gate.on_fail != "flag"
        for leaf in leaves(gate.when)
        if isinstance(leaf, ScoreIs)
    ]
    if not compared:
        return
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            for pick in picks.get(entry.item.id, ()):
                if any(_crosses(evaluation, leaf, d, entry, pick.change) for leaf in compared):
                    yield pick


def _crosses(
    evaluation: Evaluation, leaf: ScoreIs, d: DimensionTally, entry: AnsweredItem, change: Values
) -> bool:
    """Whether a changed answer makes a comparison of a score turn out otherwise."""
    outcome = evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD)
    score = score_read(evaluation, leaf.dimension, outcome)
    if score is None or leaf.dimension not in (None, d.name):
        return False
    gain = _gain_of(evaluation, d, outcome, 1, whole=leaf.dimension is None)
    return satisfies(leaf, score) is not satisfies(leaf, score + gain(entry, change))


def score_read(evaluation: Evaluation, dimension: str | None, outcome: int) -> Fraction | None:
    """The score that a comparison reads; None where too little was answered."""
    if dimension is None:
        return evaluation.scores[outcome] if evaluation.scores is not None else None
    found = (d for d in evaluation.tallied.scoreable if d.name == dimension)
    return next((d.score_or_none(outcome) for d in found), None)


def moving(
    evaluation: Evaluation, dimension: str | None, outcome: int, sign: int, picks: Picks
) -> list[Group]:
    """The moves that take a score up (1) or down (-1), in points of it."""
    groups: list[Group] = []
    for d in evaluation.tallied.scoreable:
        if dimension in (None, d.name):
            worth = _gain_of(evaluation, d, outcome, sign, whole=dimension is None)
            groups += groups_of(d, picks, worth, price=fewest_answers)
    return groups


def _gain_of(
    evaluation: Evaluation, d: DimensionTally, outcome: int, sign: int, *, whole: bool
) -> Gain:
    """What a changed answer adds to an outcome's score (whole), or to that of its dimension."""

    def gain(entry: AnsweredItem, change: Values) -> Fraction:
        if whole:
            return sign * evaluation.tallied.points(d, entry, change, value_of(outcome))
        return sign * HUNDRED * d.share(entry, outcome) * change[outcome]

    return gain
