"""A company's need and the candidates for it: who covers it, and what stays uncovered."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses, changed_since, read
from rolefit.rubric.value import Number, Value
from rolefit.scoring import quality
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, QualityFlag
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.tally import value_of
from rolefit.scoring.verdict import CLOSE, excluding
from rolefit.studies.matching.holding import Held, close, held
from rolefit.studies.matching.needs import need_for
from rolefit.studies.reliable_change import RELIABLE

CLASSES = {"fits": 0, "short": 0, "vague": 0, "open": 1, "ruled_out": 2}


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


class RankedCandidate(Value):
    """A sheet, with the place of the person it is about among the people."""

    held: Held
    person: int
    """Number of the first sheet about the same person."""
    decisive: bool
    """It is the person's least favourable sheet: the place, its range and the count go by it."""
    place: int
    """By class, then by what stays uncovered; equals share a place: 1, 1, 3."""
    best: int
    """The first place that the errors of the sheets leave possible among those of its class: who
    can be told, who is open, who is ruled out."""
    worst: int
    """The last one, among the same."""


class Holding(Value):
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
    entrants: tuple[RankedCandidate, ...]

    @property
    def people(self) -> tuple[RankedCandidate, ...]:
        """Each person once, by the least favourable sheet."""
        return tuple(one for one in self.entrants if one.decisive)

    @property
    def fitting(self) -> tuple[RankedCandidate, ...]:
        """The people who cover the need: where the least favourable sheet does, every one does."""
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
    holdings: tuple[Holding, ...]
    """One for each outcome that the company may need; none where no role is settled."""

    @property
    def anybody(self) -> bool:
        """Whether somebody covers the need for some outcome that may be needed."""
        return any(holding.fitting for holding in self.holdings)


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
    names = named(entrants)
    people = tuple(name or k for k, name in enumerate(names))
    return Match.model_construct(
        need=assessment,
        needs=profile(company, needing),
        candidates=tuple(
            candidate(one, name, evaluation, needing)
            for one, name, evaluation in zip(entrants, names, seen, strict=True)
        ),
        holdings=tuple(holding(company, o, seen, people) for o in needed(assessment, company)),
    )


def named(entrants: Sequence[CandidateSheet]) -> list[str | None]:
    """Whom each sheet is about, as first spelt: capitals and spaces tell nobody apart."""
    names = [" ".join((one.responses.respondent.name or "").split()) for one in entrants]
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
        quality=quality.flags(evaluation.rubric, evaluation.responses, responses.seconds),
        profile=profile(evaluation, need),
    )


def profile(evaluation: Evaluation, need: Rubric) -> tuple[ProfileScore, ...]:
    """The points in each dimension, dimensions and outcomes in the order of the need's rubric."""
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
        for name in need.dimensions
    )


def needed(assessment: Assessment, company: Evaluation) -> tuple[str, ...]:
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


def holding(
    company: Evaluation, outcome: str, seen: Sequence[Evaluation], people: Sequence[Hashable]
) -> Holding:
    """Every sheet held against a need for one outcome; `people` says whom each is about."""
    need = need_for(company, outcome)
    found = [held(need, evaluation, k) for k, evaluation in enumerate(seen)]
    return Holding.model_construct(
        outcome=outcome,
        tolerance=need.tolerance,
        variance=need.variance,
        from_error=need.tolerance > need.threshold,
        loose=need.loose,
        widest=need.widest,
        left_out=tuple(name for name in company.rubric.dimensions if name not in need.dimensions),
        entrants=placed(found, people),
    )


def order(one: Held) -> tuple[int, Fraction]:
    """What sheets are placed by: their class, then what stays uncovered at worst.

    Both depend on the sheet only through scores for the needed outcome and conditions of the role,
    so a better answer never loses a place.
    """
    return CLASSES[one.state], span(one)[1]


def span(one: Held) -> tuple[Fraction, Fraction]:
    """What stays uncovered: one figure, or the ends of what an open sheet can come to."""
    if one.leaves is None or one.state == "open":
        return one.low, one.high
    return one.leaves, one.leaves


def placed(found: Sequence[Held], people: Sequence[Hashable] = ()) -> tuple[RankedCandidate, ...]:
    """Sheets in order, each with its person's place and those that the errors leave possible.

    A person is placed by the least favourable sheet: a better answer on any sheet makes that one
    better or leaves it as it is, so the place never gets worse by it, which a mean of conditions
    could not promise. The range may: an answer can change the error. `people` says whom each
    sheet is about; without it every sheet is about somebody else.
    """
    groups: dict[Hashable, list[Held]] = {}
    for person, one in zip(people or range(len(found)), found, strict=True):
        groups.setdefault(person, []).append(one)
    chosen = [max(group, key=order) for group in groups.values()]
    rows = [
        RankedCandidate.model_construct(
            held=one,
            person=group[0].candidate,
            decisive=one is by,
            place=1 + sum(order(other) < order(by) for other in chosen),
            best=1 + sum(ahead(other, by) for other in chosen),
            worst=len(chosen) - sum(ahead(by, other) for other in chosen),
        )
        for group, by in zip(groups.values(), chosen, strict=True)
        for one in group
    ]
    return tuple(sorted(rows, key=position))


def position(row: RankedCandidate) -> tuple[int, int, bool, int]:
    """Where a sheet is listed: by place, a person's sheets together, the decisive one first."""
    return row.place, row.person, not row.decisive, row.held.candidate


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
