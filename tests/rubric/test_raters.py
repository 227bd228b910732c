"""Answers about somebody else: whom they come from, how items are worded, what is never asked."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from cases import rubric as load
from make import contrast, likert, readiness, single
from pydantic import ValidationError

from rolefit.errors import Invalid
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.rubric.raters import RATERS, group_in_words, is_never, rater_view, raters_of
from rolefit.scoring.assess import assess

WORDED = (
    "manager-readiness",
    "cmo-readiness",
    "strategic-leadership",
    "management-style",
    "lead-or-manager",
    "ceo-marketing-partnership",
)
ONE_S_OWN = re.compile(r"\b(you|your|yours|yourself|i|me|my|mine|myself|we|us|our|ours)\b")
NAME = "Dana"


def texts(rubric: Rubric) -> dict[str, list[str]]:
    """What a rater reads of each item that is asked of them."""
    view = rater_view(rubric, NAME)
    return {
        item.id: [item.ask, item.help or "", item.instruction, *dict(item.options()).values()]
        for item in view.items
        if not is_never(item.ask_when)
    }


def by_boss(rubric: Rubric, about: str | None = NAME, **answers: Any) -> Responses:
    return Responses.model_validate(
        {
            "rubric": rubric.rubric,
            "respondent": {"group": "boss", "about": about},
            "answers": answers,
        }
    )


# --- the shipped rubrics ---------------------------------------------------------------------


@pytest.mark.parametrize("name", WORDED)
def test_every_item_that_raters_are_asked_has_a_wording_of_its_own(name: str) -> None:
    for item in load(name).items:
        assert (item.ask_rater is None) is bool(item.asked_of), item.id


@pytest.mark.parametrize("name", WORDED)
def test_a_rater_who_has_seen_nothing_is_asked_at_most_a_wish_less(name: str) -> None:
    rubric = load(name)
    assert len(rubric.items) - len(texts(rubric)) <= 1


@pytest.mark.parametrize("name", WORDED[:-1])
def test_no_wording_for_raters_says_you_to_mean_the_person(name: str) -> None:
    for item, said in texts(load(name)).items():
        for text in said:
            assert not ONE_S_OWN.search(text.casefold()), f"{item}: {text}"


def test_to_the_marketer_you_is_the_marketer_and_the_ceo_has_a_name() -> None:
    rubric = load("ceo-marketing-partnership")
    assert raters_of(rubric) == ("marketer",)
    for item, said in texts(rubric).items():
        for text in said:
            assert "your marketer" not in text.casefold(), f"{item}: {text}"
            assert "apart from you" not in text.casefold(), f"{item}: {text}"


@pytest.mark.parametrize("name", WORDED)
def test_no_placeholder_is_left_over(name: str) -> None:
    assert not [text for said in texts(load(name)).values() for text in said if "{" in text]


@pytest.mark.parametrize("name", WORDED)
def test_two_answers_never_read_alike_to_a_rater(name: str) -> None:
    for item in rater_view(load(name), NAME).items:
        labels = [text for _, text in item.options()]
        assert len(set(labels)) == len(labels), item.id


def test_who_may_answer_about_somebody_else() -> None:
    assert raters_of(load("manager-readiness")) == RATERS
    assert raters_of(load("marketing-hire-candidate")) == ("interviewer",)
    assert raters_of(load("first-marketing-hire")) == ()


# --- a rater's view --------------------------------------------------------------------------


def worded(name: str, **more: Any) -> dict[str, Any]:
    return single(name, ask_rater=f"{{name}}, {name}?", **more)


def wish(**more: Any) -> dict[str, Any]:
    return single("wish", asked_of=("self",), **more)


def test_the_view_has_the_name_where_it_belongs_and_nothing_else_in_it_counts() -> None:
    item = worded("a", help="You?", help_rater="{name}?")
    options = [{**item["options"][0], "label_rater": "{name} is for a."}, *item["options"][1:]]
    view = rater_view(contrast({**item, "options": tuple(options)}), "{name} %s {0.__class__}")
    (seen,) = view.items
    assert seen.ask == "{name} %s {0.__class__}, a?"
    assert seen.help == "{name} %s {0.__class__}?"
    assert [text for _, text in seen.options()] == [
        "{name} %s {0.__class__} is for a.",
        "For b.",
        "For both.",
    ]


def test_levels_have_a_wording_for_raters_too() -> None:
    levels = ({"anchor": "I say.", "label_rater": "{name} says."}, {"anchor": "It is done."})
    item = {"id": "x", "type": "bars", "ask": "You?", "ask_rater": "{name}?", "levels": levels}
    view = rater_view(readiness({**item, "dimension": "d", "allow_na": False}), NAME)
    assert [text for _, text in view.items[0].options()] == ["Dana says.", "It is done."]


def test_a_view_is_the_same_content_and_a_view_of_it_is_itself() -> None:
    rubric = load("manager-readiness")
    view = rater_view(rubric, NAME)
    assert view.content_hash == rubric.content_hash
    assert rater_view(view, "Somebody Else") is view
    assert rater_view(rubric, None) is rubric
    assert raters_of(view) == RATERS


def test_what_only_the_person_knows_is_neither_missing_nor_zero() -> None:
    rubric = contrast(worded("a"), wish())
    found = assess(rubric, by_boss(rubric, a="pa"))
    assert read(rubric, by_boss(rubric, a="pa"))["wish"].state == "not_presented"
    assert {o.id: o.score for o in found.outcomes} == {"a": 100, "b": 0}
    assert found.lost_weight == 0
    assert (found.answered, found.applicable) == (1, 1)
    own = assess(rubric, Responses(rubric="tiny", answers={"a": "pa"}))
    assert (own.answered, own.applicable) == (1, 2)


@pytest.mark.parametrize("seed", range(5))
def test_a_rater_s_score_is_that_of_the_same_answers_without_the_item(seed: int) -> None:
    names = [f"i{k}" for k in range(4)]
    chosen = {name: ("pa", "pb", "both")[(seed * 7 + k * k) % 3] for k, name in enumerate(names)}
    with_wish = contrast(*(worded(name) for name in names), wish(weight=9))
    without = contrast(*(worded(name) for name in names))
    scores = [
        [o.score for o in assess(rubric, by_boss(rubric, **chosen)).outcomes]
        for rubric in (with_wish, without)
    ]
    assert scores[0] == scores[1]


def test_a_condition_that_reads_a_wish_is_no_condition_for_a_rater() -> None:
    gate = {
        "id": "wants-it",
        "name": "Wants it",
        "when": {"item": "wish", "is": "pb"},
        "on_fail": "exclude",
        "reason": "No.",
    }
    rubric = contrast(worded("a"), wish(), gates=(gate,))
    assert assess(rubric, by_boss(rubric, a="pa")).gates == ()
    own = assess(rubric, Responses(rubric="tiny", answers={"a": "pa", "wish": "pa"}))
    assert [g.state for g in own.gates] == ["pass"]


def test_an_interviewer_s_rubric_is_read_as_it_is() -> None:
    rubric = load("marketing-hire-candidate")
    assert rater_view(rubric, NAME) is rubric


# --- files -----------------------------------------------------------------------------------


def problems(rubric: Rubric, responses: Responses) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(rubric, responses)
    return [(".".join(map(str, p.path)), p.message) for p in caught.value.problems]


def test_a_rater_who_answers_what_only_the_person_knows_is_told_so() -> None:
    rubric = contrast(worded("a"), wish())
    ((place, said),) = problems(rubric, by_boss(rubric, a="pa", wish="pb"))
    assert place == "answers.wish"
    assert "raters are not asked" in said
    assert read(rubric, by_boss(rubric, wish="skipped"))["wish"].state == "not_presented"


def test_a_group_that_cannot_answer_about_others_is_refused() -> None:
    rubric = contrast(worded("a"))
    told = by_boss(rubric)
    own = told.model_copy(
        update={"respondent": told.respondent.model_copy(update={"group": "self"})}
    )
    ((place, said),) = problems(rubric, own)
    assert place == "respondent.group"
    assert "boss or peer or report or mentor or interviewer" in said


def test_answers_about_somebody_to_a_rubric_that_asks_nobody_else_are_refused() -> None:
    rubric = contrast(single("a"))
    ((place, said),) = problems(rubric, by_boss(rubric))
    assert place == "respondent.about"
    assert "nobody else" in said


def test_a_group_is_named_with_its_article() -> None:
    assert [group_in_words(one) for one in ("boss", "interviewer", "report", "team-lead")] == [
        "a boss",
        "an interviewer",
        "a direct report",
        "a team lead",
    ]


def test_the_subject_is_whom_the_answers_are_about() -> None:
    rubric = contrast(worded("a"))
    assert by_boss(rubric).respondent.subject == NAME
    assert by_boss(rubric).respondent.in_words == "about Dana, by a boss"
    assert by_boss(rubric, about=None).respondent.subject is None


# --- what a rubric may say -------------------------------------------------------------------


def messages(*items: dict[str, Any], **more: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        contrast(*items, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([worded("a"), single("b")], "`b` has no wording for raters, and others have"),
        ([worded("a"), single("b", ask_rater="{nmae}?")], "only {name} stands for something"),
        ([worded("a"), single("b", ask_rater="{name?")], "only {name} stands for something"),
        ([worded("a"), wish(ask_rater="{name}?")], "nobody but the person is asked this"),
        ([single("a", help_rater="{name}?")], "a wording for raters without their question"),
        ([worded("a"), wish(dimension="own")], "dimension `own` has no item that raters are asked"),
        (
            [wish(), worded("a"), worded("b", ask_when={"item": "wish", "is": "pa"})],
            "raters are not asked `wish`, so this is never asked of them",
        ),
    ],
)
def test_a_half_finished_wording_is_a_problem(items: list[dict[str, Any]], said: str) -> None:
    assert said in messages(*items)


def test_two_labels_that_read_alike_to_raters_are_a_problem() -> None:
    item = worded("a")
    options = tuple({**one, "label_rater": "The same."} for one in item["options"])
    assert "for raters: two options have the same wording" in messages({**item, "options": options})


@pytest.mark.parametrize(
    ("raters", "said"),
    [
        (("marketer",), "no item has a wording for raters"),
        (("self",), "`self` is the person, not somebody else"),
    ],
)
def test_raters_must_make_sense(raters: tuple[str, ...], said: str) -> None:
    assert said in messages(single("a"), raters=raters)


def test_a_rubric_names_its_own_raters() -> None:
    assert raters_of(contrast(worded("a"), raters=("marketer",))) == ("marketer",)


def test_a_scale_needs_no_labels_for_raters() -> None:
    rubric = contrast(likert("a", ask_rater="How often does {name}?"))
    found = assess(rubric, by_boss(rubric, a=4))
    assert found.contributions[0].ask == "How often does Dana?"
    assert found.contributions[0].values == (Fraction(3, 4), Fraction(1, 4))
