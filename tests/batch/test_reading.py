"""Tables of answers from strangers: what is read, and what is refused, with its row."""

from __future__ import annotations

import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cases import rubric
from make import contrast, likert, single
from xlsxwriter import Workbook

from rolefit.batch.cells import mapping_by_id, read_cell, read_row
from rolefit.batch.exports.layout import open_export
from rolefit.batch.reading import RawRow, kind_of, read_table
from rolefit.batch.workbooks import check_workbook
from rolefit.errors import RolefitError
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Rubric

MULTI = {
    "id": "m",
    "type": "multi",
    "ask": "m?",
    "dimension": "d",
    "options": (
        {"id": "o1", "text": "One, or so.", "favors": {"a": 1}},
        {"id": "o2", "text": "Two.", "favors": {"b": 1}},
    ),
}
FACT = {"id": "y", "type": "yes_no", "ask": "y?"}
HOURS = {"id": "h", "type": "numeric", "ask": "h?", "unit": "hours", "range": (0, 40)}


def tiny() -> Rubric:
    """A rubric with an item of each kind of cell."""
    return contrast(likert("q1", allow_na=True), single("q2"), MULTI, FACT, HOURS)


def rows(path: Path, content: str | bytes) -> list[RawRow]:
    """The rows of a file with some content."""
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    with read_table(path, kind_of(path)) as table:
        return list(table.rows)


def problem(path: Path, content: str | bytes) -> str:
    """What is said of a file that cannot be read at all."""
    with pytest.raises(RolefitError) as caught:
        rows(path, content)
    return caught.value.message


# --- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "raw", "answer"),
    [
        ("q1", "3", 3),
        ("q1", " Some ", 3),
        ("q1", 3.0, 3),
        ("q2", "pa", "pa"),
        ("q2", "For a.", "pa"),
        ("m", "o1;o2", ("o1", "o2")),
        ("m", "o2, o1", ("o1", "o2")),
        ("m", "One, or so.", ("o1",)),
        ("m", "One, or so;Two", ("o1", "o2")),
        ("m", ["o2"], ("o2",)),
        ("m", "none_of_these", ("none_of_these",)),
        ("y", "Yes", "yes"),
        ("y", "FALSE", "no"),
        ("y", True, "yes"),
        ("h", "12.5", 12.5),
        ("h", 12.5, 12.5),
    ],
)
def test_an_answer_is_read_however_the_tool_wrote_it(name: str, raw: Any, answer: Any) -> None:
    assert read_cell(tiny().item(name), raw).answer == answer


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ("", "skipped"),
        (None, "skipped"),
        ("skipped", "skipped"),
        ("dont_know", "dont_know"),
        ("n/a", "not_applicable"),
        ("not_applicable", "not_applicable"),
    ],
)
def test_states_are_read_by_their_words(raw: Any, state: str) -> None:
    assert read_cell(tiny().item("q1"), raw).state == state


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("q1", "6"),
        ("q1", "1e0"),
        ("q1", "٣"),
        ("q1", float("nan")),
        ("q1", True),
        ("q2", "pz"),
        ("m", "o1;o1"),
        ("y", "maybe"),
        ("h", "41"),
        ("h", "12,5"),
        ("h", float("inf")),
        ("h", "1" * 20_000),
        ("q2", object()),
    ],
)
def test_what_is_no_answer_is_refused(name: str, raw: Any) -> None:
    with pytest.raises(Unreadable):
        read_cell(tiny().item(name), raw)


def test_every_fault_of_a_row_is_told_with_its_column() -> None:
    mapping = mapping_by_id(tiny(), ("q1", "q2", "m", "other", "id"))
    assert mapping.left_out == ("other",)
    read = read_row(tiny(), mapping, {"q1": "9", "q2": "pa", "m": "x"}, 7)
    assert [fault.text.partition(":")[0] for fault in read.faults] == [
        "row 7, column `q1`",
        "row 7, column `m`",
    ]
    assert read.answers["q2"].answer == "pa"


def test_a_table_without_a_question_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RolefitError) as caught:
        mapping_by_id(rubric("lead-or-manager"), ("id", "titel"))
    assert "title" in caught.value.hint


# --- CSV ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_csv_is_read_with_its_separator_and_its_mark(
    tmp_path: Path, separator: str, start: str
) -> None:
    text = f'{start}id,q1\n1,"a b"\n\n2,x\n'.replace(",", separator)
    found = rows(tmp_path / "t.csv", text)
    assert [(r.number, r.cells) for r in found] == [
        (2, {"id": "1", "q1": "a b"}),
        (4, {"id": "2", "q1": "x"}),
    ]


def test_csv_in_utf_16_is_read(tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "t.csv", "id\tq1\n1\tü\n".encode("utf-16"))
    assert row.cells == {"id": "1", "q1": "ü"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("id,q1,q1\n1,2,3\n", "the column `q1` is there 2 times"),
        ('id,q1\n1,"open\n2,x\n', "line 2: a quote that begins here is never closed"),
        ('id,q1\n1,"a"b\n', "line 2:"),
        ("id,q1\n1,ü\n".encode("latin-1"), "is not UTF-8 text"),
        (b"id,q1\n1,\0\n", "NUL"),
        (b"PK\x03\x04....", "is a workbook"),
        ("id," + "x" * (1 << 21), "a line of over"),
        (",".join(f"c{k}" for k in range(3000)), "3000 columns"),
    ],
)
def test_csv_that_cannot_be_trusted_is_refused(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    assert said in problem(tmp_path / "t.csv", content)


def test_a_ragged_row_is_told_by_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    found = rows(tmp_path / "t.csv", "id,q1\n1,2\n1,2,3\n4\n5,6\n")
    faults = [row.fault.text for row in found if row.fault]
    assert faults[0].startswith("row 3: 3 cells; the header has 2")
    assert faults[1].startswith("row 4: 1 cells")
    assert [row.cells.get("id") for row in found if not row.fault] == ["1", "5"]


# --- JSON Lines --------------------------------------------------------------------------------


def test_json_lines_are_flat_or_like_a_responses_file(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "q1": 3, "m": ["o1"]},
        {"id": 2, "answers": {"q1": {"answer": 3, "note": "n"}}, "respondent": {"name": "Ana"}},
    ]
    found = rows(tmp_path / "t.jsonl", "\n".join(map(json.dumps, lines)))
    assert found[0].cells == {"id": 1, "q1": 3, "m": ["o1"]}
    assert found[1].cells["name"] == "Ana"
    assert read_cell(tiny().item("q1"), found[1].cells["q1"]).answer == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"q1": NaN}', "NaN is not a number"),
        ('{"q1": 1, "q1": 2}', "stands twice"),
        ("[" * 1000, "nested more than"),
        ('{"a":' * 100_000, "nested more than"),
        ("[1]", "expected an object"),
        ('{"answers": 3}', "must be an object"),
        ("{", "not valid JSON"),
        ('{"q1": 1e400}', ""),
    ],
)
def test_a_line_that_is_no_answer_is_told_by_its_number(
    tmp_path: Path, line: str, said: str
) -> None:
    bad, good = rows(tmp_path / "t.jsonl", f'{line}\n{{"id": 2}}\n')
    if said:
        assert bad.fault is not None
        assert bad.fault.row == 1
        assert said in bad.fault.text
    else:
        with pytest.raises(Unreadable):
            read_cell(tiny().item("h"), bad.cells["q1"])
    assert good.cells == {"id": 2}


# --- XLSX --------------------------------------------------------------------------------------


def workbook(path: Path, table: list[list[Any]]) -> Path:
    """A workbook with one sheet."""
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    for k, cells in enumerate(table):
        sheet.write_row(k, 0, cells)
    book.close()
    return path


def test_a_workbook_is_read_with_numbers_as_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["id", "q1", "h"], ["a", 3, 12.5], ["b", "", 2]])
    with read_table(path, "xlsx") as table:
        assert table.columns == ("id", "q1", "h")
        found = list(table.rows)
    assert [(r.number, r.cells["q1"], r.cells["h"]) for r in found] == [(2, 3, 12.5), (3, "", 2)]


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (66 << 20))
    with pytest.raises(RolefitError, match="unpacks to more than 64 MB"), read_table(path, "xlsx"):
        pass


def test_a_workbook_with_a_cell_far_out_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path, far = workbook(tmp_path / "t.xlsx", [["id", "q1"], ["a", 3]]), tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            text = (
                old.read(name).replace(b'"B2"', b'"XFD1048576"').replace(b'r="2"', b'r="1048576"')
            )
            new.writestr(name, text)
    path = far
    with pytest.raises(RolefitError) as caught, read_table(path, "xlsx"):
        pass
    assert f"a sheet of {1_048_576 * 16_384} cells from the first to the last" in str(caught.value)
    assert caught.value.hint.startswith("at most 5000000 are read: delete what stands apart")
    with pytest.raises(RolefitError, match="cells from the first"), open_export(path):
        pass


@pytest.mark.slow
def test_a_text_that_very_many_cells_share_is_counted_for_each_of_them(tmp_path: Path) -> None:
    path, text = tmp_path / "shared.xlsx", "x" * 30_000
    for number, fits in ((6_000, True), (8_000, False)):
        workbook(path, [["id", "q1"], *([text, 3.5] for _ in range(number))])
        if fits:
            check_workbook(path)
        else:
            with pytest.raises(RolefitError, match="come to more than 200 MB"):
                check_workbook(path)


SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"
FAR = {
    "a prefix": '<x:row r="1"><x:c r="A1"/></x:row><x:row r="900000"><x:c r="ZZ900000"/></x:row>',
    "single quotes": "<row r='1'><c r='A1'/></row><row r='900000'><c r='ZZ900000'/></row>",
    "another order": '<row><c s="1"\n r = "A1"/><c s="1" r="ZZ900000"/></row>',
    "small letters": '<row><c r="a1"/><c r="zz900000"/></row>',
    "rows alone": '<row r="900000">' + "<c/>" * 20 + "</row>",
}
MANY = '<row r="1">' + "<c t='s'>{}</c>" * 3_000 + "</row>"
HIDDEN = {
    "plain": "<v>0</v>",
    "a sign": "<v> +0 </v>",
    "a blank in the tag": "<v >0</v >",
    "a comment": "<!-- <v>1</v> --><v ><!-- -->0</v >",
}


def packed(path: Path, **parts: str) -> Path:
    """An archive with a sheet, and what cells share."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(f"xl/{name}.xml", text)
    return path


@pytest.mark.parametrize("way", FAR)
def test_a_far_cell_is_found_however_it_is_written(tmp_path: Path, way: str) -> None:
    with pytest.raises(RolefitError, match="cells from the first to the last"):
        check_workbook(packed(tmp_path / "t.xlsx", sheet1=SHEET.format(FAR[way])))


@pytest.mark.parametrize("way", HIDDEN)
def test_a_shared_text_is_counted_however_it_is_named(tmp_path: Path, way: str) -> None:
    sheet = SHEET.format(MANY.format(*[HIDDEN[way]] * 3_000))
    shared = f"<sst><si><t>{'x' * 90_000}</t></si><si><t>y</t></si></sst>"
    with pytest.raises(RolefitError, match="come to more than 200 MB"):
        check_workbook(packed(tmp_path / "t.xlsx", sheet1=sheet, sharedStrings=shared))
    short = shared.replace("x" * 90_000, "x")
    check_workbook(packed(tmp_path / "t.xlsx", sheet1=sheet, sharedStrings=short))


def test_short_texts_beside_one_long_one_are_counted_as_what_they_are(tmp_path: Path) -> None:
    sheet = SHEET.format(MANY.format(*["<v>1</v>"] * 3_000))
    shared = f"<sst><si><t>{'x' * 90_000}</t></si><si><t>y</t></si></sst>"
    check_workbook(packed(tmp_path / "t.xlsx", sheet1=sheet, sharedStrings=shared))
    odd = shared.replace("<si>", "<si><!-- </si> -->", 1)  # the numbers may mean others then
    with pytest.raises(RolefitError, match="come to more than 200 MB"):
        check_workbook(packed(tmp_path / "t.xlsx", sheet1=sheet, sharedStrings=odd))


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_workbook_whose_parts_do_not_unpack_is_refused(tmp_path: Path, way: int) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", way) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format("<row/>" * 500))
    whole = path.read_bytes()
    for k in range(60, len(whole) - 100):
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 0x55]) + whole[k + 1 :])
        with pytest.raises(RolefitError), read_table(path, "xlsx"):
            pass


def test_random_bytes_never_come_to_more_than_an_error_of_ours(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [["id", "q1"], ["a", 3]]).read_bytes()
    texts = {"csv": b'id,q1\n1,"a;b"\n2,3\n', "jsonl": b'{"id": 1, "q1": [3]}\n', "xlsx": good}
    chance = random.Random(7)
    for k in range(240):
        ending = ("csv", "jsonl", "xlsx")[k % 3]
        content = bytearray(texts[ending])
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with suppress(RolefitError):
            rows(tmp_path / f"t.{ending}", bytes(content))


def test_a_number_out_of_all_bounds_is_a_fault_of_its_row(tmp_path: Path) -> None:
    bad, good = rows(tmp_path / "t.jsonl", f'{{"id": 1, "q1": 1e{"9" * 30}}}\n{{"id": 2}}\n')
    assert bad.fault is not None
    assert "a number out of all bounds" in bad.fault.message
    assert good.fault is None
