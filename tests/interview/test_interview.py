"""The interview as a state machine: nothing typed is lost, branches come and go, quick stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracle
import pytest
import strategies
from hypothesis import given
from make import contrast, likert, readiness, single
from strategies import Case, Raw, Tape, ci

from rolefit.errors import RolefitError
from rolefit.interview import machine as steps
from rolefit.interview.machine import Interview, begin, respond
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess

FILLED = strategies.cases(filled=True)
WALK = 25
QUICK_WALK = 5
"""Steps of a walk: fewer where each of them asks whether the result is settled."""


def names(items: Any) -> list[str]:
    return [item.id for item in items]


def assessed(rubric: Rubric, given_: Raw) -> Any:
    found = Responses.model_validate(
        {
            "rubric": rubric.rubric,
            "rubric_version": rubric.version,
            "rubric_hash": rubric.content_hash,
            "answers": given_,
        }
    )
    return assess(rubric, found)


def walk(interview: Interview, given_: Raw) -> tuple[Interview, list[str]]:
    """The interview answered to its end, and the items asked in their order."""
    asked = []
    while interview.at is not None:
        asked.append(interview.at)
        interview = respond(interview, given_[interview.at])
    return interview, asked


def step(tape: Tape, raw: Raw, interview: Interview) -> tuple[Interview, Raw]:
    """One step by chance, and what was typed by it."""
    item = steps.current(interview)
    match tape.pick("answer", "answer", "answer", "back", "goto"):
        case "answer" if item is not None:
            of = next(i for i in raw["items"] if i["id"] == item.id)
            said = strategies.response(tape, of, may_be_open=True)
            return respond(interview, said), {item.id: said}
        case "goto":
            shown = names(steps.visible(interview))
            return steps.goto(interview, tape.pick(*shown)), {}
        case _:
            return steps.back(interview), {}


def walked(case: Case, *, quick: bool, check: Callable[[Interview, Raw], None]) -> None:
    """Walk at random through an interview, checking it after every step."""
    raw, _, tape = case
    interview = begin(Rubric.model_validate(raw), quick=quick)
    typed: Raw = {}
    for _ in range(QUICK_WALK if quick else WALK):
        interview, said = step(tape, raw, interview)
        typed |= said
        check(interview, typed)


# --- properties ------------------------------------------------------------------------------


@pytest.mark.slow
@ci
@given(FILLED)
def test_no_walk_loses_an_answer(case: Case) -> None:
    def check(interview: Interview, typed: Raw) -> None:
        assert interview.answers == typed
        for name, said in typed.items():
            assert steps.answer_given(interview, name) == said

    walked(case, quick=False, check=check)
    walked(case, quick=True, check=check)


@pytest.mark.slow
@ci
@given(FILLED)
def test_whatever_the_walk_the_result_is_that_of_a_file_with_the_same_answers(case: Case) -> None:
    ends = []

    def check(interview: Interview, typed: Raw) -> None:
        ends.append((interview, dict(typed)))

    walked(case, quick=False, check=check)
    interview, typed = ends[-1]
    found = assess(interview.rubric, steps.responses(interview))
    assert found == assessed(interview.rubric, typed)


@pytest.mark.slow
@ci
@given(FILLED)
def test_the_items_asked_are_those_that_the_branches_ask(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    interview, asked = walk(begin(rubric), case.answers)
    states = oracle.presented(case.rubric, case.answers)
    assert asked == [name for name, (state, _) in states.items() if state != "not_presented"]
    assert names(steps.visible(interview)) == asked
    assert steps.settled(interview)
    said = {name: case.answers[name] for name in asked}
    found = assess(rubric, steps.responses(interview))
    assert found == assessed(rubric, said)


@ci
@given(FILLED)
def test_progress_adds_up_after_every_step(case: Case) -> None:
    def check(interview: Interview, typed: Raw) -> None:
        asked, left, total = steps.progress(interview)
        shown = names(steps.visible(interview))
        assert asked + left == total == len(shown)
        assert asked == sum(1 for name in shown if name in typed)
        assert steps.questions_saved(interview) == 0
        assert left == 0 if interview.at is None else interview.at in shown

    walked(case, quick=False, check=check)


@pytest.mark.slow
@ci
@given(FILLED)
def test_what_a_quick_interview_saves_is_what_it_does_not_ask(case: Case) -> None:
    ends = []
    walked(case, quick=True, check=lambda *end: ends.append(end))
    interview, typed = ends[-1]
    asked, left, total = steps.progress(interview)
    shown = names(steps.visible(interview))
    assert asked + left == total
    assert asked == sum(1 for name in shown if name in typed)
    assert left + steps.questions_saved(interview) == len(shown) - asked
    assert left == 0 if interview.at is None else interview.at in shown


@pytest.mark.slow
@ci
@given(FILLED)
def test_an_interview_that_was_broken_off_goes_on_where_it_was(case: Case) -> None:
    before: Raw = {}

    def check(interview: Interview, typed: Raw) -> None:
        if typed != before:
            assert begin(interview.rubric, typed, quick=interview.quick) == interview
            before.clear()
            before.update(typed)

    walked(case, quick=False, check=check)
    before.clear()
    walked(case, quick=True, check=check)


@pytest.mark.slow
@ci
@given(FILLED)
def test_back_retraces_the_interview_to_its_first_question(case: Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    for quick in (False, True):
        interview, asked = walk(begin(rubric, quick=quick), case.answers)
        retraced = []
        for _ in asked:
            interview = steps.back(interview)
            retraced.append(interview.at)
            assert interview.at is not None
            assert steps.answer_given(interview, interview.at) == case.answers[interview.at]
        assert retraced == asked[::-1]
        assert steps.back(interview) == interview


# --- steps -----------------------------------------------------------------------------------

TRAVEL = contrast(
    single("car"),
    likert("miles", ask_when={"item": "car", "is": "pa"}),
    likert("walks", allow_na=True),
)


def test_a_branch_leaves_and_comes_back_with_what_was_typed() -> None:
    interview = respond(respond(begin(TRAVEL), "pa"), {"answer": 4, "note": "a lot"})
    assert interview.at == "walks"
    assert steps.progress(interview) == (2, 1, 3)
    interview = respond(steps.goto(interview, "car"), "pb")
    assert interview.at == "walks"
    assert names(steps.visible(interview)) == ["car", "walks"]
    assert steps.progress(interview) == (1, 1, 2)
    assert steps.answer_given(interview, "miles") == {"answer": 4, "note": "a lot"}
    interview = respond(steps.goto(interview, "car"), "pa")
    assert names(steps.visible(interview)) == ["car", "miles", "walks"]
    assert steps.progress(interview) == (2, 1, 3)


def test_a_branch_that_appears_late_is_asked_before_the_review() -> None:
    interview = respond(respond(begin(TRAVEL), "pb"), 2)
    assert interview.at is None
    interview = respond(steps.goto(interview, "car"), "both")
    assert interview.at is None
    interview = respond(steps.goto(interview, "car"), "pa")
    assert interview.at == "miles"
    assert respond(interview, 1).at is None


def test_a_branch_that_nobody_knows_is_asked_after_what_it_hangs_on() -> None:
    interview = respond(begin(TRAVEL), "dont_know")
    assert interview.at == "miles"


def test_an_answer_that_cannot_be_read_changes_nothing() -> None:
    interview = begin(TRAVEL)
    with pytest.raises(Unreadable):
        respond(interview, "px")
    with pytest.raises(Unreadable, match="always applies"):
        respond(interview, "not_applicable")
    assert interview == begin(TRAVEL)


def test_every_state_and_a_note_move_on() -> None:
    for raw in ("skipped", "dont_know", {"skipped": None, "note": "later"}, None):
        interview = respond(begin(TRAVEL), raw)
        assert interview.at == "miles"
        assert steps.answer_given(interview, "car") == ("skipped" if raw is None else raw)
    interview = respond(respond(begin(TRAVEL), "pb"), {"not_applicable": "no legs"})
    assert interview.at is None
    (missing,) = [
        m for m in assess(TRAVEL, steps.responses(interview)).missing if m.state == "not_applicable"
    ]
    assert missing.remark == "no legs"


def test_nothing_is_said_on_the_review_page() -> None:
    interview = respond(respond(begin(TRAVEL), "pb"), 2)
    assert steps.current(interview) is None
    with pytest.raises(RolefitError, match="no question is being asked"):
        respond(interview, 2)
    assert steps.back(interview).at == "walks"


def test_goto_leads_only_to_what_is_asked() -> None:
    interview = respond(begin(TRAVEL), "pb")
    with pytest.raises(RolefitError, match="`miles` is not asked"):
        steps.goto(interview, "miles")
    with pytest.raises(RolefitError) as caught:
        steps.goto(interview, "walk")
    assert caught.value.hint == "did you mean `walks`?"


def test_answers_of_another_version_are_kept_and_only_what_is_new_is_asked() -> None:
    old = {"car": "train", "gone": 3, "walks": 2, "miles": None}
    interview = begin(TRAVEL, old)
    assert interview.at == "car"
    assert steps.answer_given(interview, "car") is None
    assert steps.responses(interview).answers == {"walks": 2}
    interview = respond(interview, "pa")
    assert interview.at == "miles"
    interview = respond(interview, 5)
    assert interview.at is None
    assert interview.answers["gone"] == 3
    assert steps.responses(interview).answers == {"car": "pa", "miles": 5, "walks": 2}


def test_the_answers_given_to_begin_stay_as_they_were() -> None:
    mine = {"car": "pb"}
    respond(begin(TRAVEL, mine), 2)
    assert mine == {"car": "pb"}


def test_the_responses_name_the_rubric_and_the_respondent() -> None:
    interview = begin(TRAVEL, {"walks": 2, "car": "pb"})
    found = steps.responses(interview, name="Northwind", group="founder", day="2026-11-22")
    assert (found.rubric, found.rubric_version) == ("tiny", "1.0")
    assert found.rubric_hash == TRAVEL.content_hash
    assert (found.respondent.name, found.respondent.group) == ("Northwind", "founder")
    assert found.day == "2026-11-22"
    assert list(found.answers) == ["car", "walks"]


@pytest.mark.parametrize(
    ("wrong", "message", "hint"),
    [
        ({"name": "two\nlines"}, "this name cannot be used", "one line"),
        ({"name": "x" * 201}, "this name cannot be used", "200 characters"),
        ({"group": "The Boss"}, "this group cannot be used", "small letters"),
        ({"day": "2026-02-30"}, "this date cannot be used", "2026-11-22"),
    ],
)
def test_a_name_that_no_file_may_hold_is_refused(wrong: Raw, message: str, hint: str) -> None:
    with pytest.raises(RolefitError, match=message) as caught:
        steps.responses(begin(TRAVEL), **wrong)
    assert hint in caught.value.hint


def test_contradicting_pairs_are_named() -> None:
    pair = {
        "items": ("car", "walks"),
        "when": {"all": ({"item": "car", "is": "pa"}, {"item": "walks", "at_least": 4})},
        "say": "You drive and you walk.",
    }
    rubric = contrast(single("car"), likert("walks"), consistency_pairs=(pair,))
    assert steps.contradictions(begin(rubric, {"car": "pa"})) == ()
    assert steps.contradictions(begin(rubric, {"car": "pa", "walks": 3})) == ()
    (found,) = steps.contradictions(begin(rubric, {"car": "pa", "walks": 5}))
    assert (found.items, found.say) == (("car", "walks"), "You drive and you walk.")


# --- quick -----------------------------------------------------------------------------------


def test_a_quick_interview_stops_when_nothing_can_change_the_result() -> None:
    rubric = contrast(likert("small"), single("big", weight=4), single("middle", weight=2))
    interview = begin(rubric, quick=True)
    assert interview.at == "big"
    interview = respond(interview, "pa")
    assert (interview.at, steps.settled(interview), steps.questions_saved(interview)) == (
        "middle",
        False,
        0,
    )
    interview = respond(interview, "pa")
    assert (interview.at, steps.settled(interview), steps.questions_saved(interview)) == (
        None,
        True,
        1,
    )
    assert steps.progress(interview) == (2, 0, 2)
    assert steps.back(interview).at == "middle"
    assert steps.back(steps.back(interview)).at == "big"


def test_a_quick_interview_goes_on_when_a_changed_answer_opens_the_result_again() -> None:
    rubric = contrast(likert("small"), single("big", weight=4), single("middle", weight=2))
    interview = respond(respond(begin(rubric, quick=True), "pa"), "pa")
    interview = respond(steps.goto(interview, "big"), "both")
    assert interview.at is None
    interview = respond(steps.goto(interview, "middle"), "both")
    assert interview.at == "small"
    assert steps.questions_saved(interview) == 0


def test_a_quick_interview_of_a_readiness_rubric_stops_at_its_band() -> None:
    items = (likert(n, toward=None) for n in ("p", "q", "r", "s"))
    interview = begin(readiness(*items), quick=True)
    # Two at 100 and two at 0 make 50, which meets 5/8 of the target of 80: above the cut of 50.
    interview = respond(interview, 5)
    assert (interview.at, steps.questions_saved(interview)) == ("q", 0)
    interview = respond(interview, 5)
    assert (interview.at, steps.questions_saved(interview)) == (None, 2)


def test_there_is_no_quick_interview_for_hiring() -> None:
    rubric = contrast(single("p"), single("q"), purpose="hiring")
    with pytest.raises(RolefitError, match="is used for hiring") as caught:
        begin(rubric, quick=True)
    assert caught.value.hint == "leave out --quick"
    assert not steps.settled(begin(rubric))
