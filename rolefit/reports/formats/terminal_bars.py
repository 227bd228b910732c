"""Bars for a terminal: scores and their ranges on one scale, or figures alone without room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from rolefit.exact import plain
from rolefit.reports.blocks import Bar, BarChart
from rolefit.reports.formats.glyphs import Glyphs
from rolefit.reports.formats.ink import StyledLine, wrap

SMALLEST = 8
_WIDEST = 60
_GAP = "  "
_SPARE = 1
"""Cells that stay free to the right: some terminals wrap a full line."""
_MIDDLE = Fraction(50)
SCORE, ERROR = len("100.0"), len("± 10.0")
"""Room for a score and its error, so that marks of several groups stand on one scale."""


class Columns(NamedTuple):
    """How wide the parts of a row are, in cells."""

    label: int
    room: int
    """For the bar itself."""
    shown: int


def bars(block: BarChart, width: int, glyphs: Glyphs) -> list[StyledLine] | None:
    """Bars with safe texts as lines; figures alone where bars do not fit into `width` cells.

    None where not even figures fit beside their labels.
    """
    if not block.rows:
        return []
    if block.heads is not None and any(block.heads):
        return _figures_first(block, block.heads, width, glyphs)
    tails = _align_tails([row.detail for row in block.rows], error=ERROR if block.points else 0)
    labels = max(cell_len(row.label) for row in block.rows)
    if block.heads is not None:
        labels = max(labels, cell_len(block.title))
    shown = max(cell_len(row.shown) for row in block.rows)
    if block.points:
        shown = max(shown, SCORE)
    figures = 1 + shown + (len(_GAP) + cell_len(tails[0]) if tails[0] else 0)
    label = min(labels, width * 2 // 5)
    room = min(width - _SPARE - label - 1 - figures, _WIDEST)
    if room < SMALLEST:
        if labels + 1 + figures > width:
            return None
        columns = Columns(labels, 0, shown)
    else:
        columns = Columns(label, room, shown)
    lines = [
        line
        for row, tail in zip(block.rows, tails, strict=True)
        for line in _render_row(row, tail, block=block, columns=columns, glyphs=glyphs)
    ]
    if block.heads is not None:
        return [head(block.title, "", columns), *lines]
    if columns.room and (block.title or block.cuts):
        lines += scale(block, columns, glyphs, width)
    return lines


def head(title: str, names: str, columns: Columns) -> StyledLine:
    """The line above bars: title, names of columns, ends of the scale."""
    ends = f" {ticks((), columns.room)}" if columns.room else ""
    blank = " " * (columns.label - cell_len(title))
    return [(title, "bold"), (f"{blank}{names}{ends}", "dim")]


def _figures_first(
    block: BarChart, heads: tuple[str, str], width: int, glyphs: Glyphs
) -> list[StyledLine] | None:
    """Score and target in columns before each bar; figures alone where bars do not fit."""
    cells = [(row.shown, "" if row.target is None else plain(row.target)) for row in block.rows]
    sizes = [
        max(cell_len(head), *(cell_len(row[k]) for row in cells)) for k, head in enumerate(heads)
    ]
    figures = sum(len(_GAP) + size for size in sizes)
    labels = max(cell_len(block.title), *(cell_len(row.label) for row in block.rows))
    label = min(labels, width * 2 // 5)
    room = min(width - _SPARE - label - figures - len(_GAP), _WIDEST)
    columns = Columns(label, room if room >= SMALLEST else 0, 0)
    if not columns.room and label + figures > width:
        return None
    lines = [head(block.title, _figure_cells(heads, sizes) + " ", columns)]
    for row, own in zip(block.rows, cells, strict=True):
        name, *more = wrap(row.label, label) or [""]
        told = name + " " * (label - cell_len(name)) + _figure_cells(own, sizes)
        drawn = [(_GAP, ""), *bar(row, block, columns.room, glyphs)] if columns.room else []
        lines += [[(told, ""), *drawn], *([(text, "")] for text in more)]
    return lines


def _figure_cells(texts: tuple[str, str], sizes: Sequence[int]) -> str:
    """Figures in their columns, to the right."""
    pairs = zip(texts, sizes, strict=True)
    return "".join(_GAP + " " * (size - cell_len(text)) + text for text, size in pairs)


def _align_tails(details: Sequence[str], *, error: int) -> list[str]:
    """What stands behind the figures, part below part; `error` is the least width of errors."""
    rows = [parts(text) for text in details]
    columns = [[row[k] if k < len(row) else "" for row in rows] for k in range(max(map(len, rows)))]
    padded = [
        [beside(text, max(0 if k else error, *map(cell_len, column))) for text in column]
        for k, column in enumerate(columns)
        if any(column)
    ]
    return [_GAP.join(row) for row in zip(*padded, strict=True)] if padded else [""] * len(rows)


def parts(detail: str) -> list[str]:
    """The parts of a detail; the first is kept for the error."""
    return (detail if detail[:1] in "±+" else f"{_GAP}{detail}").split(_GAP)


def beside(text: str, width: int) -> str:
    """A part in its column; errors are figures and stand to the right."""
    blank = " " * (width - cell_len(text))
    return blank + text if text[:1] in "±+" else text + blank


def _render_row(
    row: Bar, tail: str, *, block: BarChart, columns: Columns, glyphs: Glyphs
) -> Iterator[StyledLine]:
    """One score: its label, over as many lines as it needs, its bar and its figures."""
    name, *more = wrap(row.label, columns.label) or [""]
    middle = [(" ", ""), *bar(row, block, columns.room, glyphs)] if columns.room else []
    yield [
        (name + " " * (columns.label - cell_len(name)), ""),
        *middle,
        (f" {row.shown:>{columns.shown}}", "bold" if row.score is not None else "dim"),
        (f"{_GAP}{tail}", "dim"),
    ]
    for text in more:
        yield [(text, "")]


def bar(row: Bar, block: BarChart, room: int, glyphs: Glyphs) -> StyledLine:
    """One bar in `room` cells: whatever is marked at a cell hides what only fills it."""
    cells = _base_cells(row, room, glyphs, points=block.points)
    for cut in block.cuts:
        cells[cell(cut, room)] = (glyphs.cut, "dim")
    if row.target is not None and row.score is not None:
        cells[cell(row.target, room)] = (glyphs.target, "bold")
    if row.score is not None:
        cells[cell(row.score, room)] = (glyphs.dot if block.points else glyphs.point, "bold")
    return [(sign * len(list(run)), style) for (sign, style), run in groupby(cells)]


def _base_cells(row: Bar, room: int, glyphs: Glyphs, *, points: bool) -> StyledLine:
    """The cells of a bar before anything is marked: full up to the range, then the range."""
    if row.score is None:
        return [(glyphs.empty, "dim")] * room
    at = cell(row.score, room)
    low = cell(row.low, room) if row.low is not None else at
    high = cell(row.high, room) if row.high is not None else at
    before = (glyphs.empty, "dim") if points else (glyphs.full, "cyan")
    spread = (glyphs.reach if points else glyphs.spread, "cyan")
    return (
        [before] * low + [spread] * (high - low + 1) + [(glyphs.empty, "dim")] * (room - high - 1)
    )


def scale(block: BarChart, columns: Columns, glyphs: Glyphs, width: int) -> Iterator[StyledLine]:
    """The scale below the bars, and what marks on it mean."""
    blank = " " * (columns.label + 1)
    yield [(blank + ticks(block.cuts, columns.room), "dim")]
    if not block.cuts:
        return
    text = f"{glyphs.cut} where another level begins: {', '.join(map(plain, block.cuts))}"
    if cell_len(blank + text) > width:
        blank = ""
    for k, line in enumerate(wrap(text, width - 2)):
        yield [(("  " if k else blank) + line, "dim")]


def ticks(cuts: Sequence[Fraction], room: int) -> str:
    """Figures along the scale: its ends, then the cuts or else the middle, where there is room."""
    line = [" "] * room
    line[0] = "0"
    line[-3:] = "100"
    for value in cuts or (_MIDDLE,):
        text = plain(value)
        start = cell(value, room) - (len(text) - 1) // 2
        if start < 1 or "".join(line[start - 1 : start + len(text) + 1]).strip():
            continue
        line[start : start + len(text)] = text
    return "".join(line[:room])


def cell(value: Fraction, room: int) -> int:
    """The cell of a bar that a score falls in."""
    return min(room - 1, int(value * room / 100))
