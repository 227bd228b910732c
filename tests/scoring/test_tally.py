"""The arithmetic over one set of responses, against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import strategies
from hypothesis import given
from make import answers, contrast, likert, readiness, single
from strategies import Case, few

from rolefit.rubric.model import Rubric, follow_branches, open_items, read
from rolefit.scoring.bounds import possible_answers
from rolefit.scoring.evaluate import dimension_scores, evaluate, reevaluate
from rolefit.scoring.tally import Tally, fit_of, fit_over, tally, value_of

A, B = value_of(0), value_of(1)


def weighed(**weights: Any) -> dict[str, Any]:
    return {"dimensions": {d: {"name": d, "about": d, "weight": w} for d, w in weights.items()}}


def tallied(rubric: Rubric, **given: Any) -> Tally:
    return tally(rubric, read(rubric, answers(rubric, **given)))


TWO = contrast(likert("p", weight=2), likert("q", weight=1))


def test_a_dimension_score_is_the_percent_of_the_maximum_possible() -> None:
    # (4-1)/4 = 3/4 with weight 2, (2-1)/4 = 1/4 with weight 1:
    # 100 * (2 * 3/4 + 1 * 1/4) / 3 = 175/3 for a, and the rest, 125/3, for b.
    (d,) = tallied(TWO, p=4, q=2).dimensions
    assert (d.score(A), d.score(B)) == (Fraction(175, 3), Fraction(125, 3))


def test_a_skipped_item_does_not_count_as_zero() -> None:
    rubric = contrast(single("p"), single("q"), single("r"))
    (d,) = tallied(rubric, p="pa", q="pa").dimensions
    assert d.score(A) == 100


@pytest.mark.parametrize(
    ("given", "coverage", "scoreable"),
    [
        ({}, "0", False),
        # one of weight 1 out of 4
        ({"q": 3}, "1/4", False),
        # 2/4 of the weight, but only one item of three
        ({"p": 3}, "1/2", False),
        # two items with 1 + 1 of 4: exactly half
        ({"q": 3, "r": 3}, "1/2", True),
        ({"p": 3, "q": 3}, "3/4", True),
        ({"p": 3, "q": 3, "r": 3}, "1", True),
    ],
)
def test_a_dimension_needs_half_of_its_weight_and_two_answers(
    given: Any, coverage: str, scoreable: bool
) -> None:
    rubric = contrast(likert("p", weight=2), likert("q"), likert("r"))
    (d,) = tallied(rubric, **given).dimensions
    assert (d.coverage, d.scoreable) == (Fraction(coverage), scoreable)


def test_half_of_the_weight_is_enough_and_less_is_not() -> None:
    rubric = contrast(likert("p"), likert("q"), likert("r", weight=2))
    assert tallied(rubric, p=3, q=3).dimensions[0].scoreable
    rubric = contrast(likert("p"), likert("q"), likert("r", weight=Fraction(201, 100)))
    assert not tallied(rubric, p=3, q=3).dimensions[0].scoreable


@pytest.mark.parametrize(
    ("rubric", "given"),
    [
        (contrast(single("p")), {"p": "pa"}),
        (contrast(single("p"), single("q", allow_na=True)), {"p": "pa", "q": "not_applicable"}),
        (
            contrast(
                single("o", "e"), single("p"), single("q", ask_when={"item": "o", "is": "pa"})
            ),
            {"o": "pb", "p": "pa"},
        ),
    ],
    ids=["alone", "others N/A", "others hidden"],
)
def test_the_only_item_that_applies_is_enough(rubric: Rubric, given: Any) -> None:
    assert tallied(rubric, **given).dimensions[-1].scoreable


def test_one_answer_of_two_that_apply_is_not_enough() -> None:
    rubric = contrast(single("p"), single("q", allow_na=True))
    assert not tallied(rubric, p="pa", q="dont_know").dimensions[0].scoreable
    assert not tallied(rubric, p="pa").dimensions[0].scoreable


def test_dimension_weights_are_those_of_the_scoreable_dimensions() -> None:
    # d: W = 3, score 100; e: W = 1, score 0; f: W = 4, nothing answered.
    # S = (3 * 100 + 1 * 0) / 4 = 75; half of the weight, 4 of 8, is lost.
    items = (single("p"), single("q", "e"), single("r", "f"))
    found = tallied(contrast(*items, **weighed(d=3, e=1, f=4)), p="pa", q="pb")
    assert found.score(A) == 75
    assert found.lost == Fraction(1, 2)
    assert [found.effective(d) for d in found.scoreable] == [Fraction(3, 4), Fraction(1, 4)]


def test_where_nothing_was_answered_everything_is_lost() -> None:
    found = tallied(contrast(single("p")))
    assert (found.scoreable, found.lost) == ((), 1)


def only(name: str, outcome: str, **more: Any) -> dict[str, Any]:
    """A choice that speaks for one outcome only."""
    options = (
        {"id": "it", "text": "It.", "favors": {outcome: 1}},
        {"id": "half", "text": "Half.", "favors": {outcome: Fraction(1, 2)}},
        {"id": "not", "text": "Not."},
    )
    return single(name, options=options, **more)


APART = contrast(
    *(only(f"a{k}", "a", allow_na=k > 1) for k in range(1, 4)),
    *(only(f"b{k}", "b", allow_na=True) for k in range(1, 4)),
)


def test_a_score_is_a_mean_over_the_items_that_can_speak_for_its_outcome() -> None:
    # a: 1, 1/2, 0 over its own three; b: 1/2 over its own three.
    halves = {"b1": "half", "b2": "half", "b3": "half"}
    found = tallied(APART, a1="it", a2="half", a3="not", **halves)
    assert (found.outcome_scores()[0], found.outcome_scores()[1]) == (50, 50)


@pytest.mark.parametrize("state", ["not_applicable", "dont_know", "skipped"])
def test_a_missing_answer_leaves_the_other_outcome_as_it_is(state: str) -> None:
    given = {"a1": "it", "a2": "it", "a3": state, "b1": "it", "b2": "not", "b3": "not"}
    found = tallied(APART, **given)
    assert (found.outcome_scores()[0], found.outcome_scores()[1]) == (100, Fraction(100, 3))


def test_each_outcome_needs_answers_of_its_own() -> None:
    # b: one answer of three; a has all. Coverage of the dimension as a whole would be 4 of 6.
    found = tallied(APART, a1="it", a2="it", a3="it", b1="it")
    (d,) = found.dimensions
    assert (d.score_or_none(0), d.score_or_none(1)) == (100, None)
    assert (found.scored(0), found.scored(1)) == (True, False)
    assert (d.coverage, d.column(1).coverage) == (Fraction(2, 3), Fraction(1, 3))


def test_an_outcome_of_which_nothing_applies_has_no_score_and_loses_nothing_of_the_others() -> None:
    gone = dict.fromkeys(("b1", "b2", "b3"), "not_applicable")
    found = tallied(APART, a1="it", a2="it", a3="half", **gone)
    assert found.outcome_scores()[0] == Fraction(250, 3)
    assert (found.scored(1), found.applies(1)) == (False, False)


def test_the_weight_that_is_lost_is_that_of_the_dimensions_that_speak_for_an_outcome() -> None:
    # Of d (W = 3) and e (W = 1) only d speaks for a: with d answered nothing of a is lost; b has
    # lost all of d and keeps e: 3 of 4.
    items = (only("p", "a"), only("q", "b"), only("r", "b"), only("s", "b", dimension="e"))
    rubric = contrast(*items, **weighed(d=3, e=1))
    found = tallied(rubric, p="it", s="it")
    assert [one.lost for one in found.outcomes] == [0, Fraction(3, 4)]


def targets(**given: Any) -> dict[str, Any]:
    dimensions = {
        d: {"name": d, "about": d, "weight": w, "target": t} for d, (w, t) in given.items()
    }
    return {"dimensions": dimensions}


PLAIN = {"toward": None}
FOUR = (
    likert("p", **PLAIN),
    likert("q", **PLAIN),
    likert("r", "e", **PLAIN),
    likert("s", "e", **PLAIN),
)


def test_the_fit_is_what_is_not_missing_of_the_targets() -> None:
    # d: W = 3, t = 80, S = (1 + 1/4)/2 = 62.5, g = 17.5; e: W = 1, t = 50, S = 75, g = 0.
    # fit = 100 * (1 - 3 * 17.5 / (3 * 80 + 50)) = 100 * 237.5 / 290
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 50)))
    scores = dimension_scores(tallied(rubric, p=5, q=2, r=4, s=4))
    found = fit_over(scores, rubric)
    assert found.score == Fraction(23750, 290)
    assert found.shortfalls == {"d": Fraction(35, 2), "e": 0}


def test_nothing_is_gained_above_a_target() -> None:
    rubric = readiness(*FOUR, **targets(d=(3, 80), e=(1, 50)))
    scores = {"d": Fraction(60), "e": Fraction(50)}
    assert fit_of(scores, rubric) == fit_of({**scores, "e": Fraction(100)}, rubric)
    assert fit_of({"d": Fraction(80), "e": Fraction(50)}, rubric) == 100
    assert fit_of({"d": Fraction(0), "e": Fraction(0)}, rubric) == 0


def test_outcomes_for_which_the_same_items_speak_share_what_is_known_of_them() -> None:
    names = ("a", "b", "c", "e")
    outcomes = {name: {"name": name, "summary": name} for name in names}
    worths = ({"a": 1, "b": 1}, {"c": 1})
    first, last = (
        tuple({"id": f"o{k}", "text": f"{k}", "favors": one} for k, one in enumerate(each))
        for each in (worths, ({"e": 0}, {"e": 1}))
    )
    items = single("p", options=first), single("q", options=last)
    rubric = contrast(*items, outcomes=outcomes)
    (d,) = tallied(rubric, p="o0", q="o1").dimensions
    assert d.column(0) is d.column(1) is d.column(2)
    assert d.column(3) is not d.column(0)
    assert d.scores == (100, 100, 0, 100)


@few
@given(strategies.cases(apart=True, models=("contrast",)))
def test_another_answer_leads_where_all_answers_read_anew_lead(case: Case) -> None:
    raw, given_, _ = case
    rubric = Rubric.model_validate(raw)
    now = evaluate(rubric, read(rubric, answers(rubric, **given_)))
    for item in open_items(rubric, now.responses):
        for then in possible_answers(rubric, now.responses, item):
            followed = follow_branches(rubric, then)
            assert then == followed
            assert list(then) == list(followed)
            quick, anew = reevaluate(now, then, (item.id,)), evaluate(rubric, followed)
            assert (quick.found, quick.leaders) == (anew.found, anew.leaders)
            assert quick.tallied == anew.tallied
