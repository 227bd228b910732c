"""Levels of a readiness rubric: what they wait for, and which weights would lead to another."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from make import answers, likert, readiness

from rolefit.exact import HUNDRED, dot
from rolefit.rubric.model import read
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.levels import open_needs
from rolefit.scoring.models.readiness import leads, result_settled
from rolefit.scoring.verdict import Evaluation

PLAIN: dict[str, Any] = {"toward": None}
AREAS = {name: {"name": name, "about": name, "weight": 1, "target": 100} for name in "de"}
ITEMS = [likert(f"{name}{k}", name, **PLAIN) for name in "de" for k in range(2)]
HALF_LOST = {"max_lost_weight": Fraction(1, 2)}


def bands(*cuts: int, **high: Any) -> tuple[dict[str, Any], ...]:
    """Bands b0, b1 ... between cuts; the highest with what else it asks for."""
    ends = (0, *cuts, 100)
    found = [
        {"id": f"b{k}", "from": low, "to": ends[k + 1], "name": f"b{k}", "summary": "S."}
        for k, low in enumerate(ends[:-1])
    ]
    return (*found[:-1], {**found[-1], **high})


def stands(rubric: dict[str, Any], **given: Any) -> Evaluation:
    made = readiness(*ITEMS, **{"dimensions": AREAS, **rubric})
    return evaluate(made, read(made, answers(made, **given)))


@pytest.mark.parametrize(
    ("given", "needed", "ceiling", "waits"),
    [
        # One answer of e is open: its score may come to anything from 0 to 50.
        ({"d0": 5, "d1": 5, "e0": 1}, 25, 1, True),
        ({"d0": 5, "d1": 5, "e0": 1}, 50, 1, True),  # just reached
        ({"d0": 5, "d1": 5, "e0": 1}, 51, 1, False),  # out of reach
        ({"d0": 5, "d1": 5, "e0": 5}, 50, 1, True),  # met, once there is a score
        ({"d0": 5, "d1": 5, "e0": 5}, 51, 1, True),
        # The level above is out of reach for the fit, which is the mean of d and e here.
        ({"d0": 1, "d1": 1, "e0": 5}, 75, 1, True),  # at most 50, which is enough
        ({"d0": 1, "d1": 1, "e0": 4}, 75, 1, False),
        # No level above is left.
        ({"d0": 5, "d1": 5, "e0": 1}, 25, 0, False),
        ({"d0": 5, "d1": 5, "e0": 1, "e1": 1}, 25, 1, False),
    ],
)
def test_a_level_waits_for_what_decides_a_least_score(
    given: dict[str, int], needed: int, ceiling: int, *, waits: bool
) -> None:
    now = stands({"bands": bands(50, needs={"e": needed}), "settings": HALF_LOST}, **given)
    here = int(given == {"d0": 5, "d1": 5, "e0": 5} and needed <= 50)
    found = open_needs(now, here, ceiling)
    assert found == (("e",) if waits else ())


def test_of_what_levels_far_above_ask_for_nothing_is_waited_for() -> None:
    rules = {"bands": bands(10, 50, needs={"e": 60}), "settings": HALF_LOST}
    now = stands(rules, d0=1, d1=1, e0=5)
    assert open_needs(now, 0, 2) == ()
    assert open_needs(now, 1, 2) == ("e",)


def test_a_result_is_settled_once_no_open_answer_can_lead_to_another_level() -> None:
    half = {"bands": bands(50), "settings": HALF_LOST}
    for given, settled in (
        ({"d0": 5, "d1": 5, "e0": 5}, True),
        ({"d0": 3, "d1": 3, "e0": 1}, False),  # the fit may come to 25 to 50, just the cut
        ({"d0": 3, "d1": 2, "e0": 1}, True),
        ({"d0": 3, "d1": 2, "e0": 1, "e1": 5}, True),
    ):
        assert result_settled(stands(half, **given)) is settled


def test_a_lead_over_a_level_is_how_far_the_fit_is_from_the_cut_at_each_weight() -> None:
    areas = {
        "d": {"name": "d", "about": "d", "weight": 2, "target": 80},
        "e": {"name": "e", "about": "e", "weight": 1, "target": 60},
    }
    told = set()
    for d, e in product(range(1, 6), repeat=2):
        now = stands({"dimensions": areas, "bands": bands(40, 70)}, d0=d, d1=d, e0=e, e1=e)
        here = now.rubric.band_number(now.leaders[0])
        found = list(leads(now))
        assert [one.rival for one in found] == [f"b{k}" for k in (here - 1, here + 1) if 0 <= k < 3]
        wanted = dot(zip(now.tallied.shares, (Fraction(80), Fraction(60)), strict=True))
        assert now.fit is not None
        for one in found:
            cut = now.rubric.bands[here if one.holds_level else here + 1].from_
            lead = dot(zip(now.tallied.shares, one.parts, strict=True)) * HUNDRED / wanted
            assert lead == (now.fit.score - cut if one.holds_level else cut - now.fit.score)
        told.add(here)
    assert told == {0, 1, 2}


def test_no_weight_leads_to_a_level_whose_least_score_is_missed_or_that_a_condition_caps() -> None:
    gate = {"id": "g", "name": "g", "reason": "r", "on_fail": "cap_band", "cap": "b0"}
    capped = {"gates": ({**gate, "when": {"item": "e0", "at_most": 2}},), "bands": bands(50)}
    for rubric, given, above in (
        ({"bands": bands(50, needs={"e": 50})}, {"e0": 3, "e1": 2}, False),
        ({"bands": bands(50, needs={"e": 50})}, {"e0": 3, "e1": 3}, True),
        (capped, {"e0": 2, "e1": 5}, False),
        (capped, {"e0": 3, "e1": 2}, True),
    ):
        found = list(leads(stands(rubric, d0=1, d1=1, **given)))
        assert [one.rival for one in found] == (["b1"] if above else [])
