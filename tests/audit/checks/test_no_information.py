"""Contrast rubrics that lean to one side when somebody rolls dice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import contrast, likert, readiness, single

from rolefit.audit.base import Finding
from rolefit.audit.checks.no_information import check
from rolefit.audit.simulation import distribution
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric


def found(rubric: Rubric) -> list[Finding]:
    return list(check(Subject(rubric)))


def leaning(by: str, **more: Any) -> dict[str, Any]:
    """A single-choice item with one option for b, one for a, and one with some worth for a."""
    options = (
        {"id": "pa", "text": "For a.", "favors": {"a": 1}},
        {"id": "pb", "text": "For b.", "favors": {"b": 1}},
        {"id": "also", "text": "For a, too.", "favors": {"a": Fraction(by)} if by != "0" else {}},
    )
    return single("p", options=options, **more)


def test_a_balanced_rubric_is_left_alone() -> None:
    assert found(contrast(single("p"), likert("q"))) == []


def test_a_lean_of_exactly_5_points_is_told_and_less_is_not() -> None:
    # One of three options, in one of two items: by / 6 of 100 points.
    (one,) = found(contrast(leaning("0.3"), likert("q")))
    assert one == Finding(
        ("outcomes", "a"),
        "random answering favours an a: 46.7 points against 41.7 for a b",
        "the items that lean most that way: `p` (+5.0)",
    )
    assert found(contrast(leaning("0.29"), likert("q"))) == []


def test_items_that_lean_against_each_other_are_sound_together() -> None:
    back = single(
        "r",
        options=(
            {"id": "pb", "text": "For b.", "favors": {"b": 1}},
            {"id": "pa", "text": "For a.", "favors": {"a": 1}},
            {"id": "also", "text": "For b, too.", "favors": {"b": Fraction(3, 10)}},
        ),
    )
    assert found(contrast(leaning("0.3"), back)) == []


def test_a_readiness_rubric_has_no_sides() -> None:
    assert found(readiness(likert("q", toward=None))) == []


def test_a_sampled_lean_is_told_only_beyond_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    rubric = contrast(leaning("0.6"), likert("q"))
    said = distribution.Expected({"a": Fraction(50), "b": Fraction(40)}, Fraction(3))
    subject = Subject(rubric)
    sampled = subject.distribution._replace(expected=said)
    monkeypatch.setitem(subject.__dict__, "distribution", sampled)
    assert list(check(subject)) == []
    surer = subject.distribution._replace(expected=said._replace(error=Fraction(2)))
    monkeypatch.setitem(subject.__dict__, "distribution", surer)
    assert len(list(check(subject))) == 1
