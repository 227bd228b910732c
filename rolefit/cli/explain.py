"""`rolefit explain`: a word, a rubric's own name, an item type, a code or a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import later

if TYPE_CHECKING:
    from rolefit.cli.work import explain as explain_work
else:
    explain_work = later("rolefit.cli.work.explain")


def explain(
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC]...",
            help="A word of a report, a rubric's own name, an item type, a code or a claim id.",
            autocompletion=complete.topics,
        ),
    ] = None,
) -> int:
    """Say what a word in a report, a rubric or an error message means."""
    return explain_work.explain_topic(" ".join(topic or ()))
