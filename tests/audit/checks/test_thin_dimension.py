"""Dimensions that rest on one question, or on two."""

from __future__ import annotations

import pytest
from make import contrast, likert
from overlay import found

from rolefit.audit.checks import thin_dimension


@pytest.mark.parametrize(("count", "severity"), [(1, None), (2, "info"), (3, "none"), (4, "none")])
def test_one_question_is_warned_of_and_two_are_remarked_on(count: int, severity: str) -> None:
    findings = found(thin_dimension, contrast(*(likert(f"q{k}") for k in range(count))))
    assert [f.severity for f in findings] == ([] if severity == "none" else [severity])
    assert all(f.path == ("dimensions", "d") for f in findings)


def test_questions_that_score_nothing_do_not_thicken_a_dimension() -> None:
    fact = {"id": "y", "type": "yes_no", "ask": "y?"}
    (finding,) = found(thin_dimension, contrast(likert("q"), fact))
    assert "rests on one question" in finding.message
