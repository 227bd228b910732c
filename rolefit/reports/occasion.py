"""What no answer tells a memo: who decides, and by when."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Occasion(NamedTuple):
    """Who decides, and by when; what was not said is left to be agreed."""

    decider: str | None = None
    day: str | None = None
    """The last day for the decision, like 2026-12-04."""


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    if re.fullmatch(_DAY, text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
