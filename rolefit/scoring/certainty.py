"""How sure a result is: what is missing, what that could change, and the three facts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO, rounded, rounded_root
from rolefit.rubric.responses import OPEN, open_items
from rolefit.scoring import bounds
from rolefit.scoring.alternatives import Sensitivity, Worst
from rolefit.scoring.assessment import Confidence, Level, Missing, Verdict
from rolefit.scoring.effort import open_tries, within_effort
from rolefit.scoring.evaluate import reevaluate
from rolefit.scoring.evaluation import Evaluation, nothing_open
from rolefit.scoring.models import model_of
from rolefit.scoring.sensitivity import NEAR
from rolefit.scoring.tally import FULL_COVERAGE
from rolefit.scoring.verdict import share_text

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
    if verdict.label in ("not_yet", "not_enough_answers"):
        return Confidence.model_construct(
            precision=None,
            completeness=None,
            robustness=None,
            overall=None,
            precision_reason="there is no margin to judge",
            completeness_reason="no other answer matters while a condition fails"
            if verdict.label == "not_yet"
            else verdict.reason,
            robustness_reason="there is no result that weights could change",
        )
    precision, precision_reason = _precision_of(verdict)
    completeness, completeness_reason = _completeness_of(evaluation, verdict)
    robustness, robustness_reason = _robustness_of(sensitive)
    known = [level for level in (precision, completeness, robustness) if level is not None]
    return Confidence.model_construct(
        precision=precision,
        completeness=completeness,
        robustness=robustness,
        overall=min(known, key=("low", "moderate", "high").index),
        precision_reason=precision_reason,
        completeness_reason=completeness_reason,
        robustness_reason=robustness_reason,
    )


def _robustness_of(sensitive: Sensitivity | None) -> tuple[Level | None, str]:
    """Whether other plausible weights, and scores within their errors, give the same result."""
    if sensitive is None:
        return None, "nothing could overtake it"
    many = _in_100(sensitive.acceptability, certain=sensitive.nearest is None)
    said = f"with other plausible weights the result is the same in {many}"
    if sensitive.robust:
        return "high", said
    change = sensitive.nearest_change
    if change is not None and change <= NEAR:
        how = share_text(change) if change >= NEAR / 10 else "less than 1 %"
        said += f"; moving one weight by {how} of itself would change it"
    return ("moderate" if sensitive.acceptability >= _FAIR else "low"), said


def _in_100(chance: Fraction, *, certain: bool) -> str:
    """A chance as a number of 100: all of them only where no weight could change the result."""
    if chance == 1 and certain:
        return "all"
    return f"about {rounded(HUNDRED * chance)} of 100" if chance < ALMOST else "more than 99 of 100"


def _precision_of(verdict: Verdict) -> tuple[Level | None, str]:
    """How many standard errors the margin spans."""
    if verdict.margin is None:
        return None, "there is no rival to compare it with"
    assert verdict.variance is not None
    assert verdict.t is not None
    if verdict.variance == 0:
        return "high", "no error of these answers could bridge it"
    sure = rounded_root(verdict.t**2 * verdict.variance, 1)
    said = f"the distance is {rounded(verdict.margin, 1)} points"
    if verdict.margin**2 >= verdict.t**2 * verdict.variance and verdict.strength != "tie":
        clear = verdict.strength == "clear"
        beyond = f"less than {sure} would be unsure" if clear else f"{sure} would be enough"
        return "high", f"{said}; {beyond}"
    level: Level = "moderate" if verdict.margin**2 >= verdict.variance else "low"
    return level, f"{said}; {sure} would be clear"


def _completeness_of(evaluation: Evaluation, verdict: Verdict) -> tuple[Level, str]:
    """Whether what is still open could change the result."""
    waiting = sum(1 for _ in open_items(evaluation.rubric, evaluation.responses))
    if not waiting:
        return "high", "every question that applies was answered"
    said = f"{waiting} question{'s' if waiting > 1 else ''} open"
    if verdict.leader_settled:
        whom = "it" if waiting == 1 else "them"
        return "high", f"{said}; no answer to {whom} can change the result"
    thin = any(d.coverage < FULL_COVERAGE for d in evaluation.tallied.dimensions)
    return ("low" if thin else "moderate"), f"{said}; the answers could change the result"
