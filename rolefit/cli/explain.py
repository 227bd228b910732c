"""`rolefit explain`: a word, a rubric's own name, an item type, a code or a claim."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli import complete, output
from rolefit.errors import Exit


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
    from rolefit.reports.formats import terminal
    from rolefit.reports.glossary.topics import topic_page, topics_page

    page = topic_page(" ".join(topic)) if topic else topics_page()
    output.say(terminal.render(page, output.look()))
    return Exit.DONE
