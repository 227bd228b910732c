"""Counts of sums packed into one number, held against counting one by one."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from strategies import ci

from rolefit.audit.simulation.census import (
    all_but_one,
    below,
    counts_below,
    counts_of_sums,
    few_sums,
    places_of,
    sums_with_counts,
)

TERMS = st.dictionaries(st.integers(-5, 5), st.integers(1, 300), min_size=1, max_size=3)
CHOICES = st.lists(TERMS, min_size=1, max_size=4)


def one_by_one(choices: list[dict[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for picked in product(*(terms.items() for terms in choices)):
        found[sum(value for value, _ in picked)] += math.prod(ways for _, ways in picked)
    return found


@ci
@given(CHOICES)
def test_every_sum_has_its_count(choices: list[dict[int, int]]) -> None:
    true = one_by_one(choices)
    assert dict(sums_with_counts(counts_of_sums(choices))) == dict(few_sums(choices)) == dict(true)


@ci
@given(CHOICES)
def test_counts_below_a_value_are_added_up(choices: list[dict[int, int]]) -> None:
    true, counts = one_by_one(choices), counts_of_sums(choices)
    for value in range(min(true) - 2, max(true) + 3):
        assert below(counts, value) == sum(n for found, n in true.items() if found < value)
    listed = counts_below(counts)
    assert len(listed) == counts.places + 1 <= places_of(choices) + 1
    for place, under in enumerate(listed):
        assert under == below(counts, counts.low + place * counts.step)


@ci
@given(CHOICES)
def test_each_choice_is_left_out_once(choices: list[dict[int, int]]) -> None:
    left = [dict(sums_with_counts(counts)) for counts in all_but_one(choices)]
    assert left == [dict(one_by_one(choices[:k] + choices[k + 1 :])) for k in range(len(choices))]


def test_no_choice_leaves_one_way_to_nothing() -> None:
    assert dict(sums_with_counts(counts_of_sums([]))) == {0: 1}
    assert list(all_but_one([])) == []


def test_sums_lie_on_the_widest_steps_that_meet_them_all() -> None:
    counts = counts_of_sums([{0: 1, 6: 1}, {1: 1, 10: 1}])
    assert (counts.low, counts.step, counts.places) == (1, 3, 6)


def test_more_combinations_than_a_machine_word_holds_are_counted() -> None:
    counts = counts_of_sums([{0: 1, 1: 9}] * 100)
    assert below(counts, 101) == 10**100
    assert below(counts, 1) == 1


def test_counts_that_fill_whole_bytes_are_not_mistaken_for_none() -> None:
    assert below(counts_of_sums([{0: 255}]), 1) == 255
    assert below(counts_of_sums([{0: 255, 1: 255 * 256}]), 2) == 2**16 - 1
