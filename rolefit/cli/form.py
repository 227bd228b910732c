"""`rolefit form`: a rubric as one HTML file that somebody without rolefit fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    AboutOption,
    AsOption,
    ForceOption,
    FormRequest,
    OutputOption,
    OutputRequest,
    QuietOption,
    RubricName,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import form as form_work
else:
    form_work = later("rolefit.cli.work.form")


def form(
    rubric: RubricName,
    output_file: OutputOption = None,
    about: AboutOption = None,
    as_: AsOption = None,
    rater: Annotated[
        str | None,
        typer.Option("--for", metavar="RATER", help="For whom it is; shown, and never saved."),
    ] = None,
    asked_by: Annotated[
        str | None, typer.Option("--asked-by", metavar="NAME", help="Who asks for the answers.")
    ] = None,
    collector: Annotated[
        str | None,
        typer.Option("--collector", metavar="NAME", help="Who gets the file and reads it."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--why", metavar="TEXT", help="Why you ask, in a sentence or two.")
    ] = None,
    zipped: Annotated[
        bool, typer.Option("--zip", help="Pack it: some mail gateways hold back HTML files.")
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="TOOL",
            help="For another tool: xlsform (ODK, KoboToolbox, Enketo; extra `xlsx`), or text to "
            "paste into Google Forms or Microsoft Forms.",
        ),
    ] = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Make a form to send: one HTML file for any browser, that works offline and sends nothing."""
    typed = FormRequest(rubric, about, as_, rater, asked_by, collector, reason, zipped, to)
    return form_work.make_form(typed, OutputRequest(file=output_file, force=force, quiet=quiet))
