"""Tables of answers from files of strangers: CSV, JSON Lines and XLSX as rows, Parquet as it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple

from rolefit.batch.cells import Fault
from rolefit.batch.workbooks import check_workbook
from rolefit.errors import RolefitError
from rolefit.storage.csv_text import separator_of

Kind = Literal["csv", "jsonl", "xlsx", "parquet"]
_KINDS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
MOST_COLUMNS = 2_000
_LONGEST_LINE = 1 << 20
"""Characters of a row; a quote that is never closed would swallow the rest of the file."""
_DEEPEST = 8
_BREAKS = "\r\n"


class RawRow(NamedTuple):
    """One row as it stands in the file."""

    number: int
    cells: dict[str, object]
    fault: Fault | None = None
    """Why the whole row cannot be read."""


class TableFile(NamedTuple):
    """A table of answers that is read row by row."""

    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    expected: int
    """About how many rows there are, for a progress bar."""


def kind_of(path: Path) -> Kind:
    """How a file is to be read, by its ending. Raises RolefitError."""
    found = _KINDS.get(path.suffix.lower())
    if found is None and not is_folder(path):
        message = f"{path}: no way to read `{path.suffix or path.name}` as a table"
        raise RolefitError(message, "use .csv, .xlsx, .jsonl or .parquet")
    return found or "parquet"


def is_folder(path: Path) -> bool:
    """Whether a path is a folder. Raises RolefitError where that may not even be looked at."""
    try:
        return path.is_dir()
    except OSError as error:
        raise no_way_to(path, error) from None


def no_way_to(path: Path, error: OSError) -> RolefitError:
    """A file that the system does not give us, in its words."""
    return RolefitError(f"{path}: {error.strerror or error}", "check the name and the folder")


def needed(module: str, extra: str, purpose: str) -> Any:
    """A module that comes with an extra. Raises RolefitError that names the extra."""
    try:
        return import_module(module)
    except ImportError:
        hint = f"install it: pip install 'rolefit[{extra}]'"
        raise RolefitError(f"{purpose} needs the extra `{extra}`", hint) from None


@contextmanager
def read_table(path: Path, kind: Kind) -> Iterator[TableFile]:
    """A table, open for reading. Raises RolefitError."""
    try:
        match kind:
            case "csv":
                with path.open("rb") as stream:
                    encoding = _encoding(path, stream.read(4096))
                with path.open(encoding=encoding, newline="") as lines:
                    yield _csv_table(path, lines_of(path, lines), _line_count(path))
            case "jsonl":
                with path.open(encoding="utf-8-sig") as lines:
                    yield _json_table(path, lines_of(path, lines), _line_count(path))
            case _:
                yield _sheet_table(path)
    except UnicodeDecodeError:
        raise RolefitError(f"{path}: is not UTF-8 text", "save it as CSV UTF-8") from None
    except OSError as error:
        raise no_way_to(path, error) from None


def _encoding(path: Path, head: bytes) -> str:
    """The encoding of a text file by its first bytes. Raises RolefitError."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if head[:4] == b"PK\x03\x04":
        raise RolefitError(f"{path}: is a workbook or an archive, not CSV", "name it .xlsx")
    if b"\0" in head:
        raise RolefitError(f"{path}: holds NUL bytes, so it is no text", "save it as CSV UTF-8")
    return "utf-8-sig"


def _line_count(path: Path) -> int:
    """How many lines a file has."""
    with path.open("rb") as stream:
        blocks = iter(lambda: stream.read(1 << 20), b"")
        return sum(block.count(b"\n") for block in blocks)


def lines_of(path: Path, lines: Any) -> Iterator[str]:
    """The lines of a file, none longer than is allowed."""
    while line := lines.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            hint = "is it the right file, and are its lines kept?"
            raise RolefitError(f"{path}: a line of over {_LONGEST_LINE} characters", hint)
        yield line


# --- CSV ---------------------------------------------------------------------------------------


def _csv_table(path: Path, lines: Iterator[str], expected: int) -> TableFile:
    """A CSV file."""
    first = next(lines, "")
    while first and not first.strip(_BREAKS + " "):
        first = next(lines, "")
    if not first:
        raise RolefitError(f"{path}: is empty", "the first row names the columns")
    reader = csv.reader(chain([first], lines), delimiter=separator_of(first), strict=True)
    columns = _header(path, next_row(path, reader) or [])
    return TableFile(columns, _csv_rows(path, reader, columns), expected)


def next_row(path: Path, reader: Any) -> list[str] | None:
    """The next row; None at the end. Raises RolefitError where the quoting is broken."""
    before = reader.line_num + 1
    try:
        return next(reader, None)
    except csv.Error as error:
        text = str(error)
        if "unexpected end" in text or "field larger" in text:
            text = "a quote that begins here is never closed"
        raise RolefitError(
            f"{path}, line {before}: {text}", 'a quote inside is doubled: ""'
        ) from None


def _header(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns. Raises RolefitError."""
    found = tuple(str(name).strip() for name in names)
    if len(found) > MOST_COLUMNS:
        raise RolefitError(f"{path}: {len(found)} columns; at most {MOST_COLUMNS} are read")
    twice = [name for name in dict.fromkeys(found) if name and found.count(name) > 1]
    if twice:
        message = f"{path}: the column `{twice[0][:80]}` is there {found.count(twice[0])} times"
        raise RolefitError(message, "name each column once")
    return found


def _csv_rows(path: Path, reader: Any, columns: tuple[str, ...]) -> Iterator[RawRow]:
    """The rows below the header, numbered as a spreadsheet does; empty ones are passed over."""
    number = 1
    while True:
        cells = next_row(path, reader)
        number += 1
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            message = f"{len(cells)} cells; the header has {len(columns)}"
            hint = "is there a separator inside an answer? Put it in quotes"
            yield RawRow(number, {}, Fault(number, "", message, hint))
        elif any("\0" in cell for cell in cells):
            yield RawRow(number, {}, Fault(number, "", "a NUL character is no part of an answer"))
        else:
            yield RawRow(number, dict(zip(columns, cells, strict=True)))


# --- JSON Lines --------------------------------------------------------------------------------


def _json_table(path: Path, lines: Iterator[str], expected: int) -> TableFile:
    """A file with one JSON object a line; the columns are those of the first thousand lines."""
    rows = _json_rows(lines)
    head: list[RawRow] = []
    for row in rows:
        head.append(row)
        if len(head) >= 1000:
            break
    columns = dict.fromkeys(name for row in head for name in row.cells)
    if not head:
        raise RolefitError(f"{path}: is empty", 'each line is one object: {"id": 1, ...}')
    return TableFile(tuple(columns), _chain_rows(head, rows), expected)


def _chain_rows(head: Sequence[RawRow], rest: Iterator[RawRow]) -> Iterator[RawRow]:
    yield from head
    yield from rest


def _json_rows(lines: Iterator[str]) -> Iterator[RawRow]:
    """The rows of JSON Lines; `answers` and `respondent` may be objects of their own."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cells = _json_object(line)
        except (ValueError, RecursionError) as error:
            message = str(error).partition(":")[0] if isinstance(error, ValueError) else "too deep"
            yield RawRow(number, {}, Fault(number, "", f"not valid JSON: {message}"))
        else:
            yield RawRow(number, cells)


def _json_object(line: str) -> dict[str, object]:
    """One line as cells. Raises ValueError."""
    _check_depth(line)
    found = json.loads(line, parse_float=_decimal, parse_constant=_refuse, object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("expected an object")  # noqa: TRY004 - one kind of fault
    answers, respondent = found.pop("answers", {}), found.pop("respondent", {})
    if not isinstance(answers, dict) or not isinstance(respondent, dict):
        raise ValueError("`answers` must be an object")  # noqa: TRY004
    return {**found, **respondent, **answers}


def _check_depth(line: str) -> None:
    """Refuse what is nested so deep that no answer can be. Raises ValueError."""
    depth = 0
    inside = escaped = False
    for character in line:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > _DEEPEST:
                raise ValueError(f"nested more than {_DEEPEST} deep")
        elif character in "]}":
            depth -= 1


def _decimal(text: str) -> Decimal:
    """A number with decimals, exactly as it was written. Raises ValueError."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("a number out of all bounds") from None


def _refuse(word: str) -> object:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{word} is not a number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object none of whose keys stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key `{twice[:80]}` stands twice")
    return found


# --- XLSX --------------------------------------------------------------------------------------


def _sheet_table(path: Path) -> TableFile:
    """The first sheet of a workbook."""
    calamine = needed("python_calamine", "xlsx", "reading a workbook")
    check_workbook(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        rows = iter(sheet.iter_rows())
        top = sheet.start[0] if sheet.start is not None else 0
        columns = _header(path, [_cell_name(cell) for cell in next(rows, [])])
    except (calamine.CalamineError, IndexError, OverflowError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise RolefitError(f"{path}: is no workbook: {reason}", "save it as .xlsx or CSV") from None
    if not columns:
        raise RolefitError(f"{path}: its first sheet is empty", "the first row names the columns")
    return TableFile(columns, _sheet_rows(rows, columns, top + 1), sheet.total_height)


def _cell_name(cell: object) -> str:
    """The name of a column from its cell."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _sheet_rows(
    rows: Iterator[list[object]], columns: tuple[str, ...], header: int
) -> Iterator[RawRow]:
    """The rows below the header; what spreadsheets keep as numbers are numbers."""
    for number, cells in enumerate(rows, start=header + 1):
        if any(cell not in ("", None) for cell in cells):
            yield RawRow(number, dict(zip(columns, map(_sheet_cell, cells), strict=False)))


def _sheet_cell(cell: object) -> object:
    """A cell as an answer; a day as text."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, str | int | float | bool | None) else str(cell)
