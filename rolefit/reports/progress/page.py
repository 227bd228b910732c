"""Change over time: dated scores, what moved by more than its error, and what is not compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit import __version__
from rolefit.exact import HUNDRED, rounded
from rolefit.progress import Comparison, Crossing, Progress, Series, Why
from rolefit.reliable_change import Change, Measure, Score
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.numbers import with_error
from rolefit.reports.sentences import capital, listed
from rolefit.rubric import Rubric, texts_for

COLUMNS = 4
"""Dates beside each other in a table."""
GATES = {"pass": "holds", "fail": "does not hold", "unknown": "is unknown"}
WHY: dict[Why, str] = {
    "content": "They answered another content of this rubric. Scores of different questions are "
    "not comparable; what looks like a change could be the questions.",
    "quick": "They were stopped early, as soon as the result was settled. That is enough for a "
    "result, but not for a change: questions are missing.",
    "unreadable": "Their answers cannot be read against this rubric.",
}
HOW = (
    "A change is called reliable when it exceeds 1.96 times its standard error, the root of the "
    "sum of both squared errors (reliable change index, Jacobson & Truax 1991). Smaller ones may "
    "be nothing but the error of the answers. Of twenty scores that did not really change, about "
    "one is called reliable by chance. The rule does not tell why a score changed; answering the "
    "same questions again can be a reason of its own."
)


def progress_page(found: Progress, rubric: Rubric, *, full: bool = False) -> Page:
    """The whole page; `full` shows every date instead of the first and the last three."""
    sections = [
        Section(heading(one, found), tuple(series_blocks(one, found, rubric=rubric, full=full)))
        for one in found.series
    ]
    sections.append(Section("Not compared", tuple(apart_blocks(found))))
    if any(one.overall for one in found.series):
        sections.append(Section("How change is told", (Paragraph(HOW, "quiet"),)))
    kept = tuple(section for section in sections if section.blocks)
    return Page(f"Progress: {rubric.title}", f"{found.rubric} {found.version}", kept)


def heading(one: Series, found: Progress) -> str:
    """Whose assessments these are, where that is not plain."""
    group = "" if one.group == "self" else f"answered by: {one.group}"
    named = " · ".join(filter(None, (one.name, group)))
    return named or ("No name given" if len(found.series) > 1 else "")


def series_blocks(one: Series, found: Progress, *, rubric: Rubric, full: bool) -> Iterator[Block]:
    """What one respondent's assessments say."""
    dates = labels([point.at for point in one.points])
    results = tuple(f"{date}: {p.sentence}" for date, p in zip(dates, one.points, strict=True))
    if one.overall is None:
        yield Paragraph(f"One assessment so far. {results[0]}")
        yield Paragraph("Change can be told from the second one on.", "quiet")
        return
    yield Paragraph(summary(one.overall, found.measures, rubric=rubric, since=dates[0]), "verdict")
    if one.backwards:
        yield Paragraph(
            "The dates do not rise: the clock of this computer was set back in between. The order "
            "is the one in which the assessments were kept.",
            "warning",
        )
    yield Bullets("", results)
    yield from score_tables(one, found.measures, dates=dates, full=full)
    yield from comparison_blocks(one.overall, found.measures, rubric=rubric, since=dates[0])
    if one.latest is not None:
        yield from comparison_blocks(one.latest, found.measures, rubric=rubric, since=dates[-2])


def labels(times: Sequence[str]) -> list[str]:
    """Dates to tell assessments by; with the time of day (UTC) where one day has several."""
    days = [time[:10] for time in times]
    return [
        day if days.count(day) == 1 else f"{day} {time[11:16]}"
        for day, time in zip(days, times, strict=True)
    ]


def summary(
    compared: Comparison, measures: Sequence[Measure], *, rubric: Rubric, since: str
) -> str:
    """What changed in a sentence: fit or outcomes, and a level or leader that counts."""
    heads = [
        (measure, change)
        for measure, change in zip(measures, compared.changes, strict=True)
        if measure.kind != "dimension"
    ]
    moved = [
        f"{measure.name} {signed(change)}" for measure, change in heads if change.reliable is True
    ]
    crossed = compared.crossing
    text = f"Reliable change since {since}: {listed(moved)}." if moved else ""
    if crossed is not None and crossed.counts:
        return f"{text} {crossing_text(crossed, rubric)}".strip()
    if text:
        return text
    if all(change.reliable is None for _, change in heads):
        return f"Whether anything changed since {since} cannot be told: an error is not known."
    stayed = [
        f"{measure.name} {signed(change)} {verdict(change).removeprefix('no reliable change ')}"
        for measure, change in heads
        if change.reliable is False
    ]
    return f"No reliable change since {since}: {listed(stayed)}."


class Group(NamedTuple):
    """Measures that belong together: all of one outcome, or simply all."""

    title: str
    rows: tuple[tuple[int, str], ...]
    """Number and name of each measure."""


def groups(measures: Sequence[Measure]) -> list[Group]:
    """The measures as tables show them."""
    named = [(k, capital(m.name)) for k, m in enumerate(measures)]
    outcomes = dict.fromkeys(m.outcome for m in measures if m.kind == "dimension")
    if len(outcomes) < 2:
        return [Group("", tuple(named))]
    titles = {m.outcome: f": {m.name}" for m in measures if m.kind == "outcome"}
    return [
        Group(titles[outcome], tuple(row for row in named if measures[row[0]].outcome == outcome))
        for outcome in outcomes
    ]


def score_tables(
    one: Series, measures: Sequence[Measure], *, dates: Sequence[str], full: bool
) -> Iterator[Block]:
    """Every measure at every date; a few dates to a table."""
    shown = list(range(len(dates)))
    left_out = len(dates) - COLUMNS if not full else 0
    if left_out > 0:
        shown = [0, *shown[1 - COLUMNS :]]
    for group in groups(measures):
        for start in range(0, len(shown), COLUMNS):
            part = shown[start : start + COLUMNS]
            rows = tuple(
                (name, *(cell(one.points[n].scores[k]) for n in part)) for k, name in group.rows
            )
            columns = ("", *(dates[n] for n in part))
            title = f"Scores{group.title}" if start == 0 else ""
            yield Table(title, columns, (False, *(True for _ in part)), rows)
    yield Paragraph("± is one standard error." + pole_text(measures), "quiet")
    if left_out > 0:
        what = "1 date" if left_out == 1 else f"{left_out} dates"
        yield Paragraph(f"{what} in between: --full shows all.", "quiet")


def pole_text(measures: Sequence[Measure]) -> str:
    """Which pole the points of dimensions are for, where only one is shown."""
    poles = [m.name for m in measures if m.kind == "outcome"]
    if len(poles) != 2 or len(groups(measures)) > 1:
        return ""
    return f" Dimensions tell the points for {poles[0]}; {poles[1]} has the rest to 100."


def cell(score: Score) -> str:
    """A score with its standard error."""
    return with_error(score.score, score.variance)


def comparison_blocks(
    compared: Comparison, measures: Sequence[Measure], *, rubric: Rubric, since: str
) -> Iterator[Block]:
    """What changed between two assessments."""
    for group in groups(measures):
        rows = tuple(
            (name, signed(compared.changes[k]), verdict(compared.changes[k]))
            for k, name in group.rows
        )
        title = f"Change since {since}{group.title}"
        yield Table(title, ("", "Points", "What that is"), (False, True, False), rows)
    lines = []
    if compared.crossing is not None:
        lines.append(crossing_text(compared.crossing, rubric))
    lines += [
        f"“{gate.name}” {GATES[gate.after]} now; before, it {before(gate.before)}."
        for gate in compared.gates
    ]
    if lines:
        yield Bullets("", tuple(lines))


def before(state: str) -> str:
    """How a condition stood earlier."""
    return {"pass": "held", "fail": "did not hold", "unknown": "was unknown"}[state]


def signed(change: Change) -> str:
    """A difference with its sign."""
    return "" if change.difference is None else f"{rounded(change.difference, 1):+}"


def verdict(change: Change, *, most: Fraction = HUNDRED) -> str:
    """Whether a change is reliable, and if not, how much it would take; `most` can be reached."""
    if change.difference is None:
        return "no score at one of the two dates"
    if change.reliable is None or change.needed is None:
        return "its error is not known: one question"
    if change.reliable:
        return "reliable change"
    if change.needed > most:
        return "no reliable change (too few questions for any change to be)"
    needed = rounded(change.needed, 1)
    if abs(rounded(change.difference, 1)) >= needed:
        return f"no reliable change (just short of the {needed} points it needs)"
    return f"no reliable change (needs at least {needed} points)"


def crossing_text(crossed: Crossing, rubric: Rubric) -> str:
    """Another level or leader, and whether that counts."""
    old, new = (texts_for(rubric, name).name for name in (crossed.before, crossed.after))
    readiness = rubric.model == "readiness"
    said = f"the level by the fit went from “{old}” to “{new}”"
    if not readiness:
        said = f"{new} is ahead now; before, it was {old}"
    if crossed.counts:
        return f"{capital(said)}, and that counts: the change is reliable."
    what, most = ("fit", HUNDRED) if readiness else ("lead", 2 * HUNDRED)
    moved = f"the {what} moved by {signed(crossed.change)}, {verdict(crossed.change, most=most)}"
    return f"{capital(said)}. That does not count as a change: {moved}."


def apart_blocks(found: Progress) -> Iterator[Block]:
    """The assessments that are not compared, by reason."""
    for why, text in WHY.items():
        rows = tuple(
            " · ".join(filter(None, (a.at[:10], a.id, a.name, a.sentence)))
            for a in found.apart
            if a.why == why
        )
        if rows:
            yield Paragraph(text)
            yield Bullets("", rows)


def progress_text(found: Progress) -> str:
    """The same as JSON; numbers are rounded to nine decimals."""
    report = {
        "format": "rolefit-progress",
        "format_version": 1,
        "engine": __version__,
        "progress": found.model_dump(mode="json"),
    }
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"
