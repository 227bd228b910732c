"""What to find out next when a result is too close to call, and the worst that is still open."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from typing import Any

import oracle
import pytest
import strategies
from cases import rubric as load
from contradictions import flat
from hypothesis import given
from make import answers, contrast, likert, readiness, single
from strategies import MANY, Case, ci

from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.rubric.model import Response, Responses, Rubric, read
from rolefit.scoring.assess import assess, evidence, strength_with
from rolefit.scoring.bounds import fill_in
from rolefit.scoring.certainty import worst
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.judging import judge
from rolefit.scoring.verdict import CLOSE, Evaluation


def evaluation_of(case: Case) -> Evaluation:
    rubric = Rubric.model_validate(case.rubric)
    responses = Responses.model_validate({"rubric": "tiny", "answers": case.answers})
    return evaluate(rubric, read(rubric, responses))


# --- what to find out ------------------------------------------------------------------------


def test_open_answers_come_first_and_then_given_ones_by_what_they_can_move() -> None:
    rubric = contrast(
        likert("p", weight=2), likert("q"), likert("r", allow_na=True), likert("s", weight=3)
    )
    found = assess(rubric, answers(rubric, p=3, q=3, s=3)).alternatives.evidence
    told = [(e.item, e.open) for e in found]
    assert told == [("r", True), ("s", False), ("p", False)]
    assert found[1].swing > found[2].swing


def test_open_answers_come_by_what_they_can_move_and_no_more_than_three() -> None:
    scales = [likert(name, weight=k, allow_na=True) for k, name in enumerate("rstu", start=1)]
    rubric = contrast(likert("p", weight=8), likert("q", weight=8), *scales)
    now = assess(rubric, answers(rubric, p=3, q=3))
    swings = {m.item: m.swing for m in now.missing}
    found = now.alternatives.evidence
    assert [e.item for e in found] == sorted("rstu", key=lambda name: -(swings[name] or 0))[:3]
    assert [e.swing for e in found] == [swings[e.item] for e in found]
    assert all(e.swing > 0 for e in found)


def test_what_a_given_answer_could_move_is_told_from_what_it_is() -> None:
    # Two scales of equal weight: each of them moves the margin over 100 points from end to end.
    rubric = contrast(likert("p"), likert("q"))
    middle = assess(rubric, answers(rubric, p=3, q=3)).alternatives.evidence
    ends = assess(rubric, answers(rubric, p=1, q=5)).alternatives.evidence
    assert [e.swing for e in middle] == [50, 50]
    assert [e.swing for e in ends] == [100, 100]


def test_an_answer_settles_where_some_answer_to_it_would_end_the_doubt() -> None:
    def settling(weight: int) -> list[bool]:
        rubric = contrast(likert("p", weight=weight), likert("q"), likert("r"))
        found = assess(rubric, answers(rubric, p=3, q=3, r=3)).alternatives.evidence
        return [e.settles for e in found if e.item == "p"]

    # Turned to its end, a scale of weight 2 among 4 makes a margin of 50, and the answers differ.
    assert settling(2) == [any_leaning(2)]
    assert settling(1) == [any_leaning(1)]


def any_leaning(weight: int) -> bool:
    """Whether some answer to p makes the result leaning or clear, asked of the whole engine."""
    rubric = contrast(likert("p", weight=weight), likert("q"), likert("r"))
    strengths = {
        assess(rubric, answers(rubric, p=p, q=3, r=3)).verdict.strength for p in range(1, 6)
    }
    return bool(strengths & {"leaning", "clear"})


@pytest.mark.slow
def test_of_an_item_with_many_answers_none_is_left_that_would_end_the_doubt() -> None:
    rubric, told, chance = load("first-marketing-hire"), 0, random.Random(3)
    nothing = read(rubric, Responses.model_validate({"rubric": rubric.rubric, "answers": {}}))
    for _ in range(130):
        given_ = {i.id: Response("answered", chance.choice(i.candidates())) for i in rubric.items}
        evaluation = evaluate(rubric, fill_in(rubric, nothing, given_))
        for e in evidence(evaluation, judge(evaluation, (), None), ()):
            item = rubric.item(e.item)
            if item.type == "multi":
                ends = (strength_with(evaluation, item, answer) for answer in item.candidates())
                assert e.settles == any(strength not in CLOSE for strength in ends)
                told += 1
    assert told > 5


def test_where_the_result_is_not_close_nothing_has_to_be_found_out() -> None:
    rubric = contrast(single("p"), single("q"))
    assert assess(rubric, answers(rubric, p="pa", q="pa")).alternatives.evidence == ()
    assert assess(rubric, answers(rubric)).alternatives.evidence == ()


def test_in_a_readiness_rubric_it_is_the_fit_that_moves() -> None:
    rubric = readiness(likert("p", toward=None), likert("q", toward=None))
    found = assess(rubric, answers(rubric, p=2, q=3)).alternatives.evidence
    # Half of the dimension, whose target is 80: 37.5 points from 2 to 5, 25 from 3 to 5.
    assert [e.swing for e in found] == [100 * Fraction(75, 160), 100 * Fraction(50, 160)]


@pytest.mark.slow
def test_what_an_answer_can_move_the_fit_by_is_what_scoring_it_again_shows() -> None:
    rubric = readiness(likert("p", toward=None), likert("q", toward=None), likert("r", toward=None))
    found = {
        given_: assess(rubric, answers(rubric, **dict(zip("pqr", given_, strict=True))))
        for given_ in product((1, 3, 5), repeat=3)
    }
    tried = 0
    for given_, now in found.items():
        for e in now.alternatives.evidence:
            at = "pqr".index(e.item)
            fits = [found[*given_[:at], k, *given_[at + 1 :]].fit for k in (1, 3, 5)]
            assert now.fit is not None
            assert e.swing == max(abs(fit - now.fit) for fit in fits if fit is not None)
            tried += 1
    assert tried > 20


# --- the worst that is still open -----------------------------------------------------------------


@ci
@given(strategies.cases(most=MANY))
def test_the_worst_is_the_least_lead_of_all_completions(case: Case) -> None:
    now = evaluation_of(case)
    found = worst(now)
    if found is None:
        return
    every = oracle.everything(case.rubric, case.answers)
    if now.fit is not None:
        assert found.lead == min(one.fit() for one in every)
        return
    ids = now.rubric.outcome_ids
    first = ids.index(now.leaders[0])
    excluded = {
        o
        for g in now.gates
        if g.on_fail == "exclude" and g.state == "fail"
        for o in (g.applies_to or ids)
    }
    rest = [k for k, o in enumerate(ids) if k != first and o not in excluded]
    assert found.lead == min(one.score(first) - one.score(k) for one in every for k in rest)
    assert (found.to == ids[first]) == (found.lead > 0)
    level = {ids[k] for one in every for k in rest if one.score(first) - one.score(k) == found.lead}
    assert {found.to, *found.or_to} == (level if found.lead <= 0 else {ids[first]})


def test_all_that_open_answers_could_let_lead_by_as_much_are_named() -> None:
    names = ("a", "b", "c")
    options = tuple({"id": o, "text": f"For {o}.", "favors": {o: 1}} for o in names)
    rubric = contrast(
        single("p", options=options),
        *(single(f"q{k}", "e", options=options) for k in range(2)),
        outcomes={o: {"name": o.upper(), "summary": f"{o} it is."} for o in names},
        settings={"max_lost_weight": Fraction(1, 2)},
    )
    assessment = assess(rubric, answers(rubric, p="a"))
    found = assessment.alternatives.worst
    assert found is not None
    assert (found.lead, found.to, found.or_to) == (0, "b", ("c",))
    said = flat(terminal.render(page(assessment, rubric, full=True), Look(80)))
    assert "If every open answer spoke against it, B or C would be level with it." in said


def test_a_lead_that_may_come_to_nothing_is_not_the_leaders_any_more() -> None:
    for weight, lead, to in ((1, 0, "b"), (2, Fraction(100, 3), "a")):
        areas = {"d": weight, "e": 1}
        rubric = contrast(
            single("p"),
            single("q", "e"),
            dimensions={k: {"name": k, "about": k, "weight": w} for k, w in areas.items()},
            settings={"max_lost_weight": Fraction(1, 2)},
        )
        found = assess(rubric, answers(rubric, p="pa")).alternatives.worst
        assert found is not None
        assert (found.lead, found.to) == (lead, to)


def test_where_nothing_is_open_there_is_no_worst() -> None:
    rubric = contrast(single("p"), single("q"))
    assert assess(rubric, answers(rubric, p="pa", q="pa")).alternatives.worst is None


# --- gates held by scores ---------------------------------------------------------------------


def test_a_gate_that_scores_keep_from_failing_is_not_listed() -> None:
    when = {"all": ({"item": "k", "is": "no"}, {"outcome": "b", "at_least": 50})}
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "when": when}
    fact = {"id": "k", "type": "yes_no", "ask": "K?", "allow_na": False}
    rubric = contrast(single("p"), single("q"), fact, gates=(gate,))

    def listed(**given_: Any) -> list[str]:
        return [g.gate for g in assess(rubric, answers(rubric, **given_)).alternatives.gates]

    assert listed(p="pa", q="pa", k="yes") == []
    assert listed(p="pb", q="pb", k="yes") == ["g"]
