"""`rolefit batch`: a table of answers in, a table of results out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import ForceOption, MapOption, QuietOption, RawOption, later

if TYPE_CHECKING:
    from rolefit.cli.work import batch as batch_work
else:
    batch_work = later("rolefit.cli.work.batch")

RubricName = Annotated[
    str,
    typer.Argument(
        metavar="RUBRIC", help="The rubric, by name or file.", autocompletion=complete.rubrics
    ),
]
TableName = Annotated[
    str,
    typer.Argument(
        metavar="TABLE",
        help="One row a person, a column for each question, named by its id: CSV, XLSX, JSON "
        "Lines or Parquet. Columns id, name, group and date are kept. With --map: an export of a "
        "survey tool, as it comes.",
    ),
]
TargetOption = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="The results, as .csv or .parquet."),
]
KeepGoingOption = Annotated[
    bool,
    typer.Option(
        "--keep-going",
        help="Leave out rows that cannot be read; they go to FILE.bad.csv with the reasons.",
    ),
]
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="auto, plain (row by row, nothing to install), polars (extra `batch`), or spark "
        "(extra `spark`; Parquet folders in and out).",
    ),
]


def batch(
    rubric: RubricName,
    table: TableName,
    output_file: TargetOption,
    keep_going: KeepGoingOption = False,
    engine: EngineOption = "auto",
    map_file: MapOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Score many people: a table of answers in, a table with one row a person out."""
    request = batch_work.BatchRequest(
        rubric, table, output_file, engine, keep_going, force, quiet, raw_csv, map_file
    )
    return batch_work.batch_table(request)
