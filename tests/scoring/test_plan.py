"""The plan to the next band: against brute force, and by scoring it again."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import oracle
import pytest
import strategies
from contradictions import flat
from flip_sets import FINITE, item_of, leader, only, set_to, steps, with_facts, worked_out
from hypothesis import given
from make import answers, likert, readiness
from strategies import Case, Raw, ci

from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.rubric.model import read
from rolefit.scoring import flips
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, Plan
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.models.readiness import next_band
from rolefit.scoring.moves import TooManyWays
from rolefit.scoring.plans import plan

MOST = 1_500
READY = strategies.cases(models=("readiness",), filled=True, types=FINITE, needs=True)
ANY = strategies.cases(models=("readiness",))


def planned(rubric: Raw, given_: Raw, found: Plan, count: int | None = None) -> Raw:
    """Responses after the first so many changes of a plan."""
    items = {i["id"]: i for i in rubric["items"]}
    new = {c.item: set_to(items[c.item], c.set_to) for c in found.changes[:count]}
    return {**given_, **new}


def order(rubric: Raw) -> list[str]:
    return [band["id"] for band in rubric["bands"]]


@ci
@given(ANY)
def test_scoring_the_plan_gives_the_predicted_fit_and_at_least_the_next_band(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    now = checked.evaluate(given_)
    found = worked_out(plan, now)
    if found is None or now.fit is None:
        return
    then = checked.evaluate(planned(checked.raw, given_, found))
    assert then.fit is not None
    assert then.fit.score == found.fit
    bands, wanted = order(checked.raw), next_band(now)
    assert found.band == only(leader(then))
    assert wanted is not None
    assert bands.index(found.band) >= bands.index(wanted)
    assert sum(c.points for c in found.changes) == found.fit - now.fit.score
    assert sum(c.steps for c in found.changes) == found.steps
    states = {gate.id: gate.state for gate in then.gates}
    assert all(states[name] == "pass" for name in found.gates)
    for change in found.changes:
        assert item_of(checked.raw, change.item)["changeable"] or change.from_ is None


@ci
@given(ANY)
def test_each_step_of_the_plan_is_worth_what_it_says_in_its_turn(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    found = worked_out(plan, checked.evaluate(given_))
    if found is None:
        return
    fits = []
    for k in range(len(found.changes) + 1):
        fit = checked.evaluate(planned(checked.raw, given_, found, k)).fit
        assert fit is not None
        fits.append(fit.score)
    assert [c.points for c in found.changes] == [b - a for a, b in pairwise(fits)]


# --- brute force ---------------------------------------------------------------------------------


def possible(rubric: Raw, given_: Raw, name: str) -> list[tuple[Any, int]]:
    """What could be answered to an item, with the scale steps to it; the present answer first."""
    item = item_of(rubric, name)
    state, now = oracle.presented(rubric, given_)[name]
    if state != "answered" or not item["changeable"]:
        return [(given_[name], 0)]
    others = [(one, steps(item, now, one)) for one in oracle.every_answer(item) if one != now]
    return [(given_[name], 0), *others]


def fewest_steps(rubric: Raw, given_: Raw, wanted: int) -> int | str | None:
    """The least scale steps with which the naive model reaches a band."""
    names = [i["id"] for i in rubric["items"]]
    choices = [possible(rubric, given_, name) for name in names]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > MOST:
        return "many"
    best: int | None = None
    for chosen in product(*choices):
        cost = sum(c[1] for c in chosen)
        if best is not None and cost >= best:
            continue
        top = oracle.reference(rubric, dict(zip(names, (c[0] for c in chosen), strict=True))).top()
        if top and order(rubric).index(only(top)) >= wanted:
            best = cost
    return best


@ci
@given(READY)
def test_no_way_with_fewer_steps_reaches_the_next_band_where_that_is_said(case: Case) -> None:
    checked, given_ = with_facts(case, branches=False), case.answers
    now = checked.evaluate(given_)
    goal = next_band(now)
    if goal is None:
        assert leader(now) == {order(checked.raw)[-1]}
        assert plan(now) is None
        return
    expected = fewest_steps(checked.raw, given_, order(checked.raw).index(goal))
    if expected == "many":
        return
    try:
        found = plan(now)
    except TooManyWays:
        return
    if found is None:
        assert expected is None or turns_something(checked.raw)
    elif found.fewest:
        assert found.steps == expected
    else:
        assert isinstance(expected, int)
        assert found.steps >= expected


def turns_something(rubric: Raw) -> bool:
    """Whether the report says that conditions are taken to stay as they are."""
    read = {
        n for g in rubric["gates"] if g["on_fail"] != "flag" for n in strategies.reads(g["when"])
    }
    return any(item_of(rubric, name)["changeable"] for name in read)


# --- by hand -----------------------------------------------------------------------------------

PLAIN = {"toward": None}


def plan_of(*items: Raw, given: Raw, **more: Any) -> Assessment:
    rubric = readiness(*items, **more)
    return assess(rubric, answers(rubric, **given))


def test_the_plan_takes_the_heaviest_steps_first_and_no_more_than_it_needs() -> None:
    # Target 80, all at 1: fit 0, the band begins at 50, so the dimension has to reach 40. A step of
    # p is worth 3/4 * 25 = 18.75, one of q 6.25: three of p make 56.25, two make 37.5.
    heavy, light = likert("p", weight=3, **PLAIN), likert("q", **PLAIN)
    found = plan_of(heavy, light, given={"p": 1, "q": 1}).alternatives.plan
    assert found is not None
    told = [(c.item, c.set_to, c.steps, c.points) for c in found.changes]
    assert (found.band, found.steps) == ("high", 3)
    assert told == [("p", "4", 3, 100 * Fraction(225, 4) / 80)]


def test_the_plan_is_ordered_by_weight_times_shortfall() -> None:
    dimensions = {
        "d": {"name": "d", "about": "d", "weight": 1, "target": 80},
        "e": {"name": "e", "about": "e", "weight": 2, "target": 80},
    }
    items = (likert("p", **PLAIN), likert("q", **PLAIN), likert("r", "e", **PLAIN))
    # e from 0 to its target of 80 is worth 66.7 of the fit, d needs nothing.
    bands = (
        {"id": "low", "from": 0, "to": 90, "name": "low", "summary": "Low."},
        {"id": "high", "from": 90, "to": 100, "name": "high", "summary": "High."},
    )
    given = {"p": 1, "q": 1, "r": 1}
    found = plan_of(*items, given=given, dimensions=dimensions, bands=bands).alternatives.plan
    assert found is not None
    assert [c.item for c in found.changes] == ["r", "p", "q"]


GATE = {"id": "g", "name": "g", "reason": "r"}


def test_a_gate_that_excludes_is_passed_first_even_where_the_fit_is_high() -> None:
    fact = {"id": "k", "type": "yes_no", "ask": "K?", "allow_na": False}
    gate = {**GATE, "on_fail": "exclude", "when": {"item": "k", "is": "no"}}
    items = (likert("p", **PLAIN), likert("q", **PLAIN), fact)
    now = plan_of(*items, given={"p": 4, "q": 4, "k": "no"}, gates=(gate,))
    found = now.alternatives.plan
    assert now.verdict.label == "not_yet"
    assert found is not None
    assert [(c.item, c.set_to, c.points) for c in found.changes] == [("k", "yes", 0)]
    assert (found.band, found.gates) == ("high", ("g",))


def test_a_gate_over_a_dimension_sets_a_floor_that_the_plan_reaches() -> None:
    dimensions = {
        "d": {"name": "d", "about": "d", "weight": 9, "target": 80},
        "e": {"name": "e", "about": "e", "weight": 1, "target": 80},
    }
    items = (likert("p", **PLAIN), likert("q", **PLAIN), likert("r", "e", **PLAIN))
    when = {"dimension": "e", "at_most": 50}
    gate = {**GATE, "on_fail": "cap_band", "cap": "low", "when": when}
    now = plan_of(*items, given={"p": 5, "q": 5, "r": 1}, dimensions=dimensions, gates=(gate,))
    assert now.verdict.capped_by == ("g",)
    found = now.alternatives.plan
    assert found is not None
    # 3 gives 50, which is at most 50.
    assert [(c.item, c.set_to) for c in found.changes] == [("r", "4")]


def test_an_open_condition_is_planned_as_a_first_answer() -> None:
    fact = {"id": "k", "type": "yes_no", "ask": "K?", "allow_na": False, "changeable": False}
    gate = {**GATE, "on_fail": "exclude", "when": {"item": "k", "is": "no"}}
    items = (likert("p", **PLAIN), likert("q", **PLAIN), fact)
    found = plan_of(*items, given={"p": 2, "q": 2}, gates=(gate,)).alternatives.plan
    assert found is not None
    assert ("k", None, "yes") in [(c.item, c.from_, c.set_to) for c in found.changes]


@pytest.mark.parametrize("given", [{"p": 5, "q": 5}, {}])
def test_there_is_no_plan_at_the_top_nor_without_a_fit(given: Raw) -> None:
    found = plan_of(likert("p", **PLAIN), likert("q", **PLAIN), given=given).alternatives
    assert (found.plan, found.next_band) == (None, None)


def test_where_facts_hold_a_band_out_of_reach_there_is_no_plan() -> None:
    items = (likert("p", weight=9, changeable=False, **PLAIN), likert("q", **PLAIN))
    now = plan_of(*items, given={"p": 1, "q": 1})
    assert (now.alternatives.plan, now.alternatives.next_band) == (None, "high")
    assert now.parts_left_out == ()  # all was tried


def stairs(when: Raw, **scores: int) -> Assessment:
    """Two scales of four statements each, whose score a condition holds against the level."""
    items = [likert(f"{d}{k}", d, **PLAIN) for d in "de" for k in range(2)]
    given = {f"{d}{k}": scores.get(f"{d}{k}", 5) for d in "de" for k in range(2)}
    gate = {**GATE, "on_fail": "cap_band", "cap": "low", "when": when}
    return plan_of(*items, given=given, gates=(gate,))


LOW_D, LOW_E = {"dimension": "d", "at_most": 70}, {"dimension": "e", "at_most": 70}
HIGH_D = {"dimension": "d", "at_least": 75}


@pytest.mark.parametrize(
    ("when", "scores", "changed"),
    [
        ({"any": (LOW_D, {"item": "d0", "at_most": 2})}, {"d0": 4, "d1": 3}, {"d0": "5"}),
        ({"any": (LOW_D, LOW_E)}, {"d0": 2, "e1": 2}, {"d0": "3", "e1": "3"}),
        ({"all": (LOW_D, LOW_E)}, {"d0": 1, "e1": 2}, {"e1": "3"}),
        ({"not": {"all": (HIGH_D, {"item": "e1", "at_least": 3})}}, {"d0": 2}, {"d0": "3"}),
        ({"at_least": {"k": 2, "of": (LOW_D, LOW_E, LOW_D)}}, {"d0": 2}, {"d0": "3"}),
    ],
)
def test_a_score_inside_a_condition_is_a_floor_of_the_plan_and_of_what_would_change_it(
    when: Raw, scores: dict[str, int], changed: dict[str, str]
) -> None:
    now = stairs(when, **scores)
    assert now.verdict.capped_by == ("g",)
    found, (way, *_) = now.alternatives.plan, now.alternatives.flips
    assert found is not None
    assert sum(c.steps for c in found.changes) == sum(
        int(to) - scores[name] for name, to in changed.items()
    )
    assert (way.direction, way.to) == ("up", ("high",))
    assert len(way.changes) == len(changed)
    assert now.verdict.label != "clear" or len(changed) > 1


@pytest.mark.parametrize(
    ("when", "given", "steps_"),
    [
        # Who does more than half of d alone stays at low; e has to make up for it.
        ({"dimension": "d", "at_least": 60}, {"d0": 5, "d1": 4, "e0": 5, "e1": 5}, 3),
        # At most 50: exactly 50 passes.
        ({"not": {"dimension": "d", "at_most": 50}}, {"d0": 5, "d1": 4, "e0": 5, "e1": 5}, 3),
        # Between the two, from above.
        (
            {"not": {"dimension": "d", "at_least": 30, "at_most": 50}},
            {"d0": 5, "d1": 4, "e0": 5, "e1": 5},
            3,
        ),
        # And from below, where no more than 50 may come out.
        (
            {"not": {"dimension": "d", "at_least": 30, "at_most": 50}},
            {"d0": 1, "d1": 1, "e0": 5, "e1": 5},
            3,
        ),
    ],
)
def test_a_plan_leads_a_score_down_or_between_two_bounds_where_a_condition_asks_for_it(
    when: Raw, given: Raw, steps_: int
) -> None:
    now = stairs(when, **given)
    assert now.verdict.capped_by == ("g",)
    assert now.parts_left_out == ()
    found, (way, *_) = now.alternatives.plan, now.alternatives.flips
    assert found is not None
    assert (found.steps, found.fewest) == (steps_, True)
    assert (way.direction, way.to) == ("up", ("high",))
    assert found.band == "high"


def test_a_plan_keeps_conditions_over_scores_that_more_points_would_break() -> None:
    # d alone would reach the cut with the fewest steps, but above 60 it excludes: e helps as well.
    items = [likert(f"{d}{k}", d, **PLAIN) for d in "de" for k in range(2)]
    dimensions = {
        "d": {"name": "d", "about": "d", "weight": 3, "target": 100},
        "e": {"name": "e", "about": "e", "weight": 1, "target": 100},
    }
    gate = {**GATE, "on_fail": "exclude", "when": {"dimension": "d", "at_least": 60}}
    given = {"d0": 2, "d1": 2, "e0": 2, "e1": 2}
    now = plan_of(*items, given=given, dimensions=dimensions, gates=(gate,))
    found = now.alternatives.plan
    assert found is not None
    # 50 of the fit are 3/4 d + 1/4 e: d at 50 and e at 50, by four steps.
    assert (found.steps, found.fit, found.fewest) == (4, 50, True)


@pytest.mark.parametrize(
    ("when", "more", "fewest"),
    [
        ({"item": "p", "at_least": 5}, {}, False),  # a better answer of p would make it fail
        ({"item": "p", "at_most": 1}, {}, True),  # none would
        ({"item": "p", "at_least": 5}, {"changeable": False}, True),
        ({"item": "p", "at_least": 2}, {}, True),  # it fails already: every answer of p is tried
    ],
)
def test_a_plan_is_said_to_be_the_shortest_where_no_better_answer_was_left_out(
    when: Raw, more: Raw, *, fewest: bool
) -> None:
    gate = {**GATE, "on_fail": "exclude", "when": when}
    items = (likert("p", **PLAIN, **more), likert("q", **PLAIN), likert("r", **PLAIN))
    found = plan_of(*items, given={"p": 2, "q": 2, "r": 2}, gates=(gate,)).alternatives.plan
    assert found is not None
    assert found.fewest is fewest


@pytest.mark.parametrize(
    ("gates", "needed"),
    [((), 1), (({**GATE, "on_fail": "exclude", "when": {"item": "p", "at_most": 2}},), 4)],
)
def test_a_plan_asks_for_as_many_evaluations_as_it_makes(
    monkeypatch: pytest.MonkeyPatch, gates: tuple[Raw, ...], needed: int
) -> None:
    # Without a gate one way is scored; with one over p, those where p stays or turns it.
    rubric = readiness(likert("p", **PLAIN), likert("q", **PLAIN), gates=gates)
    now = evaluate(rubric, read(rubric, answers(rubric, p=1, q=1)))
    monkeypatch.setattr(flips, "within_effort", lambda _, times: times <= needed)
    assert plan(now) is not None
    monkeypatch.setattr(flips, "within_effort", lambda _, times: times < needed)
    with pytest.raises(TooManyWays):
        plan(now)


@pytest.mark.parametrize(("given_", "undone_by"), [({}, ("r",)), ({"r": 2}, ())])
def test_a_plan_names_the_open_answers_that_could_take_its_level_back(
    given_: Raw, undone_by: tuple[str, ...]
) -> None:
    rubric = readiness(*(likert(name, **PLAIN) for name in "pqr"))
    found = assess(rubric, answers(rubric, p=2, q=2, **given_))
    made = found.alternatives.plan
    assert made is not None
    assert made.undone_by == undone_by
    said = flat(terminal.render(page(found, rubric, full=True), Look(80)))
    told = "Answers to what is open could still take that level back • r?" in said
    assert told is bool(undone_by)


@pytest.mark.parametrize(("given_", "aside"), [({}, True), ({"r": 4}, False)])
def test_what_would_change_a_result_is_said_to_leave_open_answers_aside(
    given_: Raw, *, aside: bool
) -> None:
    rubric = readiness(*(likert(name, **PLAIN) for name in "pqr"))
    found = assess(rubric, answers(rubric, p=4, q=4, **given_))
    said = flat(terminal.render(page(found, rubric, full=True), Look(80)))
    assert "would lower the level to “low”" in said
    assert ("Open answers left aside, " in said) is aside


@ci
@given(strategies.cases(models=("readiness",), most=40, needs=True))
def test_an_open_answer_can_take_the_level_of_a_plan_back_where_that_is_said(case: Case) -> None:
    checked, given_ = with_facts(case, branches=False), case.answers
    found = worked_out(plan, checked.evaluate(given_))
    if found is None or checked.raw["gates"]:
        return
    then = planned(checked.raw, given_, found)
    ends = [checked.evaluate(one) for one in oracle.completions(checked.raw, then)]
    names = order(checked.raw)
    below = [
        end.scores is None or names.index(only(leader(end))) < names.index(found.band)
        for end in ends
    ]
    assert bool(found.undone_by) == any(below)
