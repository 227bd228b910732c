"""`score --proved`: the result on the answers that can be shown, next to that on all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import rubric as load
from jsonschema import Draft202012Validator
from runs import Ran

from rolefit.cli.interview.asking import with_note
from rolefit.rubric.model import Responses, read
from rolefit.storage.library import responses_text
from rolefit.storage.schemas import responses_schema
from rolefit.storage.writing import blank_responses

Run = Callable[..., Ran]
NORTHWIND = Path(__file__).parent.parent / "examples" / "northwind.yaml"
HOSTILE = "\x1b[31m]]> <script>x</script> | `a` *b* =1+1"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    """A founder's answers, the first so many of them with evidence."""

    def write(shown: int, quote: str = "4,112 visits in May") -> str:
        found = yaml.safe_load(NORTHWIND.read_text("utf-8"))
        found["date"] = str(found["date"])
        proof = {"quote": quote, "source": "the shared board", "date": "2026-06-01"}
        for name, raw in list(found["answers"].items())[:shown]:
            value = raw["answer"] if isinstance(raw, dict) else raw
            found["answers"][name] = {"answer": value, "evidence": proof}
        target = tmp_path / f"{shown}.json"
        target.write_text(json.dumps(found), encoding="utf-8")
        return str(target)

    return write


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def test_a_report_tells_answered_from_shown(rolefit: Run, file: Callable[..., str]) -> None:
    said = flat(rolefit("score", file(9)).out)
    assert "Evidence: 9 of 19 answers come with a quote and its source" in said
    assert "Evidence" not in rolefit("score", file(0)).out


def test_what_can_be_shown_is_told_next_to_all_of_it(
    rolefit: Run, file: Callable[..., str]
) -> None:
    said = flat(rolefit("score", file(12), "--proved").out)
    assert "Clear: a doer fits better" in said
    assert "On what can be shown (12 of 19 answers): " in said
    nothing = flat(rolefit("score", file(0), "--proved").out)
    assert "On what can be shown (0 of 19 answers): nothing yet." in nothing


def test_the_short_report_stays_short_and_the_brief_one_says_it_too(
    rolefit: Run, file: Callable[..., str]
) -> None:
    assert rolefit("score", file(9), "--proved").out.count("\n") <= 45
    assert "On what can be shown" in rolefit("score", file(9), "--proved", "--brief").out


def test_the_full_report_has_each_quote_beside_its_answer(
    rolefit: Run, file: Callable[..., str]
) -> None:
    said = flat(rolefit("score", file(9), "--full", "--format", "markdown").out)
    assert said.count("4,112 visits in May") >= 9
    assert "the shared board, 2026-06-01" in said
    assert "Ten answers without evidence: plan, " in said


def test_json_has_both_and_an_open_answer_is_no_zero(
    rolefit: Run, file: Callable[..., str]
) -> None:
    found: dict[str, Any] = json.loads(rolefit("score", file(9), "--proved", "-f", "json").out)
    whole, shown = found["assessment"], found["proved"]["assessment"]
    assert (whole["answered"], whole["evidenced"]) == (19, 9)
    assert shown["answered"] == shown["evidenced"] == 9
    assert {one["item"] for one in shown["missing"] if one["state"] == "skipped"} > {"plan"}
    assert all(one["evidence"]["quote"] for one in shown["contributions"])
    assert json.loads(rolefit("score", file(9), "-f", "json").out)["proved"] is None


def test_the_table_of_answers_has_the_evidence(rolefit: Run, file: Callable[..., str]) -> None:
    rows = rolefit("score", file(1), "-f", "csv").out.splitlines()
    assert "note,evidence," in rows[0]
    assert "(the shared board, 2026-06-01)" in rows[1]
    assert "shared board" not in rows[2]


@pytest.mark.parametrize("form", ["terminal", "markdown", "html", "csv"])
def test_hostile_evidence_stays_text(rolefit: Run, file: Callable[..., str], form: str) -> None:
    quote = HOSTILE.replace("\x1b", "\u202e")  # a file that holds ESC is refused as a whole
    ran = rolefit("score", file(2, quote.replace("\u202e", "")), "--full", "-f", form)
    assert ran.code == 0
    assert "<script>" not in ran.out or form in ("terminal", "csv")
    refused = rolefit("score", file(2, HOSTILE), "-f", form)
    assert refused.code == 2
    assert "\x1b" not in refused.err


@pytest.mark.slow
def test_whatif_reads_evidence_and_a_changed_answer_loses_its_own(
    rolefit: Run, file: Callable[..., str]
) -> None:
    ran = rolefit("whatif", file(9), "--set", "plan=2", "-f", "json")
    after = json.loads(ran.out)["what_if"]["after"]
    assert ran.code == 0
    assert after["evidenced"] == 9
    changed = rolefit("whatif", file(9), "--set", "growth=first", "-f", "json")
    assert json.loads(changed.out)["what_if"]["after"]["evidenced"] == 8


def test_a_file_of_answers_is_written_back_with_its_evidence(file: Callable[..., str]) -> None:
    rubric = load("first-marketing-hire")
    given = Responses.model_validate_json(Path(file(9)).read_text("utf-8"))
    again = yaml.safe_load(responses_text(given, rubric))
    again["date"] = str(again["date"])
    assert read(rubric, Responses.model_validate(again)) == read(rubric, given)


def test_in_an_interview_evidence_stays_with_an_answer_that_stays() -> None:
    given = {"answer": "hours", "evidence": {"quote": "q", "source": "s"}}
    assert with_note("hours", None, given) == given
    assert with_note("hours", "n", given) == {**given, "note": "n"}
    assert with_note("brief", "n", given) == {"answer": "brief", "note": "n"}


def test_a_blank_form_says_how_to_add_evidence() -> None:
    text = blank_responses(load("first-marketing-hire"))
    (line,) = [line for line in text.splitlines() if "evidence: {" in line]
    shown = yaml.safe_load(line.strip("# "))
    assert set(shown["selling"]["evidence"]) == {"quote", "source", "date"}


def test_the_schema_of_answers_knows_evidence() -> None:
    checks = Draft202012Validator(responses_schema(load("first-marketing-hire")))

    def fits(proof: Any) -> bool:
        given = {"stuck": {"answer": "hours", "evidence": proof}}
        return checks.is_valid({"rubric": "first-marketing-hire", "answers": given})

    assert fits({"quote": "q", "source": "s", "date": "2026-06-01"})
    assert fits({"quote": "q", "source": "s"})
    assert fits(None)
    assert not fits({"quote": "q"})
    assert not fits({"quote": "q", "source": "s", "date": "May"})
    assert not fits({"quote": "q", "source": "s", "page": 3})
    assert not fits("it is so")
