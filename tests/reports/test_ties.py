"""What reports say of results that are level: all of them are named, and no share is made up."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from make import answers, contrast, likert, profile, readiness, single

from rolefit.reports.blocks import Reasons, Table
from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.reports.pages.score.result import overall
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, Sensitivity
from rolefit.scoring.verdict import CAPPING_FLAGS
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


def toward_nothing(name: str, number: int, dimension: str = "d") -> list[dict[str, Any]]:
    """Questions on a scale that has no poles."""
    items = [likert(f"{name}{k}", dimension) for k in range(number)]
    return [{key: one for key, one in item.items() if key != "toward"} for item in items]


def scales(**places: int) -> tuple[Assessment, Rubric]:
    """Scales of four questions each that are all answered at one place."""
    items = [item for d in places for item in toward_nothing(d, 4, d)]
    given = {item["id"]: places[item["dimension"]] for item in items}
    rubric = profile(*items)
    return assess(rubric, answers(rubric, **given)), rubric


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


# --- one figure for one answer, and sums that are rounded once ----------------------------------


def figures(found: Assessment, rubric: Rubric) -> dict[str, set[Decimal]]:
    """The points of each answer wherever the report tells them, without their sign."""
    shown: dict[str, set[Decimal]] = {}
    for section in page(found, rubric, full=True).sections:
        for block in section.blocks:
            if isinstance(block, Reasons):
                for row in block.rows:
                    shown.setdefault(row.item or "", set()).add(abs(Decimal(row.points)))
            elif isinstance(block, Table) and block.title == "Answers and their points":
                for item, _, _, *cells in block.rows:
                    given = [cell for cell in cells if Decimal(cell)]
                    if len(given) == 1 and item != "Total":
                        shown.setdefault(item, set()).add(Decimal(given[0]))
    return shown


def sides(found: Assessment, rubric: Rubric) -> list[tuple[Decimal, str]]:
    """What is printed of each side: its answers added up, and the remark below them."""
    blocks = [b for one in page(found, rubric, full=True).sections for b in one.blocks]
    reasons = [b for b in blocks if isinstance(b, Reasons)]
    return [(abs(sum((Decimal(r.points) for r in b.rows), Decimal(0))), b.remark) for b in reasons]


@pytest.mark.parametrize(
    ("w", "v"), [("aabb", "abc"), ("abc", ""), ("aaabbbc", ""), ("aaaaabb", "abc"), ("aabcdaa", "")]
)
def test_an_answer_has_one_figure_and_each_side_adds_up_to_its_sum(w: str, v: str) -> None:
    found = pictures(w, v)
    rubric = fitting(found)
    assert all(len(shown) == 1 for shown in figures(found, rubric).values())
    for added, remark in sides(found, rubric):
        told = re.findall(r"[0-9]+[.][0-9]", remark)
        assert not told or added == Decimal(told[0])


def test_three_sixths_of_a_fit_are_fifty_points() -> None:
    whole = {"name": "d", "about": "d", "weight": 1, "target": 100}
    rubric = readiness(*toward_nothing("q", 6), dimensions={"d": whole})
    found = assess(rubric, answers(rubric, q0=5, q1=5, q2=5, q3=5, q4=4, q5=3))
    assert sides(found, rubric)[0] == (Decimal("50.0"), "50.0 of the 87.5 points reached.")
    assert "Total 87.5" in report(found, rubric)


def test_sides_of_answers_that_speak_for_both_add_up_too() -> None:
    rubric = contrast(*(likert(f"q{k}") for k in range(6)))
    found = assess(rubric, answers(rubric, q0=5, q1=4, q2=4, q3=5, q4=2, q5=1))
    for added, remark in sides(found, rubric):
        assert added == Decimal(re.findall(r"[0-9]+[.][0-9]", remark)[0])


def test_the_points_of_a_scale_add_up_to_its_score() -> None:
    rubric = profile(*toward_nothing("q", 3))
    found = assess(rubric, answers(rubric, q0=5, q1=4, q2=4))
    assert sides(found, rubric)[0] == (Decimal("83.3"), "83.3 points of 100 in all.")
    assert all(len(shown) == 1 for shown in figures(found, rubric).values())


def test_each_of_three_that_are_level_has_its_reasons() -> None:
    told = report(pictures("abc"))
    for name in ("an alpha", "a beta", "a gamma"):
        assert f"What points to {name} +" in told
    assert "instead" not in told


# --- how sure -----------------------------------------------------------------------------------


def test_nothing_is_sure_whose_answers_are_to_be_given_again() -> None:
    found, rubric = scales(w=5, x=5, y=1, z=1)
    assert len(found.quality) >= CAPPING_FLAGS
    told = report(found, rubric)
    assert "not reliable enough to act on" in told
    assert overall(found) == "low"
    assert "low the answers are in doubt" in told


def test_levels_that_one_answer_changes_are_no_more_than_moderately_sure() -> None:
    rubric = profile(*toward_nothing("q", 4), *toward_nothing("r", 4, "e"))
    given = dict(zip(("q0", "q1", "q2", "q3"), (3, 2, 4, 3), strict=True))
    on_the_cut = assess(rubric, answers(rubric, **given, r0=5, r1=4, r2=5, r3=4))
    assert not on_the_cut.quality
    assert overall(on_the_cut) == "moderate"
    assert "moderate one answer alone would change it" in report(on_the_cut, rubric)
    given = dict(zip(("q0", "q1", "q2", "q3"), (5, 4, 4, 5), strict=True))
    assert overall(assess(rubric, answers(rubric, **given, r0=5, r1=4, r2=5, r3=4))) == "high"
