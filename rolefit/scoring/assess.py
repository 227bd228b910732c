"""assess(rubric, responses) -> Assessment: the one evaluator. Pure: no clock, disk or terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import rater_view
from rolefit.rubric.responses import OPEN, Responses, changed_since, read
from rolefit.rubric.texts import text_of
from rolefit.scoring import quality
from rolefit.scoring.alternatives import Alternatives, FlipSet, Sensitivity
from rolefit.scoring.assessment import (
    Assessment,
    GateResult,
    Missing,
    PartLeftOut,
    RubricName,
    Verdict,
)
from rolefit.scoring.breakdown import (
    contributions,
    dimension_score,
    elevation,
    outcome_scores,
    preference,
    unscored_answers,
)
from rolefit.scoring.certainty import answers_are_tried, confidence, missing, worst
from rolefit.scoring.effort import conditions_left_out
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.evaluation import Evaluation, nothing_open
from rolefit.scoring.evidence import evidence
from rolefit.scoring.fit_texts import fit_texts
from rolefit.scoring.flips import flips
from rolefit.scoring.gate_flips import gate_flips
from rolefit.scoring.judgement import judge
from rolefit.scoring.models import model_of
from rolefit.scoring.moves import TooManyWays
from rolefit.scoring.plan import plan
from rolefit.scoring.sensitivity import sensitivity

Part = TypeVar("Part")


def assess(rubric: Rubric, responses: Responses) -> Assessment:
    """Weigh one respondent's answers.

    Raises Invalid where an answer cannot be read; partial answers are welcome.
    """
    answers = read(rubric, responses)
    rubric = rater_view(rubric, responses.respondent.about)
    flags = quality.flags(rubric, answers, responses.seconds)
    evaluation = evaluate(rubric, answers)
    sensitive = sensitivity(evaluation)
    verdict = judge(evaluation, flags, sensitive)
    lacking = tuple(missing(evaluation, verdict))
    name = _rubric_name(rubric)
    applicable = [i for i in rubric.items if answers[i.id].state in ("answered", *OPEN)]
    changes, ways_left_out = alternatives(evaluation, verdict, sensitive, lacking)
    found = Assessment.model_construct(
        rubric=name,
        respondent=responses.respondent.name,
        group=responses.respondent.group,
        about=responses.respondent.about,
        date=responses.day,
        rubric_changed=changed_since(name.hash, responses),
        verdict=verdict,
        outcomes=outcome_scores(evaluation),
        preference=preference(evaluation),
        elevation=elevation(evaluation),
        fit=evaluation.fit.score if evaluation.fit else None,
        dimensions=tuple(dimension_score(evaluation, d) for d in evaluation.tallied.dimensions),
        contributions=tuple(contributions(evaluation, verdict)),
        unscored=unscored_answers(evaluation),
        gates=evaluation.gates,
        missing=lacking,
        quality=flags,
        confidence=confidence(evaluation, verdict, sensitive),
        alternatives=changes,
        lost_weight=evaluation.tallied.lost,
        answered=sum(1 for item in applicable if answers[item.id].state == "answered"),
        applicable=len(applicable),
        evidenced=sum(1 for item in applicable if answers[item.id].evidence is not None),
        answers=answers,
        left_out=conditions_left_out(evaluation),
        parts_left_out=(*ways_left_out, *_tries_left_out(evaluation)),
    )
    return found.model_copy(update={"gates": _gates_in_words(rubric, found)})


def _gates_in_words(rubric: Rubric, found: Assessment) -> tuple[GateResult, ...]:
    """The gates with what of their texts fits the answers."""
    spoken = {gate.id: gate for gate in fit_texts(rubric, found).gates}
    return tuple(
        result.model_copy(
            update={
                "reason": text_of(spoken[result.id].reason),
                "fix": text_of(spoken[result.id].fix) or None,
            }
        )
        for result in found.gates
    )


def alternatives(
    evaluation: Evaluation,
    verdict: Verdict,
    sensitive: Sensitivity | None,
    lacking: tuple[Missing, ...],
) -> tuple[Alternatives, tuple[PartLeftOut, ...]]:
    """What would change the result, how much it would take, and what of that was left out."""
    no_ways: tuple[FlipSet, ...] = ()
    ways, ways_out = _unless_too_many(partial(flips, evaluation), no_ways, "changes")
    way_up, plan_out = _unless_too_many(partial(plan, evaluation), None, "plan")
    found = Alternatives.model_construct(
        flips=ways,
        gates=gate_flips(evaluation),
        plan=way_up,
        next_band=model_of(evaluation.rubric).next_band(evaluation),
        sensitivity=sensitive,
        worst=worst(evaluation),
        evidence=evidence(evaluation, verdict, lacking),
    )
    return found, (*ways_out, *plan_out)


def _unless_too_many(
    work_out: Callable[[], Part], otherwise: Part, name: PartLeftOut
) -> tuple[Part, tuple[PartLeftOut, ...]]:
    """A part of a report, or its name where too many combinations would have to be looked at."""
    try:
        return work_out(), ()
    except TooManyWays:
        return otherwise, (name,)


def _tries_left_out(evaluation: Evaluation) -> tuple[PartLeftOut, ...]:
    """Whether single open answers were not tried out."""
    tried = nothing_open(evaluation) or answers_are_tried(evaluation)
    return () if tried else ("open_answers",)


def _rubric_name(rubric: Rubric) -> RubricName:
    """Which rubric this is."""
    return RubricName.model_construct(
        name=rubric.rubric,
        version=rubric.version,
        hash=rubric.content_hash,
        title=rubric.title,
        model=rubric.model,
        evidence_status=rubric.evidence_status,
        indifference_threshold=rubric.settings.indifference_threshold,
        max_lost_weight=rubric.settings.max_lost_weight,
    )
