"""What a rubric's own cases reach."""

from __future__ import annotations

from typing import Any

import oracle
from drawn import ANY, GATED, answered, validated, verdict
from hypothesis import given
from make import OUTCOMES, contrast, likert, readiness, single
from strategies import Case, Raw, Tape, ci, complete

from rolefit.audit.simulation.coverage import Count, Coverage, coverage
from rolefit.rubric.model import Case as Person
from rolefit.rubric.model import Expect, ResponseSet, Rubric
from rolefit.scoring.evaluate import evaluate


def case(k: int, **answers: Any) -> Raw:
    return {"name": f"person {k}", "answers": answers, "expect": {}}


def gate(name: str, when: Raw, **more: Any) -> Raw:
    return {"id": name, "name": name, "when": when, "on_fail": "exclude", "reason": "r", **more}


def counts(found: tuple[Count, ...]) -> dict[Any, int]:
    """Counts by what they are of; the item or gate is told where there is one."""
    return {(c.of, c.name) if c.of else c.name: c.cases for c in found}


def with_people(rubric: Rubric, *people: Raw) -> Rubric:
    """A rubric with some people as its cases."""
    made = tuple(
        Person.model_construct(name=str(k), answers=answers, expect=Expect.model_construct())
        for k, answers in enumerate(people)
    )
    return rubric.model_copy(update={"cases": made})


def chosen(given_: ResponseSet) -> list[tuple[str, str]]:
    """The options that somebody chooses."""
    found = []
    for name, response in given_.items():
        answer = response.answer
        if answer is not None:
            options = answer if isinstance(answer, tuple) else (answer,)
            found += [(name, str(option)) for option in options]
    return found


@ci
@given(ANY)
def test_whatever_holds_for_somebody_is_counted_and_nothing_else(case: Case) -> None:
    rubric, given_, result = validated(case), answered(case), verdict(case)
    found = coverage(with_people(rubric, case.answers))
    assert nonzero(found.labels) == {result.label: 1}
    recommended = rubric.bands or result.label in ("leaning", "clear", "conditional")
    assert nonzero(found.results) == ({result.outcome: 1} if recommended and result.outcome else {})
    states = {gate.id: gate.state for gate in evaluate(rubric, given_).gates}
    assert nonzero(found.gates) == dict.fromkeys(states.items(), 1)
    known = counts(found.options)
    assert nonzero(found.options) == {option: 1 for option in chosen(given_) if option in known}


def test_people_for_whom_the_same_holds_are_counted_together() -> None:
    gates = (gate("g", {"item": "p", "is": "pb"}, on_fail="flag"),)
    people = [case(k, **dict.fromkeys("pqr", one)) for k, one in enumerate(("pa", "pa", "pb"))]
    found = coverage(contrast(*map(single, "pqr"), gates=gates, cases=tuple(people)))
    assert found.cases == 3
    assert nonzero(found.results) == {"a": 2, "b": 1}
    assert nonzero(found.labels) == {"clear": 3}
    assert nonzero(found.gates) == {("g", "pass"): 2, ("g", "fail"): 1}
    assert counts(found.options)["p", "pa"] == 2


def nonzero(found: tuple[Count, ...]) -> dict[Any, int]:
    return {key: count for key, count in counts(found).items() if count}


@ci
@given(GATED)
def test_a_branch_is_counted_on_the_side_that_is_taken(case: Case) -> None:
    steered = [item for item in case.rubric["items"] if "ask_when" in item]
    if not steered:
        return
    people = (case.answers, complete(Tape(case.content[64:]), case.rubric))
    found = counts(coverage(with_people(validated(case), *people)).branches)
    taken = [oracle.presented(case.rubric, answers) for answers in people]
    for item in steered:
        hidden = sum(states[item["id"]][0] == "not_presented" for states in taken)
        assert found[item["id"], "not asked"] == hidden
        assert found[item["id"], "asked"] == len(people) - hidden


def test_somebody_whose_branch_is_open_is_on_neither_side() -> None:
    hidden = single("q", ask_when={"item": "p", "is": "pa"})
    people = (case(1, p="dont_know", q="pa"), case(2, p="pa", q="pa"), case(3, p="pb"))
    found = coverage(contrast(single("p"), hidden, cases=people))
    assert counts(found.branches) == {("q", "asked"): 1, ("q", "not asked"): 1}


def test_amounts_have_no_options_and_scales_have_their_places() -> None:
    amount = {"id": "n", "type": "numeric", "ask": "n?", "unit": "h", "range": (0, 9)}
    rubric = contrast(likert("p"), amount, cases=(case(1, p=2, n=3), case(2, p=2, n=9)))
    found = coverage(rubric)
    assert counts(found.options) == {("p", str(k)): 2 * (k == 2) for k in range(1, 6)}
    assert {count.path for count in found.options} == {("items", 0)}


def test_an_outcome_counts_where_it_is_recommended() -> None:
    close = case(1, p="both", q="pa", r="pb")
    rubric = contrast(*(single(n) for n in "pqr"), cases=(close, case(2, p="pa", q="pa", r="pa")))
    found = coverage(rubric)
    assert counts(found.results) == {"a": 1, "b": 0}
    assert [count.path for count in found.results] == [("outcomes", "a"), ("outcomes", "b")]


def test_a_band_counts_where_it_is_reached_however_close() -> None:
    plain = {**likert("p"), "toward": None}
    close = case(1, p=2, q=4)
    found = coverage(readiness(plain, {**plain, "id": "q"}, cases=(close,)))
    assert counts(found.results) == {"low": 0, "high": 1}
    assert counts(found.labels)["too_close_to_call"] == 1


def possible(found: Coverage) -> set[str]:
    """The labels that a rubric can give."""
    return {count.name for count in found.labels}


ALWAYS = {"too_close_to_call", "leaning", "clear", "not_enough_answers"}


def test_without_gates_there_is_neither_not_yet_nor_conditional() -> None:
    assert possible(coverage(contrast(likert("p")))) == {*ALWAYS, "tie"}


def test_a_readiness_rubric_has_no_ties() -> None:
    assert possible(coverage(readiness({**likert("p"), "toward": None}))) == ALWAYS


def test_a_gate_that_excludes_everything_can_bring_not_yet() -> None:
    gates = (gate("g", {"item": "p", "is": "pa"}),)
    found = coverage(contrast(single("p"), gates=gates))
    assert possible(found) == {*ALWAYS, "tie", "not_yet", "conditional"}


def test_gates_that_exclude_one_outcome_each_can_bring_not_yet_together() -> None:
    gates = tuple(gate(f"g{o}", {"item": "p", "is": "pa"}, applies_to=(o,)) for o in OUTCOMES)
    assert "not_yet" in possible(coverage(contrast(single("p"), gates=gates)))
    assert "not_yet" not in possible(coverage(contrast(single("p"), gates=gates[:1])))


def test_a_flag_leaves_every_verdict_unconditional() -> None:
    gates = (gate("g", {"item": "p", "is": "pa"}, on_fail="flag"),)
    assert possible(coverage(contrast(single("p"), gates=gates))) == {*ALWAYS, "tie"}


def test_a_cap_below_the_top_band_can_bring_a_condition() -> None:
    plain = {**likert("p"), "toward": None}
    for cap, conditional in (("low", True), ("high", False)):
        gates = (gate("g", {"item": "p", "at_most": 1}, on_fail="cap_band", cap=cap),)
        found = coverage(readiness(plain, gates=gates))
        assert ("conditional" in possible(found)) is conditional
        assert "not_yet" not in possible(found)
