"""BARS items: behaviourally anchored levels, with values of their own and half levels."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rolefit.rubric.items.bars import Bars
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.models import STANDARD


def bars(*values: Any, **more: Any) -> Bars:
    """A scale with these level values; None for a level without one."""
    levels = tuple(
        {"anchor": f"anchor {k}"} | ({} if v is None else {"value": v})
        for k, v in enumerate(values, start=1)
    )
    raw = {"id": "q", "type": "bars", "ask": "q?", "dimension": "d", "levels": levels}
    return Bars.model_validate({**raw, **more})


EVEN = (None,) * 5
UNEVEN = (0, Decimal("0.1"), Decimal("0.6"), 1)


@pytest.mark.parametrize(("level", "v"), [(1, 0), (2, "1/4"), (3, "1/2"), (5, 1)])
def test_levels_are_equally_spaced_unless_given(level: int, v: Any) -> None:
    assert bars(*EVEN).values(Fraction(level), (STANDARD,)) == (Fraction(v),)


@pytest.mark.parametrize(("level", "v"), [(1, 0), (2, "1/10"), (3, "3/5"), (4, 1)])
def test_given_values_are_used(level: int, v: Any) -> None:
    assert bars(*UNEVEN).values(Fraction(level), (STANDARD,)) == (Fraction(v),)


@pytest.mark.parametrize(("level", "v"), [("3/2", "1/20"), ("5/2", "7/20"), ("7/2", "4/5")])
def test_a_half_level_lies_midway_between_its_neighbours(level: str, v: str) -> None:
    item = bars(*UNEVEN, half_levels=True)
    assert item.values(Fraction(level), (STANDARD,)) == (Fraction(v),)
    assert item.position(Fraction(level)) is None
    assert item.shown(Fraction(level)).endswith("between two levels")


def test_half_a_level_is_read_only_where_halves_are_allowed() -> None:
    assert bars(*EVEN, half_levels=True).read(Decimal("2.5")) == Fraction(5, 2)
    with pytest.raises(Unreadable, match=r"a level from 1 to 5$"):
        bars(*EVEN).read(Decimal("2.5"))
    with pytest.raises(Unreadable, match=r"a level from 1 to 5 \(halves allowed\)"):
        bars(*EVEN, half_levels=True).read(Decimal("2.25"))


@pytest.mark.parametrize("said", ["anchor 2", "Anchor 2.", " ANCHOR 2 "])
def test_a_level_may_be_named_by_its_anchor(said: str) -> None:
    assert bars(*EVEN).read(said) == 2


def test_two_levels_with_the_same_anchor_are_a_problem_since_either_could_be_meant() -> None:
    levels = ({"anchor": "Low."}, {"anchor": "High."}, {"anchor": "high"})
    assert len(list(bars(levels=levels).problems((STANDARD,)))) == 1


def test_half_levels_halve_the_step() -> None:
    assert bars(*EVEN).step_width == Fraction(1, 4)
    assert bars(*EVEN, half_levels=True).step_width == Fraction(1, 8)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((0, None, 1), "either every level has a value or none has"),
        ((0, 1, Decimal("0.5")), "level values must rise from 0 to 1"),
        ((Decimal("0.1"), 1), "level values must rise from 0 to 1"),
        ((0, Decimal("0.9")), "level values must rise from 0 to 1"),
    ],
)
def test_level_values_rise_from_0_to_1(values: Any, message: str) -> None:
    assert [p.message for p in bars(*values).problems((STANDARD,))] == [message]


def test_two_levels_may_share_a_value() -> None:
    assert not list(bars(0, Decimal("0.5"), Decimal("0.5"), 1).problems((STANDARD,)))
