"""`rolefit` alone: what can be assessed, and what to type next."""

from rolefit.cli import output


def overview() -> None:
    """Show the shipped rubrics and the next commands."""
    from rolefit.library import load
    from rolefit.reports import terminal
    from rolefit.reports.rubric_page import overview_page
    from rolefit.shelf import shipped

    page = overview_page([load(name) for name in shipped()])
    output.say(terminal.render(page, output.look()))
