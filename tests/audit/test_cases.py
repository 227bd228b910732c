"""A rubric's own cases: respondents with the result each must get."""

from __future__ import annotations

from typing import Any

import pytest
from make import contrast, likert, readiness, single

from rolefit.audit.cases import run_cases
from rolefit.errors import Invalid
from rolefit.rubric.cases import case_problems
from rolefit.rubric.model import Rubric

GATE = {
    "id": "vision",
    "name": "the vision is shared",
    "when": {"item": "q", "at_most": 2},
    "on_fail": "flag",
    "reason": "It matters.",
}


def case(answers: dict[str, Any], **expect: Any) -> dict[str, Any]:
    return {"name": "a founder", "answers": answers, "expect": expect}


def rubric(*cases: dict[str, Any]) -> Rubric:
    items = (single("p"), single("r"), likert("q", None))
    return contrast(*items, gates=(GATE,), cases=cases)


FOR_A = {"p": "pa", "r": "pa", "q": 4}


def differences(*cases: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(d) for result in run_cases(rubric(*cases)) for d in result.differences]


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"outcome": "a"},
        {"label": "leaning"},
        {"label": ("leaning", "clear")},
        {"status": "settled"},
        {"gates": {"vision": "pass"}},
        {"flags": ()},
    ],
    ids=str,
)
def test_a_case_that_gets_what_it_expects_has_no_differences(expect: Any) -> None:
    assert differences(case(FOR_A, **expect)) == []


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ({"outcome": "b"}, ("outcome", "b", "a")),
        ({"label": ("tie", "clear")}, ("label", "tie or clear", "leaning")),
        ({"status": "provisional"}, ("status", "provisional", "settled")),
        ({"gates": {"vision": "fail"}}, ("gate vision", "fail", "pass")),
        ({"flags": ("no_spread",)}, ("flags", "no_spread", "none")),
    ],
    ids=str,
)
def test_what_is_otherwise_than_expected_is_told_with_both_sides(
    expect: Any, expected: Any
) -> None:
    assert differences(case(FOR_A, **expect)) == [expected]


def test_an_outcome_that_is_expected_where_there_is_none_is_a_difference() -> None:
    tie = {"p": "pa", "r": "pb", "q": 4}
    assert differences(case(tie, outcome="a", label="tie")) == [("outcome", "a", "none")]


def test_flags_are_compared_as_a_set_without_order() -> None:
    items = tuple(single(f"q{k}") for k in range(8))
    given = {f"q{k}": "pa" for k in range(8)}
    for flags, differs in ((("no_spread", "long_string"), 0), (("long_string",), 1), ((), 1)):
        made = contrast(*items, cases=(case(given, flags=flags),))
        (result,) = run_cases(made)
        assert len(result.differences) == differs


def test_a_band_is_expected_of_a_readiness_rubric() -> None:
    cases = (case({"q": 5}, band="high"), case({"q": 5}, band="low"))
    made = readiness(likert("q", toward=None), cases=cases)
    good, bad = run_cases(made)
    assert good.differences == ()
    assert [tuple(d) for d in bad.differences] == [("band", "low", "high")]
    assert (good.case.name, good.found.verdict.outcome) == ("a founder", "high")


def test_all_cases_are_run_in_their_order() -> None:
    found = list(run_cases(rubric(case(FOR_A, outcome="b"), case(FOR_A, outcome="a"))))
    assert [len(result.differences) for result in found] == [1, 0]


@pytest.mark.parametrize(
    ("broken", "path", "message"),
    [
        (case({"p": "px"}), ("answers", "p"), "unknown option `px`"),
        (case({"x": 1}), ("answers", "x"), "unknown item"),
        (case({}, outcome="c"), ("expect", "outcome"), "unknown outcome `c`"),
        (case({}, band="high"), ("expect", "band"), "unknown band `high`"),
        (case({}, gates={"v": "pass"}), ("expect", "gates", "v"), "unknown gate `v`"),
    ],
)
def test_a_case_that_cannot_be_run_is_named_with_its_place(
    broken: Any, path: Any, message: str
) -> None:
    made = rubric(case(FOR_A), broken)
    (problem,) = case_problems(made)
    assert (problem.path, problem.message) == (("cases", 1, *path), message)
    with pytest.raises(Invalid):
        list(run_cases(made))


def heights(both: int) -> Rubric:
    """Two outcomes that single answers may both speak for, and a gate that names a result."""
    named = {**GATE, "on_fail": "exclude", "verdict": {"name": "not now", "summary": "Wait."}}
    given = {"p": "both", "r": "both", "q": 4}
    cases = (case(given, verdict="both"), case({**given, "q": 1}, verdict="vision"))
    return contrast(
        single("p"),
        single("r"),
        likert("q", None),
        gates=(named,),
        cases=cases,
        settings={"both_from": both},
    )


def test_a_case_may_expect_a_height_or_the_gate_that_names_the_result() -> None:
    low, high = ([r.differences for r in run_cases(heights(both))] for both in (50, 100))
    assert low == [(), ()]
    assert [[tuple(d) for d in found] for found in high] == [[], []]
    wrong = rubric(case(FOR_A, verdict="neither"))
    (result,) = run_cases(wrong)
    assert [tuple(d) for d in result.differences] == [("verdict", "neither", "none")]


def test_a_verdict_must_be_a_height_or_a_gate_with_a_verdict() -> None:
    (problem,) = case_problems(rubric(case(FOR_A, verdict="vision")))
    assert (problem.path, problem.message) == (
        ("cases", 0, "expect", "verdict"),
        "unknown verdict `vision`",
    )


def test_a_sound_case_has_no_problems() -> None:
    assert list(case_problems(rubric(case(FOR_A, outcome="a", gates={"vision": "pass"})))) == []
