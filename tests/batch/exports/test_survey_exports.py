"""Exports of survey tools, each in the exact shape of the real one: the same two people in all."""

from __future__ import annotations

import contextlib
import csv
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from effort import share

from rolefit.batch.cells import read_row
from rolefit.batch.exports.draft import MapDraft, draft_map
from rolefit.batch.exports.layout import open_export
from rolefit.batch.exports.survey_map import SurveyMap, map_text, open_mapped, read_map
from rolefit.batch.exports.words import same_words, several, vocabulary
from rolefit.batch.tables import BadRows, BatchJob, BatchOptions, score_table
from rolefit.errors import RolefitError
from rolefit.rubric.model import Response, Rubric
from rolefit.storage.library import load

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPORTS = EXAMPLES / "exports"
ADA = {
    "owns": "yes",
    "role": "maker",
    "tools": ("pen", "board"),
    "often": 3,
    "level": 2,
    "hours": 20,
    "split": (("making", 6), ("planning", 4)),
    "mood": 1,
    "why": "asked",
}
BO = {
    "owns": "no",
    "role": "both",
    "tools": ("clock",),
    "often": 2,
    "level": 3,
    "split": (("making", 0), ("planning", 10)),
    "mood": -1,
}
VENDORS = {
    "google-forms.csv": ("google-forms", {}),
    "microsoft-forms.csv": ("microsoft-forms", {}),
    "limesurvey-codes.csv": ("limesurvey", {"unfinished": 1}),
    "limesurvey-texts.csv": ("limesurvey", {"unfinished": 1}),
    "qualtrics.csv": ("qualtrics", {"previews": 1, "unfinished": 1}),
    "qualtrics.tsv": ("qualtrics", {"previews": 1, "unfinished": 1}),
    "surveymonkey.csv": ("surveymonkey", {}),
    "typeform.csv": ("typeform", {"unfinished": 1}),
}
NO_SPLIT = ("microsoft-forms.csv", "typeform.csv")
"""Tools that cannot ask how a total is split."""


@cache
def rubric() -> Rubric:
    """A rubric with every way to answer."""
    return load(EXAMPLES / "every-way.yaml")


def drafted(path: Path, encoding: str | None = None) -> MapDraft:
    """A map of an export."""
    with open_export(path, encoding) as export:
        return draft_map(rubric(), export, encoding)


def people(path: Path, survey: SurveyMap) -> list[dict[str, Any]]:
    """What each person answered; nothing of it may be at fault."""
    found = []
    with open_mapped(path, rubric(), survey) as opened:
        for row in opened.table.rows:
            read = read_row(rubric(), opened.mapping, row.cells, row.number)
            assert read.faults == ()
            found.append({k: r.answer for k, r in read.answers.items() if r != Response("skipped")})
    return found


@pytest.mark.parametrize("name", VENDORS)
def test_every_tool_is_known_and_its_answers_are_read(name: str) -> None:
    found = drafted(EXPORTS / name)
    assert found.tool == VENDORS[name][0]
    assert found.unknown == {}
    assert found.doubtful == {}
    assert found.missing == (("split",) if name in NO_SPLIT else ())
    ada, bo = people(EXPORTS / name, found.survey)
    hours = bo.pop("hours")
    assert float(hours) == 7.5
    leave = {"split"} if name in NO_SPLIT else set()
    assert ada == {key: answer for key, answer in ADA.items() if key not in leave}
    assert bo == {key: answer for key, answer in BO.items() if key not in leave}


@pytest.mark.parametrize("name", VENDORS)
def test_previews_and_unfinished_forms_are_left_out_and_counted(name: str) -> None:
    with open_export(EXPORTS / name) as export:
        assert len(list(export.rows)) == 2
        assert export.dropped == VENDORS[name][1]


@pytest.mark.parametrize("name", VENDORS)
def test_a_map_that_is_written_reads_back_as_it_was(name: str) -> None:
    survey = drafted(EXPORTS / name).survey
    assert read_map("map.yaml", map_text(survey, rubric(), "x").encode()) == survey


@pytest.mark.slow
def test_a_workbook_reads_like_the_table(tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        lines = (EXPORTS / "microsoft-forms.csv").read_text("utf-8").splitlines()
        for number, row in enumerate(csv.reader(lines)):
            for place, cell in enumerate(row):
                sheet.write(number, place, float(cell) if _is_number(cell) else cell)
    found = people(path, drafted(path).survey)
    assert found[0] == {key: answer for key, answer in ADA.items() if key != "split"}


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()


def export(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """An export of these lines."""
    path = tmp_path / "export.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize(
    "heading",
    ["3. WHICH  role is it", "Q3: Which role is it?", "<b>Which&nbsp;role is it?</b> *"],
)
def test_case_spaces_numbers_and_tags_make_no_difference(tmp_path: Path, heading: str) -> None:
    path = export(tmp_path, f'id,"{heading}"', "1,one that MAKES", "2,1) One that plans.")
    found = drafted(path)
    assert found.survey.items["role"].column is not None
    assert [one["role"] for one in people(path, found.survey)] == ["maker", "planner"]


@pytest.mark.parametrize("heading", ["Which role was it?", "Which role is it not?", "role?"])
def test_what_is_only_alike_is_told_and_never_taken(tmp_path: Path, heading: str) -> None:
    found = drafted(export(tmp_path, f"id,{heading},How often?", "1,One that makes.,never"))
    assert "role" in found.missing
    assert heading in found.survey.ignored


def test_two_columns_that_ask_the_same_are_told_and_neither_is_taken(tmp_path: Path) -> None:
    found = drafted(export(tmp_path, "id,How often?,2. How often?,Which role is it?", "1,,,"))
    assert found.doubtful == {"often": ("How often?", "2. How often?")}
    assert "often" not in found.survey.items


@pytest.mark.parametrize(
    ("typed", "read"),
    [("7,5", 7.5), ("0,125", 0.125), (" 12,25 ", 12.25), ("7.5", 7.5), ("20", 20), ("1,500", None)],
)
def test_a_decimal_comma_is_read_where_it_can_be_nothing_else(
    tmp_path: Path, typed: str, read: float | None
) -> None:
    path = export(
        tmp_path,
        "id;How many hours a week?;Where do ten hours go? [Making];"
        "Where do ten hours go? [Planning]",
        f"1;{typed};2,5;7,5",
    )
    with open_mapped(path, rubric(), drafted(path).survey) as opened:
        (row,) = opened.table.rows
        found = read_row(rubric(), opened.mapping, row.cells, row.number)
    if read is None:
        assert [fault.column for fault in found.faults] == ["How many hours a week?"]
    else:
        assert found.faults == ()
        assert found.answers["hours"].answer == read
        assert found.answers["split"].answer == (("making", 2.5), ("planning", 7.5))


@pytest.mark.parametrize("ids", ["Respondent ID,Collector ID", "RespondentID,CollectorID"])
def test_a_column_for_other_words_stands_beside_the_question_and_is_told(
    tmp_path: Path, ids: str
) -> None:
    lines = (
        f"{ids},Which role is it?,,Which tools are there?,,,How often?",
        ",,Response,Other (please specify),A pen,A board,Other (please specify),Response",
        "1,2,One that makes.,,A pen,,a rake,always",
    )
    path = export(tmp_path, *lines)
    draft = drafted(path)
    assert (draft.tool, draft.rows) == ("surveymonkey", 1)
    assert draft.survey.items["role"].column == "Which role is it?"
    assert list(draft.survey.items["tools"].columns.values()) == ["pen", "board"]
    assert draft.unknown["tools"] == ("Other (please specify)",)
    assert draft.survey.about["id"] == ids.partition(",")[0]


def test_a_code_whose_words_are_others_is_not_taken(tmp_path: Path) -> None:
    head = "id. Response ID;submitdate. Date submitted;startlanguage. Start language"
    path = export(tmp_path, f"{head};role. Which car is it?;often. How often?", "1;2026;en;;never")
    assert "role" in drafted(path).missing


def test_an_unknown_text_is_null_in_the_map_and_its_row_is_bad(tmp_path: Path) -> None:
    path = export(tmp_path, "id,How often?", "1,never", "2,A4", "3,hardly")
    found = drafted(path)
    assert found.unknown == {"often": ("A4", "hardly")}
    assert found.survey.items["often"].answers["A4"] is None
    job = BatchJob(
        rubric(), path, tmp_path / "out.csv", BatchOptions(), lambda done, whole: None, found.survey
    )
    with pytest.raises(BadRows) as refused:
        score_table(job)
    assert [fault.row for fault in refused.value.faults] == [3, 4]
    assert {fault.column for fault in refused.value.faults} == {"How often?"}
    said = {**found.survey.items["often"].answers, "A4": "3", "hardly": "skipped"}
    often = found.survey.items["often"].model_copy(update={"answers": said})
    mended = found.survey.model_copy(update={"items": {"often": often}})
    assert [one.get("often") for one in people(path, mended)] == [1, 3, None]


def test_a_column_of_one_option_with_words_of_its_own_is_not_taken_for_a_tick(
    tmp_path: Path,
) -> None:
    head = "id,Which tools are there? [A pen],Which tools are there? [A board]"
    path = export(tmp_path, head, "1,Nein,Ja")
    survey = drafted(path).survey
    with open_mapped(path, rubric(), survey) as opened:
        row = next(opened.table.rows)
        assert read_row(rubric(), opened.mapping, row.cells, row.number).faults


def test_separators_inside_options_are_no_separators() -> None:
    table = {"a, b": "x", "c": "y"}
    assert several("a, b, c", table) == ["x", "y"]
    assert several('["c","a, b"]', table) == ["y", "x"]
    assert several("c;a, b;", table) == ["y", "x"]
    assert several("a, d", table) is None


def test_texts_that_two_options_share_stand_for_neither() -> None:
    item = rubric().item("role")
    same = tuple(one.model_copy(update={"text": "Same."}) for one in item.named_options())
    twice = item.model_copy(update={"choices": same})
    assert vocabulary(twice).meaning("same") is None
    assert "same" in vocabulary(twice).doubtful


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = export(tmp_path, "id\tHow often?\tÜbrig?", "1\tnever\tÖ", encoding=encoding)
    assert drafted(path).survey.ignored == ("Übrig?",)


def test_an_old_encoding_is_named_and_kept_in_the_map(tmp_path: Path) -> None:
    path = export(tmp_path, "id;How often?;Übrig", "1;never;Ö", encoding="cp1252")
    with pytest.raises(RolefitError, match="not UTF-8 text"):
        drafted(path)
    survey = drafted(path, "cp1252").survey
    assert survey.encoding == "cp1252"
    assert people(path, survey) == [{"often": 1}]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("",), "is empty"),
        (("id,What?", "1,2"), "no column asks"),
        (("id,How often?", '1,"never'), "never closed"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(RolefitError, match=message):
        drafted(export(tmp_path, *lines))


def test_a_row_with_too_many_cells_is_bad_and_a_short_one_is_filled(tmp_path: Path) -> None:
    path = export(tmp_path, "id,How often?,Which role is it?", "1,never,,x", "2,never")
    survey = drafted(export(tmp_path, "id,How often?,Which role is it?", "2,never,")).survey
    path = export(tmp_path, "id,How often?,Which role is it?", "1,never,,x", "2,never")
    with open_mapped(path, rubric(), survey) as opened:
        first, second = opened.table.rows
    assert first.fault is not None
    assert second.fault is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rubric": "other"}, "the map is for"),
        ({"items": {"nothing": {"column": "How often?"}}}, "names `nothing`"),
        ({"items": {"often": {"column": "How oft?"}}}, "has no column"),
        ({"items": {"often": {}}}, "expected column or columns"),
        ({"items": {"tools": {"columns": {"How often?": "pan"}}}}, "no option is called"),
    ],
)
def test_a_map_that_does_not_fit_is_told(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = export(tmp_path, "id,How often?", "1,never")
    raw = {"format": "rolefit-map", "version": 1, "rubric": "every-way", "items": {}, **change}
    with (
        pytest.raises(RolefitError, match=message),
        open_mapped(path, rubric(), SurveyMap.model_validate(raw)),
    ):
        pass


def test_a_hostile_heading_is_harmless_in_the_map(tmp_path: Path) -> None:
    path = export(tmp_path, 'id,How often?,"x\x1b[2J: [\n- y"', "1,never,z")
    survey = drafted(path).survey
    text = map_text(survey, rubric(), "x")
    assert "\x1b" not in text
    assert read_map("map.yaml", text.encode()) == survey


def test_words_keep_their_meaning() -> None:
    assert same_words("  2) Never! ") == "never"
    assert same_words("24") == "24"
    assert same_words("1.5") == "1.5"


@pytest.mark.parametrize("name", VENDORS)
def test_no_broken_export_raises_anything_but_a_clear_error(name: str, tmp_path: Path) -> None:
    """Bytes flipped, cut out, doubled: what still reads, reads; the rest is told."""
    chance, whole = random.Random(name), (EXPORTS / name).read_bytes()
    survey = drafted(EXPORTS / name).survey
    for _ in range(share(8)):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            match chance.randrange(4):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    del content[at : at + chance.randint(1, 40)]
                case 2:
                    content[at:at] = content[at : at + 30]
                case _:
                    content[at:at] = chance.choice([b'"', b"\n", b";", b"\0", b"\xff", b"{"])
        path = tmp_path / name
        path.write_bytes(bytes(content))
        with contextlib.suppress(RolefitError):
            drafted(path)
        with contextlib.suppress(RolefitError), open_mapped(path, rubric(), survey) as opened:
            for row in opened.table.rows:
                if row.fault is None:
                    read_row(rubric(), opened.mapping, row.cells, row.number)


def test_no_broken_map_raises_anything_but_a_clear_error() -> None:
    chance = random.Random(3)
    survey = drafted(EXPORTS / "limesurvey-texts.csv").survey
    whole = map_text(survey, rubric(), "limesurvey").encode()
    for _ in range(share(50)):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 5)] = chance.choice(
                [b"{", b"- ", b"&a ", b"\xff", b"9"]
            )
        with contextlib.suppress(RolefitError):
            read_map("map.yaml", bytes(content))
