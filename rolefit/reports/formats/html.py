"""A report as one HTML file that needs nothing else: no script, no request, readable on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rolefit import __version__
from rolefit.reports.blocks import (
    Actions,
    BarChart,
    Block,
    Bullets,
    Checks,
    Facts,
    Page,
    Paragraph,
    Reasons,
    Table,
    WriteIn,
)
from rolefit.reports.formats import Canvas
from rolefit.reports.formats.html_bars import picture
from rolefit.safe_text import sanitize

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_WORD = 24
"""A table that holds a longer word may break its words, so that it still fits on paper."""
_LONGEST_KEY = 30
"""What stands before the first colon of a detail is set apart up to this length."""
_MANY_SECTIONS = 4
"""A single report with more sections than this gets a list of them."""

Kind = Literal[
    "paragraph", "bars", "reasons", "checks", "actions", "facts", "bullets", "table", "code", "room"
]


class _ContentsLine(NamedTuple):
    """A line of the list of contents."""

    anchor: str
    title: str
    subtitle: str


def document(pages: Sequence[Page], _canvas: Canvas) -> str:
    """All pages as one document."""
    return render(pages)


def render(pages: Sequence[Page]) -> str:
    """All pages as one document, ending in a newline; in ASCII, so that any pipe carries it."""
    template = environment().get_template("report.html")
    text = template.render(pages=pages, contents=contents(pages), version=__version__)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


@cache
def environment() -> Environment:
    """Templates in which no text from outside can be anything but text."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finish_output,
        trim_blocks=True,
        keep_trailing_newline=True,
        # A run renders once: folding constants would cost more than it saves.
        optimized=False,
    )
    made.filters.update(kind=kind, picture=picture, keyed=_split_detail, unwieldy=_unwieldy)
    return made


def contents(pages: Sequence[Page]) -> tuple[_ContentsLine, ...]:
    """Several reports by title, a long one by section; a short one needs no list."""
    if len(pages) > 1:
        return tuple(
            _ContentsLine(f"r{k}", page.title, page.subtitle) for k, page in enumerate(pages, 1)
        )
    if pages[0].one_sheet:
        return ()
    parts = [(f"r1s{k}", one.title) for k, one in enumerate(pages[0].sections, 1)]
    parts += [(f"r1m{k}", one.title) for k, one in enumerate(pages[0].more, 1)]
    if len(parts) <= _MANY_SECTIONS:
        return ()
    return tuple(_ContentsLine(anchor, title, "") for anchor, title in parts if title)


def _finish_output(value: object) -> object:
    """What a template prints: its own markup as it is, anything else as harmless text."""
    return value if hasattr(value, "__html__") else sanitize(str(value))


def kind(block: Block) -> Kind:  # noqa: C901, PLR0911 - one arm a kind of block
    """The name of the macro that draws a block."""
    match block:
        case Paragraph(role="code" | "picture"):
            return "code"
        case Paragraph():
            return "paragraph"
        case BarChart():
            return "bars"
        case Reasons():
            return "reasons"
        case Checks():
            return "checks"
        case Actions():
            return "actions"
        case Facts():
            return "facts"
        case Bullets():
            return "bullets"
        case Table():
            return "table"
        case WriteIn():
            return "room"


def _split_detail(detail: str) -> tuple[str, str]:
    """A detail like `Effort: two hours` as its key and the rest; without a key all is the rest."""
    key, colon, rest = detail.partition(": ")
    if colon and len(key) <= _LONGEST_KEY and "." not in key:
        return f"{key}:", rest
    return "", detail


def _unwieldy(table: Table) -> bool:
    """Whether a table holds a word, or what should be a figure, too long for a column."""
    return any(
        len(word) > _LONGEST_WORD
        for cells in (table.columns, *table.rows)
        for cell, whole in zip(cells, table.numeric, strict=True)
        for word in ([cell] if whole else cell.split())
    )
