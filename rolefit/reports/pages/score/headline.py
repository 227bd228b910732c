"""The verdict in words: one sentence for each label, figures beside the words."""

from __future__ import annotations

from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.sentences import join_words, percent
from rolefit.reports.words import LABELS
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment


def headline(assessment: Assessment, rubric: Rubric) -> str:
    """The verdict in one sentence, with its label."""
    verdict = assessment.verdict
    label, page = LABELS[verdict.label], page_of(assessment)
    match verdict.label:
        case "not_yet":
            failed = [
                g.name for g in assessment.gates if g.on_fail == "exclude" and g.state == "fail"
            ]
            does = "does" if len(failed) == 1 else "do"
            return (
                f"{label}. {join_words([f'“{name}”' for name in failed])} {does} not hold so far."
            )
        case "not_enough_answers":
            lost, most = percent(assessment.lost_weight), percent(assessment.rubric.max_lost_weight)
            return f"{label}. {lost} of the weight cannot be scored; at most {most} may be missing."
        case "conditional":
            gates = {gate.id: gate.name for gate in assessment.gates}
            names = join_words([f"“{gates[g]}”" for g in verdict.conditions])
            return f"{label}: {page.result(assessment, rubric)}, provided that this holds: {names}."
        case _:
            return f"{label}: {page.result(assessment, rubric)}."


def figures(assessment: Assessment, rubric: Rubric) -> str:
    """The numbers behind the headline, as a sentence; empty without scores."""
    return page_of(assessment).figures(assessment, rubric)


def standing_text(assessment: Assessment) -> str:
    """Whether the result is settled, as a sentence."""
    verdict = assessment.verdict
    waiting = [m for m in assessment.missing if m.state in ("skipped", "dont_know")]
    match verdict.status:
        case "not_enough_answers":
            return ""
        case "settled" if not waiting:
            return "Settled: everything that applies was answered."
        case "provisional" if verdict.leader_settled:
            return (
                "Provisional: open answers cannot change what is recommended, but conditions hang "
                "on them."
            )
        case "settled":
            stays = page_of(assessment).WORDS.stays
            return f"Settled: whatever the open answers turn out to be, {stays}."
        case _:
            return "Provisional: answers that are still open could change it."
