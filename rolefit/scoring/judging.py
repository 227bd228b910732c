"""From an evaluation to a verdict: which label, whether it is settled, and on what it hangs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rolefit.scoring.assessment import (
    Assessment,
    Basis,
    HeldBy,
    QualityFlag,
    Sensitivity,
    Verdict,
)
from rolefit.scoring.evaluate import model_of
from rolefit.scoring.flips import Flips, one_answer_turns, turned_by_one
from rolefit.scoring.models.base import no_verdict
from rolefit.scoring.verdict import CLOSE, Evaluation, free_outcomes, status_of


def judge(
    evaluation: Evaluation,
    flags: tuple[QualityFlag, ...],
    sensitive: Sensitivity | None,
    ways: Flips | None = None,
) -> Verdict:
    """The verdict, by margin, error, gates, flags and how sensitive the result is to weights.

    Flip sets that were found already spare the search for a single answer that turns it.
    """
    return hold_back_if_turned(evaluation, judge_scores(evaluation, flags, sensitive), ways)


def judge_scores(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict as if no single answer could turn it."""
    rubric, gates = evaluation.rubric, evaluation.gates
    free = free_outcomes(rubric, gates)
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
            lost_for=_without_score(evaluation, free),
            allowed=rubric.settings.max_lost_weight,
        )
        return no_verdict("not_enough_answers", "not_enough_answers", basis, leader_settled=False)
    return model_of(rubric).verdict(evaluation, flags, sensitive)


def hold_back_if_turned(
    evaluation: Evaluation, verdict: Verdict, ways: Flips | None = None
) -> Verdict:
    """A verdict that is clear only where no single answer turns it."""
    if verdict.strength != "clear":
        return verdict
    match one_answer_turns(evaluation) if ways is None else turned_by_one(evaluation, ways):
        case False:
            return verdict
        case True:
            return held_at_leaning(verdict, "single_answer")
        case _:
            return held_at_leaning(verdict, "untried_answers")


def _without_score(evaluation: Evaluation, free: Sequence[str]) -> tuple[str, ...]:
    """The outcomes that could lead and have no score; none where no other one has a score."""
    ids, tallied = evaluation.rubric.outcome_ids, evaluation.tallied
    found = tuple(o for k, o in enumerate(ids) if o in free and not tallied.scored(k))
    return () if len(found) == len(ids) else found


def held_at_leaning(verdict: Verdict, why: HeldBy) -> Verdict:
    """A clear verdict that a single answer would turn, as far as is known, is leaning."""
    label = "leaning" if verdict.label == "clear" else verdict.label
    basis = verdict.basis.model_copy(update={"held_by": why})
    return verdict.model_copy(update={"label": label, "strength": "leaning", "basis": basis})


Undecided = Literal["not_enough_answers", "not_yet", "neither", "close"]
"""Why answers settle no role."""


def role_of(assessment: Assessment) -> str | Undecided:
    """The role that the answers settle, or why they settle none."""
    verdict = assessment.verdict
    if verdict.label == "not_enough_answers":
        return "not_enough_answers"
    if verdict.label == "not_yet":
        return "not_yet"
    if verdict.height is not None:
        return verdict.height
    if verdict.strength in CLOSE or verdict.outcome is None:
        return "close"
    return verdict.outcome
