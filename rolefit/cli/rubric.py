"""`rolefit rubric`: look at rubrics, check them, compare editions, keep and write one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import (
    AboutOption,
    AsOption,
    AuditFormat,
    CheckFormat,
    ClaimsFormat,
    ForceOption,
    LightCommand,
    LightGroup,
    OutputOption,
    OutputRequest,
    PageFormat,
    PagerOption,
    QuietOption,
    RubricName,
    RubricNames,
    SeedOption,
    StrictOption,
    StudyFormat,
)

# --- `rolefit rubric audit`: how rubrics behave, and what a sceptic would object to ---------------


def audit(
    names: RubricNames = None,
    format: AuditFormat = None,
    strict: StrictOption = False,
    seed: SeedOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Audit rubrics: how they behave, what is wrong with them, what their cases notice.

    Exit 1 if there are errors.
    """
    from rolefit.cli.work.audit import audit_rubrics

    request = OutputRequest(format, output_file, force=force, quiet=quiet)
    return audit_rubrics(names or [], request, strict=strict, seed=seed)


# --- `rolefit rubric claims`: which claim is carried where ----------------------------------------


def claims(
    names: RubricNames = None,
    format: ClaimsFormat = "terminal",
    full: Annotated[bool, typer.Option("--full", help="Name every place.")] = False,
) -> int:
    """Show every claim and where the rubrics carry it; 1 if all shipped ones leave some out."""
    from rolefit.cli.work.claims import trace_claims

    return trace_claims(names or [], OutputRequest(format, full=full))


app = typer.Typer(
    cls=LightGroup,
    help="Look at rubrics, check them, test them, write new ones.",
)


@app.command("list", cls=LightCommand)
def _list_rubrics(format: PageFormat = "terminal") -> int:
    """List the rubrics that are found by their names: shipped ones, and others below."""
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


app.command("audit", cls=LightCommand)(audit)
app.command("claims", cls=LightCommand)(claims)


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


@app.command("diff", cls=LightCommand)
def diff(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A name or a file.", autocompletion=complete.rubrics),
    ],
    new: Annotated[
        str,
        typer.Argument(metavar="NEW", help="A name or a file.", autocompletion=complete.rubrics),
    ],
    full: Annotated[bool, typer.Option("--full", help="Every wording that differs.")] = False,
    format: StudyFormat = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Show what differs between two editions, and which answers get another verdict.

    Held against both: the cases of both, and what your journal keeps of them. Exit 1 where they
    differ.
    """
    from rolefit.cli.work.rubric_diff import compare_editions

    return compare_editions(old, new, OutputRequest(format, output_file, full, force, quiet, pager))


@app.command("add", cls=LightCommand)
def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A sound rubric.")],
    project: Annotated[
        bool,
        typer.Option("--project", help="For this folder and those below it: rolefit-rubrics/."),
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Keep a rubric of your own where every command finds it by its name."""
    from rolefit.cli.work.own import add_rubric

    return add_rubric(file, OutputRequest(force=force, quiet=quiet), project=project)


@app.command("remove", cls=LightCommand)
def remove(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="As listed.", autocompletion=complete.own_rubrics),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Remove a rubric that you added. Assessments made with it stay."""
    from rolefit.cli.work.own import remove_rubric

    return remove_rubric(name, sure=yes, quiet=quiet)


@app.command("new", cls=LightCommand)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new rubric.")],
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="contrast (the default), readiness or profile.",
            autocompletion=complete.models,
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="RUBRIC",
            help="Begin with a copy of this rubric (name or file).",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write a small, valid, commented rubric, and the schema that editors check it with.

    With --from: a copy of another one under a name of its own, to be adapted.
    """
    from rolefit.cli.work.schema import copy_rubric, write_rubric

    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    if origin is not None:
        return copy_rubric(name, origin, model, request)
    return write_rubric(name, model or "contrast", request)
