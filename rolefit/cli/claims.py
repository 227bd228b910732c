"""`rolefit rubric claims`: which claim is carried where."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete, output
from rolefit.errors import Exit

FORMATS = ("terminal", "markdown", "json")


def claims(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RUBRIC]...",
            help="Shipped names or files; all shipped ones where none is named.",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="FORMAT", help="terminal, markdown or json."),
    ] = "terminal",
    full: Annotated[bool, typer.Option("--full", help="Name every place.")] = False,
) -> int:
    """Show every claim and where the rubrics carry it; 1 if all shipped ones leave some out."""
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.claims_page import claims_page, claims_text
    from rolefit.storage.library import load, register
    from rolefit.storage.shipped import shipped
    from rolefit.studies.tracing import traced

    output.choice(format, FORMATS, "--format")
    rubrics = [load(name) for name in names or shipped()]
    known = register()
    found = traced(known, rubrics)
    if format == "json":
        output.say(claims_text(found))
    else:
        deliver_page(claims_page(found, known, rubrics=len(rubrics), full=full), format)
    return Exit.NO if not names and any(not c.places for c in found) else Exit.DONE
