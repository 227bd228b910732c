"""`rolefit` alone: what can be assessed, and what to type next."""

from rolefit.cli import output
from rolefit.cli.work import Inputs
from rolefit.cli.work.own import known_rubrics
from rolefit.reports.formats import terminal
from rolefit.reports.pages.rubric_page import overview_page


def overview() -> None:
    """Show the shipped rubrics, the one that most people come for first, and the next commands."""
    inputs = Inputs()
    page = overview_page([one.rubric for one in known_rubrics(inputs)])
    output.say(terminal.render(page, output.look()))
