"""People who answer by position and are told something clear."""

from __future__ import annotations

from typing import Any

from make import contrast, likert, readiness
from overlay import found, sound

from rolefit.audit.checks import straight_liner


def said_of(*items: Any, model: Any = contrast) -> dict[str, str | None]:
    """What is found, with its severity where that is not the check's own."""
    return {f.message: f.severity for f in found(straight_liner, model(*items))}


def test_scales_that_all_point_one_way_are_told() -> None:
    said = said_of(*(likert(f"q{k}") for k in range(4)))
    assert said["somebody who agrees with everything gets `a` (an a): clear"] is None
    assert said["somebody who denies everything gets `b` (a b): clear"] is None


def test_poles_that_take_turns_give_nothing_clear() -> None:
    # No pattern of places can follow this order: each pole leads in pairs and in turn.
    turned = [k in (1, 2, 5, 7, 8, 10) for k in range(12)]
    items = [likert(f"q{k}", f"d{k // 4}", reverse=turn) for k, turn in enumerate(turned)]
    assert said_of(*items) == {}


def standard(*turned: bool) -> dict[str, str | None]:
    """What is found in a readiness rubric of scales, some of them turned round."""
    items = [{**likert(f"q{k}"), "toward": None, "reverse": turn} for k, turn in enumerate(turned)]
    return said_of(*items, model=readiness)


def test_a_clear_top_band_is_an_error() -> None:
    said = standard(False, False, False, False)
    assert said["somebody who agrees with everything gets `high` (high): clear"] == "error"


def test_a_top_band_that_is_not_clear_is_a_warning() -> None:
    said = standard(False, False, True)
    # A fit of 83.3 is 33.3 above the cut: more than one error (at most 125 * sqrt(.194 / 3) and
    # the steps, 32.1, cut off at the target), less than the 2.4 errors that clear needs.
    words = "somebody who takes the last choice each time gets `high` (high): leaning"
    assert said[words] == "warning"


def test_a_low_band_is_no_fault_however_clear() -> None:
    assert not any("`low`" in message for message in standard(False, False, False, False))


def test_the_place_is_the_list_of_items() -> None:
    rubric = contrast(*(likert(f"q{k}") for k in range(4)))
    assert {f.path for f in found(straight_liner, rubric)} == {("items",)}


def test_a_sound_contrast_rubric_gives_nothing_away() -> None:
    assert found(straight_liner, sound("sound")) == []
