"""Constants of a rubric: what answers without information spread, worked out once."""

from fractions import Fraction
from itertools import permutations

from rolefit.exact import ZERO, mean
from rolefit.rubric.fields import RubricFields

_FEW = 4
"""Outcomes up to which every pair is worked out beforehand."""


def prior_variance(rubric: RubricFields, outcome: int, other: int | None = None) -> Fraction:
    """sigma2_0: variance of an answer without information, a constant of the rubric.

    The mean, over the scored items that can speak for an outcome, of the variance of its value when
    every answer is equally likely; with `other`, of the difference of two outcomes (value scale).
    """
    return rubric.remember(
        ("prior", outcome, other), lambda: _work_out(rubric, outcome=outcome, other=other)
    )


def _work_out(rubric: RubricFields, *, outcome: int, other: int | None) -> Fraction:
    """The variance, over all scored items that can speak for what is read."""

    def read(values: tuple[Fraction, ...]) -> Fraction:
        return values[outcome] - (ZERO if other is None else values[other])

    says = rubric.speaking
    scored = [
        item
        for item in rubric.items
        if item.scores and says[item.id][outcome] and (other is None or says[item.id][other])
    ]
    return mean([item.uniform_variance(read, rubric.outcome_ids) for item in scored])


def work_out_constants(rubric: RubricFields) -> None:
    """Work out what every score of a rubric needs, so that it can be kept with it."""
    _ = rubric.content_hash, rubric.speaking, rubric.apart, rubric.items_by_id
    number = len(rubric.outcome_ids)
    for outcome in range(number):
        if any(says[outcome] for says in rubric.speaking.values()):
            prior_variance(rubric, outcome)
    if number <= _FEW:
        for first, second in permutations(range(number), 2):
            if any(says[first] and says[second] for says in rubric.speaking.values()):
                prior_variance(rubric, first, second)
