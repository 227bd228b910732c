"""Audits as text: the findings with their lines, then the page about the rubric."""

from __future__ import annotations

from collections.abc import Sequence

from rolefit.reports.formats import Canvas, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.audit import findings
from rolefit.reports.pages.audit.audit_page import audit_page
from rolefit.reports.pages.audit.findings import Audited


def document(ones: Sequence[Audited], canvas: Canvas) -> str:
    """All audits, one after another."""
    return "\n".join(render(one, canvas.look) for one in ones)


def render(one: Audited, look: Look) -> str:
    """One audit."""
    page = terminal.render(audit_page(one, with_findings=False), look)
    said = findings.text(one, look)
    return f"{said}\n{page}" if said else page
