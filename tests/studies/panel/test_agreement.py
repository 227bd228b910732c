"""Agreement of raters against published and hand-worked examples."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolefit.studies.panel.agreement import (
    agreement_in_a_word,
    average_deviation,
    icc,
    r_wg,
    within_reach,
)

SHROUT_FLEISS = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)
"""Six ratees by four raters: table 2 of Shrout & Fleiss 1979."""


def even_variance(points: int) -> Fraction:
    """The variance of answers spread evenly over a scale of K points."""
    return Fraction(points**2 - 1, 12)


def fractions(*values: float) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    found = icc([fractions(*row) for row in SHROUT_FLEISS])
    assert found is not None
    assert round(float(found.single), 2) == 0.17
    assert round(float(found.mean), 2) == 0.44
    # Their mean squares, 11.24 between and 6.26 within, as exact fractions.
    assert found.mean == 1 - Fraction(451, 72) / Fraction(1349, 120)


@pytest.mark.parametrize(
    ("table", "single", "mean"),
    [
        # Mean squares 27 between and 1 within: 26/29 and 26/27.
        (((1, 2, 3), (4, 5, 6), (7, 8, 9)), Fraction(26, 29), Fraction(26, 27)),
        # 1/4 between and 13/4 within: raters of one ratee differ more than ratees do.
        (((1, 4), (4, 2)), Fraction(-6, 7), Fraction(-12)),
    ],
)
def test_intraclass_correlations_of_hand_worked_tables(
    table: tuple[tuple[int, ...], ...], single: Fraction, mean: Fraction
) -> None:
    found = icc([fractions(*row) for row in table])
    assert found is not None
    assert (found.single, found.mean) == (single, mean)


def test_intraclass_correlation_is_not_told_where_it_is_not_defined() -> None:
    assert icc([]) is None
    assert icc([fractions(1, 2)]) is None
    assert icc([fractions(1), fractions(2)]) is None
    assert icc([fractions(1, 2), fractions(1, 2, 3)]) is None
    assert icc([fractions(2, 2), fractions(2, 2)]) is None


@pytest.mark.parametrize(
    ("values", "points", "expected"),
    [
        # Even spread has variance 2 on five points; 3, 3, 4, 4, 4 has 0.3: 1 - 0.3/2.
        ((3, 3, 4, 4, 4), 5, Fraction(85, 100)),
        ((4, 4, 4), 5, Fraction(1)),
        ((1, 5, 1, 5), 5, Fraction(0)),  # below 0, told as 0
        ((1, 2, 3, 4, 5, 6, 7), 7, Fraction(0)),  # variance 14/3 against 4
        ((2, 4, 4, 5, 5), 5, Fraction(1, 4)),  # 1.5 against 2
        ((6, 6, 7, 7, 7, 9), 9, Fraction(82, 100)),  # 1.2 against 80/12
    ],
)
def test_r_wg_of_hand_worked_examples(
    values: tuple[int, ...], points: int, expected: Fraction
) -> None:
    assert r_wg(fractions(*values), even_variance(points)) == expected


def test_average_deviation_and_its_cut_of_a_sixth_of_the_points() -> None:
    assert average_deviation(fractions(1, 2, 3, 4, 5)) == Fraction(6, 5)
    assert average_deviation(fractions(4, 4, 4)) == 0
    assert within_reach(fractions(3, 3, 4, 4, 4), 5)  # 0.48 against 0.83
    assert not within_reach(fractions(1, 5, 1, 5), 5)
    assert average_deviation(fractions(2, 4, 4, 5, 5)) == Fraction(4, 5)
    assert within_reach(fractions(2, 4, 4, 5, 5), 5)  # 0.80 against 0.83
    assert average_deviation(fractions(6, 6, 7, 7, 7, 9)) == Fraction(2, 3)


def test_agreement_is_told_in_a_word_and_only_from_five_raters() -> None:
    width = Fraction(100)
    assert agreement_in_a_word(fractions(50, 50, 50, 50), width) is None
    assert agreement_in_a_word(fractions(50, 50, 50, 50, 50), width) == "agree"
    assert agreement_in_a_word(fractions(35, 65, 35, 65, 50), width) == "partly"
    assert agreement_in_a_word(fractions(0, 100, 0, 100, 50), width) == "differ"


@given(st.lists(st.integers(0, 100).map(Fraction), min_size=2, max_size=12), st.integers(-5, 5))
def test_agreement_does_not_hang_on_the_order_or_on_a_shift(
    values: list[Fraction], shift: int
) -> None:
    assert average_deviation(values) == average_deviation(values[::-1])
    assert average_deviation([v + shift for v in values]) == average_deviation(values)
    assert 0 <= r_wg(values, even_variance(5)) <= 1
