"""No two sentences of a report can be read against each other, and none uses words we gave up."""

from __future__ import annotations

import re
from html import unescape

import cases
import strategies as st
from contradictions import faults, flat
from hypothesis import given
from make import answers
from telling import every_case_in_time, every_telling_case

from rolefit.reports.formats import html, markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page, whole
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess


@every_case_in_time
def test_no_sentence_of_a_shipped_report_contradicts_another(name: str, k: int) -> None:
    for full in (False, True):
        assert not faults(flat(terminal.render(cases.report(name, k, full=full), Look(80))))


@every_telling_case
def test_no_sentence_of_a_report_in_markdown_contradicts_another(name: str, k: int) -> None:
    for full in (False, True):
        assert not faults(flat(markdown.render(cases.report(name, k, full=full)).replace("\\", "")))


@every_telling_case
def test_a_file_that_holds_the_short_report_and_all_of_it_contradicts_itself_nowhere(
    name: str, k: int
) -> None:
    both = html.render([whole(cases.assessed(name, k), cases.rubric(name))]).replace("\n", " ")
    assert not faults(flat(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", both))))


@given(case=st.cases(most=2))
@st.ci
def test_no_sentence_of_a_random_report_contradicts_another(case: st.Case) -> None:
    hold_apart(case)


@given(case=st.cases(most=st.MANY, amounts_open=True, needs=True))
@st.many
def test_no_sentence_of_a_report_with_open_answers_contradicts_another(case: st.Case) -> None:
    hold_apart(case)


@given(case=st.cases(most=st.MANY, amounts_open=True, apart=True, models=("contrast",)))
@st.many
def test_no_sentence_contradicts_another_where_items_speak_for_some_outcomes(case: st.Case) -> None:
    hold_apart(case)


def hold_apart(case: st.Case) -> None:
    """Hold all sentences of both reports on a case against each other."""
    rubric = Rubric.model_validate(case.rubric)
    assessment = assess(rubric, answers(rubric, **case.answers))
    for one in (page(assessment, rubric), page(assessment, rubric, full=True)):
        assert not faults(flat(terminal.render(one, Look(80))))


def test_a_contradiction_is_found() -> None:
    assert faults("Clear: a doer. How sure: high. What would change it: one other answer (then b).")
    assert faults("98.7 (± 5.9)")
    assert not faults("82 (± 6)")
