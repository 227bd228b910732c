"""Labels that a rubric can give and no case gets."""

from __future__ import annotations

from make import contrast, likert, single
from overlay import found

from rolefit.audit.checks import uncovered_label

SURE = {"name": "sure", "answers": dict.fromkeys("pqr", "pa"), "expect": {}}
GATE = {"id": "g", "name": "g", "when": {"item": "p", "is": "pb"}, "reason": "r"}


def test_each_label_that_no_case_gets_is_told_with_its_weight() -> None:
    gates = ({**GATE, "on_fail": "exclude"},)
    findings = found(uncovered_label, contrast(*map(single, "pqr"), gates=gates, cases=(SURE,)))
    assert {f.message.split("`")[1]: f.severity for f in findings} == {
        "tie": "info",
        "leaning": "info",
        "too_close_to_call": "warning",
        "not_enough_answers": "warning",
        "not_yet": "warning",
        "conditional": "warning",
    }
    assert {f.path for f in findings} == {("cases",)}


def test_labels_that_cannot_come_about_are_not_asked_for() -> None:
    findings = found(uncovered_label, contrast(*map(single, "pqr"), cases=(SURE,)))
    assert not {"not_yet", "conditional"} & {f.message.split("`")[1] for f in findings}


def test_a_label_that_a_case_gets_is_left_alone() -> None:
    nobody = {"name": "gone", "answers": {}, "expect": {}}
    findings = found(uncovered_label, contrast(*map(likert, "pqr"), cases=(nobody,)))
    assert "not_enough_answers" not in {f.message.split("`")[1] for f in findings}
