"""Items that are never asked, and branches that never lead past anything."""

from __future__ import annotations

import strategies
from drawn import ANY, validated, walked
from hypothesis import given
from make import contrast, likert, single
from overlay import found
from strategies import Case, Raw, ci

from rolefit.audit.checks import dead_branch
from rolefit.rubric.model import Rubric


def dead(rubric: Rubric) -> dict[str, str]:
    """What is said of each item with a dead branch."""
    found_ = found(dead_branch, rubric)
    return {rubric.items[int(f.path[1])].id: f.message for f in found_}


@ci
@given(ANY)
def test_a_branch_is_dead_exactly_when_all_combinations_agree(case: Case) -> None:
    said = dead(validated(case))
    for item in case.rubric["items"]:
        every = walked(case.rubric, strategies.reads(item.get("ask_when")) | {item["id"]})
        if "ask_when" not in item or every is None:
            continue
        asked = {states[item["id"]][0] != "not_presented" for states in every}
        assert (item["id"] in said) == (len(asked) == 1)
        if item["id"] in said:
            assert ("never" in said[item["id"]]) == (asked == {False})


def asked_when(condition: Raw) -> Rubric:
    return contrast(likert("p"), single("q"), single("r", ask_when=condition))


def test_an_item_that_nobody_can_be_asked_is_told() -> None:
    both = {"all": ({"item": "q", "is": "pa"}, {"item": "q", "is": "pb"})}
    rubric = asked_when(both)
    (finding,) = found(dead_branch, rubric)
    assert finding.path == ("items", 2, "ask_when")
    assert finding.message == "`r` is never asked, whatever is answered before it"


def test_an_item_that_everybody_is_asked_is_told() -> None:
    assert dead(asked_when({"item": "p", "at_least": 1})) == {
        "r": "`r` is always asked, whatever is answered before it"
    }


def test_an_answer_that_may_not_apply_leaves_a_way_past() -> None:
    rubric = contrast(
        likert("o"), likert("p", allow_na=True), single("r", ask_when={"item": "p", "at_least": 1})
    )
    assert dead(rubric) == {}


def test_an_item_behind_one_that_is_never_asked_is_never_asked_either() -> None:
    never = single("q", ask_when={"item": "p", "at_least": 6})
    behind = single("r", ask_when={"item": "q", "is": "pa"})
    beside = single("s", ask_when={"not": {"item": "q", "is": "pa"}})
    said = dead(contrast(likert("p"), never, behind, beside))
    assert {name: "never" in message for name, message in said.items()} == {
        "q": True,
        "r": True,
        "s": False,
    }


def test_many_answers_that_mean_the_same_are_tried_once() -> None:
    lists = [{**single(f"m{k}"), "type": "multi"} for k in range(8)]
    never = {"all": tuple({"item": f"m{k}", "includes": "pa"} for k in range(8))}
    both = {"all": (never, {"not": {"item": "m0", "includes": "pa"}})}
    assert set(dead(contrast(*lists, single("r", ask_when=both)))) == {"r"}


def test_nothing_is_said_of_a_branch_that_hangs_on_too_much() -> None:
    items = [single(f"q{k}") for k in range(13)]
    reads = tuple({"item": f"q{k}", "is": "pa"} for k in range(13))
    never = {"all": (*reads, {"not": {"item": "q0", "is": "pa"}})}
    assert dead(contrast(*items, single("r", ask_when=never))) == {}
