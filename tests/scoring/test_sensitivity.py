"""How far a result hangs on weights and single answers, against brute force and bisection."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import oracle
import pytest
import strategies
from hypothesis import given
from make import answers, contrast, likert
from strategies import Case, Raw, ci

from rolefit.reports.pages.score.grounds import in_100, robustness_text
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Rival, Sensitivity
from rolefit.scoring.certainty import NEAR, ROBUST, sensitivity
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.intervals import WeightInterval
from rolefit.scoring.verdict import Evaluation

FILLED = strategies.cases(filled=True)


def stands(rubric: Raw | Rubric, given_: Raw) -> Evaluation:
    found = rubric if isinstance(rubric, Rubric) else Rubric.model_validate(rubric)
    return evaluate(
        found, read(found, Responses.model_validate({"rubric": "tiny", "answers": given_}))
    )


def reweighed(case: Case, dimension: str, share: Fraction) -> oracle.Reference:
    """The naive model with one dimension at a share of the weight, the others rescaled."""
    rubric, given_, _ = case
    weights = oracle.weights_of(rubric)
    # Dimensions that are not scored carry no weight here.
    one = oracle.reference(rubric, given_)
    scored = {name: w for name, w in weights.items() if one.parts[name].scoreable(0)}
    rest = sum(w for name, w in scored.items() if name != dimension)
    for name, part in one.parts.items():
        if name == dimension:
            part.W = share
        elif name in scored:
            part.W = weights[name] * (1 - share) / rest
    return one


def gates_kept(one: oracle.Reference, now: oracle.Reference) -> set[str]:
    """Who leads under other weights, the states of gates being those of now."""
    if one.rubric["model"] == "readiness":
        bands = one.rubric["bands"]
        here = [k for k, band in enumerate(bands) if band["from"] <= one.fit()][-1]
        caps = [
            next(k for k, band in enumerate(bands) if band["id"] == gate["cap"])
            for gate in one.rubric["gates"]
            if gate["on_fail"] == "cap_band" and now.fails(gate)
        ]
        return {bands[min([here, *caps])]["id"]}
    free = {o: s for o, s in zip(one.outcomes, one.scores(), strict=True) if not now.excluded(o)}
    return {o for o, s in free.items() if s == max(free.values())}


def with_one_leader(case: Case) -> tuple[Evaluation, Sensitivity, oracle.Reference] | None:
    """A case with its sensitivity and the oracle's reading, where one result leads alone."""
    evaluation = stands(case.rubric, case.answers)
    found = sensitivity(evaluation)
    if found is None or len(evaluation.leaders) > 1:
        return None
    return evaluation, found, oracle.reference(case.rubric, case.answers)


def ends(interval: WeightInterval) -> list[tuple[Fraction, str, int]]:
    pairs = ((interval.low, interval.below, -1), (interval.high, interval.above, 1))
    return [(end, other, side) for end, other, side in pairs if other is not None]


@ci
@given(FILLED)
def test_the_ends_of_a_stability_interval_are_ties_and_beyond_them_another_leads(
    case: Case,
) -> None:
    seen = with_one_leader(case)
    if seen is None:
        return
    evaluation, found, now = seen
    for interval in found.intervals:
        for end, other, side in ends(interval):
            at = reweighed(case, interval.dimension, end)
            if case.rubric["model"] == "contrast":
                scores = dict(zip(at.outcomes, at.scores(), strict=True))
                assert scores[evaluation.leaders[0]] == scores[other]
            else:
                cuts = {band["from"] for band in case.rubric["bands"]}
                assert at.fit() in cuts
            beyond = end + side * Fraction(1, 10**9)
            assert 0 <= beyond <= 1
            assert gates_kept(reweighed(case, interval.dimension, beyond), now) == {other}


@ci
@given(FILLED)
def test_within_a_stability_interval_nothing_changes(case: Case) -> None:
    seen = with_one_leader(case)
    if seen is None:
        return
    evaluation, found, now = seen
    _, _, tape = case
    for interval in found.intervals:
        if interval.weight == 1:
            continue
        part = Fraction(tape.pick(*range(1, 100)), 100)
        share = interval.low + part * (interval.high - interval.low)
        if share in (interval.low, interval.high):
            continue
        assert gates_kept(reweighed(case, interval.dimension, share), now) == {*evaluation.leaders}


@ci
@given(FILLED)
def test_the_ends_are_those_that_bisection_finds(case: Case) -> None:
    seen = with_one_leader(case)
    if seen is None:
        return
    evaluation, found, now = seen
    for interval in found.intervals[:1]:
        for end, _, side in ends(interval):
            same, other = interval.weight, Fraction(0) if side < 0 else Fraction(1)
            if interval.weight == end:
                continue
            for _step in range(20):
                middle = (same + other) / 2
                stays = gates_kept(reweighed(case, interval.dimension, middle), now)
                same, other = (middle, other) if stays == {*evaluation.leaders} else (same, middle)
            assert abs(same - end) <= Fraction(1, 2**19)


@ci
@given(FILLED)
def test_the_answers_that_carry_a_result_are_those_it_falls_without(case: Case) -> None:
    rubric, given_, _ = case
    evaluation = stands(rubric, given_)
    found = sensitivity(evaluation)
    if found is None:
        return
    now = oracle.reference(rubric, given_)
    turned = set()
    for name, part in now.parts.items():
        for row in part.rows:
            without = oracle.reference(rubric, given_)
            rest = without.parts[name]
            rest.rows = [r for r in rest.rows if r.item != row.item]
            if not all(map(rest.own, range(len(without.outcomes)))) and any(
                list(strategies.scores_in(g["when"])) for g in rubric["gates"]
            ):
                return  # what a condition reads of a dimension without answers is not defined
            # Conditions read the item as it was answered, and scores as they are without it.
            top = without.top() if without.result() else frozenset()
            if top != {*evaluation.leaders}:
                turned.add(row.item)
    assert set(found.turned_by) == turned


@ci
@given(FILLED)
def test_robust_means_acceptable_and_no_weight_near_a_flip(case: Case) -> None:
    found = sensitivity(stands(case.rubric, case.answers))
    if found is None:
        return
    change = found.nearest_change
    assert found.robust == (found.acceptability >= ROBUST and (change is None or change > NEAR))
    moves = [abs(end - i.weight) / i.weight for i in found.intervals for end, _, _ in ends(i)]
    assert change == min(moves, default=None)
    missed = sum(1 - rival.ahead for rival in found.rivals)
    assert found.acceptability == max(0, 1 - missed)


# --- by hand -----------------------------------------------------------------------------------


def two(heavy: int, light: int, **given_: Any) -> Sensitivity:
    """Two dimensions of two scales each: p, q in d and r, s in e."""
    rubric = contrast(
        likert("p"),
        likert("q"),
        likert("r", "e"),
        likert("s", "e"),
        dimensions={
            "d": {"name": "d", "about": "d", "weight": heavy},
            "e": {"name": "e", "about": "e", "weight": light},
        },
    )
    found = sensitivity(stands(rubric, given_))
    assert found is not None
    return found


def test_a_weight_is_level_where_its_lead_and_that_of_the_others_cancel_out() -> None:
    # d leads by 100, e trails by 50: level at a third of the weight for d.
    found = two(3, 1, p=5, q=5, r=2, s=2)
    first, second = found.intervals
    assert (first.low, first.below, first.above) == (Fraction(1, 3), "b", None)
    assert (second.high, second.above, second.below) == (Fraction(2, 3), "b", None)
    # From 3/4 to 1/3 is 5/9 of the weight; from 1/4 to 2/3 is 5/3 of it.
    assert (found.nearest, found.nearest_change) == ("d", Fraction(5, 9))


def test_a_result_close_to_a_flip_is_not_robust_however_certain_the_answers() -> None:
    found = two(11, 20, p=5, q=5, r=2, s=2)
    assert found.nearest_change is not None
    assert found.nearest_change <= NEAR
    assert not found.robust


def test_where_all_dimensions_agree_no_weight_can_change_the_result() -> None:
    found = two(1, 1, p=5, q=5, r=4, s=5)
    assert all(i.below is i.above is None for i in found.intervals)
    assert (found.nearest, found.turned_by, found.robust) == (None, (), True)


def test_a_single_dimension_has_no_weight_to_vary() -> None:
    found = sensitivity(stands(contrast(likert("p"), likert("q")), {"p": 5, "q": 4}))
    assert found is not None
    assert (found.intervals[0].low, found.intervals[0].high) == (0, 1)


def test_without_scores_or_rivals_there_is_nothing_to_vary() -> None:
    rubric = contrast(likert("p"), likert("q"))
    assert sensitivity(stands(rubric, {})) is None
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("b",)}
    only = contrast(
        likert("p"), likert("q"), gates=({**gate, "when": {"item": "p", "at_least": 5}},)
    )
    assert sensitivity(stands(only, {"p": 5, "q": 4})) is None


@pytest.mark.parametrize(
    ("given", "level"),
    [
        # Ahead in both: no weights turn it.
        ({"p": 7, "q": 7, "r": 7, "s": 6}, "high"),
        # Ahead by 100, behind by 66.7: level at .4 of the first, which Beta(15, 15) exceeds in .87.
        ({"p": 7, "q": 7, "r": 1, "s": 3}, "moderate"),
        # Ahead by 100, behind by 83.3: level at .455, which it exceeds in .69.
        ({"p": 7, "q": 7, "r": 1, "s": 2}, "low"),
    ],
)
def test_robustness_becomes_one_word(given: Any, level: str) -> None:
    labels = tuple(f"label {k}" for k in range(7))
    places = (("p", "d"), ("q", "d"), ("r", "e"), ("s", "e"))
    rubric = contrast(*(likert(name, d, labels=labels) for name, d in places))
    assessment = assess(rubric, answers(rubric, **given))
    found = assessment.confidence
    assert found.robustness == level
    assert "plausible weights" in robustness_text(assessment)
    order = ("low", "moderate", "high")
    levels = [found.precision, found.completeness, found.robustness]
    assert found.overall == min(filter(None, levels), key=order.index)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        ((94,), "about 94 of 100"),
        ((94, 100), "about 94 of 100"),
        ((80, 85), "65 to 80 of 100"),  # both overtake in 0 to 15 of them together
        ((40, 45), "0 to 40 of 100"),
        ((100, 100), "more than 99 of 100"),
    ],
)
def test_of_several_that_could_overtake_the_least_and_the_most_are_said(
    ahead: tuple[int, ...], said: str
) -> None:
    rivals = tuple(Rival(id=f"r{k}", ahead=Fraction(one, 100)) for k, one in enumerate(ahead))
    least = max(0, 100 - sum(100 - one for one in ahead))
    found = Sensitivity(
        acceptability=Fraction(least, 100),
        rivals=rivals,
        intervals=(),
        nearest=None,
        nearest_change=None,
        items=9,
        turned_by=(),
        robust=False,
    )
    assert in_100(found) == said
