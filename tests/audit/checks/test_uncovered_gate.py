"""Gates that fail in no case, or pass in none."""

from __future__ import annotations

from typing import Any

import pytest
from make import contrast, single
from overlay import found

from rolefit.audit.checks import uncovered_gate

GATE = {"id": "g", "name": "g", "when": {"item": "p", "is": "pb"}, "reason": "r"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["pa"], ["gate `g` fails in no case"]),
        (["pb"], ["gate `g` passes in no case"]),
        (["pa", "pb"], []),
        (["dont_know"], ["gate `g` passes in no case", "gate `g` fails in no case"]),
    ],
)
def test_a_gate_that_the_cases_show_from_one_side_is_told(
    answers: list[Any], said: list[str]
) -> None:
    cases = tuple(
        {"name": f"person {k}", "answers": {"p": answer, "q": "pa"}, "expect": {}}
        for k, answer in enumerate(answers)
    )
    rubric = contrast(single("p"), single("q"), gates=({**GATE, "on_fail": "flag"},), cases=cases)
    findings = found(uncovered_gate, rubric)
    assert [f.message for f in findings] == said
    assert all(f.path == ("gates", 0) for f in findings)
