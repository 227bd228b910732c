"""Mistakes that people make, each answered in a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from runs import Ran

from rolefit.storage.shipped import shipped_folder

Run = Callable[..., Ran]


def test_a_rubric_given_to_score_is_told_apart(rolefit: Run) -> None:
    done = rolefit("score", str(shipped_folder() / "lead-or-manager.yaml"))
    assert (done.code, done.out) == (2, "")
    assert "a rubric, where responses are expected" in done.err
    assert "rolefit rubric check" in done.err


def test_responses_given_to_check_are_told_apart(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("rubric: lead-or-manager\nanswers: {}\n", encoding="utf-8")
    done = rolefit("rubric", "check", "mine.yaml")
    assert done.code == 2
    assert "responses, where a rubric is expected" in done.err
    assert "rolefit score mine.yaml" in done.err


def test_a_folder_is_no_file(rolefit: Run, tmp_path: Path) -> None:
    done = rolefit("score", str(tmp_path))
    assert done.code == 2
    assert "is a folder" in done.err


def test_a_file_without_its_ending_is_looked_for_among_the_shipped(rolefit: Run) -> None:
    done = rolefit("rubric", "show", "mine")
    assert done.code == 2
    assert "A file is named by its path, like ./mine.yaml." in done.err


def test_hints_do_not_run_together(rolefit: Run, tmp_path: Path) -> None:
    ran = rolefit("rubric", "show", "cmo-readines")
    told = "did you mean `cmo-readiness`? A file is named by its path, like ./mine.yaml.\n"
    assert ran.err.endswith(told)
    path = tmp_path / "a.yaml"
    path.write_text("rubric: cmo-readines\nanswers: {}\n", encoding="utf-8")
    ran = rolefit("score", str(path))
    assert ran.err.endswith(
        "did you mean `cmo-readiness`? For your own, add --rubric FILE, or once: "
        "rolefit rubric add FILE.\n"
    )


@pytest.mark.parametrize("group", ["journal", "rubric"])
def test_a_group_alone_shows_its_help_and_is_no_mistake(rolefit: Run, group: str) -> None:
    alone, asked = rolefit(group), rolefit(group, "--help")
    assert (alone.code, alone.err) == (0, "")
    assert alone.out == asked.out
    assert f"rolefit {group}" in alone.out


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("list", "rolefit journal list, or rolefit rubric list"),
        ("show", "rolefit rubric show"),
        ("audit", "perhaps: rolefit rubric audit"),
        ("help", "rolefit --help, or rolefit COMMAND --help"),
        ("manager-readiness", "rolefit take manager-readiness"),
        ("mine.yaml", "rolefit score FILE"),
    ],
)
def test_a_word_that_is_no_command_leads_to_the_one_that_was_meant(
    rolefit: Run, typed: str, hint: str
) -> None:
    done = rolefit(typed)
    assert (done.code, done.out) == (2, "")
    assert hint in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%\x80\x81", "a PDF, not a file of answers"),
        (b"<!DOCTYPE html>\n<title>a: b</title>", "a web page, not a file of answers"),
        (b'{"format": "rolefit-score", "format_version": 1}', "a result (rolefit-score)"),
    ],
)
def test_a_report_given_as_answers_is_told_by_what_it_is(
    rolefit: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "me").write_bytes(content)
    done = rolefit("score", str(tmp_path / "me"))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "file of answers that it was made from" in done.err
