"""Changed answers: two assessments and what moved between them, exactly."""

from __future__ import annotations

import strategies
from hypothesis import given
from make import answers, contrast, likert, readiness, single
from strategies import Case, few

from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess
from rolefit.studies.whatif import what_if


@few
@given(strategies.cases())
def test_what_moved_adds_up_to_what_changed(case: Case) -> None:
    raw, given_, tape = case
    rubric = Rubric.model_validate(raw)
    responses = Responses.model_validate({"rubric": "tiny", "answers": given_})
    item = tape.pick(*raw["items"])
    other = strategies.response(tape, item, may_be_open=True)
    found = what_if(rubric, responses, {item["id"]: other})
    assert found.before == assess(rubric, responses)
    again = Responses.model_validate({"rubric": "tiny", "answers": {**given_, item["id"]: other}})
    assert found.after == assess(rubric, again)
    difference = sum(m.points_after - m.points_before for m in found.moved)
    assert difference == found.total_after - found.total_before
    for assessment, total in ((found.before, found.total_before), (found.after, found.total_after)):
        if assessment.fit is not None and assessment.contributions:
            assert total == assessment.fit
        elif assessment.contributions:
            scores = {o.id: o.score for o in assessment.outcomes}
            first, second = (scores[name] for name in found.measured)
            assert first is not None
            assert second is not None
            assert total == first - second
    assert {m.item for m in found.moved if m.item == item["id"]} == {item["id"]}


def test_only_what_was_set_or_moved_is_told() -> None:
    rubric = contrast(single("p"), single("q"), single("r", "e"))
    found = what_if(rubric, answers(rubric, p="pa", q="pa", r="pb"), {"q": "pb"})
    told = [(m.item, m.before, m.after, m.points_before, m.points_after) for m in found.moved]
    assert told == [("q", "For a.", "For b.", 25, -25)] or told == [
        ("q", "For a.", "For b.", -25, 25)
    ]
    assert found.before.verdict.tied == ("a", "b")
    assert found.measured == ("a", "b")


def test_an_answer_that_leaves_moves_the_weight_of_those_beside_it() -> None:
    rubric = contrast(single("p", allow_na=True), single("q"), single("r"))
    found = what_if(rubric, answers(rubric, p="pa", q="pa", r="pb"), {"p": "not_applicable"})
    assert {m.item for m in found.moved} == {"p", "q", "r"}
    (first,) = [m for m in found.moved if m.item == "p"]
    assert (first.state_before, first.state_after, first.after) == (
        "answered",
        "not_applicable",
        None,
    )


def test_the_points_of_a_readiness_rubric_are_points_of_the_fit() -> None:
    rubric = readiness(likert("p", toward=None), likert("q", toward=None))
    found = what_if(rubric, answers(rubric, p=1, q=1), {"p": 3})
    assert found.measured == ()
    assert (found.total_before, found.total_after) == (0, found.after.fit)
