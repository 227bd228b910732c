"""What an assessment comes to, so that two of them can be said to agree or not."""

from typing import Literal

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses, read
from rolefit.rubric.value import Value
from rolefit.scoring.assessment import Verdict
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.judgement import judge
from rolefit.scoring.models import model_of


class Result(Value):
    """What was found, without how strong it is."""

    kind: Literal["outcome", "band", "levels", "close", "not_yet", "not_enough_answers"]
    """`close` is a tie or too close to call: a result of its own, whoever is a little ahead."""
    names: tuple[str, ...]
    """The outcome, the band, or the outcomes that cannot be told apart."""
    conditions: tuple[str, ...]
    """Gates without an answer yet that could rule the result out, or lower the band."""


def result_of(verdict: Verdict, rubric: Rubric) -> Result:
    """The result of a verdict. Outcomes that are close are named in the order of the rubric."""
    if verdict.strength in ("not_yet", "not_enough_answers"):
        return Result.model_construct(kind=verdict.strength, names=(), conditions=())
    kind, names = model_of(rubric).result_names(verdict, rubric)
    return Result.model_construct(kind=kind, names=names, conditions=verdict.conditions)


def same(one: Result, other: Result) -> bool:
    """Whether two results name the same.

    Conditions are told beside a result, but do not make it another one: whether they hold is not
    known yet.
    """
    return (one.kind, one.names) == (other.kind, other.names)


def result_for(rubric: Rubric, responses: Responses) -> Result:
    """The result of responses. Raises Invalid where an answer cannot be read.

    Flags and weights decide between clear and leaning alone, so they are left out.
    """
    return result_of(judge(evaluate(rubric, read(rubric, responses)), (), None), rubric)
