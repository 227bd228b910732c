"""Response-quality flags at their limits, and what they do to a verdict and to no score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from make import LABELS, contrast, likert, readiness, single

from rolefit.reports.pages.score.grounds import flag_text
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

SEVEN = (*LABELS, "more", "most")
PAIR = {
    "items": ("q0", "q1"),
    "when": {"all": ({"item": "q0", "at_least": 4}, {"item": "q1", "at_most": 2})},
    "say": "Odd.",
}


def assessed(rubric: Rubric, given: dict[str, Any], seconds: Any = None) -> Assessment:
    raw = {"rubric": "tiny", "answers": given, "seconds": seconds or {}}
    return assess(rubric, Responses.model_validate(raw))


def flags(rubric: Rubric, given: dict[str, Any], seconds: Any = None) -> list[str]:
    return [flag.flag for flag in assessed(rubric, given, seconds).quality]


def block(places: Sequence[int | None], **more: Any) -> tuple[Rubric, dict[str, Any]]:
    """Likert items that stand in a row on the page, and the places chosen; None skips one."""
    items = tuple(likert(f"q{k}", **more) for k in range(len(places)))
    return contrast(single("p", "e"), *items), {
        f"q{k}": x for k, x in enumerate(places) if x is not None
    }


def places(*runs: tuple[int, int]) -> list[int]:
    return [place for place, length in runs for _ in range(length)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (places((4, 8), (2, 1)), ["long_string"]),
        (places((4, 7), (2, 1)), []),
        # Of sixteen half is eight; of eighteen it is nine.
        (places((4, 8), (2, 4), (3, 4)), ["long_string"]),
        (places((4, 8), (2, 5), (3, 5)), []),
        (places((4, 9), (2, 5), (3, 4)), ["long_string"]),
        # Of seventeen half is eight and a half: eight are too few.
        (places((4, 8), (2, 5), (3, 4)), []),
        # Broken by another place, the string begins anew.
        (places((4, 5), (2, 1), (4, 5)), []),
    ],
)
def test_a_long_string_is_the_same_place_eight_times_and_over_half_of_the_block(
    chosen: list[int], expected: list[str]
) -> None:
    assert flags(*block(chosen)) == expected


def test_an_item_that_was_not_answered_does_not_break_a_string() -> None:
    assert flags(*block([4, 4, 4, 4, None, 4, 4, 4, 4, 1])) == ["long_string"]


def test_a_string_names_its_items_and_its_place() -> None:
    (flag,) = assessed(*block(places((2, 1), (4, 8)))).quality
    assert flag.items == tuple(f"q{k}" for k in range(1, 9))
    assert flag_text(flag) == "Place 4 was chosen 8 times in a row."


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([3] * 6, ["no_spread"]),
        ([3] * 5, []),
        ([3] * 5 + [4], []),
        ([3] * 8, ["long_string", "no_spread"]),
    ],
)
def test_six_answers_at_one_place_have_no_spread(chosen: list[int], expected: list[str]) -> None:
    assert flags(*block(chosen)) == expected


def test_the_ends_of_scales_of_different_length_are_one_place() -> None:
    short = [likert(f"q{k}") for k in range(3)]
    long = [likert(f"r{k}", labels=SEVEN) for k in range(3)]
    rubric = contrast(single("p", "e"), *short, *long)
    lasts = {**{f"q{k}": 5 for k in range(3)}, **{f"r{k}": 7 for k in range(3)}}
    assert flags(rubric, lasts) == ["no_spread"]
    assert flags(rubric, {**lasts, "r2": 6}) == []


def test_options_have_places_too() -> None:
    items = [single(f"q{k}") for k in range(6)]
    assert flags(contrast(*items), {f"q{k}": "pa" for k in range(6)}) == ["no_spread"]
    assert flags(contrast(*items), {f"q{k}": ("pa", "pb")[k % 2] for k in range(6)}) == []


def amount(name: str, unit: str = "points", high: int = 10) -> dict[str, Any]:
    points = ({"at": 0, "value": 0}, {"at": high, "value": 1})
    item = {"id": name, "type": "numeric", "ask": f"{name}?", "dimension": "d", "allow_na": False}
    return {**item, "unit": unit, "range": (0, high), "breakpoints": points}


def numbered(given: Sequence[Any], **more: Any) -> tuple[Rubric, dict[str, Any]]:
    items = tuple(amount(f"q{k}", **more) for k in range(len(given)))
    return readiness(*items), {f"q{k}": x for k, x in enumerate(given) if x is not None}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([7] * 12, ["long_string", "no_spread"]),
        ([0] * 8, ["long_string", "no_spread"]),
        ([7] * 6, ["no_spread"]),
        ([7] * 5, []),
        ([7] * 7 + [6], []),
        ([7] * 8 + [6], ["long_string"]),
        ([6] + [7, None] * 8, ["long_string"]),
        # Of eighteen half is nine.
        ([7] * 8 + [6, 5] * 5, []),
        ([Fraction(15, 2)] * 8, ["long_string", "no_spread"]),
        ([Fraction(15, 2), 7] * 4, []),
    ],
)
def test_the_same_number_again_and_again_is_told_as_the_same_place_is(
    given: list[Any], expected: list[str]
) -> None:
    assert flags(*numbered(given)) == expected


def test_a_string_of_numbers_names_its_number() -> None:
    (flag,) = assessed(*numbered([6] + [7] * 9)).quality
    assert flag.items == tuple(f"q{k}" for k in range(1, 10))
    assert (flag.number, flag.place) == (7, None)
    assert flag_text(flag) == "The number 7 was given 9 times in a row."


def test_twelve_equal_numbers_hold_a_verdict_at_leaning() -> None:
    found = assessed(*numbered([10] * 12)).verdict
    assert (found.label, found.basis.held_by) == ("leaning", "quality_flags")
    assert assessed(*numbered([10, 9] * 6)).verdict.label == "clear"


def test_numbers_of_different_things_are_not_the_same_number() -> None:
    items = (*(amount(f"q{k}") for k in range(6)), *(amount(f"r{k}", "hours") for k in range(6)))
    every = dict.fromkeys([item["id"] for item in items], 7)
    assert flags(readiness(*items), every) == []
    wider = (*(amount(f"q{k}") for k in range(6)), *(amount(f"r{k}", high=20) for k in range(6)))
    assert flags(readiness(*wider), every) == []
    # Where more answers have a place on the page, those tell whether answers differ.
    placed = [likert(f"p{k}", toward=None) for k in range(6)]
    beside = readiness(*placed, *(amount(f"q{k}") for k in range(6)))
    given = {**{f"p{k}": 1 + k % 5 for k in range(6)}, **{f"q{k}": 7 for k in range(6)}}
    assert flags(beside, given) == []


def balanced(forward: Sequence[int], backward: Sequence[int], **back: Any) -> list[str]:
    """Flags for statements toward a, and statements keyed the other way."""
    ahead = [likert(f"f{k}") for k in range(len(forward))]
    behind = [likert(f"b{k}", **back) for k in range(len(backward))]
    rubric = contrast(single("p", "e"), *ahead, *behind)
    given = {f"f{k}": x for k, x in enumerate(forward)}
    return flags(rubric, {**given, **{f"b{k}": x for k, x in enumerate(backward)}})


@pytest.mark.parametrize("back", [{"reverse": True}, {"toward": "b"}], ids=["reversed", "to b"])
@pytest.mark.parametrize(
    ("forward", "backward", "expected"),
    [
        # Places 4 and 5 of five are 3/4 and 1; a mean of 3/4 on both sides is agreement.
        ([4, 4], [4, 4], ["acquiescence"]),
        ([5, 4], [5, 3], ["acquiescence"]),
        ([4, 4], [4, 3], []),
        ([4, 3], [4, 4], []),
        ([2, 2], [2, 2], ["acquiescence"]),
        ([2, 2], [2, 3], []),
        ([4, 4], [2, 2], []),
        ([5, 5], [5], []),
        ([3, 3], [3, 3], []),
        # Means of .7 and .3 fall just short.
        ([4, 4, 4, 4, 3], [4, 4], []),
        ([2, 2, 2, 2, 3], [2, 2], []),
    ],
)
def test_agreeing_with_statements_of_opposite_direction_is_acquiescence(
    forward: Any, backward: Any, expected: Any, back: Any
) -> None:
    assert balanced(forward, backward, **back) == expected


def test_statements_of_one_direction_may_all_be_agreed_with() -> None:
    assert balanced([5, 4, 5, 5], []) == []
    # A reversed statement toward b speaks for a.
    assert balanced([5, 4], [5, 5], toward="b", reverse=True) == []


def test_in_a_readiness_rubric_reversed_statements_are_the_other_direction() -> None:
    items = [likert(f"q{k}", toward=None, reverse=k > 1) for k in range(4)]
    rubric = readiness(*items)
    assert flags(rubric, {"q0": 5, "q1": 4, "q2": 5, "q3": 4}) == ["acquiescence"]
    assert flags(rubric, {"q0": 5, "q1": 4, "q2": 1, "q3": 2}) == []


def test_statements_that_do_not_score_are_not_balanced_against_others() -> None:
    items = [likert(f"f{k}") for k in range(2)] + [
        likert(f"b{k}", None, toward="b") for k in range(2)
    ]
    given = {"f0": 5, "f1": 4, "b0": 5, "b1": 4}
    assert flags(contrast(*items), given) == []


def paired(given: dict[str, Any]) -> Assessment:
    return assessed(contrast(likert("q0"), likert("q1"), consistency_pairs=(PAIR,)), given)


def test_a_pair_that_contradicts_itself_names_both_questions() -> None:
    (flag,) = paired({"q0": 4, "q1": 2}).quality
    assert (flag.flag, flag.items, flag_text(flag)) == ("contradiction", ("q0", "q1"), "Odd.")


@pytest.mark.parametrize("given", [{"q0": 4, "q1": 3}, {"q0": 4}, {"q0": 4, "q1": "dont_know"}])
def test_a_pair_contradicts_itself_only_when_both_answers_say_so(given: Any) -> None:
    assert paired(given).quality == ()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ({"q0": 2, "q1": 2}, []),
        ({"q0": 2, "q1": Fraction(199, 100)}, ["too_fast"]),
        ({"q0": 1, "q1": 3}, []),
        ({}, []),
    ],
)
def test_less_than_two_seconds_an_item_is_too_fast(seconds: Any, expected: list[str]) -> None:
    rubric = contrast(likert("q0"), likert("q1"))
    assert flags(rubric, {"q0": 4, "q1": 2}, seconds) == expected


def test_flags_change_no_score() -> None:
    rubric, given = block([5] * 8)
    calm, hasty = assessed(rubric, given), assessed(rubric, given, {"q0": 1})
    assert [f.flag for f in hasty.quality] == ["long_string", "no_spread", "too_fast"]
    assert calm.outcomes == hasty.outcomes
    assert calm.dimensions == hasty.dimensions


def test_two_flags_hold_a_clear_verdict_at_leaning_and_one_does_not() -> None:
    # Seven at one place of three options: no spread, and no string of eight; clearly for a.
    items = [single(f"q{k}") for k in range(7)]
    given = {f"q{k}": "pa" for k in range(7)}
    once = assessed(contrast(*items), given)
    twice = assessed(contrast(*items), given, {"q0": 1})
    assert (len(once.quality), once.verdict.label) == (1, "clear")
    assert (len(twice.quality), twice.verdict.label) == (2, "leaning")
    assert (once.verdict.margin, once.verdict.variance) == (
        twice.verdict.margin,
        twice.verdict.variance,
    )
