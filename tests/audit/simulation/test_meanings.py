"""Which conditions read an item, and which of its answers they tell apart."""

from __future__ import annotations

from make import contrast, likert, single

from rolefit.audit.simulation.meanings import (
    comparisons,
    conditions,
    hung_on,
    meaning,
    told_apart,
    ways,
)
from rolefit.rubric.conditions import items_in

WHEN = {"item": "q", "at_least": 4}
GATE = {"id": "g", "name": "g", "when": WHEN, "on_fail": "flag", "reason": "r"}
PAIR = {
    "items": ("p", "q"),
    "when": {"all": ({"item": "p", "is": "pa"}, {"item": "q", "at_most": 1})},
    "say": "odd",
}
ASKED = single("r", ask_when={"item": "q", "at_least": 2})
RUBRIC = contrast(single("p"), likert("q"), ASKED, gates=(GATE,), consistency_pairs=(PAIR,))


def test_gates_branches_and_pairs_have_conditions() -> None:
    assert len(list(conditions(RUBRIC))) == 3
    assert [leaf.at_least or leaf.at_most for leaf in comparisons(RUBRIC, RUBRIC.item("q"))] == [
        4,
        2,
        1,
    ]


def test_an_answer_means_its_worth_and_the_comparisons_it_makes_true() -> None:
    assert meaning(RUBRIC, RUBRIC.item("q"), 5) == (1, 0, True, True, False)
    assert meaning(RUBRIC, RUBRIC.item("q"), 1) == (0, 1, False, False, True)


def test_answers_that_no_comparison_tells_apart_are_told_once() -> None:
    item = RUBRIC.item("q")
    told = told_apart(RUBRIC, item, read=comparisons(RUBRIC, item), worth=False)
    found = [response.answer for response in told if response.state == "answered"]
    assert found == [1, 2, 4]


def test_a_condition_hangs_on_what_it_reads_and_on_what_leads_there() -> None:
    middle = single("q", ask_when={"item": "p", "is": "pa"})
    last = single("s", ask_when={"item": "q", "is": "pa"})
    rubric = contrast(single("p"), middle, single("r"), last)
    asked = rubric.items[3].ask_when
    assert asked is not None
    assert [item.id for item in hung_on(rubric, items_in(asked))] == ["p", "q"]


def test_a_condition_is_tried_with_every_combination_that_matters() -> None:
    assert ways(RUBRIC, RUBRIC.gates[0].when) == {True, False}
    assert ways(RUBRIC, RUBRIC.consistency_pairs[0].when) == {True, False}
