"""Tables for a terminal: columns as wide as they need, text folded, figures never cut."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from rolefit.reports.blocks import Table
from rolefit.reports.formats.ink import StyledLine, wrap

_GAP = "  "
_NARROWEST = 16


def grid(table: Table, width: int) -> list[StyledLine] | None:
    """A table of safe texts as lines, None where it does not fit into `width` cells."""
    widths = _column_widths(table, width)
    if widths is None:
        return None
    lines = [[(text, "bold")] for text in _fold_row(table.columns, widths, table)]
    for row in table.rows:
        lines += [[(text, "")] for text in _fold_row(row, widths, table)]
    return lines


def _natural_width(table: Table, k: int) -> int:
    """Width a column would like; a heading above figures may fold between its words."""
    heading = table.columns[k]
    if table.numeric[k]:
        heading = max(heading.split(), key=cell_len, default="")
    return max(cell_len(text) for text in (heading, *(row[k] for row in table.rows)))


def _column_widths(table: Table, width: int) -> list[int] | None:
    """Width of each column; figures get all they need, the widest text column the rest."""
    widths = [_natural_width(table, k) for k in range(len(table.columns))]
    spare = width - sum(widths) - len(_GAP) * (len(widths) - 1)
    if spare < 0:
        words = [k for k, numeric in enumerate(table.numeric) if not numeric]
        widest = max(words, key=lambda k: widths[k])
        widths[widest] += spare
        if widths[widest] < _NARROWEST:
            return None
    return widths


def _fold_row(row: tuple[str, ...], widths: list[int], table: Table) -> Iterator[str]:
    """One row, over as many lines as its longest cell needs."""
    cells = [wrap(text, width) or [""] for text, width in zip(row, widths, strict=True)]
    for k in range(max(map(len, cells))):
        parts = []
        for lines, width, numeric in zip(cells, widths, table.numeric, strict=True):
            text = lines[k] if k < len(lines) else ""
            blank = " " * (width - cell_len(text))
            parts.append(blank + text if numeric else text + blank)
        yield _GAP.join(parts)
