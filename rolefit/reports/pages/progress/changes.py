"""What changed between two assessments: scores as bars, answers, conditions, the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, readable, rounded
from rolefit.reports.blocks import BarChart, Block, Bullets, Paragraph, Table
from rolefit.reports.pages.score.sentences import (
    GATES,
    bar,
    capital,
    join_words,
    ladder,
    with_error,
)
from rolefit.reports.pages.whatif_page import printed_columns
from rolefit.reports.words import STATES
from rolefit.rubric.model import Rubric, texts_for
from rolefit.studies.progress import Crossing, Moves, Point, Series, SpanComparison
from rolefit.studies.reliable_change import Measure, ReliableChange, Score
from rolefit.studies.whatif import Moved

# --- Scores of several dates as marks on one scale, a group for each measure, and as tables -------


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
    """Dates to tell assessments by; with the time of day (UTC) as far as it tells them apart.

    Files of one day have no time; they are numbered.
    """
    return [
        next(label for label in _date_labels(time) if alone(label, times))
        if times.count(time) == 1
        else f"{time[:10]} ({times[: k + 1].count(time)})"
        for k, time in enumerate(times)
    ]


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
                aim = f" (target {readable(target)})" if target is not None else ""
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


_HELD = {"pass": "held", "fail": "did not hold", "unknown": "was unknown"}
_NO_SCORE = {1: "no score at one of the two dates", 2: "no score at either date"}
_MORE = "more than answering again would move it"
ANSWERS = 6
"""Answers that are shown unless all are wanted."""


class Way(NamedTuple):
    """How far a measure could have gone, from where it was, the way that it went."""

    points: Fraction
    end: str


def way(before: Fraction, moved: Decimal, *, lowest: Fraction = ZERO) -> Way:
    """The way left to a measure that ends at 100 and at `lowest`; the longer one if it stayed."""
    up, down = Way(HUNDRED - before, "to 100"), Way(before - lowest, f"to {readable(lowest)}")
    if not moved:
        return max(up, down)
    return up if moved > 0 else down


class MeasureStep(NamedTuple):
    """How one measure moved."""

    measure: Measure
    change: ReliableChange
    before: Score
    after: Score

    @property
    def printed(self) -> Decimal | None:
        """The later printed score minus the earlier one."""
        if self.before.score is None or self.after.score is None:
            return None
        return rounded(self.after.score, 1) - rounded(self.before.score, 1)

    @property
    def verdict(self) -> str:
        """Whether it moved by more than answering again would move it."""
        if self.before.score is None or self.printed is None:
            return _NO_SCORE[(self.before.score is None) + (self.after.score is None)]
        return verdict(self.change, self.printed, way(self.before.score, self.printed))


class Steps(NamedTuple):
    """Everything that is told about a comparison."""

    compared: SpanComparison
    rows: tuple[MeasureStep, ...]
    """One for each measure, in order."""
    since: str
    """The earlier date."""
    rubric: Rubric


def steps(
    compared: SpanComparison, points: Sequence[Point], measures: Sequence[Measure]
) -> tuple[MeasureStep, ...]:
    """How every measure moved between the two assessments of a comparison."""
    by_id = {point.id: point for point in points}
    before, after = by_id[compared.since].scores, by_id[compared.until].scores
    return tuple(map(MeasureStep, measures, compared.changes, before, after))


def summary(told: Steps) -> str:
    """What changed in a sentence: fit or outcomes, and a level or leader that counts."""
    heads = [step for step in told.rows if step.measure.kind != "dimension"]
    moved = [
        f"{_named_difference(step)} ({_needed_text(step.change)})"
        for step in heads
        if step.change.reliable is True
    ]
    crossed = told.compared.crossing
    text = f"Since {told.since}, {_MORE}: {join_words(moved)}." if moved else ""
    if crossed is not None and crossed.counts:
        return f"{text} {_crossing_text(crossed, told)}".strip()
    if text:
        return text
    if all(step.printed is None for step in heads):
        return f"Whether anything changed since {told.since} cannot be told: too few answers."
    stayed = [
        f"{_named_difference(step)} {step.verdict.removeprefix(f'no {_MORE} ')}"
        for step in heads
        if step.change.reliable is False
    ]
    return f"Since {told.since}, no {_MORE}: {join_words(stayed)}."


def _named_difference(step: MeasureStep) -> str:
    """A measure with its difference."""
    return f"{step.measure.name} {_signed_figure(step.printed)}"


def change_blocks(told: Steps, *, full: bool) -> Iterator[Block]:
    """What changed between two assessments; `full` shows every answer that moved."""
    for group in groups([step.measure for step in told.rows]):
        rows = tuple(
            (name, _signed_figure(step.printed), step.verdict)
            for name, step in _by_size([(name, told.rows[k]) for k, name in group.rows])
        )
        title = f"Change since {told.since}{group.title}"
        yield Table(title, ("", "Points", "What that is"), (False, True, False), rows)
    lines = [
        f"“{g.name}” {GATES[g.after]} now; before, it {_HELD[g.before]}."
        for g in told.compared.gates
    ]
    if told.compared.crossing is not None:
        lines.insert(0, _crossing_text(told.compared.crossing, told))
    if lines:
        yield Bullets("", tuple(lines))
    if told.compared.moves is not None:
        yield from answer_blocks(told.compared.moves, told, full=full)


def _by_size(rows: Sequence[tuple[str, MeasureStep]]) -> list[tuple[str, MeasureStep]]:
    """Fit or outcomes first, then dimensions by how far they moved; equal ones stay in order."""
    return sorted(
        rows,
        key=lambda row: (
            row[1].measure.kind == "dimension",
            -abs(row[1].change.difference or 0),
        ),
    )


def _signed_figure(difference: Decimal | None) -> str:
    """A difference with its sign."""
    return "" if difference is None else f"{difference:+}"


def verdict(change: ReliableChange, moved: Decimal, left: Way) -> str:
    """Whether a change counts, and how much that takes, where it is possible."""
    assert change.needed is not None
    if change.reliable:
        return f"{_MORE} ({_needed_text(change)})"
    if change.needed > left.points:
        return f"no {_MORE} (even the whole way {left.end} would not be)"
    needed = rounded(change.needed, 1)
    if abs(moved) >= needed:
        return f"no {_MORE} (just short of the {needed} points it needs)"
    return f"no {_MORE} ({_needed_text(change)})"


def _needed_text(change: ReliableChange) -> str:
    """How many points it takes to count."""
    assert change.needed is not None
    return f"needs at least {rounded(change.needed, 1)} points"


def _crossing_text(crossed: Crossing, told: Steps) -> str:
    """Another level or leader, and whether that counts; the level is that of each report."""
    old, new = (texts_for(told.rubric, name).name for name in (crossed.before, crossed.after))
    readiness = told.rubric.demands.has_bands
    said = f"the level went from “{old}” to “{new}”"
    if not readiness:
        said = f"{new} is ahead now; before, it was {old}"
    if crossed.counts:
        moved_by = "the fit" if readiness else "the lead"
        return f"{capital(said)}, and that counts: {moved_by} moved by {_MORE}."
    if crossed.by_conditions:
        return f"{capital(said)}: by conditions, not by scores."
    moved = _fit_change_text(told) if readiness else _lead_change_text(crossed, told)
    return f"{capital(said)}. That does not count as a change: {moved}."


def _fit_change_text(told: Steps) -> str:
    """What the printed fit moved by, and whether that counts."""
    fit = next(step for step in told.rows if step.measure.kind == "fit")
    return f"the fit moved by {_signed_figure(fit.printed)}, {fit.verdict}"


def _lead_change_text(crossed: Crossing, told: Steps) -> str:
    """What the printed lead of the one that is ahead now moved by, and whether that counts."""
    heads = {step.measure.id: step for step in told.rows if step.measure.kind == "outcome"}
    ahead, behind = heads[crossed.after], heads[crossed.before]
    moved = lead(ahead.after, behind.after) - lead(ahead.before, behind.before)
    before = Fraction(lead(ahead.before, behind.before))
    said = verdict(crossed.change, moved, way(before, moved, lowest=-HUNDRED))
    return f"the lead moved by {_signed_figure(moved)}, {said}"


def answer_blocks(moves: Moves, told: Steps, *, full: bool) -> Iterator[Block]:
    """The answers that moved most; the columns add up to what they are part of."""
    ordered = sorted(moves.answers, key=lambda m: -abs(m.points_after - m.points_before))
    if not ordered:
        yield Paragraph(f"Every answer is the same as on {told.since}.")
        return
    many = len(ordered) if full else ANSWERS
    before, after = _wholes(moves, told)
    then, now = (_cut_rows(one, many) for one in printed_columns(ordered, before, after))
    texts = [(m.item, _answer_change(m)) for m in ordered[:many]]
    texts += [("other answers", ""), ("all together", "")]
    rows = tuple(
        (*pair, f"{a:+}", f"{b:+}", f"{b - a:+}")
        for pair, a, b in zip(texts, then, now, strict=True)
    )
    columns = ("Item", "Answer", "Then", "Now", "Change")
    yield Table(heading(moves, told), columns, (False, False, True, True, True), rows)
    if ordered[many:]:
        yield Paragraph(f"{omitted_text(ordered[many:])}: --full shows all.", "quiet")


def _cut_rows(points: Sequence[Decimal], many: int) -> list[Decimal]:
    """The first `many` answers, all others as one, and the sum; each is printed as in the whole."""
    *answers, others, whole = points
    return [*answers[:many], sum(answers[many:], others), whole]


def omitted_text(rest: Sequence[Moved]) -> str:
    """How many answers are not shown: other ones than before, and those that only weigh anew."""
    anew = sum(same(m) for m in rest)
    changed = len(rest) - anew
    parts = []
    if changed:
        parts.append(f"{changed} more {'answer' if changed == 1 else 'answers'} changed")
    if anew:
        noun = "" if changed else (" more answer" if anew == 1 else " more answers")
        verbs = "is as it was but counts" if anew == 1 else "are as they were but count"
        parts.append(f"{anew}{noun} {verbs} for more or less")
    return join_words(parts)


def _wholes(moves: Moves, told: Steps) -> tuple[Fraction, Fraction]:
    """What all points come to, as the printed scores have it."""
    if not moves.measured:
        return moves.total_before, moves.total_after
    heads = {step.measure.id: step for step in told.rows if step.measure.kind == "outcome"}
    first, second = (heads[outcome] for outcome in moves.measured)
    before, after = lead(first.before, second.before), lead(first.after, second.after)
    return Fraction(before), Fraction(after)


def lead(first: Score, second: Score) -> Decimal:
    """Points between two scores, rounded once."""
    assert first.score is not None
    assert second.score is not None
    return rounded(first.score - second.score, 1)


def heading(moves: Moves, told: Steps) -> str:
    """What the points are points of."""
    what = "points of the fit"
    if moves.measured:
        first, second = (texts_for(told.rubric, outcome).name for outcome in moves.measured)
        what = f"points by which {first} leads {second}"
    return f"Answers that moved most since {told.since}: {what}"


def _answer_change(m: Moved) -> str:
    """From which answer to which."""
    before, after = (m.before or STATES[m.state_before]), (m.after or STATES[m.state_after])
    return f"{after} (as it was)" if same(m) else f"{before} → {after}"


def same(m: Moved) -> bool:
    """Whether an answer reads as it did before."""
    return (m.before or STATES[m.state_before]) == (m.after or STATES[m.state_after])
