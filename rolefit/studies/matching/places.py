"""The order of candidates for a role: each person's place, and those that errors leave possible."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from rolefit.rubric.value import Value
from rolefit.studies.matching.candidate_match import CandidateMatch
from rolefit.studies.matching.needs import Need
from rolefit.studies.matching.together import GroupSpread, combine_sheets, spreads
from rolefit.studies.reliable_change import RELIABLE

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
