"""How each item type is asked, how its answers are typed, quoted, told apart and audited."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from rolefit.rubric.conditions import ItemIs
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import (
    Amount,
    Rating,
    Rows,
    Shares,
    Ticks,
    Unreadable,
    Wording,
    amount_of,
    answers_at_once,
    choices_of,
    levels_of,
    number_range,
    numbers_of,
)
from rolefit.rubric.models import STANDARD

ADAPTER: TypeAdapter[Any] = TypeAdapter(Item)
HALF = Fraction(1, 2)
OUTCOMES = ("a", "b")
LABELS = ("never", "seldom", "often", "always")
OPTIONS: tuple[dict[str, Any], ...] = (
    {"id": "pen", "text": "A pen.", "label_rater": "{name}'s pen.", "favors": {"a": 1}},
    {"id": "board", "text": "A board.", "favors": {"a": HALF, "b": HALF}},
    {"id": "phone", "text": "A phone.", "favors": {"b": 1}},
)
LADDER = tuple({"id": f"o{k}", "text": f"Rung {k}.", "value": Fraction(k, 3)} for k in range(4))
LEVELS = (
    {"anchor": "Nothing.", "label_rater": "{name} did nothing."},
    {"anchor": "A draft."},
    {"anchor": "A plan."},
)
POINTS = (
    {"at": 10, "value": 0},
    {"at": 20, "value": 1},
    {"at": 30, "value": Fraction(1, 2)},
)


def item(kind: str, **more: Any) -> Any:
    return ADAPTER.validate_python(
        {"id": "q", "type": kind, "ask": "q?", "dimension": "d", "allow_na": False, **more}
    )


def likert(**more: Any) -> Any:
    return item("likert", **{"labels": LABELS, "toward": "a", **more})


def bars(**more: Any) -> Any:
    return item("bars", **{"levels": LEVELS, "toward": "a", **more})


def single(options: Any = OPTIONS, **more: Any) -> Any:
    return item("single", options=options, **more)


def multi(**more: Any) -> Any:
    return item("multi", options=OPTIONS, **more)


def numeric(**more: Any) -> Any:
    common = {"unit": "hours a week", "range": (0, 40), "breakpoints": POINTS, "toward": "a"}
    return item("numeric", **{**common, **more})


def yes_no(**more: Any) -> Any:
    return item("yes_no", **{"toward": "a", "also_scores": True, **more})


def allocation(**more: Any) -> Any:
    return item("allocation", options=OPTIONS, **{"total": 40, "unit": "hours", **more})


# --- how it is asked -------------------------------------------------------------------------


def test_the_way_of_asking_holds_all_that_can_be_chosen() -> None:
    pairs = tuple((one["id"], one["text"]) for one in OPTIONS)
    none = ("none_of_these", "None of these.")
    assert single().input_kind == Rows(choices_of(pairs))
    assert multi(min_selected=1, max_selected=2, none_of_these=False).input_kind == Ticks(
        choices_of(pairs), None, 1, 2
    )
    assert multi().input_kind == Ticks(choices_of((*pairs, none)), "none_of_these", 1, 3)
    assert numeric().input_kind == Amount("hours a week", low=Fraction(0), high=Fraction(40))
    assert allocation().input_kind == Shares(choices_of(pairs), Fraction(40), "hours")
    assert yes_no().input_kind == Rows(choices_of((("yes", "Yes"), ("no", "No"))), affirms=True)
    scale = levels_of((("1", "never"), ("2", "seldom"), ("3", "often"), ("4", "always")))
    assert likert().input_kind == Rows(scale)
    anchors = levels_of((("1", "Nothing."), ("2", "A draft."), ("3", "A plan.")))
    assert bars().input_kind == Rows(anchors, levels=True)
    assert bars(half_levels=True).input_kind == Rows(anchors, levels=True, halves=True)


def test_rows_are_numbered_as_their_scale_is_and_otherwise_from_1() -> None:
    assert numbers_of(single().input_kind) == (1, 2, 3)
    assert numbers_of(multi().input_kind) == (1, 2, 3, 4)
    assert numbers_of(likert(start=0).input_kind) == (0, 1, 2, 3)
    risen = item("likert", labels=("0", "1", "3", "4"), toward="a")
    assert numbers_of(risen.input_kind) == (0, 1, 3, 4)
    fallen = item("likert", labels=("4", "3", "1", "0"), toward="a")
    assert numbers_of(fallen.input_kind) == (1, 2, 3, 4)


def test_the_numbers_that_can_be_typed_are_a_range_only_where_none_is_left_out() -> None:
    assert number_range(likert().input_kind) == "1 to 4"
    assert number_range(likert(codes=(0, 1, 3, 4)).input_kind) == "0, 1, 3, 4"


def test_one_figure_answers_at_once_unless_it_can_be_the_beginning_of_another() -> None:
    assert answers_at_once(likert().input_kind)
    assert answers_at_once(likert(codes=(0, 3, 6, 9)).input_kind)
    assert not answers_at_once(likert(codes=(1, 2, 3, 10)).input_kind)
    assert not answers_at_once(likert(codes=(-1, 0, 1, 2)).input_kind)
    assert answers_at_once(multi().input_kind)


def test_an_amount_that_is_no_number_yet_is_0() -> None:
    assert amount_of("soon") == 0
    assert amount_of(12) == 12


@pytest.mark.parametrize(
    ("asked", "told", "hint"),
    [
        (single(), "", ""),
        (yes_no(), "", ""),
        (likert(), "", ""),
        (multi(min_selected=2), "Choose 2 or more.", "(a list: [one, another])"),
        (
            multi(min_selected=1, max_selected=2),
            "Choose 1 to 2.",
            "(a list: [one, another])",
        ),
        (multi(min_selected=2, max_selected=2), "Choose 2.", "(a list: [one, another])"),
        (numeric(), "A number of hours a week, 0 to 40.", ""),
        (
            allocation(),
            "Split 40 hours over these; what gets none may stay empty.",
            "(parts that add up to 40 hours: {pen: 20, board: 20})",
        ),
    ],
    ids=lambda one: getattr(one, "type", None),
)
def test_how_to_answer_is_said_where_the_options_do_not_say_it(
    asked: Any, told: str, hint: str
) -> None:
    assert (asked.instruction, asked.file_hint) == (told, hint)


def test_an_interviewer_has_a_question_of_their_own() -> None:
    assert bars(interview_question="What did you write?").prompt == "What did you write?"
    assert likert().prompt is None


# --- how an answer is typed, written and quoted ----------------------------------------------


def test_an_option_may_be_typed_by_its_number() -> None:
    assert [single().parse_typed(text) for text in ("1", "3", "board")] == ["pen", "phone", "board"]
    assert [single().parse_typed(text) for text in ("0", "4", "-1")] == ["0", "4", "-1"]
    assert multi().parse_typed("1, 3") == ("pen", "phone")
    assert multi().parse_typed("2") == "board"


def test_a_number_is_typed_in_plain_digits_and_anything_else_is_a_text() -> None:
    read = numeric().parse_typed
    assert (read("12"), read("-3"), read("12.50")) == (12, -3, Decimal("12.50"))
    assert isinstance(read("12"), int)
    assert (read("1e3"), read("9" * 19), read("1."), read("\u0663")) == (
        "1e3",
        "9" * 19,
        "1.",
        "\u0663",
    )


def test_none_of_these_is_an_answer_only_where_it_is_offered() -> None:
    assert multi().parse_typed("none") == "none_of_these"
    assert multi().parse_typed("pen,none") == ("pen", "none_of_these")
    needed = multi(none_of_these=False, allow_na=True)
    with pytest.raises(Unreadable, match="`none` is no answer here") as caught:
        needed.parse_typed("none")
    states = "skipped, dont_know or not_applicable"
    assert caught.value.hint == f"choose from pen, board, phone; or write {states}"
    with pytest.raises(Unreadable) as caught:
        multi(none_of_these=False).parse_typed("pen,none")
    assert caught.value.hint.endswith("or write skipped or dont_know")


def test_what_is_written_is_read_back() -> None:
    assert multi().written(("pen", "phone")) == "pen,phone"
    assert single().written("pen") == "pen"
    assert numeric().written(Fraction(25, 2)) == "12.5"
    assert allocation().written((("pen", Fraction(0)), ("board", HALF))) == "board:0.5"


def test_an_answer_is_quoted_in_the_words_of_the_rubric() -> None:
    assert single().shown("pen") == "A pen."
    assert multi().shown(("pen", "phone")) == "A pen; A phone"
    assert multi().shown(("none_of_these",)) == "None of these"
    assert (yes_no().shown("yes"), yes_no().shown("no")) == ("Yes", "No")
    assert likert().shown(2) == "seldom"
    assert bars().shown(Fraction(3)) == "A plan."
    assert bars(half_levels=True).shown(Fraction(5, 2)) == "2.5: between two levels"


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("hours a week", "1 hour a week"),
        ("people", "1 person"),
        ("People asked", "1 person asked"),
        ("glass", "1 glass"),
        ("ms", "1 ms"),
        ("days", "1 day"),
        ("percent", "1 percent"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(unit: str, one: str) -> None:
    asked = numeric(unit=unit)
    assert asked.shown(Fraction(1)) == one
    assert asked.shown(Fraction(2)) == f"2 {unit}"


# --- what can be chosen, and how far answers are from each other -----------------------------


def test_an_answer_chooses_the_options_in_it() -> None:
    assert single().choices_in("pen") == ("pen",)
    assert multi().choices_in(("pen", "phone")) == ("pen", "phone")
    assert allocation().choices_in((("pen", Fraction(3)), ("board", Fraction(0)))) == ("pen",)
    assert numeric().choices_in(Fraction(3)) == ()
    assert likert(start=0).choices_in(2) == ("2",)
    halves = bars(half_levels=True)
    assert halves.choices_in(Fraction(2)) == ("2",)
    assert halves.choices_in(Fraction(5, 2)) == ("5/2",)
    assert numeric().options() == (("0 to 40", "hours a week"),)


def test_only_options_with_an_id_and_a_worth_of_their_own_are_named() -> None:
    for one in (single(), multi(), allocation()):
        assert [option.id for option in one.named_options()] == ["pen", "board", "phone"]
    assert likert().named_options() == numeric().named_options() == ()


def test_an_answer_on_a_page_has_its_place_among_all_of_them() -> None:
    assert single().position("board") == (2, 3)
    assert likert(start=0).position(3) == (4, 4)
    assert bars(half_levels=True).position(Fraction(2)) == (2, 3)
    assert bars(half_levels=True).position(Fraction(5, 2)) is None
    assert numeric().position(Fraction(3)) is None


def test_the_distance_is_that_in_steps_and_0_only_for_the_same_answer() -> None:
    ladder = single(LADDER)
    assert [ladder.distance("o0", to) for to in ("o0", "o1", "o3")] == [0, 1, 3]
    level = single(({**LADDER[0]}, {**LADDER[1], "value": 0}))
    assert level.distance("o0", "o1") == 1
    assert [single().distance("pen", to) for to in ("pen", "phone")] == [0, 1]
    assert multi().distance(("pen",), ("board", "phone")) == 3
    assert multi().distance(("none_of_these",), ("pen",)) == 1
    assert multi().distance(("pen",), ("pen",)) == 0
    assert likert(codes=(0, 1, 5, 9)).distance(0, 9) == 3
    assert bars(half_levels=True).distance(Fraction(1), Fraction(5, 2)) == 3
    far = numeric().distance
    assert [far(Fraction(5), Fraction(to)) for to in (5, 6, 15, 25, 40)] == [0, 1, 2, 3, 4]
    assert far(Fraction(40), Fraction(5)) == 4
    assert far(Fraction(10), Fraction(20)) == 1


def test_anchors_apart_count_levels_and_not_halves_of_them() -> None:
    assert likert().anchors_apart(1, 4) == 3
    assert bars().anchors_apart(Fraction(1), Fraction(3)) == 2
    assert bars(half_levels=True).anchors_apart(Fraction(1), Fraction(5, 2)) == Fraction(3, 2)
    assert single().anchors_apart("pen", "phone") is None


def test_a_slip_of_a_list_of_ticks_is_one_tick_more_or_less() -> None:
    slips = dict(multi().slips(("pen",)))
    assert slips == dict.fromkeys(
        [("none_of_these",), ("pen", "board"), ("pen", "phone")], Fraction(1)
    )


def test_a_slip_of_an_amount_is_as_far_as_it_is_known_and_inside_its_range() -> None:
    assert dict(numeric().slips(Fraction(10))) == {Fraction(8): 1, Fraction(12): 1}
    assert dict(numeric().slips(Fraction(1))) == {Fraction(3): 1}
    assert dict(numeric(resolution=40).slips(Fraction(0))) == {Fraction(40): 1}
    assert dict(numeric(range=(0, 10)).slips(Fraction(5))) == {Fraction(4): 1, Fraction(6): 1}


def test_a_step_of_an_amount_is_the_larger_of_both_sides() -> None:
    assert numeric().step_at(Fraction(20)) == Fraction(1, 5)
    assert numeric().step_at(Fraction(5)) == 0
    assert numeric().step_at(Fraction(9)) == Fraction(1, 10)


# --- what an answer says, and how an audit looks at it ---------------------------------------


def test_a_rating_says_how_far_one_agrees_and_with_what() -> None:
    assert likert().agreement(4, OUTCOMES) == Rating("a", Fraction(1))
    assert likert(reverse=True).agreement(2, OUTCOMES) == Rating("b", Fraction(1, 3))
    standard = likert(toward=None)
    assert standard.agreement(1, (STANDARD,)) == Rating(False, Fraction(0))
    assert single().agreement("pen", OUTCOMES) is None


def test_what_speaks_for_one_outcome_alone_leans_to_it() -> None:
    def told(one: Any) -> list[tuple[Any, str]]:
        return [(wording.path, pole) for wording, pole in one.leanings(OUTCOMES)]

    options = [(("options", 0, "text"), "a"), (("options", 2, "text"), "b")]
    for one in (single(), multi(), allocation()):
        assert told(one) == options
        assert one.wordings()[1] == Wording(("options", 1, "text"), "A board.")
    assert told(bars()) == [(("levels", 0, "anchor"), "b"), (("levels", 2, "anchor"), "a")]
    assert bars().wordings()[0] == Wording(("levels", 0, "anchor"), "Nothing.", anchor=True)
    assert told(bars(toward=None)) == told(likert()) == []
    assert likert().wordings() == ()


def test_a_scale_that_a_rubric_shares_is_nobodys_own() -> None:
    assert likert().own_labels({}) == LABELS
    assert likert().own_labels({"s": LABELS}) == LABELS
    assert single().own_labels({}) == ()


def test_somebody_else_reads_wordings_of_their_own() -> None:
    for one in (single(), multi(), allocation()):
        asked = one.model_copy(update={"ask_rater": "q of {name}?", "help_rater": "Of {name}."})
        paths = [path for path, _ in asked.rater_texts()]
        assert paths == [("ask_rater",), ("help_rater",), ("options", 0, "label_rater")]
        read = asked.for_rater("Dana")
        assert (read.ask, read.help) == ("q of Dana?", "Of Dana.")
        assert [text for _, text in read.options()][:3] == ["Dana's pen.", "A board.", "A phone."]
        assert one.for_rater("Dana") is one
    rated = bars(ask_rater="q of {name}?")
    assert [path for path, _ in rated.rater_texts()] == [
        ("ask_rater",),
        ("levels", 0, "label_rater"),
    ]
    read = rated.for_rater("Dana")
    assert [level.anchor for level in read.levels] == ["Dana did nothing.", "A draft.", "A plan."]


def test_agreeing_with_everything_is_the_high_end_or_the_first_place() -> None:
    assert (yes_no().agreeing(), yes_no().denying()) == ("yes", "no")
    assert (likert().agreeing(), likert().denying()) == (4, 1)
    assert (single().agreeing(), single().denying()) == ("pen", "phone")
    assert multi(max_selected=2).agreeing() == ("pen", "board")
    assert numeric().places() == (0, 20, 40)
    assert multi(min_selected=2).places() == (
        ("pen", "board"),
        ("board", "phone"),
        ("none_of_these",),
    )
    assert multi(none_of_these=False).places() == (("pen",), ("board",), ("phone",))


def test_an_unscored_amount_is_cut_into_parts_and_a_scored_one_where_its_worth_turns() -> None:
    fact = numeric(dimension=None, toward=None, breakpoints=())
    assert fact.spread(4) == (0, 10, 20, 30, 40)
    assert numeric().spread(4) == numeric().candidates() == (0, 10, 20, 30, 40)
    assert numeric(range=(15, 25)).candidates() == (15, 20, 25)


def test_amounts_between_which_nothing_turns_stand_for_all() -> None:
    read = [ItemIs(item="q", at_least=Fraction(20)), ItemIs(item="q", at_most=Fraction(50))]
    fact = numeric(dimension=None, toward=None, breakpoints=())
    assert fact.representatives(read) == (0, 10, 20, 30, 40)
    assert numeric(range=(10, 20)).representatives([]) == (10, 15, 20)


def test_a_worth_that_rises_and_falls_again_names_its_field() -> None:
    assert numeric().turning_field == "breakpoints"
    assert numeric(breakpoints=POINTS[:2]).turning_field is None
    flat = ({"at": 0, "value": 0}, {"at": 5, "value": 0}, {"at": 9, "value": 1})
    assert numeric(breakpoints=flat).turning_field is None
    assert single().turning_field is None


def test_conditions_compare_in_the_steps_of_the_scale() -> None:
    assert (numeric().compared_range, numeric().compared_step) == ((0, 40), 1)
    narrow = numeric(range=(0, 1), breakpoints=({"at": 0, "value": 0}, {"at": 1, "value": 1}))
    assert narrow.compared_step == Fraction(1, 10)
    assert (bars().compared_step, bars(half_levels=True).compared_step) == (1, HALF)
    assert single().compared_step == 1
    assert single().compared_range == (0, 0)


def test_what_is_worth_nothing_for_an_outcome_in_any_answer_does_not_speak_for_it() -> None:
    lonely = single((*OPTIONS[:1], {"id": "none_", "text": "Neither."}))
    assert [lonely.can_favor(one, OUTCOMES) for one in OUTCOMES] == [True, False]
    assert [multi().can_favor(one, OUTCOMES) for one in OUTCOMES] == [True, True]


def test_the_variance_of_an_amount_is_that_of_every_amount_equally_likely() -> None:
    def spread(asked: Item) -> Fraction:
        return asked.uniform_variance(lambda answer: asked.values(answer, OUTCOMES)[0])

    even = ({"at": 0, "value": 0}, {"at": 40, "value": 1})
    assert spread(numeric(breakpoints=even)) == Fraction(1, 12)
    steps = ({"at": 0, "value": 0}, {"at": 20, "value": 1})
    assert spread(numeric(breakpoints=steps, shape="step")) == Fraction(1, 4)


def test_mirrored_ticks_of_a_readiness_rubric_are_worth_what_was_lacking() -> None:
    ticks = item("multi", options=LADDER, max_selected=1)
    turned = ticks.mirror((STANDARD,))
    for answer in ticks.candidates():
        [before], [after] = (one.values(answer, (STANDARD,)) for one in (ticks, turned))
        assert after == 1 - before
    assert turned.values(("o3",), (STANDARD,)) == (0,)


# --- what a program reads of an answer -------------------------------------------------------


def test_the_schema_of_an_answer_lists_what_can_be_written() -> None:
    assert single().answer_schema() == {"enum": ["pen", "board", "phone"]}
    keys = ["pen", "board", "phone", "none_of_these"]
    listed = {"type": "array", "items": {"enum": keys}, "uniqueItems": True}
    assert multi().answer_schema() == {"anyOf": [listed, {"enum": keys}]}
    assert numeric().answer_schema() == {"type": "number", "minimum": 0.0, "maximum": 40.0}
    assert yes_no().answer_schema() == {"enum": ["yes", "no", True, False]}
    assert likert().answer_schema() == {"enum": [1, 2, 3, 4, *LABELS]}
    part = {"type": "number", "minimum": 0, "maximum": 40.0}
    parts = dict.fromkeys(["pen", "board", "phone"], part)
    assert allocation().answer_schema() == {
        "type": "object",
        "properties": parts,
        "additionalProperties": False,
    }
    whole = {"type": "number", "minimum": 1, "maximum": 3, "multipleOf": 1}
    assert bars().answer_schema() == whole
    assert bars(half_levels=True).answer_schema() == {**whole, "multipleOf": 0.5}
