"""What the models refuse is said in our words, at the right key, with the nearest known name."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rolefit.rubric.model import Rubric
from rolefit.storage.documents import FileProblems, parse, read_responses, validate
from rolefit.storage.documents.wording import shift_advice

SOUND = """\
rubric: tiny
version: "1.0"
model: contrast
title: A tiny rubric
audience: tests
purpose: development
minutes: 1
evidence_status: advice_only
limits: [made up]
outcomes: {a: {name: an a, summary: A.}, b: {name: a b, summary: B.}}
dimensions: {d: {name: D, about: D., weight: 1}}
items:
  - id: one
    type: single
    dimension: d
    ask: One?
    allow_na: false
    options: [{id: x, text: X., favors: {a: 1}}, {id: y, text: Y., favors: {b: 1}}]
  - {id: two, type: likert, ask: Two?, labels: [none, some, much, all], allow_na: false}
gates: [{id: g, name: G, when: {item: one, is: x}, on_fail: flag, reason: R.}]
texts: {too_close: {summary: Close.}, not_yet: {summary: Not yet.}}
cases: [{name: N, answers: {one: x}, expect: {outcome: a}}]
"""

# The insides of Python and of the library that checks: no reader should meet them.
INSIDES = re.compile(
    r"tuple|dict\b|None\b|True\b|False\b|object|\bindex|isoformat|[Ii]nput should|str\b|"
    r"instance|validat|\bint\b|Fraction|Decimal|union|tag\b|Value error|[Ee]xception"
)


def problems(text: str) -> list[tuple[str, int, str, str]]:
    """Path, line, message and hint of everything that is wrong with a rubric."""
    with pytest.raises(FileProblems) as caught:
        validate(parse("file.yaml", text.encode()), Rubric)
    return [
        (".".join(map(str, p.path)), mark.line + 1, p.message, p.advice)
        for p, mark in caught.value.found
    ]


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def test_the_rubric_that_the_others_are_made_from_is_sound() -> None:
    assert validate(parse("file.yaml", SOUND.encode()), Rubric).rubric == "tiny"


# One change each, and the key at which it is told.
FAULTS = [
    ('"1.0"', "1.0", "version"),
    ('"1.0"', "one", "version"),
    ("model: contrast", "model: compare", "model"),
    ("title: A tiny rubric", "title: true", "title"),
    ("title: A tiny rubric", "title: ", "title"),
    ("title: A tiny rubric", 'title: ""', "title"),
    ("title: A tiny rubric", "title: {a: b}", "title"),
    ("title: A tiny rubric", "title: " + "x" * 201, "title"),
    ("audience: tests", "audience: " + "x" * 2_001, "audience"),
    ("minutes: 1", "minutes: 1.5", "minutes"),
    ("minutes: 1", "minutes: true", "minutes"),
    ("minutes: 1", "minutes: 0", "minutes"),
    ("minutes: 1", "minutes: 121", "minutes"),
    ("minutes: 1", "minutes: [1]", "minutes"),
    ("limits: [made up]", "limits: []", "limits"),
    ("limits: [made up]", "limits: made up", "limits"),
    ("limits: [made up]", "limits: [made up, 3]", "limits.1"),
    ("{name: a b, summary: B.}", "a b", "outcomes.b"),
    ("weight: 1", "weight: -1", "dimensions.d.weight"),
    ("weight: 1", "weight: heavy", "dimensions.d.weight"),
    ("weight: 1", "rank: 0", "dimensions.d.rank"),
    ("weight: 1", "rank: 1.5", "dimensions.d.rank"),
    ("favors: {b: 1}", "favors: {b: 2}", "items.0.options.1.favors.b"),
    ("favors: {b: 1}", "favors: [b]", "items.0.options.1.favors"),
    ("ask: One?", "ask: [One?]", "items.0.ask"),
    ("allow_na: false\n", "allow_na: no\n", "items.0.allow_na"),
    ("labels: [none, some, much, all]", "labels: [none, 2, much, all]", "items.1.labels.1"),
    ("labels: [none, some, much, all]", "labels: often", "items.1.labels"),
    ("when: {item: one, is: x}", "when: one == x", "gates.0.when"),
    ("when: {item: one, is: x}", "when: []", "gates.0.when"),
    ("when: {item: one, is: x}", "when: {item: one, is: true}", "gates.0.when.is"),
    ("when: {item: one, is: x}", "when: {item: one, is_one_of: x}", "gates.0.when.is_one_of"),
    ("when: {item: one, is: x}", "when: {item: two, at_least: few}", "gates.0.when.at_least"),
    ("when: {item: one, is: x}", "when: {outcome: a, at_least: few}", "gates.0.when.at_least"),
    ("when: {item: one, is: x}", "when: {all: {}}", "gates.0.when.all"),
    ("when: {item: one, is: x}", "when: {all: [x]}", "gates.0.when.all.0"),
    ("when: {item: one, is: x}", "when: {not: {not: {not: 1}}}", "gates.0.when.not.not.not"),
    (
        "when: {item: one, is: x}",
        "when: {any: [{not: {item: two, at_most: few}}]}",
        "gates.0.when.any.0.not.at_most",
    ),
    ("on_fail: flag", "on_fail: fail", "gates.0.on_fail"),
    ("answers: {one: x}", "answers: [x]", "cases.0.answers"),
    ("expect: {outcome: a}", "expect: {label: sure}", "cases.0.expect.label"),
    ("expect: {outcome: a}", "expect: {flags: [fast]}", "cases.0.expect.flags.0"),
]


@pytest.mark.parametrize(("old", "new", "path"), FAULTS)
def test_one_fault_is_told_once_at_its_key_in_our_own_words(old: str, new: str, path: str) -> None:
    ((found, line, message, _),) = problems(changed(old, new))
    assert found == path
    assert line == SOUND[: SOUND.index(old)].count("\n") + 1
    assert not INSIDES.search(message)


# A key misspelt anywhere, where it stands, and the key that was meant.
MISSPELT = [
    ("minutes: 1", "minuets: 1", "minuets", "minutes"),
    ("{name: an a,", "{nam: an a,", "outcomes.a.nam", "name"),
    ("weight: 1", "wieght: 1", "dimensions.d.wieght", "weight"),
    ("    ask: One?", "    askk: One?", "items.0.askk", "ask"),
    ("favors: {b: 1}", "favours: {b: 1}", "items.0.options.1.favours", "favors"),
    ("labels: [none", "lables: [none", "items.1.lables", "labels"),
    ("{item: one, is: x}", "{item: one, iss: x}", "gates.0.when.iss", "is"),
    ("{item: one, is: x}", "{item: two, at_leest: 2}", "gates.0.when.at_leest", "at_least"),
    ("{item: one, is: x}", "{outcome: a, atleast: 2}", "gates.0.when.atleast", "at_least"),
    (
        "{item: one, is: x}",
        "{all: [{item: two, at_mots: 2}]}",
        "gates.0.when.all.0.at_mots",
        "at_most",
    ),
    ("on_fail: flag", "on_fial: flag", "gates.0.on_fial", "on_fail"),
    ("{too_close:", "{to_close:", "texts.to_close", "too_close"),
    ("expect: {outcome: a}", "expect: {outcom: a}", "cases.0.expect.outcom", "outcome"),
]


@pytest.mark.parametrize(("old", "new", "path", "meant"), MISSPELT)
def test_a_misspelt_key_is_told_where_it_stands_with_the_key_that_was_meant(
    old: str, new: str, path: str, meant: str
) -> None:
    found = problems(changed(old, new))
    ((line, hint),) = [(ln, hint) for p, ln, message, hint in found if message == "unknown key"]
    assert [p for p, _, message, _ in found if message == "unknown key"] == [path]
    assert line == SOUND[: SOUND.index(old)].count("\n") + 1
    assert hint == f"did you mean `{meant}`?"


@pytest.mark.parametrize("name", ["rubric", "version", "model", "limits", "items", "texts"])
def test_a_missing_key_is_told_by_its_name(name: str) -> None:
    without = re.sub(rf"(?m)^{name}:.*\n(  .*\n)*", "", SOUND)
    assert without != SOUND
    assert f"`{name}` is missing" in [message for _, _, message, _ in problems(without)]


def test_a_missing_key_inside_is_told_at_what_lacks_it() -> None:
    ((path, line, message, _),) = problems(changed(", reason: R.", ""))
    assert (path, line, message) == ("gates.0", 20, "`reason` is missing")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = changed("minutes: 1", "minutes: 0").replace("weight: 1", "weight: 0")
    assert {path for path, _, _, _ in problems(text)} >= {"minutes", "dimensions.d.weight"}


def complaint(text: str) -> tuple[str, str]:
    """The one problem of a responses file: its path and its message."""
    with pytest.raises(FileProblems) as caught:
        read_responses(parse("file.yaml", text.encode()))
    ((problem, _),) = caught.value.found
    return ".".join(map(str, problem.path)), problem.message


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-1-1",
        "tomorrow",
        "22.11.2026",
        "2026-W47-7",
        '"20261122"',
        "2026-11-22T10:00:00Z",
        "٢٠٢٦-١١-٢٢",
        "x" * 9_000,
    ],
)
def test_a_day_that_is_none_is_told_how_a_day_is_written(day: str) -> None:
    path, message = complaint(f"rubric: tiny\ndate: {day}\nanswers: {{}}\n")
    assert path == "date"
    assert message.startswith("expected a date, like 2026-11-22")


def test_a_real_day_is_read() -> None:
    text = "rubric: tiny\ndate: 2028-02-29\nanswers: {}\n"
    assert read_responses(parse("file.yaml", text.encode())).day == "2028-02-29"


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "Tiny", "1", "x.yaml", "a b", "C:x"])
def test_a_responses_file_names_a_rubric_by_its_short_name_and_never_a_file(name: str) -> None:
    path, message = complaint(f"rubric: '{name}'\nanswers: {{}}\n")
    assert path == "rubric"
    assert message.startswith("expected a short name")


@pytest.mark.parametrize(
    ("given", "beside", "said"),
    [
        (2, (0, 1, 2), "value = points / 2, so 0, 0.5, 1"),
        (-1, (-1, 1), "value = (points + 1) / 2, so 0, 1, and blank (0 points) 0.5"),
        (-1, (-1, 0, 1), "value = (points + 1) / 2, so 0, 0.5, 1"),
        (3, (2, 3), "value = points / 3, so 2/3, 1"),
        (-2, (-2, -1), "value = (points + 2) / 2, so 0, 0.5, and blank (0 points) 1"),
        (Decimal("2.5"), (Decimal("2.5"),), "value = points / 2.5, so 1"),
        (Fraction(4, 3), (Fraction(4, 3),), "value = points / (4/3), so 1"),
        (0, (0,), ""),
        (2, (), ""),
        ("two", (1, 2), ""),
    ],
)
def test_marks_beyond_0_and_1_are_shifted_and_stretched_alike(
    given: object, beside: tuple[Any, ...], said: str
) -> None:
    found = shift_advice(given, [Fraction(one) for one in beside])
    assert found == (f"values lie between 0 and 1: shift them all: {said}" if said else "")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("value: 1", "value: -1", "(points + 1) / 2, so 1, 0, and blank (0 points) 0.5"),
        ("value: '1'", "value: -1", "(points + 1) / 2, so 1, 0, and blank (0 points) 0.5"),
        ("value: ' 1.50'", "value: -0.5", "(points + 0.5) / 2, so 1, 0, and blank (0 points) 0.25"),
        ("value: 4/2", "value: '-1'", "(points + 1) / 3, so 1, 0, and blank (0 points) 1/3"),
        ("source: []", "value: -1", "(points + 1) / 1, so 1, 0"),
        ("value: one", "value: -1", ""),
        ("value: true", "value: -1", ""),
        ("value: '1,5'", "value: -1", ""),
    ],
)
def test_every_mark_of_a_list_counts_for_the_shift_also_one_in_quotes(
    right: str, wrong: str, said: str
) -> None:
    options = f"options: [{{id: x, text: X., {right}}}, {{id: y, text: Y., {wrong}}}]"
    found = problems(changed("options: [{id: x, text: X., favors: {a: 1}}, ", options + "#"))
    hints = [hint for _, _, message, hint in found if message == "expected a number from 0 to 1"]
    assert hints == [f"values lie between 0 and 1: shift them all: value = {said}" if said else ""]


SHIFTED = """
      - {id: n, type: numeric, ask: N?, unit: days, range: [0, 9], toward: a, dimension: d,
         breakpoints: [{at: 0, value: 0}, {at: 9, value: 2}]}
"""


def test_what_to_write_instead_is_told_with_the_fault() -> None:
    first = (
        "  - {id: two, type: likert, ask: Two?, labels: [none, some, much, all], allow_na: false}\n"
    )
    ((path, _, message, hint),) = problems(
        changed(first, first + SHIFTED.lstrip("\n")[4:].replace("\n      ", "\n"))
    )
    assert path == "items.2.breakpoints.1.value"
    assert hint.endswith("value = points / 2, so 0, 1")
    ((path, _, message, hint),) = problems(changed("dimension: d\n", "dimension: [d, e]\n"))
    assert path == "items.0.dimension"
    assert hint.startswith("an item scores in one dimension")
    for name, wanted in (("Tiny One", "tiny-one"), ("T.i", "t-i"), ("1x", "")):
        ((path, _, message, hint),) = problems(changed("rubric: tiny", f"rubric: {name}"))
        assert (path, wanted in hint, bool(hint)) == ("rubric", True, bool(wanted))
    ((path, _, message, hint),) = problems(changed("limits: [made up]", "limits: made up"))
    assert (message, hint) == ("expected a list", "like [made up]")
    ((_, _, message, hint),) = problems(changed("limits: [made up]", "limits: 3"))
    assert (message, hint) == ("expected a list", "")
