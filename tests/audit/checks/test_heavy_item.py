"""Items that decide too much by themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from drawn import GATED, answered, validated
from hypothesis import given
from make import contrast, single
from overlay import found
from strategies import Case, ci

from rolefit.audit.checks import heavy_item
from rolefit.audit.checks.heavy_item import share_of
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import tally


@ci
@given(GATED)
def test_the_share_of_an_item_is_its_weight_in_a_complete_assessment(case: Case) -> None:
    rubric = validated(case)
    for k, _ in enumerate(rubric.outcome_ids):
        spoken = [i for i in rubric.items if i.scores and rubric.speaking[i.id][k]]
        assert sum(part_of(rubric, item, k) for item in spoken) == 1
    for item in rubric.items:
        parts = [part_of(rubric, item, k) for k, _ in enumerate(rubric.outcome_ids)]
        assert share_of(rubric, item) == max(parts)
    tallied = tally(rubric, answered(case))
    if all(len(d.answered) == len(rubric.scored_items(d.name)) for d in tallied.dimensions):
        for d in tallied.dimensions:
            for entry in d.answered:
                weighs = [
                    tallied.effective(d, k) * d.share(entry, k)
                    for k, _ in enumerate(rubric.outcome_ids)
                ]
                assert share_of(rubric, entry.item) == max(weighs)


def part_of(rubric: Rubric, item: Item, k: int) -> Fraction:
    """Share of an item in the weight that speaks for an outcome, when every item applies."""
    spoken = [i for i in rubric.items if i.scores and rubric.speaking[i.id][k]]
    if item.dimension is None or item not in spoken:
        return Fraction(0)
    mates = sum(i.weight for i in spoken if i.dimension == item.dimension)
    weights = rubric.weights()
    whole = sum(weights[name] for name in {i.dimension for i in spoken} if name is not None)
    return Fraction(weights[item.dimension] * item.weight / mates / whole)


def weighed(*weights: Fraction | int) -> Rubric:
    """One dimension of items with these weights."""
    return contrast(*(single(f"q{k}", weight=w) for k, w in enumerate(weights)))


@pytest.mark.parametrize(
    ("weights", "severities"),
    [
        ((1, 1, 1, 1), []),
        ((Fraction("1.01"), 1, 1, 1), ["warning"]),
        ((2, 1, 1, 1), ["warning"]),
        ((Fraction("2.01"), 1, 1, 1), ["error"]),
        ((1, 1), ["error", "error"]),
    ],
)
def test_an_item_over_a_quarter_is_warned_of_and_over_two_fifths_is_an_error(
    weights: tuple[Fraction, ...], severities: list[str]
) -> None:
    assert [f.severity for f in found(heavy_item, weighed(*weights))] == severities


def test_the_weight_of_the_dimension_counts_too() -> None:
    dimensions = {d: {"name": d, "about": d, "weight": w} for d, w in (("d", 9), ("e", 1))}
    items = [single(f"q{k}", "d" if k < 2 else "e") for k in range(3)]
    findings = found(heavy_item, contrast(*items, dimensions=dimensions))
    assert [(f.path, f.message) for f in findings] == [
        (("items", 0), "`q0` alone carries 45 % of the whole weight"),
        (("items", 1), "`q1` alone carries 45 % of the whole weight"),
    ]


def test_an_item_that_scores_nothing_weighs_nothing() -> None:
    rubric = contrast(single("p"), single("q", None))
    assert share_of(rubric, rubric.items[1]) == 0
