"""No legal rubric is slow: what would take too long is refused, or left out and named."""

from __future__ import annotations

import json
from pathlib import Path

import heavy
import pytest
from heavy import HEAVY, REFUSED
from strangers import limited, process


def put(folder: Path, made: heavy.Heavy) -> None:
    """Write a rubric and a sheet for it into a folder."""
    (folder / "rubric.json").write_text(made.rubric, encoding="utf-8")
    for name in ("sheet", "second"):
        sheet = {**json.loads(made.answers), "respondent": {"name": name}}
        (folder / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")


SCORE = ("score", "sheet.json", "--rubric", "rubric.json")
COMPARE = ("compare", "sheet.json", "second.json", "--rubric", "rubric.json")
MORE = {
    "many_conditions": (("rubric", "check", "rubric.json"),),
    "conditions_that_pair_up": (("rubric", "show", "rubric.json"),),
    "every_outcome_everywhere": (COMPARE,),
    "scores_beside_a_plan": (COMPARE,),
}
"""What else is tried of those of which it takes longest: a score reads all that these read."""


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_legal_rubric_is_done_in_five_seconds_and_400_mb(name: str, tmp_path: Path) -> None:
    put(tmp_path, HEAVY[name]())
    for command in (SCORE, *MORE.get(name, ())):
        ran = limited(*command, folder=tmp_path)
        assert ran.code == 0, ran.out + ran.err


@pytest.mark.slow
def test_an_interpreter_of_its_own_stays_within_them_too(tmp_path: Path) -> None:
    put(tmp_path, heavy.long_denominators())
    ran = process(*SCORE, folder=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_a_limit_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    put(tmp_path, REFUSED[name]())
    ran = limited("rubric", "check", "rubric.json", folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("rubric.json:1:")
    assert "at most" in ran.out or "more than" in ran.out


@pytest.mark.slow
def test_a_report_names_what_would_have_taken_too_many_combinations(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    ran = limited("score", "sheet.json", "--rubric", "rubric.json", "--full", folder=tmp_path)
    assert "Not worked out: too many combinations" in ran.out


@pytest.mark.slow
def test_so_does_a_file_for_programs(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    asked = ("score", "sheet.json", "--rubric", "rubric.json", "--format", "json")
    ran = limited(*asked, folder=tmp_path)
    assert '"left_out": []' not in ran.out
    assert ran.out.split('"left_out"')[1].lstrip(": [\n").startswith('"g0"')
