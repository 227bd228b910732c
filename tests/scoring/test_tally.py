"""The arithmetic over one set of responses, against numbers worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from make import answers, contrast, likert, readiness, single

from rolefit.exact import ZERO, root
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import read
from rolefit.scoring.evaluate import dimension_scores
from rolefit.scoring.tally import (
    Tally,
    bipolar,
    csem_squared,
    difference,
    fit_of,
    fit_over,
    fit_variance,
    floor,
    pooled_spread,
    tally,
    value_of,
)

A, B = value_of(0), value_of(1)
POINTS = ({"at": 0, "value": 0}, {"at": 1000, "value": 1})
AMOUNT = {"type": "numeric", "unit": "parts", "range": (0, 1000), "breakpoints": POINTS}


def amount(name: str, dimension: str = "d", **more: Any) -> dict[str, Any]:
    """A number of thousandths, worth just that for `a`; without the floor of a scale step."""
    item = {"id": name, "ask": f"{name}?", "dimension": dimension, "toward": "a", **AMOUNT}
    return {**item, "allow_na": False, **more}


def weighed(**weights: Any) -> dict[str, Any]:
    return {"dimensions": {d: {"name": d, "about": d, "weight": w} for d, w in weights.items()}}


def tallied(rubric: Rubric, **given: Any) -> Tally:
    return tally(rubric, read(rubric, answers(rubric, **given)))


TWO = contrast(likert("p", weight=2), likert("q", weight=1))


def test_a_dimension_score_is_the_percent_of_the_maximum_possible() -> None:
    # (4-1)/4 = 3/4 with weight 2, (2-1)/4 = 1/4 with weight 1:
    # 100 * (2 * 3/4 + 1 * 1/4) / 3 = 175/3 for a, and the rest, 125/3, for b.
    (d,) = tallied(TWO, p=4, q=2).dimensions
    assert (d.score(A), d.score(B)) == (Fraction(175, 3), Fraction(125, 3))


def test_a_skipped_item_does_not_count_as_zero() -> None:
    rubric = contrast(single("p"), single("q"), single("r"))
    (d,) = tallied(rubric, p="pa", q="pa").dimensions
    assert d.score(A) == 100


def test_csem_is_the_error_of_the_mean_plus_the_floor_of_the_scale() -> None:
    # m = 7/12. s2 = 2/1 * (4 * (3/4 - 7/12)^2 + 1 * (1/4 - 7/12)^2) / 9
    #             = 2 * (4/36 + 4/36) / 9 = 4/81
    # q2 = (4 * (1/4)^2 + 1 * (1/4)^2) / 12 / 9 = 5/1728
    # csem^2 = 100^2 * (256/5184 + 15/5184) = 100^2 * 271/5184; csem = 100/72 * sqrt(271)
    (d,) = tallied(TWO, p=4, q=2).dimensions
    assert csem_squared(d, A) == 10_000 * Fraction(271, 5184)
    assert math.isclose(root(csem_squared(d, A) or ZERO), 22.864, abs_tol=0.001)


def test_identical_answers_still_leave_the_floor_of_the_scale() -> None:
    # Five times the same place of five: s2 = 0, q2 = 5 * (1/4)^2 / 12 / 25 = 1/960.
    rubric = contrast(*(likert(f"q{k}") for k in range(5)))
    (d,) = tallied(rubric, **{f"q{k}": 4 for k in range(5)}).dimensions
    assert csem_squared(d, A) == 10_000 * Fraction(1, 960)


def test_amounts_have_no_floor() -> None:
    rubric = contrast(amount("p"), amount("q"))
    (d,) = tallied(rubric, p=700, q=700).dimensions
    assert floor(d) == 0
    assert csem_squared(d, A) == 0


def test_one_question_has_no_error_of_its_own() -> None:
    (d,) = tallied(contrast(single("p")), p="pa").dimensions
    assert csem_squared(d, A) is None


@pytest.mark.parametrize(
    ("given", "coverage", "scoreable"),
    [
        ({}, "0", False),
        # one of weight 1 out of 4
        ({"q": 3}, "1/4", False),
        # 2/4 of the weight, but only one item of three
        ({"p": 3}, "1/2", False),
        # two items with 1 + 1 of 4: exactly half
        ({"q": 3, "r": 3}, "1/2", True),
        ({"p": 3, "q": 3}, "3/4", True),
        ({"p": 3, "q": 3, "r": 3}, "1", True),
    ],
)
def test_a_dimension_needs_half_of_its_weight_and_two_answers(
    given: Any, coverage: str, scoreable: bool
) -> None:
    rubric = contrast(likert("p", weight=2), likert("q"), likert("r"))
    (d,) = tallied(rubric, **given).dimensions
    assert (d.coverage, d.scoreable) == (Fraction(coverage), scoreable)


def test_half_of_the_weight_is_enough_and_less_is_not() -> None:
    rubric = contrast(likert("p"), likert("q"), likert("r", weight=2))
    assert tallied(rubric, p=3, q=3).dimensions[0].scoreable
    rubric = contrast(likert("p"), likert("q"), likert("r", weight=Fraction(201, 100)))
    assert not tallied(rubric, p=3, q=3).dimensions[0].scoreable


@pytest.mark.parametrize(
    ("rubric", "given"),
    [
        (contrast(single("p")), {"p": "pa"}),
        (contrast(single("p"), single("q", allow_na=True)), {"p": "pa", "q": "not_applicable"}),
        (
            contrast(
                single("o", "e"), single("p"), single("q", ask_when={"item": "o", "is": "pa"})
            ),
            {"o": "pb", "p": "pa"},
        ),
    ],
    ids=["alone", "others N/A", "others hidden"],
)
def test_the_only_item_that_applies_is_enough(rubric: Rubric, given: Any) -> None:
    assert tallied(rubric, **given).dimensions[-1].scoreable


def test_one_answer_of_two_that_apply_is_not_enough() -> None:
    rubric = contrast(single("p"), single("q", allow_na=True))
    assert not tallied(rubric, p="pa", q="dont_know").dimensions[0].scoreable
    assert not tallied(rubric, p="pa").dimensions[0].scoreable


def test_dimension_weights_are_those_of_the_scoreable_dimensions() -> None:
    # d: W = 3, score 100; e: W = 1, score 0; f: W = 4, nothing answered.
    # S = (3 * 100 + 1 * 0) / 4 = 75; half of the weight, 4 of 8, is lost.
    items = (single("p"), single("q", "e"), single("r", "f"))
    found = tallied(contrast(*items, **weighed(d=3, e=1, f=4)), p="pa", q="pb")
    assert found.score(A) == 75
    assert found.lost == Fraction(1, 2)
    assert [found.effective(d) for d in found.scoreable] == [Fraction(3, 4), Fraction(1, 4)]


def test_where_nothing_was_answered_everything_is_lost() -> None:
    found = tallied(contrast(single("p")))
    assert (found.scoreable, found.lost) == ((), 1)


def test_the_error_of_a_score_adds_up_over_dimensions() -> None:
    # d: amounts .6 and .2 (m = .4, s2 = 2 * (.04 + .04) / 4 = .04), W = 3
    # e: amounts .5 and .3 (m = .4, s2 = 2 * (.01 + .01) / 4 = .01), W = 1
    # variance = 100^2 * (9/16 * .04 + 1/16 * .01) = 100^2 * .37/16 = 231.25
    items = (amount("p"), amount("q"), amount("r", "e"), amount("s", "e"))
    found = tallied(contrast(*items, **weighed(d=3, e=1)), p=600, q=200, r=500, s=300)
    assert found.score(A) == 40
    assert found.variance(A) == Fraction(23125, 100)


def test_the_error_of_a_difference_is_that_of_the_item_differences() -> None:
    # delta = v_a - v_b: 2 * 3/4 - 1 = 1/2 with weight 2, 2 * 1/4 - 1 = -1/2 with weight 1,
    # mean = 1/6; s2 = 2 * (4 * (1/3)^2 + (2/3)^2) / 9 = 16/81, and twice q2 = 10/1728.
    found = tallied(TWO, p=4, q=2)
    expected = 10_000 * (Fraction(16, 81) + Fraction(10, 1728))
    assert found.variance(difference(0, 1), floors=2) == expected


def test_the_missing_spread_of_a_single_answer_is_the_pooled_spread_of_the_others() -> None:
    # d: deltas .4 and 0 (mean .2): squares .04 + .04 over one degree of freedom: pooled .08;
    #    its own s2 = 2 * (.04 + .04) / 4 = .04
    # e: one amount only: .08 stands in. Equal weights: 100^2 * (1/4 * .04 + 1/4 * .08) = 300
    items = (amount("p"), amount("q"), amount("r", "e"))
    found = tallied(contrast(*items), p=700, q=500, r=900)
    assert pooled_spread(found.scoreable, difference(0, 1)) == Fraction(8, 100)
    assert found.variance(difference(0, 1), floors=2) == 300


def test_the_pooled_spread_weighs_dimensions_by_their_degrees_of_freedom() -> None:
    # d: .1 .2 .3: squares .01 + 0 + .01 = .02 over 2; e: .5 .9: .04 + .04 = .08 over 1.
    items = (amount("p"), amount("q"), amount("r"), amount("s", "e"), amount("t", "e"))
    found = tallied(contrast(*items), p=100, q=200, r=300, s=500, t=900)
    assert pooled_spread(found.scoreable, A) == Fraction(10, 100) / 3


def test_where_no_dimension_has_two_answers_there_is_no_error() -> None:
    items = (amount("p"), amount("q", "e"))
    assert tallied(contrast(*items), p=700, q=500).variance(A) is None
    values: dict[str, Any] = {"toward": None}
    rubric = readiness(amount("p", **values), amount("q", "e", **values))
    assert fit_variance(tallied(rubric, p=700, q=500), rubric) is None


def targets(**given: Any) -> dict[str, Any]:
    dimensions = {
        d: {"name": d, "about": d, "weight": w, "target": t} for d, (w, t) in given.items()
    }
    return {"dimensions": dimensions}


PLAIN = {"toward": None}
FOUR = (
    likert("p", **PLAIN),
    likert("q", **PLAIN),
    likert("r", "e", **PLAIN),
    likert("s", "e", **PLAIN),
)


def test_the_fit_is_what_is_not_missing_of_the_targets() -> None:
    # d: W = 3, t = 80, S = (1 + 1/4)/2 = 62.5, g = 17.5; e: W = 1, t = 50, S = 75, g = 0.
    # fit = 100 * (1 - 3 * 17.5 / (3 * 80 + 50)) = 100 * 237.5 / 290
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 50)))
    scores = dimension_scores(tallied(rubric, p=5, q=2, r=4, s=4))
    found = fit_over(scores, rubric)
    assert found.score == Fraction(23750, 290)
    assert found.shortfalls == {"d": Fraction(35, 2), "e": 0}


def test_nothing_is_gained_above_a_target() -> None:
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 50)))
    scores = {"d": Fraction(60), "e": Fraction(50)}
    assert fit_of(scores, rubric) == fit_of({**scores, "e": Fraction(100)}, rubric)
    assert fit_of({"d": Fraction(80), "e": Fraction(50)}, rubric) == 100
    assert fit_of({"d": Fraction(0), "e": Fraction(0)}, rubric) == 0


def test_a_dimension_that_is_safely_above_its_target_adds_no_error_to_the_fit() -> None:
    # d: s2 = 2 * 2 * (3/8)^2 / 4 = 9/64, q2 = 2 * (1/16) / 12 / 4 = 1/384: 55/384 together.
    # e: s2 = 0, q2 = 1/384, error^2 = 100^2 / 384 = 26.04; 75 - 50 = 25 is far more than 5.1.
    # variance = (100 * 3 / 290)^2 * 100^2 * 55/384
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 50)))
    found = fit_variance(tallied(rubric, p=5, q=2, r=4, s=4), rubric)
    assert found == Fraction(30, 29) ** 2 * 10_000 * Fraction(55, 384)


def test_a_dimension_that_is_barely_above_its_target_adds_its_error_to_the_fit() -> None:
    # As above, but e has target 70: 75 - 70 = 5 is less than its error of 5.1.
    # sum W t = 240 + 70 = 310; variance = (100/310)^2 * 100^2 * (9 * 55/384 + 1/384)
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 70)))
    found = fit_variance(tallied(rubric, p=5, q=2, r=4, s=4), rubric)
    assert found == Fraction(10, 31) ** 2 * 10_000 * Fraction(496, 384)


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"p": "pa", "q": 4}, True), ({"p": "both", "q": 4}, False), ({"q": 4}, True)],
)
def test_answers_are_bipolar_when_each_takes_from_one_pole_what_it_gives_the_other(
    given: Any, expected: bool
) -> None:
    rubric = contrast(single("p"), likert("q", "e"))
    assert bipolar(tallied(rubric, **given)) is expected
