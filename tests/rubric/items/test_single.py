"""Single-choice items: options scored by what they are evidence for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.single import Single
from rolefit.rubric.models import STANDARD


def single(*options: dict[str, Any], **more: Any) -> Single:
    filled = tuple({"text": f"Text {k}.", **option} for k, option in enumerate(options))
    raw = {"id": "q", "type": "single", "ask": "q?", "dimension": "d", "options": filled}
    return Single.model_validate({**raw, **more})


LEFT, RIGHT = {"id": "left", "favors": {"a": 1}}, {"id": "right", "favors": {"b": 1}}


def test_an_absent_outcome_counts_nothing() -> None:
    item = single({"id": "left", "favors": {"a": Fraction(1, 3)}}, {"id": "none"})
    assert item.values("left", ("a", "b")) == (Fraction(1, 3), 0)
    assert item.values("none", ("a", "b")) == (0, 0)


def test_an_option_without_a_value_meets_nothing_of_the_standard() -> None:
    item = single({"id": "left", "value": 1}, {"id": "none"}, dimension=None)
    assert item.values("left", (STANDARD,)) == (1,)
    assert item.values("none", (STANDARD,)) == (0,)
    assert not list(item.problems((STANDARD,)))


@pytest.mark.parametrize("said", ["left", "LEFT", " Left ", "To the left.", "to the LEFT"])
def test_an_option_may_be_named_in_any_case_or_by_its_wording(said: str) -> None:
    item = single({**RIGHT, "text": "To the right."}, {**LEFT, "text": "To the left."})
    assert item.read(said) == "left"


def test_several_options_for_one_are_refused_as_such() -> None:
    with pytest.raises(Unreadable, match="several options, where one is expected"):
        single(LEFT, RIGHT).read("left, right")
    with pytest.raises(Unreadable, match="unknown option"):
        single(LEFT, RIGHT).read("left, up")


def test_two_options_with_the_same_wording_are_a_problem_since_either_could_be_meant() -> None:
    item = single({**LEFT, "text": "It depends."}, {**RIGHT, "text": "It Depends"})
    assert len(list(item.problems(("a", "b")))) == 1


def test_an_unknown_option_gets_the_nearest_offered() -> None:
    with pytest.raises(Unreadable, match="unknown option `lefd`") as caught:
        single(LEFT, RIGHT).read("lefd")
    assert caught.value.hint == "did you mean `left`?"


def test_what_is_no_text_is_told_the_options() -> None:
    with pytest.raises(Unreadable, match="the name of an option") as caught:
        single(LEFT, RIGHT).read(1)
    assert caught.value.hint == "one of: left, right"


def test_a_long_list_of_known_names_is_cut() -> None:
    options = [{"id": f"option-{k}"} for k in range(9)]
    with pytest.raises(Unreadable) as caught:
        single(*options).read("zzz")
    assert caught.value.hint.startswith("known: option-0, option-1")


@pytest.mark.parametrize(
    ("options", "outcomes", "path", "message"),
    [
        ((LEFT, LEFT), ("a", "b"), ("options", 1, "id"), "option `left` is listed twice"),
        (
            (LEFT, {"id": "skipped"}),
            ("a", "b"),
            ("options", 1, "id"),
            "`skipped` has a meaning of its own",
        ),
        (
            (LEFT, {"id": "right", "favors": {"c": 1}}),
            ("a", "b"),
            ("options", 1, "favors", "c"),
            "unknown outcome `c`",
        ),
        (
            (LEFT, {"id": "right", "value": 1}),
            ("a", "b"),
            ("options", 1, "value"),
            "a contrast rubric scores options by favors",
        ),
        (
            ({"id": "left", "value": 1}, {"id": "right"}),
            (STANDARD,),
            ("options", 1),
            "option `right` has no value",
        ),
        (
            ({"id": "left", "value": 1}, {**RIGHT, "value": 0}),
            (STANDARD,),
            ("options", 1, "favors"),
            "only a contrast rubric scores options by favors",
        ),
    ],
)
def test_a_wrong_option_is_named_with_its_place(
    options: Any, outcomes: Any, path: Any, message: str
) -> None:
    problems = list(single(*options).problems(outcomes))
    assert [(p.path, p.message) for p in problems] == [(path, message)]


def test_a_value_in_a_rubric_without_outcomes_gets_no_example() -> None:
    problems = list(single({"id": "left", "value": 1}, {"id": "right"}).problems(()))
    assert [(p.path, p.hint) for p in problems] == [(("options", 0, "value"), "")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1", "left"), ("2", "right"), ("02", "right"), ("left", "left"), ("x", "x"), ("à", "à")]
    + [(text, text) for text in ("0", "3", "-1", "1.0", "", "٢", "²")],
)
def test_an_option_is_typed_by_its_id_or_its_number(typed: str, meant: str) -> None:
    assert single(LEFT, RIGHT).parse_typed(typed) == meant
