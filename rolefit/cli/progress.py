"""`rolefit progress`: what changed between finished assessments of one rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import (
    ForceOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    RubricOption,
    StudyFormat,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import progress as progress_work
else:
    progress_work = later("rolefit.cli.work.progress")


def progress(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="RUBRIC | FILE FILE...",
            help="A rubric, for what the journal keeps; or files of answers to one rubric.",
            autocompletion=complete.rubrics,
        ),
    ],
    rubric: RubricOption = None,
    editions: Annotated[
        list[str] | None,
        typer.Option(
            "--edition",
            metavar="FILE",
            help="An earlier edition of the rubric that some of them answer; may be repeated.",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Every date, every answer that moved, and tables.")
    ] = False,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Show what changed between finished assessments, and whether it is more than their error."""
    request = OutputRequest(format, output_file, full, force, quiet, pager)
    return progress_work.report_progress(names, rubric, editions or [], request)
