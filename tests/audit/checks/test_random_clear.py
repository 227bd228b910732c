"""Rubrics that are sure of themselves even when the answers are drawn by lot."""

from __future__ import annotations

from fractions import Fraction

import pytest
from make import contrast, single

from rolefit.audit.base import Finding
from rolefit.audit.checks import random_clear
from rolefit.audit.simulation.respondents import Labels, Share
from rolefit.audit.subject import Subject


def with_share(share: Fraction, low: float) -> list[Finding]:
    """What is found where that share of random respondents gets a clear verdict."""
    subject = Subject(contrast(single("p")))
    found = Share(share, low, float(share) + 0.03)
    subject.__dict__["labels"] = Labels(500, {"clear": found}, unearned=found)
    return list(random_clear.check(subject))


@pytest.mark.parametrize(("low", "told"), [(0.09, False), (0.0999, False), (0.11, True)])
def test_only_what_lies_beyond_the_error_of_the_sample_is_told(low: float, *, told: bool) -> None:
    assert len(with_share(Fraction(13, 100), low)) == told


def test_the_share_and_its_error_are_told() -> None:
    (finding,) = with_share(Fraction(1, 5), 0.167)
    assert finding.path == ("items",)
    assert finding.message == (
        "random respondents get a clear verdict 20 % of the time "
        "(at least 17 %, by a sample of 500)"
    )
