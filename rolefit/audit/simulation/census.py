"""A census of answer combinations: how many end in which bin, and who leads in how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from rolefit.audit.simulation.frames import Frame
from rolefit.exact import HUNDRED
from rolefit.rubric.model import Rubric

_BINS = 20
"""Bins of a histogram; each includes its lower end, the last one its upper end too."""

Top = tuple[int, ...]
"""Who leads: the place of the band, or those of all outcomes with the top score."""


class Census(NamedTuple):
    """Numbers of combinations."""

    bins: Counter[int]
    """By bin."""
    tops: Counter[Top]
    """By who leads."""
    pivotal: Counter[str]
    """By item: those in which some other answer to it would change who leads."""


class ResultLine(NamedTuple):
    """Results on one line, in whole numbers: the places where bins and leaders change."""

    edges: tuple[int, ...]
    """Least value of each bin."""
    cuts: tuple[int, ...]
    """Least values at which the leader changes, rising."""
    tops: tuple[Top, ...]
    """Who leads below the first cut, between each two, and from the last one on."""


def ends(rubric: Rubric) -> tuple[Fraction, ...]:
    """The ends of the bins in points.

    From -100 to 100 for the margin between two outcomes, first minus second; from 0 to 100 for the
    fit, and for the lead over the second best of three outcomes or more.
    """
    low = -HUNDRED if len(rubric.outcome_ids) == 2 else Fraction(0)
    return tuple(low + (HUNDRED - low) * k / _BINS for k in range(_BINS + 1))


def line_of(rubric: Rubric, frame: Frame) -> ResultLine:
    """Where bins and leaders change, in the units of a frame: of the fit, or of two outcomes."""
    edges = _in_units(ends(rubric)[:-1], frame)
    if rubric.demands.has_outcomes:
        return ResultLine(edges, (0, 1), ((1,), (0, 1), (0,)))
    cuts = _in_units([band.from_ for band in rubric.bands[1:]], frame)
    return ResultLine(edges, cuts, tuple((k,) for k in range(len(rubric.bands))))


def _in_units(points: Sequence[Fraction], frame: Frame) -> tuple[int, ...]:
    """The least whole number of units that reaches each of some points."""
    return tuple(ceil(point / frame.unit) for point in points)


def leaders(scores: Sequence[int]) -> Top:
    """The places of the highest scores."""
    best = max(scores)
    return tuple(k for k, score in enumerate(scores) if score == best)


def lead(scores: Sequence[int]) -> int:
    """How far the highest score is ahead of the next."""
    second, first = sorted(scores)[-2:]
    return first - second
