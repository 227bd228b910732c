"""`rolefit outcome`: what came of an assessment, and how well verdicts held so far."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rolefit.cli.options import (
    ForceOption,
    LightCommand,
    LightGroup,
    OutputOption,
    OutputRequest,
    PageFormat,
    QuietOption,
    RubricOption,
    StudyFormat,
)


class _OutcomeGroup(LightGroup):
    """A group that asks what came of an assessment where none of its commands is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`rolefit outcome FILE` means `rolefit outcome tell FILE`, alone `rolefit outcome due`."""
        help_ = ctx.help_option_names
        if not args:
            args = ["due"]
        elif args[0] not in self.commands and args[0] not in help_:
            args = ["tell", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_OutcomeGroup,
    help="Tell what came of an assessment, and see how well verdicts held.",
    epilog="`rolefit outcome FILE` or `rolefit outcome ID` asks; alone it lists what is due.",
)


@app.command("tell", cls=LightCommand)
def tell(
    target: Annotated[
        str,
        typer.Argument(metavar="FILE|ID", help="Answers, or an assessment as `journal list` has."),
    ],
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="MONTHS", help="6 or 12; by default what is due."),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", metavar="QUESTION=ANSWER", help="An answer; give it often."),
    ] = None,
    rubric: RubricOption = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Answer three questions about what came of it; kept beside the assessment, only here."""
    from rolefit.cli.work.outcome import OutcomeRequest, tell_outcome

    typed = OutcomeRequest(target, after, tuple(changes or ()), rubric, no_input, quiet)
    return tell_outcome(typed)


@app.command("due", cls=LightCommand)
def due(format: PageFormat = "terminal") -> int:
    """List assessments of which it is time to tell what came: after six and twelve months."""
    from rolefit.cli.work.outcome import show_due

    return show_due(OutputRequest(format))


@app.command("report", cls=LightCommand)
def report(
    format: StudyFormat = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Show which verdicts were borne out, and how often each label was. Without names."""
    from rolefit.cli.work.outcome import report_outcomes

    return report_outcomes(OutputRequest(format, output_file, force=force, quiet=quiet))
