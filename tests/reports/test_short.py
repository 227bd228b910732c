"""The report on one screen: it fits, it keeps its order, and it cuts no sentence."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import cases
import pytest
import strategies as st
from hypothesis import given
from make import OUTCOMES, answers, contrast, likert, readiness, single
from telling import every_case_in_time, every_telling_case

from rolefit.reports.blocks import Actions, BarChart, Checks, Page, Paragraph, Reasons
from rolefit.reports.formats import html, markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score import advice, grounds, result
from rolefit.reports.pages.score.page import brief, page, things_to_do, whole
from rolefit.reports.pages.score.sentences import definition
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess, fit_texts
from rolefit.scoring.assessment import Assessment

SCREEN = 45


def drawn(found: Page, width: int = 80) -> str:
    return terminal.render(found, Look(width))


def lines(found: Page) -> int:
    return drawn(found).count("\n")


def kinds(found: Page) -> list[str]:
    return [type(block).__name__ for section in found.sections for block in section.blocks]


def half_answered(responses: Responses, rest: int) -> Responses:
    kept = {name: one for k, (name, one) in enumerate(responses.answers.items()) if k % 2 == rest}
    return responses.model_copy(update={"answers": kept})


def chosen(name: str, worth: dict[str, dict[str, int]]) -> dict[str, Any]:
    """A single-choice item by what each option speaks for."""
    options = tuple({"id": o, "text": f"Option {o}.", "favors": f} for o, f in worth.items())
    return {**single(name), "options": options}


def parts(step: str) -> list[str]:
    """A step without what the report adds to it; its first move apart, capital again."""
    own = re.sub(r" \(up to \+\d+\)$", "", step.removeprefix("Find out: "))
    do, _, first = own.partition(" This week: ")
    return [do, first[:1].upper() + first[1:]] if first else [do]


def made_of(step: str, texts: set[str]) -> bool:
    """Whether a step is one of these texts, or several of them one after the other."""
    return step in texts or any(
        step.startswith(f"{text} ") and made_of(step[len(text) + 1 :], texts) for text in texts
    )


def every_text(value: Any) -> set[str]:
    """All texts anywhere in a rubric."""
    match value:
        case str():
            return {value, advice.ANSWER_AGAIN}
        case dict():
            return {text for part in value.values() for text in every_text(part)}
        case list():
            return {text for part in value for text in every_text(part)}
        case _:
            return set()


@every_case_in_time
def test_the_report_on_a_shipped_case_fits_on_a_screen(name: str, k: int) -> None:
    assert lines(cases.report(name, k)) <= SCREEN


@pytest.mark.slow
@every_telling_case
def test_the_report_on_a_half_answered_sheet_fits_on_a_screen(name: str, k: int) -> None:
    rubric = cases.rubric(name)
    assessment = assess(rubric, half_answered(cases.responses(name, k), k % 2))
    assert lines(page(assessment, rubric)) <= SCREEN


@every_telling_case
def test_the_parts_stand_in_their_order(name: str, k: int) -> None:
    found = cases.report(name, k)
    first, second, *_, last = (b for s in found.sections for b in s.blocks)
    assert isinstance(first, Paragraph)
    assert first.role == "verdict"
    assert isinstance(second, Paragraph)
    assert second.text.startswith("How sure: ")
    assert isinstance(last, Paragraph)
    assert last.text.startswith("Limits: ")
    assert "--full" in last.text
    order = [kind for kind in kinds(found) if kind != "Paragraph"]
    wanted = ["BarChart", "Reasons", "Checks", "Actions"]
    assert [wanted.index(kind) for kind in order] == sorted(wanted.index(kind) for kind in order)


@every_telling_case
def test_no_sentence_is_cut(name: str, k: int) -> None:
    """Whatever is said of an answer, a condition or a step is said whole."""
    rubric, assessment = cases.rubric(name), cases.assessed(name, k)
    asked = {item.ask for item in rubric.items}
    quoted = {c.answer for c in assessment.contributions}
    whole_texts = every_text(rubric.model_dump(mode="json"))
    for section in cases.report(name, k).sections:
        for block in section.blocks:
            if isinstance(block, Reasons):
                assert {row.ask for row in block.rows} <= asked
                assert {row.answer for row in block.rows} <= quoted
            if isinstance(block, Actions):
                steps = [part for row in block.rows for part in parts(row.do)]
                assert [step for step in steps if not made_of(step, whole_texts)] == []


@every_telling_case
def test_a_reason_is_an_answer_behind_its_topic(name: str, k: int) -> None:
    found = cases.report(name, k)
    seen = " ".join(drawn(found).split())
    for block in (b for section in found.sections for b in section.blocks):
        for row in block.rows if isinstance(block, Reasons) else ():
            topic = cases.rubric(name).item(row.item).topic
            assert row.told is not None
            assert row.told.startswith(f"{topic}: ")
            assert row.told in seen
            assert row.ask not in seen


@pytest.mark.parametrize("name", ["first-marketing-hire", "manager-readiness"])
def test_without_topics_a_reason_is_the_question_and_the_answer(name: str) -> None:
    rubric, k = cases.rubric(name), cases.first(name, "clear")
    items = tuple(item.model_copy(update={"topic": None}) for item in rubric.items)
    bare = rubric.model_copy(update={"items": items})
    found = page(assess(bare, cases.responses(name, k)), bare)
    rows = [row for b in found.sections[0].blocks if isinstance(b, Reasons) for row in b.rows]
    seen = " ".join(drawn(found).split())
    assert rows
    assert lines(found) <= SCREEN
    for row in rows:
        assert row.told is None
        assert f"{row.ask} → {row.answer}" in seen


def test_a_turning_answer_is_named_by_its_topic() -> None:
    rubric = contrast(single("x", topic="Picked last"), single("y", ask="Picked first?"))
    found = drawn(page(assess(rubric, answers(rubric, x="pa", y="both")), rubric))
    assert "another answer to “Picked last”" in found


def test_very_long_texts_still_fit() -> None:
    """A rubric whose every text is as long as may be: parts are left out, the verdict stays."""
    long = "Word upon word of a very long text. " * 40
    items = [
        likert(f"i{k}", ask=f"Question {k}? {'So long a question. ' * 60}", dimension="d")
        for k in range(6)
    ]
    outcomes = {
        name: {**one, "summary": long, "first_90_days": (long[:1900],) * 5}
        for name, one in OUTCOMES.items()
    }
    rubric = contrast(*items, outcomes=outcomes)
    found = page(assess(rubric, answers(rubric, **{f"i{k}": 5 for k in range(6)})), rubric)
    assert lines(found) <= SCREEN
    assert "How sure: " in drawn(found)


def test_very_many_scores_fit_as_well() -> None:
    names = [f"o{k}" for k in range(20)]
    rubric = contrast(
        *(chosen(f"p{k}", {n: {n: 1} for n in names[k : k + 5]}) for k in (0, 5, 10, 15)),
        outcomes={n: {"name": f"an {n}", "summary": "S."} for n in names},
    )
    found = page(assess(rubric, answers(rubric, p0="o3", p5="o6", p10="o11", p15="o17")), rubric)
    assert lines(found) <= SCREEN
    assert "An o0" in drawn(found)


def test_the_brief_report_is_the_verdict_and_how_sure_it_is() -> None:
    name, k = cases.CASES[0]
    found = brief(cases.assessed(name, k), cases.rubric(name))
    assert kinds(found) == ["Paragraph", "Paragraph"]
    assert "How sure: " in drawn(found)


def test_a_page_that_carries_the_rest_begins_with_the_short_report() -> None:
    name, k = cases.CASES[0]
    found = whole(cases.assessed(name, k), cases.rubric(name))
    full = page(cases.assessed(name, k), cases.rubric(name), full=True)
    assert kinds(found) == kinds(cases.report(name, k))
    assert found.more == full.sections
    assert "<details" in html.render([found])
    assert "Every number" in markdown.render(found)
    assert "--full" not in drawn(found)


def test_columns_of_a_readiness_chart_name_what_was_reached_and_what_is_needed() -> None:
    name, k = next((n, k) for n, k in cases.CASES if n == "manager-readiness")
    chart = next(
        b for s in cases.report(name, k).sections for b in s.blocks if isinstance(b, BarChart)
    )
    assert chart.heads == ("you", "needed")
    text = drawn(cases.report(name, k))
    assert "you  needed  0" in text


def few_items() -> tuple[Rubric, Any]:
    one, two, three = (likert(name, toward=None) for name in ("big", "small", "low"))
    rubric = readiness({**one, "weight": 6}, two, three)
    return rubric, assess(rubric, answers(rubric, big=4, small=5, low=1))


def test_of_few_answers_the_largest_contributor_is_a_strength() -> None:
    rubric, assessment = few_items()
    for full in (False, True):
        blocks = [b for s in page(assessment, rubric, full=full).sections for b in s.blocks]
        strengths = next(b for b in blocks if isinstance(b, Reasons))
        assert strengths.title == "Your strengths"
        assert strengths.rows[0].item == "big"


def test_a_tie_of_three_names_all_of_them_alike() -> None:
    every = {"a": 1, "b": 1, "c": 1}
    outcomes = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}
    rubric = contrast(
        chosen("p", {"x": every, "y": every}),
        outcomes=outcomes,
        purpose="development",
        settings={"both_from": 100, "neither_below": 0},
    )
    found = drawn(page(assess(rubric, answers(rubric, p="x")), rubric))
    assert "an a (100), a b (100) and a c (100), to exactly the same degree" in " ".join(
        found.replace("┃", " ").split()
    )


def test_a_tie_for_the_second_place_names_both() -> None:
    options = {"x": {"a": 1}, "y": {"b": 1, "c": 1}}
    outcomes = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}
    rubric = contrast(
        *(chosen(name, options) for name in ("p", "q", "r", "s")),
        outcomes=outcomes,
    )
    found = assess(rubric, answers(rubric, p="x", q="x", r="x", s="y"))
    assert "a b and a c" in drawn(page(found, rubric)).split("How sure")[0]


@every_case_in_time
def test_where_a_condition_rules_everything_out_its_remedy_comes_before_all_reasons(
    name: str, k: int
) -> None:
    assessment, found = cases.assessed(name, k), cases.report(name, k)
    if assessment.verdict.label != "not_yet":
        return
    assert "Reasons" not in kinds(found)
    checks = [row for b in found.sections[0].blocks if isinstance(b, Checks) for row in b.rows]
    assert "risk" not in {row.mark for row in checks}
    first = next(b.rows[0].do for b in found.sections[0].blocks if isinstance(b, Actions))
    fixes = {gate.fix for gate in assessment.gates if gate.on_fail == "exclude"}
    assert first in fixes | named_steps(assessment, cases.rubric(name))


def named_steps(assessment: Assessment, rubric: Rubric) -> set[str]:
    """What to do where a condition names the result; it stands for what the condition asks."""
    named = result.naming_advice(assessment, fit_texts(rubric, assessment))
    return set(sentences_of(named.steps)) if named is not None else set()


@every_case_in_time
def test_a_condition_that_limits_the_level_is_met_first(name: str, k: int) -> None:
    assessment, found = cases.assessed(name, k), cases.report(name, k)
    fixes = [g.fix for g in assessment.gates if g.id in assessment.verdict.capped_by and g.fix]
    rows = [row.do for b in found.sections[0].blocks if isinstance(b, Actions) for row in b.rows]
    assert not fixes or rows[0] in {fixes[0], *named_steps(assessment, cases.rubric(name))}


@every_case_in_time
def test_a_condition_that_would_limit_a_higher_level_says_what_to_do(name: str, k: int) -> None:
    assessment, found = cases.assessed(name, k), cases.report(name, k)
    limiting = {gate.name for gate in assessment.gates if grounds.limits(gate, assessment)}
    fixes = {gate.name: gate.fix for gate in assessment.gates if gate.fix}
    checks = [row for b in found.sections[0].blocks if isinstance(b, Checks) for row in b.rows]
    for row in checks:
        if row.mark == "fail" and row.name not in limiting:
            assert row.text == fixes[row.name]


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """Every row of so many words in a text."""
    words = re.findall(r"[a-z']+", text.lower())
    return {tuple(words[k : k + length]) for k in range(len(words) - length + 1)}


@every_case_in_time
def test_no_advice_is_given_twice(name: str, k: int) -> None:
    """Neither two steps nor a condition and a step tell to do the same in the same words."""
    fixes = {gate.fix for gate in cases.assessed(name, k).gates}
    asked = {item.ask for item in cases.rubric(name).items}
    told = []
    for block in cases.report(name, k).sections[0].blocks:
        if isinstance(block, Actions):
            told += [row.do for row in block.rows if row.do not in asked]
        if isinstance(block, Checks):
            told += [row.text for row in block.rows if row.text in fixes]
    for n, one in enumerate(told):
        assert not [other for other in told[n + 1 :] if runs(one) & runs(other)], one


@every_case_in_time
def test_no_answer_is_both_a_strength_and_a_gap(name: str, k: int) -> None:
    blocks = [b for s in cases.report(name, k).sections for b in s.blocks]
    strengths = [b for b in blocks if isinstance(b, Reasons) and "strengths" in b.title.lower()]
    gaps = [b for b in blocks if isinstance(b, Reasons) and "gaps" in b.title.lower()]
    both = {row.item for b in strengths for row in b.rows} & {r.item for b in gaps for r in b.rows}
    assert not both


@every_case_in_time
def test_no_room_is_left_that_another_part_could_fill(name: str, k: int) -> None:
    """One long part does not push the others off a screen on which they would fit."""
    rubric = cases.rubric(name)
    fitted = fit_texts(rubric, cases.assessed(name, k))
    found = cases.report(name, k)
    told = sum(len(b.rows) for b in found.sections[0].blocks if isinstance(b, Actions))
    _, wanted = things_to_do(cases.assessed(name, k), fitted)
    left = [row.do for row in wanted[:5][told:]]
    # A second step gives the first one a number, and with that perhaps another line.
    least = min((len(textwrap.wrap(text, 77)) + 1 for text in left[:1]), default=SCREEN)
    assert lines(found) + least > SCREEN


@given(case=st.cases(most=2))
@st.ci
def test_every_random_report_fits_on_a_screen(case: st.Case) -> None:
    rubric = Rubric.model_validate(case.rubric)
    assessment = assess(rubric, answers(rubric, **case.answers))
    assert lines(page(assessment, rubric)) <= SCREEN


@every_case_in_time
def test_outcomes_are_defined_where_they_first_appear(name: str, k: int) -> None:
    rubric, verdict = cases.rubric(name), cases.assessed(name, k).verdict
    named = verdict.tied or tuple(filter(None, (verdict.outcome, verdict.runner_up)))
    if not rubric.outcomes or verdict.label in ("not_yet", "not_enough_answers"):
        return
    text = " ".join(drawn(cases.report(name, k)).split())
    for other in named[1:]:
        (told,) = definition(rubric.outcomes[other])
        assert told in text, other
