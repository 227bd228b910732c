"""A report as one HTML file that needs nothing else: no scripts, no fonts, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rolefit import __version__
from rolefit.exact import HUNDRED, ZERO, readable, rounded
from rolefit.reports.blocks import (
    Actions,
    Bar,
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
from rolefit.safe_text import sanitize

# --- Bars as an HTML page draws them: lines along a scale in per cent, and the same in words ------


_APART = 8
"""Figures of the scale closer than this would be written over each other."""
_MIDDLE = 12
"""The height at which a bar lies, half of its room."""
_NAMES = {
    "score": "score",
    "range": "± one standard error",
    "target": "target",
    "cut": "start of a level",
}


class _BarStroke(NamedTuple):
    """One line of a drawing; places are per cent of its width, heights are pixels."""

    kind: str
    start: str
    end: str
    top: int = _MIDDLE
    bottom: int = _MIDDLE


class _BarDrawing(NamedTuple):
    """One row: its texts and its lines."""

    row: Bar
    words: str
    """The whole row in words, for those who cannot see it."""
    lines: tuple[_BarStroke, ...]


class Tick(NamedTuple):
    """A figure below the scale."""

    at: str
    text: str


class _Sign(NamedTuple):
    """A mark and what it stands for."""

    name: str
    lines: tuple[_BarStroke, ...]


class Picture(NamedTuple):
    """Bars, the scale below them and the marks to explain."""

    rows: tuple[_BarDrawing, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[_Sign, ...]


def picture(bars: BarChart) -> Picture:
    """Everything that a template needs to draw bars."""
    rows = tuple(
        _BarDrawing(row, words(row, counts=bars.counts), (*track(row, bars), *marks(row)))
        for row in bars.rows
    )
    # Shares and counts fill the room that there is: only scores have a scale to be read against.
    if bars.counts or not any(_in_points(row) for row in bars.rows):
        return Picture(rows, (), ())
    used = {line.kind for drawn in rows for line in drawn.lines}
    legend = tuple(_Sign(text, sample(name)) for name, text in _NAMES.items() if name in used)
    return Picture(rows, ticks(bars.cuts), legend)


def track(row: Bar, bars: BarChart) -> Iterator[_BarStroke]:
    """What lies below the marks: the whole scale, its cut scores, and the way to the score."""
    yield _BarStroke("track" if row.score is not None else "empty", "0%", "100%")
    for cut in bars.cuts:
        yield _upright("cut", place(cut), _MIDDLE)
    if row.score is not None and not bars.points:
        yield _BarStroke("fill", "0%", place(row.score))


def marks(row: Bar) -> Iterator[_BarStroke]:
    """The range with its ends, the target and the score; without a score the target at most."""
    if row.score is not None and row.low is not None and row.high is not None:
        low, high = place(row.low), place(row.high)
        yield _BarStroke("range", low, high)
        yield _upright("range", low, 5)
        yield _upright("range", high, 5)
    if row.target is not None:
        yield _upright("target", place(row.target), 9)
    if row.score is not None:
        yield _BarStroke("score", place(row.score), place(row.score))


def sample(kind: str) -> tuple[_BarStroke, ...]:
    """A mark by itself, in the middle of a drawing."""
    half = Fraction(50)
    match kind:
        case "range":
            return tuple(marks(Bar("", half, "", ZERO, HUNDRED)))[:3]
        case "score":
            return (_BarStroke("score", place(half), place(half)),)
        case _:
            return (_upright(kind, place(half), 9),)


def _upright(kind: str, at: str, reach: int) -> _BarStroke:
    """A line across the bar."""
    return _BarStroke(kind, at, at, _MIDDLE - reach, _MIDDLE + reach)


def place(value: Fraction) -> str:
    """Where a value stands along the scale."""
    return f"{rounded(min(HUNDRED, max(ZERO, value)), 2)}%"


def _in_points(row: Bar) -> bool:
    """Whether the figure of a bar is its score: other bars stand for shares or counts."""
    return row.score is not None and row.shown in (
        str(rounded(row.score)),
        str(rounded(row.score, 1)),
    )


def words(row: Bar, *, counts: bool = False) -> str:
    """Label, score, range and target in words."""
    points = _in_points(row) and not counts
    said = f"{row.label}: {row.shown}{' of 100' if points else ''}"
    if row.score is not None and row.low is not None and row.high is not None:
        said += f", range {rounded(row.low, 1)} to {rounded(row.high, 1)}"
    if row.target is not None:
        said += f", target {readable(row.target)}"
    return f"{said}."


def ticks(cuts: tuple[Fraction, ...]) -> tuple[Tick, ...]:
    """Both ends of the scale, and the cut scores or the middle between them."""
    kept = [ZERO]
    for cut in cuts or (Fraction(50),):
        if cut - kept[-1] >= _APART and HUNDRED - cut >= _APART:
            kept.append(cut)
    return tuple(Tick(place(value), readable(value)) for value in (*kept, HUNDRED))


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
