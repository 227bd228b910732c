"""A form in a real browser over file://: filled by keyboard, kept, saved, and read again.

Without a browser these tests are skipped; with ROLEFIT_BROWSER_TESTS=required they fail instead.
"""

from __future__ import annotations

import io
import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browsers import Visit, Windows, barriers, chromium, windows
from cases import rubric as load
from forms import BOSS, form, invite
from make import contrast, single
from playwright.sync_api import Page as Tab
from playwright.sync_api import ViewportSize, expect
from pypdf import PdfReader
from runs import Run
from typing_keys import ANSWERS, TYPED, fill_in

from rolefit.rubric.items.base import Amount, Shares
from rolefit.rubric.model import Response, Responses, Rubric, branch, follow_branches
from rolefit.storage.library import load as load_file

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("form in a browser")]
EVERY = Path(__file__).parent.parent / "examples" / "every-way.yaml"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
FOLLOW = """(all) => all.map((given) => window.rolefit.follow(given.map((one) => one && ({
    state: one.state, value: one.number ? BigInt(one.number) : one.value}))))"""
OVERHANGING = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(e => e.outerHTML.slice(0, 120))"""


@cache
def every_way() -> Rubric:
    """A rubric with every kind of question."""
    return load_file(EVERY)


@pytest.fixture(scope="module")
def open_windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """One browser for this module."""
    with chromium(tmp_path_factory.mktemp("home")) as started:
        yield windows(started)


class Opened:
    """A form in a window, with all that it said and asked for."""

    def __init__(self, visit: Visit) -> None:
        self.tab = visit.tab
        self.said = visit.said
        self.asked = visit.asked
        self.address = visit.address

    def press(self, key: str) -> None:
        """Press a key."""
        self.tab.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type a text."""
        self.tab.keyboard.type(text)

    def at(self) -> str:
        """The section that is shown."""
        return str(self.tab.evaluate("document.querySelector('.now').id"))

    def save(self, folder: Path) -> Path:
        """The file that the form saves, with the name it gives it."""
        with self.tab.expect_download() as waiting:
            self.tab.locator("#save").focus()
            self.press("Enter")
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def to_review(self) -> None:
        """Go to the end without answering."""
        while self.at() != "review":
            self.tab.click("#next")


@pytest.fixture
def opened(open_windows: Windows, tmp_path: Path) -> Callable[..., Opened]:
    """Open a form, the first time and where it is wanted anew in a browser that keeps nothing."""
    fresh = [True]

    def open_(
        page: str,
        name: str = "form",
        *,
        anew: bool = False,
        viewport: ViewportSize = PHONE,
        **more: Any,
    ) -> Opened:
        path = tmp_path / f"{name}.html"
        path.write_text(page, encoding="ascii")
        visit = open_windows(**more)
        visit.go(path, viewport)
        scripted = "java_script_enabled" not in more
        if (anew or fresh.pop()) and scripted:
            visit.tab.evaluate("localStorage.clear()")
            visit.go(path, viewport)
        fresh.append(False)
        if scripted:
            visit.tab.evaluate(DRAWN)
        return Opened(visit)

    return open_


DRAWN = "new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))"
"""Waits until the page has been drawn: a browser hears no key before."""


# --- branches --------------------------------------------------------------------------------


def branching() -> Rubric:
    """A rubric with every kind of condition, one hanging on another."""
    amount = {"id": "n", "type": "numeric", "ask": "?", "unit": "x", "range": (0, 10)}
    level = {
        "id": "l",
        "type": "bars",
        "ask": "?",
        "half_levels": True,
        "toward": "a",
        "levels": tuple({"anchor": text} for text in "xyz"),
    }
    many = {
        "id": "m",
        "type": "multi",
        "ask": "?",
        "options": tuple({"id": name, "text": name} for name in ("p", "q", "r")),
    }
    third = {"item": "n", "at_least": Fraction(1, 3), "at_most": Fraction(15, 2)}
    half = {"item": "l", "at_least": Fraction(5, 2)}
    says_a = {"item": "s", "is": "pa"}
    several = {"k": 2, "of": (says_a, half, third)}
    return contrast(
        single("always"),
        single("s", allow_na=True),
        {"id": "y", "type": "yes_no", "ask": "?", "allow_na": True},
        many,
        {**level, "allow_na": True},
        amount,
        single(
            "c1", None, ask_when={"any": ({"item": "s", "is": "pa"}, {"item": "y", "is": "no"})}
        ),
        single("c2", None, ask_when={"not": {"item": "c1", "is_one_of": ("pa", "both")}}),
        single("c3", None, ask_when={"at_least": several}),
        single("c4", None, ask_when={"all": ({"item": "m", "includes": "q"}, third)}),
        single("c5", None, ask_when={"not": {"any": ({"item": "c4", "is": "pb"}, half)}}),
    )


def random_responses(rubric: Rubric, chance: random.Random) -> dict[str, Response]:
    """Somebody's responses, many of them open or not applicable."""
    found = {}
    for item in rubric.items:
        draw = chance.random()
        if draw < 0.2:
            continue
        if draw < 0.3:
            found[item.id] = Response("dont_know")
        elif draw < 0.4 and item.allow_na:
            found[item.id] = Response("not_applicable")
        elif isinstance(item.input_kind, Amount):
            found[item.id] = Response("answered", Fraction(chance.randrange(10**7), 10**6))
        else:
            found[item.id] = Response("answered", chance.choice(item.candidates()))
    return found


def for_page(rubric: Rubric, responses: dict[str, Response]) -> list[dict[str, Any] | None]:
    """Responses as the page holds them: a number in millionths, a set as a list."""
    rows: list[dict[str, Any] | None] = []
    for item in rubric.items:
        given = responses.get(item.id)
        if given is None:
            rows.append(None)
        elif isinstance(given.answer, int | Fraction):
            rows.append({"state": given.state, "number": str(int(given.answer * 10**6))})
        elif isinstance(item.input_kind, Shares):
            rows.append({"state": given.state, "value": None})
        else:
            value = list(given.answer) if isinstance(given.answer, tuple) else given.answer
            rows.append({"state": given.state, "value": value})
    return rows


DRAWS = {"every kind": 200, "every-way": 50, "ceo-marketing-partnership": 30}
"""Responses that are drawn for a rubric: most where branches are of every kind."""


@pytest.mark.parametrize("name", DRAWS)
def test_the_page_follows_branches_exactly_as_python_does(
    opened: Callable[..., Opened], name: str
) -> None:
    if name == "every kind":
        rubric = branching()
    else:
        rubric = every_way() if name == "every-way" else load(name)
    chance = random.Random(name)
    drawn = [random_responses(rubric, chance) for _ in range(DRAWS[name])]
    told = []
    for responses in drawn:
        followed = follow_branches(rubric, responses)
        told.append([branch(item, followed) for item in rubric.items])
    seen = opened(form(rubric))
    found = seen.tab.evaluate(FOLLOW, [for_page(rubric, one) for one in drawn])
    for responses, page, python in zip(drawn, found, told, strict=True):
        assert page == python, responses
    if name == "every kind":
        assert {answer for row in told for answer in row} == {True, False, None}


def test_a_question_appears_and_goes_as_answers_change(opened: Callable[..., Opened]) -> None:
    seen = opened(form(every_way()))
    why = seen.tab.locator("#q8")
    seen.tab.click("#mode")
    assert why.is_visible()  # nothing rules it out yet
    seen.tab.click("#q1 label:has-text('One that makes')")
    seen.tab.click("#q2 label:has-text('A board')")
    assert why.is_hidden()
    seen.tab.click("#q1 label:has-text('One that plans')")
    assert why.is_visible()
    assert seen.tab.inner_text("#place") == "2 of 9 answered"


# --- filled by keyboard ----------------------------------------------------------------------


def result_of(rolefit: Run, *arguments: str, stdin: bytes = b"") -> dict[str, Any]:
    ran = rolefit(*arguments, "--format", "json", stdin=stdin)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_what_is_filled_in_by_keyboard_and_copied_or_saved_scores_as_the_same_answers_in_take(
    opened: Callable[..., Opened], rolefit: Run, tmp_path: Path
) -> None:
    seen = opened(form(every_way()))
    fill_in(seen)
    seen.tab.click("#copy")
    copied = seen.tab.input_value("#text textarea")
    path = seen.save(tmp_path)
    assert json.loads(copied) == json.loads(path.read_text())
    assert json.loads(path.read_text())["answers"] == ANSWERS
    own = ("--rubric", str(EVERY))
    scored = result_of(rolefit, "score", str(path), *own)
    lines = "\n".join(TYPED).encode() + b"\n"
    taken = result_of(
        rolefit, "take", str(EVERY), "--accessible", "--no-save", "--name", "Ann", stdin=lines
    )
    assert scored["assessment"]["answered"] == 8
    assert scored == taken
    assert seen.said == []
    assert seen.asked == [seen.address] or all(one.startswith("blob:") for one in seen.asked[1:])


def test_a_form_is_left_for_the_next_question_with_the_reader_at_its_beginning(
    opened: Callable[..., Opened],
) -> None:
    seen = opened(form(every_way()))
    heads = []
    while seen.at() != "review":
        seen.tab.locator("#next").press("Enter")
        heads.append(seen.tab.evaluate("document.activeElement.textContent.trim()"))
    assert heads[0] == "1. Does the company own it?"
    assert heads[-1] == "Your answers"
    assert seen.tab.inner_text("#open") == "9 of 9 questions are open. You can save them open."


# --- answers that cannot be used, reasons and notes ------------------------------------------


def test_what_cannot_be_used_is_told_and_never_saved(opened: Callable[..., Opened]) -> None:
    seen = opened(form(every_way()), viewport=DESK)
    tab = seen.tab
    tab.click("#mode")
    for text in ("A pen", "A board", "A clock"):
        tab.click(f"#q2 label:has-text('{text}')")
    tab.fill("#q5 .opts input", "41")
    tab.locator("#q6 .opts input").first.fill("3")
    tab.click("#save")
    assert tab.inner_text("#q2 .err") == "Choose 1 to 2."
    tab.click("#q2 label:has-text('A clock')")
    assert tab.inner_text("#q2 .err") == ""
    tab.click("#save")
    assert tab.inner_text("#q5 .err") == "Type a number from 0 to 40."
    assert tab.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    tab.fill("#q5 .opts input", "1e3")
    assert tab.inner_text("#saved") == ""
    tab.click("#save")
    assert tab.inner_text("#q5 .err") == "Type a number in plain figures, like 12 or 0.5."
    tab.fill("#q5 .opts input", "12,5")
    tab.click("#save")
    assert tab.inner_text("#q6 .err") == "The parts must add up to 10; they add up to 3."
    assert tab.inner_text("#q6 .sum") == "7 left"


def test_reasons_and_notes_are_saved_and_what_acts_in_them_is_not(
    opened: Callable[..., Opened], rolefit: Run, tmp_path: Path
) -> None:
    rubric = load("manager-readiness")
    seen = opened(form(rubric, **BOSS))
    tab = seen.tab
    tab.fill("#name", "  Kim \u202e\u0007 Sato ")
    tab.click("text=About once a month")
    tab.click("text=Dana may read my notes")
    tab.click("#mode")
    tab.click("#q0 label:has-text('I cannot tell')")
    tab.fill("#q0 .why input", "Not my \u2028 team </script>")
    tab.click("#q3 label:has-text('Does not apply')")
    tab.click("#q1 summary")
    tab.fill("#q1 textarea", "Line one\nline \ufeff two \U000e0041 \U0001f469\u200d\U0001f680")
    path = seen.save(tmp_path)
    raw = json.loads(path.read_text("utf-8"))
    assert raw["respondent"] == {
        "group": "boss",
        "about": "Dana",
        "name": "Kim Sato",
        "sees_work": "monthly",
    }
    assert raw["form"]["shares_notes"] is True
    assert raw["answers"] == {
        "team": {"dont_know": "Not my team </script>"},
        "people_done": {"skipped": None, "note": "Line one line two \U0001f469\u200d\U0001f680"},
        "fell_short": "not_applicable",
    }
    ran = rolefit("score", str(path))
    assert ran.code == 0, ran.err
    assert "about Dana, by a boss (Kim Sato)" in ran.out


# --- kept in the browser, opened again -------------------------------------------------------


def test_answers_are_kept_under_the_form_s_own_id_until_they_are_saved(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    rubric = load("management-style")
    first, second = (form(rubric, **BOSS, seed=bytes([k] * 8)) for k in (1, 2))
    one = opened(first, "one")
    one.tab.click("#next")
    one.press("Tab")
    one.write("30")
    one.press("Enter")
    one.tab.click("#q1 label:has-text('More than a year')")
    two = opened(second, "two")
    assert two.tab.inner_text("#told") == ""
    again = opened(first, "one")
    assert again.tab.inner_text("#told") == "Your answers so far are still here."
    assert again.at() == "q1"
    assert again.tab.input_value("#q0 .opts input") == "30"
    assert again.tab.is_checked("#q1 input[value='2']")
    again.to_review()
    again.save(tmp_path)
    assert "keeps nothing any more" in again.tab.inner_text("#saved")
    assert again.tab.evaluate("Object.keys(localStorage)") == []
    assert opened(first, "one").tab.inner_text("#told") == ""


def test_what_the_browser_keeps_can_be_deleted(opened: Callable[..., Opened]) -> None:
    seen = opened(form(every_way()))
    seen.tab.click("#next")
    seen.tab.click("#q0 label:has-text('Yes')")
    assert len(seen.tab.evaluate("Object.keys(localStorage)")) == 1
    seen.to_review()
    seen.tab.click("#drop")
    assert seen.tab.evaluate("Object.keys(localStorage)") == []
    assert not seen.tab.is_checked("#q0 input >> nth=0")


def test_one_s_own_file_can_be_opened_again_and_no_other(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    page = form(every_way())
    seen = opened(page)
    fill_in(seen)
    path = seen.save(tmp_path)
    again = opened(page, anew=True)
    again.tab.set_input_files("#file", path)
    expect(again.tab.locator("#told")).not_to_be_empty()
    assert again.tab.inner_text("#told") == "Your file is open. Go on where you like."
    before = json.loads(path.read_text())
    again.to_review()
    assert json.loads(again.save(tmp_path).read_text()) == before
    other = opened(form(every_way(), seed=b"other---"), "other", anew=True)
    for name, content, said in (
        ("theirs", path.read_text(), "another form, so it was left alone"),
        ("junk", "{", "no file that a form saved"),
        ("list", "[1, 2]", "no file that a form saved"),
        ("odd", '{"form": {"id": 7}}', "no file that a form saved"),
    ):
        (tmp_path / f"{name}.json").write_text(content)
        other.tab.evaluate("document.getElementById('told').textContent = ''")
        other.tab.set_input_files("#file", tmp_path / f"{name}.json")
        expect(other.tab.locator("#told")).not_to_be_empty()
        assert said in other.tab.inner_text("#told")
    assert other.tab.inner_text("#place") == "0 of 9 answered"


def test_an_altered_file_is_opened_as_far_as_it_can_be_read(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    rubric = every_way()
    raw = {
        "rubric_hash": rubric.content_hash,
        "form": {"id": invite(rubric).form_id},
        "respondent": {"name": {"a": 1}},
        "answers": {"owns": "maybe", "tools": ["pen", "saw"], "hours": "9", "role": "both", "x": 1},
    }
    (tmp_path / "mine.json").write_text(json.dumps(raw))
    seen = opened(form(rubric))
    seen.tab.set_input_files("#file", tmp_path / "mine.json")
    expect(seen.tab.locator("#told")).not_to_be_empty()
    assert "4 of its answers could not be read here" in seen.tab.inner_text("#told")
    assert seen.tab.is_checked("#q1 input >> nth=2")
    assert seen.said == []


# --- closed, reachable, printable ------------------------------------------------------------


def test_a_form_cannot_send_anything(opened: Callable[..., Opened]) -> None:
    seen = opened(form(load("cmo-readiness"), **BOSS))
    tried = seen.tab.evaluate(
        """async () => {
            const blocked = [];
            addEventListener("securitypolicyviolation", (e) => blocked.push(e.violatedDirective));
            const there = "http://127.0.0.1:9/x";
            const failed = await fetch(there).then(() => false, () => true);
            new Image().src = there;
            try { new WebSocket("ws://127.0.0.1:9/"); } catch { /* refused at once */ }
            navigator.sendBeacon && navigator.sendBeacon(there, "x");
            const form = document.createElement("form");
            form.action = there;
            document.body.append(form);
            form.submit();
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            await new Promise((done) => setTimeout(done, 300));
            return [failed, window.ran === undefined, blocked];
        }"""
    )
    assert tried[:2] == [True, True]
    for directive in ("connect-src", "img-src", "form-action", "script-src-elem"):
        assert directive in tried[2]
    assert [url for url in seen.asked if not url.startswith(("file:", "http://127.0.0.1:9"))] == []
    assert seen.tab.url == seen.address


def test_hostile_texts_do_nothing_in_a_form(opened: Callable[..., Opened]) -> None:
    evil = '</script><img src=x onerror="window.ran=1"><svg onload="window.ran=1">'
    item = single("x", ask=evil, help=evil, ask_rater="{name}")
    seen = opened(form(contrast(item, title=evil), group="boss", about=evil, rater=evil))
    seen.tab.click("#next")
    assert seen.tab.evaluate("window.ran") is None
    assert evil in seen.tab.inner_text("#q0 legend")
    assert seen.said == []
    assert seen.asked == [seen.address]


def reachable(tab: Tab) -> None:
    """Everybody can read what a window shows."""
    assert barriers(tab) == []
    assert tab.evaluate(OVERHANGING) == []


def test_a_form_is_reachable_for_everybody(opened: Callable[..., Opened]) -> None:
    seen = opened(form(load("lead-or-manager"), **BOSS))
    tab = seen.tab
    reachable(tab)
    tab.click("#next")
    reachable(tab)
    tab.locator(".now .else input").first.check()
    tab.click(".now summary")
    reachable(tab)
    assert barriers(tab, "dark") == []
    seen.to_review()
    tab.click("#copy")
    reachable(tab)


def test_every_kind_of_question_is_reachable_for_everybody(opened: Callable[..., Opened]) -> None:
    tab = opened(form(every_way())).tab
    tab.click("#mode")
    reachable(tab)
    assert barriers(tab, "dark") == []


def test_on_paper_a_form_has_every_question_and_no_buttons(opened: Callable[..., Opened]) -> None:
    rubric = load("ceo-marketing-partnership")
    seen = opened(form(rubric))
    seen.tab.click("#next")
    seen.tab.locator("#q0 .opts input").fill("3")  # rules several questions out
    pdf = PdfReader(io.BytesIO(seen.tab.pdf(format="A4")))
    text = " ".join(page.extract_text() for page in pdf.pages)
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    for item in rubric.items:
        assert " ".join(item.ask.split()) in said, item.id
    assert "Only if your answer to question 1 is 12 or more." in said
    assert f"Form {invite(rubric).form_id}" in said
    for text in ("Save my answers", "Show all at once", "Add a note", "Clear this answer"):
        assert text not in said


def test_without_scripts_a_form_says_what_to_do_and_shows_every_question(
    opened: Callable[..., Opened],
) -> None:
    rubric = load("lead-or-manager")
    seen = opened(form(rubric), java_script_enabled=False)
    said = seen.tab.locator("body").inner_text()
    assert "Print it, fill it in by hand" in said
    assert "Save my answers" not in said
    for item in rubric.items:
        assert item.ask in said


def test_a_saved_file_holds_no_name_that_was_not_typed(
    opened: Callable[..., Opened], tmp_path: Path
) -> None:
    seen = opened(form(load("cmo-readiness"), **BOSS, rater="Kim Sato", collector="Ola"))
    seen.to_review()
    text = seen.save(tmp_path).read_text()
    assert "Kim" not in text
    assert "Ola" not in text
    Responses.model_validate(json.loads(text))
