"""The verdict on a set of answers, with nothing worked out that it does not hang on."""

from __future__ import annotations

from typing import NamedTuple

from rolefit import quality
from rolefit.assessment import GateResult, QualityFlag, Verdict
from rolefit.judgement import judge
from rolefit.responses import ResponseSet
from rolefit.rubric import Rubric
from rolefit.sensitivity import sensitivity
from rolefit.standing import Standing, stand


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
