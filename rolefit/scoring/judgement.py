"""From an evaluation to a verdict: which label, whether it is settled, and on what it hangs."""

from __future__ import annotations

from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import QualityFlag, Verdict
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.flips import one_answer_turns
from rolefit.scoring.models import model_of
from rolefit.scoring.models.base import no_verdict, status_of
from rolefit.scoring.verdict import excluding, share_text


def judge(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict, by margin, error, gates, flags and how sensitive the result is to weights."""
    rubric, gates = evaluation.rubric, evaluation.gates
    free = [o for o in rubric.outcome_ids if not excluding(gates, o, "fail")]
    if not free:
        failed = [g for g in gates if g.on_fail == "exclude" and g.state == "fail"]
        status = status_of(evaluation, leader_settled=True)
        reason = f"a condition of success does not hold: {' and '.join(g.name for g in failed)}"
        excluded = {g.id for g in failed}
        naming = (g.id for g in rubric.gates if g.id in excluded and g.verdict is not None)
        return no_verdict(
            "not_yet", status, reason, leader_settled=True, named_by=next(naming, None)
        )
    nobody_leads = rubric.demands.has_outcomes and not evaluation.leaders
    if evaluation.scores is None or nobody_leads:
        reason = (
            f"{share_text(evaluation.tallied.lost)} of the weight cannot be scored; "
            f"at most {share_text(rubric.settings.max_lost_weight)} may be missing"
        )
        return no_verdict("not_enough_answers", "not_enough_answers", reason, leader_settled=False)
    verdict = model_of(rubric).verdict(evaluation, flags, sensitive)
    if verdict.strength != "clear":
        return verdict
    match one_answer_turns(evaluation):
        case False:
            return verdict
        case True:
            return _held_at_leaning(verdict, "one answer alone would change the result")
        case _:
            return _held_at_leaning(verdict, "too many single answers could change the result")


def _held_at_leaning(verdict: Verdict, why: str) -> Verdict:
    """A clear verdict that a single answer would turn, as far as is known, is leaning."""
    label = "leaning" if verdict.label == "clear" else verdict.label
    reason = f"{verdict.reason}; no more than leaning, because {why}"
    return verdict.model_copy(update={"label": label, "strength": "leaning", "reason": reason})
