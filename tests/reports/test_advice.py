"""What to do next: every open question is asked once, and failed conditions stand by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from cases import rubric as load

from rolefit.audit.cases import case_responses
from rolefit.reports.blocks import Actions
from rolefit.reports.pages.score.advice import next_blocks
from rolefit.scoring.assess import assess
from rolefit.storage.shipped import shipped


@pytest.mark.parametrize("name", shipped())
def test_open_questions_of_conditions_are_asked_once(name: str) -> None:
    rubric = load(name)
    responses = case_responses(rubric, rubric.cases[0])
    gated = {item for gate in assess(rubric, responses).gates for item in gate.items}
    answers: dict[str, Any] = {k: v for k, v in responses.answers.items() if k not in gated}
    assessment = assess(rubric, responses.model_copy(update={"answers": answers}))
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
