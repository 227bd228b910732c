"""What must hold for a report in any terminal, whatever is in it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from cases import report
from every import every
from make import answers, contrast, likert, single
from rich.cells import cell_len

from rolefit.cli import output
from rolefit.reports.blocks import Bar, BarChart, Page, Section, Table
from rolefit.reports.formats import terminal
from rolefit.reports.formats.glyphs import ASCII, UNICODE
from rolefit.reports.formats.ink import Look, wrap
from rolefit.reports.pages.score.page import page
from rolefit.scoring.assess import assess
from rolefit.storage.shipped import shipped_names

WIDTHS = (30, 40, 50, 60, 80, 120, 140)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def demo(name: str, *, full: bool = True) -> Page:
    """The page of a rubric's first case."""
    return report(name, 0, full=full)


@pytest.mark.parametrize("name", shipped_names())
@every("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    text = terminal.render(demo(name), Look(width))
    assert max(cell_len(line) for line in text.split("\n")) <= width


@pytest.mark.parametrize("name", shipped_names())
def test_colour_adds_nothing_but_colour(name: str) -> None:
    plain = terminal.render(demo(name), Look(80))
    coloured = terminal.render(demo(name), Look(80, colour=True))
    assert "\x1b" not in plain
    assert coloured != plain
    assert [line.rstrip() for line in ESCAPE.sub("", coloured).split("\n")] == plain.split("\n")


@pytest.mark.parametrize("name", shipped_names())
def test_an_ascii_terminal_gets_ascii_from_us(name: str) -> None:
    page = demo("first-marketing-hire")._replace(title="plain", subtitle="plain")
    terminal.render(page, Look(80, unicode=False)).encode("ascii")


@pytest.mark.parametrize("name", shipped_names())
@every("width", WIDTHS)
def test_every_figure_of_a_bar_is_shown_whole_at_any_width(name: str, width: int) -> None:
    sections = demo(name, full=False).sections
    text = terminal.render(demo(name, full=False), Look(width))
    for section in sections:
        for block in section.blocks:
            if isinstance(block, BarChart):
                for row in block.rows:
                    assert row.shown in text


def test_every_state_has_a_glyph_of_its_own() -> None:
    for glyphs in (UNICODE, ASCII):
        states = (glyphs.passed, glyphs.failed, glyphs.unknown, glyphs.risk)
        assert len(set(states)) == len(states)
        marks = (glyphs.point, glyphs.empty, glyphs.target, glyphs.cut)
        assert len({glyphs.full, glyphs.spread, *marks}) == 6
        assert len({glyphs.dot, glyphs.reach, glyphs.empty, glyphs.target, glyphs.cut}) == 5
        assert all(len(sign) == 1 for sign in glyphs)
    "".join(ASCII).encode("ascii")
    assert set("".join(UNICODE)) - set(output.GLYPHS) <= {"?", "!"}


def test_a_missing_score_is_said_and_not_drawn_as_nought() -> None:
    block = BarChart((Bar("one", None, "too few answers"),))
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


# ---- bars


def row(score: int | None, error: int = 5, label: str = "item", **more: Any) -> Bar:
    """A bar with its error to both sides."""
    if score is None:
        return Bar(label, None, "no score", **more)
    low, high = (Fraction(max(0, min(100, score + by))) for by in (-error, error))
    return Bar(label, Fraction(score), f"{score}.0", low, high, f"± {error}.0", **more)


def lines_of(block: BarChart, width: int = 80, *, unicode: bool = True) -> list[str]:
    """A group of bars as lines."""
    page = Page("t", "", (Section("", (block,)),))
    return terminal.render(page, Look(width, unicode=unicode)).rstrip("\n").split("\n")[2:]


CUTS = (Fraction(50), Fraction(75))


@pytest.mark.parametrize("points", [True, False])
@pytest.mark.parametrize("unicode", [True, False])
def test_cut_scores_are_marked_and_explained_and_hide_nothing(
    *, points: bool, unicode: bool
) -> None:
    glyphs = UNICODE if unicode else ASCII
    block = BarChart((row(20), row(90), row(50), row(None)), cuts=CUTS, points=points)
    mark = glyphs.dot if points else glyphs.point
    *bars, scale, legend = lines_of(block, unicode=unicode)
    assert [line.count(glyphs.cut) for line in bars] == [2, 2, 1, 2]  # the score hides a cut
    assert [line.count(mark) for line in bars[:3]] == [1, 1, 1]
    assert scale.split() == ["0", "50", "75", "100"]
    assert legend.strip() == f"{glyphs.cut} where another level begins: 50, 75"
    for figure, at in (("50", bars[0].index(glyphs.cut)), ("75", bars[0].rindex(glyphs.cut))):
        assert scale.index(figure) in (at, at - 1)
    wanted = BarChart((row(20, target=Fraction(75)),), cuts=CUTS, points=points)
    assert lines_of(wanted, unicode=unicode)[0].count(glyphs.target) == 1


def test_a_target_that_was_passed_stays_visible() -> None:
    (line,) = lines_of(BarChart((row(90, target=Fraction(60)),)))
    assert line.count("▽") == 1
    assert line.index("▽") < line.index("┃")
    assert "██▽██" in line


def test_marks_do_not_start_at_nought() -> None:
    first, *_ = lines_of(BarChart((row(60),), points=True))
    assert "·─" in first
    assert "─●─" in first
    assert "█" not in first
    assert lines_of(BarChart((row(60, 0),), points=True))[0].count("─") == 0


def test_a_scale_is_drawn_where_it_helps_and_bars_are() -> None:
    plain = BarChart((row(60), row(70)))
    assert len(lines_of(plain)) == 2
    titled = lines_of(plain._replace(title="Fit"))
    assert titled[0] == "Fit"
    assert titled[-1].split() == ["0", "50", "100"]
    narrow = lines_of(plain._replace(title="Fit", cuts=CUTS), width=24)
    assert narrow == ["Fit", "item 60.0  ± 5.0", "item 70.0  ± 5.0"]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
@pytest.mark.parametrize("unicode", [True, False])
def test_figures_and_errors_stand_below_each_other(width: int, *, unicode: bool) -> None:
    rows = (row(5), row(100, 12), row(None), row(60, 9, label="a longer name"))
    tall = tuple(r._replace(detail=f"{r.detail}  target 70") for r in rows)
    for block in (
        BarChart(rows),
        BarChart(tall, title="x", cuts=CUTS),
        BarChart(tall, points=True),
    ):
        drawn = [line for line in lines_of(block, width, unicode=unicode) if ".0 " in line]
        if width < 60:
            continue
        assert len({line.index(" ±" if unicode else " +-") for line in drawn if "12" in line}) == 1
        firsts = [re.search(r"\d\.0 ", line) for line in drawn]
        assert len({first.end() if first else None for first in firsts}) == 1
        ends = {line.index("target") for line in drawn if "target" in line}
        assert len(ends) <= 1


def test_a_long_name_is_folded_and_never_cut() -> None:
    name = "a name that is far too long for the room beside a bar of any width"
    drawn = lines_of(BarChart((row(50, label=name), row(60))), 80)
    assert " ".join(line[:32].strip() for line in drawn[:-1]) == name
    assert "60.0" in drawn[-1]
