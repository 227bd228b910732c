"""The error of answering again, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from make import answers, likert, readiness

from rolefit.rubric.model import read
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.tally import value_of
from rolefit.studies.reliable_change import Score, change, noise

PLAIN = {"toward": None}


def scored(points: int | str, noise_: Fraction) -> Score:
    return Score(score=Fraction(points), variance=Fraction(0), noise=noise_)


@pytest.mark.parametrize(("last", "reliable"), [(50, False), (51, True), (49, True)])
def test_without_answer_noise_any_change_counts(last: int, *, reliable: bool) -> None:
    found = change(scored(50, Fraction(0)), scored(last, Fraction(0)))
    assert (found.reliable, found.index) == (reliable, None)


def test_a_change_counts_beyond_196_standard_errors() -> None:
    # Errors of 3 and 4 points make 5; 1.96 of that are 9.8.
    first = scored(50, Fraction(9))
    assert not change(first, scored("59.8", Fraction(16))).reliable
    assert change(first, scored("59.9", Fraction(16))).reliable


def test_an_answer_may_be_a_neighbouring_one_on_another_day() -> None:
    # p in the middle has two neighbours a quarter away, q at the top one: 1/8 * 3 * (1/4)^2, each
    # with the effective weight 1/2: 100^2 * 1/4 * 3/128
    rubric = readiness(likert("p", **PLAIN), likert("q", **PLAIN))
    found = evaluate(rubric, read(rubric, answers(rubric, p=3, q=5)))
    assert noise(found, value_of(0)) == 10_000 * Fraction(3, 512)
