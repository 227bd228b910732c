"""Several independent scales: each has a score and a level of its own, and nothing wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO, total
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import ScaleLevel
from rolefit.scoring import bounds
from rolefit.scoring.assessment import (
    Basis,
    Direction,
    GateResult,
    QualityFlag,
    Sensitivity,
    Verdict,
    Worst,
)
from rolefit.scoring.crossings import WayOver
from rolefit.scoring.models.base import HeadScore, Lead, ResultNames, Worth, no_verdict
from rolefit.scoring.moves import Challenge, Pick, Picks, dimension_moves, fewest_answers
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Fit,
    OutcomeMeasure,
    Tally,
    Values,
    value_of,
)
from rolefit.scoring.verdict import Evaluation, Found, nothing_open, status_of

# --- the result --------------------------------------------------------------------------------


def enough(
    tallied: Tally,
    seen: bounds.Outlook,  # noqa: ARG001
    gates: Sequence[GateResult],  # noqa: ARG001
) -> bool:
    """Whether some scale has a score: it says the same whatever the others lack."""
    return bool(tallied.scoreable)


def fit(rubric: Rubric, scores: DimensionScores) -> Fit | None:  # noqa: ARG001
    """Nothing: scales have levels, but no target."""
    return None


def level_of(rubric: Rubric, scale: str, score: Fraction) -> ScaleLevel:
    """The level of a score; cut scores are closed on the left."""
    return [level for level in rubric.dimensions[scale].levels if score >= level.from_][-1]


def levels_of(rubric: Rubric, scores: DimensionScores) -> dict[str, str]:
    """The level of each scale that has a score."""
    return {
        scale: level_of(rubric, scale, each[0]).id
        for scale, each in scores.items()
        if each[0] is not None
    }


def leaders(
    rubric: Rubric,
    gates: tuple[GateResult, ...],  # noqa: ARG001
    found: Found,
) -> tuple[str, ...]:
    """The level of each scale, as `scale:level`."""
    return names_of(levels_of(rubric, found.dimensions))


def names_of(levels: dict[str, str]) -> tuple[str, ...]:
    """Levels by their full names."""
    return tuple(f"{scale}:{level}" for scale, level in levels.items())


def verdict(
    evaluation: Evaluation,
    flags: tuple[QualityFlag, ...],  # noqa: ARG001
    sensitive: Sensitivity | None,  # noqa: ARG001
) -> Verdict:
    """The levels, without a winner and so without a margin."""
    assert evaluation.found is not None
    same = result_settled(evaluation)
    said = no_verdict(
        "scale_levels",
        status_of(evaluation, leader_settled=same),
        Basis.model_construct(code="scales_apart"),
        leader_settled=same,
    )
    levels = levels_of(evaluation.rubric, evaluation.found.dimensions)
    return said.model_copy(update={"levels": levels})


def result_settled(evaluation: Evaluation) -> bool:
    """Whether every completion gives each scale the level of now."""
    if nothing_open(evaluation):
        return True
    rubric = evaluation.rubric
    reach = {
        scale: bounds.dimension_range(evaluation.outlook, evaluation.rubric, scale, value_of(0))
        for scale in rubric.dimensions
    }
    lowest = names_of(levels_of(rubric, {scale: (one.low,) for scale, one in reach.items()}))
    highest = names_of(levels_of(rubric, {scale: (one.high,) for scale, one in reach.items()}))
    return lowest == highest == evaluation.leaders


def result_names(verdict: Verdict, rubric: Rubric) -> ResultNames:  # noqa: ARG001
    """The level of each scale."""
    return ResultNames("levels", names_of(verdict.levels))


def by_scores(evaluation: Evaluation) -> str | None:  # noqa: ARG001
    """None: there is never one result."""
    return None


# --- how far it is from another one ------------------------------------------------------------


def lead_in(then: Evaluation, now: Evaluation) -> Fraction:  # noqa: ARG001
    """The scores of all scales together: an answer moves no scale but its own."""
    assert then.found is not None
    return total(each[0] or ZERO for each in then.found.dimensions.values())


def worst(evaluation: Evaluation) -> Worst | None:  # noqa: ARG001
    """None: nothing could be overtaken."""
    return None


def leads(evaluation: Evaluation) -> Iterator[Lead]:  # noqa: ARG001
    """None: weights between scales say nothing."""
    return iter(())


# --- single answers ----------------------------------------------------------------------------


def worth(evaluation: Evaluation, verdict: Verdict) -> Worth:  # noqa: ARG001
    """Points of the own scale, which sum to its score; nothing is ahead of anything."""

    def of(d: DimensionTally, entry: AnsweredItem) -> tuple[Values, Fraction]:
        return (HUNDRED * d.share(entry, 0) * entry.values[0],), ZERO

    return of


def speaking(evaluation: Evaluation, verdict: Verdict) -> OutcomeMeasure:  # noqa: ARG001
    """What an answer is worth on its scale."""
    return value_of(0)


def shift(
    evaluation: Evaluation,  # noqa: ARG001
    d: DimensionTally,
    entry: AnsweredItem,
    change: Values,
    measure: OutcomeMeasure,
) -> Fraction:
    """How far the scale moves."""
    return HUNDRED * d.share(entry, 0) * measure.of(change)


def deciding(evaluation: Evaluation) -> OutcomeMeasure:  # noqa: ARG001
    """What an answer is worth on its scale."""
    return value_of(0)


def room(evaluation: Evaluation, dimension: str) -> Fraction | None:  # noqa: ARG001
    """No limit: every point counts."""
    return None


# --- what would change it ----------------------------------------------------------------------


def directions(evaluation: Evaluation) -> tuple[Direction, ...]:
    """To another level of some scale."""
    return ("other",) if evaluation.leaders else ()


def challenges(
    evaluation: Evaluation,
    direction: Direction,  # noqa: ARG001
    picks: Picks,
) -> Iterator[Challenge]:
    """The distance of each scale from the cut scores on both sides of it."""
    for d in evaluation.tallied.scoreable:
        score = d.score(value_of(0))
        levels = evaluation.rubric.dimensions[d.name].levels
        here = level_of(evaluation.rubric, d.name, score)
        above = next((level for level in levels if level.from_ > score), None)
        if above is not None:
            up = dimension_moves(d, picks, sign=1, price=fewest_answers)
            yield Challenge([up], above.from_ - score, False, None)
        if here.from_ > 0:
            down = dimension_moves(d, picks, sign=-1, price=fewest_answers)
            yield Challenge([down], score - here.from_, True, None)


def ways_over(
    evaluation: Evaluation,  # noqa: ARG001
    direction: Direction,  # noqa: ARG001
) -> Iterator[WayOver]:
    """None beside the challenges: no condition changes a level."""
    return iter(())


def points_of(evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:  # noqa: ARG001
    """Points by which one changed answer moves its scale."""
    d = next(d for d in evaluation.tallied.scoreable if d.name == pick.item.dimension)
    entry = next(entry for entry in d.answered if entry.item is pick.item)
    return HUNDRED * d.share(entry, 0) * abs(pick.change[0])


def next_band(evaluation: Evaluation) -> str | None:  # noqa: ARG001
    """None: no level is better than another."""
    return None


# --- several assessments -----------------------------------------------------------------------


def head_scores(rubric: Rubric) -> tuple[HeadScore, ...]:  # noqa: ARG001
    """None beside the scales themselves."""
    return ()


def ranked_by(rubric: Rubric) -> tuple[tuple[str, ...], ...]:  # noqa: ARG001
    """Nothing: a profile ranks nobody."""
    return ()


def differ_on(rubric: Rubric, names: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG001
    """Each answer on its own scale."""
    return ()
