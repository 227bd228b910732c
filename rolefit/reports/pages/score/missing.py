"""What has no answer, and what an answer could do."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.exact import ZERO
from rolefit.reports.blocks import (
    Block,
    Bullets,
    Paragraph,
)
from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.sentences import figure
from rolefit.reports.words import STATES
from rolefit.rubric.responses import OPEN
from rolefit.scoring.assessment import Assessment, Missing, Verdict


def missing_blocks(assessment: Assessment) -> Iterator[Block]:
    """What has no answer, and whether it could change the result."""
    waiting = [m for m in assessment.missing if m.state in OPEN]
    waiting.sort(key=lambda m: -(m.swing or ZERO))
    items = tuple(_open_text(m, assessment) for m in waiting)
    # Without a verdict the same questions are what to do next; they need not stand here twice.
    if items and assessment.verdict.label != "not_enough_answers":
        yield Bullets("Still open", items)
        if len(items) > 1 or waiting[0].could_change is None:
            yield Paragraph(together(len(items), assessment.verdict), "quiet")
    apart = [m for m in assessment.missing if m.state == "not_applicable"]
    if apart:
        names = tuple(f"{m.item}{remark(m.remark)}" for m in apart)
        yield Bullets("Does not apply, and counts neither way", names)
    hidden = [m.item for m in assessment.missing if m.state == "not_presented"]
    if hidden:
        yield Bullets("Not asked, given other answers", (", ".join(hidden),))


def together(count: int, verdict: Verdict) -> str:
    """Whether all open answers at once could change the result."""
    said, those = ("It", "it") if count == 1 else ("Together they", "them")
    match verdict.status:
        case "provisional" if verdict.leader_settled:
            return f"{said} cannot change what is recommended, but conditions depend on {those}."
        case "settled":
            return f"{said} cannot change the result."
        case "provisional":
            return f"{said} could change the result."
        case "not_enough_answers":
            return "There is no result yet that they could change."


def remark(text: str | None) -> str:
    """A respondent's reason, behind a colon."""
    return f": {text}" if text else ""


def _open_text(m: Missing, assessment: Assessment) -> str:
    """One open question and whether its answer matters."""
    text = f"{m.item}: {m.ask} ({STATES[m.state]}{remark(m.remark)})"
    if m.could_change is None or m.swing is None:
        return text
    if not m.swing:
        moves = "A condition depends on it." if m.could_change else "Alone it changes nothing."
        return f"{text} {moves}"
    could = "could" if m.could_change else "cannot"
    moves = f"it moves {page_of(assessment).WORDS.measure} by up to {figure(m.swing)} points"
    what = page_of(assessment).WORDS.changes
    return f"{text} Alone it {could} change {what}; {moves}."
