"""`rolefit plan`: the steps of a report, ticked off, planned and taken into a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolefit.cli.options import (
    ForceOption,
    LightCommand,
    LightGroup,
    OutputRequest,
    PageFormat,
    QuietOption,
    RubricOption,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import plan as plan_work
else:
    plan_work = later("rolefit.cli.work.plan")


class _StepsGroup(LightGroup):
    """A group that shows the plan where none of its commands is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`rolefit plan` and `rolefit plan FILE` mean `rolefit plan show`."""
        help_ = ctx.help_option_names
        if not args or (args[0] not in self.commands and args[0] not in help_):
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_StepsGroup,
    help="Follow the plan of a report: the last one kept, or that of a file.",
    epilog="Without a command: show the plan, like `rolefit plan` or `rolefit plan FILE`.",
)
_Of = Annotated[
    str | None,
    typer.Option("--of", metavar="ID", help="An older assessment, as `journal list` names it."),
]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Of the step, as `plan` shows it.")]


@app.command("show", cls=LightCommand)
def show(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="Answers; without it the last assessment kept."),
    ] = None,
    of: _Of = None,
    rubric: RubricOption = None,
    ics: Annotated[
        str | None,
        typer.Option(
            "--ics",
            metavar="FILE",
            help="Write a calendar file: steps with a day, two looks back, and a new try.",
        ),
    ] = None,
    format: PageFormat = "terminal",
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Show the steps: when each is due, and which are done."""
    request = OutputRequest(format, force=force, quiet=quiet)
    if ics is not None:
        return plan_work.write_calendar(file, of, rubric, request._replace(file=ics))
    return plan_work.show_plan(file, of, rubric, request)


@app.command("done", cls=LightCommand)
def tick_step(
    number: _Number,
    of: _Of = None,
    undo: Annotated[bool, typer.Option("--undo", help="It is not done after all.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Tick a step off."""
    return plan_work.tick_off(number, of, undo=undo, quiet=quiet)


@app.command("note", cls=LightCommand)
def note(
    number: _Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="In quotes; empty removes it.")],
    of: _Of = None,
    quiet: QuietOption = False,
) -> int:
    """Note something beside a step."""
    return plan_work.note_beside(number, text, of, quiet=quiet)


@app.command("start", cls=LightCommand)
def start(
    day: Annotated[str, typer.Argument(metavar="DATE", help="Day one, like 2027-01-04.")],
    of: _Of = None,
    quiet: QuietOption = False,
) -> int:
    """Say from which day the weeks of the plan count."""
    return plan_work.start_at(day, of, quiet=quiet)


@app.command("due", cls=LightCommand)
def due(
    number: _Number,
    day: Annotated[str, typer.Argument(metavar="DATE", help="Like 2026-12-24; none removes it.")],
    of: _Of = None,
    quiet: QuietOption = False,
) -> int:
    """Say by when a step is to be done."""
    return plan_work.plan_for(number, day, of, quiet=quiet)
