"""What YAML means to rolefit: YAML 1.2, plain text where in doubt, and nothing that acts."""

from __future__ import annotations

from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from rolefit.exact import rational
from rolefit.storage.documents import FileProblems, parse

# What an author wrote, and what it means. Only true, false, null and plain decimal numbers mean
# more than their text; what YAML 1.1 made of the others is in the comment.
MEANINGS = {
    "no": "no",  # False
    "yes": "yes",  # True
    "on": "on",  # True
    "off": "off",  # False
    "y": "y",
    "N": "N",
    "012": "012",  # 10
    "010": "010",  # 8
    "08": "08",
    "00": "00",
    "-01": "-01",
    "01.5": "01.5",
    "0o17": "0o17",
    "0x1F": "0x1F",  # 31
    "0b1": "0b1",  # 1
    "1_000": "1_000",  # 1000
    "1,000": "1,000",
    "1:30": "1:30",  # 90
    "12:30": "12:30",  # 750
    "12:30:45": "12:30:45",  # 45045
    "190:20:30": "190:20:30",
    "2001-01-01": "2001-01-01",  # a date
    "2001-01-01T00:00:00Z": "2001-01-01T00:00:00Z",
    "1e3": "1e3",
    "1E400": "1E400",
    "1.5e3": "1.5e3",
    ".nan": ".nan",  # not a number
    ".NaN": ".NaN",
    ".inf": ".inf",  # infinity
    "-.inf": "-.inf",
    "nan": "nan",
    "Infinity": "Infinity",
    "=": "=",
    "<<": "<<",
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "": None,
    "nUll": "nUll",
    "none": "none",
    "true": True,
    "True": True,
    "TRUE": True,
    "tRUE": "tRUE",
    "false": False,
    "False": False,
    "FALSE": False,
    "0": 0,
    "-0": 0,
    "7": 7,
    "+7": 7,
    "-7": -7,
    "123456789012345678": 123456789012345678,
    "1234567890123456789": "1234567890123456789",
    "0.5": Decimal("0.5"),
    "-0.5": Decimal("-0.5"),
    "+0.5": Decimal("0.5"),
    "1.10": Decimal("1.10"),
    "1.0": Decimal("1.0"),
    "0.10": Decimal("0.10"),
    "1.2.3": "1.2.3",
    "1.": "1.",
    ".5": ".5",
    "--1": "--1",
    "+": "+",
    "-": (None,),  # a list with an empty entry
    "٣": "٣",
    "1²": "1²",
    "'no'": "no",
    '"true"': "true",
    '"1"': "1",
    "'~'": "~",
    '""': "",
    "a # b": "a",
    "a#b": "a#b",
    "'it''s'": "it's",
    '"\\u00e9\\t\\x41"': "é\tA",
    "|\n  one\n  two\n": "one\ntwo\n",
    "|-\n  no\n": "no",
    ">-\n  one\n  two\n": "one two",
    "one\n  two": "one two",
    "[]": (),
    "{}": {},
    "[no, 1, 0.5, null, ~]": ("no", 1, Decimal("0.5"), None, None),
    "{no: no, 1: 1}": {"no": "no", "1": 1},
}


def value(written: str) -> Any:
    """The meaning of a value as an author wrote it; with its type, since True equals 1."""
    separator = "\n" if written == "-" else " "
    return parse("file.yaml", f"v:{separator}{written}\n".encode()).value["v"]


@pytest.mark.parametrize(("written", "meaning"), MEANINGS.items())
def test_a_value_means_what_its_author_wrote(written: str, meaning: object) -> None:
    found = value(written)
    assert found == meaning
    assert type(found) is type(meaning)


def test_the_digits_of_a_number_are_kept_exactly() -> None:
    found = value("0.1000000000000000055")
    assert isinstance(found, Decimal)
    assert str(found) == "0.1000000000000000055"


@pytest.mark.parametrize("digits", [19, 40, 400, 4_301, 9_000])
def test_a_number_with_more_digits_than_anyone_needs_is_no_number(digits: int) -> None:
    assert value("1" * digits) == "1" * digits
    assert rational(value("0." + "1" * digits)) is None


@pytest.mark.parametrize("key", ["no", "true", "1", "1.0", "null", "~", "12:30", "2001-01-01", "="])
def test_a_key_is_text_whatever_it_looks_like(key: str) -> None:
    assert parse("file.yaml", f"{key}: 1\n".encode()).value == {key: 1}


def test_keys_that_mean_the_same_to_yaml_1_1_stay_apart() -> None:
    found = parse("file.yaml", b"1: a\n1.0: b\ntrue: c\nyes: d\n01: e\n").value
    assert found == {"1": "a", "1.0": "b", "true": "c", "yes": "d", "01": "e"}


def test_a_directive_for_yaml_1_1_changes_no_meaning() -> None:
    assert parse("file.yaml", b"%YAML 1.1\n---\nv: no\n").value == {"v": "no"}


def test_marks_of_a_single_document_are_allowed() -> None:
    assert parse("file.yaml", b"---\nv: 1\n...\n").value == {"v": 1}


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert parse("file.yaml", b'"<<": 1\n').value == {"<<": 1}


def complaint(raw: bytes, name: str = "file.yaml") -> list[tuple[int, int, str]]:
    """Line, column and message of each problem, both counted from 1."""
    with pytest.raises(FileProblems) as caught:
        parse(name, raw)
    return [(m.line + 1, m.column + 1, p.message) for p, m in caught.value.found]


# What acts in other readers, with the column of what is refused.
REFUSED = {
    "v: !!python/object/apply:os.system ['echo hello']": (4, "tags"),
    "v: !!python/name:os.system": (4, "tags"),
    "v: !include other.yaml": (4, "tags"),
    "v: !!binary aGVsbG8=": (4, "tags"),
    "v: !!set {a, b}": (4, "tags"),
    "v: !!omap [a: 1]": (4, "tags"),
    "v: !!timestamp x": (4, "tags"),
    "v: !!bool x": (4, "tags"),
    "v: !!float ''": (4, "tags"),
    "v: !!int x": (4, "tags"),
    "v: !!str 1": (4, "tags"),
    "v: !own x": (4, "tags"),
    "v: ! x": (4, "tags"),
    "v: !<tag:example.com,2000:x> x": (4, "tags"),
    "!!str v: 1": (1, "tags"),
    "v: &a 1": (4, "anchors"),
    "v: &a {b: 1}": (4, "anchors"),
    "v: &a [*a]": (4, "anchors"),
    "&a v: 1": (1, "anchors"),
    "v: *a": (4, "aliases"),
    "*a : 1": (1, "aliases"),
    "<<: {b: 1}": (1, "merge keys"),
    "<<: [{b: 1}, {c: 2}]": (1, "merge keys"),
    "{v: {<<: {b: 1}}}": (6, "merge keys"),
    "? [v]\n: 1": (3, "a key must be plain text"),
    "? {v: 1}\n: 1": (3, "a key must be plain text"),
    "{[v]: 1}": (2, "a key must be plain text"),
}


@pytest.mark.parametrize("written", REFUSED)
def test_what_acts_in_other_readers_is_refused_where_it_stands(written: str) -> None:
    column, what = REFUSED[written]
    ((line, found_column, message),) = complaint(written.encode())
    assert (line, found_column) == (1, column)
    assert message.startswith(what)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert complaint(bomb.encode()) == [(1, 4, "anchors (&name) are not allowed")]


def test_a_directive_for_tags_is_refused() -> None:
    ((line, column, message),) = complaint(b"%TAG ! tag:example.com,2000:\n---\nv: 1\n")
    assert (line, column) == (1, 1)
    assert message == "%TAG directives are not allowed"


def test_a_second_document_is_refused_where_it_begins() -> None:
    assert complaint(b"v: 1\n---\nw: 2\n") == [(2, 1, "a second document begins here")]


@pytest.mark.parametrize(
    ("raw", "first", "second", "column"),
    [
        (b"a: 1\nb: 2\na: 3\n", 1, 3, 1),
        (b"1: x\n'1': y\n", 1, 2, 1),
        (b'a: 1\n"\\x61": 2\n', 1, 2, 1),
        (b"v:\n  a: 1\n  b: 2\n  a: {c: 1}\n", 2, 4, 3),
        ("caf\u00e9: 1\ncafe\u0301: 2\n".encode(), 1, 2, 1),
        (b"{a: 1, a: 2}", 1, 1, 8),
    ],
)
def test_a_key_that_is_given_twice_is_an_error_that_names_both_lines(
    raw: bytes, first: int, second: int, column: int
) -> None:
    ((line, found_column, message),) = complaint(raw)
    assert (line, found_column) == (second, column)
    assert message.endswith(f"is given twice (first in line {first})")


def test_every_double_key_is_told_not_only_the_first() -> None:
    assert [line for line, _, _ in complaint(b"a: 1\na: 2\na: 3\nb: 1\nb: 2\n")] == [2, 3, 5]


def nested(depth: int) -> bytes:
    """A mapping with lists in it, `depth` containers deep."""
    return b"v: " + b"[" * (depth - 1) + b"]" * (depth - 1)


def test_nesting_is_allowed_to_32_levels() -> None:
    assert parse("file.yaml", nested(32)).value
    assert complaint(nested(33)) == [(1, 4 + 31, "nested more than 32 deep")]


def test_indentation_nests_as_brackets_do() -> None:
    lines = [" " * k + f"k{k}:" for k in range(40)]
    assert complaint("\n".join(lines).encode()) == [(33, 33, "nested more than 32 deep")]


@pytest.mark.slow
def test_a_hundred_thousand_values_are_the_most() -> None:
    def listed(count: int) -> bytes:
        return b"v:\n" + b"- 1\n" * count

    assert parse("file.yaml", listed(20_000)).value["v"] == (1,) * 20_000
    ((line, _, message),) = complaint(listed(100_000))
    assert line > 99_000
    assert message == "more than 100000 values in one file"


@pytest.mark.parametrize(
    ("raw", "line", "hint"),
    [
        (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n", None, "merge conflict"),
        (b"a: [1\n<<<<<<< HEAD\n, 2]\n=======\n", None, "merge conflict"),
        (b"<body>\n<html>: x: y\n", 2, "web page"),
        (b"a:\n\tb: 1\n", 2, "indent with spaces"),
        (b"a: b: c\n", 1, "put quotes around"),
    ],
)
def test_a_syntax_error_says_what_most_often_is_behind_it(
    raw: bytes, line: int | None, hint: str
) -> None:
    with pytest.raises(FileProblems) as caught:
        parse("file.yaml", raw)
    ((problem, mark),) = caught.value.found
    assert problem.message.startswith("not valid YAML")
    assert hint in problem.advice
    assert line is None or mark.line + 1 == line


@pytest.mark.parametrize("raw", [b"", b"\n", b"# nothing\n", b"- a\n", b"text\n", b"1\n", b"~\n"])
def test_a_file_that_is_no_mapping_says_what_it_must_be(raw: bytes) -> None:
    ((_, _, message),) = complaint(raw)
    assert message == "the file must hold a mapping (lines of `name: value`)"


@pytest.mark.parametrize("raw", [b'{"v": yes}\n', b'{"v": 1, w: 2}\n', b'{"v": 0x10}  # why\n'])
def test_a_yaml_file_is_read_as_yaml_even_if_it_begins_like_json(raw: bytes) -> None:
    assert "v" in parse("file.yaml", raw).value


@pytest.mark.slow
def test_keys_whose_hashes_would_collide_as_numbers_cost_nothing() -> None:
    modulus = 2**61 - 1
    lines = (f"{k * modulus}: 1\n" for k in range(1, 20_000))
    start = process_time()
    assert len(parse("file.yaml", "".join(lines).encode()).value) == 19_999
    assert process_time() - start < 5
