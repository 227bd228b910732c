"""`rolefit demo`: a shipped case, scored at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    later,
)
from rolefit.storage.shipped import FIRST

if TYPE_CHECKING:
    from rolefit.cli.work import demo as demo_work
else:
    demo_work = later("rolefit.cli.work.demo")


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
    request = OutputRequest(
        format, output_file, full, force, quiet, pager, raw_csv, brief, memo, decider, by
    )
    return demo_work.report_case(rubric, case, request)
