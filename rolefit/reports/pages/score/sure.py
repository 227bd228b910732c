"""How sure a result is, in a word and a few sentences with figures that mean something."""

from __future__ import annotations

from rolefit.exact import HUNDRED, rounded
from rolefit.reports.pages.score.changes import one_turns
from rolefit.reports.pages.score.headline import standing_text
from rolefit.reports.pages.score.models import page_of
from rolefit.rubric.model import Label, Rubric
from rolefit.scoring.assessment import Assessment, Level
from rolefit.scoring.certainty import ALMOST
from rolefit.scoring.verdict import CLOSE

_LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
_HIGHEST: dict[Label, Level] = {
    "tie": "low",
    "too_close_to_call": "low",
    "leaning": "moderate",
}
"""What a verdict that is not clear leaves of the three facts."""


def overall(assessment: Assessment) -> Level | None:
    """How sure the result is: the worst of the three facts, and no more than its label says."""
    level = assessment.confidence.overall
    if level is None:
        return None
    return min(level, _HIGHEST.get(assessment.verdict.strength, "high"), key=_LEVELS.index)


def sure_text(assessment: Assessment, rubric: Rubric) -> str:
    """How sure it is: the word, the distance, what open answers and other weights could do."""
    verdict = assessment.verdict
    if verdict.label == "not_enough_answers":
        asked = f"{assessment.answered} of {assessment.applicable} questions are answered"
        return f"How sure: nothing can be said yet; {asked}."
    if verdict.label == "not_yet":
        return f"How sure: {_failed_count(assessment)}; no score makes up for that."
    parts = [f"How sure: {overall(assessment) or 'not known'}."]
    parts.append(page_of(assessment).distance(assessment, rubric))
    parts += [*_open_text(assessment), *_weights_text(assessment)]
    return " ".join(filter(None, parts))


def _failed_count(assessment: Assessment) -> str:
    """How many conditions decide where they rule everything out."""
    failed = sum(g.on_fail == "exclude" and g.state == "fail" for g in assessment.gates)
    return "it rests on one condition" if failed == 1 else f"it rests on {failed} conditions"


def _open_text(assessment: Assessment) -> list[str]:
    """What open questions could do; nothing where none is open."""
    if any(m.state in ("skipped", "dont_know") for m in assessment.missing):
        return [standing_text(assessment)]
    return []


def _weights_text(assessment: Assessment) -> list[str]:
    """What other weights could do, where something could overtake."""
    found = assessment.alternatives.sensitivity
    if found is None or assessment.verdict.strength in CLOSE or one_turns(assessment):
        return []
    if found.acceptability >= ALMOST and found.robust:
        return [
            "Other weightings hardly ever do."
            if _open_text(assessment)
            else "Other weightings hardly ever change it."
        ]
    if found.acceptability >= ALMOST:
        return []
    return [
        f"It holds with about {rounded(HUNDRED * found.acceptability)} of 100 other weightings."
    ]
