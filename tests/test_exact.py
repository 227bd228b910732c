"""Exact numbers in, numbers for show out: reading, summing, rounding, largest remainders."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Tape, ci, tapes

from rolefit.exact import (
    dot,
    dots,
    mean,
    plain,
    product,
    rational,
    readable,
    root,
    rounded,
    rounded_root,
    shares,
    total,
)


def some(tape: Tape, *, least: int = -250) -> list[Fraction]:
    """Up to eight fractions of either sign."""
    tops, bottoms = range(least, 251, 7), range(1, 98)
    return [Fraction(tape.pick(*tops), tape.pick(*bottoms)) for _ in range(tape.pick(*range(9)))]


def none_negative(tape: Tape) -> list[Fraction]:
    return some(tape, least=0)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (3, "3"),
        (0, "0"),
        (-7, "-7"),
        (Decimal("0.1"), "1/10"),
        (Decimal("12.50"), "25/2"),
        (Decimal("1E+3"), "1000"),
        (Fraction(1, 3), "1/3"),
        (10**18 - 1, "999999999999999999"),
        (Decimal("0.000000000000000001"), "1/1000000000000000000"),
    ],
)
def test_a_number_keeps_the_value_that_its_author_wrote(raw: Any, value: str) -> None:
    assert rational(raw) == Fraction(value)


@pytest.mark.parametrize(
    "raw",
    [
        True,
        False,
        0.5,
        "3",
        None,
        (1,),
        10**18,
        -(10**18),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+19"),
        Decimal("1E-19"),
        Decimal("0.1234567890123456789"),
        "1/0",
        "1/1001",
        "1/-3",
        " 1/3",
        "1 / 3",
        "1234567/3",
        "0x1/3",
        "\u0661/3",
        "1/3/3",
    ],
    ids=repr,
)
def test_what_is_no_plain_number_of_18_digits_has_no_value(raw: Any) -> None:
    assert rational(raw) is None


@pytest.mark.parametrize("text", ["22/30", "1/6", "-1/3", "0/7", "100/1"])
def test_a_fraction_is_exactly_what_it_says(text: str) -> None:
    assert rational(text) == Fraction(text)


@ci
@given(tapes(some))
def test_a_total_is_the_sum(values: list[Fraction]) -> None:
    assert total(values) == sum(values, Fraction(0))


@ci
@given(tapes(lambda tape: list(zip(some(tape), some(tape), strict=False))))
def test_a_dot_product_is_the_sum_of_products(pairs: list[tuple[Fraction, Fraction]]) -> None:
    assert dot(pairs) == sum((a * b for a, b in pairs), Fraction(0))


def test_a_mean_is_exact() -> None:
    assert mean([Fraction(1), Fraction(0), Fraction(0)]) == Fraction(1, 3)


def test_a_root_is_that_of_the_variance() -> None:
    assert root(Fraction(9, 4)) == 1.5


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1/2", 0, "1"),
        ("-1/2", 0, "-1"),
        ("49/100", 0, "0"),
        ("-49/100", 0, "0"),
        ("5/2", 0, "3"),
        ("1/20", 1, "0.1"),
        ("149/1000", 2, "0.15"),
        ("-1/8", 2, "-0.13"),
        ("2/3", 3, "0.667"),
        ("100", 1, "100.0"),
    ],
)
def test_halves_are_rounded_away_from_zero_and_nought_has_no_sign(
    value: str, places: int, text: str
) -> None:
    assert str(rounded(Fraction(value), places)) == text


def test_a_large_number_is_rounded_without_passing_through_a_float() -> None:
    assert rounded(Fraction(2 * 10**17 + 1, 2)) == 10**17 + 1
    assert float(Fraction(2 * 10**17 + 1, 2)) == 10**17


@pytest.mark.parametrize(
    ("variance", "places", "text"),
    [("4", 1, "2.0"), ("2", 1, "1.4"), ("2", 3, "1.414"), ("25/4", 0, "3"), ("0", 1, "0.0")],
)
def test_a_root_is_rounded_for_show(variance: str, places: int, text: str) -> None:
    assert str(rounded_root(Fraction(variance), places)) == text


@pytest.mark.parametrize(
    ("value", "places", "toward", "text"),
    [
        ("200/3", 1, 0, "66.7"),
        ("100/3", 2, 0, "33.33"),
        ("-200/3", 0, 0, "-66.7"),
        ("7/3", 1, 1, "2.4"),
        ("7/3", 1, -1, "2.3"),
        ("1/3", 1, 0, "0.33"),
        ("1/300", 1, 0, "0.0033"),
        ("1/300", 1, 1, "0.0034"),
        ("1/8", 1, 0, "0.125"),
        ("67", 3, 0, "67"),
    ],
)
def test_a_number_is_told_in_decimals_where_its_own_do_not_end(
    value: str, places: int, toward: int, text: str
) -> None:
    assert readable(Fraction(value), places, toward=toward) == text


def test_a_tiny_root_is_shown_in_plain_digits() -> None:
    assert str(rounded_root(Fraction(1, 10**16), 1)) == "0.0"


@pytest.mark.parametrize(
    ("parts", "places", "expected"),
    [
        # Thirds of 100: 33.3 three times leaves 0.1, which goes to the first of equal remainders.
        (["100/3", "100/3", "100/3"], 1, ["33.4", "33.3", "33.3"]),
        # 16.66.. 16.66.. 66.66..: floors 16.6 16.6 66.6 leave 0.2 for the first two.
        (["50/3", "50/3", "200/3"], 1, ["16.7", "16.7", "66.6"]),
        # Sum 0.5 at no decimals rounds up to 1, which goes to the largest remainder.
        (["1/5", "3/10"], 0, ["0", "1"]),
        # Negative parts: floors are -1.5 and 2.5; the sum 1.1 leaves 0.1 for the larger remainder.
        (["-1.44", "2.54"], 1, ["-1.4", "2.5"]),
        ([], 1, []),
    ],
)
def test_the_largest_remainders_get_what_rounding_down_left(
    parts: list[str], places: int, expected: list[str]
) -> None:
    assert [str(part) for part in shares([Fraction(p) for p in parts], places)] == expected


@ci
@given(tapes(none_negative), st.integers(0, 3))
def test_printed_shares_add_up_to_the_printed_sum(parts: list[Fraction], places: int) -> None:
    printed = shares(parts, places)
    scale = 10**places
    assert sum(printed) * scale == math.floor(sum(parts) * scale + Fraction(1, 2))
    for part, shown in zip(parts, printed, strict=True):
        assert abs(Fraction(shown) - part) < Fraction(1, scale)


@ci
@given(tapes(some))
def test_shares_of_either_sign_stay_within_one_digit(parts: list[Fraction]) -> None:
    for part, shown in zip(parts, shares(parts), strict=True):
        assert abs(Fraction(shown) - part) <= Fraction(1, 10)


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [
        # Floors .3 .3 .3 with remainders of a third: the whole decides how many tenths are added.
        (["1/3", "1/3", "1/3"], "1.0", ["0.4", "0.3", "0.3"]),
        (["1/3", "1/3", "1/3"], "1.1", ["0.4", "0.4", "0.3"]),
        (["1/3", "1/3", "1/3"], "0.9", ["0.3", "0.3", "0.3"]),
        # Less than the floors: the smallest remainder gives first.
        (["0.34", "0.31"], "0.5", ["0.3", "0.2"]),
        # More than one step each: everybody takes once, then again.
        (["0.34", "0.31"], "0.9", ["0.5", "0.4"]),
        ([], "0.1", []),
    ],
)
def test_parts_add_up_to_a_whole_that_is_printed_elsewhere(
    parts: list[str], whole: str, expected: list[str]
) -> None:
    found = shares([Fraction(p) for p in parts], whole=Decimal(whole))
    assert [str(part) for part in found] == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [("3", "3"), ("1/2", "0.5"), ("1/3", "1/3"), ("-5/4", "-1.25"), ("1000000", "1000000")],
)
def test_a_number_is_written_as_its_author_would(value: str, text: str) -> None:
    assert plain(Fraction(value)) == text


@pytest.mark.parametrize("value", ["1/10000000", "3/1000000000"])
def test_a_small_number_is_written_without_an_exponent(value: str) -> None:
    assert "E" not in plain(Fraction(value))


@ci
@given(st.lists(st.fractions(max_denominator=60), max_size=4))
def test_a_product_is_that_of_its_factors(factors: list[Fraction]) -> None:
    assert product(*factors) == math.prod(factors, start=Fraction(1))


@ci
@given(
    st.lists(st.tuples(st.integers(0, 2), st.fractions(max_denominator=60)), max_size=3),
    st.lists(st.tuples(*[st.fractions(max_denominator=60)] * 3), max_size=4),
)
def test_whole_numbers_over_one_denominator_are_the_sums_of_products(
    left: list[tuple[int, Fraction]], rows: list[tuple[Fraction, ...]]
) -> None:
    found, scale = dots(left, rows)
    assert [Fraction(n, scale) for n in found] == [
        sum((points * row[place] for place, points in left), Fraction(0)) for row in rows
    ]
