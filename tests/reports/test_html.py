"""A report as an HTML page: whole, harmless, in need of nothing, and told in words throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import cases
import hostile
import pytest
from cases import CASES
from cases import rubric as load
from loading import loaded
from telling import every_telling_case, telling_cases_of_few

import rolefit
from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Page,
    Paragraph,
    Reason,
    Section,
)
from rolefit.reports.formats import html
from rolefit.reports.pages.score.page import page, summary
from rolefit.safe_text import sanitize

VOID = {"meta", "input"}
LARGEST = 150_000
NOT_SAID = {"role", "mark", "level"}
"""Fields whose values are signs of our own, told by other words."""


class Walk(HTMLParser):
    """A page taken apart; what is not well formed or could act is noted as a fault."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.style = ""
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is left open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(tag, attrs)
        if "svg" not in self.open:
            self.faults.append(f"<{tag}/> outside of a drawing")

    def note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        raw = self.get_starttag_text() or ""
        if not re.fullmatch(r'<[a-z0-9]+(\s+[a-zA-Z0-9-]+="[^"<>]*")*\s*/?>', raw):
            self.faults.append(f"attributes are not all quoted: {raw[:200]}")
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"an attribute is named twice: {raw[:200]}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data[:80]}")

    def text(self) -> str:
        """All text outside of tags, each run of white space as one blank."""
        return normal("".join(self.texts))

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def normal(text: str) -> str:
    """A text with single blanks."""
    return " ".join(text.split())


def report(name: str, k: int) -> Page:
    """The page of a shipped case with every number."""
    return cases.report(name, k, full=True)


@cache
def rendered(name: str, k: int) -> str:
    """The drawn page of a shipped case."""
    return html.render([report(name, k)])


@cache
def walked(name: str, k: int) -> Walk:
    """The drawn page of a shipped case, taken apart."""
    return Walk(rendered(name, k))


def one(*blocks: Block) -> Page:
    """A page with one section."""
    return Page("A title", "", (Section("A section", blocks),))


def said(value: object) -> Iterator[str]:
    """Every text within a page."""
    if isinstance(value, Paragraph) and value.role == "code":
        yield from value.text.splitlines()
    elif isinstance(value, Reason) and value.told:
        yield from (value.points, value.told, value.note or "")
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for name, part in zip(value._fields, value, strict=True):
            yield from () if name in NOT_SAID else said(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from said(part)


@every_telling_case
def test_every_case_is_a_well_formed_page_of_moderate_size(name: str, k: int) -> None:
    text = rendered(name, k)
    assert len(text.encode()) < LARGEST
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    assert text.endswith("</html>\n")
    assert text.isascii(), "a pipe in another encoding would spoil it"
    assert walked(name, k).faults == []


@every_telling_case
def test_no_text_of_a_report_is_lost(name: str, k: int) -> None:
    text = walked(name, k).text()
    for part in dict.fromkeys(said(report(name, k))):
        assert normal(sanitize(part)) in text


@every_telling_case
def test_every_bar_has_its_figures_in_words(name: str, k: int) -> None:
    walk = walked(name, k)
    told = [image["aria-label"] for image in walk.of("svg") if image.get("role") == "img"]
    rows = [
        row
        for section in report(name, k).sections
        for block in section.blocks
        if isinstance(block, BarChart)
        for row in block.rows
    ]
    assert len(told) == len(rows)
    for words, row in zip(told, rows, strict=True):
        assert words.startswith(f"{row.label}: {row.shown}")
        assert ("range " in words) == (row.low is not None)
        assert ("target " in words) == (row.target is not None)


@every_telling_case
def test_a_page_holds_nothing_that_acts_and_asks_for_nothing(name: str, k: int) -> None:
    assert_harmless(walked(name, k))


@pytest.mark.slow
def test_hostile_pages_hold_nothing_that_acts_and_ask_for_nothing() -> None:
    assert_harmless(Walk(html.render([hostile.page()])))
    assert_harmless(Walk(html.render([hostile.page(), report(*CASES[0])])))


def assert_harmless(walk: Walk) -> None:
    """Nothing on a page acts or asks for anything."""
    assert walk.faults == []
    tags = {tag for tag, _ in walk.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "use"}
    for tag, attributes in walk.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not {"src", "action", "srcdoc", "formaction", "xlink:href"} & set(attributes), tag
        assert attributes.get("href", "#").startswith("#"), tag
    assert not re.search(r"url\(|@import|expression|https?:", walk.style)
    [policy] = [m["content"] for m in walk.of("meta") if "http-equiv" in m]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "base-uri 'none'"
    )


def test_hostile_texts_stand_in_the_page_as_they_were_written() -> None:
    walk = Walk(html.render([hostile.page()]))
    assert walk.faults == []
    text = walk.text()
    for part in hostile.TEXTS:
        assert normal(sanitize(part)) in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200b\u202e\u2066\u2069\ud800-\udfff]", text)
    assert "49" not in text


def test_no_template_takes_a_text_out_of_the_escaping() -> None:
    source = (Path(html.__file__).parent / "templates" / "report.html").read_text("utf-8")
    assert not re.search(r"\|\s*(safe|e|escape|forceescape|urlize|tojson|xmlattr)\b", source)
    assert "autoescape" not in source
    assert "~" not in source


@pytest.mark.slow
@telling_cases_of_few
def test_every_id_is_there_once_and_every_link_leads_somewhere(name: str, k: int) -> None:
    for pages in ([report(name, k)], [report(name, k), report(*CASES[0])]):
        walk = Walk(html.render(pages))
        ids = [attributes["id"] for _, attributes in walk.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        links = [a["href"].removeprefix("#") for a in walk.of("a")]
        assert links
        assert {*links, *(nav["aria-labelledby"] for nav in walk.of("nav"))} <= set(ids)


@every_telling_case
def test_headings_never_skip_a_level(name: str, k: int) -> None:
    levels = [int(tag[1]) for tag, _ in walked(name, k).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_several_reports_become_one_document_with_a_list_of_them() -> None:
    rubric = load("first-marketing-hire")
    found = [cases.assessed("first-marketing-hire", k) for k in range(2)]
    pages = [summary([("a", found[0], rubric), ("b", found[1], rubric)])]
    pages += [page(each, rubric) for each in found]
    walk = Walk(html.render(pages))
    assert walk.faults == []
    assert [a["href"] for a in walk.of("a")] == ["#r1", "#r2", "#r3"]
    assert len(walk.of("h1")) == 3
    for part in said(tuple(pages)):
        assert normal(sanitize(part)) in walk.text()


def test_every_table_scrolls_in_a_region_of_its_own_that_the_keyboard_reaches() -> None:
    walk = Walk(html.render([report(*CASES[0]), report(*CASES[30])]))
    regions = [one for one in walk.of("div") if one.get("class") == "scroll"]
    assert len(regions) == len(walk.of("table"))
    assert {(one["role"], one["tabindex"]) for one in regions} == {("region", "0")}
    assert len({one["aria-label"] for one in regions}) == len(regions)


def test_a_short_page_has_no_list_of_contents() -> None:
    assert Walk(html.render([one(Paragraph("Short."))])).of("nav") == []


def test_only_what_is_to_be_done_can_be_ticked() -> None:
    rows = (Action("first"), Action("second"))
    done, told = Actions("Do", rows, todo=True), Actions("Know", rows)
    walk = Walk(html.render([one(done, told)]))
    assert [box["type"] for box in walk.of("input")] == ["checkbox", "checkbox"]
    assert "Ticks last only while it is open." in walk.text()
    assert Walk(html.render([one(told)])).of("input") == []


def test_a_missing_score_is_said_and_not_drawn_as_nought() -> None:
    text = html.render([one(BarChart((Bar("One", None, "too few answers", target=Fraction(75)),)))])
    walk = Walk(text)
    assert [line["class"] for line in walk.of("line")] == ["empty", "target"]
    assert 'aria-label="One: too few answers, target 75."' in text


def test_marks_stand_where_their_values_are() -> None:
    row = Bar("One", Fraction(125, 2), "62.5", Fraction(50), Fraction(75), "± 12.5", Fraction(80))
    bars = BarChart((row,), cuts=(Fraction(40), Fraction(70)))
    walk = Walk(html.render([one(bars)]))
    images = [svg["aria-label"] for svg in walk.of("svg") if "aria-label" in svg]
    assert images == ["One: 62.5 of 100, range 50.0 to 75.0, target 80."]
    drawn = [(line["class"], line["x1"], line["x2"]) for line in walk.of("line")]
    assert drawn[: drawn.index(("score", "62.50%", "62.50%")) + 1] == [
        ("track", "0%", "100%"),
        ("cut", "40.00%", "40.00%"),
        ("cut", "70.00%", "70.00%"),
        ("fill", "0%", "62.50%"),
        ("range", "50.00%", "75.00%"),
        ("range", "50.00%", "50.00%"),
        ("range", "75.00%", "75.00%"),
        ("target", "80.00%", "80.00%"),
        ("score", "62.50%", "62.50%"),
    ]
    assert [tick["x"] for tick in walk.of("text")] == ["0.00%", "40.00%", "70.00%", "100.00%"]
    for name in ("score", "± one standard error", "target", "start of a level"):
        assert name in walk.text()


def test_points_in_time_are_marks_and_not_bars_from_nought() -> None:
    row = Bar("2026-01-11", Fraction(50), "50.0", Fraction(40), Fraction(60))
    kinds = [
        [
            line["class"]
            for line in Walk(html.render([one(BarChart((row,), points=points))])).of("line")
        ]
        for points in (False, True)
    ]
    assert "fill" in kinds[0]
    assert kinds[1] == [kind for kind in kinds[0] if kind != "fill"]


def test_shares_are_not_drawn_against_a_scale_of_points() -> None:
    walk = Walk(html.render([one(BarChart((Bar("0 to 10", Fraction(100), "12.5 %"),)))]))
    assert walk.of("text") == []
    assert "of 100" not in "".join(svg["aria-label"] for svg in walk.of("svg"))


def test_for_and_against_are_told_by_more_than_a_colour() -> None:
    points = re.findall(
        r'class="points (for|against)">([^<]*)', html.render([report("first-marketing-hire", 0)])
    )
    assert {side for side, _ in points} == {"for", "against"}
    assert all((side == "for") == text.startswith("+") for side, text in points)


def test_the_footer_says_what_made_the_page_and_that_it_contacts_nobody() -> None:
    text = walked(*CASES[0]).text()
    assert f"Made with rolefit {rolefit.__version__}," in text
    assert "runs no scripts, loads nothing and contacts nobody" in text


def test_the_same_report_is_the_same_page_to_the_byte() -> None:
    assert html.render([report(*CASES[0])]) == html.render([report(*CASES[0])])


@pytest.mark.slow
def test_a_report_for_the_terminal_does_not_load_the_template_engine() -> None:
    watched = ("jinja2", "rolefit.reports.formats.html")
    _, names = loaded("demo", "-q", watched=watched)
    assert names == set()
    _, names = loaded("demo", "-q", "--format", "html", watched=watched)
    assert names == set(watched)
