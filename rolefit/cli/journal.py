"""`rolefit journal`: what is kept of finished assessments and unfinished interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    Files,
    ForceOption,
    FormatOption,
    FullOption,
    LightCommand,
    LightGroup,
    OutputOption,
    OutputRequest,
    PageFormat,
    PagerOption,
    QuietOption,
    RubricOption,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import journal as journal_work
else:
    journal_work = later("rolefit.cli.work.journal")

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
    return journal_work.show_entries(OutputRequest(format))


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
    request = OutputRequest(format, output_file, full, force, quiet, pager)
    return journal_work.show_entry(id, rubric, request)


@app.command("export", cls=LightCommand)
def export(
    output_file: OutputOption = None, force: ForceOption = False, quiet: QuietOption = False
) -> int:
    """Write all finished assessments as JSON, answers and all; 3 if some are damaged."""
    return journal_work.export_entries(OutputRequest("json", output_file, force=force, quiet=quiet))


@app.command("import", cls=LightCommand)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `journal export` wrote.")],
    quiet: QuietOption = False,
) -> int:
    """Add the assessments of an exported journal; those that are here already are left out."""
    return journal_work.import_entries(file, quiet=quiet)


@app.command("add", cls=LightCommand)
def add(files: Files, rubric: RubricOption = None, quiet: QuietOption = False) -> int:
    """Add files of answers as finished assessments, under the date that they name."""
    return journal_work.add_files(files, rubric, quiet=quiet)


@app.command("delete", cls=LightCommand)
def delete(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="As listed; the beginning is enough, if it is alone."),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Delete finished assessments or unfinished interviews; `undo` brings them back for a week."""
    return journal_work.delete_entries(ids, sure=yes, quiet=quiet)


@app.command("undo", cls=LightCommand)
def undo(quiet: QuietOption = False) -> int:
    """Bring back what was deleted last; 1 where there is nothing to bring back."""
    return journal_work.undo_deletion(quiet=quiet)


@app.command("vacuum", cls=LightCommand)
def vacuum(quiet: QuietOption = False) -> int:
    """Remove for good what was deleted: nothing of it stays in the file."""
    return journal_work.vacuum(quiet=quiet)


@app.command("path", cls=LightCommand)
def path() -> int:
    """Print where the journal is kept; deleting that file deletes everything."""
    return journal_work.print_path()


@app.command("on", cls=LightCommand)
def on() -> int:
    """Have interviews offer to keep the assessment, with yes as the answer offered."""
    return journal_work.offer(keep=True)


@app.command("off", cls=LightCommand)
def off() -> int:
    """Have no as the answer offered; what was kept before stays."""
    return journal_work.offer(keep=False)


@app.command("check", cls=LightCommand)
def check(format: PageFormat = "terminal") -> int:
    """Check that the journal is whole; 1 if something is wrong, 3 if it cannot be opened."""
    return journal_work.check_journal(OutputRequest(format))


@app.command("repair", cls=LightCommand)
def repair(quiet: QuietOption = False) -> int:
    """Save what can be read of a damaged journal in a new file; the damaged one is kept."""
    return journal_work.repair_journal(quiet=quiet)


def drafts(format: PageFormat = "terminal") -> int:
    """List unfinished interviews, and how to go on with them."""
    return journal_work.show_drafts(OutputRequest(format))
