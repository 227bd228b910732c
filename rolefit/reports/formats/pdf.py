"""Reports as one tagged PDF, set by typst from a template of ours; texts go in as JSON.

Nothing that a person wrote is part of the source: texts are drawn as strings. There is no clock
and no network in it, and the fonts come with typst, so the same pages give the same bytes. Where a
text needs letters that those fonts lack (they have Latin, Greek, Cyrillic and Hebrew), the fonts of
this computer are used as well; what no font has is written as its code, and the first page says
so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from rolefit.errors import RolefitError, StoreError
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
    Section,
    Table,
    WriteIn,
)
from rolefit.reports.formats import Canvas
from rolefit.safe_text import sanitize

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_LONG_WORD = re.compile(r"[!-,.-⹿]{25,}")
"""Words without a hyphen that might not fit into a column."""
_BREAK_AFTER = re.compile(r"(.{6})(?=.)")
_BEYOND = re.compile(
    "[^\u0000-\u052f\u0590-\u05ff\u1d00-\u218f\u2190-\u25ff\u2713\u2717\ufb00-\ufb4f]"
)
"""Letters that the fonts within typst may lack."""
_PROBE = b"""#let letters = json(bytes(sys.inputs.letters))
#set page(width: 40pt, height: 40pt, margin: 5pt)
#set text(font: "Libertinus Serif")
#for letter in letters { page(text(letter)) }
"""
"""Each letter on a page of its own."""
_SHAPE = re.compile(rb'<path[^>]*? d="([^"]*)"')
_NO_LETTER = "\U0010fffd"
"""For private use: no font of a computer draws it."""
_MOST_TRIED = 5000
_TOLD = (
    "Some letters are in no font of this computer, so they are written as their codes, like "
    "u{6F22}. With a font that has them (those of the Noto family, for example) they are drawn."
)
_LONGEST_FOOT = 100
"""Characters of a title that are repeated at the foot of each sheet."""
_INSTALL = "python -m pip install 'rolefit[pdf]'"


def document(pages: Sequence[Page], _canvas: Canvas) -> bytes:
    """All pages as one document."""
    return render(pages)


def render(pages: Sequence[Page]) -> bytes:
    """Pages as one PDF. Raises RolefitError where typst is not installed or fails."""
    typst = _compiler()
    data = [page_data(page) for page in pages]
    said = json.dumps(data, ensure_ascii=False)
    beyond = sorted(set(_BEYOND.findall(said)))
    try:
        missing = _without_font(typst, beyond) if beyond else []
        if missing:
            said = _with_codes(data, missing)
        document = typst.Compiler(
            TEMPLATE.read_bytes(),
            root=str(TEMPLATE.parent),
            ignore_system_fonts=not beyond,
            sys_inputs={"pages": said},
        )
        found = document.compile(format="pdf")
    except RuntimeError as error:
        reason = sanitize(str(error).partition("\n")[0])
        hint = "--format html makes a page that a browser can print"
        raise StoreError(f"the PDF could not be made: {reason[:200]}", hint) from None
    assert isinstance(found, bytes)
    return found


def _without_font(typst: ModuleType, letters: Sequence[str]) -> list[str]:
    """The letters that no font has: they are drawn as one is that no font can have.

    Of very many different ones the last are not looked at, and count as missing.
    """
    tried, rest = [_NO_LETTER, *letters[:_MOST_TRIED]], letters[_MOST_TRIED:]
    asked = {"letters": json.dumps(tried)}
    drawn = typst.Compiler(_PROBE, sys_inputs=asked).compile(format="svg")
    shapes = [set(_SHAPE.findall(one)) for one in drawn]
    box = max(shapes[0], key=len)
    return [one for one, shape in zip(tried[1:], shapes[1:], strict=True) if box in shape] + [*rest]


def _with_codes(data: list[dict[str, Any]], missing: Sequence[str]) -> str:
    """The pages with missing letters written as their codes, and a remark on the first of them."""
    note = {"kind": "paragraph", "role": "warning", "text": _TOLD}
    data[0]["sections"][:0] = [{"title": "", "blocks": [note]}]
    said = json.dumps(data, ensure_ascii=False)
    codes = {ord(one): f"\\\\u{{{ord(one):04X}}}" for one in missing}
    return said.translate(codes)


def _compiler() -> ModuleType:
    """The typst package. Raises RolefitError where it is not installed."""
    try:
        import typst  # noqa: PLC0415 - an extra that many do without
    except ImportError:
        raise RolefitError("a PDF needs the extra `pdf`", _INSTALL) from None
    return typst


def page_data(page: Page) -> dict[str, Any]:
    """A page as the template expects it."""
    title = sanitize(page.title)
    return {
        "title": _breakable(title),
        "running": title if len(title) <= _LONGEST_FOOT else f"{title[:_LONGEST_FOOT]}…",
        "subtitle": clean(page.subtitle),
        "sections": [_section_data(section) for section in page.sections],
        "more": [_section_data(section) for section in page.more],
        "close": page.one_sheet,
    }


def _section_data(section: Section) -> dict[str, Any]:
    """A section as the template expects it."""
    blocks = [_block_of(block) for block in section.blocks]
    return {"title": clean(section.title), "blocks": blocks}


def _block_of(block: Block) -> dict[str, Any]:
    """A block as the template expects it: its kind and its fields, texts made safe."""
    match block:
        case Paragraph(text=text, role="code" | "picture"):
            lines = [_breakable(sanitize(line)) for line in text.splitlines()]
            return {"kind": "paragraph", "role": "code", "text": "\n".join(lines)}
        case BarChart():
            rows = [bar(row) for row in block.rows]
            cuts = [place(cut) for cut in block.cuts]
            return {"kind": "bars", "title": clean(block.title), "rows": rows, "cuts": cuts}
        case Paragraph() | Bullets() | Table() | WriteIn():
            return {"kind": kind(block), **fields(block)}
        case Reasons() | Checks() | Actions() | Facts():
            rows = [fields(row) for row in block.rows]
            return {"kind": kind(block), **fields(block), "rows": rows}


def kind(block: Block) -> str:
    """The template's name for a kind of block."""
    return type(block).__name__.lower()


def fields(one: Any) -> dict[str, Any]:
    """The fields of a named tuple, texts made safe."""
    return {name: safe(value) for name, value in one._asdict().items()}


def safe(value: Any) -> Any:
    """A field with its texts made safe."""
    match value:
        case str():
            return clean(value)
        case tuple():
            return [safe(part) for part in value]
        case None:
            return ""
        case _:
            return value


def clean(text: str) -> str:
    """Text on one line, without control characters, whose long words can be broken."""
    return _breakable(sanitize(text))


def _breakable(text: str) -> str:
    """Text whose overlong words have places where a line may end."""
    return _LONG_WORD.sub(lambda word: _BREAK_AFTER.sub("\\1\u200b", word[0]), text)


def bar(row: Bar) -> dict[str, Any]:
    """A bar with its places on the scale and, for those who cannot see it, in words."""
    return {
        "label": clean(row.label),
        "shown": clean(row.shown),
        "detail": clean(row.detail),
        "alt": alternative(row),
        "score": place(row.score),
        "low": place(row.low),
        "high": place(row.high),
        "target": place(row.target),
    }


def alternative(row: Bar) -> str:
    """What a bar shows, in words."""
    detail = ", ".join(part for part in row.detail.split("  ") if part)
    said = f"Bar from 0 to 100. {row.label}: {row.shown}"
    return sanitize(f"{said}, {detail}." if detail else f"{said}.")


def place(value: Fraction | None) -> float | None:
    """A place on the scale from 0 to 100."""
    return None if value is None else float(value)
