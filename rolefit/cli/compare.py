"""`rolefit compare`: several sheets of one rubric side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    OutputOption,
    PagerOption,
    QuietOption,
    RubricOption,
)
from rolefit.cli.sheets_read import (
    Sheet,
    names_of,
    read_all,
    refuse_contents,
    refuse_same,
    remark_unmarked,
)
from rolefit.errors import Exit, RolefitError


def compare(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE FILE...", help="Two or more responses files, YAML or JSON; - reads stdin."
        ),
    ],
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Add every dimension and every answer that differs.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Hold people, roles or scenarios side by side: who agrees, and what sets them apart."""
    from rolefit.cli.deliver import deliver_pages, deliver_text, output_options
    from rolefit.cli.read import same_file
    from rolefit.reports.pages.comparison.page import comparison_page, comparison_text
    from rolefit.studies.comparison import Entrant
    from rolefit.studies.comparison import compare as compared

    want = output_options(format, output_file, full=full, force=force, quiet=quiet, pager=pager)
    refuse_names(files)
    if want.path is not None and any(same_file(want.path, name) for name in files):
        hint = "write the comparison to another file"
        raise RolefitError(f"{want.path}: holds answers that are compared", hint)
    sheets = read_all([(name, rubric) for name in files])
    refuse_mixed(sheets)
    remark_unmarked(sheets, quiet=quiet)
    entrants = [
        Entrant(name, sheet.responses) for name, sheet in zip(names_of(sheets), sheets, strict=True)
    ]
    found = compared(sheets[0].rubric, entrants)
    if want.format == "json":
        deliver_text(comparison_text(found), want)
    else:
        deliver_pages([comparison_page(found, sheets[0].rubric, full=full)], want)
    return Exit.DONE


def refuse_names(files: list[str]) -> None:
    """Raise RolefitError for files that cannot be compared, whatever they hold."""
    if len(files) < 2:
        hint = f"name another one: rolefit compare {files[0]} FILE"
        raise RolefitError("one file alone cannot be compared", hint)
    refuse_same(files)


def refuse_mixed(sheets: list[Sheet]) -> None:
    """Raise RolefitError unless all sheets answer the same questions."""
    rubrics = dict.fromkeys(sheet.rubric.rubric for sheet in sheets)
    if len(rubrics) > 1:
        each = "; ".join(f"{sheet.document.name}: {sheet.rubric.rubric}" for sheet in sheets)
        raise RolefitError(
            f"these files answer different questions, and scores of different rubrics share no "
            f"scale: {each}",
            instead(sheets),
        )
    refuse_contents(sheets, "--rubric")


def instead(sheets: list[Sheet]) -> str:
    """What to do with files of several rubrics: a need and candidates can be matched."""
    from rolefit.studies.matching import pairing

    found = pairing.match_instead(
        [pairing.MatchSheet(sheet.file, sheet.responses, sheet.rubric) for sheet in sheets]
    )
    if found is None:
        return "compare files of one rubric"
    return f"to hold candidates against a need, {found}"
