"""`rolefit whatif`: the same responses with some answers changed."""

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
    SetOption,
    StudyFormat,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import whatif as whatif_work
else:
    whatif_work = later("rolefit.cli.work.whatif")


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
    request = OutputRequest(format, output_file, force=force, quiet=quiet, pager=pager)
    return whatif_work.change_answers(file, rubric, changes or [], request)
