"""`rolefit rubric claims`: which claim is carried where."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import ClaimsFormat, OutputRequest, RubricNames


def claims(
    names: RubricNames = None,
    format: ClaimsFormat = "terminal",
    full: Annotated[bool, typer.Option("--full", help="Name every place.")] = False,
) -> int:
    """Show every claim and where the rubrics carry it; 1 if all shipped ones leave some out."""
    from rolefit.cli.work.claims import trace_claims

    return trace_claims(names or [], OutputRequest(format, full=full))
