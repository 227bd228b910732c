"""What a report says of several scales, none of which wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import HUNDRED, readable
from rolefit.reports.blocks import Action, BarChart, Block, Paragraph, Reason, Reasons
from rolefit.reports.pages.score.models.base import Words
from rolefit.reports.pages.score.sentences import (
    WHISKERS,
    PointColumn,
    bar,
    few,
    figure,
    in_words,
    join_words,
    plus_minus,
    point_column,
    sentences_in,
    with_error,
)
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import Rubric, texts_for
from rolefit.scoring.assessment import Assessment, DimensionScore, FlipSet, Worst
from rolefit.scoring.verdict import NORMAL

WORDS = Words(
    measure="its scale",
    changes="a level",
    no_result="no level is named",
    no_result_then="no level would be named",
    named="“{}”",
    points_add_up=True,
)
STRONGEST = 3


def result(assessment: Assessment, rubric: Rubric) -> str:
    """The level of each scale, as part of a sentence."""
    return join_words(
        [
            f"{rubric.dimensions[scale].name} “{texts_for(rubric, f'{scale}:{level}').name}”"
            for scale, level in assessment.verdict.levels.items()
        ]
    )


def scored_scales(assessment: Assessment) -> list[tuple[DimensionScore, Fraction, Fraction | None]]:
    """The scales that have a score, from the highest down, with score and squared error."""
    found = [
        (d, score, d.variances[0] if d.variances else None)
        for d in assessment.dimensions
        if d.scores and (score := d.scores[0]) is not None
    ]
    return sorted(found, key=lambda one: -one[1])


_Scales = list[tuple[DimensionScore, Fraction, Fraction | None]]


def ends(assessment: Assessment) -> tuple[_Scales, _Scales]:
    """The highest scales and the lowest; of those that are level all, and none is both."""
    every = scored_scales(assessment)
    high = [one for one in every if one[1] == every[0][1]]
    return high, [one for one in every[len(high) :] if one[1] == every[-1][1]]


def figures(assessment: Assessment, rubric: Rubric) -> str:  # noqa: ARG001
    """The highest and the lowest scales, told apart where their errors allow it."""
    high, low = ends(assessment)
    if len(high) + len(low) < 2:
        return ""
    if not low:
        names = join_words([d.name for d, _, _ in high])
        whose = names if len(high) <= STRONGEST else f"all {in_words(len(high))}"
        return f"No scale stands out: {whose} have {figure(high[0][1])} points of 100."
    said = f"{_level_text(high)}, {_level_text(low)} points of 100"
    errors = [[error for _, _, error in one if error is not None] for one in (high, low)]
    if not all(errors):
        return (
            f"Highest and lowest: {said}; one question a scale gives no error to tell them apart."
        )
    if (high[0][1] - low[0][1]) ** 2 <= NORMAL**2 * (max(errors[0]) + max(errors[1])):
        return f"No scale stands out: {said} are no further apart than their errors."
    return f"Highest and lowest: {said}."


def _level_text(scales: _Scales) -> str:
    """Scales with the same score, and their number where they are many."""
    if len(scales) > STRONGEST:
        return f"{in_words(len(scales))} scales {figure(scales[0][1])}"
    if len({error for _, _, error in scales}) == 1:
        _, score, error = scales[0]
        return f"{join_words([d.name for d, _, _ in scales])} {figure(score)}{plus_minus(error)}"
    return join_words([f"{d.name} {with_error(score, error)}" for d, score, error in scales])


def meaning_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What the level of each scale means."""
    for scale, level in assessment.verdict.levels.items():
        text = texts_for(rubric, f"{scale}:{level}")
        name = rubric.dimensions[scale].name
        yield Paragraph(f"{name}, “{text.name}”: {text_of(text.summary)}")


def score_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """A bar for each scale with its level, and the cut scores below."""
    if not scored_scales(assessment):
        return
    rows = []
    for d in assessment.dimensions:
        level = assessment.verdict.levels.get(d.id)
        name = texts_for(rubric, f"{d.id}:{level}").name if level else ""
        score, variance = (
            (d.scores[0], d.variances[0] if d.variances else None)
            if d.scores
            else (
                None,
                None,
            )
        )
        rows.append(bar(d.name, score, variance, extra=name))
    yield BarChart(tuple(rows))
    yield Paragraph(WHISKERS, "quiet")
    for name, dimension in rubric.dimensions.items():
        steps = [
            f"{one.name} ({readable(one.from_)} to {readable(one.to)})" for one in dimension.levels
        ]
        yield Paragraph(f"Levels of {rubric.dimensions[name].name}: {', '.join(steps)}.", "quiet")


def score_cells(assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
    """Name, figure with its error, and number of each scale."""
    for d in assessment.dimensions:
        score = d.scores[0] if d.scores else None
        yield d.name, with_error(score, d.variances[0] if d.variances else None), score


def point_columns(assessment: Assessment) -> list[PointColumn]:
    """Points of the own scale, which add up to its score; those of all scales to nothing."""
    shown: dict[str, Decimal] = {}
    for d in assessment.dimensions:
        mine = {c.item: c.points[0] for c in assessment.contributions if c.dimension == d.id}
        shown |= point_column(d.name, mine).shown
    return [PointColumn("Points of the own scale", shown, None)]


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """For each scale, the answers that give it most."""
    (column,) = point_columns(assessment)
    for d, score, _ in scored_scales(assessment):
        mine = [c for c in assessment.contributions if c.dimension == d.id and c.points[0] > 0]
        best = sorted(mine, key=lambda c: -c.points[0])[:STRONGEST]
        rows = tuple(
            Reason(f"{column.shown[c.item]:+}", c.ask, c.answer, c.item, c.note) for c in best
        )
        remark = f"{figure(score)} points of {HUNDRED} in all." if rows else "Nothing."
        yield Reasons(f"What speaks for {rubric.dimensions[d.id].name}", rows, remark)


def distance(assessment: Assessment, rubric: Rubric) -> str:
    """The highest and the lowest scale, told apart where their errors allow it."""
    return figures(assessment, rubric)


def _ids_of(scales: _Scales) -> list[str]:
    """Scales that are told one by one: none of them where too many are level."""
    return [d.id for d, _, _ in scales] if len(scales) <= STRONGEST else []


def _scales_told(assessment: Assessment) -> list[str]:
    """The highest and the lowest scales."""
    return [name for scales in ends(assessment) for name in _ids_of(scales)]


def short_meaning(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What the levels of the highest and the lowest scale mean, a sentence for each."""
    found = []
    for d in _scales_told(assessment):
        level = assessment.verdict.levels[d]
        first = sentences_in(text_of(texts_for(rubric, f"{d}:{level}").summary))[:1]
        found += [f"{rubric.dimensions[d].name}: {one}" for one in first]
    return found


def short_chart(assessment: Assessment, rubric: Rubric) -> BarChart | None:
    """A bar for each scale with its level."""
    if not scored_scales(assessment):
        return None
    rows = []
    for d in assessment.dimensions:
        level = assessment.verdict.levels.get(d.id)
        name = texts_for(rubric, f"{d.id}:{level}").name if level else ""
        score = d.scores[0] if d.scores else None
        variance = d.variances[0] if d.variances else None
        rows.append(bar(d.name, score, variance, extra=name, places=0))
    return BarChart(tuple(rows), title="Scores", heads=("", ""))


def short_reasons(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Reasons]:
    """For the highest and the lowest scale, the answers that give it most."""
    for d in _scales_told(assessment):
        mine = [c for c in assessment.contributions if c.dimension == d and c.points[0] > 0]
        given = [(c, c.points[0]) for c in mine]
        yield few(f"Why {rubric.dimensions[d].name}", given, most, assessment, rubric)


def short_steps(assessment: Assessment, rubric: Rubric) -> list[Action]:
    """What the author says to do first about the level of the highest scale."""
    steps: list[str] = []
    for d in _ids_of(ends(assessment)[0]):
        text = texts_for(rubric, f"{d}:{assessment.verdict.levels[d]}")
        steps += sentences_of(text.first_90_days)
    return [Action(step) for step in dict.fromkeys(steps)]


def plan_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """Nothing: no level is better than another."""
    return iter(())


def becomes(flip: FlipSet, assessment: Assessment, rubric: Rubric) -> str:
    """What a flip set does, to follow `would`: the levels that it changes."""
    now = assessment.verdict.levels
    turned = [name for name in flip.to if now.get(name.partition(":")[0]) != name.partition(":")[2]]
    return join_words(
        [
            f"take {rubric.dimensions[name.partition(':')[0]].name} to "
            f"“{texts_for(rubric, name).name}”"
            for name in turned
        ]
    )


def would_be(names: Sequence[str]) -> str:
    """What the result would be, with the names of the levels."""
    return f"the levels would be {join_words([f'“{name}”' for name in names])}"


def takes_over(rival: str) -> str:
    """What happens where another level takes over."""
    return f"“{rival}” would begin"


def worst_text(
    said: str,
    worst: Worst,
    assessment: Assessment,  # noqa: ARG001
    rubric: Rubric,
) -> str:
    """What would come out; a profile has no such result, for nothing could be overtaken."""
    name = texts_for(rubric, worst.to).name
    return f"{said}, {name} would be reached."
