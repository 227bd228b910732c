"""What a rubric says about answers to its earlier editions is held against what it asks today."""

from __future__ import annotations

from typing import Any

import pytest
from make import contrast, likert, single
from pydantic import ValidationError

from rolefit.rubric.model import Rubric


def carried(*migrations: dict[str, Any]) -> Rubric:
    """A rubric of two items, in its second edition."""
    return contrast(single("one"), likert("two"), version="2.0", migrations=migrations)


def wrong(*migrations: dict[str, Any]) -> list[str]:
    """The problems of migrations, each with its place in them."""
    with pytest.raises(ValidationError) as caught:
        carried(*migrations)
    [error] = caught.value.errors()
    problems = error["ctx"]["error"].problems
    return [f"{'.'.join(map(str, p.path))}: {p.message} | {p.hint}" for p in problems]


def test_kept_mapped_and_dropped_items_are_sound_together() -> None:
    one = {
        "from": "1.0",
        "keep": ("one",),
        "map": {"old": {"to": "two", "answers": {"a": 1, "b": 4, "c": None}}},
        "drop": {"gone": "It is not asked any more."},
    }
    assert carried(one).migrations[0].keep == ("one",)
    both = carried({**one, "map": {}}, {"from": "1.5", "keep": ("two",)})
    assert [each.from_ for each in both.migrations] == ["1.0", "1.5"]


def test_an_edition_is_an_earlier_one_and_listed_once() -> None:
    assert wrong({"from": "2.0", "keep": ("one",)}) == [
        "migrations.0.from: 2.0 is the edition that this file holds | raise `version`, or drop this"
    ]
    assert wrong({"from": "1.0"}, {"from": "1.0"}) == [
        "migrations.1.from: edition 1.0 is listed twice | "
    ]


def test_an_answer_goes_to_an_item_that_is_asked_today() -> None:
    assert wrong({"from": "1.0", "keep": ("tow",)}) == [
        "migrations.0.keep.0: unknown item `tow` | "
    ]
    assert wrong({"from": "1.0", "map": {"old": {"to": "tow"}}}) == [
        "migrations.0.map.old.to: unknown item `tow` | "
    ]


def test_an_item_of_today_is_answered_by_one_earlier_item() -> None:
    assert wrong({"from": "1.0", "keep": ("one",), "map": {"old": {"to": "one"}}}) == [
        "migrations.0.map.old.to: `one` is answered by `one` already | drop one"
    ]


@pytest.mark.parametrize(
    "more",
    [{"drop": {"one": "Gone."}}, {"map": {"one": {"to": "two"}}}],
)
def test_an_earlier_item_is_kept_mapped_or_dropped_but_not_two_of_it(more: Any) -> None:
    [told] = wrong({"from": "1.0", "keep": ("one",), **more})
    assert told.endswith("`one` is named twice | keep it, map it or drop it")


def test_what_an_answer_is_called_today_is_an_answer_of_its_item() -> None:
    [told] = wrong({"from": "1.0", "map": {"old": {"to": "two", "answers": {"a": 9}}}})
    assert told.startswith("migrations.0.map.old.answers.a: unknown answer `9`")
    key = carried().item("one").options()[0][0]
    sound = carried({"from": "1.0", "map": {"old": {"to": "one", "answers": {"a": key}}}})
    assert sound.migrations[0].map["old"].answers == {"a": key}
