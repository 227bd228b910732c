"""`rolefit demo`: a shipped case, scored at once."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import (
    BriefOption,
    ByOption,
    DeciderOption,
    ForceOption,
    FormatOption,
    FullOption,
    MemoOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    RawOption,
)
from rolefit.storage.shipped import FIRST


def demo(
    rubric: Annotated[
        str,
        typer.Argument(metavar="RUBRIC", help="Which rubric.", autocompletion=complete.rubrics),
    ] = FIRST,
    case: Annotated[
        str, typer.Option("--case", metavar="N", help="Which of its cases, from 1.")
    ] = "1",
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    brief: BriefOption = False,
    memo: MemoOption = False,
    decider: DeciderOption = None,
    by: ByOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Show the report on a made-up case, no questions asked."""
    from rolefit.cli.work.demo import report_case

    request = OutputRequest(
        format, output_file, full, force, quiet, pager, raw_csv, brief, memo, decider, by
    )
    return report_case(rubric, case, request)
