"""The reasons that scoring gives as codes and values, put into words; JSON has both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rolefit.exact import HUNDRED, readable, rounded, rounded_root
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import (
    Assessment,
    Basis,
    BasisCode,
    Confidence,
    DimensionScore,
    Distance,
    GateResult,
    HeldBy,
    OutcomeScore,
    PartLeftOut,
    QualityFlag,
    Sensitivity,
    Verdict,
)
from rolefit.scoring.certainty import ALMOST, NEAR
from rolefit.scoring.verdict import CLOSE, share_text

_DISTANCES: dict[Distance, str] = {
    "margin": "the margin",
    "cut_score": "the distance to the nearest cut score",
    "least_score": "the distance to the least score that the level needs",
}
_BASES: dict[BasisCode, str] = {
    "equal_scores": "the leading outcomes have exactly the same score",
    "below_threshold": "{distance} is below {threshold} points",
    "within_error": "{distance} is below its standard error of {error} points",
    "below_clear": "{distance} is below the {sure} points that would be clear",
    "clear": "{distance} is at least the {sure} points that are clear",
    "only_outcome": "no other outcome can lead",
    "no_edge": "no cut score decides the level while its conditions fail",
    "no_score": "the level depends on what has no score yet",
    "scales_apart": "scales are told one by one; none of them wins",
    "condition_fails": "a condition of success does not hold: {gates}",
    "too_few_answers": "{lost} of the weight cannot be scored; at most {allowed} may be missing",
}
_HELD_BY: dict[HeldBy, str] = {
    "quality_flags": "{signs} signs put the answers in doubt",
    "weights": "other plausible weights could turn it",
    "single_answer": "one answer alone would change the result",
    "untried_answers": "too many single answers could change the result",
}
PARTS: dict[PartLeftOut, str] = {
    "changes": "what would change it",
    "plan": "the plan",
    "open_answers": "what each open answer could change",
}
"""What is left out of a report that would take too long, as it is called there."""


def left_out_text(assessment: Assessment, rubric: Rubric) -> str:
    """What a report does not tell because it would take too long; empty where that is nothing."""
    gates = {gate.id: gate.name for gate in rubric.gates}
    left = [f"the condition “{gates[name]}”" for name in assessment.left_out]
    left += [PARTS[part] for part in assessment.parts_left_out]
    if not left:
        return ""
    return f"Not worked out: too many combinations. This is about: {'; '.join(left)}."


# --- the verdict -------------------------------------------------------------------------------


def basis_text(verdict: Verdict) -> str:
    """By which rule a verdict was reached, and what keeps it from being clear."""
    basis = verdict.basis
    words = _BASES[basis.code]
    reason = words.format(**_basis_figures(verdict))
    held = held_text(basis)
    return f"{reason}; no more than leaning, {held}" if held else reason


def _basis_figures(verdict: Verdict) -> dict[str, str]:
    """What a rule compared, as the sentences about rules name it."""
    basis, variance = verdict.basis, verdict.variance
    return {
        "distance": _DISTANCES[basis.distance] if basis.distance else "",
        "threshold": "" if basis.threshold is None else str(rounded(basis.threshold, 1)),
        "error": "" if variance is None else str(rounded_root(variance, 1)),
        "sure": "" if variance is None else _clear_from(verdict),
        "gates": " and ".join(basis.gates),
        "lost": "" if basis.lost is None else share_text(basis.lost),
        "allowed": "" if basis.allowed is None else share_text(basis.allowed),
    }


def held_text(basis: Basis) -> str:
    """Why a verdict is no more than leaning; nothing where its margin alone decides."""
    if basis.held_by is None:
        return ""
    words = _HELD_BY[basis.held_by]
    return f"because {words.format(signs=basis.signs)}"


def _clear_from(verdict: Verdict) -> str:
    """The points from which on a margin is clear."""
    assert verdict.variance is not None
    assert verdict.t is not None
    return str(rounded_root(verdict.t**2 * verdict.variance, 1))


# --- how sure it is ----------------------------------------------------------------------------


def precision_text(assessment: Assessment) -> str:
    """How far the margin is from one that would be clear."""
    verdict = assessment.verdict
    match assessment.confidence.precision_code:
        case "no_margin":
            return "there is no margin to judge"
        case "no_rival":
            if assessment.fit is not None:
                return "no cut score or least score decides the level"
            return "there is no rival to compare it with"
        case "no_error":
            return "no error of these answers could bridge it"
        case "clear":
            beyond = f"less than {_clear_from(verdict)} would be unsure"
        case "far_enough":
            beyond = f"{_clear_from(verdict)} would be enough"
        case "moderate" | "low":
            beyond = f"{_clear_from(verdict)} would be clear"
    assert verdict.margin is not None
    return f"the distance is {rounded(verdict.margin, 1)} points; {beyond}"


def completeness_text(assessment: Assessment) -> str:
    """What is open, and whether it could change the result."""
    sure = assessment.confidence
    match sure.completeness_code:
        case "condition_fails":
            return "no other answer matters while a condition fails"
        case "too_few_answers":
            return basis_text(assessment.verdict)
        case "all_answered":
            return "every question that applies was answered"
        case "open_settled":
            whom = "it" if sure.open_questions == 1 else "them"
            return f"{_open_text(sure)}; no answer to {whom} can change the result"
        case "open":
            return f"{_open_text(sure)}; the answers could change the result"


def _open_text(sure: Confidence) -> str:
    """How many questions are open."""
    return f"{sure.open_questions} question{'s' if sure.open_questions > 1 else ''} open"


def robustness_text(assessment: Assessment) -> str:
    """What other plausible weights would do."""
    found = assessment.alternatives.sensitivity
    match assessment.confidence.robustness_code:
        case "no_result":
            return "there is no result that weights could change"
        case "nothing_overtakes":
            return "no other weights could change it"
        case "robust" | "other_weights":
            assert found is not None
            return _same_in_text(found)
        case "near_weight":
            assert found is not None
            return f"{_same_in_text(found)}; {_nearest_text(found)}"


def _same_in_text(found: Sensitivity) -> str:
    """In how many of 100 weightings the result is the same."""
    certain = found.acceptability == 1 and found.nearest is None
    many = "all" if certain else in_100(found)
    return f"with other plausible weights the result is the same in {many}"


def _nearest_text(found: Sensitivity) -> str:
    """How little one weight would have to move."""
    assert found.nearest_change is not None
    small = found.nearest_change < NEAR / 10
    how = "less than 1 %" if small else share_text(found.nearest_change)
    return f"moving one weight by {how} of itself would change it"


def in_100(found: Sensitivity) -> str:
    """In how many of 100 weightings the result holds.

    Where several could overtake it, how often they do so together is not known: it holds at least
    where none does one by one, and at most where the strongest does not.
    """
    if found.acceptability >= ALMOST:
        return "more than 99 of 100"
    least = rounded(HUNDRED * found.acceptability)
    most = rounded(HUNDRED * min(rival.ahead for rival in found.rivals))
    return f"about {least} of 100" if least == most else f"{least} to {most} of 100"


# --- conditions that matter for the result -------------------------------------------------------


def concerns_leader(gate: GateResult, assessment: Assessment) -> bool:
    """Whether a gate is about what the verdict recommends."""
    verdict = assessment.verdict
    leaders = {verdict.outcome, *verdict.tied}
    undecided = leaders == {None} or verdict.strength in CLOSE
    return not gate.applies_to or undecided or bool(leaders & set(gate.applies_to))


def remedies(assessment: Assessment) -> list[GateResult]:
    """The gates that fail and decide: those that limit the result before those that only could."""
    failed = [g for g in assessment.gates if g.state == "fail" and g.on_fail != "flag"]
    return sorted(failed, key=lambda g: not limits(g, assessment))


def limits(gate: GateResult, assessment: Assessment) -> bool:
    """Whether a failed gate changes the result: it rules everything out, or caps the level."""
    if gate.on_fail == "cap_band":
        return gate.id in assessment.verdict.capped_by
    return concerns_leader(gate, assessment) or _would_lead(gate, assessment)


def _would_lead(gate: GateResult, assessment: Assessment) -> bool:
    """Whether what a gate rules out scores no less than what is recommended."""
    first = assessment.verdict.outcome
    least = assessment.outcome(first).score if first is not None else None
    scores = [assessment.outcome(name).score for name in gate.applies_to]
    return any(score is not None and (least is None or score >= least) for score in scores)


def blocked(assessment: Assessment) -> bool:
    """Whether a condition rules out everything, so that no result has to be explained yet."""
    return assessment.verdict.label == "not_yet"


def gates_that_matter(assessment: Assessment) -> Iterator[GateResult]:
    """The gates that can touch what the verdict recommends."""
    for gate in assessment.gates:
        if gate.on_fail != "flag" or concerns_leader(gate, assessment):
            yield gate


# --- answers and parts -------------------------------------------------------------------------


def flag_text(flag: QualityFlag) -> str:
    """What puts the answers in doubt, as a sentence."""
    number = len(flag.items)
    match flag.flag:
        case "long_string":
            if flag.number is not None:
                return f"The number {readable(flag.number)} was given {number} times in a row."
            return f"Place {flag.place} was chosen {number} times in a row."
        case "no_spread":
            return f"All {number} choices stand at the same place of their scale."
        case "acquiescence":
            return f"Statements that point in opposite directions were all rated {flag.rated}."
        case "contradiction":
            return flag.told or ""
        case "too_fast":
            return (
                f"The {number} timed answers took less than {flag.seconds} seconds each on average."
            )


def _assessment_texts(found: Assessment) -> dict[str, Any]:
    """What of an assessment JSON tells in words."""
    parts = [PARTS[one] for one in found.parts_left_out]
    return {"left_out": [*found.left_out, *parts]}


def confidence_texts(found: Assessment) -> dict[str, str]:
    """The three facts in words."""
    return {
        "precision_reason": precision_text(found),
        "completeness_reason": completeness_text(found),
        "robustness_reason": robustness_text(found),
    }


def _outcome_texts(one: OutcomeScore) -> dict[str, str]:
    """What a score is made of."""
    return {"reason": f"weighted mean of {one.averaged} of {one.all_dimensions} dimensions"}


def _dimension_texts(one: DimensionScore) -> dict[str, str]:
    """How many answers a score rests on."""
    asked = f"{one.answered} of {one.applicable} questions that apply were answered"
    return {"reason": asked}


TEXTS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Assessment: _assessment_texts,
    Verdict: lambda one: {"reason": basis_text(one)},
    OutcomeScore: _outcome_texts,
    DimensionScore: _dimension_texts,
    QualityFlag: lambda one: {"say": flag_text(one)},
}
"""The fields of JSON that are words, by the value that they belong to."""
TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Verdict": ("reason",),
    "Confidence": ("precision_reason", "completeness_reason", "robustness_reason"),
    "OutcomeScore": ("reason",),
    "DimensionScore": ("reason",),
    "QualityFlag": ("say",),
}
"""Their names, by the names of the values in a schema."""
