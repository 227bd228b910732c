"""What can be shown: answers with evidence beside them, and the result on those alone."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.reports.blocks import Block, Paragraph, Table
from rolefit.reports.pages.score.result import headline
from rolefit.reports.pages.score.sentences import answer_count, capital
from rolefit.reports.words import LABELS
from rolefit.rubric.model import Rubric
from rolefit.rubric.topics import in_english
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.assessment import Assessment, Contribution, Unscored

_COLUMNS = ("Item", "Answer", "Evidence", "Source")


def proof_text(assessment: Assessment, rubric: Rubric, proved: Assessment | None) -> str:
    """How many answers can be shown, and what comes out on those alone where that was asked for."""
    shown, given = assessment.evidenced, assessment.answered
    if proved is not None:
        of = f"{shown} of {given} answers"
        if not shown:
            return (
                f"On what can be shown ({of}): nothing yet. Put evidence next to the answers that "
                "matter most, as a quote with its source."
            )
        return f"On what can be shown ({of}): {_within_a_sentence(proved, rubric)}"
    if not shown:
        return ""
    rest = given - shown
    comes = "comes" if shown == 1 else "come"
    others = f"; the other {rest} are the respondent's word" if rest else ""
    return f"Evidence: {shown} of {given} answers {comes} with a quote and its source{others}."


def _within_a_sentence(proved: Assessment, rubric: Rubric) -> str:
    """A verdict to follow a colon: `leaning, a doer fits better than a conductor.`"""
    said = headline(proved, fit_texts(rubric, proved))
    label = LABELS[proved.verdict.label]
    return in_english(said.replace(f"{label}: ", f"{label}, ", 1))


def proof_blocks(
    assessment: Assessment, rubric: Rubric, proved: Assessment | None
) -> Iterator[Block]:
    """The same, then every quote beside its answer, and what has none."""
    said = proof_text(assessment, rubric, proved)
    if not said:
        return
    yield Paragraph(said)
    given: list[Contribution | Unscored] = [*assessment.contributions, *assessment.unscored]
    shown = [one for one in given if one.evidence is not None]
    if shown:
        yield Table("Answers that can be shown", _COLUMNS, (False,) * 4, tuple(map(_row, shown)))
    words_only = [one.item for one in given if one.evidence is None]
    if shown and words_only:
        number = capital(answer_count(len(words_only), "answer"))
        yield Paragraph(f"{number} without evidence: {', '.join(words_only)}.", "quiet")


def _row(one: Contribution | Unscored) -> tuple[str, str, str, str]:
    """One answer with its quote and source."""
    assert one.evidence is not None
    when = f", {one.evidence.date}" if one.evidence.date else ""
    return one.item, one.answer, one.evidence.quote, f"{one.evidence.source}{when}"
