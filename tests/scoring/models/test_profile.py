"""Profiles: scales by themselves, each with a score and a level, and no winner."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from effort import tried
from hypothesis import given
from hypothesis import strategies as st
from make import answers, likert, profile
from pydantic import ValidationError

from rolefit.audit.cases import run_cases
from rolefit.errors import RolefitError
from rolefit.reports.pages.score.result import figures, headline
from rolefit.rubric.cases import case_problems
from rolefit.rubric.model import Rubric, read, texts_for
from rolefit.scoring.assess import assess, quick_verdict
from rolefit.storage.documents import parse, validate
from rolefit.studies.comparison import Entrant, compare
from rolefit.studies.matching.pairing import check_pair
from rolefit.studies.whatif import what_if

DEGREES = st.integers(1, 5)
EXAMPLE = Path(__file__).parents[2] / "examples" / "team-profile.yaml"


def point(name: str, dimension: str, **more: Any) -> dict[str, Any]:
    """A five-point item of one scale."""
    return likert(name, dimension, **{"toward": None, **more})


TWO = profile(point("p", "d"), point("q", "d", weight=3), point("r", "e"), point("s", "e"))


def levels_of(rubric: Rubric, given_: dict[str, Any]) -> dict[str, str]:
    """The levels that answers get."""
    return quick_verdict(rubric, read(rubric, answers(rubric, **given_))).verdict.levels


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Rubric, dict[str, int], dict[str, list[int]]]:
    """A small profile with answers to some items, and the cut scores of its scales."""
    items, filled = [], {}
    for d in ("d", "e", "f")[: draw(st.integers(1, 3))]:
        for k in range(draw(st.integers(1, 4))):
            name = f"{d}{k}"
            weight, reverse = draw(st.integers(1, 5)), draw(st.booleans())
            items.append(point(name, d, weight=weight, reverse=reverse))
            if draw(st.integers(0, 4)):
                filled[name] = draw(st.integers(1, 5))
    cuts = {
        d: sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)))
        for d in dict.fromkeys(item["dimension"] for item in items)
    }
    dimensions = {
        d: {"name": d, "about": d, "levels": ladder([0, *inner, 100])} for d, inner in cuts.items()
    }
    return profile(*items, dimensions=dimensions), filled, cuts


def ladder(ends: list[int]) -> tuple[dict[str, Any], ...]:
    """Levels between rising cut scores, named by their numbers."""
    return tuple(
        {"id": f"l{k}", "from": low, "to": high, "name": f"level {k}", "summary": "It is one."}
        for k, (low, high) in enumerate(pairwise(ends))
    )


def by_hand(rubric: Rubric, filled: dict[str, int]) -> dict[str, Fraction]:
    """The score of each scale with half of its weight and two of its items answered."""
    found = {}
    for d in rubric.dimensions:
        every = [item for item in rubric.items if item.dimension == d]
        done = [item for item in every if item.id in filled]
        given_, whole = sum(i.weight for i in done), sum(i.weight for i in every)
        if len(done) < min(2, len(every)) or given_ * 2 < whole:
            continue
        points = Fraction(0)
        for item in done:
            v = Fraction(filled[item.id] - 1, 4)
            points += item.weight * (1 - v if item.reverse else v)  # type: ignore[union-attr]
        found[d] = 100 * points / given_
    return found


@pytest.mark.slow
@tried(25)
@given(sheets())
def test_scores_and_levels_are_those_worked_out_by_hand(
    sheet: tuple[Rubric, dict[str, int], dict[str, list[int]]],
) -> None:
    rubric, filled, cuts = sheet
    found = assess(rubric, answers(rubric, **filled))
    scores = by_hand(rubric, filled)
    assert {d.id: d.scores[0] for d in found.dimensions if d.scores} == scores
    expected = {d: f"l{sum(score >= cut for cut in cuts[d])}" for d, score in scores.items()}
    assert found.verdict.levels == expected
    assert found.verdict.label == ("scale_levels" if scores else "not_enough_answers")
    for d, score in scores.items():
        assert sum(c.points[0] for c in found.contributions if c.dimension == d) == score


@pytest.mark.slow
@tried(25)
@given(st.fixed_dictionaries({"q": DEGREES}, optional=dict.fromkeys("prs", DEGREES)))
def test_it_is_settled_just_where_every_completion_has_the_same_levels(
    filled: dict[str, int],
) -> None:
    waiting = [name for name in "pqrs" if name not in filled]
    reached = [
        levels_of(TWO, {**filled, **dict(zip(waiting, more, strict=True))})
        for more in product((1, 2, 3, 4, 5), repeat=len(waiting))
    ]
    verdict = quick_verdict(TWO, read(TWO, answers(TWO, **filled))).verdict
    if verdict.label == "scale_levels":
        same = all(one == verdict.levels for one in reached)
        assert verdict.status == ("settled" if same else "provisional")


@pytest.mark.slow
@tried(25)
@given(st.fixed_dictionaries(dict.fromkeys("pqrs", DEGREES)))
def test_the_flip_set_holds_the_fewest_answers_that_change_a_level(
    filled: dict[str, int],
) -> None:
    found = assess(TWO, answers(TWO, **filled))
    now = found.verdict.levels
    (flip,) = found.alternatives.flips
    changed = {change.item: int(change.set_to) for change in flip.changes}
    then = levels_of(TWO, {**filled, **changed})
    assert flip.to == tuple(f"{scale}:{level}" for scale, level in then.items())
    assert then != now
    for names in combinations("pqrs", len(changed) - 1):
        for more in product((1, 2, 3, 4, 5), repeat=len(names)):
            assert levels_of(TWO, {**filled, **dict(zip(names, more, strict=True))}) == now


def test_a_cut_score_belongs_to_the_level_above_it() -> None:
    assert levels_of(TWO, {"p": 3, "q": 3, "r": 2, "s": 3}) == {"d": "high", "e": "low"}


def test_there_is_no_outcome_no_margin_and_nothing_that_could_be_overtaken() -> None:
    found = assess(TWO, answers(TWO, p=5, q=5, r=1, s=1))
    assert found.outcomes == ()
    assert found.fit is None
    assert (found.verdict.outcome, found.verdict.margin) == (None, None)
    assert found.alternatives.sensitivity is None
    assert found.alternatives.plan is None


def test_a_scale_without_enough_answers_does_not_hide_the_others() -> None:
    assert levels_of(TWO, {"p": 5, "q": 5}) == {"d": "high"}
    found = assess(TWO, answers(TWO, p=5, q=5)).verdict
    assert (found.label, found.status) == ("scale_levels", "provisional")


def test_highest_and_lowest_are_told_apart_only_where_their_errors_allow_it() -> None:
    apart = assess(TWO, answers(TWO, p=5, q=5, r=1, s=1))
    assert figures(apart, TWO).startswith("Highest and lowest: d 100.0")
    close = assess(TWO, answers(TWO, p=4, q=2, r=2, s=4))
    assert figures(close, TWO).startswith("No scale stands out")
    assert headline(apart, TWO) == "Profile: d “high” and e “low”."


def test_what_changed_answers_do_is_told_in_points_of_their_scale() -> None:
    found = what_if(TWO, answers(TWO, p=1, q=1, r=3, s=3), {"q": 5})
    assert found.total_after - found.total_before == 75
    assert found.after.verdict.levels == {"d": "high", "e": "high"}


def test_what_needs_a_winner_refuses_a_profile_and_says_so() -> None:
    entrants = [Entrant(name, answers(TWO, p=1, q=1, r=1, s=1)) for name in ("one", "two")]
    with pytest.raises(RolefitError, match="`tiny` is a profile rubric, which ranks nobody"):
        compare(TWO, entrants)
    with pytest.raises(RolefitError, match="`tiny` is a profile rubric"):
        check_pair(TWO, TWO)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (ladder([0, 100]), "needs at least two levels"),
        (ladder([0, 50, 99]), "must go from 0 to 100"),
        ((*ladder([0, 50]), *ladder([60, 100])), "a level begins where the one before it ends"),
        ((*ladder([0, 50]), *ladder([50, 100])), "is listed twice"),
    ],
)
def test_levels_go_from_0_to_100_without_a_hole(levels: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        profile(point("p", "d"), dimensions={"d": {"name": "d", "about": "d", "levels": levels}})


@pytest.mark.parametrize("on_fail", ["exclude", "cap_band"])
def test_a_gate_of_a_profile_can_only_raise_a_risk(on_fail: str) -> None:
    when = {"item": "p", "at_least": 3}
    gate = {"id": "g", "name": "G", "on_fail": on_fail, "reason": "R.", "when": when}
    with pytest.raises(ValidationError, match=r"gates\.0\.on_fail: a profile rubric"):
        profile(point("p", "d"), gates=(gate,))


def test_a_level_is_found_by_its_scale_and_name() -> None:
    assert texts_for(TWO, "d:high").name == "high"
    with pytest.raises(KeyError):
        texts_for(TWO, "d:none")


def test_the_cases_of_the_example_turn_out_as_they_say() -> None:
    rubric = validate(parse(EXAMPLE.name, EXAMPLE.read_bytes()), Rubric)
    assert [(one.case.name, one.differences) for one in run_cases(rubric) if one.differences] == []


def test_a_case_that_expects_an_unknown_level_is_told_so() -> None:
    case = {"name": "N", "answers": {"p": 3}, "expect": {"levels": {"d": "hihg", "x": "low"}}}
    rubric = profile(point("p", "d"), cases=(case,))
    assert [problem.path[-1] for problem in case_problems(rubric)] == ["d", "x"]
