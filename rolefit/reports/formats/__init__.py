"""How a page is drawn: one module for each format, and the one table of them.

Options, help, completion, the endings of file names and the dialog that saves a report read this
table. It is light: a format's own module is loaded when something is drawn in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from rolefit.reports.formats.ink import Look

Kind = Literal["page", "rows", "data", "findings"]
"""What a format draws: pages for people, rows of a table, data for programs, findings of audits."""


class Canvas(NamedTuple):
    """Where a document is going to be."""

    look: Look
    """Width, colour and signs of the place."""
    in_file: bool = False
    raw: bool = False
    """For machines: texts that a spreadsheet would take for formulas stay as they are."""


class Drawer(Protocol):
    """The module of a format."""

    def document(self, content: Any, canvas: Canvas) -> str | bytes:
        """Everything as one document; `content` is what the format draws, as a sequence."""


class Format(NamedTuple):
    """One way to draw."""

    name: str
    """As `--format` takes it; also the name of the module."""
    endings: tuple[str, ...]
    """Endings of files in this format, the usual one first."""
    draws: Kind
    remark: str = ""
    """What help says of it."""
    needs_file: bool = False
    """Whether it cannot be printed."""
    carries_rest: bool = False
    """Whether a short page has all the rest behind it, where it is in nobody's way."""

    def load(self) -> Drawer:
        """The module that draws it."""
        return cast("Drawer", import_module(f"{__name__}.{self.name}"))


FORMATS = (
    Format("terminal", (".txt",), "page"),
    Format("markdown", (".md", ".markdown"), "page", remark="best for a screen reader"),
    Format("html", (".html", ".htm"), "page", carries_rest=True),
    Format("pdf", (".pdf",), "page", needs_file=True, carries_rest=True),
    Format("docx", (".docx",), "page", remark="Word", needs_file=True, carries_rest=True),
    Format("csv", (".csv",), "rows", remark="every answer with its points"),
    Format("json", (".json",), "data"),
    Format("text", (".txt",), "findings"),
    Format("sarif", (".sarif",), "findings"),
    Format("github", (), "findings"),
)


def drawing(*kinds: Kind) -> tuple[Format, ...]:
    """The formats that draw one of these, in the order of the table."""
    return tuple(one for one in FORMATS if one.draws in kinds)


def formats_named(*names: str) -> tuple[Format, ...]:
    """The formats of these names, in the order given."""
    known = {one.name: one for one in FORMATS}
    return tuple(known[name] for name in names)


def endings(formats: Iterable[Format]) -> dict[str, Format]:
    """What each ending of a file name stands for; the first format has it where several could."""
    found: dict[str, Format] = {}
    for one in formats:
        for ending in one.endings:
            found.setdefault(ending, one)
    return found


def formats_for_help(formats: Iterable[Format]) -> str:
    """The names as help lists them, with what is to be said of each."""
    words = [f"{one.name} ({one.remark})" if one.remark else one.name for one in formats]
    return either(words)


def either(words: list[str]) -> str:
    """Words of which one can be chosen."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
