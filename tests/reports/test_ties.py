"""What reports say of results that are level: all of them are named, and no share is made up."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, contrast, likert, single

from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, Sensitivity

NAMES = {"a": "an alpha", "b": "a beta", "c": "a gamma", "d": "a delta"}
OUTCOMES = {o: {"name": name, "summary": f"{name}."} for o, name in NAMES.items()}


def picture(name: str, dimension: str = "w") -> dict[str, Any]:
    """One of four pictures, each of which speaks for one outcome."""
    options = tuple({"id": o, "text": f"Picture {o}.", "favors": {o: 1}} for o in NAMES)
    return single(name, dimension, options=options)


def pictures(w: str, v: str = "") -> Assessment:
    """Pictures chosen in w, and in v that counts a third of it."""
    given = {f"w{k}": one for k, one in enumerate(w)} | {f"v{k}": one for k, one in enumerate(v)}
    dimensions = {"w": {"name": "W", "about": "w", "weight": 1}}
    if v:
        dimensions["v"] = {"name": "V", "about": "v", "weight": "1/3"}
    items = (picture(name, name[0]) for name in given)
    rubric = contrast(*items, outcomes=OUTCOMES, dimensions=dimensions)
    return assess(rubric, answers(rubric, **given))


def report(found: Assessment, rubric: Rubric | None = None) -> str:
    """The whole report as one line of text."""
    if rubric is None:
        rubric = contrast(
            *(picture(c.item, c.dimension) for c in found.contributions), outcomes=OUTCOMES
        )
    drawn = terminal.render(page(found, rubric, full=True), Look(400))
    return " ".join(drawn.split())


def weights(found: Assessment) -> Sensitivity:
    """What other weights would do."""
    assert found.alternatives.sensitivity is not None
    return found.alternatives.sensitivity


# --- other weights ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("w", "v", "share"),
    [
        ("aabb", "", 1),  # one dimension: no weights to vary
        ("aabbc", "abc", 1),  # level in each dimension
        ("aab", "b", 0),  # level with these weights alone
        ("abc", "", 1),
    ],
)
def test_a_tie_is_the_same_result_where_the_same_ones_are_level(w: str, v: str, share: int) -> None:
    found = pictures(w, v)
    assert found.verdict.tied
    assert weights(found).acceptability == share
    told = report(found)
    assert ("would stay level" in told) is (share == 1)
    assert ("Almost any other weights" in told) is (share == 0)
    assert "most changes" not in told


def test_a_tie_holds_with_the_weights_that_let_nothing_else_overtake() -> None:
    found = pictures("aabbc", "ddd")
    interval = weights(found).intervals[0]
    assert (interval.low * 7, interval.high, interval.below) == (5, 1, "d")
    # The share of d is below 2/7 in .7 of Beta(7.5, 22.5).
    assert abs(float(weights(found).acceptability) - 0.697) < 0.01
    assert "it would have to fall from 75 % to 71 % before a delta would be level" in report(found)


def test_a_weight_that_a_tie_hangs_on_cannot_move_at_all() -> None:
    first, _ = weights(pictures("aab", "b")).intervals
    assert (first.low, first.high) == (first.weight, first.weight)
    assert (first.below, first.above) == ("b", "a")


def test_poles_that_are_level_in_every_dimension_stay_so() -> None:
    rubric = contrast(likert("p"), likert("q"), likert("r", "e"), likert("s", "e"))
    found = assess(rubric, answers(rubric, p=3, q=3, r=2, s=4))
    assert weights(found).acceptability == 1
    told = report(found, rubric)
    assert "Why an a" not in told
    assert "The two are level" in told


def test_a_tie_of_three_is_told_of_three() -> None:
    found = pictures("abc")
    told = report(found)
    assert "The three are level" in told


def test_all_that_a_weight_makes_level_at_once_are_named() -> None:
    found = pictures("aaaaa", "bcd")
    assert weights(found).intervals[0].all_below == ("b", "c", "d")
    assert "before a beta, a gamma and a delta would be level" in report(found)
