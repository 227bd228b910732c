"""Errors of scores against numbers worked out by hand, and against draws where there is no form."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from statistics import pvariance
from typing import Any

import pytest
from make import LABELS, answers, contrast, likert, readiness, single

from rolefit.rubric.model import Rubric, prior_variance, read
from rolefit.scoring.tally import Tally, difference, tally, value_of
from rolefit.scoring.verdict import (
    cut_off_variance,
    dimension_error,
    error_of,
    fit_error,
    freedom,
    single_answer_variance,
    sums_to_100,
    t95,
)

A, LEAD = value_of(0), difference(0, 1)
POINTS = ({"at": 0, "value": 0}, {"at": 100, "value": 1})
PLAIN = {"toward": None}
TWO = contrast(likert("p", weight=2), likert("q", weight=1))


def tallied(rubric: Rubric, **given: Any) -> Tally:
    return tally(rubric, read(rubric, answers(rubric, **given)))


def amount(name: str, **more: Any) -> dict[str, Any]:
    shape = {"type": "numeric", "unit": "parts", "range": (0, 100), "breakpoints": POINTS}
    return {"id": name, "ask": f"{name}?", "dimension": "d", "allow_na": False, **shape, **more}


def only(name: str, outcome: str) -> dict[str, Any]:
    """A choice of two that speaks for one outcome only."""
    options = ({"id": "it", "text": "It.", "favors": {outcome: 1}}, {"id": "not", "text": "Not."})
    return single(name, options=options)


# --- the variance of a single answer ---------------------------------------------------------


def test_answers_without_information_vary_as_if_each_place_were_equally_likely() -> None:
    # Places 0, 1/4, 1/2, 3/4, 1: (1/4 + 1/16 + 0 + 1/16 + 1/4) / 5 = 1/8. Their difference
    # 2v - 1 varies four times as much.
    assert (prior_variance(TWO, A.outcome), prior_variance(TWO, LEAD.outcome, LEAD.other)) == (
        Fraction(1, 8),
        Fraction(1, 2),
    )


def test_an_amount_without_information_lies_anywhere_in_its_range() -> None:
    rubric = readiness(amount("p"), amount("q", shape="step"))
    # Along a line from 0 to 1: 1/12. A step that comes at the very end is no spread: 0.
    assert prior_variance(rubric, A.outcome) == Fraction(1, 24)


def test_the_variance_of_a_single_answer_is_shrunk_towards_that() -> None:
    # p = 3/4, q = 1/4: mean 1/2, squares 1/16 + 1/16. (4 * 1/8 + 1/8) / (4 + 1) = 1/8
    found = tallied(TWO, p=4, q=2)
    assert single_answer_variance(found, A) == Fraction(1, 8)
    assert freedom(found, A) == 5


def test_identical_answers_still_have_four_fifths_of_it() -> None:
    assert single_answer_variance(tallied(TWO, p=4, q=4), A) == Fraction(1, 10)


def test_all_dimensions_make_up_one_variance_each_about_its_own_mean() -> None:
    # d: 0 and 1: squares 1/2. e: 1, 1, 1/4: mean 3/4, squares 1/16 + 1/16 + 1/4 = 3/8.
    # (1/2 + 1/2 + 3/8) / (4 + 1 + 2) = 11/56
    items = (*(likert(n) for n in "pq"), *(likert(n, "e") for n in "rst"))
    found = tallied(contrast(*items), p=1, q=5, r=5, s=5, t=2)
    assert single_answer_variance(found, A) == Fraction(11, 56)
    assert freedom(found, A) == 7


def test_how_much_answers_without_information_count_is_a_setting() -> None:
    rubric = contrast(likert("p"), likert("q"), settings={"prior_answers": 1})
    # (1 * 1/8 + 1/8) / (1 + 1)
    assert single_answer_variance(tallied(rubric, p=4, q=2), A) == Fraction(1, 8)
    # (1/8 + 1/2) / 2
    assert single_answer_variance(tallied(rubric, p=5, q=1), A) == Fraction(5, 16)


def test_one_answer_a_dimension_leaves_what_is_known_without_answers() -> None:
    found = tallied(contrast(likert("p"), likert("q", "e")), p=5, q=1)
    assert single_answer_variance(found, A) == Fraction(1, 8)
    assert freedom(found, A) == 4


# --- errors of scores ------------------------------------------------------------------------


def test_the_error_of_a_dimension_is_that_of_its_weighted_mean_and_of_its_steps() -> None:
    # sigma2 = 1/8; sum w^2 / (sum w)^2 = 5/9; q2 = 5 * (1/16) / 12 / 9 = 5/1728
    # csem^2 = 100^2 * (1/8 * 5/9 + 5/1728) = 100^2 * 125/1728
    found = tallied(TWO, p=4, q=2)
    assert dimension_error(found, found.dimensions[0], A).variance == 10_000 * Fraction(125, 1728)


def test_the_error_of_a_score_adds_up_over_dimensions() -> None:
    # One answer each: sigma2 = 1/8 and a step of 1/16 / 12 = 1/192: 25/192 each.
    # W 3 and 1: 100^2 * 25/192 * (9/16 + 1/16)
    rubric = contrast(
        likert("p"),
        likert("q", "e"),
        dimensions={n: {"name": n, "about": n, "weight": w} for n, w in (("d", 3), ("e", 1))},
    )
    assert error_of(tallied(rubric, p=3, q=4), A).variance == 10_000 * Fraction(250, 16 * 192)


def test_the_steps_count_four_times_where_one_pole_loses_what_the_other_gains() -> None:
    # delta 1/2 and -1/2: squares 1/2; sigma2 = (4 * 1/2 + 1/2) / 5 = 1/2; q2 = 5/1728
    # sed^2 = 100^2 * (1/2 * 5/9 + 4 * 5/1728)
    found = error_of(tallied(TWO, p=4, q=2), LEAD)
    assert found.variance == 10_000 * (Fraction(5, 18) + Fraction(20, 1728))
    assert found.t == Fraction("2.5706")


def test_they_count_twice_where_an_answer_may_speak_for_both() -> None:
    # pa, pb, both: deltas 1, -1, 0 vary by 2/3; answers pa, pa: squares 0.
    # sigma2 = 4 * 2/3 / 5 = 8/15; step 1/2: 2 * (1/4) / 12 = 1/24; each weighs a quarter, twice.
    found = tallied(contrast(single("p"), single("q")), p="pa", q="pa")
    assert error_of(found, LEAD).variance == 10_000 * (Fraction(8, 15) + Fraction(1, 24)) / 2


def test_outcomes_that_share_no_items_have_the_errors_of_both() -> None:
    rubric = contrast(only("p", "a"), only("q", "a"), only("r", "b"), only("s", "b"))
    found = tallied(rubric, p="it", q="not", r="it", s="it")
    apart = error_of(found, A).variance + error_of(found, value_of(1)).variance
    # Of a: squares 1/2, prior 1/4: (1 + 1/2) / 5 = 3/10; of b: 1 / 5; a step of 1: 1/12 each.
    expected = 10_000 * (Fraction(3, 10) + Fraction(2, 10) + Fraction(2, 12)) / 2
    assert error_of(found, LEAD).variance == apart == expected


def test_an_amount_has_the_error_of_what_it_is_known_to() -> None:
    # A twentieth of 100 is 5, worth 1/20 along the line. Both 50: sigma2 = 4 * 1/12 / 5 = 1/15.
    rubric = readiness(amount("p"), amount("q"))
    found = tallied(rubric, p=50, q=50)
    expected = 10_000 * (Fraction(1, 15) + Fraction(1, 400) / 12) / 2
    assert dimension_error(found, found.dimensions[0], A).variance == expected


def test_how_closely_an_amount_is_known_can_be_said() -> None:
    rubric = readiness(amount("p", resolution=20), amount("q", resolution=20))
    found = tallied(rubric, p=50, q=50)
    expected = 10_000 * (Fraction(1, 15) + Fraction(1, 25) / 12) / 2
    assert dimension_error(found, found.dimensions[0], A).variance == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"p": "pa", "q": 4}, True), ({"p": "both", "q": 4}, False), ({"q": 4}, True)],
)
def test_poles_sum_to_100_when_each_answer_takes_from_one_what_it_gives_the_other(
    given: Mapping[str, Any], *, expected: bool
) -> None:
    rubric = contrast(single("p"), likert("q", "e"))
    assert sums_to_100(tallied(rubric, **given), 0, 1) is expected


# --- Student's t -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("freedom_", "printed"),
    [
        *((1, "12.706"), (2, "4.303"), (3, "3.182"), (4, "2.776"), (5, "2.571"), (6, "2.447")),
        *((7, "2.365"), (8, "2.306"), (9, "2.262"), (10, "2.228"), (12, "2.179"), (15, "2.131")),
        *((20, "2.086"), (25, "2.060"), (30, "2.042"), (40, "2.021"), (60, "2.000")),
        *((120, "1.980"), (100_000, "1.960")),
    ],
)
def test_the_points_of_students_t_are_those_that_textbooks_print(
    freedom_: int, printed: str
) -> None:
    assert abs(t95(freedom_) - Fraction(printed)) <= Fraction(5, 10_000)


@pytest.mark.slow
def test_more_answers_never_make_the_points_wider() -> None:
    points = [t95(k) for k in range(1, 420)]
    assert points == sorted(points, reverse=True)


# --- the fit ---------------------------------------------------------------------------------


def test_far_below_its_target_a_score_passes_on_all_of_its_variance_and_far_above_none() -> None:
    assert cut_off_variance(-1000.0, 10.0) == pytest.approx(100.0)
    assert cut_off_variance(1000.0, 10.0) == pytest.approx(0.0, abs=1e-9)
    assert cut_off_variance(5.0, 0.0) == 0.0


def test_on_its_target_a_score_passes_on_what_half_a_normal_curve_has() -> None:
    # Var[min(Z, 0)] = 1/2 - 1/(2 pi)
    assert cut_off_variance(0.0, 1.0) == pytest.approx(0.5 - 0.15915494309189535)


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", [{"p": 5, "q": 2, "r": 4, "s": 4}, {"p": 4, "q": 4, "r": 3, "s": 5}]
)
def test_the_error_of_the_fit_is_that_of_simulated_scores(given: Mapping[str, Any]) -> None:
    targets = {"d": (3, 80), "e": (1, 70)}
    rubric = readiness(
        *(likert(n, d, labels=LABELS, **PLAIN) for n, d in zip("pqrs", "ddee", strict=True)),
        dimensions={
            d: {"name": d, "about": d, "weight": w, "target": t} for d, (w, t) in targets.items()
        },
    )
    found = tallied(rubric, **given)
    spread = {d.name: float(dimension_error(found, d, A).variance) ** 0.5 for d in found.dimensions}
    means = {d.name: float(d.score(A)) for d in found.dimensions}
    chance = random.Random(2026)
    fits = [
        sum(
            100 * w * min(chance.gauss(means[d], spread[d]), t) / 310
            for d, (w, t) in targets.items()
        )
        for _ in range(40_000)
    ]
    assert float(fit_error(found, rubric).variance) == pytest.approx(pvariance(fits), rel=0.03)
