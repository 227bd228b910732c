"""Impact ratios against published examples, and the borders of the rule."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import isclose

import pytest

from rolefit.studies.cohort.fair_use import Disclosure, GroupImpact, Impact, fisher, impact
from rolefit.studies.cohort.groups import safe_counts

OPEN = Disclosure()


def told(counts: dict[str, tuple[int, int]], known: Disclosure = OPEN) -> Impact:
    """Impact of counts."""
    return impact(counts, ("yes",), known)


def of(found: Impact, group: str) -> GroupImpact:
    """One group."""
    return next(one for one in found.groups if one.group == group)


def test_the_example_of_the_uniform_guidelines() -> None:
    """80 applicants with 48 hired, 40 with 12: 60 % and 30 %, a ratio of one half."""
    found = told({"white": (80, 48), "black": (40, 12)})
    assert found.comparator == "white"
    black = of(found, "black")
    assert (black.rate, black.ratio, black.flagged) == (Fraction(3, 10), Fraction(1, 2), True)
    assert of(found, "white").flagged is False


@pytest.mark.slow
def test_exactly_four_fifths_is_not_flagged_and_a_hair_below_is() -> None:
    assert of(told({"a": (20, 10), "b": (20, 8)}), "b").flagged is False
    assert of(told({"a": (2000, 1000), "b": (2000, 799)}), "b").flagged is True


def test_the_lady_tasting_tea() -> None:
    """Fisher 1935: three of four right, both sides: 34 of 70."""
    assert fisher((4, 3), (4, 1)) == Fraction(34, 70)


def test_fisher_of_a_table_that_says_nothing_is_one() -> None:
    assert fisher((10, 5), (20, 10)) == 1


def test_the_interval_of_the_aspirin_study() -> None:
    """Agresti 2002, section 3.1: 189 of 11034 over 104 of 11037 is 1.82, 95 % 1.43 to 2.30."""
    found = of(told({"placebo": (11034, 189), "aspirin": (11037, 104)}), "aspirin")
    assert found.low is not None
    assert found.high is not None
    assert isclose(1 / found.high, 1.433, abs_tol=0.001)
    assert isclose(1 / found.low, 2.306, abs_tol=0.001)


def test_a_group_under_two_per_cent_is_never_compared_with() -> None:
    found = told({"a": (500, 250), "b": (400, 100), "tiny": (9, 9)})
    assert found.comparator == "a"
    assert of(found, "tiny").ratio == 2


def test_what_the_table_of_groups_withholds_is_not_told_here() -> None:
    counts = {"a": (50, 25), "b": (40, 3), "c": (3, 3)}
    found = told(counts, Disclosure(pooled=("c",), hidden=("b",)))
    b = of(found, "b")
    assert (b.selected, b.rate, b.ratio, b.low, b.chance) == (None,) * 5
    assert b.flagged is True  # of the six that are not told of, no more than six are its
    assert [one.group for one in found.groups] == ["a", "b"]
    assert found.withheld == 1


def test_a_group_whose_number_is_withheld_is_never_compared_with() -> None:
    found = told({"a": (6, 5), "b": (40, 20), "c": (40, 15)}, Disclosure(hidden=("a",)))
    assert found.comparator == "b"
    assert of(found, "c").ratio == Fraction(3, 4)
    assert of(found, "c").flagged
    assert not of(found, "a").flagged


@pytest.mark.parametrize("seed", range(60))
def test_no_withheld_number_follows_from_what_is_told_of_fairness(seed: int) -> None:
    chance = random.Random(seed)
    people = {g: chance.randint(5, 9) for g in "abc"[: chance.choice((2, 3))]}
    counts = {g: {"yes": (k := chance.randint(0, n)), "no": n - k} for g, n in people.items()}
    safe = safe_counts(counts)
    hidden = tuple(g for g, cells in safe.cells.items() if cells["yes"] is None)

    def said(chosen: Mapping[str, int]) -> Impact:
        return told({g: (people[g], chosen[g]) for g in people}, Disclosure(hidden=hidden))

    own = {g: row["yes"] for g, row in counts.items()}
    others = [
        own | dict(zip(hidden, numbers, strict=True))
        for numbers in product(*(range(people[g] + 1) for g in hidden))
        if sum(numbers) == sum(own[g] for g in hidden)
    ]
    alike = [one for one in others if said(one) == said(own)]
    assert alike == others


@pytest.mark.parametrize("counts", [{}, {"a": (10, 0), "b": (10, 0)}, {"a": (10, 5)}])
def test_nothing_is_compared_where_there_is_nothing_to(counts: dict[str, tuple[int, int]]) -> None:
    found = told(counts)
    assert found.comparator is None
    assert not any(one.flagged for one in found.groups)


def test_people_without_a_group_are_no_group() -> None:
    found = told({"a": (20, 10), "b": (20, 9), "?": (20, 20)}, Disclosure(nameless=("?",)))
    assert [one.group for one in found.groups] == ["a", "b"]
    assert found.comparator == "a"
