"""Exports of survey tools at the command line: draft a map, score one person, score all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from runs import Run

EXAMPLES = Path(__file__).parents[1] / "examples"
EVERY_WAY = str(EXAMPLES / "every-way.yaml")
EXPORT = str(EXAMPLES / "exports" / "google-forms.csv")


@pytest.fixture
def survey_map(rolefit: Run, tmp_path: Path) -> str:
    """A drafted map."""
    path = str(tmp_path / "map.yaml")
    assert rolefit("import", "draft", EXPORT, EVERY_WAY, "-o", path).code == 0
    return path


def test_a_draft_says_what_was_found_and_what_was_not(rolefit: Run) -> None:
    typeform = str(EXAMPLES / "exports" / "typeform.csv")
    ran = rolefit("import", "draft", typeform, EVERY_WAY)
    told = " ".join(ran.err.split())
    assert ran.code == 0
    assert ran.out.startswith("# How an export (typeform)")
    assert "8 of 9 questions found; 2 people" in told
    assert "no column asks split: Where do ten hours go?" in told
    assert "ignored: “Response Type”" in told


def test_an_export_becomes_a_table_of_results(
    rolefit: Run, survey_map: str, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    ran = rolefit("batch", EVERY_WAY, EXPORT, "--map", survey_map, "-o", str(target))
    assert ran.code == 0
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["outcome"] for row in csv.DictReader(stream)] == ["a", "b"]


def test_one_row_is_one_report_and_all_rows_are_several(rolefit: Run, survey_map: str) -> None:
    command = ("score", EXPORT, "--map", survey_map, "--rubric", EVERY_WAY, "--format", "json")
    one = json.loads(rolefit(*command, "--row", "3").out)
    assert one["assessment"]["verdict"]["outcome"] == "b"
    both = json.loads(rolefit(*command).out)
    assert len(both) == 2


def test_a_row_that_is_not_there_is_told(rolefit: Run, survey_map: str) -> None:
    command = ("score", EXPORT, "--map", survey_map, "--rubric", EVERY_WAY)
    ran = rolefit(*command, "--row", "9")
    assert ran.code == 2
    assert "row 9 holds no finished form" in ran.err


def test_a_row_without_a_map_is_refused(rolefit: Run) -> None:
    ran = rolefit("score", EXPORT, "--row", "2")
    assert ran.code == 2
    assert "--row needs --map" in ran.err


def test_a_text_that_stands_for_nothing_is_told_with_its_column(
    rolefit: Run, tmp_path: Path
) -> None:
    export, where = tmp_path / "e.csv", str(tmp_path / "m.yaml")
    export.write_text("ID,How often?\n1,hardly\n", "utf-8")
    draft = rolefit("import", "draft", str(export), EVERY_WAY, "-o", where)
    assert "often: say in the map what these stand for: “hardly”" in " ".join(draft.err.split())
    ran = rolefit("score", str(export), "--map", where, "--rubric", EVERY_WAY)
    assert ran.code == 2
    assert "row 2, column `How often?`" in ran.err


def test_a_map_is_never_written_over_the_export(rolefit: Run, tmp_path: Path) -> None:
    export = tmp_path / "e.csv"
    export.write_text("ID,How often?\n1,never\n", "utf-8")
    ran = rolefit("import", "draft", str(export), EVERY_WAY, "-o", str(export), "--force")
    assert ran.code == 2
    assert export.read_text("utf-8").startswith("ID")


def test_a_form_for_another_tool_names_its_way_back(rolefit: Run, tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    ran = rolefit("form", EVERY_WAY, "--to", "xlsform", "-o", str(target))
    assert ran.code == 0
    assert target.read_bytes().startswith(b"PK")
    assert "rolefit batch" in ran.err
    text = rolefit("form", EVERY_WAY, "--to", "text")
    assert "Which role is it?\nOne that makes.\n" in text.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "word"), "--to"),
        (("--to", "xlsform"), "where should it go?"),
        (("--to", "text", "--about", "Dana", "--as", "boss"), "about themselves"),
    ],
)
def test_what_no_tool_can_do_is_refused(
    rolefit: Run, arguments: tuple[str, ...], message: str
) -> None:
    ran = rolefit("form", EVERY_WAY, *arguments)
    assert ran.code == 2
    assert message in ran.err
