"""Anchors: points of scales that say too little are told, each scale once."""

from __future__ import annotations

import pytest
from make import contrast, likert, single
from overlay import asking, found

from rolefit.audit.checks import missing_anchor
from rolefit.rubric.model import Rubric


def rated(*labels: str) -> Rubric:
    return contrast(single("q"), likert("r", labels=labels))


@pytest.mark.parametrize(
    "labels",
    [
        ("1", "2", "3", "4"),
        ("never", "2", "3", "always"),
        ("a", "b", "c", "d"),
        ("1.", "2.", "3.", "4."),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1: low", "2", "3", "4: high"),
    ],
)
def test_a_label_that_is_a_bare_number_or_letter_says_nothing(labels: tuple[str, ...]) -> None:
    (one,) = found(missing_anchor, rated(*labels))
    assert one.path == ("items", 1, "labels")


@pytest.mark.parametrize(
    "labels",
    [
        ("never", "rarely", "often", "always"),
        ("0 %", "25 %", "50 %", "100 %"),
        ("0 calls", "1 call", "2 calls", "3 calls or more"),
        ("3-5", "6-8", "9-11", "12 or more"),
    ],
)
def test_labels_that_say_what_they_stand_for_pass(labels: tuple[str, ...]) -> None:
    assert found(missing_anchor, rated(*labels)) == []


def test_a_shared_scale_is_told_once_at_its_own_place() -> None:
    items = [likert(f"r{k}", scale="often", labels=("1", "2", "3", "4")) for k in range(3)]
    for item in items:
        del item["labels"]
    rubric = contrast(single("q"), *items, scales={"often": ("1", "2", "3", "4")})
    assert [one.path for one in found(missing_anchor, rubric)] == [("scales", "often")]


@pytest.mark.parametrize(
    ("anchor", "short"), [("Often", True), ("Does it", True), ("Does it well", False)]
)
def test_an_anchor_needs_three_words(anchor: str, short: bool) -> None:
    levels = ({"anchor": anchor}, {"anchor": "Does it each week."})
    rubric = asking("How far?", type="bars", levels=levels, toward="a")
    paths = [one.path for one in found(missing_anchor, rubric)]
    assert paths == ([("items", 2, "levels", 0, "anchor")] if short else [])
