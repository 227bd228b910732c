"""`rolefit compare`: several sheets of one rubric side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
    from rolefit.cli.work import compare as compare_work
else:
    compare_work = later("rolefit.cli.work.compare")


def compare(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE FILE...", help="Two or more responses files, YAML or JSON; - reads stdin."
        ),
    ],
    rubric: RubricOption = None,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Add every dimension and every answer that differs.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Hold people, roles or scenarios side by side: who agrees, and what sets them apart."""
    return compare_work.compare_files(
        files, rubric, OutputRequest(format, output_file, full, force, quiet, pager)
    )
