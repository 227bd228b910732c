"""A plan as a calendar file (iCalendar, RFC 5545) with whole days and no alarm but the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from rolefit import __version__
from rolefit.safe_text import sanitize

_FOLD = 74
"""Bytes of a line; RFC 5545 allows 75 with what begins a folded one."""


class Day(NamedTuple):
    """One entry of a calendar: a whole day."""

    day: date
    summary: str
    text: str = ""
    reminds: bool = False
    """Whether the calendar reminds of it, a day before."""


def calendar_text(days: tuple[Day, ...], *, name: str, whose: str, stamp: date) -> str:
    """The entries as the text of a calendar file; the same text for the same entries.

    `whose` tells the plans of two people apart. `stamp` is the day of the assessment: no clock, so
    that writing it again changes nothing.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//rolefit//{__version__}//EN",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for one in days for line in _event(one, f"{name}\0{whose}", stamp)),
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _fold_line(line))


def _event(one: Day, plan: str, stamp: date) -> Iterator[str]:
    """One entry. Its UID follows from what it says: importing twice makes no doubles."""
    uid = sha256(f"{plan}\0{one.summary}".encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@rolefit"
    yield f"DTSTAMP:{_digits(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(one.day)}"
    yield f"SUMMARY:{_text(one.summary)}"
    if one.text:
        yield f"DESCRIPTION:{_text(one.text)}"
    yield "TRANSP:TRANSPARENT"
    if one.reminds:
        reminder = ("ACTION:DISPLAY", f"DESCRIPTION:{_text(one.summary)}", "TRIGGER:-P1D")
        yield from ("BEGIN:VALARM", *reminder, "END:VALARM")
    yield "END:VEVENT"


def _digits(day: date) -> str:
    """A day in eight digits; some systems leave zeros out of early years."""
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text as a value: what would end it is escaped."""
    plain = "\n".join(sanitize(line) for line in text.split("\n"))
    for character in ("\\", ";", ","):
        plain = plain.replace(character, f"\\{character}")
    return plain.replace("\n", "\\n")


def _fold_line(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, no character cut in two."""
    piece, size = "", 0
    for character in line:
        more = len(character.encode())
        if size + more > _FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + more
    yield piece
