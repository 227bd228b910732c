"""Change over time: dated scores, what moved by more than answering again would, and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.exact import rounded, shares
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.reports.pages.limits import PROGRESS, limit_section
from rolefit.reports.pages.progress.changes import (
    Steps,
    change_blocks,
    dates_of,
    dimension_blocks,
    head_blocks,
    score_tables,
    steps,
    summary,
)
from rolefit.reports.pages.score.sentences import capital
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import group_in_words
from rolefit.studies.editions.attribution import PARTS, EditionSpan, Part
from rolefit.studies.progress import Progress, Series, SpanComparison, Why

_BACKWARDS = (
    "The dates do not rise: answers of an earlier day were kept later, or the clock of this "
    "computer was set back. The order is the one in which the assessments were kept."
)
WHY: dict[Why, str] = {
    "content": "They answered another content of this rubric. Scores of different questions are "
    "not comparable; what looks like a change could be the questions.",
    "quick": "They were stopped early, as soon as the result was settled. That is enough for a "
    "result, but not for a change: questions are missing.",
    "unreadable": "Their answers cannot be read against this rubric.",
}
_BY: dict[Part, str] = {
    "answers": "by answers",
    "questions": "by questions",
    "weights": "by weights",
}
_SHARED = (
    "The last three columns add up to the change. Each is what that part does on average, over all "
    "orders in which the three can change. By questions: what is asked, what answers are worth. "
    "Only what new answers did can say something about you; new questions also ask what was not "
    "asked before, so read even that with care."
)
_HOW = (
    "A change counts when it is more than answering the same questions on another day would move "
    "the score, when nothing has changed but each answer may be a notch off (with a chance of "
    "{noise} for each neighbouring answer of a scale, and of {noise} for another one of a list): "
    "more than 1.96 times the error that this makes at both dates (reliable change index, Jacobson "
    "& Truax 1991, with this error). Of twenty scores that did not really change, about one counts "
    "by chance. Which questions are asked is another error, the ± next to a score; it is left out "
    "here, for they were the same ones. The rule does not tell why a score changed; answering the "
    "same questions again can be a reason of its own."
)

_HOW_IN_SHORT = (
    "A change counts when it is more than answering the same questions on another day would move "
    "the score. Of twenty scores that did not really change, about one counts by chance. It does "
    "not tell why a score changed; answering the same questions again can be a reason of its own. "
    "--full tells how this is worked out."
)


def progress_page(found: Progress, rubric: Rubric, *, full: bool = False) -> Page:
    """The whole page; `full` shows every date instead of the first and the last three.

    It also adds every answer that moved, and the scores as tables.
    """
    sections = [
        Section(heading(one, found), tuple(_series_blocks(one, found, rubric=rubric, full=full)))
        for one in found.series
    ]
    sections += [Section(_span_title(one), tuple(span_blocks(one))) for one in found.editions]
    sections.append(Section("Not compared", tuple(_apart_blocks(found))))
    if any(one.overall for one in found.series):
        how = _HOW.format(noise=rubric.settings.answer_noise) if full else _HOW_IN_SHORT
        sections.append(Section("How change is told", (Paragraph(how, "quiet"),)))
    sections.append(limit_section(PROGRESS, rubric, full=full))
    kept = filled_sections(sections)
    return Page(f"Progress: {rubric.title}", f"{found.rubric} {found.version}", kept)


def heading(one: Series, found: Progress) -> str:
    """Whose assessments these are, where that is not plain."""
    group = "" if one.group == "self" else f"answered by: {one.group}"
    if one.about is not None:
        group = f"about {one.about}, by {group_in_words(one.group)}"
    named = " · ".join(filter(None, (one.name, group)))
    return named or ("No name given" if len(found.series) > 1 else "")


def _nameless(one: Series) -> str:
    """What is taken for granted of assessments that name nobody."""
    if one.name is not None or one.about is not None or len(one.points) < 2:
        return ""
    return "No name was given: all of these are taken to be one respondent's."


def _series_blocks(one: Series, found: Progress, *, rubric: Rubric, full: bool) -> Iterator[Block]:
    """What one respondent's assessments say."""
    dates = dates_of(one, full=full)
    results = tuple(f"{dates.labels[n]}: {one.points[n].sentence}" for n in dates.shown)
    if one.overall is None:
        yield Paragraph(f"One assessment so far. {results[0]}")
        yield Paragraph("Change can be told from the second one on.", "quiet")
        return

    def steps_since(compared: SpanComparison, since: str) -> Steps:
        return Steps(compared, steps(compared, one.points, found.measures), since, rubric)

    overall = steps_since(one.overall, dates.labels[0])
    yield Paragraph(summary(overall), "verdict")
    if one.backwards:
        yield Paragraph(_BACKWARDS, "warning")
    yield Bullets("", results)
    done = tuple(line for point in one.points for line in point.done)
    if done:
        yield Bullets("Steps done", done)
    if _nameless(one):
        yield Paragraph(_nameless(one), "quiet")
    yield from head_blocks(one, found.measures, rubric=rubric, dates=dates)
    yield from change_blocks(overall, full=full)
    if one.latest is not None:
        yield from change_blocks(steps_since(one.latest, dates.labels[-2]), full=full)
    yield from dimension_blocks(one, found.measures, rubric=rubric, dates=dates)
    if full:
        yield from score_tables(one, found.measures, dates)


def _span_title(one: EditionSpan) -> str:
    """Which two editions are held against each other, and whose answers."""
    title = f"From edition {one.version_before} to {one.version_after}"
    return f"{title}: {one.name}" if one.name else title


def span_blocks(one: EditionSpan) -> Iterator[Block]:
    """What new answers, new questions and new weights did to each score."""
    yield Paragraph(
        f"{one.carried} answers of {one.since_day} still mean the same; {one.dropped} do not."
    )
    if not one.changes:
        text = "Too few answers can be carried to tell what the questions did to the scores."
        yield Paragraph(text)
        return
    rows = []
    for change in one.changes:
        before, after = rounded(change.before, 1), rounded(change.after, 1)
        parts = shares([share.points for share in change.shares], whole=after - before)
        cells = (before, after, *(f"{part:+}" for part in (after - before, *parts)))
        rows.append((capital(change.measure.name), *map(str, cells)))
    columns = ("", one.since_day, one.until_day, "Change", *(_BY[part] for part in PARTS))
    yield Table("", columns, (False, *(True,) * 6), tuple(rows))
    yield Paragraph(_SHARED, "quiet")


def _apart_blocks(found: Progress) -> Iterator[Block]:
    """The assessments that are not compared, by reason."""
    for why, text in WHY.items():
        rows = tuple(
            " · ".join(filter(None, (a.day, a.id, a.name, a.sentence)))
            for a in found.apart
            if a.why == why
        )
        if rows:
            yield Paragraph(text)
            yield Bullets("", rows)


def progress_sentence(found: Progress, rubric: Rubric) -> str:
    """What changed for everybody, in a sentence each."""
    return " ".join(filter(None, (_series_sentence(one, found, rubric) for one in found.series)))


def _series_sentence(one: Series, found: Progress, rubric: Rubric) -> str:
    """What changed for one respondent, by name where there is one."""
    name = heading(one, found)
    told = one.points[-1].sentence
    if one.overall is not None:
        rows = steps(one.overall, one.points, found.measures)
        told = summary(Steps(one.overall, rows, dates_of(one, full=False).labels[0], rubric))
    return f"{name}: {told}" if name else told
