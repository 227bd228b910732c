"""A table of answers in, a table of results out: whole or not at all."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NamedTuple

from rolefit.batch.cells import ColumnMapping, Fault, mapping_by_id
from rolefit.batch.exports.survey_map import MappedTable, SurveyMap, open_mapped
from rolefit.batch.plain import (
    MOST_BAD,
    MOST_ROWS,
    ScoredRow,
    cells_of,
    columns_of,
    score_row,
    shortened,
)
from rolefit.batch.reading import Kind, RawRow, TableFile, kind_of, needed, read_table
from rolefit.errors import Exit, RolefitError
from rolefit.rubric.model import Rubric
from rolefit.storage.csv_text import csv_cell, csv_encoding
from rolefit.storage.staged import check_free, staged_file

Engine = Literal["auto", "plain", "polars", "spark"]
ENGINES: tuple[Engine, ...] = ("auto", "plain", "polars", "spark")
Tell = Callable[[int, int], None]
"""Told how many rows are done, and of about how many."""
_MOST_TOLD = 50
_ENDINGS = (".csv", ".parquet")


class BatchOptions(NamedTuple):
    """How a table is to be scored."""

    engine: Engine = "auto"
    keep_going: bool = False
    force: bool = False
    raw: bool = False
    """For machines: no guard against formulas, no byte order mark."""


class BatchJob(NamedTuple):
    """What is scored, and where the results go."""

    rubric: Rubric
    source: Path
    target: Path
    options: BatchOptions
    tell: Tell
    survey: SurveyMap | None = None
    """How an export of a survey tool is read; None for a table named by the ids of the items."""

    @property
    def as_csv(self) -> bool:
        """Whether the results are CSV."""
        return self.target.suffix.lower() == ".csv"

    @property
    def side(self) -> Path:
        """Where rows go that cannot be read."""
        return self.target.with_name(f"{self.target.stem}.bad.csv")


class BatchResult(NamedTuple):
    """What came of a table."""

    rows: int
    faults: tuple[Fault, ...]
    """What is wrong with the rows that were left out."""
    bad: int
    """Number of these rows."""
    mapping: ColumnMapping
    singles: int = 0
    """Rows that the expression left to the single path."""
    row_by_row: str = ""
    """Why all rows were scored one by one; empty if they were not."""
    dropped: Mapping[str, int] = {}
    """Rows of an export that do not count, by the reason."""


class BadRows(RolefitError):
    """Rows that cannot be read, where nothing may be left out."""

    exit_code = Exit.NO

    def __init__(self, job: BatchJob, faults: Sequence[Fault], *, bad: int, rows: int) -> None:
        which = "1 row" if bad == 1 else f"{bad} rows"
        super().__init__(
            f"{job.source}: {which} of {rows} cannot be read; nothing was written",
            f"mend them, or add --keep-going: the others are scored, these go to {job.side.name}",
        )
        self.faults = faults

    def lines(self) -> tuple[str, ...]:
        """What is wrong with each row."""
        first, hint = super().lines()
        told = [f"    {fault.text}" for fault in self.faults[:_MOST_TOLD]]
        more = len(self.faults) - len(told)
        rest = [f"    ... and {more} more; --keep-going lists all of them"] if more else []
        return (first, *told, *rest, hint)


Bad = list[tuple[ScoredRow, RawRow]]
"""Rows that cannot be read, with what stands in them."""


def score_table(job: BatchJob) -> BatchResult:
    """Score a table of answers into a table of results.

    Raises RolefitError; BadRows where rows cannot be read and must not be left out.
    """
    if job.options.engine == "spark":
        return _module("spark", "spark").score_folder(job)  # type: ignore[no-any-return]
    if job.target.suffix.lower() not in _ENDINGS:
        raise RolefitError(f"{job.target}: results are CSV or Parquet", "name it .csv or .parquet")
    check_free(job.target, force=job.options.force)
    if job.options.keep_going:
        check_free(job.side, force=job.options.force)
    kind = kind_of(job.source)
    frames = _frames(job, kind)
    if kind == "parquet" and job.survey is None:
        return _stream_parquet(job, _required(frames, "reading Parquet"))
    with open_answers(job.source, job.rubric, job.survey) as (table, mapping, dropped):
        if frames is not None:
            found = _stream_rows(job, frames, table, mapping)
        else:
            found = _one_by_one(job, table, mapping)
        return found._replace(dropped=dropped)


@contextmanager
def open_answers(path: Path, rubric: Rubric, survey: SurveyMap | None) -> Iterator[MappedTable]:
    """A table of answers that is read row by row, or an export by its map. Raises RolefitError."""
    if survey is not None:
        with open_mapped(path, rubric, survey) as found:
            yield found
        return
    with read_any_table(path) as table:
        yield MappedTable(table, mapping_by_id(rubric, table.columns), {})


@contextmanager
def read_any_table(path: Path) -> Iterator[TableFile]:
    """A table of whatever kind, row by row. Raises RolefitError."""
    kind = kind_of(path)
    opened = (
        read_table(path, kind)
        if kind != "parquet"
        else _module("frames", "batch").read_parquet(path)
    )
    with opened as table:
        yield table


def _frames(job: BatchJob, kind: Kind) -> ModuleType | None:
    """The module that streams with polars; None where it is not there, or not wanted."""
    if job.options.engine == "plain":
        if kind == "parquet" or not job.as_csv:
            message = "--engine plain reads and writes no Parquet"
            raise RolefitError(message, "leave --engine out, or use CSV")
        return None
    try:
        return _module("frames", "batch")
    except RolefitError:
        if job.options.engine == "polars" or kind == "parquet" or not job.as_csv:
            raise
        return None


def _module(name: str, extra: str) -> ModuleType:
    """A module of ours that stands on an extra. Raises RolefitError that names the extra."""
    # Memory that is free goes back soon: files of strangers are held to a limit.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:200,muzzy_decay_ms:0")
    os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "2")
    interrupts = signal.getsignal(signal.SIGINT)
    for module in ("narwhals", *(("polars",) if extra == "batch" else ("pyspark", "pandas"))):
        needed(module, extra, "this" if extra == "spark" else "Parquet, and many rows at once,")
    found: ModuleType = needed(f"rolefit.batch.{name}", extra, "this")
    _keep(interrupts)
    return found


def _keep(interrupts: object) -> None:
    """Have Ctrl-C heard, or ignored, as before polars was loaded, which hears it in any case.

    Besides, it has reads begin anew after it, so that one that waits would never hear of it.
    """
    if interrupts is signal.SIG_IGN:
        with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    elif hasattr(signal, "siginterrupt"):
        signal.siginterrupt(signal.SIGINT, True)


def _required(frames: ModuleType | None, purpose: str) -> ModuleType:
    """The module that streams."""
    if frames is None:
        raise RolefitError(f"{purpose} needs the extra `batch`", "pip install 'rolefit[batch]'")
    return frames


# --- ways of scoring ---------------------------------------------------------------------------


def _stream_parquet(job: BatchJob, frames: Any) -> BatchResult:
    """Score a Parquet file, of which only what is needed is in memory at a time."""
    schema, rows = frames.shape_of(job.source)
    mapping = mapping_by_id(job.rubric, schema)
    source = frames.parquet_source(job.source, job.rubric, mapping)
    return _stream(job, frames, source, mapping, rows)


def _stream_rows(
    job: BatchJob, frames: Any, table: TableFile, mapping: ColumnMapping
) -> BatchResult:
    """Score a table that is read row by row."""
    source = frames.row_source(table, job.rubric, mapping)
    return _stream(job, frames, source, mapping, table.expected)


def _stream(
    job: BatchJob, frames: Any, source: Any, mapping: ColumnMapping, expected: int
) -> BatchResult:
    """Score what streams by."""
    why = frames.row_by_row(job.rubric)
    found = frames.Tallies(lambda done: job.tell(done, expected))
    guard = job.as_csv and not job.options.raw
    frame = frames.scored_frame(source, found, guard=guard)
    with staged_file(job.target) as temporary:
        frames.write_frame(job, frame, temporary)
        _finish(job, found.bad, found.rows)
    return _result(found.bad, found.rows, mapping, singles=found.singles, why=why)


def _one_by_one(job: BatchJob, table: TableFile, mapping: ColumnMapping) -> BatchResult:
    """Score each row by the single path, with the standard library alone."""
    columns = columns_of(job.rubric, mapping)
    bad: Bad = []
    rows = 0
    encoding = csv_encoding(raw=job.options.raw)
    with staged_file(job.target) as temporary:
        with temporary.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            for rows, row in enumerate(table.rows, start=1):
                _check_number(job, rows)
                scored = score_row(job.rubric, mapping, row)
                if scored.faults:
                    bad.append((scored, shortened(row)))
                    if len(bad) >= MOST_BAD:
                        break
                else:
                    cells = cells_of(scored, columns)
                    writer.writerow([csv_cell(cell, raw=job.options.raw) for cell in cells])
                job.tell(rows, table.expected)
        _finish(job, bad, rows)
    return _result(bad, rows, mapping, singles=0, why="")


def _check_number(job: BatchJob, rows: int) -> None:
    """Refuse to score for hours what takes a minute with the extra."""
    if rows > MOST_ROWS and job.options.engine != "plain":
        hint = "install it: pip install 'rolefit[batch]'; or wait for --engine plain"
        raise RolefitError(f"more than {MOST_ROWS} rows need the extra `batch`", hint)


def _result(bad: Bad, rows: int, mapping: ColumnMapping, *, singles: int, why: str) -> BatchResult:
    """What came of it."""
    return BatchResult(rows, tuple(_faults(bad)), len(bad), mapping, singles, why)


def _faults(bad: Bad) -> list[Fault]:
    """All that is wrong, in the order of the file."""
    return [fault for scored, _ in sorted(bad, key=_number) for fault in scored.faults]


def _number(one: tuple[ScoredRow, RawRow]) -> int:
    """The number of a bad row."""
    return one[0].number


# --- rows that cannot be read ------------------------------------------------------------------


def _finish(job: BatchJob, bad: Bad, rows: int) -> None:
    """Write the rows that cannot be read into a file of their own, or raise BadRows."""
    if not bad:
        return
    if len(bad) >= MOST_BAD:
        hint = "does the table belong to this rubric?"
        first = _faults(bad)[0].text
        message = f"{job.source}: {MOST_BAD} rows cannot be read, the first: {first}"
        raise RolefitError(message, f"nothing was written; {hint}")
    if not job.options.keep_going:
        raise BadRows(job, _faults(bad), bad=len(bad), rows=rows)
    with staged_file(job.side) as temporary:
        _write_bad(temporary, sorted(bad, key=_number), raw=job.options.raw)


def _write_bad(target: Path, bad: Bad, *, raw: bool) -> None:
    """Bad rows with what is wrong with them, and all that stands in them."""
    columns = dict.fromkeys(name for _, row in bad for name in row.cells)
    with target.open("w", encoding=csv_encoding(raw=raw), newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["row", "problem", *(csv_cell(name, raw=raw) for name in columns)])
        for scored, row in bad:
            problem = "; ".join(_without_row(fault) for fault in scored.faults)
            cells = ["" if (c := row.cells.get(name)) is None else str(c) for name in columns]
            writer.writerow(
                [scored.number, *(csv_cell(text, raw=raw) for text in (problem, *cells))]
            )


def _without_row(fault: Fault) -> str:
    """A fault whose row stands beside it."""
    return fault.text.partition(": ")[2] if not fault.column else fault.text.partition(", ")[2]
