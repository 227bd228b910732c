"""`rolefit journal`: list, show, export, delete, path, keep, check and repair."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    OutputRequest,
    PageFormat,
    PagerOption,
    QuietOption,
    RubricOption,
)

app = typer.Typer(
    cls=LightGroup,
    help="Look at finished assessments kept on this computer, take them along, delete them.",
)
_EntryId = Annotated[
    str, typer.Argument(metavar="ID", help="As listed; the beginning is enough, if it is alone.")
]


@app.command("list", cls=LightCommand)
def _list_entries(format: PageFormat = "terminal") -> int:
    """List finished assessments and unfinished interviews; 3 if some of them are damaged."""
    from rolefit.cli.work.journal import show_entries

    return show_entries(OutputRequest(format))


@app.command("show", cls=LightCommand)
def show(
    id: _EntryId,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Show the report on a finished assessment again."""
    from rolefit.cli.work.journal import show_entry

    request = OutputRequest(format, output_file, full, force, quiet, pager)
    return show_entry(id, rubric, request)


@app.command("export", cls=LightCommand)
def export(
    output_file: OutputOption = None, force: ForceOption = False, quiet: QuietOption = False
) -> int:
    """Write all finished assessments as JSON, answers and all; 3 if some are damaged."""
    from rolefit.cli.work.journal import export_entries

    return export_entries(OutputRequest("json", output_file, force=force, quiet=quiet))


@app.command("delete", cls=LightCommand)
def delete(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="As listed; the beginning is enough, if it is alone."),
    ],
    quiet: QuietOption = False,
) -> int:
    """Delete finished assessments or unfinished interviews; nothing of them stays in the file."""
    from rolefit.cli.work.journal import delete_entries

    return delete_entries(ids, quiet=quiet)


@app.command("path", cls=LightCommand)
def path() -> int:
    """Print where the journal is kept; deleting that file deletes everything."""
    from rolefit.cli.work.journal import print_path

    return print_path()


@app.command("keep", cls=LightCommand)
def keep(
    answer: Annotated[
        str | None, typer.Argument(metavar="[yes|no]", help="What to do from now on.")
    ] = None,
) -> int:
    """Say whether finished assessments are kept from now on, or show what was said."""
    from rolefit.cli.work.journal import keep_or_not

    return keep_or_not(answer)


@app.command("check", cls=LightCommand)
def check(format: PageFormat = "terminal") -> int:
    """Check that the journal is whole; 1 if something is wrong, 3 if it cannot be opened."""
    from rolefit.cli.work.journal_care import check_journal

    return check_journal(OutputRequest(format))


@app.command("repair", cls=LightCommand)
def repair(quiet: QuietOption = False) -> int:
    """Save what can be read of a damaged journal in a new file; the damaged one is kept."""
    from rolefit.cli.work.journal_care import repair_journal

    return repair_journal(quiet=quiet)
