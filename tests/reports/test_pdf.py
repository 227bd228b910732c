"""A PDF is tagged, holds the whole report as text, never acts on it, and is the same each time."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import cases
import pytest
import typst
from cases import rubric as load
from pdfs import read
from runs import Ran

from rolefit.errors import RolefitError, StoreError
from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Fact,
    Facts,
    Page,
    Paragraph,
    Reason,
    Reasons,
    Section,
    Table,
)
from rolefit.reports.formats import pdf
from rolefit.safe_text import sanitize

HOSTILE = (
    '#import "@preview/cetz:0.3.0": *',
    '#read("/etc/passwd")',
    "#panic() #sys.inputs",
    "$ x^2 $",
    "*_<label>@ref // /* gone */ ~ --- `raw`",
    "= A heading",
    '"; panic("out") //',
    "\x00\x1b[31m",
    "\ud800",
    "\u202egnp.exe\u2066",
    "\\u{1F600}",
    "two\nlines",
)
EVERYWHERE = ("漢字かな", "😀👍🏽", "שלום עולם", "مرحبا", "नमस्ते", "Ελληνικά Кириллица", "e\u0301")


def full(name: str, k: int = 0) -> Page:
    """The full page of one case."""
    return cases.report(name, k, full=True)


@cache
def rendered(*names: str) -> bytes:
    """The full pages of the first cases of some rubrics, drawn once."""
    return pdf.render([full(name) for name in names])


def only(*blocks: Block) -> Page:
    """A page of these blocks."""
    return Page("A title", "below it", (Section("A section", blocks),))


def text_of(content: bytes) -> str:
    """Its text on one line: how lines are broken is nobody's business."""
    texts = [sheet.extract_text() for sheet in read(content).pages]
    return re.sub(r"\s+", " ", " ".join(texts))


def root_of(content: bytes) -> Any:
    """Where all that a PDF says about itself hangs."""
    return read(content).trailer["/Root"]


def tags(content: bytes) -> Iterator[dict[str, Any]]:
    """The elements of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        found = node.get_object()
        if isinstance(found, list):
            for part in found:
                yield from walk(part)
        elif isinstance(found, dict):
            if "/S" in found:
                yield found
            if "/K" in found:
                yield from walk(found["/K"])

    yield from walk(root_of(content)["/StructTreeRoot"])


def everything(text: str) -> Page:
    """A page that has a text in each of its places."""
    half = Fraction(50)
    bar = Bar(text, half, text, Fraction(40), Fraction(60), text, Fraction(80))
    blocks: tuple[Block, ...] = (
        *(Paragraph(text, role) for role in ("verdict", "plain", "quiet", "warning", "code")),
        BarChart((bar, bar._replace(score=None, low=None, high=None)), text, (half,)),
        Reasons(text, (Reason(text, text, text, text, text),), text),
        Checks(tuple(ConditionCheck(mark, text, text, (text,)) for mark in pdf_marks())),
        Actions(text, (Action(text, (text,), (text,)),), (text,), todo=True),
        Actions(text, (Action(text), Action(text, (text,))), (text,)),
        Actions(text, (Action(text),)),
        Facts((Fact(text, "high", text), Fact(text, "none", text))),
        Bullets(text, (text,)),
        Table(text, (text, text), (False, True), ((text, text),)),
    )
    return Page(text, text, (Section(text, blocks),))


def pdf_marks() -> tuple[Any, ...]:
    """Every state of a condition."""
    return ("pass", "fail", "unknown", "risk")


# --- what it holds --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_pages_give_the_same_bytes_without_a_date() -> None:
    content = rendered("first-marketing-hire")
    assert content == pdf.render([full("first-marketing-hire")])
    assert b"CreationDate" not in content
    assert b"CreateDate" not in content
    assert set(read(content).metadata or {}) == {"/Title", "/Creator"}


def test_every_sheet_is_a4_and_every_font_is_inside() -> None:
    names = set()
    for sheet in read(rendered("cmo-readiness")).pages:
        assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]
        resources: Any = sheet["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            file = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(file)
            names.add(str(inner["/BaseFont"]).partition("+")[2])
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in names), names


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    content = rendered("cmo-readiness")
    root = root_of(content)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    metadata = read(content).metadata
    assert metadata is not None
    assert metadata.title == load("cmo-readiness").title


def test_its_headings_are_headings_in_the_tree_and_in_the_outline() -> None:
    one, content = full("cmo-readiness"), rendered("cmo-readiness")
    kinds = [tag["/S"] for tag in tags(content)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == sum(bool(section.title) for section in one.sections)
    assert kinds.count("/H3") > 5
    outline: Any = read(content).outline
    top, sections = outline
    assert isinstance(sections, list)
    assert top["/Title"] == one.title
    named = [entry["/Title"] for entry in sections if not isinstance(entry, list)]
    assert named == [section.title for section in one.sections if section.title]


def test_each_bar_is_a_figure_that_says_its_numbers() -> None:
    said = [tag["/Alt"] for tag in tags(rendered("cmo-readiness")) if "/Alt" in tag]
    bars = [b for s in full("cmo-readiness").sections for b in s.blocks if isinstance(b, BarChart)]
    rows = [row for block in bars for row in block.rows]
    assert len(said) == len(rows) > 5
    for alternative, row in zip(said, rows, strict=True):
        assert row.label in alternative
        assert row.shown in alternative
        assert all(part in alternative for part in row.detail.split())


@pytest.mark.slow
def test_typst_finds_nothing_that_pdf_ua_forbids() -> None:
    said = json.dumps([pdf.page_data(full(name)) for name in ("cmo-readiness", "management-style")])
    compiler = typst.Compiler(
        pdf.TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs={"pages": said}
    )
    assert compiler.compile(format="pdf", pdf_standards="ua-1")


@pytest.mark.slow
def test_several_reports_begin_on_a_sheet_of_their_own_and_share_the_numbering() -> None:
    sheets = read(rendered("cmo-readiness", "management-style")).pages
    begun = [k for k, sheet in enumerate(sheets) if load("management-style").title[:30]
             in sheet.extract_text()[:80]]  # fmt: skip
    assert len(begun) == 1
    assert begun[0] > 0
    for k, sheet in enumerate(sheets, start=1):
        assert sheet.extract_text().rstrip().endswith(f" {k} / {len(sheets)}")


def test_what_is_to_be_done_has_a_box_to_tick_and_other_lists_have_none() -> None:
    rows = (Action("One"), Action("Two"))
    plain, todo = (pdf.render([only(Actions("Do", rows, todo=todo))]) for todo in (False, True))
    assert text_of(plain) == text_of(todo)
    assert drawn_lines(todo) - drawn_lines(plain) == 2


def drawn_lines(content: bytes) -> int:
    """How many outlines are drawn on the first sheet."""
    commands = read(content).pages[0].get_contents()
    assert commands is not None
    return sum(operator in (b"S", b"s", b"B") for _, operator in commands.operations)


# --- what strangers write -------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_stays_text_wherever_it_stands(text: str) -> None:
    content = pdf.render([everything(text)])
    wanted = re.sub(r"\s+", "", sanitize(text))
    assert re.sub(r"\s+", "", text_of(content)).count(wanted) >= 40


@pytest.mark.slow
def test_a_word_without_end_is_broken_where_the_line_ends() -> None:
    # Letters that differ, so that a lost or doubled one would be seen.
    word = "".join(chr(97 + (k * k + k // 26) % 26) for k in range(10_000))
    cells = Table("", ("a", "b"), (False, False), ((word[:500], word[:500]),))
    sheets = read(pdf.render([only(Paragraph(word), cells)])).pages
    text = ""
    for k, sheet in enumerate(sheets, start=1):
        text += sheet.extract_text().removesuffix(f"A title {k} / {len(sheets)}")
    assert max(map(len, text.split("\n"))) < 150  # two cells side by side
    assert "\u200b" not in text
    assert word in text.replace("\n", "")


@pytest.mark.slow
def test_overlong_texts_in_every_place_cost_seconds_at_most() -> None:
    begun = process_time()
    assert pdf.render([everything("w" * 2_000)])
    assert process_time() - begun < 5


@pytest.mark.slow
def test_letters_of_every_script_make_a_pdf() -> None:
    content = pdf.render([everything(text) for text in EVERYWHERE])
    assert "Ελληνικά Кириллица" in text_of(content)


def test_letters_that_no_font_has_are_written_as_their_codes_and_told() -> None:
    content = text_of(pdf.render([only(Paragraph("before \U000105c0 after"))]))
    assert r"before \u{105C0} after" in content
    assert "Some letters are in no font of this computer" in content
    fine = text_of(pdf.render([only(Paragraph("Ελληνικά → ✓ é"))]))
    assert "no font of this computer" not in fine
    assert "u{" not in fine


def test_of_very_many_different_letters_the_last_are_written_as_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "_MOST_TRIED", 1)
    assert r"\u{4E01}" in text_of(pdf.render([only(Paragraph("\u4e00\u4e01"))]))


def test_no_text_becomes_part_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    class Spy:
        def __init__(self, source: bytes, **options: Any) -> None:
            given.append((source, options))

        def compile(self, **options: Any) -> bytes:
            return b""

    monkeypatch.setattr(typst, "Compiler", Spy)
    pdf.render([everything(HOSTILE[1])])
    ((source, options),) = given
    assert source == pdf.TEMPLATE.read_bytes()
    assert HOSTILE[1] in json.loads(options["sys_inputs"]["pages"])[0]["title"]
    assert options["ignore_system_fonts"]
    assert b"import" not in source
    assert b"eval(" not in source


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text("rubric: lead-or-manager\nanswers: {}\n", encoding="utf-8")
    return file


def test_the_command_writes_a_pdf(
    rolefit: Callable[..., Ran], answers: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.pdf"
    ran = rolefit("score", str(answers), "--output", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert "Not enough answers" in text_of(target.read_bytes())


def test_without_the_extra_one_message_says_what_to_install(
    rolefit: Callable[..., Ran], answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    target = tmp_path / "report.pdf"
    ran = rolefit("score", str(answers), "--output", str(target))
    assert ran.code == 2
    assert ran.err == (
        "rolefit: a PDF needs the extra `pdf`\n    python -m pip install 'rolefit[pdf]'\n"
    )
    assert not target.exists()
    with pytest.raises(RolefitError, match="needs the extra"):
        pdf.render([only()])


def test_a_fault_of_typst_is_one_clear_message(
    rolefit: Callable[..., Ran], answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no ink")', encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    target = tmp_path / "report.pdf"
    ran = rolefit("score", str(answers), "--output", str(target))
    assert ran.code == 3
    assert ran.err.startswith("rolefit: the PDF could not be made: panicked with")
    assert "Traceback" not in ran.err
    assert not target.exists()
    with pytest.raises(StoreError):
        pdf.render([only()])
