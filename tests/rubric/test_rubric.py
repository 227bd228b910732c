"""A rubric as its author wrote it: strict fields, shared scales, weights, lookups."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from make import HEAD, LABELS, contrast, likert, readiness, single
from pydantic import TypeAdapter, ValidationError

from rolefit.rubric.conditions import (
    HEAVIEST,
    ClaimId,
    Id,
    Line,
    Number,
    Points,
    Prose,
    Share,
    Weight,
)
from rolefit.rubric.items.likert import Likert
from rolefit.rubric.model import Expect, Rubric, centroid, texts_for

DIGITS = "a number in plain digits (12 or 0.5), or a fraction (22/30)"


def adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


# --- values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (Weight, Decimal("0.000001"), HEAVIEST),
        (Share, 0, 1),
        (Points, 0, 100),
        (Number, -(10**17), 10**17),
    ],
    ids=["weight", "share", "points", "number"],
)
def test_both_ends_of_a_number_s_range_belong_to_it(kind: Any, low: Any, high: Any) -> None:
    assert adapter(kind).validate_python(low) == Fraction(low)
    assert adapter(kind).validate_python(high) == Fraction(high)


@pytest.mark.parametrize(
    ("kind", "raw", "message"),
    [
        (Weight, 0, "a weight above 0 and at most 1000000"),
        (Weight, -1, "a weight above 0 and at most 1000000"),
        (Weight, HEAVIEST + 1, "a weight above 0 and at most 1000000"),
        (Share, Decimal("1.01"), "a number from 0 to 1"),
        (Share, Decimal("-0.01"), "a number from 0 to 1"),
        (Points, 101, "a number from 0 to 100"),
        (Points, -1, "a number from 0 to 100"),
        (Number, "3", DIGITS),
        (Weight, True, DIGITS),
        (Share, 0.5, DIGITS),
        (Points, None, DIGITS),
    ],
)
def test_a_number_out_of_its_range_is_refused(kind: Any, raw: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        adapter(kind).validate_python(raw)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Id, ["a", "a-1_b", "a" * 64], ["", "A", "1a", "a b", "a" * 65, "ä", "a\n"]),
        (ClaimId, ["DC-1", "LM2-0001"], ["dc-1", "DC1", "DC-", "DC-12345", "DC-1\n"]),
        (Line, ["x", "x" * 200], ["", "x" * 201, "two\nlines", "end\r"]),
        (Prose, ["x", "two\nlines", "x" * 2000], ["", "x" * 2001]),
    ],
    ids=["id", "claim", "line", "prose"],
)
def test_a_text_keeps_its_form(kind: Any, good: list[str], bad: list[str]) -> None:
    for text in good:
        assert adapter(kind).validate_python(text) == text
    for text in bad:
        with pytest.raises(ValidationError):
            adapter(kind).validate_python(text)


def test_a_number_goes_to_json_with_nine_decimals() -> None:
    rubric = contrast(single("p", weight=Fraction(1, 3)))
    assert '"weight":0.333333333,' in rubric.model_dump_json()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("version", 1.0),
        ("version", "1.x"),
        ("minutes", "5"),
        ("minutes", 0),
        ("minutes", True),
        ("purpose", "fun"),
        ("evidence_status", "proven"),
        ("limits", ()),
        ("model", "other"),
        ("rubric", "A Name"),
        ("items", []),
        ("wieght", 1),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(field: str, wrong: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        contrast(single("p"), **{field: wrong})
    assert field in {error["loc"][0] for error in caught.value.errors()}


def test_a_rubric_cannot_be_changed() -> None:
    rubric = contrast(single("p"))
    with pytest.raises(ValidationError, match="frozen"):
        rubric.title = "Another"  # type: ignore[misc]


# --- scales ----------------------------------------------------------------------------------


def test_an_item_takes_the_labels_of_the_scale_that_it_names() -> None:
    rubric = contrast(
        likert("p", scale="often", labels=LABELS[:4]),
        {k: v for k, v in likert("q", scale="often").items() if k != "labels"},
        single("r"),
        scales={"often": LABELS},
    )
    q, p = rubric.item("q"), rubric.item("p")
    assert isinstance(q, Likert)
    assert isinstance(p, Likert)
    assert (q.labels, p.labels) == (LABELS, LABELS[:4])


@pytest.mark.parametrize(
    "raw",
    [
        "text",
        {**HEAD, "scales": "text"},
        {**HEAD, "scales": {}, "items": "text"},
        {**HEAD, "scales": {}, "items": 7},
        {**HEAD, "scales": {"s": LABELS}, "items": ("text", 3)},
    ],
    ids=["text", "scales", "items-text", "items-number", "item-text"],
)
def test_a_file_of_another_shape_is_refused_and_nothing_breaks(raw: Any) -> None:
    with pytest.raises(ValidationError):
        Rubric.model_validate(raw)


# --- weights ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, ["1"]),
        # (1 + 1/2) / 2 and (1/2) / 2
        (2, ["3/4", "1/4"]),
        # (1 + 1/2 + 1/3) / 3 = 11/18, (1/2 + 1/3) / 3 = 5/18, (1/3) / 3 = 1/9
        (3, ["11/18", "5/18", "1/9"]),
        # 25/48, 13/48, 7/48, 3/48
        (4, ["25/48", "13/48", "7/48", "1/16"]),
    ],
)
def test_ranks_become_rank_order_centroids(n: int, expected: list[str]) -> None:
    assert [centroid(rank, n) for rank in range(1, n + 1)] == [Fraction(w) for w in expected]
    assert sum(centroid(rank, n) for rank in range(1, n + 1)) == 1


def test_a_rubric_weighs_its_dimensions_by_rank_or_by_swing_points() -> None:
    ranked = {k: {"name": k, "about": k, "rank": r} for k, r in (("d", 2), ("e", 1))}
    items = (single("p"), single("q", "e"))
    weights = contrast(*items, dimensions=ranked).weights()
    assert weights == {"d": Fraction(1, 4), "e": Fraction(3, 4)}
    swing = {k: {"name": k, "about": k, "weight": w} for k, w in (("d", 3), ("e", Decimal("0.5")))}
    assert contrast(*items, dimensions=swing).weights() == {"d": 3, "e": Fraction(1, 2)}


# --- lookups ---------------------------------------------------------------------------------


def test_an_item_is_found_by_its_id_and_an_unknown_one_is_not() -> None:
    rubric = contrast(single("p"), single("q"))
    assert rubric.item("q").id == "q"
    with pytest.raises(KeyError):
        rubric.item("r")


def test_only_items_that_score_in_a_dimension_are_its_scored_items() -> None:
    quiet = {"id": "y", "type": "yes_no", "ask": "y?"}
    rubric = contrast(single("p"), single("q", "e"), single("r", None), quiet, single("s"))
    assert [item.id for item in rubric.scored_items("d")] == ["p", "s"]


def test_items_speak_for_the_outcomes_or_for_the_standard() -> None:
    assert contrast(single("p")).outcome_ids == ("a", "b")
    assert readiness(likert("q", toward=None)).outcome_ids == ("standard",)


def test_what_is_said_of_an_outcome_or_a_band_is_found_by_its_id() -> None:
    assert texts_for(contrast(single("p")), "b").summary == "B."
    assert texts_for(readiness(likert("q", toward=None)), "high").summary == "High."
    for rubric in (contrast(single("p")), readiness(likert("q", toward=None))):
        with pytest.raises(KeyError):
            texts_for(rubric, "nobody")


@pytest.mark.parametrize("raw", ["clear", ("clear",)])
def test_a_case_may_name_one_label_or_several(raw: Any) -> None:
    assert Expect.model_validate({"label": raw}).label == ("clear",)
