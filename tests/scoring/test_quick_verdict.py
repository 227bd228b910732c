"""The verdict alone, held against the one of a whole assessment."""

from __future__ import annotations

from typing import Any

import strategies
from hypothesis import given
from make import answers, contrast, likert
from strategies import Case, ci

from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring.assess import assess, quick_verdict


@ci
@given(strategies.cases())
def test_the_verdict_alone_is_that_of_the_whole_assessment(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    responses = Responses.model_validate({"rubric": "tiny", "answers": case.answers})
    whole = assess(rubric, responses)
    expected = (whole.verdict, whole.quality, whole.gates)
    assert quick_verdict(rubric, read(rubric, responses)) == expected


def brittle(**more: Any) -> tuple[Rubric, dict[str, Any]]:
    """A clear lead that a heavier second dimension would turn, with the answers.

    20 points, of which 8.6 would be clear; level at even weights, which are plausible.
    """
    weights = (("d", 3), ("e", 2))
    dimensions = {d: {"name": d, "about": d, "weight": w} for d, w in weights}
    names = [f"q{k}" for k in range(20)]
    labels = tuple(f"label {k}" for k in range(7))
    items = [likert(n, "e" if k % 2 else "d", labels=labels) for k, n in enumerate(names)]
    given_ = dict.fromkeys(names[::2], 7) | dict.fromkeys(names[1::2], 1)
    fact = {"id": "y", "type": "yes_no", "ask": "y?", "allow_na": False}
    settings = {"indifference_threshold": 0, "prior_answers": 1}
    return contrast(*items, fact, dimensions=dimensions, settings=settings, **more), given_


def test_weights_that_could_turn_a_clear_result_are_looked_at() -> None:
    rubric, given_ = brittle()
    responses = answers(rubric, **given_, y="yes")
    whole = assess(rubric, responses)
    found = quick_verdict(rubric, read(rubric, responses))
    assert whole.verdict.label == "leaning"
    assert whole.verdict.basis.held_by == "weights"
    assert found == (whole.verdict, whole.quality, whole.gates)


def test_they_are_looked_at_where_the_result_is_conditional_too() -> None:
    gate = {"id": "g", "name": "G", "when": {"item": "y", "is": "no"}, "reason": "R."}
    rubric, given_ = brittle(gates=({**gate, "on_fail": "exclude"},))
    responses = answers(rubric, **given_, y="dont_know")
    found = quick_verdict(rubric, read(rubric, responses))
    assert (found.verdict.label, found.verdict.strength) == ("conditional", "leaning")
    assert found.verdict == assess(rubric, responses).verdict


def test_flags_and_gates_come_with_the_verdict() -> None:
    when = {"item": "q", "at_most": 1}
    gate = {"id": "g", "name": "G", "when": when, "on_fail": "flag", "reason": "R."}
    rubric = contrast(likert("q"), likert("r"), gates=(gate,))
    found = quick_verdict(rubric, read(rubric, answers(rubric, q=1, r=5)))
    assert [gate.state for gate in found.gates] == ["fail"]
    assert found.quality == ()
