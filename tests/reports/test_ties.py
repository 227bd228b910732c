"""What reports say of results that are level: all of them are named, and no share is made up."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, contrast, likert, profile, single

from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, Sensitivity
from rolefit.studies.comparison.ranking import result_of

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


THREE = {o: OUTCOMES[o] for o in "abc"}


def apart(name: str, steps: int = 5) -> tuple[dict[str, Any], ...]:
    """A question for each of three outcomes: it says how much of that one."""
    labels = tuple(f"step {k}" for k in range(steps))
    return tuple(likert(f"{name}{k}", toward=o, labels=labels) for k, o in enumerate(THREE))


def scales(**places: int) -> tuple[Assessment, Rubric]:
    """Scales of four questions each that are all answered at one place."""
    items = [
        {name: one for name, one in likert(f"{d}{k}", d).items() if name != "toward"}
        for d in places
        for k in range(4)
    ]
    rubric = profile(*items)
    return assess(
        rubric, answers(rubric, **{i["id"]: places[i["dimension"]] for i in items})
    ), rubric


def fitting(found: Assessment) -> Rubric:
    """The rubric of pictures that an assessment is about."""
    items = (picture(c.item, c.dimension) for c in found.contributions)
    return contrast(*items, outcomes=OUTCOMES)


def report(found: Assessment, rubric: Rubric | None = None) -> str:
    """The whole report as one line of text."""
    drawn = terminal.render(page(found, rubric or fitting(found), full=True), Look(400))
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


# --- level in second place, at the top and at the bottom ----------------------------------------


def test_all_in_second_place_are_too_close_to_call_with_the_leader() -> None:
    found = pictures("abcdd", "abc")
    assert result_of(found.verdict, fitting(found)).names == ("a", "b", "c", "d")
    assert found.verdict.seconds == ("a", "b", "c")


def test_all_that_both_names_are_those_in_second_place() -> None:
    rubric = contrast(*apart("x"), outcomes=THREE)
    high = report(assess(rubric, answers(rubric, x0=5, x1=4, x2=4)), rubric)
    assert "All of them: about as much of an alpha (100) as of a beta (75) and a gamma (75)" in high
    low = report(assess(rubric, answers(rubric, x0=2, x1=1, x2=1)), rubric)
    assert "None of them: little of an alpha (25), and less of a beta (0) and a gamma (0)." in low


def test_the_highest_and_lowest_scales_are_all_those_that_are_level() -> None:
    found, rubric = scales(w=5, x=5, y=1, z=1)
    assert "Highest and lowest: w and x 100.0 ± " in report(found, rubric)
    assert ", y and z 0.0 ± " in report(found, rubric)
    found, rubric = scales(w=3, x=3, y=3, z=3)
    assert "No scale stands out: all four have 50.0 points of 100." in report(found, rubric)
    found, rubric = scales(w=5, x=1, y=1, z=1, u=1)
    assert "w 100.0 ± 8.9, four scales 0.0 points of 100." in report(found, rubric)
