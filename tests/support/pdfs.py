"""A PDF read back."""

from __future__ import annotations

import io

import pypdf

from rolefit.reports.blocks import Page


def read(content: bytes) -> pypdf.PdfReader:
    """A PDF to look into."""
    return pypdf.PdfReader(io.BytesIO(content))


def lines(content: bytes, page: Page) -> str:
    """The text of a report without the foot of its sheets.

    Where a sheet ends may differ between versions of typst.
    """
    sheets = read(content).pages
    found = []
    for k, sheet in enumerate(sheets, start=1):
        *above, foot = sheet.extract_text().rstrip().split("\n")
        assert foot == f"{page.title} {k} / {len(sheets)}"
        found += [line.rstrip() for line in above]
    return "\n".join(found) + "\n"
