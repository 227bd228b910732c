"""Options that make no difference to anything."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import oracle
import strategies
from drawn import ANY, validated
from hypothesis import given
from make import contrast, likert, single
from overlay import found
from strategies import Case, Raw, ci

from rolefit.audit.checks import dead_option
from rolefit.rubric.model import Rubric

THREE = (
    {"id": "x", "text": "X.", "favors": {"a": 1}},
    {"id": "y", "text": "Y.", "favors": {"b": 1}},
    {"id": "z", "text": "Z."},
)


def multi(**more: Any) -> Raw:
    return {**single("m"), "type": "multi", "options": THREE, **more}


def idle(rubric: Rubric) -> list[tuple[str, str]]:
    """Item and option of each finding that is no mere remark."""
    grave = [f for f in found(dead_option, rubric) if f.severity is None]
    items = [(rubric.items[int(f.path[1])], int(f.path[3])) for f in grave]
    return [(item.id, item.options()[place][0]) for item, place in items]


def read_by(rubric: Raw, item: Raw) -> list[Raw]:
    """The comparisons over an item."""
    conditions = [i.get("ask_when") for i in rubric["items"]] + [g["when"] for g in rubric["gates"]]
    read = [leaf for c in conditions for leaf in strategies.leaves_of(c)]
    return [leaf for leaf in read if leaf.get("item") == item["id"]]


def meanings(rubric: Raw, item: Raw) -> dict[frozenset[str], tuple[Any, ...]]:
    """What a rubric makes of each set of options, written down afresh; none of them is a set."""
    found_ = {}
    for chosen in oracle.sets_of(item):
        outcomes = oracle.outcomes_of(rubric)
        worth = oracle.value(item, chosen, outcomes) if oracle.scores(item) else ()
        told = (oracle.compares(leaf, chosen) for leaf in read_by(rubric, item))
        found_[frozenset(chosen) - {"none_of_these"}] = (*worth, *told)
    return found_


def does_nothing(every: dict[frozenset[str], tuple[Any, ...]], name: str) -> bool:
    """Whether no two permitted sets that differ in one option alone differ in what they mean."""
    pairs = [pair for pair in combinations(every, 2) if pair[0] ^ pair[1] == {name}]
    return bool(pairs) and all(every[one] == every[other] for one, other in pairs)


@ci
@given(ANY)
def test_an_option_is_dead_exactly_when_ticking_it_changes_nothing(case: Case) -> None:
    rubric = case.rubric
    expected = []
    for item in rubric["items"]:
        if item["type"] != "multi":
            continue
        every = meanings(rubric, item)
        if len(set(every.values())) > 1 or read_by(rubric, item):
            names = [option["id"] for option in item["options"]]
            expected += [(item["id"], name) for name in names if does_nothing(every, name)]
    assert idle(validated(case)) == expected


def test_an_option_without_worth_is_dead() -> None:
    assert idle(contrast(likert("p"), multi())) == [("m", "z")]


def test_an_option_without_worth_counts_where_the_mean_is_taken() -> None:
    assert idle(contrast(likert("p"), multi(mode="mean"))) == []


def test_an_option_that_a_condition_reads_is_alive() -> None:
    when = {"item": "m", "includes": "z"}
    gate = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    assert idle(contrast(likert("p"), multi(), gates=(gate,))) == []


def test_any_option_counts_where_a_gate_asks_for_none_of_these() -> None:
    when = {"item": "m", "includes": "none_of_these"}
    gate = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    assert idle(contrast(likert("p"), multi(), gates=(gate,))) == []


def test_a_list_that_nothing_reads_is_left_to_the_check_for_dead_items() -> None:
    unread = {key: value for key, value in multi().items() if key != "dimension"}
    assert found(dead_option, contrast(likert("p"), unread)) == []


def test_options_of_the_same_worth_are_remarked_on_once_an_item() -> None:
    options = (*THREE, {"id": "v", "text": "V.", "favors": {"b": 1}}, {"id": "w", "text": "W."})
    rubric = contrast(likert("p"), {**single("q"), "options": options})
    (finding,) = found(dead_option, rubric)
    assert (finding.path, finding.severity) == (("items", 1, "options"), "info")
    assert finding.message == "no score or condition tells apart: `y` and `v`; `z` and `w`"


def test_options_that_a_condition_tells_apart_are_no_remark() -> None:
    options = (*THREE, {"id": "w", "text": "W."})
    item = {**single("q"), "options": options}
    gate = {"id": "g", "name": "g", "when": {"item": "q", "is": "w"}, "reason": "r"}
    rubric = contrast(likert("p"), item, gates=({**gate, "on_fail": "flag"},))
    assert found(dead_option, rubric) == []


def test_options_of_an_unscored_choice_are_no_remark() -> None:
    gate = {"id": "g", "name": "g", "when": {"item": "q", "is": "pa"}, "reason": "r"}
    rubric = contrast(likert("p"), single("q", None), gates=({**gate, "on_fail": "flag"},))
    assert found(dead_option, rubric) == []
