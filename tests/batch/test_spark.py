"""The same numbers on Spark, in local mode; left out where it is not installed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pytest
from batches import drawn
from cases import rubric

from rolefit.batch.tables import BadRows, BatchJob, BatchOptions, score_table

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore"),
]
NAME = "manager-readiness"


def folder(path: Path, rows: int) -> Path:
    """A folder of two Parquet files with random answers."""
    of, chance = rubric(NAME), random.Random(5)
    people: list[dict[str, str | None]] = []
    for k in range(rows):
        found = drawn(of, chance, skipped=0.05)
        cells: dict[str, str | None] = {"id": f"p{k:03}"}
        for item in of.items:
            one = found.get(item.id)
            given = None if one is None else one.state
            cells[item.id] = item.written(one.answer) if one and one.answer is not None else given
        people.append(cells)
    path.mkdir()
    frame = pl.DataFrame(people, infer_schema_length=None)
    frame.head(rows // 2).write_parquet(path / "a.parquet")
    frame.tail(rows - rows // 2).write_parquet(path / "b.parquet")
    return path


def job(source: Path, target: Path, engine: str) -> BatchJob:
    """A job by one of the engines."""
    options = BatchOptions("spark" if engine == "spark" else "polars")
    return BatchJob(rubric(NAME), source, target, options, lambda done, whole: None)


def test_spark_comes_to_the_same_to_the_last_digit(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    source = folder(tmp_path / "in", 60)
    score_table(job(source, tmp_path / "one.parquet", "polars"))
    done = score_table(job(source, tmp_path / "many", "spark"))
    assert done.rows == 60
    one = pl.read_parquet(tmp_path / "one.parquet").sort("id")
    many = pl.read_parquet(tmp_path / "many" / "*.parquet").sort("id")
    assert many.columns == one.columns
    assert many.equals(one)
    frame = pl.read_parquet(source / "a.parquet")
    frame.with_columns(pl.lit("thrice").alias("team")).write_parquet(source / "a.parquet")
    with pytest.raises(BadRows, match="30 rows of 60 cannot be read"):
        score_table(job(source, tmp_path / "bad", "spark"))
    assert not (tmp_path / "bad").exists()
