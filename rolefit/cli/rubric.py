"""`rolefit rubric`: look at rubrics, check them, compare editions, keep and write one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import audit as audit_work
    from rolefit.cli.work import claims as claims_work
    from rolefit.cli.work import own as own_work
    from rolefit.cli.work import rubric as rubric_work
    from rolefit.cli.work import rubric_diff as rubric_diff_work
    from rolefit.cli.work import schema as schema_work
else:
    audit_work = later("rolefit.cli.work.audit")
    claims_work = later("rolefit.cli.work.claims")
    own_work = later("rolefit.cli.work.own")
    rubric_work = later("rolefit.cli.work.rubric")
    rubric_diff_work = later("rolefit.cli.work.rubric_diff")
    schema_work = later("rolefit.cli.work.schema")

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
    request = OutputRequest(format, output_file, force=force, quiet=quiet)
    return audit_work.audit_rubrics(names or [], request, strict=strict, seed=seed)


# --- `rolefit rubric claims`: which claim is carried where ----------------------------------------


def claims(
    names: RubricNames = None,
    format: ClaimsFormat = "terminal",
    full: Annotated[bool, typer.Option("--full", help="Name every place.")] = False,
) -> int:
    """Show every claim and where the rubrics carry it; 1 if all shipped ones leave some out."""
    return claims_work.trace_claims(names or [], OutputRequest(format, full=full))


app = typer.Typer(
    cls=LightGroup,
    help="Look at rubrics, check them, test them, write new ones.",
)


@app.command("list", cls=LightCommand)
def _list_rubrics(format: PageFormat = "terminal") -> int:
    """List the rubrics that are found by their names: shipped ones, and others below."""
    return rubric_work.show_list(OutputRequest(format))


@app.command("show", cls=LightCommand)
def show(name: RubricName, format: PageFormat = "terminal") -> int:
    """Show a rubric: what it tells, asks and weighs."""
    return rubric_work.show_rubric(name, OutputRequest(format))


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
    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    return rubric_work.print_blank(name, (about, as_), request)


@app.command("check", cls=LightCommand)
def check(
    names: RubricNames = None,
    format: CheckFormat = "text",
    quiet: QuietOption = False,
) -> int:
    """Check rubrics: form, names, rules across fields, claims, answers of cases; 1 if faulty."""
    return rubric_work.check_rubrics(names or [], OutputRequest(format, quiet=quiet))


@app.command("test", cls=LightCommand)
def _run_tests(names: RubricNames = None, format: PageFormat = "terminal") -> int:
    """Run the cases that rubrics carry; exit 1 if one turns out otherwise, or if there are none."""
    return rubric_work.run_cases_of(names or [], OutputRequest(format))


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
    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    return schema_work.print_schema(responses, "score" if report else kind, request)


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
    return rubric_diff_work.compare_editions(
        old, new, OutputRequest(format, output_file, full, force, quiet, pager)
    )


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
    return own_work.add_rubric(file, OutputRequest(force=force, quiet=quiet), project=project)


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
    return own_work.remove_rubric(name, sure=yes, quiet=quiet)


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
    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    if origin is not None:
        return schema_work.copy_rubric(name, origin, model, request)
    return schema_work.write_rubric(name, model or "contrast", request)
