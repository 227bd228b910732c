"""What a hiring kit says, as the shipped rubrics hold it: whole, true to its figures, checked."""

from __future__ import annotations

import re

import pytest
from cases import rubric
from make import contrast, likert

from rolefit.audit.checks import protected_topic, reading_grade
from rolefit.audit.subject import Subject
from rolefit.audit.wording import texts_to_see
from rolefit.rubric.citations import citations
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.items.bars import Bars
from rolefit.rubric.materials import BOTH, Materials, fill_in, material_problems, materials_of
from rolefit.storage.schemas import rubric_schema

NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"


def page(name: str, page_id: str) -> str:
    """All texts of a page as one."""
    found = next(one for one in materials_of(rubric(name)).pages if one.id == page_id)
    return found.model_dump_json()


# --- the shipped ones ------------------------------------------------------------


def test_a_need_has_a_text_for_every_role() -> None:
    found = materials_of(rubric(NEED))
    assert {*found.roles} == {*rubric(NEED).outcomes, BOTH}
    assert found.seen_with == SEEN


def test_only_the_two_rubrics_of_a_hire_have_materials() -> None:
    assert materials_of(rubric("manager-readiness")) == Materials()


def test_each_result_that_can_be_named_is_told() -> None:
    told = {one.when.is_ for one in materials_of(rubric(NEED)).results}  # type: ignore[union-attr]
    options = {key for key, _ in rubric(NEED).item("one_result").options()}
    assert options - told == {"several", "other"}


def test_there_are_two_worked_answers_with_different_marks_to_each_anchored_question() -> None:
    marks: dict[str, list[object]] = {}
    for one in materials_of(rubric(SEEN)).practice:
        marks.setdefault(one.item, []).append(one.mark)
    anchored = {item.id for item in rubric(SEEN).items if isinstance(item, Bars)}
    assert {*marks} == anchored
    assert all(len({*given}) == 2 for given in marks.values())


def test_the_candidate_is_told_how_long_the_interview_is() -> None:
    minutes = sum(part.minutes for part in materials_of(rubric(SEEN)).guide if part.spoken)
    assert f"about {minutes} minutes" in page(NEED, "how-we-hire")


def test_the_key_names_exactly_the_mistakes_that_the_form_asks_for() -> None:
    found = materials_of(rubric(SEEN))
    key = next(one for one in found.pages if one.id == "work-sample-key").sections[0].table
    assert key is not None
    asked = {one for one, _ in rubric(SEEN).item("mistakes").options()} - {"none_of_these"}
    assert {row[0] for row in key.rows} == asked


@pytest.mark.parametrize(
    "slip",
    ["We never run a sale", "30 % off", "spring-offer", "firms", "79 euros", "from 89", "tir|"],
)
def test_each_mistake_is_planted_in_the_brief(slip: str) -> None:
    assert slip in page(SEEN, "work-sample")


def test_the_goals_forget_the_firms() -> None:
    found = next(p for p in materials_of(rubric(SEEN)).pages if p.id == "work-sample")
    goals = next(one for one in found.sections if one.title == "Our goals for the winter")
    assert "firm" not in " ".join(sentences_of(goals.points)).lower()


def test_the_figures_of_the_sales_goal_are_those_of_its_key() -> None:
    goal = next(p for p in materials_of(rubric(SEEN)).pages if p.id == "sales-goal")
    table = goal.sections[0].table
    assert table is not None
    rows = {row[0]: row[1:] for row in table.rows}

    def number(name: str, year: int) -> float:
        return float(next(v for k, v in rows.items() if name in k)[year].replace(",", ""))

    riders = number("ride at least", 1) / 2
    wanted, now = number("Our customers", 1), number("Our customers", 0)
    most = number("Mechanics", 1) * number("a mechanic can do", 1) * number("Days", 1)
    visits = number("Visits", 1)
    key = page(SEEN, "work-sample-key")
    assert wanted > riders
    assert wanted * visits > most > now * visits
    for figure in (riders, wanted, wanted * visits, most, now * visits, most / visits):
        assert f"{figure:,.0f}" in key


def test_pages_for_candidates_are_read_like_postings() -> None:
    kinds = {one.kind for one in texts_to_see(rubric(SEEN)) if one.path[0] == "materials"}
    assert {"posting", "prompt", "text"} <= kinds


@pytest.mark.parametrize("name", [NEED, SEEN])
def test_every_claim_is_cited_with_its_place(name: str) -> None:
    assert any(path[0] == "materials" for path, _ in citations(rubric(name)))


# --- checked like everything else --------------------------------------------------


def with_page(**section: object) -> Subject:
    """A rubric whose one page has that section."""
    one = {"id": "p", "title": "P", "reader": "candidates", "about": "A.", "sections": (section,)}
    return Subject(contrast(likert("q"), materials={"pages": (one,)}))


def test_a_protected_topic_is_found_in_what_candidates_read() -> None:
    found = list(protected_topic.check(with_page(points=("Tell us your age.",))))
    assert [one.path for one in found] == [("materials", "pages", 0, "sections", 0, "points", 0)]


def test_what_only_the_team_reads_may_name_what_to_leave_out() -> None:
    one = {"id": "p", "title": "P", "reader": "team", "about": "A."}
    page = {**one, "sections": ({"points": ("Do not ask for their date of birth.",)},)}
    subject = Subject(contrast(likert("q"), materials={"pages": (page,)}))
    assert list(protected_topic.check(subject)) == []


def test_a_text_that_is_hard_to_read_is_found() -> None:
    hard = (
        "Experienced organisations investigate financial authorisation before negotiating, since "
        "unapproved expenditure regularly terminates promising procurement activities."
    )
    found = [one.severity for one in reading_grade.check(with_page(text=(hard,)))]
    assert found == ["warning"]


def test_materials_change_no_score_and_so_not_the_hash_of_a_rubric() -> None:
    bare = contrast(likert("q"))
    assert with_page(text=("T.",)).rubric.content_hash == bare.content_hash


def test_a_sound_page_has_no_problems() -> None:
    found = with_page(text=("For {company}.",)).rubric
    assert list(material_problems(found, materials_of(found))) == []


def test_the_schema_describes_materials() -> None:
    schema = rubric_schema()
    assert schema["properties"]["materials"]["$ref"] == "#/$defs/Materials"
    described = schema["$defs"]["Materials"]["properties"]["guide"]["description"]
    assert re.search("interview", described)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{company} hires", "Ada hires"),
        ("a {role} and {role}", "a doer and doer"),
        ("{other} stays", "{other} stays"),
    ],
)
def test_braces_are_filled_once(text: str, expected: str) -> None:
    assert fill_in(text, {"company": "Ada", "role": "doer"}) == expected


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill_in("{company}", {"company": "{role}", "role": "x"}) == "{role}"
