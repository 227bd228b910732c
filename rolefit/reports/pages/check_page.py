"""What a check of the journal's file found."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section
from rolefit.storage.journal.survey import Survey

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
    yield Paragraph(f"{readable(found)} can be read.")
    if found.damage:
        yield Paragraph(_REPAIR)


def readable(found: Survey) -> str:
    """How much can be read."""
    return f"{many(len(found.entries), 'finished assessment')} and " + many(
        len(found.sessions), "unfinished interview"
    )


def many(count: int, noun: str) -> str:
    """A number of things."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
