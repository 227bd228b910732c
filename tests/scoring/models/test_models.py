"""What each model of scoring says of a rubric, and of a dimension, as other parts ask for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import answers, contrast, likert, profile, readiness, single

from rolefit.rubric.model import Rubric, read
from rolefit.scoring import flips
from rolefit.scoring.assess import assess
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.flips import one_answer_turns
from rolefit.scoring.models.base import HeadScore
from rolefit.scoring.tally import difference, value_of
from rolefit.scoring.verdict import Evaluation

PLAIN: dict[str, Any] = {"toward": None}
CONTRAST = contrast(likert("p"), likert("q"), single("r"))
READINESS = readiness(likert("p", **PLAIN), likert("q", **PLAIN))
PROFILE = profile(likert("p", **PLAIN), likert("q", **PLAIN))
ABC = {name: {"name": f"the {name}", "summary": name} for name in "abc"}
CHOICES = [
    single(f"q{k}", options=tuple({"id": n, "text": n, "favors": {n: 1}} for n in "abc"))
    for k in range(4)
]
THREE = contrast(*CHOICES, outcomes=ABC)


def stands(rubric: Rubric, **given: Any) -> Evaluation:
    return evaluate(rubric, read(rubric, answers(rubric, **given)))


def test_heads_of_a_comparison_are_the_outcomes_the_fit_or_nothing() -> None:
    assert model_of(CONTRAST).head_scores(CONTRAST) == (
        HeadScore("outcome", "a", "an a", outcome="a"),
        HeadScore("outcome", "b", "a b", outcome="b"),
    )
    assert model_of(READINESS).head_scores(READINESS) == (
        HeadScore("fit", "fit", "Fit", outcome=None),
    )
    assert model_of(PROFILE).head_scores(PROFILE) == ()


def test_people_are_ranked_by_the_lead_of_two_outcomes_by_each_of_more_or_by_the_fit() -> None:
    ranks = [(one, model_of(one).ranked_by(one)) for one in (CONTRAST, THREE, READINESS, PROFILE)]
    assert [found for _, found in ranks] == [(("a", "b"),), (("a",), ("b",), ("c",)), ((),), ()]


def test_people_differ_on_the_first_two_outcomes_that_their_results_name() -> None:
    differ_on = model_of(THREE).differ_on
    assert differ_on(THREE, ()) == ("a", "b")
    assert differ_on(THREE, ("c",)) == ("c", "a")
    assert differ_on(THREE, ("c", "c", "b")) == ("c", "b")
    assert model_of(READINESS).differ_on(READINESS, ("high",)) == ()
    assert model_of(PROFILE).differ_on(PROFILE, ("d:high",)) == ()


def test_a_result_is_decided_between_the_two_outcomes_that_can_still_come_highest() -> None:
    assert model_of(CONTRAST).deciding(stands(CONTRAST, p=1)) == difference(0, 1)
    assert model_of(THREE).deciding(stands(THREE, q0="c", q1="b", q2="c")) == difference(2, 1)
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("c",)}
    barred = contrast(
        *CHOICES,
        outcomes=ABC,
        gates=({**gate, "when": {"item": "q0", "is": "c"}},),
    )
    assert model_of(barred).deciding(stands(barred, q0="c", q1="b", q2="c")) == difference(1, 0)
    for rubric in (READINESS, PROFILE):
        assert model_of(rubric).deciding(stands(rubric, p=1)) == value_of(0)


def test_only_a_target_limits_how_far_a_dimension_can_move_a_result() -> None:
    assert model_of(CONTRAST).room(stands(CONTRAST, p=1), "d") is None
    assert model_of(PROFILE).room(stands(PROFILE, p=1), "d") is None
    for p, left in ((1, 50), (3, 50), (5, 30)):  # q open: half of the points, up to 80
        assert model_of(READINESS).room(stands(READINESS, p=p), "d") == left


def test_a_changed_answer_moves_its_scale_by_its_share_of_the_points() -> None:
    now = stands(PROFILE, p=2, q=3)
    (d,) = now.tallied.scoreable
    moved = model_of(PROFILE).shift(now, d, d.answered[0], (Fraction(1, 4),), value_of(0))
    assert moved == Fraction(25, 2)


def test_where_other_answers_may_not_be_tried_it_is_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("b",)}
    when = {"outcome": "b", "at_least": 90}
    rubric = contrast(*(likert(name) for name in "pqrstu"), gates=({**gate, "when": when},))
    given = dict.fromkeys("pqrstu", 5)
    assert assess(rubric, answers(rubric, **given)).verdict.strength == "clear"
    monkeypatch.setattr(flips, "within_effort", lambda *_: False)
    again = contrast(*(likert(name) for name in "pqrstu"), gates=({**gate, "when": when},))
    now = stands(again, **given)
    assert one_answer_turns(now) is None
    assert flips.flips(now) == flips.Flips((), left_out=True)
    found = assess(again, answers(again, **given))
    assert (found.verdict.strength, found.verdict.basis.held_by) == ("leaning", "untried_answers")
    assert found.parts_left_out == ("changes",)
