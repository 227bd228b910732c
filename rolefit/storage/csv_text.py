"""CSV as spreadsheets and machines take it: no cell is a formula, and the encoding is told."""

from __future__ import annotations

from rolefit.safe_text import table_text


def separator_of(line: str) -> str:
    """What sets cells apart in a table, by its first line: whichever sign it has most of.

    Signs inside quotes belong to a cell.
    """
    outside = line.split('"')[::2]
    return max(",;\t", key=lambda sign: sum(part.count(sign) for part in outside))


def csv_encoding(*, raw: bool) -> str:
    """The encoding of a file; spreadsheets need the byte order mark, machines (`raw`) do not."""
    return "utf-8" if raw else "utf-8-sig"


def csv_cell(cell: str | float | None, *, raw: bool = False) -> str:
    """A cell as it stands in the file: numbers as numbers, texts made safe unless it is `raw`."""
    if isinstance(cell, str):
        return table_text(cell, raw=raw)
    return "" if cell is None else repr(cell)
