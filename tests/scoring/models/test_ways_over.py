"""The hurdles that changed answers have to take together for another result."""

from __future__ import annotations

from typing import Any

from make import answers, contrast, likert, profile, readiness, single

from rolefit.rubric.model import Rubric, read
from rolefit.scoring.crossings import WayOver
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.verdict import Evaluation

PLAIN: dict[str, Any] = {"toward": None}
GATE = {"name": "g", "on_fail": "exclude", "reason": "r"}
AREAS = {name: {"name": name, "about": name, "weight": 1, "target": 100} for name in "de"}
ITEMS = [likert(f"{name}{k}", name, **PLAIN) for name in "de" for k in range(2)]
CUTS = (0, 40, 70, 100)
BANDS = tuple(
    {"id": f"b{k}", "from": low, "to": CUTS[k + 1], "name": f"b{k}", "summary": "S."}
    for k, low in enumerate(CUTS[:-1])
)


def stands(rubric: Rubric, **given: Any) -> Evaluation:
    return evaluate(rubric, read(rubric, answers(rubric, **given)))


def told(ways: Any) -> list[list[tuple[float, bool]]]:
    """What each hurdle of each way needs, and whether more than that."""
    found: list[WayOver] = list(ways)
    return [[(float(one.needed), one.strictly) for one in way] for way in found]


def steps(*gates: dict[str, Any], **given: Any) -> Evaluation:
    """A readiness rubric of three bands, whose fit is the mean of d and e."""
    return stands(readiness(*ITEMS, dimensions=AREAS, bands=BANDS, gates=gates), **given)


def test_to_a_higher_level_the_fit_has_to_come_and_a_condition_that_caps_has_to_pass() -> None:
    scored = {"d0": 2, "d1": 2, "e0": 5, "e1": 4}  # d 25, e 87.5, the fit 56.25
    free = steps(**scored)
    assert free.leaders == ("b1",)
    assert told(model_of(free.rubric).ways_over(free, "up")) == [[(13.75, False)]]
    low = {**GATE, "id": "low", "on_fail": "cap_band", "when": {"dimension": "d", "at_most": 30}}
    for cap, here, expected in (
        ("b0", "b0", [[(5, True)]]),  # the fit is there already
        ("b1", "b1", [[(13.75, False), (5, True)]]),
        ("b2", "b1", [[(13.75, False)]]),  # caps nothing that is next
    ):
        now = steps({**low, "cap": cap}, **scored)
        assert now.leaders == (here,)
        assert told(model_of(now.rubric).ways_over(now, "up")) == expected


def test_to_a_lower_level_any_one_of_what_keeps_this_one_is_enough() -> None:
    gates = (
        {**GATE, "id": "out", "when": {"dimension": "d", "at_least": 90}},
        {
            **GATE,
            "id": "cap",
            "on_fail": "cap_band",
            "cap": "b0",
            "when": {"dimension": "e", "at_most": 60},
        },
        # It would leave the level as it is.
        {
            **GATE,
            "id": "same",
            "on_fail": "cap_band",
            "cap": "b1",
            "when": {"dimension": "e", "at_most": 50},
        },
        # It fails already.
        {
            **GATE,
            "id": "fails",
            "on_fail": "cap_band",
            "cap": "b1",
            "when": {"dimension": "d", "at_most": 40},
        },
    )
    now = steps(*gates, d0=2, d1=2, e0=5, e1=4)
    assert now.leaders == ("b1",)
    assert told(model_of(now.rubric).ways_over(now, "down")) == [
        [(16.25, True)],  # below the cut of 40
        [(65, False)],  # d at 90
        [(27.5, False)],  # e at 60
    ]


def test_the_lead_is_made_up_by_a_rival_or_by_one_that_comes_in_or_the_leader_goes_out() -> None:
    outcomes = {name: {"name": name, "summary": name} for name in "abc"}
    options = tuple({"id": f"p{n}", "text": n, "favors": {n: 1}} for n in "abc")
    gates = (
        # It passes, and would rule the leader out from 80 on.
        {**GATE, "id": "a", "applies_to": ("a",), "when": {"outcome": "a", "at_least": 80}},
        # It fails, and rules out c as long as it has at most 20.
        {**GATE, "id": "c", "applies_to": ("c",), "when": {"outcome": "c", "at_most": 20}},
    )
    items = [single(f"q{k}", options=options) for k in range(4)]
    now = stands(
        contrast(*items, outcomes=outcomes, gates=gates), q0="pa", q1="pa", q2="pa", q3="pb"
    )
    assert now.leaders == ("a",)
    assert told(model_of(now.rubric).ways_over(now, "other")) == [
        [(50, False)],  # b draws level
        [(5, False)],  # a at 80
        [(75, False), (20, True)],  # c above 20, and level
    ]


def test_no_condition_leads_to_another_level_of_a_profile() -> None:
    now = stands(profile(likert("p", **PLAIN), likert("q", **PLAIN)), p=2, q=2)
    assert told(model_of(now.rubric).ways_over(now, "up")) == []
