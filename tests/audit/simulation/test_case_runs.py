"""The rubric's own cases, read and judged."""

from __future__ import annotations

from typing import Any

from make import contrast, likert, single
from strategies import Raw

from rolefit.audit.simulation.coverage import case_runs, telling_values
from rolefit.rubric.model import Rubric

NAMES = tuple("pqrst")


def case(name: str, **answers: Any) -> Raw:
    return {"name": name, "answers": answers, "expect": {}}


def rubric(*cases: Raw, **more: Any) -> Rubric:
    return contrast(*(single(n) for n in NAMES), cases=cases, **more)


def test_each_case_comes_with_its_answers_and_what_it_gets() -> None:
    (run,) = case_runs(rubric(case("sure", **dict.fromkeys(NAMES, "pa"))))
    assert (run.case.name, run.found.verdict.outcome) == ("sure", "a")
    assert {name: r.answer for name, r in run.answers.items()} == dict.fromkeys(NAMES, "pa")


def test_values_are_those_of_scored_answers_alone() -> None:
    fact = likert("u", None)
    items = [single("p"), fact, single("q")]
    (values,) = telling_values(contrast(*items, cases=(case("x", p="pa", u=3, q="pb"),)))
    assert values == {"p": (1, 0), "q": (0, 1)}


def test_a_fifth_of_the_answers_may_be_open_and_no_more() -> None:
    four = dict.fromkeys(NAMES[:4], "pa")
    three = dict.fromkeys(NAMES[:3], "pa")
    found = telling_values(rubric(case("four", **four), case("three", **three)))
    assert [len(values) for values in found] == [4]


def test_what_does_not_apply_is_not_open() -> None:
    items = [single("p"), *(single(n, allow_na=True) for n in NAMES[1:])]
    answers = {"p": "pa", **dict.fromkeys(NAMES[1:], "not_applicable")}
    (values,) = telling_values(contrast(*items, cases=(case("x", **answers),)))
    assert list(values) == ["p"]


def test_somebody_with_two_flags_tells_nothing() -> None:
    names = [f"q{k}" for k in range(8)]
    same = case("same", **dict.fromkeys(names, 3))
    mixed = case("mixed", **{name: k % 5 + 1 for k, name in enumerate(names)})
    found = telling_values(contrast(*(likert(n) for n in names), cases=(same, mixed)))
    assert len(found) == 1


def test_a_case_without_a_scored_answer_tells_nothing() -> None:
    assert telling_values(rubric(case("gone"))) == ()
