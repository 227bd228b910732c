"""Draw finished pages in the wanted format, and put them where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rolefit.cli import output
from rolefit.errors import RolefitError

if TYPE_CHECKING:
    from rolefit.reports.blocks import Page
    from rolefit.rubric.model import Rubric
    from rolefit.scoring.assessment import Assessment

PAGE_FORMATS = ("terminal", "markdown", "html", "pdf", "json")
"""What every page can be drawn as."""
FORMATS = (*PAGE_FORMATS[:-1], "csv", "json")
"""What a report on responses can be drawn as."""
ENDINGS = {
    ".txt": "terminal",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".csv": "csv",
    ".json": "json",
}


PRINT_FORMATS = ("terminal", "markdown")
"""What a page that is only ever printed can be drawn as."""


class OutputOptions(NamedTuple):
    """How reports are to be delivered."""

    format: str
    path: Path | None
    full: bool
    force: bool
    quiet: bool
    pager: bool = False
    raw_csv: bool = False
    """CSV for machines: texts that a spreadsheet would take for formulas stay as they are."""


class Scored(NamedTuple):
    """One file's result."""

    name: str
    rubric: Rubric
    assessment: Assessment


def output_options(
    format: str | None,
    path: str | None,
    *,
    full: bool,
    force: bool,
    quiet: bool,
    pager: bool = False,
    formats: tuple[str, ...] = PAGE_FORMATS,
) -> OutputOptions:
    """Check the options; the format follows from the file's ending unless it is named."""
    file = file_of(path)
    if format is None:
        endings = {ending: name for ending, name in ENDINGS.items() if name in formats}
        format = format_of(file, endings) if file is not None else "terminal"
    chosen = output.choice(format, formats, "--format")
    if chosen == "pdf" and file is None:
        raise RolefitError("--format pdf: a PDF needs a file", "add --output report.pdf")
    if pager and file is not None:
        raise RolefitError("--pager and --output exclude each other", "leave one of them out")
    return OutputOptions(chosen, file, full, force, quiet, pager)


def file_of(path: str | None) -> Path | None:
    """The file that --output names; None for stdout."""
    return None if path is None or path == "-" else Path(path)


def format_of(file: Path, endings: Mapping[str, str]) -> str:
    """The format that a file's ending stands for; without an ending the one of `.txt`.

    Raises RolefitError for an ending that none of them has.
    """
    ending = file.suffix.lower() or ".txt"
    if ending == ".csv" and ending not in endings:
        hint = "rolefit score FILE... --output answers.csv has every answer with its points"
        raise RolefitError("--output: this page has no table for CSV", hint)
    if ending not in endings:
        hint = f"use one of {', '.join(endings)}, or name the format: --format markdown"
        raise RolefitError(f"--output: no format is known for `{ending[:20]}`", hint)
    return endings[ending]


def deliver(scored: Sequence[Scored], want: OutputOptions) -> None:
    """Draw every report, then write them all at once."""
    if want.format == "json":
        from rolefit.reports.formats import json

        deliver_text(json.render([json.report(one.assessment, one.rubric) for one in scored]), want)
        return
    if want.format == "csv":
        from rolefit.reports.formats import csv

        rows = [(one.name, one.assessment, one.rubric) for one in scored]
        # A spreadsheet reads a file without the mark in another encoding; machines stumble on it.
        mark = "" if want.path is None or want.raw_csv else "\ufeff"
        deliver_text(mark + csv.render(rows, raw=want.raw_csv), want)
        return
    from rolefit.reports.pages.score.page import page, summary

    pages = [page(one.assessment, one.rubric, full=want.full) for one in scored]
    if len(scored) > 1:
        pages.insert(0, summary([(one.name, one.assessment, one.rubric) for one in scored]))
    deliver_pages(pages, want)


def deliver_pages(pages: Sequence[Page], want: OutputOptions) -> None:
    """Draw pages in the wanted format, all in one document, and deliver it."""
    deliver_text(render_pages(pages, want), want)


def render_pages(pages: Sequence[Page], want: OutputOptions) -> str | bytes:
    """Pages as one document in a format for pages."""
    match want.format:
        case "markdown":
            from rolefit.reports.formats import markdown

            return "\n".join(map(markdown.render, pages))
        case "html":
            from rolefit.reports.formats import html

            return html.render(pages)
        case "pdf":
            from rolefit.reports.formats import pdf

            return pdf.render(pages)
        case _:
            from rolefit.reports.formats import terminal

            look = output.look(for_file=want.path is not None)
            return "\n".join(terminal.render(page, look) for page in pages)


def deliver_text(content: str | bytes, want: OutputOptions) -> None:
    """Print a finished text, through the pager if wanted, or write it to the wanted file."""
    if want.pager and isinstance(content, str):
        output.page_result(content)
        return
    put(content, want.path, force=want.force, quiet=want.quiet)


def put(content: str | bytes, path: Path | None, *, force: bool, quiet: bool) -> None:
    """Print what is finished, or write it to a file."""
    if path is None:
        assert isinstance(content, str)  # only files get bytes
        output.say(content)
        return
    from rolefit.storage.library import write_file

    write_file(path, content, force=force)
    output.remark(f"wrote {path}", quiet=quiet)


def deliver_page(page: Page, format: str) -> None:
    """Print a page in one of the page formats."""
    if output.choice(format, PRINT_FORMATS, "--format") == "markdown":
        from rolefit.reports.formats import markdown

        output.say(markdown.render(page))
        return
    from rolefit.reports.formats import terminal

    output.say(terminal.render(page, output.look()))
