"""Say what a word means."""

from __future__ import annotations

from rolefit.cli import output
from rolefit.errors import Exit
from rolefit.reports.formats import terminal
from rolefit.reports.glossary import topic_page, topics_page


def explain_topic(topic: str) -> int:
    """Explain a topic; without one, list them all."""
    page = topic_page(topic) if topic else topics_page()
    output.say(terminal.render(page, output.look()))
    return Exit.DONE
