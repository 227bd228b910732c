"""The verdict in words: one sentence for each label, and whether open answers could change it."""

from __future__ import annotations

from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.sentences import capital, in_words, join_words, percent
from rolefit.reports.words import LABELS
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import Advice
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.verdict import CLOSE


def headline(assessment: Assessment, rubric: Rubric) -> str:
    """The verdict in one sentence, with its label; a condition that fails may name it."""
    verdict = assessment.verdict
    label, page = LABELS[verdict.label], page_of(assessment)
    match verdict.label:
        case "not_yet":
            return _failed_text(assessment, rubric)
        case "not_enough_answers":
            lost, most = percent(assessment.lost_weight), percent(assessment.rubric.max_lost_weight)
            return (
                f"{label}. {lost} of what counts has no score yet; at most {most} may be missing."
            )
        case "conditional":
            return _conditional_text(assessment, rubric)
        case _ if verdict.height is not None:
            return f"{capital(page.result(assessment, rubric))}."
        case _:
            named = naming_advice(assessment, rubric)
            beside = f" {capital(named.name)}." if named is not None and named.name else ""
            return f"{label}: {page.result(assessment, rubric)}.{beside}"


def _failed_text(assessment: Assessment, rubric: Rubric) -> str:
    """What is so where conditions rule everything out: by its name, or by theirs."""
    named = naming_advice(assessment, rubric)
    if named is not None and named.name:
        return f"{capital(named.name)}."
    failed = [g.name for g in assessment.gates if g.on_fail == "exclude" and g.state == "fail"]
    names = join_words([f"“{name}”" for name in failed])
    fail = "condition fails" if len(failed) == 1 else "conditions fail"
    which = f"{capital(in_words(len(failed)))} {fail}"
    return f"{LABELS[assessment.verdict.label]}. {which}: {names}."


def _conditional_text(assessment: Assessment, rubric: Rubric) -> str:
    """A result that open answers may still take back, and what it depends on."""
    verdict, result = assessment.verdict, page_of(assessment).result(assessment, rubric)
    waits = join_words(list(_waiting_for(assessment, rubric)))
    # Nothing that is too close to call can be promised under a condition.
    label = verdict.strength if verdict.strength in CLOSE else verdict.label
    said = capital(result) if verdict.height else f"{LABELS[label]}: {result}"
    return f"{said}. It still depends on {waits}."


def _waiting_for(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What a conditional result depends on: conditions, and least scores that are open."""
    verdict = assessment.verdict
    gates = {gate.id: gate.name for gate in assessment.gates}
    found = [f"“{gates[name]}”" for name in verdict.conditions]
    names = join_words([rubric.dimensions[name].name for name in verdict.needs_open])
    if names:
        found.append(f"the least score that it needs in {names}")
    return found


def naming_advice(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """What is said where a failed condition names the result."""
    name = assessment.verdict.named_by
    return next((gate.verdict for gate in rubric.gates if gate.id == name), None)


def figures(assessment: Assessment, rubric: Rubric) -> str:
    """The numbers behind the headline, as a sentence; empty without scores."""
    return page_of(assessment).figures(assessment, rubric)


def standing_text(assessment: Assessment) -> str:
    """Whether open questions could change the result, as a sentence."""
    verdict = assessment.verdict
    waiting = [m for m in assessment.missing if m.state in ("skipped", "dont_know")]
    match verdict.status:
        case "not_enough_answers":
            return ""
        case "settled" if not waiting:
            return "Every question that applies was answered."
        case "settled":
            return "Open questions cannot change it."
        case "provisional" if verdict.leader_settled:
            what = page_of(assessment).WORDS.changes
            return f"Open questions cannot change {what}, but conditions depend on them."
        case _:
            return "Open questions could still change it."
