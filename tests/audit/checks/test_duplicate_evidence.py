"""Items that ask the same thing twice."""

from __future__ import annotations

from typing import Any

import pytest
from make import contrast, likert, single
from overlay import found
from strategies import Raw

from rolefit.audit.checks import duplicate_evidence
from rolefit.audit.checks.duplicate_evidence import same_question
from rolefit.rubric.model import Rubric


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "In how many of the last four weeks did you plan the campaigns?",
            "How often did you plan a campaign last month?",
            True,
        ),
        (
            "In how many of the last four weeks did you plan the campaigns?",
            "In how many of the last four weeks did you visit a customer?",
            False,
        ),
        ("Who split the money?", "Who spent the money?", False),
        ("Who split the money between channels?", "Between channels, who split money?", True),
        ("Who split the money in spring?", "Who split money?", True),
        ("What happened?", "What happened?", False),
        ("Wer teilt das Geld auf?", "Wer teilt das Geld auf?", True),
    ],
)
def test_questions_are_the_same_by_the_words_that_carry_meaning(
    one: str, other: str, *, same: bool
) -> None:
    assert same_question(one, other) is same_question(other, one) is same


def choice(name: str, *texts: str) -> Raw:
    worth: tuple[Raw, ...] = ({"a": 1}, {"b": 1}, {})
    options = tuple(
        {"id": f"o{k}", "text": text, "favors": worth[k]} for k, text in enumerate(texts)
    )
    return {**single(name), "options": options}


def test_two_items_with_one_question_are_told_at_the_later_one() -> None:
    ask = "Who splits the yearly budget?"
    rubric = contrast(likert("p", ask=ask), single("q"), likert("r", ask=ask))
    (finding,) = found(duplicate_evidence, rubric)
    assert (finding.path, finding.message) == (
        ("items", 2, "ask"),
        "`p` and `r` ask nearly the same",
    )


def test_a_sentence_that_answers_two_items_is_told_whatever_its_capitals() -> None:
    rubric = contrast(
        choice("p", "I did it by myself alone.", "They did."),
        choice("q", "Somebody else.", "i did it by myself alone"),
    )
    (finding,) = found(duplicate_evidence, rubric)
    assert finding.path == ("items", 1)
    assert finding.message == "`p` and `q` share an answer: i did it by myself alone"


def test_points_of_a_scale_may_stand_in_many_items() -> None:
    yes = ("Yes, most of it.", "No.")
    rubric = contrast(choice("p", *yes), choice("q", *yes), likert("r"), likert("s"))
    assert found(duplicate_evidence, rubric) == []


def test_anchors_of_levels_are_answers_too() -> None:
    text = "I spoke all of it alone."
    levels = ({"anchor": "None."}, {"anchor": text})
    bars = {**single("q"), "type": "bars", "levels": levels, "toward": "a"}
    del bars["options"]
    rubric = contrast(choice("p", text, "They did."), bars)
    assert [f.path for f in found(duplicate_evidence, rubric)] == [("items", 1)]


def with_cases(*pairs: tuple[int, int], **more: Any) -> Rubric:
    """A rubric whose cases answer p and q like that."""
    cases = tuple(
        {"name": f"person {k}", "answers": {"p": p, "q": q, "r": (k + 2) % 5 + 1}, "expect": {}}
        for k, (p, q) in enumerate(pairs)
    )
    return contrast(likert("p"), likert("q", **more), likert("r"), cases=cases)


def test_items_that_no_case_parts_are_remarked_on() -> None:
    (finding,) = found(duplicate_evidence, with_cases(*[(k, k) for k in (1, 2, 3, 4, 5, 1)]))
    assert (finding.path, finding.severity) == (("items", 1), "info")
    assert finding.message == "`p` and `q` have the same value in every case"


@pytest.mark.parametrize(
    "pairs",
    [
        [(k, k) for k in (1, 2, 3, 4, 5)],
        [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (1, 2)],
        [(3, 3)] * 6,
    ],
)
def test_few_cases_one_that_parts_them_or_no_spread_are_no_remark(
    pairs: list[tuple[int, int]],
) -> None:
    assert found(duplicate_evidence, with_cases(*pairs)) == []


def test_items_of_two_dimensions_may_go_together() -> None:
    pairs = [(k, k) for k in (1, 2, 3, 4, 5, 1)]
    cases = with_cases(*pairs).cases
    raw = tuple({"name": c.name, "answers": c.answers, "expect": {}} for c in cases)
    rubric = contrast(likert("p"), likert("q", "e"), likert("r"), cases=raw)
    assert found(duplicate_evidence, rubric) == []


def test_values_are_compared_and_not_answers() -> None:
    turned = with_cases(*[(k, 6 - k) for k in (1, 2, 3, 4, 5, 1)], reverse=True)
    assert len(found(duplicate_evidence, turned)) == 1
