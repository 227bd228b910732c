"""Who takes which role, and how people complete each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

from rolefit.exact import dot, mean, total
from rolefit.rubric.conditions import Number, Value
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.tally import shortfall
from rolefit.studies.matching.candidate_match import (
    CandidateMatch,
    DimensionGap,
    covered_percent,
    exceeds_error,
    state_of,
    uncovered_error,
)
from rolefit.studies.matching.needs import Need
from rolefit.studies.reliable_change import RELIABLE

# --- Several sheets about one person, held against a need together: their mean and their spread


class GroupSpread(Value):
    """A dimension or a condition about which the sheets of one person disagree."""

    dimension: str | None
    """The dimension, None where it is a condition."""
    gate: str | None
    """The condition that holds by some of the sheets and fails by others."""
    low: Number | None
    """The fewest points of a sheet, None for a condition."""
    high: Number | None
    """The most."""


def combine_sheets(need: Need, group: Sequence[CandidateMatch]) -> CandidateMatch:
    """All sheets about one person as one: the mean of what they show.

    Several people who saw the same candidate err less together than any one of them, and no sheet
    alone decides. Conditions go by the majority; where sheets are evenly split, it is not known.
    """
    first = group[0]
    if len(group) == 1:
        return first
    sides = tuple(_mean_gap(need, same) for same in zip(*(one.sides for one in group), strict=True))
    known = [(s.weight, s.missing) for s in sides if s.missing is not None]
    leaves = dot(known) if len(known) == len(sides) else None
    low = dot((s.weight, shortfall(s.high, s.needed)) for s in sides)
    high = dot((s.weight, shortfall(s.low, s.needed)) for s in sides)
    gates = tuple(_majority(same) for same in zip(*(one.gates for one in group), strict=True))
    return first.model_copy(
        update={
            "state": state_of(need, leaves, gates),
            "leaves": leaves,
            "low": low,
            "high": high,
            "covered": covered_percent(leaves, total(s.weight * s.needed for s in sides)),
            "variance": uncovered_error(need, sides, shared=True),
            "own_variance": uncovered_error(need, sides, shared=False),
            "points": "enough" if need.met(high) else "open" if need.covered(low) else "too_much",
            "sides": sides,
            "gates": gates,
            "for_role": tuple(g for g in first.for_role if all(g in h.for_role for h in group)),
            "speaks_for": first.speaks_for if _same_lean(group) else None,
            "open": tuple({item.item: item for one in group for item in one.open}.values()),
        }
    )


def _same_lean(group: Sequence[CandidateMatch]) -> bool:
    """Whether all sheets show more of the same other outcome."""
    return len({one.speaks_for for one in group}) == 1


def _mean_gap(need: Need, same: Sequence[DimensionGap]) -> DimensionGap:
    """One dimension over several sheets: the mean of those that can score it."""
    seen = [side for side in same if side.shown is not None]
    shown = mean([side.shown for side in seen if side.shown is not None]) if seen else None
    variance = _mean_error(seen)
    first = same[0]
    missing = None if shown is None else shortfall(shown, first.needed)
    wanted = need.dimensions[first.dimension].variance
    return first.model_copy(
        update={
            "shown": shown,
            "variance": variance,
            "own_variance": variance,
            "missing": missing,
            "counts": exceeds_error(missing, (variance, wanted)),
            "low": mean([side.low for side in same]),
            "high": mean([side.high for side in same]),
        }
    )


def _mean_error(seen: Sequence[DimensionGap]) -> Fraction | None:
    """Squared standard error of a mean of sheets: by each one's, or by how far they are apart.

    The larger of the two counts: people who see a candidate differently know less than each of
    them says.
    """
    errors = [Fraction(side.variance) for side in seen if side.variance is not None]
    if not seen or len(errors) < len(seen):
        return None
    number = len(seen)
    inner = total(errors) / number**2
    if number == 1:
        return inner
    points = [Fraction(side.shown) for side in seen if side.shown is not None]
    middle = mean(points)
    outer = total((one - middle) ** 2 for one in points) / (number * (number - 1))
    return max(inner, outer)


def _majority(same: Sequence[GateResult]) -> GateResult:
    """A condition over several sheets: what more than half of them say, else it is not known."""
    states = [gate.state for gate in same]
    failed, unknown = states.count("fail"), states.count("unknown")
    if 2 * failed > len(states):
        state = "fail"
    elif 2 * (failed + unknown) < len(states):
        state = "pass"
    else:
        state = "unknown"
    return same[0].model_copy(update={"state": state})


def spreads(group: Sequence[CandidateMatch]) -> Iterator[GroupSpread]:
    """Where the sheets about one person disagree by more than their errors."""
    for same in zip(*(one.sides for one in group), strict=True):
        seen = sorted((s for s in same if s.shown is not None), key=lambda s: s.shown or 0)
        if len(seen) > 1 and apart(seen[0], seen[-1]):
            yield GroupSpread(
                dimension=seen[0].dimension, gate=None, low=seen[0].shown, high=seen[-1].shown
            )
    for gates in zip(*(one.gates for one in group), strict=True):
        if {"pass", "fail"} <= {gate.state for gate in gates}:
            yield GroupSpread(dimension=None, gate=gates[0].name, low=None, high=None)


def apart(least: DimensionGap, most: DimensionGap) -> bool:
    """Whether two sheets differ in a dimension by more than 1.96 errors of the difference."""
    if least.shown is None or most.shown is None:
        return False
    if least.variance is None or most.variance is None:
        return least.shown != most.shown
    return (most.shown - least.shown) ** 2 > RELIABLE**2 * (least.variance + most.variance)


CLASSES = {"fits": 0, "short": 0, "vague": 0, "open": 1, "ruled_out": 2}


class RankedCandidate(Value):
    """A sheet, with the place of the person it is about among the people."""

    whole: CandidateMatch | None
    """All sheets about the person together; None where this is the only one."""
    spread: tuple[GroupSpread, ...]
    """Where the sheets about the person disagree."""

    held: CandidateMatch
    person: int
    """Number of the first sheet about the same person."""
    first: bool
    """It is the first sheet about the person, by which people are counted."""
    place: int
    """By class, then by what stays uncovered; equals share a place: 1, 1, 3."""
    best: int
    """The first place that the errors of the sheets leave possible among those of its class: who
    can be told, who is open, who is ruled out."""
    worst: int
    """The last one, among the same."""


def order(one: CandidateMatch) -> tuple[int, Fraction]:
    """What sheets are placed by: their class, then what stays uncovered at worst.

    Both depend on the sheet only through scores for the needed outcome and conditions of the role,
    so a better answer never loses a place.
    """
    return CLASSES[one.state], span(one)[1]


def span(one: CandidateMatch) -> tuple[Fraction, Fraction]:
    """What stays uncovered: one figure, or the ends of what an open sheet can come to."""
    if one.leaves is None or one.state == "open":
        return one.low, one.high
    return one.leaves, one.leaves


def rank_candidates(
    need: Need, found: Sequence[CandidateMatch], people: Sequence[Hashable] = ()
) -> tuple[RankedCandidate, ...]:
    """Sheets in order, each with its person's place and those that the errors leave possible.

    A person is placed by the mean of the sheets, never by the worst of them: a better answer on
    any sheet makes the mean better or leaves it as it is, so the place never gets worse by it. The
    range may: an answer can change the error. `people` says whom each sheet is about; without it
    every sheet is about somebody else.
    """
    groups: dict[Hashable, list[CandidateMatch]] = {}
    for person, one in zip(people or range(len(found)), found, strict=True):
        groups.setdefault(person, []).append(one)
    chosen = [combine_sheets(need, group) for group in groups.values()]
    rows = [
        RankedCandidate.model_construct(
            held=one,
            whole=by if len(group) > 1 else None,
            spread=tuple(spreads(group)),
            person=group[0].candidate,
            first=one is group[0],
            place=1 + sum(order(other) < order(by) for other in chosen),
            best=1 + sum(ahead(other, by) for other in chosen),
            worst=len(chosen) - sum(ahead(by, other) for other in chosen),
        )
        for group, by in zip(groups.values(), chosen, strict=True)
        for one in group
    ]
    return tuple(sorted(rows, key=position))


def position(row: RankedCandidate) -> tuple[int, int, bool, int]:
    """Where a sheet is listed: by place, a person's sheets together."""
    return row.place, row.person, not row.first, row.held.candidate


def ahead(first: CandidateMatch, second: CandidateMatch) -> bool:
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
