"""A score as a bar, and every number as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO, plain, root, shares
from rolefit.reports.blocks import Bar, Block, Table
from rolefit.reports.pages.score.sentences import (
    capital,
    figure,
    figure_at,
    percent,
    plus_minus,
)
from rolefit.rubric.model import Rubric, texts_for
from rolefit.scoring.assessment import Assessment

WHISKERS = "Shaded is ± one standard error: about two times in three the score is in it."


def bar(  # noqa: PLR0913 - the parts of a row
    label: str,
    score: Fraction | None,
    variance: Fraction | None,
    *,
    extra: str = "",
    target: Fraction | None = None,
    places: int = 1,
) -> Bar:
    """A score with one standard error to each side."""
    if score is None:
        return Bar(label, None, "too few answers", detail=extra, target=target)
    low = high = None
    if variance is not None:
        error = Fraction(root(variance))
        low, high = max(ZERO, score - error), min(HUNDRED, score + error)
    detail = plus_minus(variance, places).strip()
    shown = figure_at(score, places)
    return Bar(label, score, shown, low, high, "  ".join(filter(None, (detail, extra))), target)


def with_error(score: Fraction | None, variance: Fraction | None) -> str:
    """A score in figures with its standard error."""
    return "no score" if score is None else f"{figure(score)}{plus_minus(variance)}"


def ladder(rubric: Rubric) -> str:
    """The levels from the lowest to the highest, with their cut scores."""
    if not rubric.has_cuts:
        names = ", ".join(band.name for band in rubric.bands)
        return f"Levels, the lowest first: {names}. Each is reached by least scores alone."
    steps = [f"{band.name} ({plain(band.from_)} to {plain(band.to)})" for band in rubric.bands]
    return f"Levels of fit: {', '.join(steps)}."


def full_blocks(assessment: Assessment, rubric: Rubric, columns: Sequence[str]) -> Iterator[Block]:
    """Every dimension and every answer, whose points add up to the `columns`."""
    yield _dimension_table(assessment)
    yield from _bounds_table(assessment)
    yield from _weight_table(assessment, rubric)
    yield _contribution_table(assessment, columns)
    yield from _unscored_table(assessment)


def _score_names(assessment: Assessment) -> list[str]:
    """What dimensions are scored for: the outcomes, or each dimension for itself."""
    return [capital(o.name) for o in assessment.outcomes] or ["Score"]


def _dimension_table(assessment: Assessment) -> Table:
    """Dimensions with weights, coverage and scores."""
    names = _score_names(assessment)
    rows = []
    for d in assessment.dimensions:
        cells = ["too few"] * len(names)
        if d.scores is not None and d.variances is not None:
            pairs = zip(d.scores, d.variances, strict=True)
            cells = [
                "too few" if score is None else f"{figure(score)}{plus_minus(variance)}"
                for score, variance in pairs
            ]
        rows.append((d.name, percent(d.weight), f"{d.answered} of {d.applicable}", *cells))
    columns = ("Dimension", "Weight", "Answered", *names)
    return Table("Dimensions", columns, (False, *(True for _ in columns[1:])), tuple(rows))


def _bounds_table(assessment: Assessment) -> Iterator[Table]:
    """How far open answers could still move each dimension, where they could."""
    names = _score_names(assessment)
    rows = []
    for d in assessment.dimensions:
        if any(reach.low != reach.high for reach in d.bounds):
            cells = [f"{figure(reach.low)} to {figure(reach.high)}" for reach in d.bounds]
            rows.append((d.name, *cells))
    if rows:
        columns = ("Dimension", *names)
        title = "Where open answers could still take a dimension"
        yield Table(title, columns, (False, *(True for _ in names)), tuple(rows))


def _weight_table(assessment: Assessment, rubric: Rubric) -> Iterator[Table]:
    """How far each weight can move before another result takes over."""
    found = assessment.alternatives.sensitivity
    if found is None:
        return
    names = {d.id: d.name for d in assessment.dimensions}
    rows = tuple(
        (
            names[i.dimension],
            percent(i.weight),
            f"{percent(i.low)} to {percent(i.high)}",
            texts_for(rubric, i.below).name if i.below else "nothing",
            texts_for(rubric, i.above).name if i.above else "nothing",
        )
        for i in found.intervals
    )
    columns = ("Dimension", "Weight", "Same result", "Below that", "Above that")
    title = "How far each weight can move"
    yield Table(title, columns, (False, True, True, False, False), rows)


def _unscored_table(assessment: Assessment) -> Iterator[Table]:
    """The answers that move no score."""
    rows = tuple((u.item, u.ask, u.answer) for u in assessment.unscored)
    if rows:
        columns = ("Item", "Question", "Answer")
        yield Table("Answers that move no score", columns, (False, False, False), rows)


def _contribution_table(assessment: Assessment, names: Sequence[str]) -> Table:
    """Answers with weights and points; the printed points add up to the printed scores."""
    printed = [shares([c.points[k] for c in assessment.contributions]) for k in range(len(names))]
    rows = [
        (c.item, c.answer, percent(c.weight), *(str(column[n]) for column in printed))
        for n, c in enumerate(assessment.contributions)
    ]
    totals = [str(sum(column)) for column in printed]
    if rows:
        rows.append(("Total", "", "", *totals))
    columns = ("Item", "Answer", "Weight", *names)
    numeric = (False, False, *(True for _ in columns[2:]))
    return Table("Answers and their points", columns, numeric, tuple(rows))
