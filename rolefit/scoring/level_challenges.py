"""The ways in which another level could be reached: up by all it asks for, down by any one."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.exact import ZERO
from rolefit.scoring.challenges import Challenge, Picks, dimension_moves
from rolefit.scoring.edges import (
    scores_now,
)
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.fit_moves import Floor, in_fit
from rolefit.scoring.levels import (
    edges_down,
    requirements,
)
from rolefit.scoring.moves import Group, fewest_answers

# --- the result --------------------------------------------------------------------------------


def climbs(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit up to the next cut score, and every least score that is missing."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    missing = [one for one in requirements(rubric)[here + 1] if not scores.meets(one)]
    floors = {one.dimension: Floor(one.wanted, above=False) for one in missing if one.dimension}
    groups: list[Group] = []
    must: list[Group] = []
    for d in evaluation.tallied.scoreable:
        moves = dimension_moves(d, picks, sign=1, price=fewest_answers)
        group = in_fit(evaluation, d, moves, sign=1, floor=floors.get(d.name))
        (must if d.name in floors else groups).append(group)
    needed = max(ZERO, rubric.bands[here + 1].from_ - scores.fit)
    yield Challenge(groups, needed, strictly=False, rival=None, must=tuple(must))


def falls(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit down below the cut score, or one dimension below its least score."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    moves = {
        d.name: dimension_moves(d, picks, sign=-1, price=fewest_answers)
        for d in evaluation.tallied.scoreable
    }
    groups = [in_fit(evaluation, d, moves[d.name], sign=-1) for d in evaluation.tallied.scoreable]
    if rubric.has_cuts:
        distance = scores.fit - rubric.bands[here].from_
        yield Challenge(groups, distance, strictly=True, rival=None)
    for edge in edges_down(rubric, scores, here):
        if edge.about is not None:
            yield Challenge([moves[edge.about]], edge.distance, strictly=True, rival=None)
