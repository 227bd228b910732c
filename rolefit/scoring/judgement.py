"""From an evaluation to a verdict: which label, whether it is settled, and on what it hangs."""

from __future__ import annotations

from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import Basis, HeldBy, QualityFlag, Verdict
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.flips import one_answer_turns
from rolefit.scoring.models import model_of
from rolefit.scoring.models.base import no_verdict, status_of
from rolefit.scoring.verdict import excluding


def judge(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict, by margin, error, gates, flags and how sensitive the result is to weights."""
    rubric, gates = evaluation.rubric, evaluation.gates
    free = [o for o in rubric.outcome_ids if not excluding(gates, o, "fail")]
    if not free:
        failed = [g for g in gates if g.on_fail == "exclude" and g.state == "fail"]
        status = status_of(evaluation, leader_settled=True)
        basis = Basis.model_construct(code="condition_fails", gates=tuple(g.name for g in failed))
        excluded = {g.id for g in failed}
        naming = (g.id for g in rubric.gates if g.id in excluded and g.verdict is not None)
        return no_verdict(
            "not_yet", status, basis, leader_settled=True, named_by=next(naming, None)
        )
    nobody_leads = rubric.demands.has_outcomes and not evaluation.leaders
    if evaluation.scores is None or nobody_leads:
        basis = Basis.model_construct(
            code="too_few_answers",
            lost=evaluation.tallied.lost,
            allowed=rubric.settings.max_lost_weight,
        )
        return no_verdict("not_enough_answers", "not_enough_answers", basis, leader_settled=False)
    verdict = model_of(rubric).verdict(evaluation, flags, sensitive)
    if verdict.strength != "clear":
        return verdict
    match one_answer_turns(evaluation):
        case False:
            return verdict
        case True:
            return _held_at_leaning(verdict, "single_answer")
        case _:
            return _held_at_leaning(verdict, "untried_answers")


def _held_at_leaning(verdict: Verdict, why: HeldBy) -> Verdict:
    """A clear verdict that a single answer would turn, as far as is known, is leaning."""
    label = "leaning" if verdict.label == "clear" else verdict.label
    basis = verdict.basis.model_copy(update={"held_by": why})
    return verdict.model_copy(update={"label": label, "strength": "leaning", "basis": basis})
