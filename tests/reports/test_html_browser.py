"""A report in a real browser: quiet, reachable for everybody, and whole on a phone and on paper.

Without a browser these tests are skipped; with ROLEFIT_BROWSER_TESTS=required they fail instead.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cases
import hostile
import pytest
from browsers import Visit, Windows, barriers, chromium, executable, windows
from cases import rubric as load
from playwright.sync_api import ViewportSize
from pypdf import PdfReader

from rolefit.reports.blocks import Actions, Checks, Page, Paragraph, Reasons, Section, Table
from rolefit.reports.formats import html
from rolefit.reports.pages.score.page import page, summary
from rolefit.safe_text import sanitize
from rolefit.storage.shipped import shipped_names

# One worker starts the browser once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}
PAPER = {"A4": 665, "Letter": 688}
"""Width between the margins, in CSS pixels."""
SPECIAL = {
    "not-yet": ("ceo-marketing-partnership", 6),
    "not-enough-answers": ("ceo-marketing-partnership", 16),
    "conditional": ("ceo-marketing-partnership", 12),
    "tie": ("management-style", 21),
}
FULL = ("first-marketing-hire", "cmo-readiness")
"""The demos that are shown with every number; the others would only take longer."""
NAMES = ("first-marketing-hire", "cmo-readiness", "shipped", "verdicts", "several", "every-kind")
"""Two demos with every number; the demo of each rubric, and verdicts of every look, in one file."""
COLOURED = ("verdicts", "every-kind")
"""They have every colour between them."""
OVERHANGING = """() => [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".scroll table") && !e.closest("svg.bar, svg.scale"))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(e => e.outerHTML.slice(0, 120))"""
CUT_ON_PAPER = """() => [...document.querySelectorAll("body *")]
    .filter(e => !e.closest("svg.bar, svg.scale"))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
        || (e.clientWidth && e.scrollWidth > e.clientWidth + 1
            && getComputedStyle(e).overflowX !== "visible"))
    .map(e => e.outerHTML.slice(0, 120))"""


@cache
def report(name: str, k: int) -> Page:
    """The page of a shipped case."""
    return cases.report(name, k, full=name in FULL)


@cache
def pages(name: str) -> tuple[Page, ...]:
    """What one document is made of."""
    if name == "hostile":
        return (hostile.page("Hostile"),)
    if name == "every-kind":
        return (hostile.page("Every kind of block", hostile.TEXTS[1:2]),)
    if name == "several":
        rubric = load("first-marketing-hire")
        found = [cases.assessed("first-marketing-hire", k) for k in range(2)]
        lines = summary([(f"{k}.yaml", each, rubric) for k, each in enumerate(found)])
        return (lines, *(page(each, rubric) for each in found), report("manager-readiness", 0))
    if name == "shipped":
        return tuple(cases.report(one, 0) for one in shipped_names())
    if name == "verdicts":
        return tuple(report(*case) for case in SPECIAL.values())
    return (report(name, 0),)


@pytest.fixture(scope="module")
def open_windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """One browser for this module."""
    with chromium(tmp_path_factory.mktemp("home")) as started:
        yield windows(started)


@pytest.fixture
def opened(open_windows: Windows, tmp_path: Path) -> Callable[..., Visit]:
    """Open a document."""

    def open_(name: str, size: ViewportSize = DESK, **more: Any) -> Visit:
        path = tmp_path / f"{name}.html"
        path.write_text(html.render(pages(name)), encoding="utf-8")
        seen = open_windows(**more)
        seen.go(path, size)
        return seen

    return open_


def test_without_a_browser_these_tests_are_skipped_unless_they_are_required(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.delenv("ROLEFIT_BROWSER_TESTS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser on the path, looked for chromium"):
        executable()
    monkeypatch.setenv("ROLEFIT_BROWSER_TESTS", "required")
    with pytest.raises(pytest.fail.Exception, match="no browser on the path"):
        executable()


@pytest.mark.parametrize("name", [*NAMES, "hostile"])
def test_a_page_says_nothing_asks_for_nothing_and_fits_a_phone(
    opened: Callable[..., Visit], name: str
) -> None:
    seen = opened(name, PHONE)
    wide = seen.tab.evaluate("document.documentElement.scrollWidth")
    assert wide == PHONE["width"]
    assert seen.tab.evaluate(OVERHANGING) == []
    assert seen.said == []
    assert seen.asked == [seen.address]


@pytest.mark.parametrize("name", ["cmo-readiness", "verdicts", "several", "every-kind"])
def test_everybody_can_read_it_by_light_and_by_night(
    opened: Callable[..., Visit], name: str
) -> None:
    # The policy of the page keeps scripts out, the examiner's too.
    tab = opened(name, bypass_csp=True).tab
    assert barriers(tab) == []
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.emulate_media(color_scheme="dark")
    assert name not in COLOURED or barriers(tab, "dark") == []
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.parametrize("guarded", [True, False])
def test_hostile_texts_do_nothing_even_without_the_policy(
    opened: Callable[..., Visit], guarded: bool
) -> None:
    seen = opened("hostile", **({} if guarded else {"bypass_csp": True}))
    tab = seen.tab
    tab.mouse.wheel(0, 4000)
    assert tab.evaluate("window.acted") is None
    assert tab.evaluate("document.scripts.length + document.images.length") == 0
    assert tab.evaluate("document.styleSheets.length") == 1
    assert tab.evaluate("document.querySelectorAll('h1').length") == 1
    assert seen.said == []
    assert seen.asked == [seen.address]
    text = tab.evaluate("document.body.textContent.replace(/\\s+/g, ' ')")
    for part in hostile.TEXTS:
        assert " ".join(sanitize(part).split()) in text
    assert tab.title() == f"Hostile · {hostile.TEXTS[4]}"


def test_what_is_to_do_can_be_ticked_by_mouse_and_keyboard(opened: Callable[..., Visit]) -> None:
    tab = opened("cmo-readiness").tab
    first, second = tab.locator("label").all()[:2]
    box = first.locator("input")
    assert not box.is_checked()
    first.locator("span").first.click()
    assert box.is_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert second.locator("input").is_checked()


def test_a_wide_table_can_be_scrolled_by_keyboard(opened: Callable[..., Visit]) -> None:
    tab = opened("cmo-readiness", PHONE).tab
    wide = tab.locator(".scroll").filter(has_text="Answers and their points")
    assert wide.evaluate("e => e.scrollWidth > e.clientWidth")
    wide.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("e => e.scrollLeft > 0", arg=wide.element_handle())


def test_the_list_of_reports_leads_to_each_of_them(opened: Callable[..., Visit]) -> None:
    tab = opened("several", PHONE).tab
    links = tab.locator("nav a").all()
    assert len(links) == len(pages("several"))
    links[2].click()
    assert tab.evaluate("document.querySelector(':target h1').getBoundingClientRect().top") < 200


@pytest.mark.parametrize("name", ["cmo-readiness", "several", "hostile"])
def test_nothing_is_cut_at_the_edge_of_a_sheet(opened: Callable[..., Visit], name: str) -> None:
    tab = opened(name).tab
    tab.emulate_media(media="print", color_scheme="dark")
    for width in PAPER.values():
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(CUT_ON_PAPER) == []
    look = tab.evaluate("(e => [e.backgroundColor, e.color])(getComputedStyle(document.body))")
    assert look == ["rgb(255, 255, 255)", "rgb(28, 35, 38)"]
    assert tab.evaluate("[...document.querySelectorAll('nav')].every(e => !e.offsetParent)")


@pytest.mark.parametrize(("name", "paper"), [("cmo-readiness", "Letter"), ("several", "A4")])
def test_a_printed_report_is_whole_and_no_row_is_torn(
    opened: Callable[..., Visit], name: str, paper: str
) -> None:
    tab = opened(name).tab
    sheets = PdfReader(io.BytesIO(tab.pdf(format=paper))).pages
    texts = [squeezed(sheet.extract_text()) for sheet in sheets]
    assert all(texts)
    whole = "".join(texts)
    for one in pages(name):
        for section in one.sections:
            assert squeezed(section.title) in whole
            for row in rows(section):
                assert any(all(squeezed(part) in text for part in row) for text in texts), row


def rows(section: Section) -> Iterator[tuple[str, ...]]:
    """The texts of a section that belong on one sheet together."""
    for block in section.blocks:
        match block:
            case Paragraph(text=text):
                yield (text,)
            case Reasons(rows=reasons):
                for reason in reasons:
                    asked = (reason.told,) if reason.told else (reason.ask, reason.answer)
                    yield (reason.points, *asked, reason.note or "")
            case Checks(rows=checks):
                for check in checks:
                    yield (check.name, check.text)
            case Actions(rows=actions):
                for action in actions:
                    yield (action.do, *action.details)
            case Table(rows=cells):
                yield from cells


def squeezed(text: str) -> str:
    """A text without white space and ligatures, as which a PDF may keep it."""
    return "".join(unicodedata.normalize("NFKC", text).split())
