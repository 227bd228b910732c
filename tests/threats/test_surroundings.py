"""Odd surroundings: folders that cannot be reached, widths no screen has, signals, lost homes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import Run
from strangers import CODE

from rolefit.cli import output
from rolefit.errors import RolefitError
from rolefit.interview.machine import begin, responses
from rolefit.rubric.model import Rubric
from rolefit.safe_text import unsafe
from rolefit.storage.documents import parse, read_responses
from rolefit.storage.library import load, responses_text

JOURNAL = (
    ("journal", "list"),
    ("journal", "check"),
    ("journal", "export"),
    ("journal", "on"),
    ("progress", "manager-readiness"),
)


@pytest.mark.parametrize(
    ("command", "folder"),
    [
        *((command, "file/inside") for command in JOURNAL),
        (JOURNAL[0], "a" * 300),
        (JOURNAL[3], "loop/inside"),
    ],
)
def test_a_folder_that_cannot_be_reached_is_named_and_nothing_is_called_sound(
    folder: str,
    command: tuple[str, ...],
    rolefit: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / folder))
    ran = rolefit(*command)
    assert ran.code == 3
    assert "rolefit failed" not in ran.err
    assert "ROLEFIT_DATA_DIR=FOLDER" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("command", JOURNAL, ids=" ".join)
def test_an_account_without_a_home_is_told_to_name_a_folder(
    command: tuple[str, ...], rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("ROLEFIT_DATA_DIR", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", nobody)
    ran = rolefit(*command)
    assert ran.code == 3
    assert "no home folder" in ran.err
    assert "ROLEFIT_DATA_DIR=FOLDER" in ran.err


def test_an_emptied_journal_is_not_written_over_in_silence(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path))
    (tmp_path / "rolefit.db").write_bytes(b"")
    ran = rolefit("journal", "on")
    assert ran.code == 0
    assert "was an empty file" in " ".join(ran.err.split())
    assert "was an empty file" not in " ".join(rolefit("journal", "list").err.split())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("100", "100"),
        ("1000000", "1000"),
        ("9" * 30, "1000"),
        ("0", None),
        ("000", None),
        ("-5", None),
        ("wide", None),
        ("", None),
    ],
)
def test_a_width_no_screen_has_counts_as_the_widest_or_as_not_said(
    said: str, kept: str | None, monkeypatch: pytest.MonkeyPatch, rolefit: Run
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    output.mend_columns()
    assert os.environ.get("COLUMNS") == kept
    monkeypatch.setenv("COLUMNS", said)
    ran = rolefit("score", "--help")
    assert ran.code == 0
    assert 200 < len(ran.out) < 60_000


@pytest.mark.parametrize(
    "name", ["Ann\u200b", "Ann\u202e", "Ann\x1b[31m", "a\tb", "\x00", "\ufeff"]
)
def test_a_name_that_no_file_may_hold_is_refused_before_the_first_question(
    name: str, rolefit: Run
) -> None:
    ran = rolefit("take", "manager-readiness", "--no-input", "--no-save", "--name", name)
    assert ran.code == 2
    assert "this name cannot be used" in ran.err


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load("manager-readiness")


@settings(deadline=None, max_examples=25)
@given(name=st.text(max_size=8))
def test_every_name_that_is_taken_can_be_read_again_from_the_saved_file(
    name: str, rubric: Rubric
) -> None:
    try:
        found = responses(begin(rubric), name=name)
    except RolefitError:
        assert not name or any(map(unsafe, name)) or {*name} & {"\n", "\t"}
        return
    text = responses_text(found, rubric)
    assert read_responses(parse("saved.yaml", text.encode())).respondent.name == name


WORDS = ("true", "false", "null")


@pytest.mark.slow
@pytest.mark.parametrize("word", WORDS)
def test_ids_that_yaml_takes_for_something_else_are_quoted_in_every_file_written(
    word: str, rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rolefit("rubric", "new", word, "--output", f"{word}.yaml")
    assert Path(f"{word}.yaml").exists()
    blank = rolefit("rubric", "blank", f"./{word}.yaml")
    assert blank.code == 0
    (tmp_path / "answers.yaml").write_text(blank.out)
    ran = rolefit("score", "answers.yaml", "--rubric", f"./{word}.yaml")
    assert ran.code == 0, ran.err


def test_a_path_of_thousands_of_letters_does_not_bury_what_is_said_about_it(rolefit: Run) -> None:
    ran = rolefit("score", "a" * 3000)
    assert ran.code == 2
    assert len(ran.err) < 1_200
    assert "File name too long" in ran.err


def test_a_time_zone_that_cannot_be_does_not_end_an_interview(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path))
    take = ("take", "manager-readiness", "--accessible")
    rolefit(*take, stdin=b"1\n1\nq\n")
    monkeypatch.setenv("TZ", "AAA+99")
    time.tzset()
    try:
        ran = rolefit(*take, stdin=b"y\nq\n")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "Go on from there?" in ran.err + ran.out
    assert "rolefit failed" not in ran.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "word", "code", "loading"),
    [
        (signal.SIGTERM, "terminated", 143, True),
        (signal.SIGTERM, "terminated", 143, False),
        (signal.SIGHUP, "terminated", 129, True),
        (signal.SIGINT, "interrupted", 130, True),
        (signal.SIGINT, "interrupted", 130, False),
    ],
)
def test_a_signal_ends_in_a_word_and_not_in_a_traceback(
    number: signal.Signals, word: str, code: int, loading: bool
) -> None:
    kill = f"os.kill(os.getpid(), signal.{number.name})"
    # While loading, the signal comes as the first module of the command is looked for.
    late = f"threading.Timer(2, lambda: {kill}).start()"
    early = f"sys.meta_path.insert(0, type('Early', (), {{'find_spec': lambda *_: {kill}}}))"
    script = "; ".join(
        (
            "import os, signal, sys, threading",
            "sys.argv = ['rolefit', 'score', '-']",
            "from rolefit.__main__ import run",
            early if loading else late,
            "run()",
        )
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CODE.parent)},
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read().decode()
        assert child.wait(20) == code, said
    assert word in said
    assert "Traceback" not in said
