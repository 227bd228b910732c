"""assess(rubric, responses) -> Assessment: the one evaluator. Pure: no clock, disk or terminal."""

from __future__ import annotations

from rolefit import quality
from rolefit.assessment import Assessment, RubricName
from rolefit.breakdown import (
    contributions,
    dimension_score,
    elevation,
    outcome_scores,
    preference,
    unscored,
)
from rolefit.certainty import confidence, missing
from rolefit.judgement import judge
from rolefit.responses import OPEN, Responses, changed_since, read
from rolefit.rubric import Rubric
from rolefit.standing import stand


def assess(rubric: Rubric, responses: Responses) -> Assessment:
    """Weigh one respondent's answers.

    Raises Invalid where an answer cannot be read; partial answers are welcome.
    """
    answers = read(rubric, responses)
    flags = quality.flags(rubric, answers, responses.seconds)
    standing = stand(rubric, answers)
    verdict = judge(standing, flags)
    name = named(rubric)
    applicable = [i for i in rubric.items if answers[i.id].state in ("answered", *OPEN)]
    return Assessment.model_construct(
        rubric=name,
        respondent=responses.respondent.name,
        group=responses.respondent.group,
        date=responses.day,
        rubric_changed=changed_since(name.hash, responses),
        verdict=verdict,
        outcomes=outcome_scores(standing),
        preference=preference(standing),
        elevation=elevation(standing),
        fit=standing.fit.score if standing.fit else None,
        dimensions=tuple(dimension_score(standing, d) for d in standing.tallied.dimensions),
        contributions=tuple(contributions(standing, verdict)),
        unscored=unscored(standing),
        gates=standing.gates,
        missing=tuple(missing(standing, verdict)),
        quality=flags,
        confidence=confidence(standing, verdict),
        lost_weight=standing.tallied.lost,
        answered=sum(1 for item in applicable if answers[item.id].state == "answered"),
        applicable=len(applicable),
    )


def named(rubric: Rubric) -> RubricName:
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
