"""Numeric items: an amount in a plausible range, valued by straight lines or by steps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.numeric import Numeric
from rolefit.rubric.models import STANDARD

POINTS = ({"at": 10, "value": 0}, {"at": 20, "value": 1}, {"at": 40, "value": Fraction(1, 2)})


def numeric(**more: Any) -> Numeric:
    raw = {"id": "q", "type": "numeric", "ask": "q?", "dimension": "d", "unit": "hours"}
    return Numeric.model_validate({**raw, "range": (0, 60), "breakpoints": POINTS, **more})


def worth(item: Numeric, amount: Any) -> Fraction:
    return item.values(Fraction(amount), (STANDARD,))[0]


@pytest.mark.parametrize(
    ("amount", "v"),
    [(0, 0), (10, 0), (12, "1/5"), (15, "1/2"), (20, 1), (24, "9/10"), (40, "1/2"), (60, "1/2")],
)
def test_between_breakpoints_the_value_is_linear_and_beyond_them_held(amount: int, v: Any) -> None:
    assert worth(numeric(), amount) == Fraction(v)


@pytest.mark.parametrize(
    ("amount", "v"), [(0, 0), (10, 0), ("199/10", 0), (20, 1), (39, 1), (40, "1/2"), (60, "1/2")]
)
def test_a_step_holds_from_its_left_end_on(amount: Any, v: Any) -> None:
    assert worth(numeric(shape="step"), amount) == Fraction(v)


def test_the_points_where_the_slope_turns_are_candidates_within_the_range() -> None:
    assert numeric().candidates() == (0, 10, 20, 40, 60)
    assert numeric(range=(15, 30)).candidates() == (15, 20, 30)


def test_both_ends_of_the_plausible_range_belong_to_it() -> None:
    assert numeric().read(0) == 0
    assert numeric().read(60) == 60
    assert numeric().read(Decimal("12.5")) == Fraction(25, 2)


@pytest.mark.parametrize("raw", [-1, 61, Decimal("60.01")])
def test_an_implausible_amount_is_an_error_and_no_score(raw: Any) -> None:
    with pytest.raises(Unreadable, match="expected 0 to 60 hours"):
        numeric().read(raw)


@pytest.mark.parametrize("raw", ["12", True, 12.0, None, Decimal("NaN"), Decimal("1e30")])
def test_what_is_no_plain_number_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="a number of hours, in plain digits"):
        numeric().read(raw)


def test_an_amount_is_quoted_with_its_unit() -> None:
    assert numeric().shown(Fraction(5, 2)) == "2.5 hours"
    assert numeric().position(Fraction(5, 2)) is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"range": (5, 5)}, "the plausible range is empty"),
        ({"breakpoints": ()}, "a scored numeric item needs breakpoints"),
        ({"breakpoints": (POINTS[1], POINTS[0])}, "amounts must rise"),
        ({"breakpoints": (POINTS[1], POINTS[1])}, "amounts must rise"),
    ],
)
def test_a_wrong_value_function_is_named(more: Any, message: str) -> None:
    assert [p.message for p in numeric(**more).problems((STANDARD,))] == [message]


def test_an_amount_that_only_feeds_gates_needs_no_breakpoints() -> None:
    assert not list(numeric(dimension=None, breakpoints=()).problems((STANDARD,)))


@pytest.mark.parametrize(("shape", "variance"), [("line", "1/12"), ("step", "1/6")])
def test_the_spread_of_an_amount_that_may_be_anything_is_that_of_its_lines(
    shape: str, variance: str
) -> None:
    # Lines: a mean of 1/2, a mean square of 20/60. Steps: 1/2, and 25/60.
    amount = numeric(shape=shape)
    found = amount.uniform_variance(lambda answer: amount.values(answer, (STANDARD,))[0])
    assert found == Fraction(variance)


@pytest.mark.parametrize(("most", "step"), [(1, "1/10"), ("19/10", "19/100"), (2, 1), (60, 1)])
def test_amounts_are_compared_by_ones_unless_their_range_is_narrow(most: Any, step: Any) -> None:
    points = ({"at": 0, "value": 0}, {"at": Fraction(most), "value": 1})
    item = numeric(range=(Fraction(0), Fraction(most)), breakpoints=points)
    assert item.compared_step == Fraction(step)
