"""Conditions in which one comparison is moved by a step."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import oracle
import pytest
import strategies
from drawn import GATED, validated
from hypothesis import given
from make import contrast, likert, single
from strategies import Case, Raw, ci

from rolefit.audit.simulation.mutations import moved_comparisons, with_condition
from rolefit.rubric.conditions import leaves
from rolefit.rubric.model import Rubric

AMOUNT = {"id": "n", "type": "numeric", "ask": "n?", "unit": "h", "allow_na": False}


def gated(when: Raw, *more: Raw) -> Rubric:
    gate = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    return contrast(likert("q"), single("s"), *more, gates=(gate,))


def moved(when: Raw, *more: Raw) -> list[tuple[Any, Any]]:
    """The cuts, at least and at most, of each comparison moved."""
    rubric = gated(when, *more)
    (leaf,) = leaves(rubric.gates[0].when)
    return [(m.at_least, m.at_most) for m in moved_comparisons(rubric, leaf)]


@pytest.mark.parametrize(
    ("when", "cuts"),
    [
        ({"item": "q", "at_least": 3}, [(2, None), (4, None)]),
        ({"item": "q", "at_most": 1}, [(None, 2)]),
        ({"item": "q", "at_most": 5}, [(None, 4)]),
        ({"item": "q", "at_least": 2, "at_most": 4}, [(1, 4), (3, 4), (2, 3), (2, 5)]),
        ({"item": "q", "at_least": 5, "at_most": 3}, []),
        ({"item": "s", "is": "pa"}, []),
        ({"outcome": "a", "at_least": 50}, [(45, None), (55, None)]),
        ({"outcome": "a", "at_least": 97}, [(92, None)]),
    ],
)
def test_a_cut_moves_one_step_each_way_within_its_scale(when: Raw, cuts: list[Any]) -> None:
    assert moved(when) == cuts


@pytest.mark.parametrize(
    ("range_", "cuts"), [((0, 40), [0, 2]), ((1, 3), [2]), ((0, Fraction("1.5")), [0.85, 1.15])]
)
def test_a_step_of_an_amount_is_one_or_a_tenth_of_a_narrow_range(
    range_: Any, cuts: list[float]
) -> None:
    found = moved({"item": "n", "at_least": 1}, {**AMOUNT, "range": range_})
    assert [float(low) for low, _ in found] == cuts


def test_a_step_between_levels_is_a_half_where_halves_are_answers() -> None:
    levels = tuple({"anchor": f"Level {k}."} for k in range(3))
    bars = {"id": "b", "type": "bars", "ask": "b?", "levels": levels, "allow_na": False}
    when = {"item": "b", "at_least": 2}
    assert [float(low) for low, _ in moved(when, {**bars, "half_levels": True})] == [1.5, 2.5]
    assert [float(low) for low, _ in moved(when, bars)] == [1, 3]


@ci
@given(GATED)
def test_a_moved_condition_reads_the_moved_cut_and_nothing_else_otherwise(case: Case) -> None:
    rubric = validated(case)
    for gate, raw in zip(rubric.gates, case.rubric["gates"], strict=True):
        for k, leaf in enumerate(leaves(gate.when)):
            for other in moved_comparisons(rubric, leaf):
                now = list(leaves(with_condition(gate.when, leaf, other)))
                expected = list(leaves(gate.when))
                expected[k] = other
                assert now == expected
                assert shape(with_condition(gate.when, leaf, other)) == shape(gate.when)
        assert len(list(leaves(gate.when))) == len(list(strategies.leaves_of(raw["when"])))


def shape(condition: Any) -> Any:
    """A condition without its comparisons."""
    parts = condition.model_dump(by_alias=True)
    return nested(parts)


def nested(raw: Raw) -> Any:
    for key in ("all", "any"):
        if key in raw:
            return (key, tuple(nested(part) for part in raw[key]))
    return ("not", nested(raw["not"])) if "not" in raw else "leaf"


@ci
@given(GATED)
def test_a_moved_comparison_over_an_item_has_another_truth_for_some_answer(case: Case) -> None:
    rubric = validated(case)
    items = {item["id"]: item for item in case.rubric["items"]}
    for gate in rubric.gates:
        for leaf in leaves(gate.when):
            for other in moved_comparisons(rubric, leaf):
                name = getattr(leaf, "item", None)
                if name is None:
                    continue
                item = items[name]
                every = range(41) if item["type"] == "numeric" else oracle.every_answer(item)
                one, two = (bare(leaf), bare(other))
                assert any(oracle.compares(one, a) != oracle.compares(two, a) for a in every)


def bare(leaf: Any) -> Raw:
    """A comparison as the naive implementation reads it."""
    return {key: value for key, value in dict(leaf).items() if value is not None}
