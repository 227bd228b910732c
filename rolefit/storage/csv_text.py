"""CSV as spreadsheets and machines take it: no cell is a formula, and the encoding is told."""

from __future__ import annotations

from rolefit.safe_text import table_text


def csv_encoding(*, raw: bool) -> str:
    """The encoding of a file; spreadsheets need the byte order mark, machines (`raw`) do not."""
    return "utf-8" if raw else "utf-8-sig"


def csv_cell(cell: str | float | None, *, raw: bool = False) -> str:
    """A cell as it stands in the file: numbers as numbers, texts made safe unless it is `raw`."""
    if isinstance(cell, str):
        return table_text(cell, raw=raw)
    return "" if cell is None else repr(cell)
