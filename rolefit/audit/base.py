"""What an audit check finds, and how bad that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
Path = tuple[str | int, ...]
ProgressCallback = Callable[[str, int, int], None]
"""Told what is being worked out, how far it is, and out of how much."""

SEED = 20260101
"""Where random respondents start: the same for everybody, so that audits can be compared."""


class Finding(NamedTuple):
    """One thing that a check found."""

    path: Path
    """Where in the rubric: keys as text, places in a list as numbers."""
    message: str
    hint: str = ""
    severity: Severity | None = None
    """Where it differs from the severity of its check."""
