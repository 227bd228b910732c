"""What a report begins with next to its verdict: whose it is, and doubts about the answers."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.reports.blocks import Block, Paragraph
from rolefit.reports.pages.score.grounds import flag_text
from rolefit.rubric.raters import group_in_words
from rolefit.scoring.assessment import Assessment


def subtitle(assessment: Assessment) -> str:
    """Who, when, with which rubric."""
    name = f"{assessment.rubric.name} {assessment.rubric.version}"
    return " · ".join(filter(None, (who(assessment), name)))


def who(assessment: Assessment) -> str:
    """Who and when."""
    parts = [answered_by(assessment), assessment.date or ""]
    return " · ".join(part for part in parts if part)


def answered_by(assessment: Assessment) -> str:
    """Whose answers these are: a name and a group, or of a rater whom they are about."""
    if assessment.about is None:
        group = "" if assessment.group == "self" else f"answered by: {assessment.group}"
        return " · ".join(filter(None, (assessment.respondent, group)))
    rater = f" ({assessment.respondent})" if assessment.respondent else ""
    return f"about {assessment.about}, by {group_in_words(assessment.group)}{rater}"


def warnings(assessment: Assessment) -> Iterator[Block]:
    """Another rubric than the one answered, and signs that answers were given without reading."""
    if assessment.about is not None:
        yield Paragraph(
            f"These are the answers of {group_in_words(assessment.group)} about "
            f"{assessment.about}. Where this report says “you”, it speaks to {assessment.about}.",
            "quiet",
        )
    if assessment.rubric_changed:
        yield Paragraph(
            "The rubric has changed since these answers were given: its content differs from the "
            "one named in the file. They were scored against the present content.",
            "warning",
        )
    for flag in assessment.quality:
        where = f" ({', '.join(flag.items)})" if flag.flag == "contradiction" else ""
        yield Paragraph(f"About the answers: {flag_text(flag)}{where}", "warning")
