"""The page of a form as text: small, closed, and silent about what an answer is worth."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from cases import rubric as load
from forms import BOSS, data_of, form, invite
from make import contrast, likert, single

from rolefit.forms.html import form_html, zip_archive
from rolefit.forms.invitation import introduction
from rolefit.forms.questions import condition_data, questions_of
from rolefit.rubric.conditions import ScoreIs
from rolefit.rubric.model import Rubric
from rolefit.storage.shipped import shipped_names

LARGEST = 60_000
EVIL = "</script><img src=x onerror=alert(1)>\"'<!--<script>&\u202e\u2028{{7*7}}"
TAME_BRACES = EVIL.replace("{{7*7}}", "")
KEYS = {"id", "way", "raw", "value", "alone", "few", "most", "low", "high", "total", "when"}
"""All that the page knows of a question; `value` is the number that branches compare."""


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def policy(page: str) -> dict[str, str]:
    """The content security policy, by directive."""
    (found,) = (
        attributes["content"] or ""
        for tag, attributes in Tags(page).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    parts = (part.strip().partition(" ") for part in found.split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("name", shipped_names())
def test_a_form_is_small_and_in_ascii(name: str) -> None:
    assert len(form(load(name))) < LARGEST
    assert form(load(name)).isascii()


def test_a_form_for_a_rater_is_small_too() -> None:
    for name in ("management-style", "cmo-readiness"):
        page = form(load(name), **BOSS, rater="R" * 200, asked_by="A" * 200, collector="C" * 200)
        assert len(page) < LARGEST


def test_the_policy_lets_nothing_run_but_the_page_s_own_script_and_nothing_leave() -> None:
    page = form(load("lead-or-manager"))
    rules = policy(page)
    for name in ("default-src", "connect-src", "img-src", "form-action", "base-uri"):
        assert rules[name] == "'none'"
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    for name, text in (("script-src", script), ("style-src", style)):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


@pytest.mark.parametrize("name", ["first-marketing-hire", "marketing-hire-candidate"])
def test_nothing_in_a_form_points_anywhere(name: str) -> None:
    page = form(load(name))
    for tag, attributes in Tags(page).found:
        assert tag not in ("a", "link", "iframe", "img", "form", "base", "object")
        assert not {"href", "src", "action", "style", "onclick"} & set(attributes)
    assert not re.search(r"https?://|fetch\(|XMLHttp|sendBeacon|WebSocket|EventSource", page)


@pytest.mark.parametrize("name", shipped_names())
def test_a_form_says_nothing_of_what_an_answer_is_worth(name: str) -> None:
    rubric, page = load(name), form(load(name))
    data = data_of(page)
    assert set(data) == {"rubric", "version", "hash", "form", "file", "group", "about", "items"}
    assert {key for item in data["items"] for key in item} <= KEYS
    for text in ("favors", "weight", "dimension", "toward", "outcome"):
        assert text not in str(data)
    for said in (d.name for d in rubric.dimensions.values()):
        assert f">{said}<" not in page


def test_values_in_a_form_are_numbers_that_branches_compare_and_nothing_else() -> None:
    for name in shipped_names():
        assert not [item for item in data_of(form(load(name)))["items"] if "value" in item]


def test_what_only_the_person_knows_is_not_on_a_rater_s_form() -> None:
    rubric = load("manager-readiness")
    own = [item["id"] for item in data_of(form(rubric))["items"]]
    others = [item["id"] for item in data_of(form(rubric, **BOSS))["items"]]
    assert set(own) - set(others) == {"next_job"}
    assert "If the pay were the same" not in form(rubric, **BOSS)
    assert "what part did Dana play" in form(rubric, **BOSS)
    assert data_of(form(rubric, **BOSS))["hash"] == rubric.content_hash


def hostile() -> Rubric:
    """A rubric whose every text tries to be more than text."""
    item = single("x", ask=EVIL, help=EVIL, ask_rater="{name}" + TAME_BRACES)
    options = tuple({**one, "text": EVIL + one["id"]} for one in item["options"])
    scale = likert(
        "y", ask=EVIL, ask_rater=TAME_BRACES, labels=tuple(EVIL + str(k) for k in range(3))
    )
    return contrast({**item, "options": options}, scale, title=EVIL, audience=EVIL)


def tags_of(page: str) -> list[tuple[str, set[str]]]:
    return [(tag, set(attributes)) for tag, attributes in Tags(page).found]


def test_texts_of_strangers_are_nothing_but_text() -> None:
    names: dict[str, Any] = dict.fromkeys(("rater", "asked_by", "collector", "reason"), EVIL)
    page = form(hostile(), group="boss", about=EVIL, **names)
    tame = contrast(
        *(
            {**single("x", help="?", ask_rater="?"), "ask": "?"},
            likert("y", ask_rater="?", labels=("a", "b", "c")),
        )
    )
    plain = form(tame, group="boss", about="D", rater="R", asked_by="A", collector="C", reason="R")
    assert tags_of(page) == tags_of(plain)
    assert "<img src=x" not in page
    assert page.count("</script>") == plain.count("</script>") == 2
    assert page.count("{{7*7}}") > 10


def test_data_keeps_a_hostile_name_as_it_is_and_cannot_end_its_script() -> None:
    page = form(hostile(), group="boss", about=EVIL)
    assert data_of(page)["about"] == EVIL
    (raw,) = re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert not set(raw) & set("<>&")


def test_a_rater_s_name_is_shown_and_never_part_of_what_is_saved() -> None:
    page = form(load("cmo-readiness"), **BOSS, rater="Kim Sato")
    assert "This form is for Kim Sato." in page
    assert "Kim" not in str(data_of(page))


def test_the_introduction_says_who_asks_why_how_long_and_who_reads() -> None:
    rubric = load("manager-readiness")
    asked = invite(rubric, **BOSS, asked_by="Ola", collector="Ola in HR")
    said = " ".join(introduction(asked, rubric, 19))
    for part in (
        "Ola asks for your view, as Dana's boss.",
        "It helps Dana",
        "up to 19 questions; they take about 7 minutes",
        "sends nothing to anyone",
        "send the file to Ola in HR",
        "Ola in HR can read your answers as you gave them",
    ):
        assert part in said


def test_what_is_settled_about_the_answers_is_said_instead() -> None:
    rubric = load("manager-readiness")
    asked = invite(rubric, **BOSS, handling="Dana sees means only.", reason="We plan next year.")
    said = " ".join(introduction(asked, rubric, 19))
    assert "Dana sees means only." in said
    assert "We plan next year." in said
    assert "as you gave them" not in said


def test_on_paper_a_branch_is_told_in_words() -> None:
    only = {q.item.id: q.only for q in questions_of(load("ceo-marketing-partnership"))}
    assert only["big_news"] == "Only if your answer to question 1 is 12 or more."
    (shared,) = (q for q in questions_of(load("manager-readiness")) if q.item.id == "shared")
    assert shared.only.startswith("Only if your answer to question 1 is “Outside help only” or “")


def test_a_branch_on_a_score_cannot_be_followed_by_a_page() -> None:
    with pytest.raises(ValueError, match="score"):
        condition_data(ScoreIs(outcome="a", at_least=Fraction(1)))


def test_half_levels_are_choices_of_their_own() -> None:
    (question,) = (
        q for q in questions_of(load("marketing-hire-candidate")) if q.item.id == "last_day"
    )
    assert [choice.raw for choice in question.choices] == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    assert [choice.between for choice in question.choices] == [False, True] * 4 + [False]


def test_packed_forms_of_one_form_are_the_same_bytes() -> None:
    page = form_html(load("lead-or-manager"), invite(load("lead-or-manager")))
    packed = zip_archive("form.html", page)
    assert packed == zip_archive("form.html", page)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["form.html"]
        assert archive.read("form.html").decode() == page
    assert len(packed) < LARGEST / 3
