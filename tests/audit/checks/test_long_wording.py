"""Length: how many words a question, an option and any other text may have."""

from __future__ import annotations

import pytest
from overlay import asking, found, overlay

from rolefit.audit.checks import long_wording


@pytest.mark.parametrize(("words", "long"), [(30, False), (31, True)])
def test_a_question_has_30_words_at_most(words: int, long: bool) -> None:
    rubric = asking(" ".join(["word"] * words) + "?")
    assert [one.path for one in found(long_wording, rubric)] == [("items", 2, "ask")] * long


@pytest.mark.parametrize(("words", "long"), [(25, False), (26, True)])
def test_an_option_has_25_words_at_most(words: int, long: bool) -> None:
    options = ({"id": "pa", "text": " ".join(["word"] * words)}, {"id": "pb", "text": "No."})
    rubric = asking("Who?", type="single", options=options)
    path = ("items", 2, "options", 0, "text")
    assert [one.path for one in found(long_wording, rubric)] == [path] * long


@pytest.mark.parametrize(("words", "long"), [(80, False), (81, True)])
def test_any_other_text_has_80_words_at_most(words: int, long: bool) -> None:
    rubric = overlay(f"limits: [{' '.join(['word'] * words)}]")
    assert [one.path for one in found(long_wording, rubric)] == [("limits", 0)] * long
