"""`rolefit import`: exports of survey tools, made readable by a map."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import ForceOption, LightCommand, LightGroup, QuietOption

app = typer.Typer(
    cls=LightGroup,
    help="Read exports of Google Forms, Microsoft Forms, LimeSurvey, Qualtrics and other tools.",
    epilog="Then: rolefit batch RUBRIC EXPORT --map map.yaml -o results.csv",
)


@app.callback()
def import_() -> None:
    """Read exports of Google Forms, Microsoft Forms, LimeSurvey, Qualtrics and other tools."""


@app.command("draft", cls=LightCommand)
def draft(
    export: Annotated[
        str,
        typer.Argument(metavar="EXPORT", help="The export as it came: CSV, TSV or XLSX."),
    ],
    rubric: Annotated[
        str,
        typer.Argument(
            metavar="RUBRIC", help="The rubric, by name or file.", autocompletion=complete.rubrics
        ),
    ],
    output_file: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The map; stdout by default."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="Of an export that is neither UTF-8 nor UTF-16, like cp1252.",
        ),
    ] = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write a map: which column answers which question, by matching their texts.

    What is not found is told and left for you; nothing is guessed.
    """
    from rolefit.cli.work.surveys import DraftRequest, write_draft

    return write_draft(DraftRequest(export, rubric, output_file, encoding, force, quiet))
