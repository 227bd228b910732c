"""Sheets as a workbook, every cell of it plain text: no formula, no link."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from rolefit.forms.xlsform import FormSheet

_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(sheets: Sequence[FormSheet]) -> bytes:
    """The bytes of an XLSX file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for place, column in enumerate(sheet.columns):
                page.set_column(place, place, 60 if column == "label" else 22, wrapped)
                page.write_string(0, place, column, bold)
            for number, row in enumerate(sheet.rows, start=1):
                for place, column in enumerate(sheet.columns):
                    if row.get(column):
                        page.write_string(number, place, row[column])
    return out.getvalue()
