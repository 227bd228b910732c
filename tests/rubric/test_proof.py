"""Evidence beside answers: how it is read, what is refused, and what stays without it."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, contrast, likert, single

from rolefit.errors import Invalid
from rolefit.rubric.model import Response, only_proved, read
from rolefit.rubric.proof import Proof

RUBRIC = contrast(single("p"), likert("q"))
SEEN = {"quote": "4,112 visits", "source": "web statistics", "date": "2026-06-01"}
GIVEN = Proof(quote="4,112 visits", source="web statistics", date="2026-06-01")


def read_one(raw: Any) -> Response:
    """What one value of a file is read as."""
    return read(RUBRIC, answers(RUBRIC, p=raw))["p"]


def test_evidence_is_read_beside_an_answer_and_a_note() -> None:
    assert read_one({"answer": "pa", "evidence": SEEN}).evidence == GIVEN
    both = read_one({"answer": "pa", "note": "since May", "evidence": SEEN})
    assert (both.note, both.evidence) == ("since May", GIVEN)


@pytest.mark.parametrize("empty", [{"evidence": None}, {"evidence": None, "note": "x"}])
def test_evidence_left_empty_is_none(empty: dict[str, Any]) -> None:
    assert read_one({"answer": "pa", **empty}).evidence is None


def test_the_day_may_be_missing() -> None:
    known = {"quote": "“Yes.”", "source": "Ada"}
    assert read_one({"answer": "pa", "evidence": known}).evidence == Proof(**known)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("it is so", "needs a quote and its source"),
        (["a"], "needs a quote and its source"),
        (True, "needs a quote and its source"),
        ({}, "lacks its quote"),
        ({"quote": "  ", "source": "s"}, "lacks its quote"),
        ({"quote": "q"}, "lacks its source"),
        ({"quote": 7, "source": "s"}, "`quote` must be a text"),
        ({"quote": "q", "source": ["s"]}, "`source` must be a text"),
        ({"quote": "q" * 2001, "source": "s"}, "`quote` has 2001 characters"),
        ({"quote": "q", "source": "s" * 201}, "`source` has 201 characters"),
        ({"quote": "q", "source": "a\nb"}, "`source` must stand on one line"),
        ({"quote": "q", "source": "s", "date": "May"}, "expected a day"),
        ({"quote": "q", "source": "s", "date": "2026-13-01"}, "expected a day"),
        ({"quote": "q", "source": "s", "date": "2026-W23-1"}, "expected a day"),
        ({"quote": "q", "source": "s", "date": 2026}, "expected a day"),
        ({"quote": "q", "source": "s", "page": "3"}, "and nothing else"),
    ],
)
def test_what_is_no_evidence_is_named(raw: Any, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_one({"answer": "pa", "evidence": raw})
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.path == ("answers", "p")


@pytest.mark.parametrize("raw", [{"dont_know": "x"}, {"skipped": None}, {"answer": "dont_know"}])
def test_evidence_without_an_answer_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="evidence"):
        read_one({**raw, "evidence": SEEN})


def test_answers_without_evidence_are_left_open_and_never_count_as_nothing() -> None:
    given = answers(RUBRIC, p={"answer": "pa", "evidence": SEEN}, q=5)
    found = read(RUBRIC, only_proved(RUBRIC, given))
    assert found["p"].answer == "pa"
    assert found["q"] == Response("skipped")


@pytest.mark.parametrize("raw", ["dont_know", {"dont_know": "ask Ann"}, None])
def test_what_is_no_answer_stays_as_it_is(raw: Any) -> None:
    given = answers(RUBRIC, p="pa", q=raw)
    assert read(RUBRIC, only_proved(RUBRIC, given))["q"] == read(RUBRIC, given)["q"]
