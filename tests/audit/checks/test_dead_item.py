"""Items whose answer can change nothing."""

from __future__ import annotations

from typing import Any

import oracle
import pytest
import strategies
from drawn import ANY, validated
from hypothesis import given
from make import contrast, likert, readiness, single
from overlay import found
from strategies import Case, Raw, ci

from rolefit.audit.checks import dead_item
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric


def dead(rubric: Rubric) -> list[str]:
    return [rubric.items[int(finding.path[1])].id for finding in found(dead_item, rubric)]


def gate(when: Raw) -> Raw:
    return {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}


def changes_something(rubric: Raw, item: Raw) -> bool:
    """Whether some two answers differ in worth; an unscored item must be read somewhere."""
    if oracle.scores(item):
        amounts = (0, 10, 20, 30, 40)
        every = amounts if item["type"] == "numeric" else oracle.every_answer(item)
        return len({oracle.value(item, a, oracle.outcomes_of(rubric)) for a in every}) > 1
    conditions = [i.get("ask_when") for i in rubric["items"]] + [g["when"] for g in rubric["gates"]]
    return item["id"] in {name for condition in conditions for name in strategies.reads(condition)}


@ci
@given(ANY)
def test_an_item_is_dead_exactly_when_no_answer_changes_anything(case: Case) -> None:
    items = case.rubric["items"]
    expected = [i["id"] for i in items if not changes_something(case.rubric, i)]
    assert dead(validated(case)) == expected


def test_an_item_that_only_a_pair_reads_is_alive() -> None:
    both = {"all": ({"item": "q", "is": "pa"}, {"item": "r", "is": "pb"})}
    pair = {"items": ("q", "r"), "when": both, "say": "odd"}
    rubric = contrast(single("p"), single("q", None), single("r"), consistency_pairs=(pair,))
    assert dead(rubric) == []


def test_an_item_that_only_a_gate_or_a_branch_reads_is_alive() -> None:
    asked = single("r", ask_when={"item": "q", "is": "pa"})
    assert dead(contrast(single("p"), single("q", None), asked)) == []
    gates = (gate({"item": "q", "is": "pa"}),)
    assert dead(contrast(single("p"), single("q", None), gates=gates)) == []


def test_an_item_that_nothing_reads_is_dead() -> None:
    rubric = contrast(single("p"), likert("q", None))
    (finding,) = dead_item.check(Subject(rubric))
    assert finding.path == ("items", 1)
    assert finding.message == "`q` scores nothing, and nothing reads it"


@pytest.mark.parametrize("value", [0, 1])
def test_a_scored_item_with_one_value_is_dead_even_if_a_gate_reads_it(value: int) -> None:
    options: Any = tuple({"id": f"o{k}", "text": f"Option {k}.", "value": value} for k in range(3))
    flat = {**single("q"), "options": options}
    rubric = readiness(
        {**likert("p"), "toward": None}, flat, gates=(gate({"item": "q", "is": "o1"}),)
    )
    (finding,) = found(dead_item, rubric)
    assert (finding.path, finding.message) == (
        ("items", 1),
        "every answer to `q` is worth the same",
    )
