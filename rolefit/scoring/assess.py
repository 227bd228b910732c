"""assess(rubric, responses) -> Assessment: the one evaluator. Pure: no clock, disk or terminal."""

from __future__ import annotations

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import OPEN, Responses, changed_since, read
from rolefit.rubric.texts import text_of
from rolefit.scoring import quality
from rolefit.scoring.alternatives import Alternatives, Sensitivity
from rolefit.scoring.assessment import Assessment, GateResult, Missing, RubricName, Verdict
from rolefit.scoring.breakdown import (
    contributions,
    dimension_score,
    elevation,
    outcome_scores,
    preference,
    unscored_answers,
)
from rolefit.scoring.certainty import confidence, missing, worst
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.evidence import evidence
from rolefit.scoring.fit_texts import fit_texts
from rolefit.scoring.flips import flips
from rolefit.scoring.gate_flips import gate_flips
from rolefit.scoring.judgement import judge
from rolefit.scoring.models import model_of
from rolefit.scoring.plan import plan
from rolefit.scoring.sensitivity import sensitivity


def assess(rubric: Rubric, responses: Responses) -> Assessment:
    """Weigh one respondent's answers.

    Raises Invalid where an answer cannot be read; partial answers are welcome.
    """
    answers = read(rubric, responses)
    flags = quality.flags(rubric, answers, responses.seconds)
    evaluation = evaluate(rubric, answers)
    sensitive = sensitivity(evaluation)
    verdict = judge(evaluation, flags, sensitive)
    lacking = tuple(missing(evaluation, verdict))
    name = rubric_name(rubric)
    applicable = [i for i in rubric.items if answers[i.id].state in ("answered", *OPEN)]
    found = Assessment.model_construct(
        rubric=name,
        respondent=responses.respondent.name,
        group=responses.respondent.group,
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
        alternatives=alternatives(evaluation, verdict, sensitive, lacking),
        lost_weight=evaluation.tallied.lost,
        answered=sum(1 for item in applicable if answers[item.id].state == "answered"),
        applicable=len(applicable),
        answers=answers,
    )
    return found.model_copy(update={"gates": gates_in_words(rubric, found)})


def gates_in_words(rubric: Rubric, found: Assessment) -> tuple[GateResult, ...]:
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
) -> Alternatives:
    """What would change the result, and how much it would take."""
    return Alternatives.model_construct(
        flips=flips(evaluation),
        gates=gate_flips(evaluation),
        plan=plan(evaluation),
        next_band=model_of(evaluation.rubric).next_band(evaluation),
        sensitivity=sensitive,
        worst=worst(evaluation),
        evidence=evidence(evaluation, verdict, lacking),
    )


def rubric_name(rubric: Rubric) -> RubricName:
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
