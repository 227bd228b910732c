"""Praise and blame: words that make one outcome look better than the other."""

from __future__ import annotations

from typing import Any

from make import contrast, likert, readiness, single
from overlay import found

from rolefit.audit.checks import one_sided_praise


def options(a: str, b: str, **both: Any) -> tuple[dict[str, Any], ...]:
    return (
        {"id": "pa", "text": a, "favors": {"a": 1}},
        {"id": "pb", "text": b, "favors": {"b": 1}},
        {"id": "pc", "text": both.get("both", "Both."), "favors": {"a": 1, "b": 1}},
    )


def test_praise_for_one_outcome_only_is_told_where_it_stands() -> None:
    rubric = contrast(single("q", options=options("A visionary, smart plan.", "A plan.")))
    (one,) = found(one_sided_praise, rubric)
    assert one.path == ("items", 0, "options", 0, "text")
    assert one.message == "praise for `a` only: visionary, smart"


def test_blame_for_one_outcome_only_is_told_too() -> None:
    rubric = contrast(single("q", options=options("A sloppy plan.", "A plan.")))
    (one,) = found(one_sided_praise, rubric)
    assert one.message == "blame for `a` only: sloppy"


def test_praise_on_both_sides_is_balanced_even_in_different_items() -> None:
    rubric = contrast(
        single("q", options=options("A smart plan.", "A plan.")),
        single("r", options=options("A talk.", "A great talk.")),
    )
    assert found(one_sided_praise, rubric) == []


def test_blame_for_one_does_not_balance_praise_for_the_other() -> None:
    rubric = contrast(single("q", options=options("A smart plan.", "A sloppy plan.")))
    assert {one.path[3] for one in found(one_sided_praise, rubric)} == {0, 1}


def test_options_that_speak_for_both_or_that_do_not_score_are_left_alone() -> None:
    praised = options("A plan.", "A talk.", both="An excellent mix.")
    loose = single("r", None, options=options("A smart plan.", "A plan."))
    assert found(one_sided_praise, contrast(single("q", options=praised), loose)) == []


def test_anchors_speak_for_the_pole_that_their_half_of_the_scale_is_nearer_to() -> None:
    anchors = ("A plan here.", "A poor plan.", "A good plan.", "A smart plan.", "A plan now.")
    bars = {
        "id": "r",
        "type": "bars",
        "ask": "How?",
        "dimension": "d",
        "toward": "a",
        "levels": tuple({"anchor": text} for text in anchors),
    }
    told = found(one_sided_praise, contrast(single("q"), likert("s"), bars))
    assert [one.message for one in told] == [
        "blame for `b` only: poor",
        "praise for `a` only: smart",
    ]
    paths = [("items", 2, "levels", k, "anchor") for k in (1, 3)]
    assert [one.path for one in told] == paths


def test_a_readiness_rubric_has_no_poles_to_favour() -> None:
    choices = (
        {"id": "x", "text": "Excellent.", "value": 1},
        {"id": "y", "text": "Plain.", "value": 0},
    )
    item = {
        "id": "q",
        "type": "single",
        "ask": "How?",
        "dimension": "d",
        "allow_na": False,
        "options": choices,
    }
    assert found(one_sided_praise, readiness(item)) == []
