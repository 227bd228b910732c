"""Quick mode: it stops when nothing can change the result, asks what decides, and is cheap."""

from __future__ import annotations

import time
from typing import Any

import curtailment as bench
import oracle
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from make import contrast, likert, readiness, single
from strategies import MANY, Case, Raw, ci

from rolefit.interview.curtailment import is_settled, next_question
from rolefit.rubric.model import Response, Responses, ResponseSet, Rubric, follow_branches, read
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.judging import judge

SHIPPED = bench.quick_rubrics()
RESPONDENTS, MOST_CASES = 8, 3
MOST_CPU = 0.05
"""Seconds of CPU that the choice of a question may cost."""


def responses(rubric: Rubric, answers: Raw) -> ResponseSet:
    return read(rubric, Responses.model_validate({"rubric": "tiny", "answers": answers}))


def judged(rubric: Rubric, answers: Raw) -> tuple[str, object]:
    """The status of answers, and what quick mode must not change: not what else a report says."""
    evaluation = evaluate(rubric, responses(rubric, answers))
    verdict = judge(evaluation, (), None)
    gates = [(gate.id, gate.state) for gate in evaluation.gates]
    return verdict.status, (verdict.outcome, verdict.tied, verdict.levels, gates)


def quick(rubric: Rubric, answers: Raw) -> Raw:
    """The answers that quick mode asks for."""
    said: Raw = {}
    while True:
        item = next_question(rubric, responses(rubric, said), said)
        if item is None:
            return said
        assert item.id not in said
        said[item.id] = answers[item.id]


# --- random rubrics --------------------------------------------------------------------------


KINDS: tuple[Raw, ...] = (
    {},
    {"models": ("readiness",), "needs": True},
    {"models": ("contrast",), "apart": True},
    {"models": ("profile",)},
)
"""Any rubric; levels that need single dimensions; items of one outcome; scales by themselves."""


def every_kind(**more: Any) -> st.SearchStrategy[Case]:
    """Cases of each kind."""
    return st.one_of(*(strategies.cases(**kind, **more) for kind in KINDS))


@ci
@given(every_kind())
def test_settled_is_what_the_verdict_says(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    status, _ = judged(rubric, case.answers)
    assert is_settled(rubric, responses(rubric, case.answers)) is (status == "settled")


@pytest.mark.slow
@ci
@given(every_kind(filled=True))
def test_the_curtailed_result_is_the_full_one(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    status, short = judged(rubric, quick(rubric, case.answers))
    assert status == "settled"
    assert short == judged(rubric, case.answers)[1]


@pytest.mark.slow
@ci
@given(every_kind(most=MANY))
def test_what_is_settled_comes_out_alike_in_every_completion(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    if is_settled(rubric, responses(rubric, case.answers)):
        _, now = judged(rubric, case.answers)
        for full in oracle.completions(case.rubric, case.answers):
            assert judged(rubric, full)[1] == now


@pytest.mark.slow
@ci
@given(strategies.cases(filled=True))
def test_a_question_comes_after_those_that_its_branch_hangs_on(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    order = list(quick(rubric, case.answers))
    for name in order:
        states = oracle.presented(case.rubric, {n: case.answers[n] for n in order})
        for steering in strategies.reads(next_raw(case.rubric, name).get("ask_when")):
            if states[steering][0] != "not_presented":
                decided = branch_decided(case.rubric, case.answers, order[: order.index(name)])
                assert name in decided or steering in order[: order.index(name)]


def next_raw(rubric: Raw, name: str) -> Raw:
    return next(item for item in rubric["items"] if item["id"] == name)


def branch_decided(rubric: Raw, answers: Raw, asked: list[str]) -> set[str]:
    """The items whose branch is decided by what was asked."""
    states = oracle.presented(rubric, {name: answers[name] for name in asked})
    return {
        item["id"]
        for item in rubric["items"]
        if "ask_when" not in item
        or oracle.holds(item["ask_when"], oracle.item_holds(states)) is not None
    }


# --- what is asked first ---------------------------------------------------------------------


def first(rubric: Rubric, **answers: object) -> str | None:
    item = next_question(rubric, responses(rubric, answers), answers)
    return None if item is None else item.id


def flag(name: str, when: Raw) -> Raw:
    return {"id": name, "name": name, "when": when, "on_fail": "flag", "reason": "r"}


def test_what_decides_a_gate_comes_before_what_scores_most() -> None:
    gate = flag("g", {"item": "fact", "at_most": 2})
    rubric = contrast(single("big", weight=9), likert("fact", None), gates=(gate,))
    assert first(rubric) == "fact"
    assert first(rubric, fact=3) == "big"
    assert first(rubric, fact=3, big="pa") is None


def test_what_a_gate_needs_in_any_case_may_spare_the_other_half_of_another() -> None:
    both = {"all": ({"item": "other", "at_most": 2}, {"item": "fact", "at_most": 2})}
    gates = (flag("long", both), flag("short", {"item": "fact", "at_most": 2}))
    rubric = contrast(single("p"), likert("other", None), likert("fact", None), gates=gates)
    assert first(rubric) == "fact"
    assert first(rubric, fact=1) == "other"
    assert first(rubric, fact=3) == "p"


def test_what_surely_decides_one_gate_comes_before_what_may_decide_two() -> None:
    def low(name: str) -> Raw:
        return {"item": name, "at_most": 2}

    # Three of the five answers to `half` decide each of the first two gates: 6/5 in all.
    gates = (
        flag("one", {"all": (low("half"), low("rest"))}),
        flag("two", {"all": (low("half"), low("more"))}),
        flag("sure", low("fact")),
    )
    facts = [likert(name, None) for name in ("half", "rest", "more", "fact")]
    rubric = contrast(single("p"), *facts, gates=gates)
    assert first(rubric) == "fact"
    assert first(rubric, fact=1) == "half"
    assert first(rubric, fact=1, half=5) == "p"


def test_a_failed_condition_of_success_needs_no_scores() -> None:
    gate = flag("g", {"item": "fact", "at_most": 2}) | {"on_fail": "exclude"}
    rubric = contrast(single("p"), likert("fact", None), gates=(gate,))
    assert first(rubric, fact=1) is None
    found = judge(evaluate(rubric, responses(rubric, {"fact": 1})), (), None)
    assert found.label == "not_yet"


def test_then_comes_what_can_move_the_margin_most() -> None:
    rubric = contrast(
        single("small"),
        single("large", weight=2),
        single("larger", "e", weight=2),
        dimensions={
            "d": {"name": "d", "about": "d", "weight": 1},
            "e": {"name": "e", "about": "e", "weight": 3},
        },
    )
    assert first(rubric) == "larger"
    assert first(rubric, larger="both") == "large"
    assert first(rubric, larger="both", large="both") == "small"


def test_a_dimension_far_above_its_target_can_wait() -> None:
    low = {"name": "d", "about": "d", "weight": 3, "target": 20}
    high = {"name": "e", "about": "e", "weight": 1, "target": 80}
    items = [likert(n, d, toward=None) for n, d in (("p", "d"), ("q", "d"), ("r", "e"))]
    rubric = readiness(*items, dimensions={"d": low, "e": high})
    # With p at its top, d stands at 50 at least: q, for all its weight, moves the fit no more.
    assert first(rubric, p=5) == "r"


def test_between_three_outcomes_it_asks_what_tells_the_first_two_apart() -> None:
    three = {name: {"name": f"an {name}", "summary": "S."} for name in ("a", "b", "c")}
    apart = {"toward": "b", "opposite": "c"}
    rubric = contrast(
        likert("start", opposite="c", weight=4),
        likert("ac", opposite="c", weight=2),
        likert("bc", weight=1, **apart),
        likert("ab", opposite="b", weight=2),
        outcomes=three,
    )
    assert first(rubric, start=1) == "ac"


def test_what_is_asked_is_not_asked_again_though_nobody_knew() -> None:
    rubric = contrast(single("p", weight=4), single("q"))
    assert first(rubric, p="dont_know") == "q"
    assert first(rubric, p="dont_know", q="dont_know") is None


def test_a_branch_is_settled_before_what_lies_behind_it() -> None:
    rubric = contrast(
        single("plain"),
        {"id": "fork", "type": "yes_no", "ask": "fork?", "allow_na": False},
        single("behind", weight=9, ask_when={"item": "fork", "is": "yes"}),
    )
    assert first(rubric) == "fork"
    assert first(rubric, fork="yes") == "behind"
    assert first(rubric, fork="no") == "plain"
    assert first(rubric, fork="dont_know") == "behind"


# --- shipped rubrics -------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("rubric", SHIPPED, ids=lambda rubric: rubric.rubric)
def test_simulated_respondents_get_the_full_result_for_fewer_questions(rubric: Rubric) -> None:
    runs = bench.simulate(rubric, RESPONDENTS, seed=1)
    assert all(run.same for run in runs)
    assert sum(run.share for run in runs) < 0.95 * RESPONDENTS


@pytest.mark.slow
@pytest.mark.parametrize("rubric", SHIPPED, ids=lambda rubric: rubric.rubric)
def test_the_cases_of_a_rubric_come_out_alike_in_quick_mode(rubric: Rubric) -> None:
    settled = 0
    for case in rubric.cases[:6]:
        answers = {item.id: case.answers.get(item.id) for item in rubric.items}
        status, full = judged(rubric, case.answers)
        if status == "settled" and (settled := settled + 1) <= MOST_CASES:
            assert judged(rubric, quick(rubric, answers))[1] == full
    assert settled


@pytest.mark.parametrize("rubric", SHIPPED, ids=lambda rubric: rubric.rubric)
def test_the_choice_of_a_question_costs_little(rubric: Rubric) -> None:
    spent = []
    said: dict[str, Response] = {}
    for _ in rubric.items:
        begun = time.process_time()
        item = next_question(rubric, follow_branches(rubric, said), said)
        spent.append(time.process_time() - begun)
        if item is None:
            break
        said[item.id] = Response("answered", item.candidates()[0])
    assert sorted(spent)[len(spent) // 2] < MOST_CPU
