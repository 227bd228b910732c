"""`rolefit demo`: a shipped case, scored at once."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete, output
from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    PagerOption,
    QuietOption,
    RawOption,
)
from rolefit.errors import Exit, RolefitError

FIRST = "first-marketing-hire"


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
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Show the report on a made-up case, no questions asked."""
    from rolefit.audit.cases import case_responses
    from rolefit.cli.deliver import FORMATS, Scored, deliver, output_options
    from rolefit.scoring.assess import assess
    from rolefit.storage.library import load

    want = output_options(
        format, output_file, full=full, force=force, quiet=quiet, pager=pager, formats=FORMATS
    )._replace(raw_csv=raw_csv)
    found = load(rubric)
    plain = case.isascii() and case.isdigit() and len(case) <= 4
    if not plain or not 1 <= int(case) <= len(found.cases):
        raise RolefitError(f"--case: `{case[:20]}` is none of 1 to {len(found.cases)}")
    chosen = found.cases[int(case) - 1]
    story = f"A made-up case: {chosen.story}" if chosen.story else "A made-up case."
    output.remark(f"{story}\n", quiet=quiet)
    deliver([Scored(chosen.name, found, assess(found, case_responses(found, chosen)))], want)
    output.remark(f"Your own: rolefit take {rubric}", quiet=quiet)
    return Exit.DONE
