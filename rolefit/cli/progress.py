"""`rolefit progress`: what changed between finished assessments of one rubric."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import ForceOption, FormatOption, OutputOption, PagerOption, QuietOption
from rolefit.errors import Exit, RolefitError

if TYPE_CHECKING:
    from rolefit.storage.journal.store import JournalEntry
    from rolefit.studies.progress import Taken


def progress(
    name: Annotated[
        str,
        typer.Argument(
            metavar="RUBRIC", help="A shipped name or a file.", autocompletion=complete.rubrics
        ),
    ],
    full: Annotated[
        bool, typer.Option("--full", help="Every date, every answer that moved, and tables.")
    ] = False,
    format: FormatOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Show what changed between finished assessments, and whether it is more than their error."""
    from rolefit.cli.deliver import deliver_pages, deliver_text, output_options
    from rolefit.cli.journal import open_store
    from rolefit.reports.pages.progress.page import progress_page, progress_text
    from rolefit.storage.library import load
    from rolefit.studies.progress import progress as compared

    want = output_options(format, output_file, full=full, force=force, quiet=quiet, pager=pager)
    rubric = load(name)
    with open_store(quiet=quiet) as store:
        entries = store.entries(rubric.rubric) if store else ()
        off = store is not None and store.wanted() is False
    if not entries:
        message = f"no finished assessment of `{rubric.rubric}` is kept"
        first = "keeping is switched off; first: rolefit journal keep yes, then: " if off else ""
        raise RolefitError(message, f"{first or 'to make one: '}rolefit take {quote(name)}")
    found = compared(rubric, [as_taken(entry) for entry in entries])
    if want.format == "json":
        deliver_text(progress_text(found), want)
    else:
        deliver_pages([progress_page(found, rubric, full=full)], want)
    return Exit.DONE


def as_taken(entry: JournalEntry) -> Taken:
    """An entry as what progress works on."""
    from rolefit.rubric.responses import Responses
    from rolefit.studies.progress import Taken

    return Taken(
        id=entry.id,
        at=entry.at,
        rubric_hash=entry.rubric_hash,
        sentence=entry.sentence,
        quick=entry.quick,
        responses=Responses.model_validate(entry.responses),
    )
