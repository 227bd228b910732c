"""`rolefit cohort`: what came of many people, together and by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    ForceOption,
    FullOption,
    MapOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    RubricOption,
    StudyFormat,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import cohort as cohort_work
else:
    cohort_work = later("rolefit.cli.work.cohort")


def cohort(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="Answers, one row a person (as for rolefit batch), or the table that batch wrote; "
            "at most 50,000 people. "
            "Steps, and advice to the author of the questions, need the answers.",
        ),
    ],
    rubric: RubricOption = None,
    map_file: MapOption = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group", metavar="COLUMN", help="Tell results by this column; no score looks at it."
        ),
    ] = None,
    selected: Annotated[
        list[str] | None,
        typer.Option(
            "--selected",
            metavar="RESULT",
            help="With --group, for hiring: the result that counts as selected (may be repeated); "
            "by default the highest level.",
        ),
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out rows that cannot be read.")
    ] = False,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Report on many people together: results, scores, what stands in the way, groups."""
    request = OutputRequest(format, output_file, full, force, quiet, pager)
    chosen = tuple(selected or ())
    typed = cohort_work.CohortRequest(table, rubric, map_file, group, chosen, keep_going)
    return cohort_work.report_cohort(typed, request)
