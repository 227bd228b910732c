"""`rolefit whatif`: the same responses with some answers changed."""

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
    SetOption,
    StudyFormat,
)


def whatif(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A responses file, YAML or JSON; - reads stdin.")
    ],
    changes: SetOption = None,
    rubric: RubricOption = None,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Score responses with some answers changed; shows what moved, and why. Changes no file."""
    from rolefit.cli.work.whatif import change_answers

    request = OutputRequest(format, output_file, force=force, quiet=quiet, pager=pager)
    return change_answers(file, rubric, changes or [], request)
