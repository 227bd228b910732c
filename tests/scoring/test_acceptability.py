"""Chances over plausible weights: against closed forms and against seeded draws."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

from rolefit.scoring.certainty import CONCENTRATION, chance_ahead, weighted_moments

DRAWS = 40_000


def shares(*weights: int) -> list[Fraction]:
    return [Fraction(w, sum(weights)) for w in weights]


def exact(*numbers: float) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def drawn(weights: list[Fraction], leads: list[Fraction], *, seed: int) -> float:
    """Share of seeded draws in which the weighted mean of the leads is above 0."""
    chance = random.Random(seed)
    parts = [(CONCENTRATION * float(w), float(x)) for w, x in zip(weights, leads, strict=True)]
    ahead = 0
    for _ in range(DRAWS):
        # Gamma variables are Dirichlet weights before they are divided by their sum.
        ahead += sum(chance.gammavariate(a, 1) * x for a, x in parts) > 0
    return ahead / DRAWS


# --- closed forms ------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [(4, -4), (10, -8), (9, -10), (12, -5), (-1, 2)])
def test_with_two_equal_weights_the_chance_is_that_of_a_beta_variable(
    first: int, second: int
) -> None:
    # w * first + (1 - w) * second > 0, w ~ Beta(15, 15): above the cut, or below it.
    cut = -second / (first - second)
    above = 1 - beta(cut, 15, 15)
    found = chance_ahead(shares(1, 1), exact(first, second))
    assert found is not None
    assert float(found) == pytest.approx(above if first > second else 1 - above, abs=0.01)


@pytest.mark.parametrize(("a", "b"), [(6, 24), (24, 6), (3, 27), (10, 20)])
def test_with_unequal_weights_the_chance_is_that_of_a_skewed_beta_variable(a: int, b: int) -> None:
    assert a + b == CONCENTRATION
    for cut in (Fraction(k, 20) for k in range(1, 20)):
        found = chance_ahead(shares(a, b), [1 - cut, -cut])  # above 0 where w > cut, w ~ Beta(a, b)
        assert found is not None
        assert float(found) == pytest.approx(1 - beta(float(cut), a, b), abs=0.01), cut


def beta(x: float, a: int, b: int) -> float:
    """Distribution function of a Beta variable with whole parameters, as a binomial sum."""
    n = a + b - 1
    return sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))


@pytest.mark.parametrize("leads", [(7,), (7, 7), (-3, -3), (0, 0)])
def test_where_nothing_varies_there_is_no_chance_to_speak_of(leads: tuple[int, ...]) -> None:
    assert chance_ahead(shares(*(1 for _ in leads)), exact(*leads)) is None


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        *(((5, 1, 0), 1), ((0.5, 80, 20), 1), ((-5, 0, -1), 0), ((-1, -80), 0)),
        *(((0.5, 0), 1), ((0.5, 0.25), 1), ((-0.5, 0), 0), ((-0.5, -0.25), 0)),
    ],
)
def test_where_no_part_speaks_against_it_no_weights_turn_a_result(
    leads: tuple[float, ...], expected: int
) -> None:
    assert chance_ahead(shares(*range(1, len(leads) + 1)), exact(*leads)) == expected


def test_a_lead_and_its_mirror_image_share_out_the_whole_chance() -> None:
    weights, leads = shares(3, 2, 5), exact(20, -30, 4)
    ahead, behind = chance_ahead(weights, leads), chance_ahead(weights, [-x for x in leads])
    assert ahead is not None
    assert behind is not None
    assert abs(ahead + behind - 1) <= Fraction(2, 10**9)


def test_moments_of_a_weighted_mean_are_those_of_the_dirichlet_distribution() -> None:
    # One lead of 1 among zeros: the weight itself, Beta(a, b) with a = 6 and b = 24.
    weights = [Fraction(6, 30), Fraction(9, 30), Fraction(15, 30)]
    mean, variance, third = weighted_moments(weights, exact(1, 0, 0))
    a, b = 6, 24
    expected = a * b / ((a + b) ** 2 * (a + b + 1))
    skewness = 2 * (b - a) * math.sqrt(a + b + 1) / ((a + b + 2) * math.sqrt(a * b))
    assert (mean, variance) == (pytest.approx(0.2), pytest.approx(expected))
    assert third / variance**1.5 == pytest.approx(skewness)


# --- draws -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_closed_form_is_within_a_point_of_seeded_draws(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.choice([2, 3, 5, 6])
    weights = shares(*(chance.choice([1, 2, 3, 5, 9]) for _ in range(count)))
    leads = exact(*(chance.uniform(-50, 60) for _ in range(count)))
    found = chance_ahead(weights, leads)
    assert found is not None
    assert float(found) == pytest.approx(drawn(weights, leads, seed=seed + 100), abs=0.01)
