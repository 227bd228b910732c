"""`rolefit take` at real pseudo-terminals: every key, the cursor, sizes, signals."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from talk import ITEMS, LAST, Glass, Terminal, rubric_file

import rolefit
from rolefit.storage.journal.store import Store, store_path

pytestmark = pytest.mark.slow
UP, DOWN, LEFT, ESC, ENTER = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b", "\r"
INTERRUPT, CLOSED, DELETE = "\x03", "\x04", "\x7f"
Take = Callable[..., Terminal]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(rolefit.__file__).parent.parent))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def rubric(tmp_path: Path) -> str:
    """The rubric of `talk` as a file."""
    return rubric_file(tmp_path)


def answers() -> dict[str, object]:
    """The answers of the session saved last."""
    with Store(store_path()) as store:
        return store.sessions("tiny")[0].answers


def to_hours(terminal: Terminal) -> None:
    """Answer the first two questions."""
    terminal.see("1-3 answers")
    terminal.press("1", "Which tools")
    terminal.press("1\r", "How many hours")


def test_a_digit_answers_moves_on_and_leaves_one_line(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        assert "Question 1, at most 5 left" in t.glass.text
        seen = t.press("2", "Question 2")
        assert "✓ Who does the work? → We share it." in seen
        assert "Others do it." not in seen
        assert answers() == {"team": "ours"}


def test_a_name_is_asked_for_and_may_be_left_empty(rubric: str) -> None:
    for typed, kept in (("Ada Lovelace\r", "Ada Lovelace"), (ENTER, None)):
        with Terminal(rubric, "--fresh", name=None) as t:
            t.see("A name for the report")
            t.press(typed, "Question 1")
            t.press("2", "Question 2")
        with Store(store_path()) as store:
            assert store.sessions("tiny")[0].name == kept


def test_the_real_cursor_stands_on_the_chosen_row(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        assert t.glass.here == "▸ 1 I do it myself."
        assert not t.glass.hidden
        t.press(DOWN, "▸ 2")
        assert t.glass.here == "▸ 2 We share it."
        t.press(DOWN + DOWN + DOWN, "▸ 3")
        t.press(UP, "▸ 2")
        t.press(ENTER, "Question 2")
        assert t.glass.here == "▸ 1 [ ] A pen"
        assert answers() == {"team": "ours"}


def test_space_and_digits_tick_and_enter_answers(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("1", "1-4 or space ticks")
        assert t.press(ENTER, "! Tick one or more").count("[x]") == 0
        t.press(" ", "▸ 1 [x] A pen")
        t.press("3", "▸ 3 [x] A board")
        t.press("4", "▸ 4 [x] None of these.")
        assert t.glass.text.count("[x]") == 1
        t.press("2", "▸ 2 [x] A phone")
        assert t.glass.text.count("[x]") == 1
        t.press("1", "▸ 1 [x] A pen")
        t.press(ENTER, "Question 3")
        assert answers()["tools"] == ("pen", "phone")


def test_an_amount_is_typed_with_its_unit_and_range(rubric: str) -> None:
    with Terminal(rubric) as t:
        to_hours(t)
        assert "A number of hours, 0 to 40." in t.glass.text
        t.press("99", "▸ 99 hours")
        assert t.glass.here == "▸ 99 hours"
        assert t.glass.x == len("▸ 99")
        assert "That is no answer here: expected 0 to 40 hours" in t.press(ENTER, "! That is")
        t.press("12.55" + DELETE, "▸ 12.5 hours")
        t.press("٣x", "▸ 12.5 hours")
        t.press(",", "! Plain digits only")
        t.press(ENTER, "chair a meeting")
        assert str(answers()["hours"]) == "12.5"


def test_back_keeps_the_old_answer(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("b", "! This is the first question.")
        for key in ("b", LEFT, DELETE):
            t.press("2", "Which tools")
            t.press(key, "Your answer so far: We share it.")
            assert t.glass.here == "▸ 2 We share it."
        t.press(ENTER, "Which tools")
        assert answers() == {"team": "ours"}


def test_skip_and_dont_know_have_signs_of_their_own(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        assert "? Who does the work? → don't know" in t.press("d", "Question 2")
        assert "– Which tools were used? → skipped" in t.press("s", "Question 3")
        assert answers() == {"team": "dont_know", "tools": "skipped"}


def test_not_applicable_asks_for_a_reason_that_may_be_empty(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("n", "Why does it not apply?")
        t.press(ESC, "1-3 answers")
        t.press("n", "Why does it not apply?")
        assert "○ Who does the work? → does not apply (no team)" in t.press(
            "no team\r", "Question 2"
        )
        t.press("n", "Why does it not apply?")
        t.press(ENTER, "Question 3")
        t.press("n", "! This question always applies")
        assert answers() == {
            "team": {"not_applicable": "no team"},
            "tools": "not_applicable",
        }


def test_a_note_is_evidence_and_can_be_changed(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("e", "Your note")
        t.press("since May, 顧客 🙂\r", "Your note: since May, 顧客 🙂")
        assert "(noted)" in t.press("1", "Question 2")
        assert answers() == {"team": {"answer": "mine", "note": "since May, 顧客 🙂"}}
        t.press("b", "Your note: since May")
        t.press("e", "Your note, what happened for example: since May")
        t.press("\x15\r", "1-3 answers")
        t.press("1", "Question 2")
        assert answers() == {"team": "mine"}


def test_an_explanation_shows_what_is_meant_and_no_reason(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        seen = t.press("?", "It is about:")
        assert "Work shows who is needed." not in seen
        assert "▸ 1 I do it myself." in t.press("", "1-3 answers")


def test_the_review_leads_to_any_answer_and_back(rubric: str) -> None:
    with Terminal(rubric) as t:
        to_hours(t)
        seen = t.press("r", "Your answers")
        assert "1 ✓ Who does the work? → I do it myself." in seen
        assert "4 · Do you chair a meeting? → open" in seen
        assert t.glass.here.startswith("▸ 3 ")
        t.press(ESC, "How many hours")
        t.press("r", "Your answers")
        t.press("1", "Your answer so far: I do it myself.")
        t.press("3", "How many hours")
        assert answers()["team"] == "theirs"


def finish(t: Terminal) -> None:
    """Answer everything up to the last page."""
    to_hours(t)
    t.press("3\r", "chair a meeting")
    t.press("2", "How well is it done?")


def test_half_levels_and_the_interview_question(rubric: str) -> None:
    with Terminal(rubric) as t:
        finish(t)
        assert "To ask: Tell me about the last time." in t.glass.text
        t.press(DOWN, "▸ 2 In time.")
        assert "between two levels" in t.press("+", LAST)
        assert str(answers()["level"]) == "2.5"


def test_keys_typed_ahead_are_not_lost(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("11\r3\r2", "How well is it done?")
        assert list(answers()) == ["team", "tools", "hours", "chair"]


def test_pasted_text_answers_nothing(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("\x1b[200~12\r3\x1b[201~" + DOWN, "▸ 2 We share it.")
        assert "Question 1" in t.glass.text


def test_a_low_terminal_scrolls_to_the_chosen_row(tmp_path: Path) -> None:
    options = [{"id": f"o{k}", "text": f"{k} " + "word " * 30, "favors": {}} for k in range(9)]
    more: dict[str, Any] = {"consistency_pairs": []}
    rubric = rubric_file(tmp_path, items=[{**ITEMS[0], "options": options}, *ITEMS[1:]], **more)
    with Terminal(rubric, rows=12, columns=40) as t:
        t.see("▸ 1 0 word")
        for k in range(1, 9):
            t.press(DOWN, f"▸ {k + 1} {k} word")
            assert t.glass.here.startswith(f"▸ {k + 1} {k} word")
        t.press(ENTER, "Which tools")
        assert answers() == {"team": "o8"}


def test_a_branch_appears(rubric: str) -> None:
    with Terminal(rubric) as t:
        to_hours(t)
        t.press("3\r", "chair a meeting")
        t.press("y", "How often do you chair it?")
        t.press("b", "chair a meeting")
        t.press("2", "How well is it done?")
        t.press("b", "chair a meeting")
        t.press("1", "How often do you chair it?")


def test_the_end_is_the_report_a_file_and_the_journal(rubric: str, tmp_path: Path) -> None:
    with Terminal(rubric, "--name", "Northwind", process=True) as t:
        finish(t)
        t.press("1", LAST)
        t.press(ENTER, "Save something to a file?")
        assert "Northwind" in t.glass.text
        t.press(ENTER, "Name of the file (Enter: tiny-")
        t.press(ENTER, "rolefit score tiny-")
        t.see("Save something to a file?")
        assert t.glass.here == "▸ 3 No, go on"
        t.press(ENTER, "Keep this assessment")
        assert t.glass.here == "▸ 2 No"
        t.press("y" + UP + ENTER, "rolefit journal show")
        assert t.end() == 0
    assert list(tmp_path.glob("tiny-*.yaml"))
    with Store(store_path()) as store:
        assert store.sessions() == ()
        assert len(store.entries("tiny")) == 1


def test_a_name_that_is_typed_replaces_the_one_that_is_told(rubric: str, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("mine\n")
    with Terminal(rubric, "--no-save") as t:
        finish(t)
        t.press("1", LAST)
        t.press(ENTER, "Save something to a file?")
        t.press("2", "Name of the file (Enter: tiny-")
        said = " ".join(t.glass.text.split())
        assert (
            "decides what the report is written as: .txt, .md, .html, .pdf, .docx, .csv or .json."
            in said
        )
        t.press("old.md" + ENTER, "old.md exists already, and was left as it is.")
        t.press("my.odt" + ENTER, "rolefit writes no `.odt` files")
        t.press("mine.md" + ENTER, "Wrote mine.md.")
        t.press("1", "Name of the file (Enter: tiny-")
        t.press("mine" + ENTER, "Wrote mine.yaml.")
        t.press("1", "Name of the file (Enter: tiny-")
        t.press(ESC, "▸ 3 No, go on")
        t.press("3", "")
        assert t.end() == 0
    assert sorted(p.name for p in tmp_path.glob("m*.*")) == ["mine.md", "mine.yaml"]
    assert (tmp_path / "old.md").read_text() == "mine\n"
    assert "tiny-" not in "".join(p.name for p in tmp_path.iterdir())


def test_the_last_page_can_be_left_and_come_back_to(rubric: str) -> None:
    with Terminal(rubric) as t:
        finish(t)
        t.press("1", LAST)
        t.press("3", "Your answer so far: Late.")
        t.press(ENTER, LAST)
        t.press("2", "Your answers")
        t.press(ESC, LAST)
        t.press("q", "To go on")
        assert t.end() == 1
    with Terminal(rubric, "--resume") as t:
        t.see(LAST)


def test_a_contradiction_is_asked_again(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("3", "Which tools")
        t.press("1\r", "How many hours")
        t.press("3\r", "chair a meeting")
        t.press("2", "How well is it done?")
        t.press("3", "Both are right as they are")
        assert "Others do it, and it is early." in " ".join(t.glass.text.split())
        assert t.glass.here == "▸ 3 Both are right as they are"
        t.press("1", "Your answer so far: Others do it.")
        t.press("3", LAST)


def test_the_rubrics_are_offered(tmp_path: Path) -> None:
    with Terminal() as t:
        t.see("What would you like to assess?")
        t.press("3", "Question 1")
        assert "first-marketing-hire" not in t.glass.here
    with Terminal() as t:
        t.see("What would you like to assess?")
        t.press(ESC, "no rubric was chosen")
        assert t.end() == 2


def test_q_saves_and_says_how_to_go_on_and_resuming_goes_on(rubric: str) -> None:
    for key in ("q", CLOSED):
        with Terminal(rubric, "--fresh", process=key == CLOSED) as t:
            t.see("1-3 answers")
            t.press("2", "Which tools")
            t.press(key, f"To go on: rolefit take {rubric}"[:60])
            assert t.end() == 1
    with Terminal(rubric) as t:
        # Both were begun anew, and none of them is out of reach.
        t.see("You began this more than once.")
        t.see("None of them; begin anew")
        t.press("2", "Which tools")
        assert "Going on where you left: 1 answer so far." in t.glass.text


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (None, 130)],
)
def test_whatever_ends_it_the_answers_are_saved(
    rubric: str, plain: bool, number: int | None, code: int
) -> None:
    with Terminal(rubric, *["--accessible"] * plain, process=plain and number is None) as t:
        t.see("Your answer (h for help)" if plain else "1-3 answers")
        t.press("2\r" if plain else "2", "Which tools")
        if number is None:
            t.child.send(INTERRUPT)
        else:
            t.child.kill(number)
        assert t.end() == code
        assert "All your answers are saved." in t.glass.text
        assert " ".join(t.glass.text.split()).endswith(f"To go on: rolefit take {rubric}")
    assert answers() == {"team": "ours"}


def test_an_interrupt_is_heard_where_other_tests_had_reads_begin_anew(rubric: str) -> None:
    signal.siginterrupt(signal.SIGINT, False)  # as libraries do when they load
    try:
        with Terminal(rubric, "--accessible") as t:
            t.see("Your answer (h for help)")
            t.child.kill(signal.SIGINT)
            assert t.end() == 130
    finally:
        signal.siginterrupt(signal.SIGINT, True)


def test_kill_loses_nothing_that_was_answered(rubric: str) -> None:
    with Terminal(rubric) as t:
        t.see("1-3 answers")
        t.press("2", "Which tools")
        t.child.kill(signal.SIGKILL)
        t.end()
    assert answers() == {"team": "ours"}


@pytest.mark.parametrize("plain", [False, True])
def test_a_window_that_is_closed_ends_it(rubric: str, plain: bool) -> None:
    with Terminal(rubric, *["--accessible"] * plain) as t:
        t.see("Your answer (h for help)" if plain else "1-3 answers")
        t.press("2\r" if plain else "2", "Which tools")
        t.hang_up()
        end = time.monotonic() + 10
        while t.child.isalive() and time.monotonic() < end:
            time.sleep(0.05)
        assert (t.child.exitstatus, t.child.signalstatus) == (129, None)
    assert answers() == {"team": "ours"}


WIDE = "顧客は何を求めていますか？ שלום עולם 🙂 naïve cafés"


@pytest.mark.parametrize("columns", [30, 40, 60, 120])
def test_nothing_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    options = [
        {**option, "text": f"{option['text']} {WIDE}{k}"}
        for k, option in enumerate(ITEMS[0]["options"])
    ]
    item = {**ITEMS[0], "ask": WIDE, "options": options}
    rubric = rubric_file(tmp_path, items=[item, *ITEMS[1:]])
    with Terminal(rubric, columns=columns) as t:
        t.see("r review")
        assert max(cell_len(line) for line in t.glass.text.split("\n")) < columns
        assert t.glass.here.startswith("▸ 1 I do it")
        t.press("1", "Which tools")
        assert max(cell_len(line) for line in t.glass.text.split("\n")) < columns


def test_a_resize_midway_draws_the_question_anew(rubric: str) -> None:
    with Terminal(rubric, columns=80) as t:
        t.see("1-3 answers")
        t.glass = Glass(40)
        t.child.setwinsize(50, 40)
        t.see("q save and quit")
        lines = [line for line in t.glass.text.split("\n") if "review" in line]
        assert lines
        assert max(cell_len(line) for line in t.glass.text.split("\n")) < 40
        t.press("2", "Which tools")


def test_without_colour_every_state_is_still_told(rubric: str) -> None:
    with Terminal(rubric, NO_COLOR="1", LC_ALL="C") as t:
        t.see("> 1 I do it myself.")
        t.press("1", "+ Who does the work? = I do it myself.")
        t.press("d", "? Which tools were used? = don't know")
        t.press("s", "- How many hours went into it? = skipped")
        t.press("q", "To go on")
        assert t.end() == 1
        assert not re.search(r"\x1b\[[0-9;]*(3[1-7]|9[0-7])m", t.raw)
        assert t.raw.isascii()


def test_a_dumb_terminal_gets_plain_lines(rubric: str) -> None:
    with Terminal(rubric, TERM="dumb") as t:
        t.see("Your answer (h for help)")
        t.press("1\r", "Noted: I do it myself.")
        t.press("q\r", "To go on")
        assert t.end() == 1
        assert "\x1b" not in t.raw


def test_the_result_goes_to_stdout_alone(rubric: str, tmp_path: Path) -> None:
    with Terminal(rubric, "--output", "report.md", "--no-save") as t:
        t.see("Nothing is saved on the way")
        finish(t)
        t.press("1", LAST)
        t.press("1", "Save something to a file?")
        t.press("3", "")
        assert t.end() == 0
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("# ")
    assert not (tmp_path / "data").exists()


def test_a_review_longer_than_the_terminal_scrolls_and_its_keys_stay_in_sight(
    rubric: str,
) -> None:
    with Terminal("first-marketing-hire", rows=24) as t:
        t.see("answers · arrows")
        t.press("r", "Your answers")
        t.see("a number and Enter")
        assert t.glass.here.startswith("▸")
        seen = t.press("\x1b[F", "Go on")  # the end of the list
        assert t.glass.here.strip().startswith("▸ 21 Go on")
        assert "a number and Enter" in seen
