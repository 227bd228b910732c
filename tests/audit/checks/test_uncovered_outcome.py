"""Outcomes and bands that no case ends in, and rubrics without cases."""

from __future__ import annotations

from make import contrast, likert, readiness, single
from overlay import found, overlay

from rolefit.audit import CHECKS
from rolefit.audit.checks import (
    surviving_mutants,
    uncovered_branch,
    uncovered_gate,
    uncovered_label,
    uncovered_outcome,
)

SURE = {"name": "sure", "answers": {"p": "pa", "q": "pa", "r": "pa"}, "expect": {}}


def test_an_outcome_that_no_case_recommends_is_told() -> None:
    (finding,) = found(uncovered_outcome, contrast(*(single(n) for n in "pqr"), cases=(SURE,)))
    assert (finding.path, finding.message) == (
        ("outcomes", "b"),
        "no case recommends outcome `b`",
    )


def test_a_band_that_no_case_is_in_is_told() -> None:
    low = {"name": "low", "answers": {"p": 1}, "expect": {}}
    (finding,) = found(uncovered_outcome, readiness({**likert("p"), "toward": None}, cases=(low,)))
    assert (finding.path, finding.message) == (("bands", 1), "no case ends in band `high`")


def test_a_rubric_without_cases_is_told_once() -> None:
    (finding,) = found(uncovered_outcome, overlay("cases: null"))
    assert (finding.path, finding.message) == ((), "there are no cases")


def test_the_other_checks_about_cases_keep_silent_then() -> None:
    rubric = overlay("cases: null")
    others = (uncovered_label, uncovered_gate, uncovered_branch, surviving_mutants)
    assert set(others) <= set(CHECKS)
    assert [finding for check in others for finding in found(check, rubric)] == []
