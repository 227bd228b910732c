"""Pages as a Word document: what stands in it, what does not, and what strangers write into it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cases
import docx
import pytest
from cases import rubric as load
from docx.document import Document
from runs import Ran

from rolefit.errors import RolefitError
from rolefit.reports.blocks import Action, Actions, Page, Paragraph, Section, Table, WriteIn
from rolefit.reports.formats import docx as word
from rolefit.reports.pages.score.page import whole
from rolefit.safe_text import sanitize

HOSTILE = (
    "\x00\x1b[31m",
    "\ud800",
    "\u202egnp.exe\u2066",
    "\ufffe\uffff",
    "</w:t></w:r><w:p/>",
    "{ INCLUDETEXT /etc/passwd }",
    "&amp; ]]> <!-- x -->",
    "two\nlines",
)


def report(name: str) -> Page:
    """The short page of the first case with all the rest behind it."""
    return whole(cases.assessed(name, 0), load(name))


@cache
def rendered(name: str) -> bytes:
    """The document of it, made once."""
    return word.render([report(name)])


def opened(content: bytes) -> Document:
    """A document read back."""
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in found.infolist())
        return {name: found.read(name) for name in found.namelist()}


def words(content: bytes) -> str:
    """All its text, paragraphs and tables."""
    paper = opened(content)
    lines = [line.text for line in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def texts(part: Any) -> list[str]:
    """Every text of a block and of its rows."""
    match part:
        case str():
            return [part]
        case tuple():
            return [text for one in part for text in texts(one)]
        case _:
            return []


@pytest.mark.slow
def test_the_same_pages_give_the_same_bytes() -> None:
    again = word.render([report("first-marketing-hire")])
    assert again == rendered("first-marketing-hire")


@pytest.mark.slow
def test_it_says_nothing_of_the_computer_or_the_hour_and_holds_no_macros() -> None:
    content = rendered("cmo-readiness")
    about = opened(content).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created is not None
    assert about.created.year == 1980
    assert about.title == load("cmo-readiness").title
    held = parts(content)
    assert not any("vba" in name.lower() or name.endswith(".bin") for name in held)
    assert b"External" not in b"".join(held[name] for name in held if name.endswith(".rels"))
    for left in (b"Macintosh", b"python-docx", b"Normal.dot"):
        assert not any(left in text for text in held.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first-marketing-hire", "cmo-readiness"])
def test_every_text_of_the_page_stands_in_it(name: str) -> None:
    one = report(name)
    said = words(rendered(name))
    missing = [
        text
        for section in (*one.sections, *one.more)
        for block in section.blocks
        for text in texts(block)
        if " " in text and sanitize(text).replace("  ", ", ") not in said
    ]
    assert missing == []


@pytest.mark.slow
def test_headings_are_headings_and_lists_are_lists() -> None:
    styles = [line.style.name for line in opened(rendered("cmo-readiness")).paragraphs
              if line.style is not None]  # fmt: skip
    assert styles[0] == "Title"
    assert styles.count("Title") == 1
    assert {"Heading 1", "Heading 2", "List Bullet", "List Number"} <= set(styles)


def test_the_numbers_of_each_list_begin_at_one() -> None:
    lists = Actions("One", (Action("a"), Action("b")))
    page = Page("t", "", (Section("s", (lists, lists._replace(title="Two"))),))
    body = parts(word.render([page]))["word/document.xml"].decode()
    numbers = re.findall(r'<w:numId w:val="(\d+)"', body)
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


@pytest.mark.slow
def test_what_is_to_be_ticked_has_a_box() -> None:
    rows = (Action("One"), Action("Two"))
    plain, todo = (
        words(word.render([Page("t", "", (Section("", (Actions("Do", rows, todo=ticked),)),))]))
        for ticked in (False, True)
    )
    assert (plain.count("☐"), todo.count("☐")) == (0, 2)


def test_the_head_of_a_table_is_repeated_on_each_sheet() -> None:
    table = Table("Numbers", ("Item", "Points"), (False, True), (("a", "1"),))
    content = word.render([Page("t", "", (Section("", (table,)),))])
    assert b"<w:tblHeader" in parts(content)["word/document.xml"]
    assert [cell.text for cell in opened(content).tables[0].rows[1].cells] == ["a", "1"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_stays_text(text: str) -> None:
    page = Page(text, text, (Section(text, (Paragraph(text), Actions(text, (Action(text),)))),))
    content = word.render([page])
    assert words(content).count(sanitize(text)) == 6
    assert opened(content).core_properties.title == sanitize(text)


@pytest.mark.slow
def test_the_command_writes_one_and_prints_none(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    target = tmp_path / "report.docx"
    assert rolefit("demo", "-q", "-o", str(target)).code == 0
    assert "hire" in words(target.read_bytes())
    ran = rolefit("demo", "--format", "docx")
    assert ran.code == 2
    assert "--format docx: a DOCX needs a file" in ran.err


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RolefitError) as caught:
        word.render([Page("t", "", ())])
    assert list(caught.value.lines()) == [
        "a Word document needs the extra `docx`",
        "    python -m pip install 'rolefit[docx]'",
    ]


def test_a_column_is_as_wide_as_its_texts_need() -> None:
    """A box to tick gets less room than what is ticked, and all of the sheet is used."""
    box, mark, text = word.column_widths(
        ("", "Mark", "Seen"), [("☐", "none_of_these", "Long. " * 30)]
    )
    assert box < mark < text
    assert box + mark + text == pytest.approx(16.4)
    assert 0.6 < box < 1


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (
            ("No.", "What to mark", "One of, or several", "Your mark"),
            ("17", "x " * 60, "y", "......"),
        ),
        (("", "Mark", "What you saw or heard"), ("☐", "none_of_these", "Nobody. " * 20)),
        (("A", "B"), ("1", "2")),
    ],
)
def test_no_word_of_a_table_is_broken(columns: tuple[str, ...], row: tuple[str, ...]) -> None:
    widths = word.column_widths(columns, [row])
    assert sum(widths) == pytest.approx(16.4)
    for width, name, cell in zip(widths, columns, row, strict=True):
        longest = max(map(len, f"{name} {cell}".split()))
        assert width >= 0.25 * longest


def test_words_too_long_for_one_line_share_it() -> None:
    assert word.column_widths(("A", "B"), [("x" * 90, "y" * 90)]) == pytest.approx([8.2, 8.2])


def test_a_small_table_stands_on_one_sheet_with_what_it_is_about() -> None:
    table = Table("", ("Item", "Points"), (False, True), (("a", "1"), ("b", "2")))
    lead = Paragraph("Mark what you saw.")
    content = word.render([Page("T", "", (Section("Question", (lead, table)),))])
    body = parts(content)["word/document.xml"]
    assert body.count(b"<w:keepNext/>") == 1 + 2 + 2  # the line, the head, all rows but the last


def test_no_row_of_a_table_is_split_between_sheets() -> None:
    table = Table("Numbers", ("Item", "Points"), (False, True), (("a", "1"), ("b", "2")))
    content = word.render([Page("T", "", (Section("", (table,)),))])
    assert parts(content)["word/document.xml"].count(b"<w:cantSplit") == 2


def test_the_lines_to_write_on_stand_on_one_sheet_with_what_is_to_be_written() -> None:
    content = word.render([Page("T", "", (Section("", (WriteIn("Notes", 3),)),))])
    assert parts(content)["word/document.xml"].count(b"<w:keepNext/>") == 3
