"""`rolefit` alone: what can be assessed, and what to type next."""

from rolefit.cli import output
from rolefit.cli.demo import FIRST


def overview() -> None:
    """Show the shipped rubrics, the one that most people come for first, and the next commands."""
    from rolefit.reports.formats import terminal
    from rolefit.reports.pages.rubric_page import overview_page
    from rolefit.storage.library import load
    from rolefit.storage.shipped import shipped

    names = sorted(shipped(), key=lambda name: (name != FIRST, name))
    page = overview_page([load(name) for name in names])
    output.say(terminal.render(page, output.look()))
