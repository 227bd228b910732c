"""What to do next: every open question is asked once, and failed conditions stand by themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import cases
import pytest
from cases import rubric as load
from make import answers, contrast, likert, readiness

from rolefit.reports.blocks import Actions, Bullets, Checks
from rolefit.reports.pages.score.advice import gate_blocks, next_blocks
from rolefit.reports.pages.score.development import ranked_steps
from rolefit.reports.pages.score.result import change_blocks
from rolefit.reports.pages.score.sentences import apart
from rolefit.rubric.cases import case_responses
from rolefit.scoring.assess import assess
from rolefit.storage.shipped import shipped_names


@pytest.mark.parametrize("name", shipped_names())
def test_open_questions_of_conditions_are_asked_once(name: str) -> None:
    rubric = load(name)
    responses = case_responses(rubric, rubric.cases[0])
    gated = {item for gate in assess(rubric, responses).gates for item in gate.items}
    kept: dict[str, Any] = {k: v for k, v in responses.answers.items() if k not in gated}
    assessment = assess(rubric, responses.model_copy(update={"answers": kept}))
    failed = {g.fix or g.reason for g in assessment.gates if g.state == "fail"}
    asked: list[str] = []
    for block in next_blocks(assessment, rubric):
        if not isinstance(block, Actions):
            continue
        texts = [row.do for row in block.rows]
        if block.title.startswith("Answer th"):
            asked += texts
        if block.title in ("What the conditions ask for", "Meet the risks"):
            assert set(texts) <= failed
    assert len(asked) == len(set(asked)) > 0


def about(item: str, step: dict[str, Any]) -> dict[str, Any]:
    """A condition that an item without an answer passes."""
    base = {"id": f"on_{item}", "name": f"About {item}", "reason": "It matters.", "fix": "Do it."}
    return {**base, "when": {"item": item, **step}, "on_fail": "flag"}


def test_a_condition_that_nothing_was_asked_about_is_not_said_to_hold() -> None:
    rubric = contrast(
        likert("p"),
        likert("q", None, ask_when={"item": "p", "at_least": 4}),
        gates=(
            about("p", {"at_least": 4}),
            about("q", {"at_most": 2}),
        ),
    )
    found = assess(rubric, answers(rubric, p=2))
    assert [gate.state for gate in found.gates] == ["pass", "pass"]
    rows = [row for b in gate_blocks(found, rubric) if isinstance(b, Checks) for row in b.rows]
    marks = {row.name: row.mark for row in rows}
    assert marks == {"About p": "pass", "About q": "unasked"}


@pytest.mark.parametrize("scored", [True, False])
def test_of_a_condition_whose_answers_score_it_is_said_that_scores_are_left_aside(
    *, scored: bool
) -> None:
    asked = {"dimension": "d"} if scored else {"dimension": None, "toward": None}
    rubric = contrast(
        likert("p"),
        likert("q", **asked),
        gates=({**about("q", {"at_most": 3}), "on_fail": "exclude", "applies_to": ("a",)},),
    )
    found = assess(rubric, answers(rubric, p=5, q=3))
    rows = [
        item
        for block in change_blocks(found, rubric, full=True)
        if isinstance(block, Bullets)
        for item in block.items
    ]
    aside = "What turns such a condition moves scores as well; that is left aside."
    alone = " by itself" if scored else ""
    assert f"If this held{alone}, an a would lead: “About q”." in rows
    assert (aside in rows) is scored


def test_an_answer_that_two_steps_work_on_is_claimed_by_one_of_them() -> None:
    steps = tuple(
        {"do": f"Do {k}.", "evidence": "A page.", "effort": "An hour.", "items": ("q",)}
        for k in (1, 2)
    )
    dimension = {"name": "d", "about": "d", "weight": 1, "target": 80, "steps": steps}
    rubric = readiness(likert("q", toward=None), dimensions={"d": dimension})
    said = [row.do for row in ranked_steps(assess(rubric, answers(rubric, q=2)), rubric)]
    assert [("up to" in one) for one in said] == [True, False]


def test_distances_that_differ_are_printed_differently() -> None:
    near, mark = Fraction(22), Fraction("22.46")
    assert apart(near, mark, 0) == 1
    assert apart(near, near, 0) == 0


# --- what fails comes first ----------------------------------------------------------------------


def step(do: str, *items: str) -> dict[str, Any]:
    """A step that works on items."""
    return {"do": do, "evidence": "A page.", "effort": "an hour", "items": items}


def person(**more: Any) -> Any:
    """A rubric of two areas: much is lost in the first, the second has a single answer."""
    areas = {
        "big": {"name": "big", "about": "b", "weight": 5, "target": 80, "steps": (step("B", "p"),)},
        "small": {
            "name": "small",
            "about": "s",
            "weight": 1,
            "target": 80,
            "steps": (step("S", "q"),),
        },
    }
    items = (likert("p", "big", toward=None), likert("q", "small", toward=None))
    plain = tuple({k: v for k, v in item.items() if v is not None} for item in items)
    return readiness(*plain, dimensions=areas, **more)


def first_step(rubric: Any) -> str:
    """What is to be done first, by somebody who lost points everywhere."""
    return ranked_steps(assess(rubric, answers(rubric, p=3, q=2)), rubric)[0].do


def test_a_step_about_what_fails_a_condition_comes_before_what_is_worth_more() -> None:
    assert first_step(person()).startswith("B")
    gate = {**about("q", {"at_most": 3}), "on_fail": "cap_band", "cap": "low"}
    assert first_step(person(gates=(gate,))).startswith("S")
    assert first_step(person(gates=({**about("q", {"at_most": 3})},))).startswith("B")


def test_a_step_in_an_area_below_its_least_score_comes_before_what_is_worth_more() -> None:
    bands = (
        {"id": "low", "from": 0, "to": 40, "name": "low", "summary": "Low."},
        {
            "id": "high",
            "from": 40,
            "to": 100,
            "name": "high",
            "summary": "High.",
            "needs": {"small": 60},
        },
    )
    assert first_step(person(bands=bands)).startswith("S")


def test_who_is_held_by_missed_goals_is_told_first_to_look_into_the_number() -> None:
    rubric, goals = load("manager-readiness"), "consistent-results"
    missed = [k for k, one in enumerate(rubric.cases) if one.expect.gates.get(goals) == "fail"]
    results = [cases.assessed("manager-readiness", k) for k in missed]
    held = [found for found in results if goals in found.verdict.capped_by]
    assert held
    for found in held:
        assert "Take the number you missed" in ranked_steps(found, rubric)[0].do
