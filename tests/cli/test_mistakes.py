"""Mistakes that people make, each answered in a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran

from rolefit.shelf import shipped_folder

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
    assert "a file is named by its path" in done.err
