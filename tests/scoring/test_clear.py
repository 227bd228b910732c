"""When a result may be called clear: beyond the threshold, and not by one answer alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import answers, contrast, likert, readiness

from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

NAMES = tuple(f"q{k}" for k in range(16))
HIGH = {name: 4 + k % 2 for k, name in enumerate(NAMES)}
"""Fours and fives in turn: v = 3/4 and 1, on average 7/8."""


def compared(**more: Any) -> Assessment:
    """a: 87.5, b: 12.5; delta = 1/2 and 1, on average 3/4."""
    rubric = contrast(*map(likert, NAMES), **more)
    return assess(rubric, answers(rubric, **HIGH))


def measured(cut: Any = 50, **more: Any) -> Assessment:
    """A fit of 87.5 with a cut score below it."""
    bands = (
        {"id": "low", "from": 0, "to": cut, "name": "low", "summary": "Low."},
        {"id": "high", "from": cut, "to": 100, "name": "high", "summary": "High."},
    )
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    items = (likert(name, toward=None) for name in NAMES)
    rubric = readiness(*items, dimensions=dimensions, bands=bands, **more)
    return assess(rubric, answers(rubric, **HIGH))


# sigma2 of delta: uniform answers vary by 1/2, the sixteen by 16 * (1/4)^2 in all, over 4 + 15
# degrees of freedom; the steps of 1/4 count four times: sed = 10.57, and t(19) = 2.093 of it 22.1.
LEAD_VARIANCE = 10_000 * (Fraction(4, 2) + 1) / 19 / 16 + 10_000 * 4 * Fraction(1, 16) / 12 / 16


@pytest.mark.parametrize(
    ("threshold", "label"), [(0, "clear"), (75, "clear"), (76, "too_close_to_call")]
)
def test_a_lead_below_the_indifference_threshold_is_too_close_whatever_its_error(
    threshold: int, label: str
) -> None:
    verdict = compared(settings={"indifference_threshold": threshold}).verdict
    assert (verdict.margin, verdict.variance) == (75, LEAD_VARIANCE)
    assert verdict.label == label


@pytest.mark.parametrize(
    ("threshold", "label"),
    [(0, "clear"), (Fraction("37.5"), "clear"), (38, "too_close_to_call")],
)
def test_a_fit_nearer_to_a_cut_than_the_threshold_is_too_close_whatever_its_error(
    threshold: Any, label: str
) -> None:
    verdict = measured(settings={"indifference_threshold": threshold}).verdict
    assert (verdict.outcome, verdict.margin, verdict.label) == ("high", Fraction("37.5"), label)


def test_the_threshold_is_5_points_where_a_rubric_says_nothing() -> None:
    assert compared().rubric.indifference_threshold == 5


# --- one answer alone --------------------------------------------------------------------------

GATE = {"id": "g", "name": "g", "reason": "r"}


@pytest.mark.parametrize(
    ("least", "label"),
    # A five that becomes a one takes 100 / 16 = 6.25 points of 87.5.
    [(81, "clear"), (Fraction("81.25"), "leaning"), (85, "leaning")],
)
def test_a_leader_is_not_clear_where_one_answer_would_have_a_condition_exclude_it(
    least: Any, label: str
) -> None:
    when = {"outcome": "a", "at_most": least}
    gate = {**GATE, "on_fail": "exclude", "applies_to": ("a",), "when": when}
    verdict = compared(gates=(gate,)).verdict
    assert (verdict.outcome, verdict.label, verdict.margin) == ("a", label, 75)
    assert (verdict.basis.held_by == "single_answer") == (label == "leaning")


@pytest.mark.parametrize(
    ("least", "label"), [(81, "clear"), (Fraction("81.25"), "leaning"), (85, "leaning")]
)
def test_a_level_is_not_clear_where_one_answer_would_have_a_condition_cap_it(
    least: Any, label: str
) -> None:
    when = {"dimension": "d", "at_most": least}
    gate = {**GATE, "on_fail": "cap_band", "cap": "low", "when": when}
    verdict = measured(gates=(gate,)).verdict
    assert (verdict.outcome, verdict.label) == ("high", label)
    assert (verdict.basis.held_by == "single_answer") == (label == "leaning")


def test_a_condition_that_only_flags_holds_no_verdict_back() -> None:
    when = {"dimension": "d", "at_most": 85}
    gate = {**GATE, "on_fail": "flag", "when": when}
    assert measured(gates=(gate,)).verdict.label == "clear"
