"""Absolutes: what is caught in a question, and counts of time that are left alone."""

from __future__ import annotations

import pytest
from overlay import asking, found

from rolefit.audit.checks import absolute_wording

ASKED = ("items", 2, "ask")


@pytest.mark.parametrize(
    "ask",
    [
        "Do you always plan ahead?",
        "Does everybody know the plan?",
        "Is the plan completely written down?",
        "Do you read every report?",
        "Do you call every time?",
        "Are all campaigns planned?",
        "Do you read all the reports?",
        "Have you never missed a date?",
        "Is everything planned?",
    ],
)
def test_an_absolute_in_a_question_is_caught(ask: str) -> None:
    assert {one.path for one in found(absolute_wording, asking(ask))} == {ASKED}


@pytest.mark.parametrize(
    "ask",
    [
        "Do you meet every week?",
        "Who writes to customers every other month?",
        "Do you call every two weeks?",
        "Did you meet in all four weeks?",
        "Did you meet in all the three months?",
        "Who was there all day?",
        "Was there a plan at all?",
        "What did marketing as a whole bring in?",
        "Who sends each customer a card?",
        "Did you hold an all-hands meeting?",
    ],
)
def test_spans_of_time_and_numbers_are_no_absolutes(ask: str) -> None:
    assert found(absolute_wording, asking(ask)) == []
