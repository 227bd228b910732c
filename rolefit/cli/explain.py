"""`rolefit explain`: a word, a rubric's own name, an item type, a code or a claim."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete


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
    from rolefit.cli.work.explain import explain_topic

    return explain_topic(" ".join(topic or ()))
