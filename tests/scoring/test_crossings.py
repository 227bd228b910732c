"""Answers that take a score across what a condition compares it with: each scored again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from cases import assessed
from make import answers, contrast, likert, readiness, single

from rolefit.rubric.conditions import satisfies
from rolefit.rubric.model import Rubric, read
from rolefit.scoring.crossings import crossings, gate_challenges, score_read, scores_compared
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.flips import picks_of, with_picks
from rolefit.scoring.tally import OutcomeMeasure
from rolefit.scoring.verdict import Evaluation, dimension_error, single_answer_variance

GATE = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r"}
NAMES = ("d1", "d2", "e1")


def two_areas(when: dict[str, Any], *, model: str) -> Rubric:
    """Two areas of unequal size and weight, and a condition over a score."""
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1}}
    dimensions["e"] = {"name": "e", "about": "e", "weight": 3}
    gate = {**GATE, "when": when}
    if model == "contrast":
        items = [likert(name, name[0]) for name in NAMES]
        return contrast(*items, dimensions=dimensions, gates=(gate,))
    whole = {name: {**one, "target": 100} for name, one in dimensions.items()}
    items = [likert(name, name[0], toward=None) for name in NAMES]
    return readiness(*items, dimensions=whole, gates=(gate,))


def evaluated(rubric: Rubric, **given: Any) -> Evaluation:
    return evaluate(rubric, read(rubric, answers(rubric, **given)))


CONDITIONS = [
    ("readiness", {"dimension": "d", "at_least": 60}),
    ("readiness", {"dimension": "e", "at_most": 40}),
    ("readiness", {"dimension": "d", "at_least": 30, "at_most": 70}),
    ("contrast", {"outcome": "a", "at_least": 55}),
    ("contrast", {"outcome": "b", "at_most": 45}),
    ("contrast", {"dimension": "d", "outcome": "a", "at_least": 60}),
]


@pytest.mark.parametrize(("model", "when"), CONDITIONS)
def test_an_answer_crosses_where_the_comparison_turns_out_otherwise_once_it_is_scored(
    model: str, when: dict[str, Any]
) -> None:
    rubric = two_areas(when, model=model)
    (leaf,) = scores_compared(rubric)
    both = set()
    for answer in (2, 3, 4):
        now = evaluated(rubric, d1=answer, d2=3, e1=answer)
        picks = picks_of(now)

        def holds(evaluation: Evaluation) -> bool:
            score = score_read(evaluation, leaf)
            assert score is not None
            return satisfies(leaf, score)

        hurdles = [*crossings(now, ["g"])]
        for pick in (pick for others in picks.values() for pick in others):
            turns = holds(with_picks(now, (pick,))) is not holds(now)
            assert any(hurdle.taken_by(pick) for hurdle in hurdles) is turns
            both.add(turns)
    assert both == {True, False}


@pytest.mark.parametrize(
    ("when", "answer", "needed", "strictly", "sign"),
    [
        # Half of d: a score of 50. At a bound `at_least` holds and fails below, `at_most` above.
        ({"at_least": 50}, 3, 0, True, -1),
        ({"at_most": 50}, 3, 0, True, 1),
        ({"at_least": 60}, 3, 10, False, 1),
        ({"at_most": 60}, 3, 10, True, 1),
        ({"at_least": 40}, 3, 10, True, -1),
        ({"at_most": 40}, 3, 10, False, -1),
    ],
)
def test_a_score_is_moved_to_the_other_side_of_its_bound(
    when: dict[str, Any], answer: int, needed: int, strictly: bool, sign: int
) -> None:
    now = evaluated(two_areas({"dimension": "d", **when}, model="readiness"), d1=3, d2=3, e1=answer)
    (challenge,) = gate_challenges(now, picks_of(now))
    assert (challenge.needed, challenge.strictly, challenge.rival) == (needed, strictly, None)
    gains = [(move.gain, move.picks[0]) for group in challenge.groups for move in group]
    assert gains
    for gain, pick in gains:
        (leaf,) = scores_compared(now.rubric)
        then = score_read(with_picks(now, (pick,)), leaf)
        assert then is not None
        assert gain == sign * (then - 50) > 0


def test_the_error_of_an_area_counts_its_answers_as_if_it_stood_alone() -> None:
    now = evaluated(
        two_areas({"dimension": "d", "at_least": 1}, model="readiness"), d1=1, d2=5, e1=3
    )
    measure = OutcomeMeasure(0)
    spread = single_answer_variance(now.tallied, measure)
    step = Fraction(1, 4) ** 2 / 12
    d, e = now.tallied.scoreable
    # Two answers of half the weight each, and one of the whole.
    assert dimension_error(now.tallied, d, measure).variance == 100**2 * (spread + step) / 2
    assert dimension_error(now.tallied, e, measure).variance == 100**2 * (spread + step)


def test_of_three_outcomes_the_result_is_decided_between_the_two_that_reach_highest() -> None:
    outcomes = {name: {"name": name, "summary": name} for name in "abc"}
    options = tuple({"id": f"p{n}", "text": n, "favors": {n: 1}} for n in "abc")
    items = [single(f"q{k}", options=options) for k in range(6)]
    rubric = contrast(*items, outcomes=outcomes)
    for first, second in ("ab", "ac", "bc", "ba", "cb", "ca"):
        given = [first] * 3 + [second] * 2 + [*({*"abc"} - {first, second})]
        now = evaluated(rubric, **{f"q{k}": f"p{name}" for k, name in enumerate(given)})
        measure = model_of(rubric).deciding(now)
        assert [o for o, _ in measure.signed] == [*map("abc".index, (first, second))]


@pytest.mark.parametrize(
    ("answer", "others"), [(1, {"middle"}), (3, {"low", "high"}), (5, {"middle"})]
)
def test_a_level_leads_over_the_one_below_and_the_one_above(answer: int, others: set[str]) -> None:
    edges = ((0, 40, "low"), (40, 80, "middle"), (80, 100, "high"))
    bands = tuple(
        {"id": name, "from": low, "to": high, "name": name, "summary": name}
        for low, high, name in edges
    )
    rubric = readiness(*(likert(f"q{k}", toward=None) for k in range(4)), bands=bands)
    now = evaluated(rubric, **{f"q{k}": answer for k in range(4)})
    assert {lead.rival for lead in model_of(rubric).leads(now)} == others


@pytest.mark.parametrize("case", [4, 11, 19, 28])
def test_no_search_is_made_for_a_level_that_no_other_answer_can_bring(case: int) -> None:
    # A condition over growth holds down whoever meets what the level asks of growth; one of them
    # reads answers alone; or what the level asks for has no score.
    found = assessed("cmo-readiness", case)
    assert "changes" not in found.parts_left_out
    # By what it does to the questions that are asked, one answer may: that is scored again.
    up = [flip for flip in found.alternatives.flips if flip.direction == "up"]
    assert all([c.item for c in flip.changes] == ["position"] for flip in up)


def held_by(*gates: dict[str, Any], **given: Any) -> Evaluation:
    """Levels that ask for 50 in d, conditions that cap, and the answers."""
    bands = (
        {"id": "low", "from": 0, "to": 40, "name": "low", "summary": "Low."},
        {"id": "high", "from": 40, "to": 100, "name": "high", "summary": "H.", "needs": {"d": 50}},
    )
    caps = [
        {**GATE, "id": f"g{k}", "on_fail": "cap_band", "cap": "low", **g}
        for k, g in enumerate(gates)
    ]
    areas = {n: {"name": n, "about": n, "weight": 1, "target": 100} for n in "de"}
    items = [likert(name, name[0], toward=None) for name in NAMES]
    return evaluated(readiness(*items, dimensions=areas, bands=bands, gates=tuple(caps)), **given)


@pytest.mark.parametrize(
    ("gates", "ways"),
    [
        ([], 1),
        # Whoever has 50 in d is held down: nothing leads there.
        ([{"when": {"dimension": "d", "at_least": 50}}], 0),
        ([{"when": {"dimension": "d", "at_least": 51}}], 1),
        ([{"when": {"dimension": "d", "at_most": 49}}], 1),
        # Two conditions over scores are to be passed together, by one hurdle each.
        (
            [
                {"when": {"dimension": "e", "at_most": 60}},
                {"when": {"dimension": "d", "at_most": 60}},
            ],
            1,
        ),
        ([{"when": {"dimension": "e", "at_least": 10, "at_most": 60}}], 2),
        # An answer decides this one, and answers that are read stay as they are.
        ([{"when": {"item": "e1", "at_most": 5}}], 0),
        ([{"when": {"all": ({"item": "e1", "at_most": 5}, {"dimension": "d", "at_most": 60})}}], 1),
        ([{"when": {"any": ({"item": "e1", "at_most": 5}, {"dimension": "d", "at_most": 60})}}], 0),
    ],
)
def test_up_leads_only_what_passes_every_condition_that_holds_a_level_down(
    gates: list[dict[str, Any]], ways: int
) -> None:
    now = held_by(*gates, d1=2, d2=2, e1=3)
    assert now.leaders == ("low",)
    found = list(model_of(now.rubric).ways_over(now, "up"))
    assert len(found) == ways
    failing = sum(gate.state == "fail" for gate in now.gates)
    assert all(len(way) == 2 + failing for way in found)  # the fit and d, and the conditions
