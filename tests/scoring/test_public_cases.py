"""Forms that others published, scored by their own rules: interests, ladders, levels and cuts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import answers, contrast, readiness

from rolefit.reports.pages.score.result import headline, page_of
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

Raw = dict[str, Any]


def scored(rubric: Rubric, given: Raw) -> Assessment:
    return assess(rubric, answers(rubric, **given))


def scores(found: Assessment) -> dict[str, Fraction | None]:
    return {outcome.id: outcome.score for outcome in found.outcomes}


def bars(name: str, dimension: str, count: int, **more: Any) -> Raw:
    levels = tuple({"anchor": f"{name} level {k}"} for k in range(count))
    item = {"id": name, "type": "bars", "ask": f"{name}?", "dimension": dimension}
    return {**item, "allow_na": False, "levels": levels, **more}


def band(name: str, low: Any = None, high: Any = None, **needs: Any) -> Raw:
    cuts = {} if low is None else {"from": low, "to": high}
    return {"id": name, "name": name, "summary": f"It is {name}.", **cuts, **needs}


def measured(*names: str, target: int = 100, **weights: int) -> dict[str, Raw]:
    return {
        name: {"name": name, "about": name, "weight": weights.get(name, 1), "target": target}
        for name in names
    }


# --- interests: each of sixty questions speaks for one of six fields ---------------------------

FIELDS = {"r": "handwork", "i": "research", "a": "art", "s": "care", "e": "trade", "c": "order"}


def liking(field: str, number: int, dimension: str) -> Raw:
    options = tuple(
        {"id": f"p{k}", "text": f"{k}.", "favors": {field: Fraction(k, 4)} if k else {}}
        for k in range(5)
    )
    item = {"id": f"{field}{number}", "type": "single", "ask": f"{field}{number}?"}
    return {**item, "dimension": dimension, "options": options, "allow_na": number > 1}


def interests(*, apart: bool) -> Rubric:
    """Ten questions a field, in one dimension or in a dimension for each field."""
    names = {field: {"name": name, "summary": "It."} for field, name in FIELDS.items()}
    items = (liking(f, n, f"d{f}" if apart else "d") for f in FIELDS for n in range(1, 11))
    return contrast(*items, outcomes=names)


def liked(others: str, known: int = 3) -> Raw:
    """Hands-on work liked very much where that is known, care so so, nothing else at all."""
    worth = {"r": "p4", "s": "p2"}
    given = {f"{f}{n}": worth.get(f, "p0") for f in FIELDS for n in range(1, 11)}
    return {**given, **{f"r{n}": others for n in range(known + 1, 11)}}


BOTH_WAYS = pytest.mark.parametrize("apart", [False, True])
OVER_WHAT_APPLIES = {"r": 100, "i": 0, "a": 0, "s": 50, "e": 0, "c": 0}


@pytest.mark.slow
@BOTH_WAYS
def test_what_does_not_apply_costs_a_field_nothing(apart: bool) -> None:
    found = scored(interests(apart=apart), liked("not_applicable"))
    assert scores(found) == OVER_WHAT_APPLIES
    assert (found.verdict.outcome, found.verdict.runner_up) == ("r", "s")


@pytest.mark.parametrize(("apart", "known"), [(False, 1), (True, 3), (False, 4)])
def test_a_field_of_which_too_little_is_known_is_never_ruled_out_by_a_zero(
    apart: bool, known: int
) -> None:
    found = scored(interests(apart=apart), liked("dont_know", known))
    assert found.verdict.label == "not_enough_answers"
    assert scores(found)["r"] is None
    assert {m.item for m in found.missing} == {f"r{n}" for n in range(known + 1, 11)}


def test_what_is_missing_is_told_of_the_field_it_is_missing_for() -> None:
    rubric = interests(apart=False)
    found = scored(rubric, liked("dont_know"))
    assert headline(found, rubric) == (
        "Not enough answers. 100 % of what counts for handwork has no score yet; "
        "at most 40 % may be missing."
    )


def rated(field: str, number: int) -> Raw:
    item = {"id": f"{field}{number}", "type": "likert", "ask": f"{field}{number}?"}
    labels = ("not at all", "a little", "so so", "gladly", "very gladly")
    return {**item, "dimension": "d", "labels": labels, "toward": field, "allow_na": number > 1}


@pytest.mark.slow
@pytest.mark.parametrize("others", ["p4", "not_applicable"])
def test_a_rating_speaks_for_its_field_as_a_list_of_options_does(others: str) -> None:
    names = {field: {"name": name, "summary": "It."} for field, name in FIELDS.items()}
    rubric = contrast(*(rated(f, n) for f in FIELDS for n in range(1, 11)), outcomes=names)
    given = liked(others)
    places = {f"p{k}": k + 1 for k in range(5)}
    by_place = scored(rubric, {name: places.get(a, a) for name, a in given.items()})
    by_option = scored(interests(apart=False), given)
    assert scores(by_place) == scores(by_option)
    one, other = by_place.verdict, by_option.verdict
    assert (one.label, one.outcome, one.margin, one.variance) == (
        other.label,
        other.outcome,
        other.margin,
        other.variance,
    )


@pytest.mark.slow
@BOTH_WAYS
def test_half_of_a_field_is_enough_to_score_it_over_what_is_known(apart: bool) -> None:
    found = scored(interests(apart=apart), liked("dont_know", 5))
    assert scores(found) == OVER_WHAT_APPLIES
    assert {o.id: (o.bounds.low, o.bounds.high) for o in found.outcomes}["r"] == (50, 100)


@pytest.mark.slow
@BOTH_WAYS
def test_a_field_can_reach_both_ends_of_the_range(apart: bool) -> None:
    given = {f"{f}{n}": "p4" if f == "a" else "p0" for f in FIELDS for n in range(1, 11)}
    assert scores(scored(interests(apart=apart), given)) == {**dict.fromkeys(FIELDS, 0), "a": 100}


# --- a ladder of roles: the highest one whose every minimum is met -----------------------------

AXES = ("technology", "system", "people", "process", "influence")
DEVELOPER = (  # least level, 1 to 5, of each axis
    ("d1", (1, 1, 1, 1, 1)),
    ("d2", (1, 2, 2, 2, 1)),
    ("d3", (2, 2, 2, 3, 2)),
    ("d4", (3, 3, 3, 3, 2)),
    ("d5", (4, 4, 3, 4, 3)),
    ("d6", (5, 5, 3, 4, 4)),
    ("d7", (5, 5, 3, 4, 5)),
)
PEOPLE = {"ann": (3, 3, 4, 4, 2), "bob": (4, 4, 3, 4, 3), "cy": (5, 5, 2, 1, 1)}


NEARLY_ALL = (band("below", 0, Fraction("99.99")), band("meets", Fraction("99.99"), 100))


def ladder(*, target: int = 100) -> Rubric:
    levels = (
        band(name, needs={a: 25 * (n - 1) for a, n in zip(AXES, least, strict=True) if n > 1})
        for name, least in DEVELOPER[1:]
    )
    items = (bars(f"{axis}_level", axis, 5) for axis in AXES)
    # Which weight or target an axis has does not matter to its least level.
    dimensions = measured(*AXES, target=target)
    dimensions["technology"] |= {"target": 100, "weight": 7}
    return readiness(*items, dimensions=dimensions, bands=(band("d1"), *levels))


def standing(who: str) -> Raw:
    return {f"{axis}_level": n for axis, n in zip(AXES, PEOPLE[who], strict=True)}


@pytest.mark.parametrize(
    ("who", "role", "target"), [("ann", "d4", 100), ("bob", "d5", 50), ("cy", "d1", 0)]
)
def test_the_role_is_the_highest_one_whose_every_minimum_is_met(
    who: str, role: str, target: int
) -> None:
    found = scored(ladder(target=target), standing(who))
    assert found.verdict.outcome == role


def test_the_report_names_what_the_next_role_still_needs() -> None:
    rubric = ladder()
    found = scored(rubric, standing("cy"))
    assert [(n.dimension, n.score, n.wanted) for n in found.verdict.needs_unmet] == [
        ("process", 0, 25)
    ]
    said = page_of(found).figures(found, rubric)
    assert "needs at least 25 in process (0)" in said
    assert "average" not in said


def test_a_role_without_a_minimum_of_an_axis_may_have_a_target_of_zero() -> None:
    wanted = {"technology": 25, "system": 50, "people": 75, "process": 75, "influence": 0}
    dimensions = {a: {**one, "target": wanted[a]} for a, one in measured(*AXES).items()}
    items = (bars(f"{axis}_level", axis, 5) for axis in AXES)
    lead = readiness(*items, dimensions=dimensions, bands=NEARLY_ALL)
    found = {who: scored(lead, standing(who)) for who in PEOPLE}
    assert {who: one.verdict.outcome for who, one in found.items()} == {
        "ann": "meets",
        "bob": "below",
        "cy": "below",
    }
    # 100 - 100 * (0 + 0 + 25 + 0 + 0) / 225, and 100 * (1 - (50 + 75) / 225).
    assert (found["ann"].fit, found["bob"].fit) == (100, 100 - Fraction(100, 9))
    assert found["cy"].fit == 100 - Fraction(12500, 225)
    for one in found.values():
        assert sum(c.points[0] for c in one.contributions) == one.fit


def test_whoever_meets_every_target_does_so_under_any_weights() -> None:
    # Bob is at or above each of these: the fit is 100 however the axes are weighed.
    dimensions = measured(*AXES, target=50)
    items = (bars(f"{axis}_level", axis, 5) for axis in AXES)
    found = scored(readiness(*items, dimensions=dimensions, bands=NEARLY_ALL), standing("bob"))
    assert found.fit == 100
    assert found.alternatives.sensitivity is not None
    assert found.alternatives.sensitivity.acceptability == 1


# --- stairs: each level of a competency has questions of its own -------------------------------

STAIRS = ("beginner", "intermediate", "advanced", "expert")


def stairs() -> Rubric:
    items = (bars(f"{name}{k}", name, 3) for name in STAIRS for k in range(1, 5))
    levels = (band(name, needs={name: Fraction("85.01")}) for name in STAIRS)
    return readiness(*items, dimensions=measured(*STAIRS), bands=(band("starter"), *levels))


def climbed(**shown: tuple[int, ...]) -> Raw:
    return {
        f"{name}{k}": level
        for name in STAIRS
        for k, level in enumerate(shown.get(name, (1, 1, 1, 1)), start=1)
    }


ALL, NEARLY = (3, 3, 3, 3), (3, 3, 3, 2)


@pytest.mark.parametrize(
    ("shown", "level"),
    [
        ({"beginner": ALL, "intermediate": NEARLY, "advanced": (3, 3, 1, 1)}, "intermediate"),
        # Everything above cannot make up for the first step.
        ({**dict.fromkeys(STAIRS, ALL), "beginner": (3, 3, 2, 2)}, "starter"),
        (dict.fromkeys(STAIRS, ALL), "expert"),
        ({}, "starter"),
    ],
)
def test_a_level_is_reached_with_all_below_it_and_by_least_scores_alone(
    shown: dict[str, tuple[int, ...]], level: str
) -> None:
    assert scored(stairs(), climbed(**shown)).verdict.outcome == level


def test_a_competency_of_equal_weights_is_scored_as_the_sheet_of_its_track_does() -> None:
    # 0.25*3 + 0.3*3 + 0.3*2 + 0.1*2 + 0.05*2 = 2.55 of 5 on a sheet that counts from 0.
    weights = {"delivery": 25, "domain": 30, "problems": 30, "talking": 10, "leading": 5}
    items = (bars(f"{name}_level", name, 6, start=0) for name in weights)
    cuts = (0, 24, 48, 72, 100)
    bands = tuple(band(f"g{k + 2}", cuts[k], cuts[k + 1]) for k in range(4))
    rubric = readiness(*items, dimensions=measured(*weights, **weights), bands=bands)
    given = dict(zip(weights, (3, 3, 2, 2, 2), strict=True))
    found = scored(rubric, {f"{name}_level": level for name, level in given.items()})
    assert (found.fit, found.verdict.outcome) == (51, "g4")


# --- a sum with a floor ------------------------------------------------------------------------

PARTS = ("goal", "criteria", "questions", "evidence", "hygiene", "fairness")
CUT = Fraction(100 * (22 - 6), 24)


@pytest.mark.parametrize(
    ("points", "level"),
    [((4, 4, 4, 4, 3, 3), "strong"), ((4, 4, 4, 3, 3, 3), "weak"), ((5, 5, 5, 5, 5, 2), "weak")],
)
def test_22_of_30_points_with_no_part_below_three_are_strong(
    points: tuple[int, ...], level: str
) -> None:
    # 22 points lie at (22 - 6) / 24 of the range: a fraction that no decimal writes exactly.
    items = (bars(f"{name}_points", name, 5) for name in PARTS)
    bands = (band("weak", 0, CUT), band("strong", CUT, 100, needs_each=50))
    rubric = readiness(*items, dimensions=measured(*PARTS), bands=bands)
    given = {f"{name}_points": n for name, n in zip(PARTS, points, strict=True)}
    assert scored(rubric, given).verdict.outcome == level


def test_a_report_on_stairs_says_which_step_is_missing_and_speaks_of_no_average() -> None:
    rubric = stairs()
    found = scored(rubric, climbed(beginner=ALL, intermediate=NEARLY, advanced=(3, 3, 1, 1)))
    said = page_of(found).figures(found, rubric)
    wanted = "The level is “intermediate” because “advanced” needs at least 85.01 in advanced (50)."
    assert said.startswith(wanted)
    # A level that is held narrowly is told beside the one that is missed.
    assert "intermediate is 87.5" in said
    assert "average" not in said
    assert "% of the standard" not in said


def floor(count: int, least: int) -> Rubric:
    """So many parts of five points in one area, and none of them may lie below the least."""
    names = [f"part{k}" for k in range(count)]
    gate: Raw = {"id": "floor", "name": "No weak part", "on_fail": "cap_band", "cap": "weak"}
    weak = tuple({"item": name, "at_most": least - 1} for name in names)
    gate |= {"reason": "R.", "when": {"any": weak}}
    bands = (band("weak", 0, CUT), band("strong", CUT, 100))
    items = (bars(name, "pack", 5) for name in names)
    return readiness(*items, dimensions=measured("pack"), bands=bands, gates=(gate,))


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ((5, 5, 5, 5, 5, 2), 1),
        # 15 points of 22; with the three weak parts at their floor four are made up for.
        ((4, 2, 2, 3, 3, 1), 7),
        ((5, 5, 5, 5, 5, 5, 5, 1), 2),
        ((3, 3, 3, 4, 5, 5, 5, 2), 1),
    ],
)
def test_a_plan_lifts_every_part_to_the_floor_and_the_sum_to_its_cut(
    given: tuple[int, ...], steps: int
) -> None:
    rubric = floor(len(given), 3)
    answered = {f"part{k}": n for k, n in enumerate(given)}
    found = scored(rubric, answered)
    assert found.parts_left_out == ()
    plan = found.alternatives.plan
    assert plan is not None
    assert (plan.band, plan.steps, plan.fewest) == ("strong", steps, True)
    then = scored(rubric, {**answered, **{c.item: Fraction(c.set_to) for c in plan.changes}})
    assert (then.verdict.outcome, then.fit) == ("strong", plan.fit)
