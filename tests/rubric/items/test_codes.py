"""Printed codes: an answer is the number on the form or a label, and is never read as a place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import make
import pytest
from pydantic import ValidationError

from rolefit.errors import Invalid
from rolefit.rubric.conditions import ItemIs, matches
from rolefit.rubric.fields import undeclared_codes
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import read, read_response
from rolefit.rubric.models import STANDARD

WORDS = ("Not at all", "A little", "To some extent", "Largely", "Very largely")
SEVEN = ("-3", "-2", "-1", "0", "1", "2", "3")


def item(**more: Any) -> Item:
    raw = {"toward": None, **make.likert("q"), **more}
    raw["toward"] = None
    return make.readiness(raw).items[0]


def bars(anchors: tuple[str, ...], **more: Any) -> Item:
    levels = tuple({"anchor": anchor} for anchor in anchors)
    raw = {"id": "q", "type": "bars", "ask": "q?", "dimension": "d", "allow_na": False}
    return make.readiness({**raw, "levels": levels, **more}).items[0]


def worth(one: Item, raw: object) -> Fraction:
    return one.values(one.read(raw), (STANDARD,))[0]


def problems(**more: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        item(**more)
    invalid = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(invalid, Invalid)
    return [problem.message for problem in invalid.problems]


@pytest.mark.parametrize("declared", [{"codes": (0, 1, 2, 3, 4)}, {"start": 0}])
def test_a_number_is_the_printed_code(declared: dict[str, Any]) -> None:
    coded = item(labels=WORDS, **declared)
    assert [worth(coded, code) for code in range(5)] == [Fraction(k, 4) for k in range(5)]
    assert worth(coded, "Largely") == Fraction(3, 4)
    assert [key for key, _ in coded.options()] == ["0", "1", "2", "3", "4"]
    assert coded.answer_schema()["enum"][:5] == [0, 1, 2, 3, 4]
    assert coded.position(coded.read(0)) == (1, 5)


def test_a_place_that_is_no_code_is_refused_with_both_readings() -> None:
    with pytest.raises(Unreadable) as caught:
        item(labels=WORDS, start=0).read(5)
    assert caught.value.message == (
        "5 is none of the codes 0 to 4; it could be meant as place 5, which is code 4 "
        "(`Very largely`)"
    )
    with pytest.raises(Unreadable, match="expected one of the codes 0 to 4"):
        item(labels=WORDS, start=0).read(6)


def test_codes_below_zero_count_from_the_low_end() -> None:
    coded = item(labels=SEVEN, start=-3)
    assert [worth(coded, code) for code in (-3, -1, 2, 3)] == [0, Fraction(1, 3), Fraction(5, 6), 1]
    assert worth(coded, "2") == Fraction(5, 6)
    assert worth(item(labels=SEVEN, start=-3, reverse=True), 2) == Fraction(1, 6)
    assert coded.distance(coded.read(-1), coded.read(1)) == 2


def test_labels_that_are_numbers_make_an_undeclared_number_ambiguous() -> None:
    plain = item(labels=SEVEN)
    with pytest.raises(Unreadable) as caught:
        plain.read(2)
    assert caught.value.message == "2 could be the label `2` (place 6) or the place 2 (label `-2`)"
    assert caught.value.hint.endswith("declare the printed codes in the rubric: start: -3")
    with pytest.raises(Unreadable, match="no label is 7; place 7 has the label `3`"):
        plain.read(7)
    assert worth(plain, "2") == Fraction(5, 6)
    assert worth(plain, -1) == Fraction(1, 3)
    assert plain.answer_schema() == {"enum": list(SEVEN)}


def test_labels_that_are_their_own_places_are_read_as_ever() -> None:
    assert worth(item(labels=("1", "2", "3", "4", "5")), 4) == Fraction(3, 4)
    assert not item(labels=("1", "2", "3")).missing_codes


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (SEVEN, "start: -3"),
        (("0", "25", "50", "75", "100"), "codes: [0, 25, 50, 75, 100]"),
    ],
)
def test_a_check_asks_for_the_codes_and_says_how(labels: tuple[str, ...], codes: str) -> None:
    (found,) = undeclared_codes((item(labels=labels),))
    assert found.path == ("items", 0)
    assert found.hint == f"declare the printed codes: {codes}"
    assert not list(undeclared_codes((item(labels=labels, **yaml(codes)),)))


def yaml(line: str) -> dict[str, Any]:
    key, _, value = line.partition(": ")
    return {key: tuple(map(int, value.strip("[]").split(", "))) if "[" in value else int(value)}


def test_a_shared_scale_declares_its_codes_once() -> None:
    scale = {"labels": WORDS, "codes": (0, 1, 2, 3, 4), "code_for": {"9": "not_applicable"}}
    both = (
        {"id": k, "type": "likert", "ask": "?", "scale": "l", "dimension": "d", "allow_na": na}
        for k, na in (("p", False), ("q", True))
    )
    rubric = make.readiness(*both, scales={"l": scale})
    assert worth(rubric.item("p"), 4) == 1
    assert read_response(rubric.item("q"), 9).state == "not_applicable"
    with pytest.raises(Unreadable, match="this item always applies"):
        read_response(rubric.item("p"), 9)


def test_a_code_may_mean_that_nobody_knows() -> None:
    coded = item(labels=WORDS, start=0, code_for={"8": "dont_know", "9": "not_applicable"})
    assert read_response(coded, 8).state == "dont_know"
    assert read_response(coded, {"answer": 8, "note": "new here"}).note == "new here"
    assert coded.file_hint == "8 stands for dont_know; 9 stands for not_applicable"


def test_a_scale_may_label_its_ends_only() -> None:
    nine = item(labels=(), ends=("never", "always"), points=9)
    assert worth(nine, 7) == Fraction(3, 4)
    assert worth(nine, "Always") == 1
    assert nine.shown(nine.read(7)) == "7 (1 never, 9 always)"
    assert nine.shown(nine.read(9)) == "always"
    ten = item(labels=(), ends=("never", "always"), points=11, start=0)
    assert worth(ten, 7) == Fraction(7, 10)
    assert ten.shown(ten.read(10)) == "always (10)"
    with pytest.raises(Unreadable, match="expected 1 to 9 or one of the labels"):
        nine.read("")


def test_levels_carry_codes_and_halves_between_them() -> None:
    coded = bars(("a a", "b b", "c c"), start=0, half_levels=True)
    assert [worth(coded, raw) for raw in (0, 1, 2)] == [0, Fraction(1, 2), 1]
    assert worth(coded, Fraction(1, 2)) == Fraction(1, 4)
    assert coded.distance(coded.read(0), coded.read(Fraction(3, 2))) == 3
    with pytest.raises(Unreadable, match="3 is none of the codes 0 to 2"):
        coded.read(3)
    with pytest.raises(Unreadable, match=r"expected one of the codes 0 to 2 \(halves allowed\)"):
        coded.read(Fraction(5, 2))
    assert worth(bars(tuple("abcdefghijk")), 11) == 1


def test_levels_named_by_numbers_are_ambiguous_too() -> None:
    eleven = tuple(str(k) for k in range(11))
    with pytest.raises(Unreadable, match="7 could be the label `7`"):
        bars(eleven).read(7)
    assert worth(bars(eleven, start=0), 7) == Fraction(7, 10)


def test_conditions_speak_in_codes() -> None:
    coded = item(labels=WORDS, start=0)
    leaf = ItemIs.model_validate({"item": "q", "at_least": 3})
    assert matches(leaf, coded.read(3))
    assert not matches(leaf, coded.read(2))
    assert not list(coded.comparison_problems(leaf))
    beyond = ItemIs.model_validate({"item": "q", "at_least": 5})
    (found,) = coded.comparison_problems(beyond)
    assert found.message == "`q` has the codes 0 to 4; 5 is none of them"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"codes": (0, 1)}, "2 codes for a scale of 5 points"),
        ({"codes": (4, 3, 2, 1, 0)}, "codes must rise, each once"),
        ({"codes": (0, 1, 2, 3, 4), "start": 0}, "codes and start say the same in two ways"),
        ({"start": 0, "code_for": {"4": "dont_know"}}, "4 is a point of the scale already"),
        (
            {"labels": SEVEN, "start": 0},
            "the label `-3` is a number, but the code of its point is 0",
        ),
        ({"ends": ("a", "b"), "points": 5}, "labels name every point, ends only two"),
        ({"labels": (), "ends": ("a", "b")}, "ends and points belong together"),
    ],
)
def test_a_wrong_declaration_is_named(more: dict[str, Any], message: str) -> None:
    assert problems(**{"labels": WORDS, **more})[0] == message


def test_a_quote_shows_the_code_beside_the_label() -> None:
    coded = item(labels=WORDS, start=0)
    assert coded.shown(coded.read(3)) == "Largely (3)"
    assert item(labels=WORDS).shown(4) == "Largely"
    assert item(labels=SEVEN, start=-3).shown(2) == "2"


def test_a_form_of_codes_0_to_4_with_1_2_4_3_has_ten_of_sixteen() -> None:
    rows = [{**make.likert(f"q{k}"), "labels": WORDS, "start": 0, "toward": None} for k in range(4)]
    rubric = make.readiness(*rows)
    answers = read(rubric, make.answers(rubric, q0=1, q1=2, q2=4, q3=3))
    worths = [i.values(answers[i.id].answer, (STANDARD,))[0] for i in rubric.items]  # type: ignore[arg-type]
    assert 100 * sum(worths) / 4 == Fraction(125, 2)


@pytest.mark.parametrize("given", [9, 99, -9])
@pytest.mark.parametrize("declared", [{}, {"start": 0}, {"codes": (0, 1, 2, 3, 4)}])
def test_a_number_that_forms_print_for_no_answer_leads_to_its_declaration(
    given: int, declared: dict[str, Any]
) -> None:
    with pytest.raises(Unreadable) as caught:
        item(labels=WORDS, **declared).read(given)
    hint = f"a rubric may say what {given} stands for: code_for: {{{given}: dont_know}}"
    assert caught.value.hint == hint
    with pytest.raises(Unreadable) as caught:
        item(labels=WORDS, **declared).model_copy(update={"allow_na": True}).read(given)
    assert caught.value.hint == hint.replace("dont_know", "not_applicable")
    meant = item(labels=WORDS, code_for={str(given): "dont_know"}, **declared)
    assert meant.state_for(given) == "dont_know"


def ends(low: str, high: str, points: int, **more: Any) -> Item:
    return item(labels=(), ends=(low, high), points=points, **more)


@pytest.mark.parametrize(
    "labels",
    [
        ("0 - never", "1 - once", "2 - often"),
        ("0 \u2013 never", "1 \u2013 once", "2 \u2013 often"),
        ("0- never", "1- once", "2- often"),
        ("0: never", "1: once", "2: often"),
        ("0. never", "1. once", "2. often"),
        ("0) 0 times", "1) 1 time", "2) 2 to 3 times"),
        ("(0) never", "[1] once", "2 (often)"),
        ("0 = 0 days", "1 = 1-2 days", "2 = more"),
        ("0", "1 = once", "2"),
        ("0 bad", "1 fair", "2 good"),
        ("0 days", "1 day", "2 or more"),
    ],
)
def test_a_number_before_the_words_of_a_label_is_ambiguous_until_it_is_declared(
    labels: tuple[str, ...],
) -> None:
    for plain in (item(labels=labels), bars(labels)):
        assert plain.missing_codes == "declare the printed codes: start: 0"
        with pytest.raises(Unreadable) as caught:
            plain.read(1)
        assert caught.value.message == (
            f"1 could be the label `{labels[1]}` (place 2) or the place 1 (label `{labels[0]}`)"
        )
        assert worth(plain, labels[1]) == Fraction(1, 2)
        assert worth(plain, 0) == 0
    for declared in (item(labels=labels, start=0), bars(labels, start=0)):
        assert not declared.missing_codes
        assert worth(declared, 1) == Fraction(1, 2)
        assert declared.shown(declared.read(1)) == labels[1]


@pytest.mark.parametrize(
    "labels",
    [
        ("1 - never", "2 - once", "3 - often"),
        ("0 to 1 times", "2 to 3 times", "4 or more"),
        ("0-1 hours", "2-3 hours", "4 - 5 hours"),
        ("2 - 3 days", "4 - 5 days", "6 - or more"),
        ("3- to 5-year plans", "6- to 9-year plans", "10- or more"),
        ("3 months", "6 months", "12 months"),
        ("1 bad", "2 fair", "3 good"),
        ("1 day", "3 days", "4 days"),
        ("10 % or less", "20 %", "30 %"),
        ("0.5 days", "1.5 days", "2.5 days"),
        ("3:1", "2:1", "1:1"),
        ("never", "1 - once", "2 - often"),
        ("1 - never", "1 - once", "2 - often"),
        ("2019: the first", "2020: the second", "2021: the third"),
    ],
)
def test_places_amounts_and_lone_numbers_before_words_are_no_codes(labels: tuple[str, ...]) -> None:
    for plain in (item(labels=labels), bars(labels)):
        assert not plain.missing_codes
        assert worth(plain, 2) == Fraction(1, 2)
        assert worth(item(labels=labels, start=5), 6) == Fraction(1, 2)


def test_the_numbers_of_two_ends_count_on_between_them() -> None:
    plain = ends("0 = bad", "10 = good", 11)
    with pytest.raises(Unreadable) as caught:
        plain.read(7)
    message = "7 could be the printed 7 (place 8) or the place 7 (printed 6)"
    assert caught.value.message == message
    assert worth(plain, "7") == Fraction(7, 10)
    assert plain.shown(plain.read("7")) == "7 (0 = bad, 10 = good)"
    assert plain.answer_schema()["enum"][6:8] == ["6", "7"]
    with pytest.raises(Unreadable, match=r"3 could be the label .* or the place 3 \(printed -1\)"):
        ends("\u20133 (bad)", "+3 (good)", 7).read(3)
    declared = ends("0 = bad", "10 = good", 11, start=0)
    assert worth(declared, 7) == Fraction(7, 10)
    assert declared.shown(declared.read(7)) == "7 (0 = bad, 10 = good)"
    assert worth(ends("1 = bad", "10 = good", 10), 7) == Fraction(2, 3)
    with pytest.raises(Unreadable, match="no label is 3; place 3 has no label"):
        ends("0", "5", 11).read(3)


FALLING = "list the points with the lowest number first (likert: reverse: true turns what counts)"
IN_WORDS = "write the labels in words"


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        (("0", "10", 11), "declare the printed codes: start: 0"),
        (("-3 (bad)", "3 (good)", 7), "declare the printed codes: start: -3"),
        (("0", "100", 5), "declare the printed codes: codes: [0, 25, 50, 75, 100]"),
        (("10 = good", "1 = bad", 10), FALLING),
        (("4", "0", 5), f"{FALLING}, and declare the printed codes: start: 0"),
        (("0", "5", 11), IN_WORDS),
        (("0", "1", "2", "or more"), "declare the printed codes: start: 0"),
        (("0: no", "2: some", "4: all"), "declare the printed codes: codes: [0, 2, 4]"),
        (("3", "2", "1"), FALLING),
        (("6", "3", "0"), f"{FALLING}, and declare the printed codes: codes: [0, 3, 6]"),
        (("0", "3", "1"), IN_WORDS),
        (("0", "some", "10"), IN_WORDS),
    ],
)
def test_a_hint_about_printed_numbers_is_accepted_when_it_is_followed(
    shape: tuple[Any, ...], hint: str
) -> None:
    *labels, last = shape
    points = {"points": last} if isinstance(last, int) else {}
    texts = tuple(labels) if points else shape
    key = "ends" if points else "labels"
    base: dict[str, Any] = {"labels": ()} | points
    (found,) = undeclared_codes((item(**base | {key: texts}),))
    assert found.hint == hint
    if hint == IN_WORDS:
        texts = tuple("abc"[: len(texts)])
    if hint.startswith(FALLING):
        texts, base = texts[::-1], base | {"reverse": True}
    _, declares, declaration = hint.partition("declare the printed codes: ")
    followed = item(**base | {key: texts} | (yaml(declaration) if declares else {}))
    assert not followed.missing_codes


def test_a_number_that_already_means_no_answer_is_not_proposed_as_a_point() -> None:
    taken = {"0": "dont_know"}
    assert item(labels=("0", "1", "2"), code_for=taken).missing_codes == IN_WORDS
    assert not item(labels=("a", "b", "c"), code_for=taken).missing_codes


@pytest.mark.parametrize(
    ("more", "given", "start"),
    [
        ({}, 0, 0),
        ({}, -2, -2),
        ({}, 6, None),
        ({}, -1000, None),
        ({"labels": ("1", "2", "3")}, 0, None),
        ({"code_for": {"0": "dont_know"}}, -4, None),
    ],
)
def test_a_number_below_the_scale_leads_to_a_start_that_reads_it(
    more: dict[str, Any], given: int, start: int | None
) -> None:
    more = {"labels": WORDS, **more}
    with pytest.raises(Unreadable) as caught:
        item(**more).read(given)
    if start is None:
        assert not caught.value.hint
    else:
        assert caught.value.hint == f"a rubric may declare other numbers: start: {start}"
        assert worth(item(**more, start=start), given) == 0


def test_numbers_that_only_a_rater_reads_must_be_declared_too() -> None:
    told = ("0: they never do", "1: they do at times", "2: they always do")
    levels = tuple({"anchor": a, "label_rater": b} for a, b in zip("abc", told, strict=True))
    both = {"ask_rater": "Does {name}?", "levels": levels}
    (found,) = undeclared_codes((bars((), **both),))
    assert found.hint == "declare the printed codes: start: 0"
    assert not list(undeclared_codes((bars((), start=0, **both),)))
