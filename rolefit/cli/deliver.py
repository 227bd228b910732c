"""Draw finished reports in the wanted format, and put them where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rolefit.cli import output
from rolefit.errors import RolefitError

if TYPE_CHECKING:
    from rolefit.assessment import Assessment
    from rolefit.reports.blocks import Page
    from rolefit.rubric import Rubric

FORMATS = ("terminal", "markdown", "json")
ENDINGS = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".txt": "terminal"}


class Wanted(NamedTuple):
    """How reports are to be delivered."""

    format: str
    path: Path | None
    full: bool
    force: bool
    quiet: bool


class Scored(NamedTuple):
    """One file's result."""

    name: str
    rubric: Rubric
    assessment: Assessment


def wanted(format: str | None, path: str | None, *, full: bool, force: bool, quiet: bool) -> Wanted:
    """Check the options; the format follows from the file's ending unless it is named."""
    file = Path(path) if path is not None and path != "-" else None
    if format is None:
        format = format_of(file) if file is not None else "terminal"
    return Wanted(output.choice(format, FORMATS, "--format"), file, full, force, quiet)


def format_of(file: Path) -> str:
    """The format that a file's ending stands for. Raises RolefitError for one we cannot write."""
    ending = file.suffix.lower()
    if ending and ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        hint = f"use one of {known}, or name the format: --format markdown"
        raise RolefitError(f"--output: no format is known for `{ending[:20]}`", hint)
    return ENDINGS.get(ending, "terminal")


def deliver(scored: Sequence[Scored], want: Wanted) -> None:
    """Draw every report, then write them all at once."""
    deliver_text(drawn(scored, want), want)


def deliver_text(text: str, want: Wanted) -> None:
    """Print a finished text, or write it to the wanted file."""
    if want.path is None:
        output.say(text)
        return
    from rolefit.library import write_file

    write_file(want.path, text, force=want.force)
    output.remark(f"wrote {want.path}", quiet=want.quiet)


def drawn(scored: Sequence[Scored], want: Wanted) -> str:
    """All reports in one text; several begin with a line each."""
    if want.format == "json":
        from rolefit.reports import json

        return json.render([json.report(one.assessment, one.rubric) for one in scored])
    from rolefit.reports.page import page, summary

    pages = [page(one.assessment, one.rubric, full=want.full) for one in scored]
    if len(scored) > 1:
        lines = [(one.name, one.assessment, one.rubric) for one in scored]
        pages.insert(0, summary(lines))
    return "\n".join(drawn_page(one, want) for one in pages)


def drawn_page(page: Page, want: Wanted) -> str:
    """One page in the wanted format."""
    if want.format == "markdown":
        from rolefit.reports import markdown

        return markdown.render(page)
    from rolefit.reports import terminal

    return terminal.render(page, output.look(for_file=want.path is not None))
