"""Pages as one Word document, built on blocks: real headings, lists and tables, and no macros.

Every text is made safe and set as text. The document says nothing of the computer it was made on:
no author, no clock, no template of the place, so the same pages give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from rolefit.errors import RolefitError
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
    Section,
    Table,
    WriteIn,
)
from rolefit.reports.formats import Canvas
from rolefit.reports.words import CONDITIONS, LEVEL_WORDS
from rolefit.safe_text import sanitize

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_INSTALL = "python -m pip install 'rolefit[docx]'"
_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each part of the file: the first that a ZIP can hold."""
_UNUSED = ("thumbnail", "stylesWithEffects", "customXml")
"""Parts of the library's own template that no document of ours needs."""
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>rolefit</Application></Properties>"
)
_BOX = "☐ "
_SOFT, _ACCENT, _INK = "565D66", "1F5A7A", "1C1F23"
_SIZES = {"Title": 18, "Heading 1": 13, "Heading 2": 11, "Heading 3": 10.5}
_TEXT_WIDTH = 16.4
"""Centimeters between the margins."""
_WIDEST = 48
"""Letters of a text for which a column is made."""
_LETTER, _MARGINS = 0.25, 0.45
"""Centimeters of a bold letter, and of the room beside the text of a cell."""
_KEPT = 9
"""Most rows of a table that is kept on one sheet."""
_BEHIND = "All of it: every reason, condition and number"


class _Tools(NamedTuple):
    """What the library gives, loaded once a document is wanted."""

    new: Any
    cm: Any
    pt: Any
    colour: Any
    element: Any
    name: Any


def document(pages: Sequence[Page], _canvas: Canvas) -> bytes:
    """All pages as one document."""
    return render(pages)


def render(pages: Sequence[Page]) -> bytes:
    """Pages as one Word document. Raises RolefitError where python-docx is not installed."""
    tools = _load_tools()
    paper: Document = tools.new()
    _lay_out(paper, tools, sanitize(pages[0].title), close=pages[0].one_sheet)
    writer = _Writer(paper, tools)
    for k, page in enumerate(pages):
        writer.page(page, first=k == 0)
    return _document_bytes(paper)


def _load_tools() -> _Tools:
    """The parts of python-docx. Raises RolefitError where it is not installed."""
    try:
        import docx  # noqa: PLC0415 - an extra that many do without
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415
    except ImportError:
        raise RolefitError("a Word document needs the extra `docx`", _INSTALL) from None
    return _Tools(docx.Document, Cm, Pt, RGBColor.from_string, OxmlElement, qn)


# --- the paper ------------------------------------------------------------------------------------


def _lay_out(paper: Document, tools: _Tools, title: str, *, close: bool) -> None:
    """A4, plain fonts, a foot with the title and the page, and properties that name nobody."""
    sheet = paper.sections[0]
    sheet.page_width, sheet.page_height = tools.cm(21), tools.cm(29.7)
    sheet.left_margin = sheet.right_margin = tools.cm(2.3)
    sheet.top_margin, sheet.bottom_margin = tools.cm(2), tools.cm(1.9)
    styles: Any = paper.styles
    for name in ("Normal", *_SIZES):
        style = styles[name]
        style.font.name = "Calibri"
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(tools.name(f"w:{kind}"), None)
        style.font.size = tools.pt(_SIZES.get(name, 10.5) - close)
        style.font.color.rgb = tools.colour(_ACCENT if name == "Heading 1" else _INK)
        style.paragraph_format.space_after = tools.pt(2 if close else 5)
        if name.startswith("Heading"):
            style.paragraph_format.space_before = tools.pt(5 if close else 12)
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        styles[name].paragraph_format.space_after = tools.pt(1 if close else 3)
    for border in styles["Title"].element.iter(tools.name("w:pBdr")):
        border.getparent().remove(border)
    _write_foot(sheet.footer.paragraphs[0], tools, title)
    about = paper.core_properties
    about.title, about.author, about.comments, about.language = title[:250], "", "", "en"
    about.created = about.modified = datetime(1980, 1, 1)
    for holder in (paper.part.package, paper.part):
        for name, one in list(holder.rels.items()):
            if any(word in one.reltype for word in _UNUSED):
                del holder.rels[name]


def _write_foot(line: WordParagraph, tools: _Tools, title: str) -> None:
    """The title and the number of the page."""
    shown = title if len(title) <= 80 else f"{title[:80]}…"
    _quiet(line.add_run(f"{shown} · "), tools)
    for code in ("PAGE", "NUMPAGES"):
        run = line.add_run(" / ") if code == "NUMPAGES" else line.add_run()
        _quiet(run, tools)
        for kind in ("begin", "", "end"):
            part = tools.element("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(tools.name("w:fldCharType"), kind)
            else:
                part.text = code
            run._r.append(part)  # noqa: SLF001 - fields have no public face in the library


def _quiet(run: Run, tools: _Tools) -> None:
    """Small and soft."""
    run.font.size = tools.pt(9)
    run.font.color.rgb = tools.colour(_SOFT)


def _document_bytes(paper: Document) -> bytes:
    """The document as the bytes of a file, without a date of today in it."""
    raw, packed = io.BytesIO(), io.BytesIO()
    paper.save(raw)
    with zipfile.ZipFile(raw) as found, zipfile.ZipFile(packed, "w") as target:
        for name in found.namelist():
            content = _APP.encode() if name == "docProps/app.xml" else found.read(name)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 3
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


# --- what is written on it ------------------------------------------------------------------------


class _Writer:
    """Blocks as paragraphs, lists and tables of one document, one after the other."""

    def __init__(self, paper: Document, tools: _Tools) -> None:
        self._paper = paper
        self._tools = tools
        self._inner = 2
        """The level of headings inside a section."""
        self._styles: dict[str, str | None] = {}
        """The id of each style that was used, by its name."""
        self._lead_in: list[WordParagraph] = []
        """The lines since the last heading: what a table is about stands on one sheet with it."""

    def page(self, page: Page, *, first: bool) -> None:
        """A page, on a sheet of its own; the full reasoning begins on another one."""
        title = self._paper.add_paragraph(sanitize(page.title), "Title")
        title.paragraph_format.page_break_before = not first
        if page.subtitle:
            self._line(page.subtitle, quiet=True)
        self._sections(page.sections)
        if page.more:
            self._line(_BEHIND, quiet=True).paragraph_format.page_break_before = True
            self._sections(page.more)

    def _sections(self, sections: Sequence[Section]) -> None:
        """Sections, each under its heading."""
        for section in sections:
            self._heading(section.title, 1)
            self._inner = 2 if section.title else 1
            for block in section.blocks:
                self._block(block)

    def _heading(self, title: str, level: int) -> None:
        """A heading, where there is one."""
        if title:
            self._styled(f"Heading {level}").add_run(sanitize(title))
            self._lead_in = []

    def _styled(self, style: str) -> WordParagraph:
        """An empty paragraph; a style is asked for once, as the library reads all to find it."""
        if style in self._styles:
            made = self._paper.add_paragraph()
            made._p.style = self._styles[style]  # noqa: SLF001
        else:
            made = self._paper.add_paragraph(style=style)
            self._styles[style] = made._p.style  # noqa: SLF001
        self._lead_in.append(made)
        return made

    def _line(self, text: str, style: str = "Normal", *, quiet: bool = False) -> WordParagraph:
        """A paragraph of plain text."""
        made = self._styled(style)
        run = made.add_run(sanitize(text))
        if quiet:
            _quiet(run, self._tools)
        return made

    def _block(self, block: Block) -> None:  # noqa: C901, PLR0912 - one arm a kind of block
        """One block."""
        match block:
            case Paragraph(text=text, role="code" | "picture"):
                for line in text.splitlines():
                    self._line(line).runs[0].font.name = "Courier New"
            case Paragraph(text=text, role="verdict"):
                run = self._line(text).runs[0]
                run.bold, run.font.size = True, self._tools.pt(13)
            case Paragraph(text=text, role="warning"):
                self._led("! ", text)
            case Paragraph(text=text, role=role):
                self._line(text, quiet=role == "quiet")
            case BarChart(title=title, rows=rows):
                self._heading(title, self._inner)
                cells = [(row.label, row.shown, ", ".join(row.detail.split("  "))) for row in rows]
                self._grid(("", "Score", "Details"), (False, True, False), cells)
            case Reasons(title=title, rows=rows, remark=remark):
                self._heading(title, self._inner)
                for row in rows:
                    note = f" {row.note}" if row.note else ""
                    said = row.told or f"{row.ask} “{row.answer}”"
                    self._led(f"{row.points}  ", f"{said}{note}", "List Bullet")
                if remark:
                    self._line(remark, quiet=True)
            case Checks(title=title, rows=rows):
                self._heading(title, self._inner)
                for check in rows:
                    text = f"{check.name}: {check.text}" if check.text else check.name
                    self._led(f"{CONDITIONS[check.mark]}  ", f"{text}{_citation(check.source)}",
                              "List Bullet")  # fmt: skip
            case Actions():
                self._actions(block)
            case Facts(rows=rows):
                for fact in rows:
                    text = f"{LEVEL_WORDS[fact.level]}, {fact.text}"
                    self._led(f"{fact.name}: ", text, "List Bullet")
            case Bullets(title=title, items=items):
                self._heading(title, self._inner)
                for item in items:
                    self._line(item, "List Bullet")
            case Table(title=title, columns=columns, numeric=numeric, rows=rows):
                self._heading(title, self._inner)
                self._grid(columns, numeric, rows)
            case WriteIn(label=label, lines=1):
                self._led(f"{label}: ", "_" * 40)
            case WriteIn(label=label, lines=lines):
                self._led(f"{label}:", "")
                for _ in range(lines):
                    self._lead_in[-1].paragraph_format.keep_with_next = True
                    self._line("_" * 72, quiet=True)

    def _led(self, lead: str, text: str, style: str = "Normal") -> None:
        """A text behind a lead in bold."""
        made = self._styled(style)
        made.add_run(sanitize(lead)).bold = True
        made.add_run(sanitize(text))

    def _actions(self, block: Actions) -> None:
        """Things to do: numbered where there are several, with a box where they are ticked."""
        self._heading(block.title, self._inner)
        several = len(block.rows) > 1
        numbering = self._new_numbering() if several else None
        box = _BOX if block.todo else ""
        for row in block.rows:
            text = f"{box}{row.do}{_citation(row.source)}"
            made = self._line(text, "List Number" if several else "Normal")
            if numbering is not None:
                made._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering  # noqa: SLF001
            for detail in row.details:
                self._line(detail, "List Bullet 2")
        if block.source:
            self._line(f"Rests on {', '.join(block.source)}", quiet=True)

    def _new_numbering(self) -> int:
        """Numbers that begin at 1 again: without it all lists of a document would be one."""
        style: Any = self._paper.styles["List Number"]
        given: Any = self._paper.part.numbering_part.element
        used = style.element.pPr.numPr.numId.val
        kind = given.num_having_numId(used).abstractNumId.val
        made = given.add_num(kind)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _grid(
        self, columns: Sequence[str], numeric: Sequence[bool], rows: Iterable[Sequence[str]]
    ) -> None:
        """A table whose first row is a head that is repeated on each sheet."""
        rows = tuple(rows)
        whole = len(rows) <= _KEPT
        for line in self._lead_in[-_KEPT:]:
            line.paragraph_format.keep_with_next = True
        self._lead_in = []
        made = self._paper.add_table(rows=1, cols=len(columns), style="Table Grid")
        made.autofit = False
        head: Any = made.rows[0]
        repeated = self._tools.element("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
        for cell, name in zip(head.cells, columns, strict=True):
            cell.paragraphs[0].add_run(sanitize(name)).bold = True
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        for number, row in enumerate(rows, start=1):
            added: Any = made.add_row()
            # What is to be marked stands on one sheet with what it is about.
            added._tr.get_or_add_trPr().append(self._tools.element("w:cantSplit"))  # noqa: SLF001
            for cell, text, right in zip(added.cells, row, numeric, strict=True):
                line = cell.paragraphs[0]
                line.add_run(sanitize(text))
                line.alignment = 2 if right else 0
                line.paragraph_format.keep_with_next = whole and number < len(rows)
        for column, width in zip(made.columns, column_widths(columns, rows), strict=True):
            column.width = self._tools.cm(width)
            for cell in column.cells:
                cell.width = self._tools.cm(width)
        self._paper.add_paragraph().paragraph_format.space_after = self._tools.pt(2)


def column_widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Centimeters for each column: its longest word, and of the rest by its longest text.

    No word is broken as long as all of the longest fit side by side.
    """
    stacks = list(zip(columns, *rows, strict=True))
    words = [max(map(len, " ".join(cells).split()), default=1) for cells in stacks]
    least = [_MARGINS + _LETTER * length for length in words]
    if sum(least) > _TEXT_WIDTH:
        return [_TEXT_WIDTH * width / sum(least) for width in least]
    more = [min(max(map(len, cells)), _WIDEST) for cells in stacks]
    wished = [max(length - word, 0) for length, word in zip(more, words, strict=True)]
    spare = _TEXT_WIDTH - sum(least)
    if not any(wished):
        wished = words
    return [width + spare * wish / sum(wished) for width, wish in zip(least, wished, strict=True)]


def _citation(source: tuple[str, ...]) -> str:
    """The claims a text rests on."""
    return f" [{', '.join(source)}]" if source else ""
