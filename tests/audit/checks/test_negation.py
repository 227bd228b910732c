"""Negations: what is caught in a question, and what only looks like one."""

from __future__ import annotations

import pytest
from overlay import asking, found

from rolefit.audit.checks import negation

ASKED = ("items", 2, "ask")


@pytest.mark.parametrize(
    "ask",
    [
        "Did you not meet last week?",
        "Why didn't you call?",
        "Why didn’t you call?",
        "In how many weeks was there no plan?",
        "Who worked without a plan?",
        "How often did hardly anybody come?",
        "Is it so that nobody reads the report?",
        "Which job could you never finish?",
    ],
)
def test_a_negation_in_a_question_is_caught(ask: str) -> None:
    assert {one.path for one in found(negation, asking(ask))} == {ASKED}


@pytest.mark.parametrize(
    "ask",
    [
        "Who notes what was said?",
        "Which non-profit did you work for?",
        "Do you use no-code tools?",
        "Who knows your numbers?",
        "Which task did you put off?",
        "How many notes did you take in November?",
    ],
)
def test_words_that_only_look_like_negations_are_left_alone(ask: str) -> None:
    assert found(negation, asking(ask)) == []


def test_negations_in_options_helps_and_labels_are_left_alone() -> None:
    options = (
        {"id": "pa", "text": "I did not.", "favors": {"a": 1}},
        {"id": "pb", "text": "Never.", "favors": {"b": 1}},
    )
    rubric = asking("What did you do?", type="single", options=options, help="Do not count calls.")
    assert found(negation, rubric) == []


def test_each_word_is_told_once_a_question() -> None:
    assert len(found(negation, asking("Not now, not then, never?"))) == 2
