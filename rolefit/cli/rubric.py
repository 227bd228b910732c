"""`rolefit rubric`: list, show, check, test, audit, claims, schema, new and blank."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import audit, claims, complete
from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.options import (
    AboutOption,
    AsOption,
    CheckFormat,
    ForceOption,
    OutputOption,
    OutputRequest,
    PageFormat,
    QuietOption,
    RubricName,
    RubricNames,
)

app = typer.Typer(
    cls=LightGroup,
    help="Look at rubrics, check them, test them, write new ones.",
)


@app.command("list", cls=LightCommand)
def _list_rubrics(format: PageFormat = "terminal") -> int:
    """List the shipped rubrics."""
    from rolefit.cli.work.rubric import show_list

    return show_list(OutputRequest(format))


@app.command("show", cls=LightCommand)
def show(name: RubricName, format: PageFormat = "terminal") -> int:
    """Show a rubric: what it tells, asks and weighs."""
    from rolefit.cli.work.rubric import show_rubric

    return show_rubric(name, OutputRequest(format))


@app.command("blank", cls=LightCommand)
def blank(
    name: RubricName,
    about: AboutOption = None,
    as_: AsOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print a responses file to fill in, with every question in it."""
    from rolefit.cli.work.rubric import print_blank

    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    return print_blank(name, (about, as_), request)


@app.command("check", cls=LightCommand)
def check(
    names: RubricNames = None,
    format: CheckFormat = "text",
    quiet: QuietOption = False,
) -> int:
    """Check rubrics: form, names, rules across fields, claims, answers of cases; 1 if faulty."""
    from rolefit.cli.work.rubric import check_rubrics

    return check_rubrics(names or [], OutputRequest(format, quiet=quiet))


@app.command("test", cls=LightCommand)
def _run_tests(names: RubricNames = None, format: PageFormat = "terminal") -> int:
    """Run the cases that rubrics carry; exit 1 if one turns out otherwise, or if there are none."""
    from rolefit.cli.work.rubric import run_cases_of

    return run_cases_of(names or [], OutputRequest(format))


app.command("audit", cls=LightCommand)(audit.audit)
app.command("claims", cls=LightCommand)(claims.claims)


@app.command("schema", cls=LightCommand)
def schema(
    responses: Annotated[
        str | None,
        typer.Option(
            "--responses",
            metavar="RUBRIC",
            help="The schema of responses files to this rubric.",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Short for --kind score.")] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="COMMAND",
            help="The schema of what score, match, compare, progress, whatif or cohort write as "
            "JSON.",
            autocompletion=complete.kinds,
        ),
    ] = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print a JSON Schema, with which an editor completes and checks files while you type."""
    from rolefit.cli.work.schema import print_schema

    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    return print_schema(responses, "score" if report else kind, request)


@app.command("new", cls=LightCommand)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new rubric.")],
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="contrast, readiness or profile.",
            autocompletion=complete.models,
        ),
    ] = "contrast",
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write a small, valid, commented rubric, and the schema that editors check it with."""
    from rolefit.cli.work.schema import write_rubric

    return write_rubric(name, model, OutputRequest(file=output_file, force=force, quiet=quiet))
