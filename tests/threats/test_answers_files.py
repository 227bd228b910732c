"""Answers from a stranger are taken whole or refused, and change nothing but answers."""

from __future__ import annotations

import json

import pytest
from runs import Run
from strangers import (
    ANSWERS,
    FIRST,
    RUBRIC,
    TWO,
    Write,
)

BAD_JSON = {
    "NaN": ('{"rubric": "tiny", "answers": {"two": NaN}}', "NaN"),
    "Infinity": ('{"rubric": "tiny", "answers": {"two": -Infinity}}', "Infinity"),
    "1e400": ('{"rubric": "tiny", "answers": {"two": 1e400}}', "expected a number"),
    "digits": ('{"rubric": "tiny", "answers": {"two": 1%s}}' % ("0" * 400), "expected a number"),
    "twice": ('{"rubric": "tiny", "answers": {"one": "x", "one": "y"}}', "given twice"),
    "deep": ('{"rubric": "tiny", "answers": {"one": ' + "[" * 1_000, "nested more than 32 deep"),
    "surrogate": ('{"rubric": "tiny", "answers": {"one": "\\ud800"}}', "U+D800"),
    "escape": ('{"rubric": "tiny", "answers": {"\\u001b[2J": 1}}', "U+001B"),
    "cut": ('{"rubric": "tiny", "answers": {"one": "x"', "not valid JSON"),
}


@pytest.mark.parametrize("kind", BAD_JSON)
@pytest.mark.parametrize("name", ["answers.json", "-"])
def test_json_that_other_readers_bend_is_refused(
    kind: str, name: str, rolefit: Run, write: Write
) -> None:
    text, told = BAD_JSON[kind]
    write("rubric.yaml", RUBRIC + TWO)
    write("answers.json", text)
    ran = rolefit("score", name, "--rubric", "rubric.yaml", stdin=text.encode())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


BAD_ANSWERS = {
    "one: z": "unknown option `z`",
    "one: 1": "expected the name of an option",
    "one: [x]": "expected the name of an option",
    "two: -1": "expected 0 to 100 hours",
    "two: 100.5": "expected 0 to 100 hours",
    "two: ten": "expected a number of hours",
    "two: true": "expected a number of hours",
    'two: "10"': "expected a number of hours",
    "two: 1e1": "expected a number of hours",
    "two: 0x10": "expected a number of hours",
    "two: 010": "expected a number of hours",
    "two: 1_0": "expected a number of hours",
    "two: 1,5": "expected a number of hours",
    "two: ٣": "expected a number of hours",
    "two: ３": "expected a number of hours",
    "two: " + "1" * 5_000: "expected a number of hours",
    "tow: 10": "unknown item",
    "one: not_applicable": "this item always applies",
}


@pytest.mark.parametrize("answer", BAD_ANSWERS, ids=lambda text: text[:16])
def test_an_answer_that_is_none_is_refused_and_nothing_is_scored(answer: str, score: Run) -> None:
    ran = score(f"rubric: tiny\nanswers:\n  {answer}\n", RUBRIC + TWO)
    assert (ran.code, ran.out) == (2, "")
    column = 3 if "unknown item" in BAD_ANSWERS[answer] else 8
    assert ran.err.startswith(f"answers.yaml:3:{column}: answers.")
    assert BAD_ANSWERS[answer] in ran.err
    assert len(ran.err) < 1_000


def test_all_bad_answers_are_told_at_once_and_ten_at_most(score: Run) -> None:
    wrong = "".join(f"  k{k}: 1\n" for k in range(60))
    ran = score(f"rubric: tiny\nanswers:\n  one: z\n{wrong}")
    assert ran.err.count("unknown item") == 9
    assert "unknown option `z`" in ran.err
    assert "... and 51 more in answers.yaml" in ran.err


@pytest.mark.parametrize("open_", ["", "two: ", "two: dont_know", "two: skipped", "two: null"])
def test_a_missing_answer_is_a_state_of_its_own_and_never_nought(open_: str, score: Run) -> None:
    item = "  - {id: two, type: numeric, dimension: d, ask: T?, unit: hours, range: [0, 10], "
    item += "toward: a, breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}]}\n"
    rubric = RUBRIC + FIRST.replace("one", "three") + item
    answers = f"rubric: tiny\nanswers:\n  one: x\n  three: x\n  {open_}\n"
    ran = score(answers, rubric, ("--format", "json"))
    found = json.loads(ran.out)["assessment"]
    assert [outcome["score"] for outcome in found["outcomes"]] == [100, 0]
    state = "dont_know" if "dont_know" in open_ else "skipped"
    assert [(m["item"], m["state"]) for m in found["missing"]] == [("two", state)]


TAMPERED = {
    "rubric: ../rubric\nanswers: {}\n": "rubric: expected a short name",
    "rubric: /etc/passwd\nanswers: {}\n": "rubric: expected a short name",
    "rubric: tiny.yaml\nanswers: {}\n": "rubric: expected a short name",
    "rubric: tiny\nanswers: {}\nweights: {d: 9}\n": "weights: unknown key",
    "rubric: tiny\nanswers: {}\nsettings: {max_lost_weight: 1}\n": "settings: unknown key",
    "rubric: tiny\nanswers: {}\nrater: other\n": "rater: unknown key",
    "rubric: tiny\nanswers: {}\nrespondent: {id: other}\n": "respondent.id: unknown key",
    "rubric: tiny\nanswers: {one: {answer: x, weight: 9}}\n": "answers.one: expected one of",
    "rubric: tiny\nanswers: {}\nrubric_hash: sha256:x\n": "rubric_hash: expected sha256",
    "rubric: tiny\nanswers: {}\nrubric_version: 1.0\n": "rubric_version: expected a text",
}


@pytest.mark.parametrize("text", TAMPERED)
def test_a_responses_file_can_give_answers_and_change_nothing_else(text: str, score: Run) -> None:
    ran = score(text)
    assert (ran.code, ran.out) == (2, "")
    assert TAMPERED[text] in ran.err


def test_a_rubric_that_changed_since_it_was_answered_is_noticed(score: Run) -> None:
    answers = f"rubric_hash: sha256:{'0' * 64}\n{ANSWERS}"
    assert "The rubric has changed since" in " ".join(score(answers).out.split())
    assert "The rubric has changed since" not in " ".join(score().out.split())


def test_answers_to_one_rubric_are_not_scored_by_another(score: Run) -> None:
    ran = score("rubric: other\nanswers: {one: x}\n")
    assert (ran.code, ran.out) == (2, "")
    assert "answers to `other`, not to `tiny`" in ran.err
