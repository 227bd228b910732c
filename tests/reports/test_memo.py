"""The memo: one page of 400 to 500 words that says what the report says, for every shipped case."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cases
import docx
import pytest
from contradictions import faults, flat
from make import answers, contrast, likert, single
from pdfs import read
from runs import Ran
from telling import TELLING, every_case_in_time, telling

from rolefit.reports.blocks import Page
from rolefit.reports.formats import docx as word
from rolefit.reports.formats import html, markdown, pdf, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.occasion import Occasion
from rolefit.reports.pages.memo import LEAST, MOST, memo_page, word_count
from rolefit.reports.pages.score.result import headline, sure_text
from rolefit.reports.pages.score.sentences import sentences_in
from rolefit.rubric.model import Responses
from rolefit.rubric.proof import is_day
from rolefit.scoring.assess import assess, fit_texts
from rolefit.storage.shipped import shipped_names

Run = Callable[..., Ran]
PARTS = (
    "The question",
    "Recommendation",
    "Options",
    "Reasons, as asked and answered",
    "The strongest case against",
    "What would reverse it",
    "Cost, and the way back",
    "First steps",
    "Next review",
)
WORD = re.compile(r"[^\W_]")


def printed(page: Page) -> str:
    """A memo as a terminal of usual width shows it."""
    return terminal.render(page, Look(80))


@cache
def memo(name: str, k: int, occasion: Occasion = Occasion()) -> Page:  # noqa: B008
    """The memo on one case."""
    return memo_page(cases.assessed(name, k), cases.rubric(name), occasion)


def said(page: Page) -> list[str]:
    """The sentences of a memo, those of its options apart."""
    lines = [line.lstrip("-> 0123456789.*[]\\") for line in markdown.render(page).splitlines()]
    plain = [re.sub(r"&#8203;|\\|\*\*", "", line) for line in lines]
    found = [one.strip() for line in plain if line[:1] != "#" for one in sentences_in(line)]
    return [one for one in found if one not in ("", "Recommended.")]


@every_case_in_time
def test_every_case_has_a_memo_of_one_page_that_agrees_with_its_report(name: str, k: int) -> None:
    assessment, page = cases.assessed(name, k), memo(name, k)
    assert LEAST <= word_count(page) <= MOST
    shown = printed(page)
    words = [one for one in shown.split() if WORD.search(one)]
    assert LEAST - 15 <= len(words) <= MOST + 15  # a terminal numbers the steps
    assert tuple(section.title for section in page.sections) == PARTS
    assert not faults(flat(shown))
    told = said(page)
    assert len(told) == len(set(told)), [one for one in told if told.count(one) > 1]
    rubric = fit_texts(cases.rubric(name), assessment)
    for same in (headline(assessment, rubric), sure_text(assessment, rubric)):
        assert flat(same) in flat(shown)
    assert flat(shown).count(" Recommended.") == 1
    assert "Nothing yet: " in shown


@pytest.mark.parametrize("name", shipped_names())
def test_one_sheet_of_paper_holds_it(name: str) -> None:
    longest = max(telling(name), key=lambda k: len(printed(memo(name, k))))
    assert len(read(pdf.render([memo(name, longest)])).pages) == 1


@pytest.mark.slow
def test_every_kind_of_result_is_among_them() -> None:
    labels = "clear leaning too_close_to_call tie not_yet conditional not_enough_answers"
    wanted = {*labels.split(), "both", "neither", "needs"}
    for name, k in (*TELLING, *cases.CASES):
        one = cases.assessed(name, k).verdict
        wanted -= {one.label, one.height or "", "needs" if one.needs_unmet else ""}
        if not wanted:
            break
    assert not wanted


def test_who_decides_and_when_are_said_or_left_to_be_agreed() -> None:
    shown = flat(printed(memo("first-marketing-hire", 0, Occasion("Ada Kim", "2026-12-04"))))
    assert "Who decides: Ada Kim. By when: 4 December 2026." in shown
    assert "By when: to be agreed." in flat(printed(memo("first-marketing-hire", 0)))


def test_days_follow_from_the_day_of_the_answers() -> None:
    rubric = cases.rubric("first-marketing-hire")
    dated = cases.assessed("first-marketing-hire", 0).model_copy(update={"date": "2026-11-20"})
    shown = flat(printed(memo_page(dated, rubric)))
    assert "we suggest 4 December 2026" in shown
    assert "18 February 2027, 90 days after these answers" in shown
    last = dated.model_copy(update={"date": "9999-12-31"})
    assert "soon after" in flat(printed(memo_page(last, rubric)))


def test_a_rubric_that_says_nothing_about_the_decision_has_a_memo_too() -> None:
    rubric = contrast(single("p"), likert("q"))
    shown = flat(printed(memo_page(assess(rubric, answers(rubric, p="pa", q=5)), rubric)))
    assert "The questions do not ask what it costs" in shown
    assert "• An a. Recommended." in shown


def test_an_option_or_a_cost_that_names_nothing_is_refused() -> None:
    wrong = {"options": ({"do": "Do it.", "results": ("c",)},), "cost_items": ("z",)}
    with pytest.raises(ValueError, match="unknown item `z`") as caught:
        contrast(single("p"), likert("q"), decision=wrong)
    assert "decision.options.0.results.0: unknown result `c`" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "gate", "option"),
    [
        ("ceo-marketing-partnership", "vision-shared", "Share the ambitions"),
        ("cmo-readiness", "role-ready", "Agree on the role itself"),
        ("management-style", "manager-present", "Take up the lead first"),
        ("manager-readiness", "wants-the-job", "Stay in the craft"),
        ("first-marketing-hire", "work-goes-on", "Begin without a contract"),
        ("first-marketing-hire", "sale-repeats", "Nothing yet: "),
    ],
)
def test_what_a_condition_asks_for_is_what_is_recommended(
    name: str, gate: str, option: str
) -> None:
    """Waiting is recommended only where nothing is to be done but to wait."""
    failing = (k for k, one in enumerate(cases.rubric(name).cases) if gate in one.expect.gates)
    k = next(k for k in failing if named_by(name, k) == gate)
    shown = flat(printed(memo(name, k)))
    chosen = next(line for line in shown.split("•") if "Recommended." in line)
    assert chosen.strip().startswith(option)


def named_by(name: str, k: int) -> str | None:
    return cases.assessed(name, k).verdict.named_by


@every_case_in_time
def test_nothing_that_speaks_for_waiting_stands_against_it(name: str, k: int) -> None:
    """Where a condition rules everything out, risks and low scores are no case for going on."""
    assessment = cases.assessed(name, k)
    if assessment.verdict.label != "not_yet":
        return
    against = next(s for s in memo(name, k).sections if s.title == "The strongest case against")
    told = flat(printed(Page("", "", (against,))))
    risks = [g.name for g in assessment.gates if g.state == "fail"]
    assert not [risk for risk in risks if f"{risk}: " in told]
    fits = [assessment.fit, *(outcome.score for outcome in assessment.outcomes)]
    if not any(fit is not None and fit >= 50 for fit in fits):
        assert "looked at alone" not in told


def test_answers_are_told_behind_their_topics_with_what_can_be_shown() -> None:
    proof = {"quote": "Nobody had a free hour.", "source": "the job list"}
    rubric = contrast(
        *(single(name, topic=f"Picked in {name}") for name in "xyz"),
        decision={"cost_items": ("z",)},
    )
    given = Responses.model_validate(
        {
            "rubric": rubric.rubric,
            "answers": {"x": {"answer": "pa", "evidence": proof}, "y": "pa", "z": "pb"},
        }
    )
    found = " ".join(printed(memo_page(assess(rubric, given), rubric)).split())
    assert "• Picked in x: for a. Evidence: “Nobody had a free hour.”" in found
    assert "• Picked in y: for a" in found
    assert "Picked in z: for b." in found
    assert "x?" not in found


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "20261204", "2026-W49-5", ""])
def test_what_is_no_day_is_none(day: str) -> None:
    assert not is_day(day)


# --- in every format, and on the command line -----------------------------------------------------


@pytest.mark.slow
def test_all_formats_say_the_same() -> None:
    page = memo("first-marketing-hire", 0)
    wanted = [word for word in flat(printed(page)).split() if word.isalpha()]
    in_html = re.sub(r"<style>.*?</style>|<[^>]*>", " ", html.render([page]), flags=re.DOTALL)
    in_pdf = " ".join(sheet.extract_text() for sheet in read(pdf.render([page])).pages)
    for other in (in_html, in_pdf, markdown.render(page), paragraphs(word.render([page]))):
        known = set(re.findall(r"\w+", other))
        assert not {one for one in wanted if one not in known}


def paragraphs(content: bytes) -> str:
    """The text of a Word document."""
    return "\n".join(line.text for line in docx.Document(io.BytesIO(content)).paragraphs)


def test_a_memo_has_no_list_of_contents() -> None:
    assert "<nav" not in html.render([memo("cmo-readiness", 0)])


@pytest.mark.parametrize("ending", ["txt", "md", "html", "pdf", "docx"])
def test_the_command_writes_one(rolefit: Run, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"memo.{ending}"
    assert rolefit("demo", "--memo", "-q", "-o", str(target)).code == 0
    assert target.stat().st_size > 1000


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("--memo", "--full"), "--full and --memo exclude each other"),
        (("--memo", "--brief"), "--brief and --memo exclude each other"),
        (("--memo", "-f", "json"), "a memo is a page, not json"),
        (("--memo", "-o", "x.csv"), "a memo is a page, not csv"),
        (("--decider", "Ada"), "--decider is for a memo"),
        (("--memo", "--by", "soon"), "--by: `soon` is no day"),
        (("--memo", "--decider", ""), "expected a name"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    rolefit: Run, typed: tuple[str, ...], message: str
) -> None:
    ran = rolefit("demo", *typed)
    assert ran.code == 2
    assert message in ran.err


def test_a_hostile_name_of_who_decides_stays_text(rolefit: Run) -> None:
    ran = rolefit("demo", "--memo", "-q", "--decider", "\x1b[31m<b>x</b>\u202e")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
