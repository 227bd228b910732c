"""No two sentences of a report can be read against each other, and none uses words we gave up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import cases
import pytest
import strategies as st
from hypothesis import given
from make import answers

from rolefit.reports.formats import html, markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page, whole
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.shipped import shipped

SETTLED = r"Open questions cannot change it|[Tt]ogether they cannot change the result"
PAIRS = (
    # How sure it is beside what would change it.
    (r"\bClear: ", r"would change it: (one other answer|another answer to)"),
    (r"\bClear: ", r"one answer (alone )?would"),
    (r"\bClear: ", r"is too close to call\b|would be clear\b|no more than leaning"),
    (r"\bLeaning: ", r"How sure: high|Overall *(●●●|:) *high|Overall: \*?\*?high"),
    (r"\bLeaning: ", r"would be unsure\b|is too close to call\b"),
    (r"\bToo close to call: ", r"How sure: (high|moderate)|would be unsure\b"),
    (r"\bTie: ", r"How sure: (high|moderate)|is ahead by"),
    (r"nothing can be said yet", r"\b(Clear|Leaning|Tie): |is ahead by|You meet \d"),
    (r"\bNot yet\. ", r"is ahead by|fits (somewhat )?better"),
    # What open questions can do.
    (SETTLED, r"Open questions could|could (still )?change the result|Together they could"),
    (r"Every question that applies was answered", r"Still open\b|Open questions c"),
    (r"cannot change the result", r"Alone it could change"),
    # Weights.
    (r"the result is the same in all\b", r"weight nearest to a change|moving one weight"),
    (r"However light or heavy any one dimension", r"weight nearest to a change"),
    (r"Other weightings hardly ever", r"It holds with about|other plausible weights could turn"),
    (r"Other weightings hardly ever", r"one other answer\b|[Aa]nother answer to “"),
    # Single answers.
    (r"Leave out any one of the", r"one other answer\b|[Aa]nother answer to “|\bOne answer would"),
    (r"Leave out any one of the", r"Without the answer to|would change the result if it were left"),
    (r"Your gaps: nothing", r"Your gaps -"),
    # Levels.
    (r"No change to what can still be changed reaches", r"The shortest way to"),
)
"""Pairs of which a report may hold one at most."""
GIVEN_UP = (
    r"[Ee]levation",
    r"\b[Ss]ettled: ",
    r"\bProvisional: ",
    r"spans [\d.]+ of its standard errors",
    r"What you gain",
    r"What carries you",
    r"look at the evidence for it",
    r"the plan counts on",
    r"No answer does",
    r"A risk to plan for",
    r"\b100 % of weightings",
    r"held at",
    r"[Tt]hat least score is",
    r"if it no longer held",
)
"""What no report says any more."""
PLUS_MINUS = re.compile(r"(\d+(?:\.\d+)?)(?: % of the standard for [^(.]*)? \(± (\d+(?:\.\d+)?)\)")


def texts(assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """The report, short and full, in every format that is text; each without folds and tags."""
    for one in (page(assessment, rubric), page(assessment, rubric, full=True)):
        yield flat(terminal.render(one, Look(80)))
        yield flat(markdown.render(one).replace("\\", ""))
    yield flat(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", in_html(assessment, rubric))))


def in_html(assessment: Assessment, rubric: Rubric) -> str:
    """Both as one HTML file."""
    return html.render([whole(assessment, rubric)]).replace("\n", " ")


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.replace("┃", " ").split())


def faults(text: str) -> list[str]:
    """What of a report contradicts another part of it, or is said no more."""
    found = [
        f"{re.search(one, text)} against {re.search(other, text)}"
        for one, other in PAIRS
        if re.search(one, text) and re.search(other, text)
    ]
    found += [word for word in GIVEN_UP if re.search(word, text)]
    found += [
        f"{m[0]} passes 0 or 100"
        for m in PLUS_MINUS.finditer(text)
        if float(m[1]) + float(m[2]) > 100 or float(m[1]) < float(m[2])
    ]
    return found


@pytest.mark.parametrize("name", shipped())
def test_no_sentence_of_a_shipped_report_contradicts_another(name: str) -> None:
    for k in (k for of, k in cases.CASES if of == name):
        for text in texts(cases.assessed(name, k), cases.rubric(name)):
            assert not faults(text), (name, k + 1)


@given(case=st.cases(most=2))
@st.ci
def test_no_sentence_of_a_random_report_contradicts_another(case: st.Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    assessment = assess(rubric, answers(rubric, **case.answers))
    for one in (page(assessment, rubric), page(assessment, rubric, full=True)):
        assert not faults(flat(terminal.render(one, Look(80))))


def test_a_contradiction_is_found() -> None:
    assert faults("Clear: a doer. How sure: high. What would change it: one other answer (then b).")
    assert faults("98.7 (± 5.9)")
    assert not faults("82 (± 6)")
