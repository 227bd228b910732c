"""`rolefit score`: filled-in responses files in, reports out."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import (
    BriefOption,
    ByOption,
    DeciderOption,
    Files,
    ForceOption,
    FormatOption,
    FullOption,
    MapOption,
    MemoOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    ProvedOption,
    QuietOption,
    RawOption,
    RequireOption,
    RubricOption,
)
from rolefit.errors import RolefitError


def score(
    files: Files,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    brief: BriefOption = False,
    memo: MemoOption = False,
    decider: DeciderOption = None,
    by: ByOption = None,
    proved: ProvedOption = False,
    require: RequireOption = None,
    map_file: MapOption = None,
    row: Annotated[
        int | None,
        typer.Option("--row", metavar="N", min=1, help="With --map: only this row of the export."),
    ] = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Score responses files and report what fits, why, and how sure that is."""
    request = OutputRequest(
        format, output_file, full, force, quiet, pager, raw_csv, brief, memo, decider, by
    )
    if map_file is not None:
        if proved:
            raise RolefitError("--proved: an export holds no evidence", "leave one of them out")
        from rolefit.cli.work.surveys import ExportRequest, score_export

        return score_export(ExportRequest(files, map_file, row, rubric, require), request)
    if row is not None:
        raise RolefitError("--row needs --map", "it picks a row of an export")
    from rolefit.cli.work import score_files

    return score_files(files, rubric, request, require=require, with_proved=proved)
