"""Two questions in one: what is caught, and what only looks so."""

from __future__ import annotations

import pytest
from make import LABELS
from overlay import asking, found

from rolefit.audit.checks import double_barrelled

OPTIONS = (
    {"id": "pa", "text": "For a.", "favors": {"a": 1}},
    {"id": "pb", "text": "For b.", "favors": {"b": 1}},
)


@pytest.mark.parametrize(
    "ask",
    [
        "Do you plan? Do you test?",
        "Do you plan and/or test?",
        "Did you plan and run the last campaign?",
        "Did you write the plan and send it to sales?",
        "Who wrote the plan and sent it round?",
        "How often did you meet sales and decide on the budget?",
        "Who decides on the budget, and who spends it?",
        "Which goal did you set, and how often did you check it?",
        "Is there a plan and is it written down?",
        "Did you plan and test?",
        "Do you want to plan and to run campaigns?",
        "Do you want to guide people and to run campaigns?",
        "Should marketing reduce costs and increase the share of search?",
        "Tell us what you conceived and executed.",
        "Has somebody planned and approved the sum?",
        "I plan the week and then review it with the team.",
        "Have you met the team and carried out a test?",
        "Did you hire or promote somebody last year?",
        "Did you write the plan or did somebody help?",
    ],
)
def test_two_questions_in_one_are_caught(ask: str) -> None:
    (one,) = found(double_barrelled, asking(ask))
    assert one.path == ("items", 2, "ask")


@pytest.mark.parametrize(
    "ask",
    [
        "How often did you meet sales, product and finance last month?",
        "How much of the budget went into design and text?",
        "How many plans and reports did you read?",
        "How many hours went into planning and writing?",
        "Who split the money between search ads and events?",
        "Did marketing and sales share a goal last quarter?",
        "When you planned and ran your last campaign, who set the goal?",
        "If the plan changed and you had a say, what did you change?",
        "Think of a job that was planned and dropped. Who dropped it?",
        "Is there a plan for this month and the next?",
        "Was the goal a number or a date?",
        "How many calls or visits did you make?",
        "Did you hear from two or more customers?",
        "How many of your texts, pictures and films went out on time?",
        "Did organic and paid search bring in leads?",
        "Who do you and your boss go to for advice?",
        "Did the sum go up or down?",
        "Is there a budget and a date for the launch?",
    ],
)
def test_one_question_is_left_alone(ask: str) -> None:
    assert found(double_barrelled, asking(ask)) == []


def test_an_or_between_options_to_choose_from_is_a_choice() -> None:
    ask = "Did you write the plan or did you steer those who wrote it?"
    assert found(double_barrelled, asking(ask, type="single", options=OPTIONS)) == []
    assert len(found(double_barrelled, asking(ask, type="likert", labels=LABELS))) == 1


def test_an_and_is_two_questions_even_with_options() -> None:
    ask = "Who wrote the plan, and who read it?"
    assert len(found(double_barrelled, asking(ask, type="single", options=OPTIONS))) == 1


def test_the_words_at_fault_are_quoted() -> None:
    (one,) = found(double_barrelled, asking("Did you plan and run the last campaign?"))
    assert "you plan and run the" in one.message
