"""Row by row with the standard library alone: the single path for each person."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rolefit.batch.cells import ABOUT, ColumnMapping, Fault, read_row
from rolefit.batch.columns import Cell, Row, result_columns, result_row
from rolefit.batch.reading import RawRow
from rolefit.rubric.model import Rubric, follow_branches

MOST_ROWS = 20_000
"""Rows up to which nothing but the standard library is needed."""
MOST_BAD = 10_000
"""Rows that cannot be read, after which it is no use to go on."""
_QUOTED = 500
LONGEST = {"id": 200, "name": 200, "group": 64, "date": 32}
Tell = Callable[[int], None]
"""Told how many rows are done."""


class ScoredRow(NamedTuple):
    """One row: about whom, and the results or what is wrong."""

    number: int
    about: Row
    results: Row
    faults: tuple[Fault, ...]


def score_row(rubric: Rubric, mapping: ColumnMapping, row: RawRow) -> ScoredRow:
    """One row by the single path."""
    if row.fault is not None:
        return ScoredRow(row.number, {}, {}, (row.fault,))
    about, wrong = about_person(mapping, row)
    read = read_row(rubric, mapping, row.cells, row.number)
    faults = (*wrong, *read.faults)
    if faults:
        return ScoredRow(row.number, about, {}, faults)
    return ScoredRow(
        row.number, about, result_row(rubric, follow_branches(rubric, read.answers)), ()
    )


def shortened(row: RawRow) -> RawRow:
    """A row as it is quoted: a cell that goes on and on is cut."""
    cells = {name: _cut(cell) for name, cell in row.cells.items()}
    return row._replace(cells=cells)


def _cut(cell: object) -> object:
    """A cell, or the beginning of its text."""
    text = "" if cell is None else str(cell)
    return cell if len(text) <= _QUOTED else f"{text[:_QUOTED]}..."


def about_person(mapping: ColumnMapping, row: RawRow) -> tuple[Row, tuple[Fault, ...]]:
    """Who the person is, in the columns of the table of results; the row where no id is given."""
    found: Row = {}
    faults = []
    for name in about_columns(mapping):
        column = mapping.about.get(name)
        given = row.cells.get(column) if column is not None else row.number
        text = "" if given is None else str(given).strip()
        if len(text) > LONGEST[name]:
            message = f"too long: at most {LONGEST[name]} characters are allowed"
            faults.append(Fault(row.number, column or name, message))
        found[name] = text
    return found, tuple(faults)


def about_columns(mapping: ColumnMapping) -> tuple[str, ...]:
    """The columns of the table of results that say who a person is."""
    return tuple(name for name in ABOUT if name == "id" or name in mapping.about)


def columns_of(rubric: Rubric, mapping: ColumnMapping) -> tuple[str, ...]:
    """The columns of the table of results, in order."""
    return (*about_columns(mapping), *result_columns(rubric))


def cells_of(scored: ScoredRow, columns: tuple[str, ...]) -> list[Cell]:
    """A row of the table of results."""
    row = {**scored.about, **scored.results}
    return [row.get(column) for column in columns]
