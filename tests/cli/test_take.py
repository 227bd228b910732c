"""`rolefit take` through pipes, without a terminal, and in plain lines."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from runs import Ran
from talk import ITEMS, LAST, RAW, rubric_file

from rolefit.cli import complete
from rolefit.cli.interview import places, saving
from rolefit.cli.interview.asking import Question
from rolefit.cli.interview.plain_prompts import Plain
from rolefit.reports.formats import endings
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

Run = Callable[..., Ran]
WHOLE = b"1\n1 3\n12.5\n2\n2.5\n"
SETTINGS = ("team=mine", "tools=pen,board", "hours=12.5", "chair=no", "level=2.5")
SET = [part for setting in SETTINGS for part in ("--set", setting)]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def rubric(tmp_path: Path) -> str:
    """The rubric of `talk` as a file."""
    return rubric_file(tmp_path)


def saved(rubric: str) -> dict[str, object]:
    """The answers of the session saved last."""
    with Store(store_path()) as store:
        return store.sessions("tiny")[0].answers


# --- nobody can be asked ---------------------------------------------------------------------


def test_without_a_terminal_one_message_names_the_other_ways(rolefit: Run) -> None:
    ran = rolefit("take", "first-marketing-hire")
    assert ran.code == 2
    assert ran.out == ""
    for way in ("no terminal", "--answers FILE", "--set item=value", "--blank", "--accessible"):
        assert way in ran.err
    assert ran.err.count("\n") == 2


def test_a_closed_stdin_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert places.asker(accessible=True) is None


def test_without_a_rubric_and_a_terminal_the_rubrics_are_listed(rolefit: Run) -> None:
    ran = rolefit("take")
    assert ran.code == 2
    assert "first-marketing-hire" in ran.err


@pytest.mark.slow
def test_answers_of_a_file_keep_its_date_its_name_and_its_group(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    blank = rolefit("take", rubric, "--blank").out
    about = "respondent: {name: Ada, group: founder}\ndate: 2025-03-04\nanswers:\n"
    given = "".join(f"  {setting.replace('=', ': ', 1)}\n" for setting in SETTINGS)
    given = given.replace("pen,board", "[pen, board]")
    head = "".join(line for line in blank.splitlines(keepends=True) if line.startswith("rubric"))
    (tmp_path / "mine.yaml").write_text(head + about + given, encoding="utf-8")
    ran = rolefit("take", rubric, "--answers", "mine.yaml", "--no-input", "--keep")
    assert (ran.code, "2025-03-04" in ran.out, "Ada" in ran.out) == (0, True, True)
    with Store(store_path()) as store:
        (entry,) = store.entries()
    assert entry.responses["date"] == "2025-03-04"
    assert entry.responses["respondent"] == {"name": "Ada", "group": "founder"}
    assert "2025-03-04" in rolefit("journal", "list").out
    assert "2025-03-04" in rolefit("progress", rubric).out
    command = re.search("Kept in the journal: rolefit (.*)", ran.err)
    assert command is not None
    assert rolefit(*shlex.split(command[1])).code == 0
    more = ("--name", "Bo", "--group", "peer")
    rolefit("take", rubric, "--answers", "mine.yaml", "--no-input", "--keep", *more)
    with Store(store_path()) as store:
        entry = store.entries()[-1]
    assert entry.responses["respondent"] == {"name": "Bo", "group": "peer"}


def test_no_input_lists_what_is_missing(rolefit: Run, rubric: str) -> None:
    ran = rolefit("take", rubric, "--no-input", "--set", "team=mine", "--set", "chair=no")
    assert ran.code == 2
    assert "3 of 5 questions have no answer: tools, hours, level" in ran.err


def test_answers_of_the_command_line_lead_to_the_report(rolefit: Run, rubric: str) -> None:
    ran = rolefit("take", rubric, "--no-input", *SET, "--format", "json", "--name", "Northwind")
    assert ran.code == 0
    assert ran.err == ""
    assert "Northwind" in ran.out
    assert not store_path().exists()


def test_an_answers_file_leads_to_the_report_of_score(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rubric: tiny\nanswers: {team: ours, tools: [pen], hours: 3, chair: 'no'}\n")
    ran = rolefit("take", rubric, "--answers", str(path), "--set", "level=3", "--format", "json")
    assert ran.code == 0
    part = rolefit("take", rubric, "--answers", str(path))
    assert part.code == 2
    assert "1 of 5 questions has no answer: level" in part.err
    path.write_text("rubric: tiny\nanswers: {team: nobody}\n")
    wrong = rolefit("take", rubric, "--answers", str(path))
    assert wrong.code == 2
    assert "mine.yaml:2" in wrong.err


def test_answers_to_another_rubric_are_refused(rolefit: Run, rubric: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rubric: other\nanswers: {}\n")
    ran = rolefit("take", rubric, "--answers", str(path))
    assert ran.code == 2
    assert "answers to `other`" in ran.err


def test_blank_is_the_blank_file_of_the_rubric(rolefit: Run) -> None:
    ran = rolefit("take", "first-marketing-hire", "--blank")
    assert ran == rolefit("rubric", "blank", "first-marketing-hire")


@pytest.mark.parametrize("wrong", [["--name", "a\nb"], ["--group", "Not Me"]])
def test_a_name_that_cannot_stand_is_told_before_the_first_question(
    rolefit: Run, rubric: str, wrong: list[str]
) -> None:
    ran = rolefit("take", rubric, "--accessible", *wrong, stdin=WHOLE)
    assert ran.code == 2
    assert "Who does the work" not in ran.err


def test_a_quick_hiring_interview_is_refused(rolefit: Run) -> None:
    ran = rolefit("take", "marketing-hire-candidate", "--quick", "--accessible")
    assert ran.code == 2
    assert "--quick" in ran.err


# --- plain lines -----------------------------------------------------------------------------


def plain(rolefit: Run, rubric: str, lines: bytes, *more: str) -> Ran:
    """An interview in plain lines."""
    return rolefit("take", rubric, "--accessible", *more, stdin=lines)


def test_typed_lines_lead_to_the_report(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, WHOLE, "--format", "json")
    assert ran.code == 0
    assert LAST in ran.err
    assert "Question 1, at most 5 left." in ran.err
    report = json.loads(ran.out)
    assert report == json.loads(rolefit("take", rubric, *SET, "--format", "json").out)


def test_nothing_of_the_questions_is_on_stdout_and_no_escape_anywhere(
    rolefit: Run, rubric: str
) -> None:
    ran = plain(rolefit, rubric, WHOLE)
    assert "Who does the work?" not in ran.out.split("\n")[0]
    assert "\x1b" not in ran.out + ran.err


def test_the_end_of_input_is_like_quitting(rolefit: Run, rubric: str) -> None:
    for lines in (b"1\n1 3\n", b"1\n1 3\nq\n"):
        ran = plain(rolefit, rubric, lines, "--fresh")
        assert ran.code == 1
        assert ran.out == ""
        assert ran.err.endswith(f"All your answers are saved. To go on: rolefit take {rubric}\n")
        assert saved(rubric) == {"team": "mine", "tools": ("pen", "board")}


def test_a_session_is_gone_on_with(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, b"1\n1 3\n")
    ran = plain(rolefit, rubric, b"yes\n12.5\n2\n2.5\n", "--format", "json")
    assert ran.code == 0
    assert "You answered 2 questions" in ran.err
    assert "Who does the work" not in ran.err
    assert json.loads(ran.out) == json.loads(rolefit("take", rubric, *SET, "-f", "json").out)
    with Store(store_path()) as store:
        assert store.sessions() == ()


def test_resume_and_fresh_do_not_ask(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, b"1\n1 3\n")
    assert "Question 3" in plain(rolefit, rubric, b"", "--resume").err
    assert "Question 1" in plain(rolefit, rubric, b"", "--fresh").err


def test_a_new_interview_leaves_the_old_session_alone(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, b"1\n1 3\n")
    plain(rolefit, rubric, b"no\n2\n")
    with Store(store_path()) as store:
        assert [len(s.answers) for s in store.sessions("tiny")] == [1, 2]


def test_looking_at_the_first_question_leaves_no_session(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"?\nq\n")
    assert ran.code == 1
    assert "Nothing was answered yet" in ran.err
    with Store(store_path()) as store:
        assert store.sessions() == ()


def test_an_explanation_does_not_tell_which_answer_speaks_for_what(
    rolefit: Run, rubric: str
) -> None:
    ran = plain(rolefit, rubric, b"?\n")
    assert "Count the last month." in ran.err
    assert "Work shows who is needed." not in ran.err
    assert "XX-01" not in ran.err
    for name in shipped_names():
        one = load(name)
        said = " ".join(plain(rolefit, name, b"why\n", "--fresh").err.split())
        first = one.items[0]
        assert "It is about:" in said or first.dimension is None
        assert first.why is None or " ".join(first.why.split()) not in said
        assert not any(f"{claim}: " in said for claim in first.source)


def test_back_shows_the_old_answer_and_keeps_it(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"2\nb\n")
    assert "Your answer so far: We share it." in ran.err
    assert saved(rubric) == {"team": "ours"}
    assert "This is the first question." in plain(rolefit, rubric, b"b\n", "--fresh").err


def test_every_state_can_be_said(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, b"na\nno team yet\nd\ns\n")
    assert saved(rubric) == {
        "team": {"not_applicable": "no team yet"},
        "tools": "dont_know",
        "hours": "skipped",
    }
    ran = plain(rolefit, rubric, b"n\n\nn\nb\n7\n", "--fresh")
    assert saved(rubric) == {"team": "not_applicable"}
    assert ran.code == 1


def test_what_always_applies_cannot_be_waved_away(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"1\n1\nna\n", "--fresh")
    assert "This question always applies" in ran.err
    assert "hours" not in saved(rubric)


def test_a_lone_n_is_not_taken_for_no(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"1\n1\n3\nn\nno\n", "--fresh")
    assert "For No, type 2 or no." in ran.err
    assert saved(rubric)["chair"] == "no"


def test_a_note_is_kept_with_its_answer(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, "e\nwir \u202eliefern\x07 \x1b[31m früh\n1\n".encode())
    assert saved(rubric) == {"team": {"answer": "mine", "note": "wir liefern [31m früh"}}
    plain(rolefit, rubric, b"e\nalone\nd\nb\ne\n-\nd\n", "--fresh")
    assert saved(rubric) == {"team": "dont_know"}


@pytest.mark.parametrize(
    "typed", ["9", "0", "-1", "١", "１", "1 2", "x", "1.5", "9" * 5000, "mine or ours", "1e3"]
)
def test_what_is_no_answer_is_told_and_asked_again(rolefit: Run, rubric: str, typed: str) -> None:
    ran = plain(rolefit, rubric, f"{typed}\n3\n".encode())
    assert "That is no answer here" in ran.err
    assert saved(rubric) == {"team": "theirs"}


@pytest.mark.parametrize("typed", ["41", "-1", "1e1", "٣", "", "1.2.3", "nan", "0x10"])
def test_an_amount_is_plain_digits_within_its_range(rolefit: Run, rubric: str, typed: str) -> None:
    plain(rolefit, rubric, f"1\n1\n{typed}\n40\n".encode())
    assert saved(rubric)["hours"] == 40


def test_answers_may_be_typed_in_words(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, b"We share it\n1,2\n3\nyes\nSome\nearly\n")
    assert saved_or_report(rubric) == {}


def saved_or_report(rubric: str) -> dict[str, object]:
    """What is left of the sessions: nothing, once the report was shown."""
    with Store(store_path()) as store:
        return store.sessions("tiny")[0].answers if store.sessions("tiny") else {}


def test_a_pipe_that_never_answers_is_given_up(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"huh\n" * 5000)
    assert ran.code == 1
    assert ran.err.count("That is no answer here") == 20


def test_a_branch_comes_and_goes_without_losing_its_answer(rolefit: Run, rubric: str) -> None:
    # yes opens a question; going back to no hides it; back to yes finds its answer again.
    lines = b"1\n1\n3\nyes\n4\nb\nb\nno\nb\nyes\n"
    ran = plain(rolefit, rubric, lines)
    assert "at most 1 left" in ran.err
    assert saved(rubric)["often"] == 4
    assert "How well is it done?" in ran.err


def test_an_answer_can_be_changed_from_the_review(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, WHOLE + b"2\n1\n3\n1\n", "--format", "json")
    assert ran.code == 0
    assert "6. Go on." in ran.err
    other = rolefit("take", rubric, *SET, "--set", "team=theirs", "-f", "json")
    assert json.loads(ran.out) == json.loads(other.out)


def test_the_last_page_can_be_left(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, WHOLE + b"q\n")
    assert (ran.code, ran.out) == (1, "")
    assert len(saved(rubric)) == 5
    assert LAST in plain(rolefit, rubric, b"", "--resume").err


def test_the_rubrics_are_offered(rolefit: Run) -> None:
    ran = rolefit("take", "--accessible", stdin=b"\n9\n3\nq\n")
    assert "1. Your first marketing hire" in ran.err
    assert "Please type a number from 1 to 8." in ran.err
    assert "Question 1" in ran.err
    assert rolefit("take", "--accessible").code == 2


def test_a_contradiction_is_asked_again_once_and_kindly(rolefit: Run, rubric: str) -> None:
    ran = plain(rolefit, rubric, b"3\n1\n3\nno\n3\n3\n1\n", "--format", "json")
    said = " ".join(ran.err.split())
    assert said.count("Others do it, and it is early.") == 1
    assert "may not go together, or both may be true" in said
    assert ran.code == 0
    changed = plain(rolefit, rubric, b"3\n1\n3\nno\n3\n2\n1\n1\n", "--format", "json")
    assert "Your answer so far: Early." in changed.err
    assert changed.out != ran.out


def test_the_environment_chooses_plain_lines(
    rolefit: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_ACCESSIBLE", "1")
    assert rolefit("take", rubric, stdin=WHOLE).code == 0


def test_quick_stops_early_and_says_so(rolefit: Run) -> None:
    ran = rolefit("take", "lead-or-manager", "--quick", "--accessible", stdin=b"1\n" * 60)
    assert ran.code == 0
    said = " ".join(ran.err.split())
    assert re.search("no answer to the [0-9]+ questions? left can change who leads", said)
    assert LAST not in said


# --- saving ----------------------------------------------------------------------------------


def test_the_answers_file_shows_the_same_report_again(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    note = 'e\nsaid: "yes" - {no} #1 \\ 顧客 🙂\n'.encode()
    ran = plain(rolefit, rubric, note + WHOLE + b"1\n1\nkept.yaml\n3\nno\n")
    assert "rolefit score kept.yaml" in ran.err
    again = rolefit("score", "kept.yaml", "--rubric", rubric)
    assert again.code == 0
    assert again.out == ran.out
    assert "顧客 🙂" in (tmp_path / "kept.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_file_that_exists_is_left_alone_and_another_name_asked_for(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    (tmp_path / "old.yaml").write_text("mine\n")
    (tmp_path / "old.html").write_text("mine\n")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    lines = b"1\n1\nold.yaml\ngone.yaml\nnew.yaml\n2\nold.html\nnew.md\n3\nno\n"
    ran = plain(rolefit, rubric, WHOLE + lines)
    assert "old.yaml exists already, and was left as it is. Please give another name." in ran.err
    assert "old.html exists already" in ran.err
    assert "gone.yaml exists already" in ran.err
    assert "--force" not in ran.err
    assert (tmp_path / "old.yaml").read_text() == (tmp_path / "old.html").read_text() == "mine\n"
    assert not (tmp_path / "nowhere").exists()
    assert (tmp_path / "new.yaml").exists()
    assert (tmp_path / "new.md").read_text(encoding="utf-8").startswith("# ")


def test_an_empty_line_takes_the_name_that_the_question_tells(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    ran = plain(rolefit, rubric, WHOLE + b"1\n1\n\n1\n\n3\nno\n")
    first, second = re.findall(r"Name of the file \(empty: (tiny-[0-9-]+\.yaml)\): ", ran.err)
    assert second == first.replace(".yaml", "-2.yaml")
    assert (tmp_path / first).read_text() == (tmp_path / second).read_text()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.html", "<!doctype html"),
        ("r.htm", "<!doctype html"),
        ("r.md", "# "),
        ("r.MD", "# "),
        ("r.json", "{"),
        ("r.txt", "A tiny rubric"),
        ("r.csv", ""),
        ("r.pdf", "%PDF-"),
    ],
)
def test_the_ending_decides_what_a_report_is_written_as(
    rolefit: Run, rubric: str, tmp_path: Path, name: str, begins: str
) -> None:
    ran = plain(rolefit, rubric, WHOLE + f"1\n2\n{name}\n3\nno\n".encode())
    assert ran.code == 0
    assert f"Wrote {name}." in ran.err
    text = (tmp_path / name).read_bytes().decode("utf-8", "replace")
    assert text.casefold().startswith(begins.casefold())
    assert "again: rolefit score" not in ran.err


def test_endings_that_the_question_names_are_those_that_reports_have() -> None:
    told = re.findall(r"\.[a-z]+", saving.REPORTS)
    assert [endings(complete.REPORT)[ending] for ending in told] == list(complete.REPORT)


@pytest.mark.parametrize("name", ["r.odt", "no/such/folder.html", "folder.html", "r.1"])
def test_a_name_that_will_not_do_is_told_and_loses_nothing(
    rolefit: Run, rubric: str, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.html").mkdir()
    ran = plain(rolefit, rubric, WHOLE + f"1\n1\n{name}\nmine\n2\n{name}\n3\nno\n".encode())
    said = " ".join(ran.err.split())
    assert said.count("Please give another name.") == 2
    assert "Wrote mine.yaml." in said
    assert (tmp_path / "mine.yaml").exists()
    assert "--" not in said.split("Please give another name.")[0][-200:]
    if name == "r.odt":
        assert "rolefit writes no `.odt` files (answers go into a .yaml file, a report" in said


def test_a_name_may_begin_at_home_or_with_a_dash(
    rolefit: Run, rubric: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    lines = b"1\n1\n~/mine\n1\n-o.yaml\n1\n~nobody-here/x\n\n3\nno\n"
    ran = plain(rolefit, rubric, WHOLE + lines)
    assert (tmp_path / "home" / "mine.yaml").exists()
    assert "rolefit score ./-o.yaml" in ran.err
    assert "~nobody-here" in ran.err
    assert rolefit("score", "./-o.yaml", "--rubric", rubric).code == 0


def test_the_end_of_input_while_saving_ends_well(rolefit: Run, rubric: str) -> None:
    for lines in (b"1\n", b"1\n1\n", b"1\n2\nr.odt\n"):
        ran = plain(rolefit, rubric, WHOLE + lines)
        assert ran.code == 0


def test_the_offer_to_keep_is_made_each_time_and_the_last_choice_is_what_enter_means(
    rolefit: Run, rubric: str
) -> None:
    first = plain(rolefit, rubric, WHOLE + b"1\n3\nyes\n")
    assert "Keep this assessment on this computer" in first.err
    assert "empty: no" in first.err.split("Keep this assessment")[1]
    again = plain(rolefit, rubric, WHOLE + b"1\n3\n\n")
    assert "empty: yes" in again.err.split("Keep this assessment")[1]
    assert "rolefit journal show" in again.err
    with Store(store_path()) as store:
        assert len(store.entries("tiny")) == 2


def test_nothing_is_kept_unasked_unless_the_command_says_so(rolefit: Run, rubric: str) -> None:
    rolefit("journal", "on")
    rolefit("take", rubric, *SET, "--no-input", "--quiet")
    with Store(store_path()) as store:
        assert store.entries() == ()
    kept = rolefit("take", rubric, *SET, "--no-input", "--keep")
    assert "Kept in the journal" in kept.err
    assert rolefit("take", rubric, *SET, "--keep", "--no-save").code == 2
    with Store(store_path()) as store:
        assert len(store.entries("tiny")) == 1


def test_an_interview_begins_with_what_it_is_for_whom_and_how_long(
    rolefit: Run, rubric: str
) -> None:
    said = plain(rolefit, rubric, b"").err
    assert said.startswith("A tiny rubric\ntests\n6 questions, about 1 minute. Each answer is")
    assert "Each answer is saved" not in plain(rolefit, rubric, b"", "--no-save").err


def test_a_draft_is_gone_on_with_by_its_name(rolefit: Run, rubric: str) -> None:
    for name, answer in (("Ada", b"1\n"), ("Bo", b"2\n")):
        plain(rolefit, rubric, answer, "--name", name, "--fresh")
    shown = rolefit("drafts").out
    assert "tiny, Ada" in shown
    assert "tiny, Bo" in shown
    said = plain(rolefit, rubric, b"", "--name", "Ada", "--resume").err
    assert "Going on where you left: 1 answer so far." in said
    with Store(store_path()) as store:
        by_name = {one.name: one.answers for one in store.sessions()}
    assert by_name == {"Ada": {"team": "mine"}, "Bo": {"team": "ours"}}


def test_the_end_of_input_is_no_answer_about_the_journal(rolefit: Run, rubric: str) -> None:
    assert plain(rolefit, rubric, WHOLE).code == 0
    with Store(store_path()) as store:
        assert store.wanted() is None


def test_a_no_to_the_journal_is_remembered(rolefit: Run, rubric: str) -> None:
    plain(rolefit, rubric, WHOLE + b"1\n3\nno\n")
    again = plain(rolefit, rubric, WHOLE + b"1\n3\n\n")
    assert "Kept in the journal" not in again.err
    with Store(store_path()) as store:
        assert store.entries() == ()


def test_no_save_writes_nothing_and_says_so(rolefit: Run, rubric: str, tmp_path: Path) -> None:
    ran = plain(rolefit, rubric, b"1\n", "--no-save")
    assert ran.code == 1
    assert "Nothing was saved (--no-save)." in ran.err
    assert not (tmp_path / "data").exists()
    assert plain(rolefit, rubric, WHOLE, "--no-save").code == 0
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_written_names_the_way_around(
    rolefit: Run, rubric: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "file" / "data"))
    ran = plain(rolefit, rubric, WHOLE)
    assert ran.code == 3
    assert "--no-save" in ran.err
    assert plain(rolefit, rubric, WHOLE, "--no-save").code == 0


def test_every_answer_is_on_disk_before_the_next_question(
    rolefit: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    describe = Plain.describe

    def look_first(self: Plain, question: Question) -> None:
        if store_path().exists():
            with closing(sqlite3.connect(store_path())) as base, base:
                rows = base.execute("SELECT content FROM sessions").fetchall()
            seen.append(sum(row[0].count('"hours"') + row[0].count('"team"') for row in rows))
        describe(self, question)

    monkeypatch.setattr(Plain, "describe", look_first)
    plain(rolefit, rubric, b"1\n1\n3\nno\n")
    assert seen == [0, 1, 1, 2, 2]


def test_two_windows_do_not_overwrite_each_other(
    rolefit: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain(rolefit, rubric, b"1\n")
    describe = Plain.describe

    def other_window(self: Plain, question: Question) -> None:
        if question.item.id == "hours":
            with Store(store_path()) as store:
                session = store.sessions("tiny")[0]
                store.save(session, {**session.answers, "level": 1})
        describe(self, question)

    monkeypatch.setattr(Plain, "describe", other_window)
    ran = plain(rolefit, rubric, b"1\n3\n", "--resume")
    assert "another window" in ran.err
    with Store(store_path()) as store:
        kept = [set(s.answers) for s in store.sessions("tiny")]
    assert kept == [{"team", "tools", "hours"}, {"team", "tools", "level"}]


def test_a_changed_rubric_is_noticed_and_only_what_is_new_is_asked(
    rolefit: Run, rubric: str, tmp_path: Path
) -> None:
    plain(rolefit, rubric, b"3\n1 3\n7\n")
    team = {**ITEMS[0], "options": ITEMS[0]["options"][:2]}  # the option chosen is gone
    extra = {**ITEMS[3], "id": "extra", "ask": "Something new?"}
    rubric_file(tmp_path, items=[team, *ITEMS[1:], extra], consistency_pairs=[])
    ran = plain(rolefit, rubric, b"yes\n1\nno\n2\nyes\n1\n", "--format", "json")
    assert ran.code == 0
    assert "The rubric has changed since then: 2 answers can be kept" in ran.err
    asked = [line for line in ran.err.split("\n") if line.endswith("?")]
    assert asked[:1] == ["Who does the work?"]
    assert "Which tools" not in ran.err
    assert "Something new?" in ran.err
    with Store(store_path()) as store:
        assert store.sessions() == ()


def test_the_rubric_is_the_one_of_these_tests() -> None:
    assert RAW["items"] is ITEMS
