"""What no answer tells a memo: who decides, and by when."""

from __future__ import annotations

from typing import NamedTuple


class Occasion(NamedTuple):
    """Who decides, and by when; what was not said is left to be agreed."""

    decider: str | None = None
    day: str | None = None
    """The last day for the decision, like 2026-12-04."""
