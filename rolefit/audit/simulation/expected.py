"""The expected result of a respondent who answers at random, each answer equally likely."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from rolefit.audit.simulation.convolution import counts_of_sums, places_of, sums_with_counts
from rolefit.audit.simulation.frames import (
    CappedSum,
    Frame,
    along,
    frame_of,
    routes,
    speaking_weight,
)
from rolefit.audit.simulation.sampling import Sampler, result, sums_of
from rolefit.exact import HUNDRED, ZERO, total
from rolefit.rubric.model import Rubric

MOST_PLACES = 500_000
"""Different scores of one dimension up to which its expected part of the fit is counted."""


class Expected(NamedTuple):
    """Expected scores in points."""

    scores: dict[str, Fraction]
    """By outcome; of a readiness rubric the expected fit, under the name of its standard."""
    error: Fraction
    """95 % half-width in points where they were sampled, else 0."""


def expected_scores(sampler: Sampler, seed: int) -> Expected:
    """The expected scores: exact, since expectations add up, dimension by dimension.

    They are sampled where the branches inside one dimension hang on too many joint answers, or
    decide whether it speaks for an outcome at all.
    """
    rubric = sampler.rubric
    if not steady(rubric):
        return _sampled_mean(sampler, seed)
    parts = [_expected_part(rubric, name) for name in rubric.dimensions]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return _sampled_mean(sampler, seed)
    scores = map(total, zip(*found, strict=True))
    return Expected(dict(zip(rubric.outcome_ids, scores, strict=True)), ZERO)


def steady(rubric: Rubric) -> bool:
    """Whether each dimension speaks for the same outcomes along all ways through the branches."""
    for name in rubric.apart:
        items = rubric.scored_items(name)
        always = [item for item in items if item.ask_when is None]
        for k in range(len(rubric.outcome_ids)):
            if speaking_weight(rubric, items, k) and not speaking_weight(rubric, always, k):
                return False
    return True


def _expected_part(rubric: Rubric, dimension: str) -> tuple[Fraction, ...] | None:
    """What a dimension is expected to add to each score, in points; None if too much to count."""
    found = routes(rubric, rubric.scored_items(dimension))
    if found is None:
        return None
    weights, means = [], []
    for route in found:
        beside = [item.id for item in rubric.items if item.scores]
        frame = along(frame_of(rubric, route.shown, beside=beside), route)
        mean = _frame_mean(frame)
        if mean is None:
            return None
        weights.append(route.ways * combinations(frame))
        means.append(mean)
    whole = sum(weights)
    columns = zip(*means, strict=True)
    return tuple(
        total(mean * weight for mean, weight in zip(column, weights, strict=True)) / whole
        for column in columns
    )


def combinations(frame: Frame) -> int:
    """Number of combinations of answers along one way."""
    return math.prod(len(asked.worths) for group in frame.groups for asked in group.items)


def _frame_mean(frame: Frame) -> tuple[Fraction, ...] | None:
    """The mean result along one way, in points; None where a dimension has too many sums."""
    means = []
    for group in frame.groups:
        if not group.items:
            continue
        mean = _plain_mean(group) if group.cap is None else _capped_mean(group, group.cap)
        if mean is None:
            return None
        means.append(mean)
    return tuple(frame.unit * total(column) for column in zip(*means, strict=True))


def _plain_mean(group: CappedSum) -> tuple[Fraction, ...]:
    """The mean of a sum is the sum of the means, outcome by outcome."""
    means = [
        [Fraction(sum(values), len(asked.worths)) for values in zip(*asked.worths, strict=True)]
        for asked in group.items
    ]
    return tuple(map(total, zip(*means, strict=True)))


def _capped_mean(group: CappedSum, cap: int) -> tuple[Fraction, ...] | None:
    """The mean of a sum that counts up to its cap."""
    choices = [Counter(worth[0] for worth in asked.worths) for asked in group.items]
    if places_of(choices) > MOST_PLACES:
        return None
    whole = math.prod(len(asked.worths) for asked in group.items)
    sums = sums_with_counts(counts_of_sums(choices))
    return (Fraction(sum(min(value, cap) * count for value, count in sums), whole),)


def _sampled_mean(sampler: Sampler, seed: int) -> Expected:
    """The mean result of combinations looked at one by one.

    A score of 0 to 100 spreads at most as wide as a share does, times 100.
    """
    sums = [ZERO] * len(sampler.rubric.outcome_ids)
    for picks in sampler.combinations(seed):
        frame, _line = sampler.frame(picks)
        found = result(frame, sums_of(frame, picks))
        sums = [so_far + frame.unit * one for so_far, one in zip(sums, found, strict=True)]
    means = [value / sampler.looks for value in sums]
    scores = dict(zip(sampler.rubric.outcome_ids, means, strict=True))
    return Expected(scores, HUNDRED * sampler.error)
