"""A question that splits a total, from the screen, lines and files to every report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from runs import Ran
from talk import LAST, Terminal

import rolefit as package
from rolefit.storage.journal.store import Store, store_path

Run = Callable[..., Ran]
RUBRIC = str(Path(__file__).parent.parent / "examples" / "week.yaml")
UP, DOWN, ENTER, DELETE = "\x1b[A", "\x1b[B", "\r", "\x7f"
QUOTED = "20 making, 12.5 planning, 7.5 meeting others"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(package.__file__).parent.parent))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """Writes a responses file."""

    def write(name: str, week: object, *, planned: int = 3, day: str = "2026-11-20") -> str:
        answers = {"week": week, "planned": planned}
        raw = {"rubric": "week", "rubric_version": "1.0", "date": day, "answers": answers}
        (tmp_path / name).write_text(json.dumps(raw), encoding="utf-8")
        return name

    return write


def saved() -> dict[str, object]:
    """The answers of the session saved last."""
    with Store(store_path()) as store:
        return store.sessions("week")[0].answers


# --- asking ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_on_the_screen_each_option_has_a_number_and_the_rest_is_shown() -> None:
    with Terminal(RUBRIC) as t:
        t.see("type a number for each")
        assert "Split 40 hours over these" in t.glass.text
        assert "0 of 40 hours, 40 left" in t.press(DELETE, "40 left")
        t.press("20", "20 of 40 hours, 20 left")
        assert t.glass.here == "▸   20 making"
        t.press(ENTER, "▸      planning")
        t.press("12.55" + DELETE, "32.5 of 40 hours, 7.5 left")
        t.press(ENTER, "▸      meeting others")
        assert "! The parts add up to 32.5 of 40 hours: 7.5 are left." in t.press(ENTER, "! The")
        t.press(" ", "40 of 40 hours, 0 left")
        assert "→ 20 making, 12.5 planning, 7.5 meeting…" in t.press(ENTER, "Question 2")
        raw: Any = saved()["week"]
        assert {name: str(part) for name, part in raw.items()} == {
            "making": "20",
            "planning": "12.5",
            "meeting": "7.5",
        }


@pytest.mark.slow
def test_what_was_typed_before_stands_there_again_and_too_much_is_said() -> None:
    with Terminal(RUBRIC) as t:
        t.see("type a number for each")
        t.press("40" + ENTER, "Question 2")
        t.press("b", "Your answer so far: 40 making")
        assert "▸   40 making" in t.glass.text
        t.press(DOWN + "5", "45 of 40 hours, 5 too many")
        seen = t.press(ENTER, "! The parts")
        assert "add up to 45 of 40 hours: 5 are too many." in seen
        t.press(UP + DELETE + DELETE + "35" + ENTER, "Question 2")
        assert saved()["week"] == {"making": 35, "planning": 5}


@pytest.mark.slow
def test_a_note_stands_beside_the_parts() -> None:
    with Terminal(RUBRIC) as t:
        t.see("type a number for each")
        t.press("40", "0 left")
        t.press("e", "Your note")
        t.press("as counted" + ENTER, "Your note: as counted")
        t.press(ENTER, "Question 2")
        assert saved()["week"] == {"answer": {"making": 40}, "note": "as counted"}


def test_in_lines_the_numbers_stand_in_the_order_of_the_options(rolefit: Run) -> None:
    typed = b"20 20 5\n1 2 3 4\ntwenty\n20 12.5 7.5\n3\n"
    ran = rolefit("take", RUBRIC, "--accessible", "--format", "json", stdin=typed)
    assert ran.code == 0
    assert "the parts add up to 45 of 40 hours: 5 are too many" in ran.err
    assert ran.err.count("type a number for each of the 3 lines, in their order") == 2
    assert f"Noted: {QUOTED}" in ran.err
    assert LAST in ran.err
    assert json.loads(ran.out)["assessment"]["contributions"][0]["answer"] == QUOTED


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["terminal", "markdown", "html", "csv", "json"])
def test_every_report_quotes_the_parts(
    rolefit: Run, sheet: Callable[..., str], format: str
) -> None:
    file = sheet("a.json", {"making": 20, "planning": 12.5, "meeting": 7.5})
    ran = rolefit("score", file, "--rubric", RUBRIC, "--full", "--format", format)
    assert ran.code == 0
    assert QUOTED in " ".join(ran.out.split())


def test_a_file_with_a_wrong_sum_says_what_is_missing(
    rolefit: Run, sheet: Callable[..., str]
) -> None:
    ran = rolefit("score", sheet("a.json", {"making": 20, "planning": 10}), "--rubric", RUBRIC)
    assert ran.code == 2
    assert "answers.week: the parts add up to 30 of 40 hours: 10 are left" in ran.err


def test_whatif_takes_parts_and_flips_are_set_that_way(
    rolefit: Run, sheet: Callable[..., str]
) -> None:
    file = sheet("a.json", {"making": 40}, planned=2)
    shown = json.loads(rolefit("score", file, "--rubric", RUBRIC, "--format", "json").out)
    flips = shown["assessment"]["alternatives"]["flips"]
    set_to = [c["set_to"] for flip in flips for c in flip["changes"] if c["item"] == "week"]
    assert set_to == ["planning:40"]
    ran = rolefit("whatif", file, "--rubric", RUBRIC, "--set", f"week={set_to[0]}")
    assert ran.code == 0
    assert "week: 40 planning" in ran.out
    wrong = rolefit("whatif", file, "--rubric", RUBRIC, "--set", "week=making:20,planning:10")
    assert "add up to 30 of 40 hours: 10 are left" in wrong.err


def test_sheets_with_other_parts_are_held_side_by_side(
    rolefit: Run, sheet: Callable[..., str]
) -> None:
    one, other = sheet("a.json", {"making": 40}), sheet("b.json", {"planning": 40})
    ran = rolefit("compare", one, other, "--rubric", RUBRIC, "--full")
    assert ran.code == 0
    assert "40 making" in ran.out
    assert "40 planning" in ran.out


def test_progress_tells_how_the_parts_moved(rolefit: Run, sheet: Callable[..., str]) -> None:
    for day, week in (
        ("2026-10-01", {"making": 40}),
        ("2026-11-01", {"making": 10, "planning": 30}),
    ):
        file = sheet(f"{day}.json", week, day=day)
        assert rolefit("take", RUBRIC, "--answers", file, "--no-input", "--keep").code == 0
    ran = rolefit("progress", RUBRIC)
    assert ran.code == 0
    assert "10 making, 30 planning" in " ".join(ran.out.split())


@pytest.mark.slow
def test_the_schemas_know_totals_and_parts(rolefit: Run) -> None:
    rubric = yaml.safe_load(Path(RUBRIC).read_text("utf-8"))
    schema = json.loads(rolefit("rubric", "schema").out)
    assert list(Draft202012Validator(schema).iter_errors(rubric)) == []
    rubric["items"][0]["total"] = 0
    assert list(Draft202012Validator(schema).iter_errors(rubric))
    answers = json.loads(rolefit("rubric", "schema", "--responses", RUBRIC).out)
    check = Draft202012Validator(answers["properties"]["answers"])
    assert check.is_valid({"week": {"making": 20, "planning": 20}})
    assert check.is_valid({"week": {"answer": {"making": 40}, "note": "as counted"}})
    assert not check.is_valid({"week": {"making": 41}})
    assert not check.is_valid({"week": {"sleeping": 40}})


def test_the_blank_form_says_how_parts_are_written_and_the_page_what_they_are_worth(
    rolefit: Run,
) -> None:
    blank = rolefit("rubric", "blank", RUBRIC).out
    assert "(parts that add up to 40 hours: {making: 20, planning: 20})" in blank
    shown = rolefit("rubric", "show", RUBRIC).out
    assert "planning: planning (planner 1)" in shown


@pytest.mark.slow
def test_an_audit_counts_the_corners_and_says_so(rolefit: Run) -> None:
    assert rolefit("rubric", "test", RUBRIC).code == 0
    ran = rolefit("rubric", "audit", RUBRIC)
    said = " ".join(ran.out.split())
    assert "A split counts where all of it goes to one option, not in between." in said
    assert "Exact: all 15 combinations of answers are counted." in said
