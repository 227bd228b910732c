"""Gates that everybody passes, or that nobody can pass."""

from __future__ import annotations

from functools import lru_cache

import oracle
import strategies
from drawn import GATED, validated, walked
from hypothesis import given
from make import contrast, likert, single
from overlay import found
from strategies import Case, Raw, ci

from rolefit.audit.checks import dead_gate
from rolefit.rubric.model import Rubric


def gate(when: Raw, name: str = "g") -> Raw:
    return {"id": name, "name": name, "when": when, "on_fail": "flag", "reason": "r"}


def dead(rubric: Rubric) -> dict[int, str]:
    """What is said of each gate that is dead."""
    return {int(f.path[1]): f.message for f in found(dead_gate, rubric)}


@lru_cache(maxsize=1000)
def said_of(case: Case) -> dict[int, str]:
    return dead(validated(case))


@ci
@given(GATED)
def test_a_gate_is_dead_exactly_when_all_combinations_agree(case: Case) -> None:
    said = said_of(case)
    for k, one in enumerate(case.rubric["gates"]):
        every = walked(case.rubric, strategies.reads(one["when"]))
        if any(strategies.scores_in(one["when"])) or every is None:
            continue
        states = {oracle.holds(one["when"], oracle.item_holds(states)) for states in every}
        expected = {
            frozenset[bool | None]({False}): "fail",
            frozenset[bool | None]({True}): "pass",
        }.get(frozenset(states))
        assert (k in said) == (expected is not None)
        if k in said:
            assert said[k].startswith("no combination") == (expected == "fail")


@ci
@given(GATED)
def test_no_answers_bring_about_what_a_dead_gate_rules_out(case: Case) -> None:
    said = said_of(case)
    if not said:
        return
    states = list(oracle.reference(case.rubric, case.answers).gate_states().values())
    for k, message in said.items():
        assert states[k] == ("pass" if message.startswith("no combination") else "fail")


def test_a_gate_beyond_the_scale_never_fails() -> None:
    rubric = contrast(likert("q"), likert("r"), gates=(gate({"item": "q", "at_least": 6}),))
    (finding,) = found(dead_gate, rubric)
    assert finding.path == ("gates", 0, "when")
    assert finding.message == "no combination of answers makes gate `g` fail"


def test_a_gate_over_the_whole_scale_always_fails() -> None:
    rubric = contrast(likert("q"), likert("r"), gates=(gate({"item": "q", "at_least": 1}),))
    assert dead(rubric) == {0: "every combination of answers makes gate `g` fail"}


def test_a_gate_over_a_score_that_is_always_reached_is_dead() -> None:
    when = {"not": {"outcome": "a", "at_least": 0}}
    assert dead(contrast(likert("p"), gates=(gate(when),))) == {
        0: "no combination of answers makes gate `g` fail"
    }


def contradiction(count: int) -> tuple[list[Raw], Raw]:
    """Items, and a condition over all of them that can never hold."""
    reads = tuple({"item": f"q{k}", "at_least": 3} for k in range(count))
    return [likert(f"q{k}") for k in range(count)], {"all": (*reads, {"not": reads[0]})}


def test_answers_that_mean_the_same_are_tried_once() -> None:
    items, when = contradiction(8)
    assert list(dead(contrast(*items, gates=(gate(when),)))) == [0]


def test_nothing_is_said_of_a_gate_that_reads_too_much() -> None:
    items, when = contradiction(13)
    assert dead(contrast(*items, gates=(gate(when),))) == {}


def test_an_item_behind_many_branches_may_still_go_unasked() -> None:
    items = [single(f"q{k}") for k in range(6)]
    asked = {"all": tuple({"item": f"q{k}", "is": "pa"} for k in range(6))}
    when = {"not": {"item": "r", "at_least": 1}}
    rubric = contrast(*items, likert("r", ask_when=asked), gates=(gate(when),))
    assert dead(rubric) == {}


def test_nothing_is_said_of_scores_behind_too_many_branches() -> None:
    items = [single(f"q{k}") for k in range(6)]
    asked = {"any": tuple({"item": f"q{k}", "is": "pa"} for k in range(6))}
    when = {"not": {"outcome": "a", "at_least": 0}}
    rubric = contrast(*items, likert("r", ask_when=asked), gates=(gate(when),))
    assert dead(rubric) == {}


def test_a_rubric_without_gates_has_no_dead_ones() -> None:
    assert found(dead_gate, contrast(likert("q"))) == []
