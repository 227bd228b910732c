"""The development plan of a readiness report: steps that fit, points that add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from cases import assessed
from cases import rubric as load
from make import answers, likert, readiness

from rolefit.reports.blocks import Actions, Paragraph
from rolefit.reports.pages.score.development import development_blocks
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.shipped import shipped_names

READINESS = [name for name in shipped_names() if load(name).model == "readiness"]


def step(do: str, *source: str) -> dict[str, Any]:
    return {"do": do, "evidence": "A page.", "effort": "An hour.", "source": source}


def rubric() -> Rubric:
    dimension = {
        "name": "d",
        "about": "d",
        "weight": 1,
        "target": 80,
        "steps": (step("Write.", "WR-1"), step("Speak.", "SP-1"), step("Meet.", "ME-1", "WR-1")),
    }
    items = (
        likert("writing", toward=None, source=("WR-1",)),
        likert("speaking", toward=None, source=("SP-1",)),
    )
    return readiness(*items, dimensions={"d": dimension})


def said(found: Rubric, **given: Any) -> str:
    """The paragraphs of the plan."""
    blocks = development_blocks(assess(found, answers(found, **given)), found)
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_no_plan_is_called_impossible_where_an_answer_that_opens_questions_might_do_it() -> None:
    switch = {"id": "s", "type": "yes_no", "ask": "s?", "allow_na": False, "dimension": "d"}
    way = {"item": "s", "is": "yes"}
    fact = likert("q", toward=None, changeable=False)
    other = likert("b", toward=None, ask_when=way)
    for changeable, expected in (
        (True, "No way that is sure to reach “high” was found."),
        (False, "No change to what can still be changed reaches “high” yet"),
    ):
        steers = {**switch, "also_scores": True, "changeable": changeable}
        assert expected in said(readiness(steers, fact, other), s="no", q=1)


def titles(assessment: Assessment, found: Rubric) -> list[str]:
    blocks = [b for b in development_blocks(assessment, found) if isinstance(b, Actions)]
    return [row.do for block in blocks for row in block.rows if "(" not in row.do]


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"writing": 1, "speaking": 5}, ["Write.", "Meet."]),
        ({"writing": 5, "speaking": 1}, ["Speak.", "Write."]),
    ],
)
def test_the_steps_that_rest_on_what_cost_most_come_first(given: Any, first: list[str]) -> None:
    found = rubric()
    assert titles(assess(found, answers(found, **given)), found) == first


@pytest.mark.slow
@pytest.mark.parametrize("name", READINESS)
def test_the_printed_points_of_a_plan_lead_from_the_printed_fit_to_the_printed_aim(
    name: str,
) -> None:
    found = load(name)
    planned = 0
    for k, case in enumerate(found.cases):
        assessment = assessed(name, k)
        plan = assessment.alternatives.plan
        if plan is None or assessment.fit is None:
            continue
        planned += 1
        blocks = list(development_blocks(assessment, found))
        worths = [
            Decimal(detail.split()[1]) * (-1 if detail.startswith("Costs ") else 1)
            for block in blocks
            if isinstance(block, Actions)
            for row in block.rows
            for detail in row.details
            if detail.startswith(("Worth ", "Costs "))
        ]
        summary = next(b.text for b in blocks if isinstance(b, Paragraph))
        if "goes from" in summary:
            before, after = summary.split("goes from ")[1].split(";")[0].split(" to ")
            assert Decimal(before) + sum(worths) == Decimal(after), case.name
    assert planned >= 5
