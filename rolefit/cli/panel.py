"""`rolefit panel`: a round of several people, from the forms to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    ForceOption,
    LightCommand,
    LightGroup,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    RoundRequest,
    RubricName,
    StudyFormat,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import panel as panel_work
else:
    panel_work = later("rolefit.cli.work.panel")

app = typer.Typer(
    cls=LightGroup,
    help="Ask several people: about one person, about candidates, or two founders about a hire.",
)
_Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="The folder of the round.")]


@app.command("start", cls=LightCommand)
def start(
    rubric: RubricName,
    raters: Annotated[
        str,
        typer.Option(
            "--raters", metavar="FILE.csv", help="Who is asked: columns name and group, a row each."
        ),
    ],
    folder: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FOLDER", help="A new folder.")
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", metavar="NAME", help="Whom it is about; of candidates give it for each."
        ),
    ] = None,
    collector: Annotated[
        str | None,
        typer.Option(
            "--collector",
            metavar="NAME",
            help="Who gets the files and reads them: not the person they are about.",
        ),
    ] = None,
    named: Annotated[
        bool,
        typer.Option("--named", help="Not anonymous: forms say that views are shown by name."),
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--why", metavar="TEXT", help="Why you ask, in a sentence or two.")
    ] = None,
    quiet: QuietOption = False,
) -> int:
    """Make a folder with a form for each rater, and say what to do with them."""
    typed = RoundRequest(rubric, folder, raters, tuple(about or ()), collector, reason, named)
    return panel_work.start_round(typed, quiet=quiet)


@app.command("add", cls=LightCommand)
def add(
    folder: _Folder,
    rater: Annotated[str, typer.Option("--rater", metavar="NAME", help="Who is asked as well.")],
    group: Annotated[
        str | None, typer.Option("--as", metavar="GROUP", help="boss, peer, report, ...")
    ] = None,
    quiet: QuietOption = False,
) -> int:
    """Make forms for one more rater."""
    return panel_work.add_rater(folder, rater, group, quiet=quiet)


@app.command("status", cls=LightCommand)
def status(folder: _Folder) -> int:
    """Say who is in; by group while the round is anonymous."""
    return panel_work.show_status(folder)


@app.command("again", cls=LightCommand)
def again(
    folder: _Folder,
    form: Annotated[str, typer.Argument(metavar="FORM", help="The id of the form; see `status`.")],
    change: Annotated[str, typer.Argument(metavar="ITEM=ANSWER", help="The second answer.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="What made you see it so.")
    ],
    quiet: QuietOption = False,
) -> int:
    """Note an interviewer's second look at one answer; the first one is kept."""
    return panel_work.look_again(folder, form, change, reason, quiet=quiet)


@app.command("report", cls=LightCommand)
def report(
    folder: _Folder,
    incomplete: Annotated[
        bool,
        typer.Option("--incomplete", help="Of candidates: show it before all forms are in."),
    ] = False,
    need: Annotated[
        str | None,
        typer.Option(
            "--need",
            metavar="FILE",
            help="Of candidates: hold them against the company's responses file or kit.",
        ),
    ] = None,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Two founders, or --need: every detail.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Report: oneself beside others, candidates side by side, or two founders and an agenda.

    With --need it exits with 0 when somebody covers the need, and with 1 when nobody does yet.
    """
    request = OutputRequest(format, output_file, full, force, quiet, pager)
    return panel_work.report_round(folder, request, incomplete=incomplete, need=need)
