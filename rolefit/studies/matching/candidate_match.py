"""One candidate held against a need for one outcome: what stays uncovered, and how sure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from rolefit.exact import HUNDRED, ZERO, dot, total
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import OPEN, State
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Split, steering_items
from rolefit.scoring.ranges import mean_range
from rolefit.scoring.tally import DimensionTally, OutcomeMeasure, shortfall, value_of
from rolefit.scoring.verdict import Evaluation, excluding
from rolefit.studies.matching.needs import (
    Need,
    only_for_role,
    role_gates,
    scores_wait,
    speaks_for,
    variances,
)

Fit = Literal["fits", "short", "vague", "open", "ruled_out"]
"""`vague`: what stays uncovered is within the error of a need that is too loose to go by."""
Points = Literal["enough", "open", "too_much"]
Why = Literal["condition", "dimension", "score", "nothing"]
"""What hangs on an open question: a condition of the role, a dimension with too few answers, the
points; or nothing in this match. In the order in which they matter."""


class _Seen(NamedTuple):
    """A candidate's sheet, read for one outcome."""

    evaluation: Evaluation
    measure: OutcomeMeasure
    dimensions: dict[str, DimensionTally]
    """Those with enough answers."""
    variances: dict[str, Fraction]


class DimensionGap(Value):
    """A need and what was shown of it, in one dimension."""

    dimension: str
    weight: Number
    """Share of the weight, 0 to 1."""
    needed: Number
    shown: Number | None
    """Points; None where the sheet has too few answers."""
    variance: Number | None
    """Squared standard error of what was shown, as sums need it: a single answer has one too, from
    the spread of the other dimensions."""
    own_variance: Number | None
    """The same, as a score report shows it."""
    missing: Number | None
    """Shortfall max(0, needed - shown): nothing is gained above the need."""
    counts: bool
    """The shortfall is larger than the standard error of needed minus shown."""
    low: Number
    """The least that any completion of the sheet would show."""
    high: Number
    """The most."""


class OtherShortfall(Value):
    """Points of another outcome that the company needs and the candidate did not show."""

    outcome: str
    dimension: str
    needed: Number
    shown: Number
    missing: Number


class OpenItem(Value):
    """A question without a usable answer, and what hangs on it."""

    item: str
    ask: str
    state: State
    why: Why


class CandidateMatch(Value):
    """One candidate held against a need for one outcome."""

    candidate: int
    """Number of the candidate, in the order given."""
    state: Fit
    leaves: Number | None
    """Points of 100 that stay uncovered: weighted mean of the shortfalls, 0 to 100."""
    low: Number
    """The least that any completion of the sheet would leave uncovered."""
    high: Number
    """The most."""
    covered: Number | None
    """Percent of the need that is covered."""
    variance: Number | None
    """Squared standard error of `leaves`, that of the need included."""
    own_variance: Number | None
    """The candidate's part of it, by which places are told apart: the rest is shared by all."""
    points: Points
    """Whether the points alone cover the need, over every completion of the sheet."""
    sides: tuple[DimensionGap, ...]
    beside: tuple[OtherShortfall, ...]
    gates: tuple[GateResult, ...]
    """The conditions of this role."""
    for_role: tuple[str, ...]
    """Those that fail for the role and not for what the sheet itself speaks for."""
    speaks_for: str | None
    """Another outcome that the sheet shows more of, by more than its error."""
    open: tuple[OpenItem, ...]


def match_candidate(need: Need, candidate: Evaluation, number: int) -> CandidateMatch:
    """One candidate held against a need."""
    seen = _seen_for(candidate, need.outcome)
    sides = tuple(dimension_gap(need, seen, name) for name in need.dimensions)
    known = [(s.weight, s.missing) for s in sides if s.missing is not None]
    leaves = dot(known) if len(known) == len(sides) else None
    low, high = reach(need, seen)
    gates = tuple(role_gates(candidate, need.outcome))
    asked = total(s.weight * s.needed for s in sides)
    return CandidateMatch.model_construct(
        candidate=number,
        state=state_of(need, leaves, gates),
        leaves=leaves,
        low=low,
        high=high,
        covered=covered_percent(leaves, asked),
        variance=uncovered_error(need, sides, shared=True),
        own_variance=uncovered_error(need, sides, shared=False),
        points="enough" if need.met(high) else "open" if need.covered(low) else "too_much",
        sides=sides,
        beside=tuple(shortfalls_elsewhere(need, candidate)),
        gates=gates,
        for_role=only_for_role(candidate, gates),
        speaks_for=speaks_for(candidate, need.outcome),
        open=tuple(open_questions(candidate, need.outcome, gates, sides)),
    )


def _seen_for(candidate: Evaluation, outcome: str) -> _Seen:
    """A candidate's sheet, read for an outcome."""
    at = candidate.rubric.outcome_ids.index(outcome)
    measure = value_of(at)
    dimensions = {d.name: d for d in candidate.tallied.dimensions if d.column(at).scoreable}
    return _Seen(candidate, measure, dimensions, variances(candidate, measure))


def dimension_gap(need: Need, seen: _Seen, name: str) -> DimensionGap:
    """One dimension of a need beside what was shown of it."""
    wanted, found = need.dimensions[name], seen.dimensions.get(name)
    shown = found.score(seen.measure) if found else None
    variance = seen.variances.get(name)
    missing = None if shown is None else shortfall(shown, wanted.score)
    low, high = _shown_ends(seen, name)
    return DimensionGap.model_construct(
        dimension=name,
        weight=wanted.weight / need.weight,
        needed=wanted.score,
        shown=shown,
        variance=variance,
        own_variance=variance,
        missing=missing,
        counts=exceeds_error(missing, (variance, wanted.variance)),
        low=low,
        high=high,
    )


def _shown_ends(seen: _Seen, name: str) -> tuple[Fraction, Fraction]:
    """The least and the most that any completion of a sheet would show in a dimension."""
    splits = seen.evaluation.outlook.splits
    ranges = [mean_range(split.entries[name], seen.measure) for split in splits]
    return min(one.low for one in ranges), max(one.high for one in ranges)


def exceeds_error(missing: Fraction | None, errors: tuple[Fraction | None, ...]) -> bool:
    """Whether a shortfall is more than its standard error, or its error is not known."""
    if not missing:
        return False
    known = [error for error in errors if error is not None]
    return len(known) < len(errors) or missing**2 > total(known)


def covered_percent(leaves: Fraction | None, asked: Fraction) -> Fraction | None:
    """Percent of a need that is covered; where nothing is needed, all of it is."""
    if leaves is None:
        return None
    return HUNDRED * (1 - leaves / asked) if asked else HUNDRED


def reach(need: Need, seen: _Seen) -> tuple[Fraction, Fraction]:
    """The least and the most that any completion of a sheet would leave uncovered."""
    found = [completion_ends(need, s, seen.measure) for s in seen.evaluation.outlook.splits]
    return min(low for low, _ in found), max(high for _, high in found)


def completion_ends(need: Need, split: Split, measure: OutcomeMeasure) -> tuple[Fraction, Fraction]:
    """The same over one family of completions."""
    ranges = {name: mean_range(split.entries[name], measure) for name in need.dimensions}
    low = dot((n.weight, shortfall(ranges[d].high, n.score)) for d, n in need.dimensions.items())
    high = dot((n.weight, shortfall(ranges[d].low, n.score)) for d, n in need.dimensions.items())
    # Where nothing of the role can be scored, nothing is known to be missing.
    weight = need.weight or Fraction(1)
    return low / weight, high / weight


def uncovered_error(need: Need, sides: Sequence[DimensionGap], *, shared: bool) -> Fraction | None:
    """Squared standard error of what stays uncovered, None where an error is not known.

    A dimension passes its error on only where something is missing, or would be within one error.
    `shared` adds that of the need, which is the same for every candidate.
    """
    parts = []
    for s in sides:
        if s.shown is None:
            continue
        wanted = need.dimensions[s.dimension].variance
        if s.variance is None or wanted is None:
            return None
        if _below_within_error(s.shown - s.needed, s.variance + wanted):
            parts.append(s.weight**2 * (s.variance + (wanted if shared else ZERO)))
    return total(parts)


def _below_within_error(above: Fraction, variance: Fraction) -> bool:
    """Whether a score is below what is needed, or above it by less than one standard error."""
    return above < 0 or above**2 < variance


def state_of(need: Need, leaves: Fraction | None, gates: Sequence[GateResult]) -> Fit:
    """Whether a candidate covers a need: conditions first, then what is not known, then points."""
    if excluding(gates, need.outcome, "fail"):
        return "ruled_out"
    if leaves is None or excluding(gates, need.outcome, "unknown"):
        return "open"
    if need.met(leaves):
        return "fits"
    return "vague" if need.covered(leaves) else "short"


def shortfalls_elsewhere(need: Need, candidate: Evaluation) -> Iterator[OtherShortfall]:
    """What the company needs of other outcomes and the candidate did not show, beyond its error."""
    for other in need.others:
        seen = _seen_for(candidate, other.outcome)
        for name in other.dimensions:
            one = dimension_gap(other, seen, name)
            if one.counts and one.shown is not None and one.missing is not None:
                yield OtherShortfall.model_construct(
                    outcome=other.outcome,
                    dimension=name,
                    needed=one.needed,
                    shown=one.shown,
                    missing=one.missing,
                )


def open_questions(
    candidate: Evaluation, role: str, gates: Sequence[GateResult], sides: Sequence[DimensionGap]
) -> Iterator[OpenItem]:
    """Every open item, with what hangs on it: the first of its reasons."""
    waiting = {name for g in gates if g.state == "unknown" for name in g.items}
    unscored = {s.dimension for s in sides if s.shown is None}
    compared = scores_wait(candidate.rubric, role, gates)
    scored = candidate.rubric.dimensions.keys() if compared else {s.dimension for s in sides}
    steering = steering_items(candidate.rubric)
    for item in candidate.rubric.items:
        state = candidate.responses[item.id].state
        if state not in OPEN:
            continue
        why: Why = "nothing"
        if item.id in waiting:
            why = "condition"
        elif item.dimension in unscored:
            why = "dimension"
        elif item.id in steering or (item.scores and item.dimension in scored):
            why = "score"
        yield OpenItem.model_construct(item=item.id, ask=item.ask, state=state, why=why)
