"""How sure a result is: what is missing, what that could change, and the three facts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from rolefit.exact import ZERO
from rolefit.rubric.responses import OPEN, open_items
from rolefit.scoring import bounds
from rolefit.scoring.alternatives import Sensitivity, Worst
from rolefit.scoring.assessment import (
    CompletenessCode,
    Confidence,
    Level,
    Missing,
    PrecisionCode,
    RobustnessCode,
    Verdict,
)
from rolefit.scoring.effort import open_tries, within_effort
from rolefit.scoring.evaluate import reevaluate
from rolefit.scoring.evaluation import Evaluation, nothing_open
from rolefit.scoring.models import model_of
from rolefit.scoring.sensitivity import NEAR
from rolefit.scoring.tally import FULL_COVERAGE

ALMOST = Fraction(995, 1000)
"""Acceptability above this would be shown as 100 %, which it never is."""
_FAIR = Fraction(3, 4)
"""Least acceptability of a moderately robust result."""
MOST_SPLITS = 64
"""Families of completions up to which single answers are tried out one by one."""


def missing(evaluation: Evaluation, verdict: Verdict) -> Iterator[Missing]:
    """Items without an answer, and whether one to them alone could change the recommendation."""
    tried = answers_are_tried(evaluation)
    for item in evaluation.rubric.items:
        response = evaluation.responses[item.id]
        if response.state == "answered":
            continue
        could, swing = None, None
        asked = evaluation.scores is not None and verdict.label != "not_yet"
        if response.state in OPEN and asked and tried:
            could, swing = effect(evaluation, item.id)
        yield Missing.model_construct(
            item=item.id,
            ask=item.ask,
            state=response.state,
            remark=response.remark,
            could_change=could,
            swing=swing,
        )


def answers_are_tried(evaluation: Evaluation) -> bool:
    """Whether every answer to every open item can be tried out."""
    few = len(evaluation.outlook.splits) <= MOST_SPLITS
    return few and within_effort(evaluation, open_tries(evaluation))


def effect(evaluation: Evaluation, name: str) -> tuple[bool, Fraction]:
    """Whether an answer could change who leads, and by how much answers move the margin or fit."""
    item = evaluation.rubric.item(name)
    turned = False
    reached = []
    for answers in bounds.possible_answers(evaluation.rubric, evaluation.responses, item):
        then = reevaluate(evaluation, answers, name)
        turned = turned or then.leaders != evaluation.leaders
        if then.scores is not None:
            reached.append(model_of(then.rubric).lead_in(then, evaluation))
    return turned, (max(reached) - min(reached)) if reached else ZERO


def worst(evaluation: Evaluation) -> Worst | None:
    """The result if every open answer spoke against it; None where nothing is open."""
    if evaluation.scores is None or not evaluation.leaders or nothing_open(evaluation):
        return None
    return model_of(evaluation.rubric).worst(evaluation)


def confidence(
    evaluation: Evaluation, verdict: Verdict, sensitive: Sensitivity | None
) -> Confidence:
    """Three facts, and the worst of those that are known."""
    waiting = sum(1 for _ in open_items(evaluation.rubric, evaluation.responses))
    if verdict.label in ("not_yet", "not_enough_answers"):
        fails = verdict.label == "not_yet"
        return Confidence.model_construct(
            precision=None,
            completeness=None,
            robustness=None,
            overall=None,
            precision_code="no_margin",
            completeness_code="condition_fails" if fails else "too_few_answers",
            robustness_code="no_result",
            open_questions=waiting,
        )
    precision, precision_code = _precision_of(verdict)
    completeness, completeness_code = _completeness_of(evaluation, verdict, waiting)
    robustness, robustness_code = _robustness_of(sensitive)
    known = [level for level in (precision, completeness, robustness) if level is not None]
    return Confidence.model_construct(
        precision=precision,
        completeness=completeness,
        robustness=robustness,
        overall=min(known, key=("low", "moderate", "high").index),
        precision_code=precision_code,
        completeness_code=completeness_code,
        robustness_code=robustness_code,
        open_questions=waiting,
    )


def _robustness_of(sensitive: Sensitivity | None) -> tuple[Level | None, RobustnessCode]:
    """Whether other plausible weights, and scores within their errors, give the same result."""
    if sensitive is None:
        return None, "nothing_overtakes"
    if sensitive.robust:
        return "high", "robust"
    change = sensitive.nearest_change
    near = change is not None and change <= NEAR
    level: Level = "moderate" if sensitive.acceptability >= _FAIR else "low"
    return level, "near_weight" if near else "other_weights"


def _precision_of(verdict: Verdict) -> tuple[Level | None, PrecisionCode]:
    """How many standard errors the margin spans."""
    if verdict.margin is None:
        return None, "no_rival"
    assert verdict.variance is not None
    assert verdict.t is not None
    if verdict.variance == 0:
        return "high", "no_error"
    if verdict.margin**2 >= verdict.t**2 * verdict.variance and verdict.strength != "tie":
        return "high", "clear" if verdict.strength == "clear" else "far_enough"
    level: Literal["moderate", "low"] = (
        "moderate" if verdict.margin**2 >= verdict.variance else "low"
    )
    return level, level


def _completeness_of(
    evaluation: Evaluation, verdict: Verdict, waiting: int
) -> tuple[Level, CompletenessCode]:
    """Whether what is still open could change the result."""
    if not waiting:
        return "high", "all_answered"
    if verdict.leader_settled:
        return "high", "open_settled"
    thin = any(d.coverage < FULL_COVERAGE for d in evaluation.tallied.dimensions)
    return "low" if thin else "moderate", "open"
