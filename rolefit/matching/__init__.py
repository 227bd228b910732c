"""A company's need and the candidates for it: who covers what is needed, and what stays open."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit import quality
from rolefit.assessment import Assessment, QualityFlag
from rolefit.matching.holding import Held, held
from rolefit.matching.needs import need_for
from rolefit.reliable_change import RELIABLE
from rolefit.responses import Responses, changed_since, read
from rolefit.rubric import Rubric
from rolefit.scoring import assess
from rolefit.standing import Standing, stand
from rolefit.tally import difference, value_of
from rolefit.value import Number, Value
from rolefit.verdict import excluding, of_margin

CLASSES = {"fits": 0, "short": 0, "open": 1, "ruled_out": 2}
CLOSE = ("tie", "too_close_to_call")


class Entrant(NamedTuple):
    """A candidate's sheet under the name it is listed by."""

    name: str
    responses: Responses


class Shown(Value):
    """Points of one dimension for each outcome, in the order of the need's rubric."""

    dimension: str
    scores: tuple[Number, ...] | None
    """None where too little was answered."""


class Candidate(Value):
    """One candidate's sheet."""

    name: str
    person: str | None
    """The name in the file; two sheets may be about one person."""
    rubric_changed: bool
    """The sheet was filled in for another content of its rubric."""
    quality: tuple[QualityFlag, ...]
    profile: tuple[Shown, ...]


class Placed(Value):
    """A candidate's place among the candidates."""

    held: Held
    place: int
    """By class, then by what is left open; equals share a place: 1, 1, 3."""
    best: int
    """The first place that the errors of the sheets leave possible."""
    worst: int
    """The last one."""


class Holding(Value):
    """All candidates held against a need for one outcome, in order of place."""

    outcome: str
    tolerance: Number
    """Points that may stay open: the need itself is known no closer than this."""
    from_error: bool
    """It is 1.96 standard errors of the need rather than the indifference threshold."""
    loose: bool
    """So much may stay open that half of what is needed would do: the need is hardly known."""
    left_out: tuple[str, ...]
    """Dimensions that the company's answers cannot score."""
    entrants: tuple[Placed, ...]

    @property
    def fitting(self) -> tuple[Placed, ...]:
        """Those who cover the need."""
        return tuple(one for one in self.entrants if one.held.state == "fits")


class Match(Value):
    """A need with the candidates for it."""

    need: Assessment
    needs: tuple[Shown, ...]
    """What the company needs, in every dimension and for every outcome."""
    candidates: tuple[Candidate, ...]
    holdings: tuple[Holding, ...]
    """One for each outcome that the company may need; none where no role is settled."""

    @property
    def anybody(self) -> bool:
        """Whether somebody covers the need for some outcome that may be needed."""
        return any(holding.fitting for holding in self.holdings)


def match(need: tuple[Rubric, Responses], rubric: Rubric, entrants: Sequence[Entrant]) -> Match:
    """Hold candidates' sheets against a company's need.

    The rubrics must measure alike (see pairing). Raises Invalid where answers cannot be read.
    """
    needing, responses = need
    assessment = assess(needing, responses)
    company = stand(needing, read(needing, responses))
    seen = [stand(rubric, read(rubric, one.responses)) for one in entrants]
    return Match.model_construct(
        need=assessment,
        needs=profile(company, needing),
        candidates=tuple(
            candidate(one, standing, needing) for one, standing in zip(entrants, seen, strict=True)
        ),
        holdings=tuple(holding(company, o, seen) for o in needed(assessment, company)),
    )


def candidate(entrant: Entrant, standing: Standing, need: Rubric) -> Candidate:
    """One candidate's sheet."""
    responses = entrant.responses
    return Candidate.model_construct(
        name=entrant.name,
        person=responses.respondent.name,
        rubric_changed=changed_since(standing.rubric.content_hash, responses),
        quality=quality.flags(standing.rubric, standing.responses, responses.seconds),
        profile=profile(standing, need),
    )


def profile(standing: Standing, need: Rubric) -> tuple[Shown, ...]:
    """The points in each dimension, dimensions and outcomes in the order of the need's rubric."""
    ids = standing.rubric.outcome_ids
    numbers = [ids.index(outcome) for outcome in need.outcome_ids]
    by_name = {d.name: d for d in standing.tallied.scoreable}
    return tuple(
        Shown.model_construct(
            dimension=name,
            scores=tuple(by_name[name].score(value_of(k)) for k in numbers)
            if name in by_name
            else None,
        )
        for name in need.dimensions
    )


def needed(assessment: Assessment, company: Standing) -> tuple[str, ...]:
    """The outcomes that a company may need, by its own verdict; none where no role is settled."""
    verdict = assessment.verdict
    if verdict.outcome is None and not verdict.tied:
        return ()
    if verdict.outcome is not None and verdict.strength not in CLOSE:
        return (verdict.outcome,)
    ids = company.rubric.outcome_ids
    first = ids.index(company.leaders[0])
    return tuple(
        outcome
        for k, outcome in enumerate(ids)
        if outcome in company.leaders
        or (not excluding(company.gates, outcome, "fail") and close(company, first, k))
    )


def close(company: Standing, first: int, other: int) -> bool:
    """Whether an outcome is too close to the leading one to be told from it."""
    assert company.scores is not None
    margin = company.scores[first] - company.scores[other]
    variance = company.tallied.variance(difference(first, other), floors=2)
    threshold = company.rubric.settings.indifference_threshold
    return of_margin(margin, variance, threshold).label in CLOSE


def holding(company: Standing, outcome: str, seen: Sequence[Standing]) -> Holding:
    """Every candidate held against a need for one outcome."""
    need = need_for(company, outcome)
    found = [held(need, standing, k) for k, standing in enumerate(seen)]
    return Holding.model_construct(
        outcome=outcome,
        tolerance=need.tolerance,
        from_error=need.tolerance > need.threshold,
        loose=need.covered(need.score / 2),
        left_out=tuple(name for name in company.rubric.dimensions if name not in need.dimensions),
        entrants=placed(found),
    )


def order(one: Held) -> tuple[int, Fraction]:
    """What candidates are placed by: their class, then what the need leaves open at worst.

    Both depend on the sheet only through scores for the needed outcome and conditions of the role,
    so a better answer never loses a place.
    """
    return CLASSES[one.state], span(one)[1]


def span(one: Held) -> tuple[Fraction, Fraction]:
    """What the need leaves open: one figure, or the ends of what an open sheet can come to."""
    if one.leaves is None or one.state == "open":
        return one.low, one.high
    return one.leaves, one.leaves


def placed(found: Sequence[Held]) -> tuple[Placed, ...]:
    """Candidates in order, each with its place and the places that the errors leave possible.

    The place never gets worse by a better answer. The range may: an answer can change the error.
    """
    rows = [
        Placed.model_construct(
            held=one,
            place=1 + sum(order(other) < order(one) for other in found),
            best=1 + sum(ahead(other, one) for other in found),
            worst=len(found) - sum(ahead(one, other) for other in found),
        )
        for one in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.place, row.held.candidate)))


def ahead(first: Held, second: Held) -> bool:
    """Whether one candidate is ahead of another by more than the error of the two sheets.

    The error of the need is left out: it is one and the same on both sides. Within a class the
    difference counts beyond 1.96 standard errors; an open sheet counts at its worst or best end.
    """
    if CLASSES[first.state] != CLASSES[second.state]:
        return CLASSES[first.state] < CLASSES[second.state]
    lead = span(second)[0] - span(first)[1]
    if lead <= 0 or first.own_variance is None or second.own_variance is None:
        return False
    return lead**2 > RELIABLE**2 * (first.own_variance + second.own_variance)
