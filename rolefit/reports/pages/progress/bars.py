"""Scores of several dates as marks on one scale, a group for each measure, and as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.exact import plain
from rolefit.reports.blocks import BarChart, Block, Paragraph, Table
from rolefit.reports.pages.score.numbers import bar, ladder, with_error
from rolefit.reports.pages.score.sentences import capital
from rolefit.rubric.model import Rubric
from rolefit.studies.progress import Series
from rolefit.studies.reliable_change import Measure, Score

COLUMNS = 4
"""Dates that are shown unless all are wanted: the first and the last three."""


class _Dates(NamedTuple):
    """The dates of a series, and which of its assessments are shown."""

    labels: tuple[str, ...]
    shown: tuple[int, ...]

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return len(self.labels) - len(self.shown)


def dates_of(one: Series, *, full: bool) -> _Dates:
    """All dates of a series if `full` or if they are few, else the first and the last three."""
    named = tuple(labels([f"{point.day}{point.at[10:]}" for point in one.points]))
    every = range(len(named))
    few = full or len(named) <= COLUMNS
    return _Dates(named, tuple(every if few else (0, *every[1 - COLUMNS :])))


def labels(times: Sequence[str]) -> list[str]:
    """Dates to tell assessments by; with the time of day (UTC) as far as it tells them apart."""
    return [next(label for label in _date_labels(time) if alone(label, times)) for time in times]


def _date_labels(time: str) -> Iterator[str]:
    """A date, then with minutes, then with seconds, then whole."""
    yield from (time[:10], f"{time[:10]} {time[11:16]}", f"{time[:10]} {time[11:19]}", time)


def alone(label: str, times: Sequence[str]) -> bool:
    """Whether a label fits one time only; a whole time always does."""
    return sum(label in _date_labels(time) for time in times) == 1 or label in times


class _MeasureGroup(NamedTuple):
    """Measures that belong together: all of one outcome, or simply all."""

    title: str
    rows: tuple[tuple[int, str], ...]
    """Number and name of each measure."""


def groups(measures: Sequence[Measure]) -> list[_MeasureGroup]:
    """The measures as tables show them."""
    named = [(k, capital(m.name)) for k, m in enumerate(measures)]
    outcomes = dict.fromkeys(m.outcome for m in measures if m.kind == "dimension")
    if len(outcomes) < 2:
        return [_MeasureGroup("", tuple(named))]
    titles = {m.outcome: f": {m.name}" for m in measures if m.kind == "outcome"}
    return [
        _MeasureGroup(
            titles[outcome], tuple(row for row in named if measures[row[0]].outcome == outcome)
        )
        for outcome in outcomes
    ]


def head_blocks(
    one: Series, measures: Sequence[Measure], *, rubric: Rubric, dates: _Dates
) -> Iterator[Block]:
    """The fit or the outcomes at every date that is shown."""
    for k, measure in enumerate(measures):
        if measure.kind != "dimension":
            yield marks(one, k, dates)._replace(title=capital(measure.name), cuts=rubric.cuts)
    text = "± is one standard error, drawn to both sides of the score."
    if dates.left_out:
        what = "1 date" if dates.left_out == 1 else f"{dates.left_out} dates"
        text += f" {what} in between: --full shows all."
    yield Paragraph(text, "quiet")
    if rubric.bands:
        yield Paragraph(ladder(rubric), "quiet")


def dimension_blocks(
    one: Series, measures: Sequence[Measure], *, rubric: Rubric, dates: _Dates
) -> Iterator[Block]:
    """The dimensions at every date that is shown."""
    for group in groups(measures):
        for k, name in group.rows:
            if measures[k].kind == "dimension":
                found = marks(one, k, dates)
                target = rubric.dimensions[measures[k].id].target
                aim = f" (target {plain(target)})" if target is not None else ""
                rows = tuple(row._replace(target=target) for row in found.rows)
                yield found._replace(rows=rows, title=f"{name}{group.title}{aim}")
    if remark := _pole_text(measures):
        yield Paragraph(remark, "quiet")


def marks(one: Series, k: int, dates: _Dates) -> BarChart:
    """The k-th measure as a mark for each date."""
    scores = [(dates.labels[n], one.points[n].scores[k]) for n in dates.shown]
    rows = tuple(bar(date, found.score, found.variance) for date, found in scores)
    return BarChart(rows, points=True)


def score_tables(one: Series, measures: Sequence[Measure], dates: _Dates) -> Iterator[Block]:
    """Every measure at every date that is shown; a few dates to a table."""
    for group in groups(measures):
        for start in range(0, len(dates.shown), COLUMNS):
            part = dates.shown[start : start + COLUMNS]
            rows = tuple(
                (name, *(cell(one.points[n].scores[k]) for n in part)) for k, name in group.rows
            )
            columns = ("", *(dates.labels[n] for n in part))
            title = f"Scores{group.title}" if start == 0 else ""
            yield Table(title, columns, (False, *(True for _ in part)), rows)


def _pole_text(measures: Sequence[Measure]) -> str:
    """Which pole the points of dimensions are for, where only one is shown."""
    poles = [m.name for m in measures if m.kind == "outcome"]
    if len(poles) != 2 or len(groups(measures)) > 1:
        return ""
    return f"Dimensions tell the points for {poles[0]}; {poles[1]} has the rest to 100."


def cell(score: Score) -> str:
    """A score with its standard error."""
    return with_error(score.score, score.variance)
