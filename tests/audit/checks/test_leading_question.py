"""Leading questions: what is caught, and plain questions that are left alone."""

from __future__ import annotations

import pytest
from overlay import asking, found

from rolefit.audit.checks import leading_question

ASKED = ("items", 2, "ask")


@pytest.mark.parametrize(
    "ask",
    [
        "Surely you have a plan?",
        "You obviously meet each week; how long?",
        "Do you, of course, have a plan?",
        "You have a plan, don't you?",
        "It is written down, isn't it?",
        "Wouldn't you say that it works?",
        "Do you agree that planning pays?",
        "As everyone knows, plans help. Do you have one?",
        "As we all know, plans help. Do you have one?",
        "Most experts say that plans help. Do you have one?",
        "It is well known that plans help. Do you have one?",
    ],
)
def test_a_leading_question_is_caught(ask: str) -> None:
    assert {one.path for one in found(leading_question, asking(ask))} == {ASKED}


@pytest.mark.parametrize(
    "ask",
    [
        "When did you last agree on a plan with sales?",
        "After the last change of course, who told the team?",
        "How many founders do you know well enough to call?",
        "Who says what comes first?",
        "Which course did you take last year?",
        "What do most people come to you for?",
    ],
)
def test_a_plain_question_does_not_lead(ask: str) -> None:
    assert found(leading_question, asking(ask)) == []


def test_an_interviewer_s_prompt_must_not_lead_either() -> None:
    levels = ({"anchor": "low one here"}, {"anchor": "high one here"})
    prompt = "Surely you plan ahead?"
    rubric = asking("What?", type="bars", levels=levels, toward="a", interview_question=prompt)
    assert [one.path for one in found(leading_question, rubric)] == [
        ("items", 2, "interview_question")
    ]
