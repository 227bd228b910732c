"""Many rows at once with polars: read, coded, scored and written as they stream by."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from rolefit.batch.cells import LONGEST_CELL, ColumnMapping, raw_names
from rolefit.batch.codes import code_columns
from rolefit.batch.columns import WHOLE, is_text, result_columns
from rolefit.batch.compiled.items import not_compiled
from rolefit.batch.compiled.program import SINGLE, Program, compiled
from rolefit.batch.plain import (
    LONGEST,
    MOST_BAD,
    ScoredRow,
    Tell,
    about_columns,
    cells_of,
    columns_of,
    score_row,
    shortened,
)
from rolefit.batch.reading import RawRow, TableFile, is_folder, no_way_to
from rolefit.batch.tables import BatchJob
from rolefit.errors import RolefitError, StoreError
from rolefit.rubric.items.base import Rows
from rolefit.rubric.model import Rubric
from rolefit.storage.csv_text import csv_cell

_CHUNK = 20_000
"""Rows that are worked on at a time. Some 250 steps in a row may hold as many each, so that memory
grows with the rows until all steps are taken: the fewer at a time, the sooner, and the less."""
_GROUP = 100_000
"""Rows of a group in a Parquet file that is written, and rows that are read of one at a time."""
_AT_ONCE = 1000
"""Rows of which texts are copied at a time."""
_LOOKED_AT = 10_000
"""Rows whose texts are learnt before all of them are read."""
ROW = "row"
_ROOM = 300
"""Bytes of an answer beyond those of all its options."""
_ENDLESS = "\1"
"""Stands for a text that is longer than any answer."""
_BLANKS = (" ", "\t", "\n", "\u00a0")
"""What a text about a person begins or ends with that has to be taken off."""
_ODD = "\0"
"""Stands for a cell that no text stands for: its row is looked at as it was read."""
_NOT_PLAIN = r"[^ -~]|^\s*[=+\-@]"
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, UnicodeError)
"""What polars raises over files that are broken."""


class AnswerSource(NamedTuple):
    """A table of answers that streams by."""

    rubric: Rubric
    mapping: ColumnMapping
    frame: pl.LazyFrame
    """A column `row`, `r0` ... for each item that has one, and those about the person."""
    kept: dict[int, RawRow]
    """Rows that no dataframe can hold, by their numbers."""
    seen: dict[str, set[str]]
    """Texts that stand in the first rows, by item."""
    program: Program | None = None
    """What the rubric compiles to, if that is known already."""


class Tallies:
    """What is found out while rows stream by; told from several threads."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.lock = Lock()
        self.rows = 0
        self.singles = 0
        self.bad: list[tuple[ScoredRow, RawRow]] = []

    @property
    def hopeless(self) -> bool:
        """Whether so many rows are bad that it is no use to go on."""
        return len(self.bad) >= MOST_BAD

    def count(self, rows: int) -> None:
        """Remember that so many rows are done."""
        with self.lock:
            self.rows += rows
            done = self.rows
        self.tell(done)


# --- where rows come from ----------------------------------------------------------------------


def parquet_source(path: Path, rubric: Rubric, mapping: ColumnMapping) -> AnswerSource:
    """A Parquet file, or a folder of them, of which only the columns that are needed are read."""
    frame = scan(path)
    schema = frame.collect_schema()
    wanted = []
    longest = {
        f"r{k}": _ROOM + sum(len(text.encode()) for _, text in item.options())
        for k, item in enumerate(rubric.items)
    }
    for name, column in raw_names(rubric, mapping).items():
        most = longest.get(name, LONGEST_CELL)
        wanted.append(_readable(pl.col(column), schema[column], most).alias(name))
    try:
        head = frame.select(wanted).head(_LOOKED_AT).collect()
    except (*BROKEN, OSError) as error:
        raise unreadable(path, error) from None

    def parts() -> Iterator[pl.DataFrame]:
        done = 0
        for file in _files_of(path):
            answers = pl.scan_parquet(file, schema=schema, glob=False).select(wanted)
            for some in _stretches(answers):
                numbers = pl.int_range(done + 1, done + some.height + 1, eager=True)
                yield some.select(numbers.alias(ROW), pl.all())
                done += some.height

    streaming = _streaming(parts, {ROW: pl.Int64(), **head.schema})
    return AnswerSource(rubric, mapping, streaming, {}, _texts_in(rubric, mapping, head))


def _stretches(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file, some at a time.

    Left to itself polars reads several groups of rows ahead, and a file may be one single group.
    """
    start = 0
    while (some := frame.slice(start, _GROUP).collect()).height:
        yield from some.iter_slices(_CHUNK)
        start += _GROUP
        if some.height < _GROUP:
            return


def _streaming(
    parts: Callable[[], Iterator[pl.DataFrame]], schema: Mapping[str, pl.DataType]
) -> pl.LazyFrame:
    """Dataframes, one after the other, as one that streams by."""

    def chosen_of(
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        del batch_size
        for part in parts():
            chosen = part.select(with_columns) if with_columns is not None else part
            chosen = chosen.filter(predicate) if predicate is not None else chosen
            yield chosen.head(n_rows) if n_rows is not None else chosen

    return register_io_source(chosen_of, schema=schema)


def shape_of(path: Path) -> tuple[tuple[str, ...], int]:
    """The columns of a Parquet file or folder, and how many rows it has. Raises RolefitError."""
    frame = scan(path)
    try:
        return tuple(frame.collect_schema()), int(frame.select(pl.len()).collect().item())
    except (*BROKEN, OSError) as error:
        raise unreadable(path, error) from None


def scan(path: Path) -> pl.LazyFrame:
    """A Parquet file or folder. Raises RolefitError where it is none."""
    files = _files_of(path)
    try:
        found = pl.scan_parquet(files, glob=False)
        found.collect_schema()
    except (*BROKEN, OSError) as error:
        raise unreadable(path, error) from None
    return found


def _files_of(path: Path) -> list[Path]:
    """A file, or those of a folder by their names. Raises RolefitError."""
    if not is_folder(path):
        return [path]
    try:
        found = [path / name for name in sorted(os.listdir(path)) if name.endswith(".parquet")]
    except OSError as error:
        raise no_way_to(path, error) from None
    if not found:
        raise RolefitError(f"{path}: no file in it is named .parquet", "is it the right folder?")
    return found


def unreadable(path: Path, error: BaseException) -> RolefitError:
    """A file that is no Parquet, in our own words."""
    if isinstance(error, PermissionError):
        return no_way_to(path, error)
    reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
    if isinstance(error, FileNotFoundError):
        reason = "no such file"
    if isinstance(error, pl.exceptions.PanicException):  # in words for those who write the library
        reason = "its parts contradict each other"
    return RolefitError(f"{path}: cannot be read as Parquet: {reason}", "is the file whole?")


def _readable(column: pl.Expr, kind: pl.DataType, longest: int) -> pl.Expr:
    """A column as codes can be read from it: sets of options as text, no text without an end."""
    if isinstance(kind, pl.List) and kind.inner == pl.String:
        column, kind = column.list.join(";"), pl.String()
    if kind in (pl.Categorical, pl.Enum):
        column, kind = column.cast(pl.String), pl.String()
    if kind != pl.String:
        return column
    # No copy is made of any text: millions of them may share one place in the file.
    return pl.when(column.str.len_bytes() > longest).then(pl.lit(_ENDLESS)).otherwise(column)


def _texts_in(rubric: Rubric, mapping: ColumnMapping, head: pl.DataFrame) -> dict[str, set[str]]:
    """Texts of the first rows, by item."""
    found: dict[str, set[str]] = {}
    for k, item in enumerate(rubric.items):
        if item.id in mapping.columns and head.schema[f"r{k}"] == pl.String:
            texts = head[f"r{k}"].unique().drop_nulls().to_list()
            found[item.id] = {text for text in texts[:1000] if len(text) < 500}
    return found


@contextmanager
def read_parquet(path: Path) -> Iterator[TableFile]:
    """A Parquet file or folder, row by row. Raises RolefitError."""
    frame = scan(path)
    schema = frame.collect_schema()
    chosen = frame.select(
        _readable(pl.col(name), kind, LONGEST_CELL).alias(name) for name, kind in schema.items()
    )

    def rows() -> Iterator[RawRow]:
        number = 0
        try:
            while (some := chosen.slice(number, _AT_ONCE).collect()).height:
                for cells in _dicts_of(some):
                    number += 1
                    known = {name: _as_read(cell) for name, cell in cells.items()}
                    yield RawRow(number, known)
        except (*BROKEN, OSError) as error:
            raise unreadable(path, error) from None

    yield TableFile(tuple(schema), rows(), shape_of(path)[1])


def row_source(table: TableFile, rubric: Rubric, mapping: ColumnMapping) -> AnswerSource:
    """A table that is read row by row, as a dataframe of texts."""
    names = raw_names(rubric, mapping)
    affirmed = {
        f"r{k}"
        for k, item in enumerate(rubric.items)
        if isinstance(item.input_kind, Rows) and item.input_kind.affirms
    }
    schema = {ROW: pl.Int64(), **dict.fromkeys(names, pl.String())}
    kept: dict[int, RawRow] = {}

    def frame_of(rows: list[RawRow]) -> pl.DataFrame:
        columns: dict[str, list[Any]] = {ROW: [row.number for row in rows]}
        for name, column in names.items():
            columns[name] = [_text_of(r, column, affirms=name in affirmed) for r in rows]
        for k, row in enumerate(rows):
            if row.fault is not None or any(columns[name][k] == _ODD for name in names):
                kept[row.number] = row
        return pl.DataFrame(columns, schema=schema)

    first = frame_of(list(islice(table.rows, _LOOKED_AT)))

    def parts() -> Iterator[pl.DataFrame]:
        part = first
        while part.height:
            yield part
            part = frame_of(list(islice(table.rows, _CHUNK)))

    streaming = _streaming(parts, schema)
    return AnswerSource(rubric, mapping, streaming, kept, _texts_in(rubric, mapping, first))


def _text_of(row: RawRow, column: str, *, affirms: bool) -> str | None:
    """A cell as text; `_ODD` for what no text stands for."""
    cell = _ODD if row.fault is not None else row.cells.get(column)
    match cell:
        case None | str():
            found = cell
        case bool():
            found = str(cell).lower() if affirms else _ODD
        case int() | float() | Decimal():
            found = str(cell)
        case list() if cell and all(isinstance(part, str) and ";" not in part for part in cell):
            found = ";".join(cell)
        case _:
            found = _ODD
    return found


# --- scoring -----------------------------------------------------------------------------------


def scored_frame(source: AnswerSource, found: Tallies, *, guard: bool) -> pl.LazyFrame:
    """The table of results, row by row in the order of the answers; bad rows are left out.

    With `guard` texts are made safe for spreadsheets.
    """
    mapping = source.mapping
    columns = columns_of(source.rubric, mapping)
    schema = {name: _type_of(name) for name in columns}
    frame = _results(source)
    about = [_about(name, mapping).alias(name) for name in about_columns(mapping)]
    frame = frame.with_columns(about)
    frame = frame.with_columns((pl.col(SINGLE) | _odd_person(mapping)).alias(SINGLE))

    def finish(chunk: pl.DataFrame) -> pl.DataFrame:
        done = _with_singles(chunk, source, found, schema)
        found.count(chunk.height)
        return _guarded(done, about_columns(mapping)) if guard else done

    done: pl.LazyFrame = frame.map_batches(
        finish, streamable=True, schema=schema, validate_output_schema=False
    )
    return done


def row_by_row(rubric: Rubric) -> str:
    """Why a rubric has to be scored row by row; empty where it need not be."""
    return not_compiled(rubric)


def _results(source: AnswerSource) -> pl.LazyFrame:
    """The columns of results beside those of the answers; all for the single path if need be."""
    rubric, names = source.rubric, raw_names(source.rubric, source.mapping)
    columns = result_columns(rubric)
    if not_compiled(rubric):
        empty = [pl.lit(None, dtype=_type_of(name)).alias(name) for name in columns]
        return source.frame.select(ROW, *names, *empty, pl.lit(True).alias(SINGLE))
    program = source.program or compiled(rubric)
    kinds = dict(source.frame.collect_schema())
    codes = code_columns(program.coded, source.mapping, kinds, source.seen)
    coded = nw.from_native(source.frame.with_columns(codes))
    found: pl.LazyFrame = nw.to_native(program.apply(coded))
    return found.select(ROW, *names, *columns, SINGLE)


def _type_of(column: str) -> pl.DataType:
    """The type of a column of the table of results."""
    if column in WHOLE:
        return pl.Int64()
    return pl.String() if is_text(column) or column in LONGEST else pl.Float64()


def _about(name: str, mapping: ColumnMapping) -> pl.Expr:
    """A column about the person."""
    if name not in mapping.about:
        return pl.col(ROW).cast(pl.String)
    return pl.col(f"m{name}").cast(pl.String, strict=False).fill_null("")


def _odd_person(mapping: ColumnMapping) -> pl.Expr:
    """Whether what is said about the person has to be looked at."""
    found = pl.lit(False)
    for name in about_columns(mapping):
        text = pl.col(name)
        found = found | (text.str.len_bytes() > LONGEST[name]) | (text == _ODD) | (text == _ENDLESS)
        for blank in _BLANKS:
            found = found | text.str.starts_with(blank) | text.str.ends_with(blank)
    return found


def _with_singles(
    chunk: pl.DataFrame, source: AnswerSource, found: Tallies, schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    """The results of some rows, those marked worked out by the single path."""
    single = chunk[SINGLE]
    if found.hopeless:
        return chunk.head(0).select(list(schema))
    if not single.any():
        return chunk.select(list(schema))
    rubric, mapping = source.rubric, source.mapping
    names = raw_names(rubric, mapping)
    places = single.arg_true().to_list()
    rows, good = [], []
    for place, cells in zip(
        places, _few_at_a_time(chunk.filter(single).select(ROW, *names)), strict=True
    ):
        number = cells.pop(ROW)
        known = {column: _as_read(cells[name]) for name, column in names.items()}
        row = source.kept.pop(number, None) or RawRow(number, known)
        with found.lock:
            scored = score_row(rubric, mapping, row)
            found.singles += 1
            if scored.faults:
                found.bad.append((scored, shortened(row)))
        if found.hopeless:
            break
        if not scored.faults:
            good.append(place)
            rows.append(cells_of(scored, tuple(schema)))
    patched = pl.DataFrame(rows, schema=schema, orient="row")
    whole = chunk.select(list(schema))
    whole = whole.with_columns(whole[name].scatter(good, patched[name]) for name in schema)
    left = set(places) - set(good)
    if not left:
        return whole
    keeps = pl.Series([True]).new_from_index(0, chunk.height).scatter(sorted(left), False)
    return whole.filter(keeps)


def _as_read(cell: object) -> object:
    """A cell for the single path, which tells what is wrong with a text without an end."""
    return "x" * (LONGEST_CELL + 1) if cell == _ENDLESS else cell


def _few_at_a_time(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a dataframe, of whose texts only some are copied at a time."""
    for some in rows.iter_slices(_AT_ONCE):
        yield from _dicts_of(some)


def _dicts_of(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a dataframe. A date that no calendar has is what else is broken in a file."""
    try:
        yield from rows.iter_rows(named=True)
    except (ValueError, OverflowError) as error:
        raise pl.exceptions.ComputeError(str(error)) from None


def _guarded(table: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """A table whose texts no spreadsheet takes for formulas."""
    for name in columns:
        if table[name].str.contains(_NOT_PLAIN).any():
            safe = [None if text is None else csv_cell(text) for text in table[name]]
            table = table.with_columns(pl.Series(name, safe, dtype=pl.String))
    return table


def write_frame(job: BatchJob, frame: pl.LazyFrame, target: Path) -> None:
    """Write a table as it streams by. Raises RolefitError where it cannot be read or written."""
    try:
        if job.as_csv:
            frame.sink_csv(target, include_bom=not job.options.raw, engine="streaming")
        else:
            frame.sink_parquet(target, row_group_size=_GROUP, engine="streaming")
    except BROKEN as error:
        if "space" in str(error):
            raise StoreError(f"{job.target}: {error}", "nothing was written") from None
        raise unreadable(job.source, error) from None
