"""Finds cut scores that just miss a score which people can have."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.simulation.census import (
    MOST_INSIDE,
    Counts,
    count_list,
    counts_of_sums,
    few_sums,
    parts_of,
    places_of,
    sums_of,
)
from rolefit.audit.simulation.frames import Frame, along, frame_of, in_fit, routes
from rolefit.audit.subject import Subject
from rolefit.exact import ONE, plain, rounded
from rolefit.rubric.model import Rubric

CODE = "RF033"
NAME = "cut-beside-score"
SEVERITY: Severity = "warning"
ABOUT = (
    "A cut score belongs to the band above it. An author who means 22 points of 30 and writes "
    "66.67 misses that score by a hair, since it is 66.666...: everybody who has exactly the "
    "points that were meant ends one band too low. This check looks for scores that people can "
    "have within 0.1 of a cut or of a least score, where no other score is near."
)
FIX = (
    "Write the exact number; fractions are allowed. Where the score should stay below, move the "
    "cut half way to the next score, so that nobody has to guess."
)
BAD = """\
rubric: sound-readiness
dimensions:
  room: {name: Room, about: Whether the room is set up., weight: 1, target: 80, source: [WB-02]}
items:
  - {id: light, type: yes_no, also_scores: true, dimension: room, ask: Is there a lamp?,
    why: It shows faces., source: [WB-02], allow_na: false}
  - {id: quiet, type: yes_no, also_scores: true, dimension: room, ask: Is there a door to shut?,
    why: It keeps noise out., source: [WB-02], allow_na: false}
  - {id: cable, type: yes_no, also_scores: true, dimension: room, ask: Is there a cable?,
    why: It holds the line., source: [WB-02], allow_na: false}
bands:
  - {id: set, from: 80, to: 100, needs: {room: 66.67}, name: set, summary: It has been tried.}
"""
NEAR = Fraction(1, 10)
"""Points beside a cut that are taken for a slip."""
_ALONE = ONE
"""Points around a cut in which no other score lies: among many scores one is always near."""
MOST_PLACES = 200_000
MOST_ROUTES = 16


class _Scores(NamedTuple):
    """Scores that people can have along one way: whole numbers of one unit, in order."""

    unit: Fraction
    totals: list[int]

    def between(self, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Those from one to another."""
        first = bisect_left(self.totals, math.ceil(low / self.unit))
        behind = bisect_right(self.totals, math.floor(high / self.unit))
        return (self.unit * total for total in self.totals[first:behind])


def check(subject: Subject) -> Iterator[Finding]:
    """Cut scores and least scores that a single attainable score just misses."""
    rubric = subject.rubric
    if not rubric.bands:
        return
    fits = list(_attained_fits(rubric)) if rubric.has_cuts else []
    wanted = {name for band in rubric.bands[1:] for name in band.needs}
    if any(band.needs_each is not None for band in rubric.bands[1:]):
        wanted.update(rubric.dimensions)
    scores = {name: list(_scores_in(rubric, name)) for name in wanted}
    for k, band in enumerate(rubric.bands[1:], start=1):
        if rubric.has_cuts:
            yield from cut_beside_one(("bands", k, "from"), band.from_, fits)
        for name, least in band.needs.items():
            yield from cut_beside_one(("bands", k, "needs", name), least, scores[name])
        if band.needs_each is not None:
            for name in rubric.dimensions:
                path = ("bands", k, "needs_each")
                yield from cut_beside_one(path, band.needs_each, scores[name])


def cut_beside_one(path: Path, cut: Fraction, scores: Iterable[_Scores]) -> Iterator[Finding]:
    """A cut with one score just beside it and no other around."""
    around = {score for some in scores for score in some.between(cut - _ALONE, cut + _ALONE)}
    if len(around) != 1:
        return
    (score,) = around
    if 0 < abs(score - cut) <= NEAR:
        side = "below" if score < cut else "above"
        places = next(k for k in itertools.count(1) if rounded(score, k) != rounded(cut, k))
        at, met = (rounded(one, places + 1) for one in (score, cut))
        message = f"people can score {at}, which is just {side} the cut at {met}"
        yield Finding(path, message, f"if that score is meant, write {plain(score)}")


def _attained_fits(rubric: Rubric) -> Iterator[_Scores]:
    """Every fit that answers lead to; none where there are too many to tell apart."""
    found = routes(rubric, [item for item in rubric.items if item.scores])
    if found is None or len(found) > MOST_ROUTES:
        return
    for route in found:
        frame = along(frame_of(rubric, route.shown), route)
        yield _Scores(frame.unit, sorted(_totals(frame)))


def _totals(frame: Frame) -> Iterator[int]:
    """Every sum of a frame, in its units."""
    parts = parts_of(frame)
    if any(places_of(part.choices) > MOST_INSIDE for part in parts):
        return
    sums = [sums_of(part) for part in parts]
    if places_of(sums) <= MOST_PLACES:
        yield from _occurring(counts_of_sums(sums))


def _occurring(counts: Counts) -> Iterator[int]:
    """The sums that some combination has."""
    for place, count in enumerate(count_list(counts)):
        if count:
            yield counts.low + place * counts.step


def _scores_in(rubric: Rubric, dimension: str) -> Iterator[_Scores]:
    """Every score that a dimension can have, in points."""
    found = routes(rubric, rubric.scored_items(dimension)) or []
    point = in_fit(rubric, dimension, ONE)
    for route in found[:MOST_ROUTES]:
        frame = along(frame_of(rubric, route.shown), route)
        for part in parts_of(frame):
            if part.items and places_of(part.choices) <= MOST_PLACES:
                yield _Scores(frame.unit / point, sorted(few_sums(part.choices)))
