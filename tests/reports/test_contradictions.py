"""No two sentences of a report can be read against each other, and none uses words we gave up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import cases
import pytest
import strategies as st
from contradictions import faults, flat
from hypothesis import given
from make import answers

from rolefit.reports.formats import html, markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page, whole
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.shipped import shipped_names


def texts(assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """The report, short and full, in every format that is text; each without folds and tags."""
    for one in (page(assessment, rubric), page(assessment, rubric, full=True)):
        yield flat(terminal.render(one, Look(80)))
        yield flat(markdown.render(one).replace("\\", ""))
    yield flat(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", in_html(assessment, rubric))))


def in_html(assessment: Assessment, rubric: Rubric) -> str:
    """Both as one HTML file."""
    return html.render([whole(assessment, rubric)]).replace("\n", " ")


@pytest.mark.parametrize("name", shipped_names())
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
