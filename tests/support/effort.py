"""How far random input is searched: one profile for the whole run, and each test takes its share.

`--hypothesis-profile=thorough` picks another; conftest.py makes them known before that is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, seed, settings

Test = Callable[..., None]
Thing = TypeVar("Thing")

USUAL, THOROUGH = 15, 300
"""Random rubrics that a property is held against: in every run, and before a release."""
DEEP = int(os.environ.get("ROLEFIT_EXAMPLES", "5000"))
SEED = 2026
"""Properties of one strategy are held against the same rubrics, which are then made once."""
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def register_profiles() -> None:
    """Make the profiles known; the usual one holds until another is asked for."""
    usual = settings(
        max_examples=USUAL,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=QUIET,
        phases=(Phase.explicit, Phase.generate),
    )
    shrinking = (*usual.phases, Phase.shrink)
    settings.register_profile("default", usual)
    settings.register_profile("thorough", usual, max_examples=THOROUGH)
    settings.register_profile("shrink", usual, max_examples=THOROUGH, phases=shrinking)
    settings.register_profile("deep", usual, max_examples=DEEP, derandomize=False, phases=shrinking)
    settings.load_profile("default")  # on a build server hypothesis would take one of its own


def profile() -> settings:
    """The profile of this run."""
    found = settings.default
    assert found is not None
    return found


def share(usual: int) -> int:
    """Of what a test does so many times in every run, how many it does by the profile."""
    return max(1, usual * profile().max_examples // USUAL)


def searching() -> bool:
    """Whether this run looks further than every run does."""
    return profile().max_examples > USUAL


def some(things: Iterable[Thing], usual: Container[Thing]) -> list[Thing]:
    """Of these things the usual ones in every run, and by a profile that looks further all."""
    return [one for one in things if searching() or one in usual]


def tried(usual: int = USUAL) -> Callable[[Test], Test]:
    """Hold a property against so many examples in every run, and by the profile more."""

    def made(test: Test) -> Test:
        test = settings(max_examples=share(usual))(test)
        return seed(SEED)(test) if profile().derandomize else test

    return made
