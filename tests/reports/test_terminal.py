"""What must hold for a report in any terminal, whatever is in it."""

from __future__ import annotations

import re

import pytest
from make import answers, contrast, likert, single
from rich.cells import cell_len

from rolefit.cases import case_responses
from rolefit.library import load
from rolefit.reports import terminal
from rolefit.reports.blocks import Bar, Bars, Page, Section, Table
from rolefit.reports.ink import Look, wrap
from rolefit.reports.page import page
from rolefit.scoring import assess
from rolefit.shelf import shipped

WIDTHS = (30, 40, 50, 60, 80, 120, 140)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def demo(name: str, *, full: bool = True) -> Page:
    """The page of a rubric's first case."""
    rubric = load(name)
    return page(assess(rubric, case_responses(rubric, rubric.cases[0])), rubric, full=full)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", shipped())
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    text = terminal.render(demo(name), Look(width))
    assert max(cell_len(line) for line in text.split("\n")) <= width


@pytest.mark.parametrize("name", shipped())
def test_colour_adds_nothing_but_colour(name: str) -> None:
    plain = terminal.render(demo(name), Look(80))
    coloured = terminal.render(demo(name), Look(80, colour=True))
    assert "\x1b" not in plain
    assert coloured != plain
    assert [line.rstrip() for line in ESCAPE.sub("", coloured).split("\n")] == plain.split("\n")


@pytest.mark.parametrize("name", shipped())
def test_an_ascii_terminal_gets_ascii_from_us(name: str) -> None:
    page = demo("first-marketing-hire")._replace(title="plain", subtitle="plain")
    terminal.render(page, Look(80, unicode=False)).encode("ascii")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", shipped())
def test_every_figure_of_a_bar_is_shown_whole_at_any_width(name: str, width: int) -> None:
    sections = demo(name, full=False).sections
    text = terminal.render(demo(name, full=False), Look(width))
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Bars):
                for row in block.rows:
                    assert row.shown in text


def test_every_state_has_a_glyph_of_its_own() -> None:
    for glyphs in (terminal.UNICODE, terminal.ASCII):
        states = (glyphs.passed, glyphs.failed, glyphs.unknown, glyphs.risk)
        assert len(set(states)) == len(states)
        assert len({glyphs.full, glyphs.spread, glyphs.point, glyphs.empty}) == 4


def test_a_missing_score_is_said_and_not_drawn_as_nought() -> None:
    block = Bars((Bar("one", None, "too few answers"),))
    text = terminal.render(Page("t", "", (Section("", (block,)),)), Look(80))
    assert "too few answers" in text
    assert "█" not in text


def test_a_table_that_does_not_fit_becomes_a_list_with_every_figure() -> None:
    columns = ("Name", "Alpha", "Beta")
    block = Table("T", columns, (False, True, True), (("a long name here", "12345.6", "65432.1"),))
    text = terminal.render(Page("t", "", (Section("", (block,)),)), Look(24))
    assert "Alpha: 12345.6" in text
    assert "Beta: 65432.1" in text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("", 7, []),
        ("abcdefghij k", 4, ["abcd", "efgh", "ij k"]),
        ("日本語 テスト", 6, ["日本語", "テスト"]),
        ("日本語テスト", 7, ["日本語", "テスト"]),
    ],
)
def test_text_wraps_by_words_and_by_cells(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_names_in_other_scripts_keep_the_columns_straight() -> None:
    rubric = contrast(
        single("x"),
        likert("y"),
        outcomes={"a": {"name": "営業担当", "summary": "A."}, "b": {"name": "b", "summary": "B."}},
    )
    text = terminal.render(
        page(assess(rubric, answers(rubric, x="pa", y=5)), rubric, full=True), Look(60)
    )
    bars = [line for line in text.split("\n") if ("┃" in line and "█" in line) or "·" * 8 in line]
    assert len({cell_len(line.partition("±")[0]) for line in bars if "±" in line}) == 1
