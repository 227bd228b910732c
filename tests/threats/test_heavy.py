"""No legal rubric is slow: what would take too long is refused, or left out and named."""

from __future__ import annotations

import json
from pathlib import Path

import heavy
import pytest
from heavy import HEAVY, REFUSED
from strangers import process


def put(folder: Path, made: heavy.Heavy) -> None:
    """Write a rubric and a sheet for it into a folder."""
    (folder / "rubric.json").write_text(made.rubric, encoding="utf-8")
    for name in ("sheet", "second", "third"):
        sheet = {**json.loads(made.answers), "respondent": {"name": name}}
        (folder / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")


COMMANDS = {
    "check": ("rubric", "check", "rubric.json"),
    "show": ("rubric", "show", "rubric.json"),
    "score": ("score", "sheet.json", "--rubric", "rubric.json"),
    "compare": ("compare", "sheet.json", "second.json", "third.json", "--rubric", "rubric.json"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_legal_rubric_is_done_in_five_seconds_and_400_mb(
    name: str, command: str, tmp_path: Path
) -> None:
    put(tmp_path, HEAVY[name]())
    ran = process(*COMMANDS[command], folder=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_a_limit_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    put(tmp_path, REFUSED[name]())
    ran = process("rubric", "check", "rubric.json", folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("rubric.json:1:")
    assert "at most" in ran.out or "more than" in ran.out


def test_a_report_names_what_would_have_taken_too_many_combinations(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    ran = process("score", "sheet.json", "--rubric", "rubric.json", "--full", folder=tmp_path)
    assert "Not worked out: too many combinations" in ran.out


def test_so_does_a_file_for_programs(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    asked = ("score", "sheet.json", "--rubric", "rubric.json", "--format", "json")
    ran = process(*asked, folder=tmp_path)
    assert '"left_out": []' not in ran.out
    assert ran.out.split('"left_out"')[1].lstrip(": [\n").startswith('"g0"')
