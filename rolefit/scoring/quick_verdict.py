"""The verdict on a set of answers, with nothing worked out that it does not hang on."""

from __future__ import annotations

from typing import NamedTuple

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import ResponseSet
from rolefit.scoring import quality
from rolefit.scoring.assessment import GateResult, QualityFlag, Verdict
from rolefit.scoring.evaluate import stand
from rolefit.scoring.evaluation import Standing
from rolefit.scoring.judgement import judge
from rolefit.scoring.sensitivity import sensitivity


class Judged(NamedTuple):
    """What a case can expect of an assessment."""

    verdict: Verdict
    quality: tuple[QualityFlag, ...]
    gates: tuple[GateResult, ...]


def judged(rubric: Rubric, answers: ResponseSet) -> Judged:
    """The verdict on responses whose branches were followed, with flags and gates."""
    return weighed(stand(rubric, answers), quality.flags(rubric, answers))


def weighed(standing: Standing, flags: tuple[QualityFlag, ...]) -> Judged:
    """The verdict on a standing: the same as in a whole assessment.

    How sensitive a result is to the weights matters only for one that would be clear.
    """
    verdict = judge(standing, flags, None)
    if verdict.strength == "clear":
        verdict = judge(standing, flags, sensitivity(standing))
    return Judged(verdict, flags, standing.gates)
