"""Texts that are said only where they fit the answers."""

from __future__ import annotations

from typing import Any

import pytest
from make import TEXTS, answers, contrast, likert, readiness, single
from pydantic import ValidationError

from rolefit.reports.formats import markdown
from rolefit.reports.pages.score.page import page
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess, fit_texts

FOR_PA = {"item": "q", "is": "pa"}
WHOLE = {
    "a": {
        "name": "an a",
        "summary": (
            "Always.",
            {"text": "Chosen.", "when": FOR_PA},
            {"text": "Other.", "when": {"not": FOR_PA}},
        ),
        "strengths": ("Plain.", {"text": "Only for pa.", "when": FOR_PA}),
        "pair_with": {"text": "A partner.", "when": {"item": "r", "is": "pb"}},
    },
    "b": {"name": "a b", "summary": "B."},
}


def spoken(rubric: Rubric, **given: Any) -> Rubric:
    return fit_texts(rubric, assess(rubric, answers(rubric, **given)))


def test_a_text_is_said_only_where_its_condition_holds() -> None:
    rubric = contrast(single("q"), single("r"), outcomes=WHOLE)
    said = spoken(rubric, q="pa", r="pa").outcomes["a"]
    assert text_of(said.summary) == "Always. Chosen."
    assert sentences_of(said.strengths) == ("Plain.", "Only for pa.")
    assert said.pair_with is None
    otherwise = spoken(rubric, q="pb", r="pb").outcomes["a"]
    assert text_of(otherwise.summary) == "Always. Other."
    assert sentences_of(otherwise.strengths) == ("Plain.",)
    assert text_of(otherwise.pair_with) == "A partner."


def test_what_is_unknown_is_not_said() -> None:
    rubric = contrast(single("q"), single("r"), outcomes=WHOLE)
    assert text_of(spoken(rubric, r="pa").outcomes["a"].summary) == "Always."


def test_a_text_may_depend_on_a_score() -> None:
    low = {"text": "Low.", "when": {"dimension": "d", "at_most": 50}}
    bands = (
        {"id": "low", "from": 0, "to": 50, "name": "low", "summary": ("Under.", low)},
        {"id": "high", "from": 50, "to": 100, "name": "high", "summary": ("Over.", low)},
    )
    rubric = readiness(likert("q", toward=None), likert("r", toward=None), bands=bands)
    assert text_of(spoken(rubric, q=1, r=2).bands[0].summary) == "Under. Low."
    assert text_of(spoken(rubric, q=5, r=5).bands[1].summary) == "Over."
    assert text_of(spoken(rubric).bands[0].summary) == "Under."


STEP = {"do": "Practise.", "evidence": "A note.", "effort": "an hour"}


def test_a_step_is_said_only_where_an_answer_to_its_items_lost_points() -> None:
    steps = ({**STEP, "items": ("q",)}, {**STEP, "do": "Both.", "items": ("q", "r")})
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 80, "steps": steps}}
    rubric = readiness(likert("q", toward=None), likert("r", toward=None), dimensions=dimensions)
    assert [s.do for s in spoken(rubric, q=1, r=5).dimensions["d"].steps] == ["Practise.", "Both."]
    assert [s.do for s in spoken(rubric, q=5, r=1).dimensions["d"].steps] == ["Both."]
    assert spoken(rubric, q=5, r=5).dimensions["d"].steps == ()
    assert len(spoken(rubric, r=5).dimensions["d"].steps) == 2


def test_the_report_says_of_a_gate_what_fits() -> None:
    reason = ("Known.", {"text": "And r.", "when": {"item": "r", "is": "pb"}})
    gate = {"id": "g", "name": "G", "when": FOR_PA, "on_fail": "flag", "reason": reason}
    rubric = contrast(single("q"), single("r"), gates=(gate,))
    for r, wanted in (("pa", "Known."), ("pb", "Known. And r.")):
        assessment = assess(rubric, answers(rubric, q="pa", r=r))
        assert assessment.gates[0].reason == wanted
        assert wanted in markdown.render(page(assessment, rubric))


def test_a_condition_of_a_text_reads_what_exists() -> None:
    bad = {**TEXTS, "not_yet": {"summary": {"text": "S.", "when": {"item": "gone", "is": "pa"}}}}
    with pytest.raises(ValidationError, match=r"summary\.when: unknown item `gone`"):
        contrast(single("q"), texts=bad)
