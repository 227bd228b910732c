"""Bands that nobody can reach."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from make import contrast, likert, readiness, single

from rolefit.audit.base import Finding
from rolefit.audit.checks.unreachable_band import check
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric


def bands(*cuts: int | Fraction) -> tuple[dict[str, Any], ...]:
    ends = (0, *cuts, 100)
    return tuple(
        {"id": f"b{k}", "from": low, "to": high, "name": f"band {k}", "summary": "So."}
        for k, (low, high) in enumerate(pairwise(ends))
    )


def found(rubric: Rubric) -> list[Finding]:
    return list(check(Subject(rubric)))


def levels(**more: Any) -> dict[str, Any]:
    """An item whose fits are 0, 31.25, 62.5, 93.75 and 100 against a target of 80."""
    return likert("q", toward=None, **more)


def test_bands_that_are_reached_are_left_alone() -> None:
    assert found(readiness(levels(), bands=bands(40, 90))) == []


def test_a_band_between_two_neighbouring_fits_is_told() -> None:
    (one,) = found(readiness(levels(), bands=bands(40, 70, 90)))
    assert one.path == ("bands", 2)
    assert one.message == (
        "no combination of answers has a fit from 70 to 90: nobody is ever told `b2`"
    )
    assert one.hint == "all fits lie to its left or to its right: make it wider"


def test_a_cut_belongs_to_the_band_above_it() -> None:
    # A fit of exactly 31.25, 62.5 or 100 is reached.
    cuts = bands(1, Fraction(125, 4), 32, Fraction(125, 2))
    assert [one.path[1] for one in found(readiness(levels(), bands=cuts))] == [1, 3]


def test_a_band_beyond_the_fit_is_told_even_where_combinations_are_sampled() -> None:
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "value": Fraction(k + 1, 5)} for k in range(3)
    )
    rubric = readiness(single("p", options=options), bands=bands(10, 30, 60, 80))
    said = [(one.path[1], one.hint) for one in found(rubric)]
    beyond = "the fit goes from 25.0 to 75.0"
    assert said == [(0, beyond), (4, beyond)]
    subject = Subject(rubric)
    subject.__dict__["distribution"] = subject.distribution._replace(exact=False)
    assert [(one.path[1], one.hint) for one in check(subject)] == said


def test_a_fit_that_is_always_full_reaches_the_last_band_alone() -> None:
    options = tuple({"id": f"o{k}", "text": f"Option {k}.", "value": 1} for k in range(2))
    assert [one.path[1] for one in found(readiness(single("p", options=options)))] == [0]


def test_a_gap_is_not_told_from_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = Subject(readiness(levels(), bands=bands(70, 90)))
    sampled = subject.distribution._replace(exact=False)
    monkeypatch.setitem(subject.__dict__, "distribution", sampled)
    assert list(check(subject)) == []


def test_a_contrast_rubric_has_no_bands() -> None:
    assert found(contrast(single("p"))) == []
