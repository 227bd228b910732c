"""Branches of which the cases show one side only."""

from __future__ import annotations

from typing import Any

import pytest
from make import contrast, single
from overlay import found

from rolefit.audit.checks import uncovered_branch


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["pa"], ["no case is led past `q`"]),
        (["pb"], ["no case is asked `q`"]),
        (["pa", "pb"], []),
        (["dont_know"], ["no case is asked `q`", "no case is led past `q`"]),
    ],
)
def test_a_branch_that_the_cases_show_from_one_side_is_told(
    answers: list[Any], said: list[str]
) -> None:
    cases = tuple(
        {"name": f"person {k}", "answers": {"p": answer}, "expect": {}}
        for k, answer in enumerate(answers)
    )
    rubric = contrast(single("p"), single("q", ask_when={"item": "p", "is": "pa"}), cases=cases)
    findings = found(uncovered_branch, rubric)
    assert [f.message for f in findings] == said
    assert all(f.path == ("items", 1, "ask_when") for f in findings)
