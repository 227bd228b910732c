"""Chances over plausible weights and scores: against closed forms and against seeded draws."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from statistics import NormalDist

import pytest

from rolefit.scoring.acceptability import (
    CONCENTRATION,
    chance_ahead,
    normal_moments,
    shortfall_moments,
    weighted_moments,
)

DRAWS = 60_000


def shares(*weights: int) -> list[Fraction]:
    return [Fraction(w, sum(weights)) for w in weights]


def drawn(
    weights: list[Fraction], leads: list[Callable[[random.Random], float]], *, seed: int
) -> float:
    """Share of seeded draws in which the weighted mean of the leads is above 0."""
    chance = random.Random(seed)
    shape = [CONCENTRATION * float(w) for w in weights]
    ahead = 0
    for _ in range(DRAWS):
        # Gamma variables are Dirichlet weights before they are divided by their sum.
        ahead += (
            sum(chance.gammavariate(a, 1) * x(chance) for a, x in zip(shape, leads, strict=True))
            > 0
        )
    return ahead / DRAWS


# --- closed forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("lead", [-20.0, -1.0, 3.0, 25.0])
def test_with_equal_leads_and_one_dimension_the_chance_is_that_of_a_normal_variable(
    lead: float,
) -> None:
    found = chance_ahead([Fraction(1)], [normal_moments(lead, 12.0**2)])
    assert found is not None
    assert float(found) == pytest.approx(NormalDist().cdf(lead / 12), abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [(4.0, -4.0), (10.0, -8.0), (9.0, -10.0)])
def test_with_two_equal_weights_and_no_errors_the_chance_is_that_of_a_beta_variable(
    first: float, second: float
) -> None:
    # w * first + (1 - w) * second > 0 while w > -second / (first - second), w ~ Beta(15, 15).
    cut = -second / (first - second)
    found = chance_ahead(shares(1, 1), [normal_moments(first, 0), normal_moments(second, 0)])
    assert found is not None
    assert float(found) == pytest.approx(1 - beta(cut, 15, 15), abs=0.01)


def beta(x: float, a: int, b: int) -> float:
    """Distribution function of a Beta variable with whole parameters, as a binomial sum."""
    n = a + b - 1
    return sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))


def test_where_nothing_varies_there_is_no_chance_to_speak_of() -> None:
    assert chance_ahead([Fraction(1)], [normal_moments(7, 0)]) is None
    assert chance_ahead(shares(1, 2), [normal_moments(7, 0), normal_moments(7, 0)]) is None


def test_moments_of_a_weighted_mean_are_those_of_the_dirichlet_distribution() -> None:
    # One lead of 1 among zeros: the weight itself, Beta(a, b) with a = 6 and b = 24.
    moments = [normal_moments(1, 0), normal_moments(0, 0), normal_moments(0, 0)]
    mean, variance, third = weighted_moments([6.0, 9.0, 15.0], moments)
    a, b = 6, 24
    expected = a * b / ((a + b) ** 2 * (a + b + 1))
    skewness = 2 * (b - a) * math.sqrt(a + b + 1) / ((a + b + 2) * math.sqrt(a * b))
    assert (mean, variance) == (pytest.approx(0.2), pytest.approx(expected))
    assert third / variance**1.5 == pytest.approx(skewness)


@pytest.mark.parametrize(
    ("mean", "error"), [(-30, 10), (0, 10), (5, 10), (40, 10), (3, 0), (-3, 0)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_moments_of_a_shortfall_are_those_of_a_cut_normal_variable(
    mean: float, error: float, sign: int
) -> None:
    found = shortfall_moments(mean, error**2, offset=12.0, sign=sign)
    steps = 20_001
    width = 20 / steps
    reached = [0.0, 0.0, 0.0]
    for k in range(steps):
        z = -10 + (k + 0.5) * width
        x = sign * (12.0 - max(0.0, mean + error * z))
        for power in (1, 2, 3):
            reached[power - 1] += x**power * NormalDist().pdf(z) * width
    assert found == pytest.approx(reached, rel=1e-5, abs=1e-5)


# --- draws -------------------------------------------------------------------------------------


def normal(mean: float, error: float) -> Callable[[random.Random], float]:
    return lambda chance: chance.gauss(mean, error)


def short(mean: float, error: float, offset: float) -> Callable[[random.Random], float]:
    return lambda chance: offset - max(0.0, chance.gauss(mean, error))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_the_closed_form_is_within_a_point_of_seeded_draws(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.choice([2, 3, 5, 6])
    weights = shares(*(chance.choice([1, 2, 3, 5, 9]) for _ in range(count)))
    spread = chance.choice([2, 12, 30])
    leads = [(chance.uniform(-50, 70), chance.uniform(0, spread)) for _ in range(count)]
    found = chance_ahead(weights, [normal_moments(m, e**2) for m, e in leads])
    assert found is not None
    drawn_share = drawn(weights, [normal(m, e) for m, e in leads], seed=seed + 100)
    assert float(found) == pytest.approx(drawn_share, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_so_it_is_for_the_shortfalls_of_a_readiness_rubric(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.choice([3, 5, 6])
    weights = shares(*(chance.choice([1, 2, 3]) for _ in range(count)))
    gaps = [
        (chance.uniform(-30, 60), chance.uniform(4, 20), chance.uniform(10, 30))
        for _ in range(count)
    ]
    moments = [shortfall_moments(m, e**2, offset=o, sign=1) for m, e, o in gaps]
    found = chance_ahead(weights, moments)
    assert found is not None
    drawn_share = drawn(weights, [short(*gap) for gap in gaps], seed=seed + 100)
    assert float(found) == pytest.approx(drawn_share, abs=0.01)
