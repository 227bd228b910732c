"""`rolefit take`: the questions of a rubric, one at a time, and the report at the end."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import (
    AboutOption,
    AsOption,
    BriefOption,
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    QuietOption,
    TakeRequest,
)


def take(
    rubric: Annotated[
        str | None,
        typer.Argument(
            metavar="RUBRIC",
            help="A shipped name or a file; without one you are asked which.",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    accessible: Annotated[
        bool,
        typer.Option(
            "--accessible",
            help="Plain lines, for screen readers and pipes; ROLEFIT_ACCESSIBLE=1 does the same.",
        ),
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Stop as soon as no answer can change the result.")
    ] = False,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help="Begin with the answers of a file."),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "-s",
            metavar="ITEM=ANSWER",
            help="Begin with an answer; give it often. Lists: a,b,c or none.",
        ),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="Print a file to fill in; ask nothing.")
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing; fail if an answer is missing.")
    ] = False,
    resume: Annotated[
        bool | None,
        typer.Option("--resume/--fresh", help="Go on with what was begun, or begin anew."),
    ] = None,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Keep no answers in your data folder.")
    ] = False,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="With --no-input: keep the assessment in your journal."),
    ] = False,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A name for the report.")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GROUP", help="Who answers: self, founder, team ..."),
    ] = None,
    about: AboutOption = None,
    as_: AsOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    brief: BriefOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Ask the questions of a rubric one at a time, then report. Leave when you like."""
    from rolefit.cli.work.take import interview, print_form

    request = OutputRequest(format, output_file, full, force, quiet, pager, brief=brief)
    if blank:
        return print_form(rubric, (about, as_), request)
    typed = TakeRequest(
        rubric=rubric,
        accessible=accessible,
        quick=quick,
        answers=answers,
        changes=tuple(changes or ()),
        no_input=no_input,
        resume=resume,
        no_save=no_save,
        name=name,
        group=group,
        about=about,
        as_=as_,
        keep=keep,
    )
    return interview(typed, request)
