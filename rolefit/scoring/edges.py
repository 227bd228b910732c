"""How sure a level is: what is nearest to changing it, and what holds it down."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.model import Label, Rubric
from rolefit.scoring.assessment import Basis, Distance, NeedGap
from rolefit.scoring.evaluation import Evaluation, Found
from rolefit.scoring.levels import (
    Edge,
    Scores,
    edges_down,
    edges_up,
    gates_capping,
    level_by_fit,
    level_of,
    requirements,
)
from rolefit.scoring.precision import Error, dimension_error, fit_error
from rolefit.scoring.tally import (
    value_of,
)
from rolefit.scoring.verdict import Strength, of_distance


def scores_of(found: Found) -> Scores:
    """The scores that levels are read from."""
    assert found.fit is not None
    own = {name: each[0] for name, each in found.dimensions.items()}
    return Scores(found.fit.score, {name: x for name, x in own.items() if x is not None})


_STRENGTHS: tuple[Label, ...] = ("too_close_to_call", "leaning", "clear")
"""How sure an edge of a level can be, least first."""


class _SureEdge(NamedTuple):
    """How far a level is from another one, and how sure that is."""

    edge: Edge
    error: Error

    @property
    def spans(self) -> tuple[bool, Fraction]:
        """Squared distance in standard errors; without any error it spans any number of them."""
        if self.error.variance == 0:
            return self.edge.distance > 0, ZERO
        return False, self.edge.distance**2 / self.error.variance


def nearest_edge(evaluation: Evaluation, here: int, ceiling: int) -> _SureEdge | None:
    """The edge of the level that is least sure: all that misses above, or any one that keeps it.

    Least sure is what has the weakest label, then what spans the fewest standard errors.
    """
    rubric, scores = evaluation.rubric, scores_now(evaluation)

    def sure(edge: Edge) -> _SureEdge:
        return _SureEdge(edge, _error_about(evaluation, edge.about))

    def held(one: _SureEdge) -> tuple[int, tuple[bool, Fraction]]:
        return _STRENGTHS.index(strength_of(rubric, one).label), one.spans

    up = [sure(edge) for edge in edges_up(rubric, scores, here, ceiling)]
    found = [sure(edge) for edge in edges_down(rubric, scores, here)]
    if up:
        found.append(max(up, key=held))
    return min(found, key=held, default=None)


def _error_about(evaluation: Evaluation, dimension: str | None) -> Error:
    """Error of the fit, or of the score of a dimension."""
    tallied = evaluation.tallied
    if dimension is None:
        return fit_error(tallied, evaluation.rubric)
    d = next(d for d in tallied.scoreable if d.name == dimension)
    return dimension_error(tallied, d, value_of(0))


def strength_of(rubric: Rubric, sure: _SureEdge | None) -> Strength:
    """Label of a level by its least sure edge."""
    if sure is None:
        return Strength("clear", Basis.model_construct(code="no_edge"))
    what: Distance = "cut_score" if sure.edge.about is None else "least_score"
    threshold = rubric.settings.indifference_threshold
    return of_distance(sure.edge.distance, sure.error, threshold, what)


def needs_unmet(evaluation: Evaluation, here: int, ceiling: int) -> tuple[NeedGap, ...]:
    """Least scores that hold the level down: the fit alone would reach the next one."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    if here >= ceiling or level_by_fit(rubric, scores.fit) <= here:
        return ()
    return tuple(
        NeedGap.model_construct(
            band=rubric.bands[here + 1].id,
            dimension=one.dimension,
            score=scores.of(one.dimension),
            wanted=one.wanted,
        )
        for one in requirements(rubric)[here + 1]
        if one.dimension is not None and not scores.meets(one)
    )


def capped_by(evaluation: Evaluation) -> tuple[str, ...]:
    """The failed gates that hold the level below what the scores would reach."""
    rubric = evaluation.rubric
    free = level_of(rubric, scores_now(evaluation), len(rubric.bands) - 1)
    return gates_capping(rubric, evaluation.gates, free, "fail")


def scores_now(evaluation: Evaluation) -> Scores:
    """The scores that levels are read from, where there are scores."""
    assert evaluation.found is not None
    return scores_of(evaluation.found)
