"""The same expression on Spark: Parquet folders in and out, on this machine or on a cluster.

Each part of a folder is scored where Spark keeps it, by the very expression and the very single
path that score a file on one machine; so the numbers are the same to the last digit.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import DataType, DoubleType, LongType, StringType, StructField, StructType

from rolefit.batch.cells import ColumnMapping, Fault, mapping_by_id, raw_names
from rolefit.batch.columns import WHOLE, is_text
from rolefit.batch.compiled.items import not_compiled
from rolefit.batch.compiled.program import compiled
from rolefit.batch.frames import ROW, AnswerSource, Tallies, scored_frame
from rolefit.batch.plain import LONGEST, MOST_BAD, columns_of
from rolefit.batch.reading import is_folder
from rolefit.batch.tables import BadRows, BatchJob, BatchResult
from rolefit.errors import RolefitError, StoreError
from rolefit.rubric.model import Rubric

_PROBLEM = "problem"
_AT_ONCE = 100_000
"""Rows that are scored at a time."""
Batches = Iterator[pa.RecordBatch]


def score_folder(job: BatchJob) -> BatchResult:
    """Score a Parquet folder into another one. Raises RolefitError."""
    _check_target(job)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # a cluster sets its own
    spark = SparkSession.builder.appName("rolefit").getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _AT_ONCE)
    try:
        raw = spark.read.parquet(str(job.source))
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0][:160]
        hint = "name a file or a folder of Parquet"
        raise RolefitError(f"{job.source}: cannot be read: {reason}", hint) from None
    mapping = mapping_by_id(job.rubric, raw.columns)
    scored = _scored(raw, job.rubric, mapping).persist()
    try:
        return _written(job, scored, mapping)
    finally:
        scored.unpersist()


def _check_target(job: BatchJob) -> None:
    """Raise RolefitError where a folder must not be written."""
    if job.options.keep_going:
        raise RolefitError("--engine spark has no --keep-going", "mend the rows that it names")
    if job.target.suffix.lower() == ".csv":
        raise RolefitError("--engine spark writes a folder of Parquet", "name a folder")
    if os.path.lexists(job.target) and not (job.options.force and is_folder(job.target)):
        raise RolefitError(f"{job.target}: exists already", "add --force to replace the folder")


def _scored(raw: DataFrame, rubric: Rubric, mapping: ColumnMapping) -> DataFrame:
    """The table of results, with a column for what is wrong with a row."""
    names = raw_names(rubric, mapping)
    chosen = raw.select(
        (f.monotonically_increasing_id() + 1).alias(ROW),
        *(f.col(f"`{column}`").alias(name) for name, column in names.items()),
    )
    columns = columns_of(rubric, mapping)
    fields = [StructField(name, _type_of(name)) for name in columns]
    schema = StructType([*fields, StructField(_PROBLEM, StringType())])
    done: DataFrame = chosen.mapInArrow(_scorer(rubric, mapping, to_arrow_schema(schema)), schema)
    return done


def _scorer(
    rubric: Rubric, mapping: ColumnMapping, schema: pa.Schema
) -> Callable[[Batches], Batches]:
    """What scores the rows of one part of a folder."""

    def score(batches: Batches) -> Batches:
        program = None if not_compiled(rubric) else compiled(rubric)
        for batch in batches:
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            found = Tallies(lambda _: None)
            source = AnswerSource(rubric, mapping, _as_text(frame).lazy(), {}, {}, program)
            done = scored_frame(source, found, guard=False).collect()
            wrong = [fault.text for one, _ in found.bad for fault in one.faults]
            done = done.with_columns(pl.lit(None, dtype=pl.String).alias(_PROBLEM))
            told = pl.DataFrame({_PROBLEM: wrong}, schema={_PROBLEM: pl.String})
            whole = pl.concat([done, told], how="diagonal")
            yield from whole.to_arrow().select(schema.names).cast(schema).to_batches()

    return score


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """A part in which sets of options are text."""
    sets = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    return frame.with_columns(pl.col(name).list.join(";") for name in sets)


def _written(job: BatchJob, scored: DataFrame, mapping: ColumnMapping) -> BatchResult:
    """Write the results, if every row could be read. Raises BadRows."""
    good = scored.filter(f.col(_PROBLEM).isNull()).drop(_PROBLEM)
    wrong = scored.filter(f.col(_PROBLEM).isNotNull()).select(_PROBLEM).limit(MOST_BAD).collect()
    rows = good.count()
    if wrong:
        faults = [_fault(line[_PROBLEM]) for line in wrong]
        bad = len({fault.row for fault in faults})
        raise BadRows(job, faults, bad=bad, rows=rows + bad)
    with _staged_folder(job.target) as temporary:
        good.write.parquet(str(temporary))
    return BatchResult(rows, (), 0, mapping, row_by_row=not_compiled(job.rubric))


def _fault(text: str) -> Fault:
    """A fault from the line that tells it."""
    at, _, message = text.partition(": ")
    row, _, column = at.removeprefix("row ").partition(", column ")
    return Fault(int(row), column.strip("`"), message)


def _type_of(column: str) -> DataType:
    """The type of a column of results."""
    if column in WHOLE:
        return LongType()
    return StringType() if is_text(column) or column in LONGEST else DoubleType()


@contextmanager
def _staged_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its place once it is whole. Raises StoreError."""
    try:
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:40]}."))
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror}", "nothing was written") from None
    try:
        yield temporary / "whole"
        if is_folder(target):
            os.replace(target, temporary / "before")
        os.replace(temporary / "whole", target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
