"""Evidence beside an answer: what can be shown for it.

An answer is a respondent's word. One that quotes something, with its source, can be looked up.
"""

import re
from datetime import date
from typing import Any

from rolefit.rubric.conditions import Line, Prose, Value
from rolefit.rubric.items.base import Unreadable

EVIDENCE = "evidence"
"""The key beside an answer, in a responses file."""
LONGEST_QUOTE, LONGEST_SOURCE = 2000, 200
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORM = 'like evidence: {quote: "4,112 visits in May", source: "web statistics", date: 2026-06-01}'


class Proof(Value):
    """What can be shown for an answer."""

    quote: Prose
    """The words or figures themselves."""
    source: Line
    """Where they stand, or who said them."""
    date: str | None = None
    """The day they are of, like 2026-06-01."""

    def shown(self) -> str:
        """The quote with where and when, on one line."""
        when = f", {self.date}" if self.date else ""
        return f"“{' '.join(self.quote.split())}” ({self.source}{when})"


def read_proof(raw: Any) -> Proof | None:
    """The evidence of a file's value; None where it was left empty. Raises Unreadable."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise Unreadable("`evidence` needs a quote and its source", _FORM)
    other = [key for key in raw if key not in ("quote", "source", "date")]
    if other:
        raise Unreadable("`evidence` knows quote, source and date, and nothing else", _FORM)
    quote = _text(raw.get("quote"), "quote", LONGEST_QUOTE)
    source = _text(raw.get("source"), "source", LONGEST_SOURCE)
    if "\n" in source or "\r" in source:
        raise Unreadable("`source` must stand on one line", _FORM)
    return Proof.model_construct(quote=quote, source=source, date=_day(raw.get("date")))


def _text(raw: Any, name: str, longest: int) -> str:
    """A text that says something. Raises Unreadable."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        raise Unreadable(f"`evidence` lacks its {name}", _FORM)
    if not isinstance(raw, str):
        raise Unreadable(f"`{name}` must be a text", "put it in quotes")
    if len(raw) > longest:
        raise Unreadable(f"`{name}` has {len(raw)} characters; at most {longest} are read",
                         "quote the line that matters")  # fmt: skip
    return raw


def _day(raw: Any) -> str | None:
    """A day, where one is given. Raises Unreadable."""
    if raw is None or (isinstance(raw, str) and is_day(raw)):
        return raw
    raise Unreadable("`date` of the evidence: expected a day, like 2026-06-01")


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    if re.fullmatch(_DAY, text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
