"""One respondent's responses: five states, remarks and notes, branches, and what cannot be read."""

from __future__ import annotations

from typing import Any

import pytest
from make import LABELS, contrast, likert, single
from pydantic import ValidationError

from rolefit.errors import Invalid
from rolefit.rubric.conditions import ItemIs, ScoreIs
from rolefit.rubric.model import (
    Response,
    Responses,
    branch,
    changed_since,
    compare_answer,
    open_items,
    read,
)

MULTI = {**single("m", None), "type": "multi"}
YES_NO = {"id": "y", "type": "yes_no", "ask": "y?"}
RUBRIC = contrast(single("p"), likert("q", allow_na=True), MULTI, YES_NO)


def responses(answers: dict[str, Any], **more: Any) -> Responses:
    return Responses.model_validate({"rubric": "tiny", "answers": answers, **more})


def read_one(name: str, raw: Any) -> Response:
    return read(RUBRIC, responses({name: raw}))[name]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("p", "pa", Response("answered", "pa")),
        ("q", 4, Response("answered", 4)),
        ("q", "much", Response("answered", 4)),
        ("m", ["pb", "pa"], Response("answered", ("pa", "pb"))),
        ("m", (), Response("skipped")),
        ("m", [], Response("skipped")),
        ("y", False, Response("answered", "no")),
        ("p", None, Response("skipped")),
        ("p", "skipped", Response("skipped")),
        ("p", "dont_know", Response("dont_know")),
        ("q", "not_applicable", Response("not_applicable")),
        ("q", {"not_applicable": "no budget"}, Response("not_applicable", None, "no budget")),
        ("q", {"not_applicable": True}, Response("not_applicable")),
        ("q", {"not_applicable": None}, Response("not_applicable")),
        ("q", {"not_applicable": "x", "note": "n"}, Response("not_applicable", None, "x", "n")),
        ("q", {"dont_know": "ask Ann"}, Response("dont_know", None, "ask Ann")),
        ("q", {"skipped": "later", "note": "n"}, Response("skipped", None, "later", "n")),
        ("q", {"answer": 4, "note": "seen it"}, Response("answered", 4, None, "seen it")),
        ("q", {"answer": 4}, Response("answered", 4)),
        ("q", {"answer": "dont_know", "note": "n"}, Response("dont_know", None, None, "n")),
        ("q", {"answer": None}, Response("skipped")),
    ],
)
def test_a_response_is_in_the_state_that_the_file_says(
    name: str, raw: Any, expected: Response
) -> None:
    assert read_one(name, raw) == expected


def test_an_item_that_the_file_does_not_name_is_skipped() -> None:
    found = read(RUBRIC, responses({"q": 1}))
    assert list(found) == ["p", "q", "m", "y"]
    assert found["p"] == Response("skipped")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("N/A", "not_applicable"),
        (" n/a ", "not_applicable"),
        ("Not applicable", "not_applicable"),
        ("don't know", "dont_know"),
        ("Don’t know", "dont_know"),
        ("DONT_KNOW", "dont_know"),
        ("Skip", "skipped"),
    ],
)
def test_a_state_is_understood_in_the_words_that_people_write(words: str, state: str) -> None:
    assert read_one("q", words).state == state
    assert read_one("q", {"answer": words, "note": "n"}) == Response(state, None, None, "n")


def test_words_for_a_state_that_an_item_reads_as_an_answer_are_its_answer() -> None:
    rubric = contrast(single("p"), likert("q", labels=("Skip", *LABELS[1:])))
    assert read(rubric, responses({"q": "skip"}))["q"] == Response("answered", 1)


def test_an_item_that_always_applies_takes_n_a_in_no_words() -> None:
    with pytest.raises(Invalid, match="this item always applies"):
        read_one("p", "N/A")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("p", "px", "unknown option `px`"),
        ("p", 1, "expected the name of an option"),
        ("p", (), "expected the name of an option"),
        ("q", 6, "expected a whole number from 1 to 5"),
        ("q", True, "expected a whole number from 1 to 5"),
        ("p", "not_applicable", "this item always applies"),
        ("p", {"not_applicable": "why"}, "this item always applies"),
        ("p", {"answer": "pa", "skipped": "x"}, "expected one of answer, not_applicable"),
        ("p", {"answer": "pa", "nota": "x"}, "expected one of answer, not_applicable"),
        ("p", {"note": "x"}, "expected one of answer, not_applicable"),
        ("p", {}, "expected one of answer, not_applicable"),
        ("p", {"dont_know": 3}, "`dont_know` must be a text"),
        ("p", {"answer": "pa", "note": 3}, "`note` must be a text"),
        ("p", {"skipped": False}, "`skipped` must be a text"),
        ("x", "pa", "unknown item"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, raw: Any, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_one(name, raw)
    (problem,) = caught.value.problems
    assert problem.path == ("answers", name)
    assert problem.message.startswith(message)


def test_an_unknown_item_comes_with_the_nearest_known_one() -> None:
    rubric = contrast(single("budget"), single("vision"))
    with pytest.raises(Invalid) as caught:
        read(rubric, responses({"budgett": "pa"}))
    (problem,) = caught.value.problems
    assert (problem.advice, problem.code) == ("did you mean `budget`?", "unknown-item")
    assert problem.at_key


def test_all_answers_that_cannot_be_read_are_listed_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        read(RUBRIC, responses({"p": "px", "q": 9, "x": 1}))
    assert [p.path[-1] for p in caught.value.problems] == ["p", "q", "x"]


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("date", "2026-02-30"),
        ("date", "22.11.2026"),
        ("date", "20261122"),
        ("date", 20261122),
        ("rubric_hash", "sha256:abc"),
        ("respondent", {"nam": "x"}),
        ("respondent", {"group": "A Group"}),
        ("seconds", {"p": "fast"}),
        ("answer", {}),
    ],
)
def test_a_field_of_the_file_that_is_wrong_is_refused(field: str, raw: Any) -> None:
    with pytest.raises(ValidationError):
        responses({}, **{field: raw})


def test_who_answered_and_when_is_kept() -> None:
    found = responses({}, date="2026-11-22", respondent={"name": "Northwind", "group": "founder"})
    assert (found.day, found.respondent.name) == ("2026-11-22", "Northwind")
    assert (found.respondent.group, responses({}).respondent.group) == ("founder", "self")


@pytest.mark.parametrize("answered", [None, "same", "other"])
def test_a_rubric_has_changed_when_the_file_carries_another_hash(answered: str | None) -> None:
    hashes = {"same": "sha256:" + "a" * 64, "other": "sha256:" + "b" * 64, None: None}
    given = responses({}, rubric_hash=hashes[answered])
    assert changed_since(hashes["same"] or "", given) is (answered == "other")


# --- branches --------------------------------------------------------------------------------

WHEN = {"item": "first", "is": "pa"}
BRANCHED = contrast(
    single("first"),
    single("second", ask_when=WHEN),
    single("third", ask_when={"item": "second", "is": "pa"}),
    single("fourth", ask_when={"not": {"item": "second", "is": "pa"}}),
)


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ({}, "skipped skipped skipped skipped"),
        ({"first": "pb"}, "answered not_presented not_presented skipped"),
        ({"first": "pa"}, "answered skipped skipped skipped"),
        ({"first": "pa", "second": "pa"}, "answered answered skipped not_presented"),
        ({"first": "pa", "second": "pb"}, "answered answered not_presented skipped"),
        ({"first": "pa", "second": "dont_know"}, "answered dont_know skipped skipped"),
    ],
)
def test_an_item_is_asked_unless_its_branch_certainly_leads_past_it(
    answers: dict[str, Any], states: str
) -> None:
    found = read(BRANCHED, responses(answers))
    assert " ".join(response.state for response in found.values()) == states


def test_an_answer_to_an_item_that_a_branch_leads_past_does_not_count_but_is_remembered() -> None:
    given = {"first": "pb", "second": {"answer": "pa", "note": "typed before"}}
    found = read(BRANCHED, responses(given))["second"]
    behind = Response("answered", "pa", None, "typed before")
    assert found == Response("not_presented", None, None, "typed before", behind=behind)
    assert found.hidden
    assert not read(BRANCHED, responses({"first": "pb"}))["second"].hidden


def test_an_item_without_a_branch_is_always_asked() -> None:
    assert branch(BRANCHED.item("first"), {}) is True


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("answered", True),
        ("skipped", None),
        ("dont_know", None),
        ("not_applicable", False),
        ("not_presented", False),
    ],
)
def test_a_comparison_is_unknown_while_open_and_false_where_the_item_does_not_apply(
    state: Any, expected: bool | None
) -> None:
    when = BRANCHED.item("second").ask_when
    assert isinstance(when, ItemIs)
    response = Response(state, "pa" if state == "answered" else None)
    assert compare_answer(when, {"first": response}) is expected
    assert compare_answer(when, {}) is None


def test_a_score_is_never_known_from_answers_alone() -> None:
    leaf = ScoreIs.model_validate({"outcome": "a", "at_least": 1})
    assert compare_answer(leaf, {"first": Response("answered", "pa")}) is None


def test_what_is_skipped_or_not_known_could_still_be_answered() -> None:
    given = {"p": "dont_know", "q": "not_applicable", "m": ["pa"]}
    answers = read(RUBRIC, responses(given))
    assert [item.id for item in open_items(RUBRIC, answers)] == ["p", "y"]


def test_a_label_that_names_a_state_is_read_as_the_state() -> None:
    rubric = contrast(single("p"), likert("q", labels=("skipped", *LABELS[1:])))
    assert read(rubric, responses({"q": "skipped"}))["q"].state == "skipped"


def test_an_answer_that_hangs_on_an_open_branch_decides_nothing_yet() -> None:
    # While `first` is open, `second` may turn out not to be asked, and then `fourth` is asked.
    found = read(BRANCHED, responses({"second": "pa", "fourth": "pb"}))
    assert found["fourth"].state == "answered"
