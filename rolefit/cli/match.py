"""`rolefit match`: a company's need and candidates' sheets, held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    CandidateOption,
    ForceOption,
    NeedOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    StudyFormat,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import match as match_work
else:
    match_work = later("rolefit.cli.work.match")


def match(
    need: Annotated[
        str,
        typer.Argument(
            metavar="NEED",
            help="The company's responses file, or the folder of a hiring kit; - reads stdin.",
        ),
    ],
    candidates: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CANDIDATE]...",
            help="A responses file about each candidate; of a kit every form that is filled in.",
        ),
    ] = None,
    need_rubric: NeedOption = None,
    candidate_rubric: CandidateOption = None,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show every dimension of every candidate.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Hold candidates against what a company needs: who covers it, and what stays uncovered.

    A kit (rolefit kit) brings its sealed need and its forms, and tells what has changed since.

    Exits with 0 when somebody covers the need, and with 1 when nobody does yet.
    """
    request = OutputRequest(format, output_file, full, force, quiet, pager)
    return match_work.match_files((need, need_rubric), candidates or [], candidate_rubric, request)
