"""The verdict on a set of answers, with nothing worked out that it does not hang on."""

from __future__ import annotations

from typing import NamedTuple

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import ResponseSet
from rolefit.scoring import quality
from rolefit.scoring.assessment import GateResult, QualityFlag, Verdict
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.judgement import judge
from rolefit.scoring.sensitivity import sensitivity


class QuickVerdict(NamedTuple):
    """What a case can expect of an assessment."""

    verdict: Verdict
    quality: tuple[QualityFlag, ...]
    gates: tuple[GateResult, ...]


def quick_verdict(rubric: Rubric, answers: ResponseSet) -> QuickVerdict:
    """The verdict on responses whose branches were followed, with flags and gates."""
    return verdict_on(evaluate(rubric, answers), quality.flags(rubric, answers))


def verdict_on(evaluation: Evaluation, flags: tuple[QualityFlag, ...]) -> QuickVerdict:
    """The verdict on an evaluation: the same as in a whole assessment.

    How sensitive a result is to the weights matters only for one that would be clear.
    """
    verdict = judge(evaluation, flags, None)
    if verdict.strength == "clear":
        verdict = judge(evaluation, flags, sensitivity(evaluation))
    return QuickVerdict(verdict, flags, evaluation.gates)
