"""`rolefit` alone: what can be assessed, and what to type next."""

from rolefit.cli import output
from rolefit.cli.inputs import Inputs
from rolefit.reports.formats import terminal
from rolefit.reports.pages.rubric_page import overview_page
from rolefit.storage.shipped import offered_names


def overview() -> None:
    """Show the shipped rubrics, the one that most people come for first, and the next commands."""
    inputs = Inputs()
    page = overview_page([inputs.rubric(name) for name in offered_names()])
    output.say(terminal.render(page, output.look()))
