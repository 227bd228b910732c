"""`rolefit compare`: several sheets of one rubric side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import (
    ForceOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    RubricOption,
    StudyFormat,
)


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
    from rolefit.cli.work.compare import compare_files

    return compare_files(
        files, rubric, OutputRequest(format, output_file, full, force, quiet, pager)
    )
