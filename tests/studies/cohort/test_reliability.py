"""Alpha, omega and item-rest correlations, against cases that can be worked out by hand."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from rolefit.studies.cohort.reliability import alpha, item_rest, omega


def test_alpha_of_two_items_by_hand() -> None:
    # Variances 5/3 and 5/3; sums 3, 3, 6, 8 with variance 6: 2 * (1 - (10/3) / 6) = 8/9.
    assert alpha([(1, 2), (2, 1), (3, 3), (4, 4)]) == pytest.approx(8 / 9)


def test_alpha_is_one_for_items_that_agree_and_below_nought_for_opposites() -> None:
    assert alpha([(1, 1, 1), (2, 2, 2), (4, 4, 4)]) == pytest.approx(1)
    assert (alpha([(1, 3), (2, 1), (3, 1)]) or 0) < 0


def test_alpha_is_the_stepped_up_correlation_of_two_halves_of_equal_spread() -> None:
    """Spearman and Brown: 2r / (1 + r)."""
    table = [(1, 2), (2, 1), (3, 3), (4, 4)]
    r = item_rest(table, 0)
    assert r == pytest.approx(0.8)
    assert alpha(table) == pytest.approx(2 * 0.8 / 1.8)


def one_factor(loadings: list[float]) -> list[list[float]]:
    """Eight people whose answers have exactly one factor with these loadings: Hadamard columns."""
    signs = [[(-1) ** (row & column).bit_count() for column in range(8)] for row in range(8)]
    return [
        [
            loading * row[1] + sqrt(1 - loading**2) * row[k]
            for k, loading in enumerate(loadings, start=2)
        ]
        for row in signs
    ]


def test_omega_finds_the_loadings_that_the_answers_were_made_of() -> None:
    loadings = [0.8, 0.7, 0.6, 0.5]
    # (0.8 + 0.7 + 0.6 + 0.5)^2 = 6.76; what is left over: 4 - 1.74 = 2.26.
    assert omega(one_factor(loadings)) == pytest.approx(6.76 / 9.02, abs=1e-6)


def test_omega_is_alpha_where_all_loadings_are_alike() -> None:
    table = one_factor([0.7, 0.7, 0.7])
    assert omega(table) == pytest.approx(alpha(table), abs=1e-6)
    assert omega(table) == pytest.approx(3 * 0.49 / (1 + 2 * 0.49), abs=1e-6)


def test_a_question_marked_the_wrong_way_round_stands_out() -> None:
    chance = random.Random(5)
    rows = []
    for _ in range(60):
        level = chance.random()
        rows.append([level + chance.random() / 5 for _ in range(3)] + [1 - level])
    assert (item_rest(rows, 3) or 0) < -0.8
    assert (item_rest(rows, 0) or 0) > 0


@pytest.mark.parametrize("table", [[(1, 1), (1, 1)], [(1, 2, 3)], [(1, 5, 1), (1, 5, 2)]])
def test_what_has_no_spread_has_no_figures(table: list[tuple[float, ...]]) -> None:
    assert omega(table) is None
    assert item_rest(table, 0) is None
    if len({row[:2] for row in table}) == 1 and len(table[0]) == 2:
        assert alpha(table) is None
