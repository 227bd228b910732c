"""Likert items: an ordered scale of labels, keyed forward or in reverse, toward a pole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.likert import Likert
from rolefit.rubric.models import STANDARD

LABELS = ("Never", "Seldom", "Sometimes", "Often", "Always")
TWO, THREE = ("a", "b"), ("a", "b", "c")


def likert(**more: Any) -> Likert:
    raw = {"id": "q", "type": "likert", "ask": "q?", "labels": LABELS, "toward": "a"}
    return Likert.model_validate({**raw, **more})


@pytest.mark.parametrize(("x", "v"), [(1, 0), (2, "1/4"), (3, "1/2"), (4, "3/4"), (5, 1)])
def test_a_place_is_worth_x_minus_1_over_k_minus_1(x: int, v: Any) -> None:
    assert likert().values(x, TWO) == (Fraction(v), 1 - Fraction(v))
    assert likert(reverse=True).values(x, TWO) == (1 - Fraction(v), Fraction(v))
    assert likert(toward=None).values(x, (STANDARD,)) == (Fraction(v),)


def test_reversing_twice_is_identity() -> None:
    for x in range(1, 6):
        mirrored = likert(reverse=True).values(6 - x, TWO)
        assert mirrored == likert().values(x, TWO)
        assert likert(toward="b", reverse=True).values(x, TWO) == likert().values(x, TWO)


def test_among_three_outcomes_the_one_that_is_no_pole_gets_nothing() -> None:
    item = likert(toward="c", opposite="a")
    assert item.values(2, THREE) == (Fraction(3, 4), 0, Fraction(1, 4))


def test_among_three_outcomes_a_scale_without_an_opposite_speaks_for_one_alone() -> None:
    item = likert(toward="c", dimension="d")
    assert item.values(2, THREE) == (0, 0, Fraction(1, 4))
    assert item.mirror(THREE).values(2, THREE) == (0, 0, Fraction(3, 4))
    assert not [*item.problems(THREE)]
    # Interests that are all high point in no opposite directions.
    other = likert(toward="b", dimension="d")
    assert item.agreement(5, THREE).side == other.agreement(5, THREE).side


@pytest.mark.parametrize("said", ["often", "Often", "OFTEN"])
def test_a_label_is_read_in_any_case(said: str) -> None:
    assert likert().read(said) == 4


def test_an_unknown_label_gets_the_nearest_offered() -> None:
    with pytest.raises(Unreadable, match="1 to 5 or one of the labels") as caught:
        likert().read("oftn")
    assert caught.value.hint == "did you mean `Often`?"


@pytest.mark.parametrize("raw", [0, 6, True, 2.0, None])
def test_a_place_beyond_the_scale_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="whole number from 1 to 5"):
        likert().read(raw)


@pytest.mark.parametrize(
    ("more", "outcomes", "message"),
    [
        ({"labels": LABELS[:1]}, TWO, "a likert item needs 2 to 11 labels, not 1"),
        ({"labels": tuple("abcdefghijkl")}, TWO, "a likert item needs 2 to 11 labels, not 12"),
        ({"labels": ("a", "b", "c", "A")}, TWO, "two labels of the scale are the same"),
        ({"toward": None}, TWO, "a scored item must say which outcome its high end speaks for"),
        ({"opposite": "a"}, TWO, "an outcome cannot be its own opposite"),
        ({"opposite": "x"}, TWO, "unknown outcome `x`"),
        ({}, (STANDARD,), "only a contrast rubric has poles"),
    ],
)
def test_a_wrong_scale_is_named(more: Any, outcomes: Any, message: str) -> None:
    item = likert(dimension="d", **more)
    assert [p.message for p in item.problems(outcomes)] == [message]


def test_four_and_seven_labels_are_enough_and_not_too_many() -> None:
    for labels in (LABELS[:4], tuple("abcdefg")):
        assert not list(likert(dimension="d", labels=labels).problems(TWO))


def test_a_scale_that_does_not_score_needs_no_pole() -> None:
    assert not list(likert(toward=None).problems(TWO))


def test_a_slip_is_to_a_neighbour_and_at_an_end_there_is_but_one() -> None:
    item = likert()
    first, second, third, *_ = item.candidates()
    assert [answer for answer, _ in item.slips(first)] == [second]
    assert [answer for answer, _ in item.slips(second)] == [first, third]
