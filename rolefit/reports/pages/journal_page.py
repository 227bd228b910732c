"""The journal as pages: what is kept in it, and whether that is intact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from shlex import quote

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.storage.journal.records import JournalEntry, Session, take
from rolefit.storage.journal.survey import Survey
from rolefit.storage.own import is_known

_HERE = "Everything is in one file on this computer, and nowhere else:"


def journal_page(
    entries: Sequence[JournalEntry], sessions: Sequence[Session], *, path: str
) -> Page:
    """Finished assessments and unfinished interviews."""
    sections = (
        Section("Finished", tuple(_entry_blocks(entries))),
        Section("Not finished", tuple(_session_blocks(sessions))),
        Section("", (Paragraph(f"{_HERE} {path}", "quiet"),)),
    )
    what = "assessment" if len(entries) == 1 else "assessments"
    kept = filled_sections(sections)
    return Page("Journal", f"{len(entries)} {what}", kept)


def _entry_blocks(entries: Sequence[JournalEntry]) -> Iterator[Block]:
    """A row for each assessment, in the order they were kept."""
    if not entries:
        yield Paragraph("No finished assessment is kept.")
        return
    rows = tuple(
        (e.id, e.day, ", ".join(filter(None, (e.rubric, e.name))), e.sentence) for e in entries
    )
    yield Table("", ("Id", "Date", "Rubric", "Result"), (False,) * 4, rows)
    pairs = pairwise(entries)
    if any(later.day < earlier.day or later.at < earlier.at for earlier, later in pairs):
        said = (
            "Some dates do not rise: answers of an earlier day were kept later, or the clock of "
            "this computer was set back."
        )
        yield Paragraph(said, "warning")
    last = entries[-1]
    own = "" if is_known(last.rubric) else " --rubric FILE"
    yield Paragraph(f"To see one again: rolefit journal show {last.id}{own}", "quiet")


def drafts_page(sessions: Sequence[Session]) -> Page:
    """Unfinished interviews, and how to go on with each."""
    count = many(len(sessions), "unfinished interview")
    blocks = tuple(_session_blocks(sessions)) or (Paragraph("No interview is unfinished."),)
    return Page("Drafts", count, (Section("", blocks),))


def _session_blocks(sessions: Sequence[Session]) -> Iterator[Block]:
    """A row for each unfinished interview, the last one first."""
    if not sessions:
        return
    rows = tuple((s.id, s.updated[:10], _asked_text(s), str(len(s.answers))) for s in sessions)
    columns = ("Id", "Last answer", "Rubric", "Answers")
    yield Table("", columns, (False, False, False, True), rows)
    first = sessions[0]
    who = f" --name {quote(first.name)}" if first.name and len(sessions) > 1 else ""
    yield Paragraph(f"To go on: {take(first)} --resume{who}", "quiet")


def _asked_text(session: Session) -> str:
    """What an unfinished interview asks, of or about whom."""
    about = f"about {session.about}" if session.about else ""
    return ", ".join(filter(None, (session.rubric, about, session.name)))


# --- What a check of the journal's file found -----------------------------------------------------


_WHOLE = "The journal is whole."
_SPOILT = "The journal is damaged."
_REPAIR = (
    "To save what can be read: rolefit journal repair. It writes a new file and keeps the damaged "
    "one next to it."
)


def check_page(found: Survey, *, path: str) -> Page:
    """What is wrong with the file, and how much of it can be read."""
    return Page("Check of the journal", path, (Section("", tuple(blocks(found))),))


def blocks(found: Survey) -> Iterator[Block]:
    """The finding first, then what it rests on."""
    if found.empty:
        yield Paragraph("The file is empty: nothing is kept in it.", "verdict")
        yield Paragraph("If something was, put back a copy from a backup.")
        return
    yield Paragraph(_SPOILT if found.damage else _WHOLE, "verdict")
    if found.damage:
        yield Bullets("What is wrong", found.damage)
    if found.remarks:
        yield Bullets("What to put right", found.remarks)
    yield Paragraph(f"{readable_text(found)} can be read.")
    if found.damage:
        yield Paragraph(_REPAIR)


def readable_text(found: Survey) -> str:
    """How much can be read."""
    return f"{many(len(found.entries), 'finished assessment')} and " + many(
        len(found.sessions), "unfinished interview"
    )


def many(count: int, noun: str) -> str:
    """A number of things."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
