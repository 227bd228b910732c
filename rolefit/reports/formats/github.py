"""Findings as annotations on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from rolefit.reports.formats import Canvas
from rolefit.reports.pages.audit import findings
from rolefit.reports.pages.audit.findings import Audited


def document(ones: Sequence[Audited], _canvas: Canvas) -> str:
    """A line for each finding of every audit."""
    return "".join(findings.github(one.findings) for one in ones)
