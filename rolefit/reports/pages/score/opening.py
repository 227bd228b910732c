"""What a report begins with next to its verdict: whose it is, and doubts about the answers."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.reports.blocks import Block, Paragraph
from rolefit.scoring.assessment import Assessment


def subtitle(assessment: Assessment) -> str:
    """Who, when, with which rubric."""
    name = f"{assessment.rubric.name} {assessment.rubric.version}"
    return " · ".join(filter(None, (who(assessment), name)))


def who(assessment: Assessment) -> str:
    """Who and when."""
    group = "" if assessment.group == "self" else f"answered by: {assessment.group}"
    parts = [assessment.respondent or "", group, assessment.date or ""]
    return " · ".join(part for part in parts if part)


def warnings(assessment: Assessment) -> Iterator[Block]:
    """Another rubric than the one answered, and signs that answers were given without reading."""
    if assessment.rubric_changed:
        yield Paragraph(
            "The rubric has changed since these answers were given: its content differs from the "
            "one named in the file. They were scored against the present content.",
            "warning",
        )
    for flag in assessment.quality:
        where = f" ({', '.join(flag.items)})" if flag.flag == "contradiction" else ""
        yield Paragraph(f"About the answers: {flag.say}{where}", "warning")
