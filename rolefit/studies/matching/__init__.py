"""A company's need and the candidates for it: who covers it, and what stays uncovered."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Responses, Rubric, changed_since, read
from rolefit.scoring import certainty
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, QualityFlag
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.tally import value_of
from rolefit.scoring.verdict import CLOSE, Evaluation, excluding
from rolefit.studies.matching.candidate_match import match_candidate
from rolefit.studies.matching.needs import close, need_for
from rolefit.studies.matching.pairing import asked_of_both
from rolefit.studies.matching.places import RankedCandidate, rank_candidates


class CandidateSheet(NamedTuple):
    """A candidate's sheet under the name it is listed by."""

    name: str
    responses: Responses
    file: str | None = None
    """Where it can be read again."""


class ProfileScore(Value):
    """Points of one dimension for each outcome, in the order of the need's rubric."""

    dimension: str
    scores: tuple[Number, ...] | None
    """None where too little was answered."""


class Candidate(Value):
    """One candidate's sheet."""

    name: str
    person: str | None
    """The name in the first file about the same person."""
    file: str | None
    """Where the sheet can be read again."""
    rubric_changed: bool
    """The sheet was filled in for another content of its rubric."""
    quality: tuple[QualityFlag, ...]
    profile: tuple[ProfileScore, ...]


class RoleMatch(Value):
    """All sheets held against a need for one outcome, in order of place, a person's together."""

    outcome: str
    tolerance: Number
    """Points that may stay uncovered: the need itself is known no closer than this."""
    variance: Number | None
    """Squared standard error of the need's score, None where it is not known."""
    from_error: bool
    """It is 1.96 standard errors of the need rather than the indifference threshold."""
    loose: bool
    """The error is so wide that half of what is needed lies within it: the need is hardly known,
    and only who leaves nothing uncovered is said to cover it."""
    widest: str | None
    """The dimension that the need's error comes from most."""
    left_out: tuple[str, ...]
    """Dimensions that the company's answers cannot score."""
    listed: tuple[str, ...]
    """Dimensions of either side that the other one does not ask about: listed, not subtracted."""
    entrants: tuple[RankedCandidate, ...]

    @property
    def people(self) -> tuple[RankedCandidate, ...]:
        """Each person once, by the mean of the sheets about them."""
        return tuple(
            one.model_copy(update={"held": one.whole or one.held})
            for one in self.entrants
            if one.first
        )

    @property
    def fitting(self) -> tuple[RankedCandidate, ...]:
        """The people who cover the need, by the mean of the sheets about each."""
        return tuple(one for one in self.people if one.held.state == "fits")

    def sheets(self, row: RankedCandidate) -> tuple[RankedCandidate, ...]:
        """Every sheet about the person whom a row is about."""
        return tuple(one for one in self.entrants if one.person == row.person)


class Match(Value):
    """A need with the candidates for it."""

    need: Assessment
    needs: tuple[ProfileScore, ...]
    """What the company needs, in every dimension and for every outcome."""
    candidates: tuple[Candidate, ...]
    holdings: tuple[RoleMatch, ...]
    """One for each outcome that the company may need; none where no role is settled."""

    @property
    def anybody(self) -> bool:
        """Whether somebody covers the need for some outcome that may be needed."""
        return any(role_match.fitting for role_match in self.holdings)


def match(
    need: tuple[Rubric, Responses], rubric: Rubric, entrants: Sequence[CandidateSheet]
) -> Match:
    """Hold candidates' sheets against a company's need.

    The rubrics must measure alike (see pairing). Raises Invalid where answers cannot be read.
    """
    needing, responses = need
    assessment = assess(needing, responses)
    company = evaluate(needing, read(needing, responses))
    seen = [evaluate(rubric, read(rubric, one.responses)) for one in entrants]
    names = names_of_people(entrants)
    people = tuple(name or k for k, name in enumerate(names))
    return Match.model_construct(
        need=assessment,
        needs=profile(company, needing, rubric),
        candidates=tuple(
            candidate(one, name, evaluation, needing)
            for one, name, evaluation in zip(entrants, names, seen, strict=True)
        ),
        holdings=tuple(
            _match_role(company, o, seen, people) for o in needed_outcomes(assessment, company)
        ),
    )


def names_of_people(entrants: Sequence[CandidateSheet]) -> list[str | None]:
    """Whom each sheet is about, as first spelt: capitals and spaces tell nobody apart."""
    names = [" ".join((one.responses.respondent.subject or "").split()) for one in entrants]
    spelt: dict[str, str] = {}
    return [spelt.setdefault(name.casefold(), name) or None for name in names]


def candidate(
    entrant: CandidateSheet, person: str | None, evaluation: Evaluation, need: Rubric
) -> Candidate:
    """One candidate's sheet."""
    responses = entrant.responses
    return Candidate.model_construct(
        name=entrant.name,
        person=person,
        file=entrant.file,
        rubric_changed=changed_since(evaluation.rubric.content_hash, responses),
        quality=certainty.flags(evaluation.rubric, evaluation.responses, responses.seconds),
        profile=profile(evaluation, need, evaluation.rubric),
    )


def profile(evaluation: Evaluation, need: Rubric, seen: Rubric) -> tuple[ProfileScore, ...]:
    """The points in each dimension of a side: those asked of both first, then its own.

    Dimensions and outcomes are in the order of the need's rubric.
    """
    shared = asked_of_both(need, seen)
    own = (name for name in evaluation.rubric.dimensions if name not in shared)
    ids = evaluation.rubric.outcome_ids
    numbers = [ids.index(outcome) for outcome in need.outcome_ids]
    by_name = {d.name: d for d in evaluation.tallied.scoreable}
    return tuple(
        ProfileScore.model_construct(
            dimension=name,
            scores=tuple(by_name[name].score(value_of(k)) for k in numbers)
            if name in by_name
            else None,
        )
        for name in (*shared, *own)
    )


def needed_outcomes(assessment: Assessment, company: Evaluation) -> tuple[str, ...]:
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


def _match_role(
    company: Evaluation, outcome: str, seen: Sequence[Evaluation], people: Sequence[Hashable]
) -> RoleMatch:
    """Every sheet held against a need for one outcome; `people` says whom each is about."""
    ours = company.rubric.dimensions
    theirs = seen[0].rubric.dimensions if seen else ours
    need = need_for(company, outcome, theirs)
    found = [match_candidate(need, evaluation, k) for k, evaluation in enumerate(seen)]
    apart = dict.fromkeys(n for n in (*ours, *theirs) if (n in ours) != (n in theirs))
    return RoleMatch.model_construct(
        outcome=outcome,
        tolerance=need.tolerance,
        variance=need.variance,
        from_error=need.tolerance > need.threshold,
        loose=need.loose,
        widest=need.widest,
        left_out=tuple(n for n in ours if n in theirs and n not in need.dimensions),
        listed=tuple(apart),
        entrants=rank_candidates(need, found, people),
    )
