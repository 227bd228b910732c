"""`rolefit rubric`: list, show, check, test, audit, claims, schema, new and blank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolefit.cli import audit, claims, complete, output
from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.options import (
    ForceOption,
    OutputOption,
    PageFormat,
    QuietOption,
    RubricName,
    RubricNames,
)
from rolefit.errors import Exit, Invalid, RolefitError
from rolefit.rubric.models import MODEL_NAMES

app = typer.Typer(
    cls=LightGroup,
    help="Look at rubrics, check them, test them, write new ones.",
)

CHECK_FORMATS = ("text", "json", "github")


@app.command("list", cls=LightCommand)
def list_rubrics(format: PageFormat = "terminal") -> int:
    """List the shipped rubrics."""
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.rubric_page import list_page
    from rolefit.storage.library import load
    from rolefit.storage.shipped import shipped

    deliver_page(list_page([load(name) for name in shipped()]), format)
    return Exit.DONE


@app.command("show", cls=LightCommand)
def show(name: RubricName, format: PageFormat = "terminal") -> int:
    """Show a rubric: what it tells, asks and weighs."""
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.rubric_page import rubric_page
    from rolefit.storage.library import load

    deliver_page(rubric_page(load(name)), format)
    return Exit.DONE


@app.command("blank", cls=LightCommand)
def blank(
    name: RubricName,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print a responses file to fill in, with every question in it."""
    from rolefit.cli.deliver import file_of, put
    from rolefit.storage.library import load, option_for
    from rolefit.storage.writing import blank_responses

    text = blank_responses(load(name), own=option_for(name))
    put(text, file_of(output_file), force=force, quiet=quiet)
    return Exit.DONE


@app.command("check", cls=LightCommand)
def check(
    names: RubricNames = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="text, json or github.")
    ] = "text",
    quiet: QuietOption = False,
) -> int:
    """Check rubrics: form, names, rules across fields, claims, answers of cases; 1 if faulty."""
    from rolefit.cli.rubric_faults import problems_of
    from rolefit.reports.pages.audit.problems import render_problems
    from rolefit.storage.shipped import shipped

    output.choice(format, CHECK_FORMATS, "--format")
    wanted = names or shipped()
    faulty = [problems for problems in map(problems_of, wanted) if problems is not None]
    text = render_problems(faulty, format)
    if text:
        output.say(text)
    sound = len(wanted) - len(faulty)
    output.remark(f"{sound} of {len(wanted)} rubrics are sound", quiet=quiet)
    return Exit.NO if faulty else Exit.DONE


@app.command("test", cls=LightCommand)
def run_tests(names: RubricNames = None, format: PageFormat = "terminal") -> int:
    """Run the cases that rubrics carry; exit 1 if one turns out otherwise, or if there are none."""
    from rolefit.audit.cases import run_cases
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.rubric_page import cases_page
    from rolefit.storage.documents import problems_at
    from rolefit.storage.library import find
    from rolefit.storage.shipped import shipped

    failed = False
    for name in names or shipped():
        found = find(name)
        try:
            results = list(run_cases(found.rubric))
        except Invalid as invalid:
            raise problems_at(found.document, invalid) from None
        failed = failed or not results or any(result.differences for result in results)
        deliver_page(cases_page(found.rubric, results), format)
    return Exit.NO if failed else Exit.DONE


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
    report: Annotated[bool, typer.Option("--report", help="The schema of JSON reports.")] = False,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print a JSON Schema, with which an editor completes and checks files while you type."""
    import json

    from rolefit.cli.deliver import file_of, put
    from rolefit.reports.formats.json import Report
    from rolefit.storage.library import load
    from rolefit.storage.schemas import (
        model_schema,
        report_schema,
        responses_schema,
        rubric_schema,
    )

    if responses is not None and report:
        raise RolefitError("--responses and --report exclude each other")
    if report:
        found = report_schema(model_schema(Report, "rolefit report", output=True))
    elif responses is not None:
        found = responses_schema(load(responses))
    else:
        found = rubric_schema()
    text = json.dumps(found, indent=2, ensure_ascii=True) + "\n"
    put(text, file_of(output_file), force=force, quiet=quiet)
    return Exit.DONE


@app.command("new", cls=LightCommand)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new rubric.")],
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="contrast or readiness.",
            autocompletion=complete.models,
        ),
    ] = "contrast",
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write a small, valid, commented rubric, and the schema that editors check it with."""
    import json
    import re

    from rolefit.storage.library import write_file
    from rolefit.storage.schemas import rubric_schema
    from rolefit.storage.shipped import shipped
    from rolefit.storage.writing import SCHEMA_FILE, new_rubric

    output.choice(model, MODEL_NAMES, "--model")
    if not re.fullmatch("[a-z][a-z0-9_-]{0,63}", name):
        hint = "lower-case letters, digits, - and _, a letter first"
        raise RolefitError(f"`{name[:80]}` is no name for a rubric", hint)
    if name in shipped():
        hint = f"choose another name, like my-{name}; to read that one: rolefit rubric show {name}"
        raise RolefitError(f"`{name}` is the name of a shipped rubric", hint)
    text = new_rubric(name, model)
    if output_file == "-":
        output.say(text)
        return Exit.DONE
    path = Path(output_file or f"{name}.yaml")
    write_file(path, text, force=force)
    schema_path = path.parent / SCHEMA_FILE
    if not schema_path.exists():
        write_file(schema_path, json.dumps(rubric_schema(), indent=2, ensure_ascii=True) + "\n")
        output.remark(f"wrote {schema_path}, with which editors check rubrics", quiet=quiet)
    output.remark(f"wrote {path}; check it with: rolefit rubric check {path}", quiet=quiet)
    return Exit.DONE
