"""An export as it stands in the file: which tool wrote it, its columns, and rows that count."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from rolefit.batch.cells import Fault
from rolefit.batch.reading import (
    MOST_COLUMNS,
    kind_of,
    lines_of,
    needed,
    next_row,
    no_way_to,
)
from rolefit.batch.workbooks import check_workbook
from rolefit.errors import RolefitError
from rolefit.storage.csv_text import separator_of

Tool = Literal[
    "google-forms",
    "microsoft-forms",
    "limesurvey",
    "qualtrics",
    "surveymonkey",
    "typeform",
    "table",
]
TOOLS: tuple[Tool, ...] = get_args(Tool)
_Cells = list[object]
_NumberedRow = tuple[int, _Cells]
_HEADERS = 3
"""Rows that can belong to a header."""
_PREVIEWS = (
    "survey preview",
    "survey test",
    "spam survey preview",
    "offline survey preview",
    *("1", "2", "9", "17"),
)
"""How Qualtrics marks rows that nobody meant to send, in words or in numbers."""
_OPEN_ENDED = ("response", "open-ended response", "")


class ExportColumn(NamedTuple):
    """One column of an export."""

    key: str
    """Its name in a map: the only one of that name."""
    code: str
    """The short name that the tool gave it, where there is one."""
    question: str
    """The question."""
    option: str = ""
    """The option or row that it stands for, where a question has several columns."""


class ExportRow(NamedTuple):
    """One filled-in form."""

    number: int
    """Its line in the file as a spreadsheet numbers it."""
    cells: dict[str, object]
    fault: Fault | None = None


class Export(NamedTuple):
    """An export, open for reading."""

    tool: Tool
    columns: tuple[ExportColumn, ...]
    rows: Iterator[ExportRow]
    dropped: dict[str, int]
    """Rows left out so far, by the reason."""


@contextmanager
def open_export(path: Path, encoding: str | None = None) -> Iterator[Export]:
    """An export of a survey tool as CSV, TSV or XLSX. Raises RolefitError."""
    kind = kind_of(path)
    if kind not in ("csv", "xlsx"):
        raise RolefitError(f"{path}: exports are read as CSV or XLSX", "export it as CSV")
    try:
        if kind == "xlsx":
            yield _export(path, _sheet_rows(path))
        else:
            used = encoding or _encoding(path)
            with path.open(encoding=used, newline="") as stream:
                yield _export(path, _csv_rows(path, lines_of(path, stream)))
    except LookupError:
        hint = "try utf-8, utf-16, cp1252 or latin-1"
        raise RolefitError(f"no encoding is called `{cell_text(encoding)}`", hint) from None
    except UnicodeError:
        hint = "export it as UTF-8; or, of an old Excel: rolefit import draft --encoding cp1252"
        raise RolefitError(f"{path}: is not {encoding or 'UTF-8'} text", hint) from None
    except OSError as error:
        raise no_way_to(path, error) from None


def _encoding(path: Path) -> str:
    """The encoding of a text file by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"PK\x03\x04"):
        raise RolefitError(f"{path}: is a workbook or an archive, not CSV", "name it .xlsx")
    if len(head) >= 4 and b"\0" in head:
        if not any(head[: len(head) // 2 * 2 : 2]):
            return "utf-16-be"
        if not any(head[1 : len(head) // 2 * 2 : 2]):
            return "utf-16-le"
        raise RolefitError(f"{path}: holds NUL bytes, so it is no text", "save it as CSV UTF-8")
    return "utf-8-sig"


def _csv_rows(path: Path, lines: Iterator[str]) -> Iterator[_NumberedRow]:
    """The rows of a text file, numbered from 1; empty ones are passed over."""
    first = next((line for line in lines if line.strip("\r\n \ufeff")), "")
    if not first:
        raise RolefitError(f"{path}: is empty", "the first row holds the questions")
    reader = csv.reader(chain([first], lines), delimiter=separator_of(first), strict=True)
    number = 0
    while (cells := next_row(path, reader)) is not None:
        number += 1
        if any(cell.strip() for cell in cells):
            yield number, [*cells]


def _sheet_rows(path: Path) -> Iterator[_NumberedRow]:
    """The rows of the first sheet of a workbook."""
    calamine = needed("python_calamine", "xlsx", "reading a workbook")
    check_workbook(path)
    try:
        sheet = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        top = sheet.start[0] if sheet.start is not None else 0
        rows = iter(sheet.iter_rows())
    except (calamine.CalamineError, IndexError, OverflowError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise RolefitError(f"{path}: is no workbook: {reason}", "save it as .xlsx or CSV") from None
    for number, cells in enumerate(rows, start=top + 1):
        if any(cell not in ("", None) for cell in cells):
            yield number, [_sheet_cell(cell) for cell in cells]


def _sheet_cell(cell: Any) -> object:
    """A cell; whole numbers without a point, days as text."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, str | int | float | bool | None) else str(cell)


# --- which tool, which columns -----------------------------------------------------------------


def _export(path: Path, rows: Iterator[_NumberedRow]) -> Export:
    """What was exported, by which tool."""
    head = list(islice(rows, _HEADERS))
    if not head:
        raise RolefitError(f"{path}: is empty", "the first row holds the questions")
    if len(head[0][1]) > MOST_COLUMNS:
        number = len(head[0][1])
        raise RolefitError(f"{path}: {number} columns; at most {MOST_COLUMNS} are read")
    texts = [[cell_text(cell) for cell in cells] for _, cells in head]
    tool = tool_of(texts)
    used = _header_rows(tool, texts)
    columns = _with_keys(_columns(tool, texts))
    dropped: dict[str, int] = {}
    rest = chain(head[used:], rows)
    return Export(tool, columns, _rows(tool, columns, rest, dropped), dropped)


def tool_of(head: Sequence[Sequence[str]]) -> Tool:
    """The tool that wrote an export, by what stands in its first rows."""
    first = [cell.casefold() for cell in head[0]]
    if len(head) >= 3 and any(cell.startswith('{"ImportId"') for cell in head[2]):
        return "qualtrics"
    if [cell.replace(" ", "") for cell in first[:2]] == ["respondentid", "collectorid"]:
        return "surveymonkey"
    if {"submitdate", "startlanguage"} <= {*first} or {"date submitted", "start language"} <= {
        cell.partition(". ")[2] or cell for cell in first
    }:
        return "limesurvey"
    if {"submit date (utc)", "network id"} <= {*first}:
        return "typeform"
    if first[:3] == ["id", "start time", "completion time"]:
        return "microsoft-forms"
    return "google-forms" if first[0] == "timestamp" else "table"


def _header_rows(tool: Tool, head: Sequence[Sequence[str]]) -> int:
    """How many rows belong to the header."""
    if tool == "qualtrics":
        return 3
    return 2 if tool == "surveymonkey" and len(head) > 1 else 1


def _columns(tool: Tool, head: Sequence[Sequence[str]]) -> list[ExportColumn]:
    """The columns, named by their headings; several may be called the same."""
    first = list(head[0])
    match tool:
        case "qualtrics":
            texts = [*head[1], *[""] * len(first)]
            return [_qualtrics(code, text) for code, text in zip(first, texts, strict=False)]
        case "surveymonkey" if len(head) > 1:
            return _two_rows(first, head[1])
        case "limesurvey":
            return [_limesurvey(text) for text in first]
        case _:
            return [_bracketed(text) for text in first]


def _qualtrics(code: str, text: str) -> ExportColumn:
    """A column with a code, and a question that its option may stand behind."""
    question, dash, option = text.rpartition(" - ")
    plain = question.removesuffix(" - Selected Choice") if dash else text
    if option in ("Selected Choice", "Selected Choices"):
        return ExportColumn(code, code, plain)
    apart = "_" in code and dash
    return ExportColumn(code, code, plain if apart else text, option if apart else "")


def _two_rows(first: Sequence[str], second: Sequence[str]) -> list[ExportColumn]:
    """Columns whose question stands once above several options."""
    found, question = [], ""
    for text, below in zip(first, [*second, *[""] * len(first)], strict=False):
        question = text or question
        option = "" if below.casefold() in _OPEN_ENDED else below
        key = f"{question} [{option}]" if option else question
        found.append(ExportColumn(key, "", question, option))
    return found


def _limesurvey(text: str) -> ExportColumn:
    """A column by its code, its question, or both: `c1`, `c1. How far?`, `c1[a] How far? [A]`."""
    code, dot, question = text.partition(". ")
    if not (dot and code and " " not in code):
        return _bracketed(text)
    inner = _bracketed(question)
    return ExportColumn(text, code.partition("[")[0], inner.question, inner.option)


def _bracketed(text: str) -> ExportColumn:
    """A heading, with the option that stands in brackets behind it."""
    if text.endswith("]") and "[" in text:
        question, _, option = text[:-1].rpartition("[")
        if question.strip():
            return ExportColumn(text, question.strip(), question.strip(), option.strip())
    return ExportColumn(text, text, text)


def _with_keys(columns: Sequence[ExportColumn]) -> tuple[ExportColumn, ...]:
    """Columns with names of their own: the second of a name is called `name (2)`."""
    seen: dict[str, int] = {}
    found = []
    for place, column in enumerate(columns, start=1):
        key = column.key[:500] or f"column {place}"
        seen[key] = seen.get(key, 0) + 1
        found.append(column._replace(key=key if seen[key] == 1 else f"{key} ({seen[key]})"))
    return tuple(found)


def cell_text(cell: object) -> str:
    """A cell as one line of text; what cannot be drawn stands as its code point, `u{XXXX}`."""
    text = "" if cell is None else " ".join(str(cell).split())
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else f"\\u{{{ord(one):04X}}}" for one in text)


# --- rows --------------------------------------------------------------------------------------


def _rows(
    tool: Tool,
    columns: Sequence[ExportColumn],
    rows: Iterator[_NumberedRow],
    dropped: dict[str, int],
) -> Iterator[ExportRow]:
    """The rows below the header that count; the others are counted in `dropped`."""
    for number, cells in rows:
        # Spreadsheets cut empty cells at the end off.
        more = [cell for cell in cells[len(columns) :] if cell not in ("", None)]
        if more:
            message = f"{len(cells)} cells; the header has {len(columns)}"
            hint = "is there a separator inside an answer? Put it in quotes"
            yield ExportRow(number, {}, Fault(number, "", message, hint))
            continue
        filled = [*cells, *[""] * (len(columns) - len(cells))]
        row = {c.key: cell for c, cell in zip(columns, filled, strict=False)}
        why = _reason_to_drop(tool, columns, row)
        if why:
            dropped[why] = dropped.get(why, 0) + 1
        else:
            yield ExportRow(number, row)


def _reason_to_drop(tool: Tool, columns: Sequence[ExportColumn], row: dict[str, object]) -> str:
    """Why a row does not count: a preview, or a form that was never sent; empty if it does."""

    def said(*names: str) -> str | None:
        of = (c for c in columns if c.key.casefold().rpartition(". ")[2] in names)
        column = next(of, None)
        return None if column is None else cell_text(row[column.key]).casefold()

    match tool:
        case "qualtrics":
            preview = said("distributionchannel") == "preview"
            if preview or said("status") in _PREVIEWS:
                return "previews"
            return "unfinished" if said("finished") in ("false", "0") else ""
        case "limesurvey":
            sent = said("submitdate", "date submitted")
            return "unfinished" if not sent or sent == "n/a" else ""
        case "typeform":
            return "unfinished" if said("response type") in ("partial", "started") else ""
        case _:
            return ""
