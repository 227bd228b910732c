"""JSON is read with the same limits, the same meaning and the same positions as YAML."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from rolefit.exact import rational
from rolefit.storage.documents import FileProblems, parse


def value(written: str) -> Any:
    return parse("file.json", f'{{"v": {written}}}'.encode()).value["v"]


MEANINGS = {
    "true": True,
    "false": False,
    "null": None,
    "0": 0,
    "-0": 0,
    "7": 7,
    "-7": -7,
    "0.5": Decimal("0.5"),
    "1.10": Decimal("1.10"),
    "1.0": Decimal("1.0"),
    "123456789012345678": 123456789012345678,
    '"no"': "no",
    '"1"': "1",
    '"true"': "true",
    '""': "",
    '"\\u00e9\\t\\/\\\\"': "é\t/\\",
    '"\\ud83d\\ude00"': "\U0001f600",
    "[]": (),
    "{}": {},
    '[1, [2, "a"], {"b": null}]': (1, (2, "a"), {"b": None}),
    '{"1": 1, "true": 2}': {"1": 1, "true": 2},
}


@pytest.mark.parametrize(("written", "meaning"), MEANINGS.items())
def test_a_value_means_what_its_author_wrote(written: str, meaning: object) -> None:
    found = value(written)
    assert found == meaning
    assert type(found) is type(meaning)


def test_the_digits_of_a_number_are_kept_exactly() -> None:
    assert str(value("0.1000000000000000055")) == "0.1000000000000000055"


@pytest.mark.parametrize(
    "written", ["1e400", "-1e400", "1e99999999999999999999", "1e-400", "1" * 19, "1" * 5_000]
)
def test_a_number_out_of_all_bounds_is_no_number(written: str) -> None:
    assert rational(value(written)) is None


def complaint(raw: bytes, name: str = "file.json") -> list[tuple[int, int, str]]:
    with pytest.raises(FileProblems) as caught:
        parse(name, raw)
    return [(m.line + 1, m.column + 1, p.message) for p, m in caught.value.found]


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b'{"a": 1,}', 1, 9),
        (b"{'a': 1}", 1, 2),
        (b'{\n  "a": 1\n  "b": 2\n}', 3, 3),
        (b'{"a": 1}\n{"b": 2}', 2, 1),
        (b'{"a": 01}', 1, 8),
        (b'{"a": 1_000}', 1, 8),
        (b'{"a": 0x1F}', 1, 8),
        (b'{"a": .5}', 1, 7),
        (b'{"a": +1}', 1, 7),
        (b'{"a": yes}', 1, 7),
        (b'{"a": "x', 1, 7),
        (b'{"a": "x\ny"}', 1, 7),
        (b'{"a": "\\x41"}', 1, 8),
        (b'{\n"a": NaN}', 2, 6),
        (b'{"a": [1, Infinity]}', 1, 11),
        (b'{"a": -Infinity}', 1, 7),
        (b'{"a": {"b": NaN, "b": "NaN"}}', 1, 13),
        (b"", 1, 1),
    ],
)
def test_what_is_no_json_is_refused_where_it_goes_wrong(raw: bytes, line: int, column: int) -> None:
    ((found_line, found_column, message),) = complaint(raw)
    assert message.startswith("not valid JSON")
    # The reader of a string may point at its first quote or behind its backslash.
    assert found_line == line
    assert abs(found_column - column) <= 1


@pytest.mark.parametrize(
    ("raw", "first", "line", "column"),
    [
        (b'{"a": 1, "b": 2,\n "a": 3}', 1, 2, 2),
        (b'{"a": 1, "\\u0061": 2}', 1, 1, 10),
        (b'{"v": {"a": {}, "a": []}}', 1, 1, 17),
        ('{"caf\u00e9": 1,\n"cafe\u0301": 2}'.encode(), 1, 2, 1),
    ],
)
def test_a_key_that_is_given_twice_is_an_error_that_names_both_lines(
    raw: bytes, first: int, line: int, column: int
) -> None:
    ((found_line, found_column, message),) = complaint(raw)
    assert (found_line, found_column) == (line, column)
    assert message.endswith(f"is given twice (first in line {first})")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_is_allowed_to_32_levels(opening: str) -> None:
    closing = "]" if opening == "[" else "}"

    def nested(depth: int) -> bytes:
        text = opening * (depth - 1) + "1" + closing * (depth - 1)
        return b'{"v": ' + text.encode() + b"}"

    assert parse("file.json", nested(32)).value
    ((line, column, message),) = complaint(nested(33))
    assert (line, message) == (1, "nested more than 32 deep")
    assert column == 7 + len(opening) * 31


def test_brackets_inside_a_text_do_not_nest() -> None:
    raw = json.dumps({"v": "[" * 100, "[" * 50: '"{"' * 50}).encode()
    assert parse("file.json", raw).value["v"] == "[" * 100


@pytest.mark.parametrize("raw", [b"[1]", b'"text"', b"1", b"null"])
def test_a_file_that_is_no_mapping_says_what_it_must_be(raw: bytes) -> None:
    ((line, column, message),) = complaint(raw)
    assert (line, column) == (1, 1)
    assert message == "the file must hold a mapping (lines of `name: value`)"


@pytest.mark.parametrize(
    ("escape", "name"), [("\\u001b", "U+001B"), ("\\u0000", "U+0000"), ("\\ud800", "U+D800")]
)
@pytest.mark.parametrize("place", ['{"v": "%s"}', '{"%s": 1}'])
def test_a_character_that_acts_is_refused_even_where_it_is_escaped(
    escape: str, name: str, place: str
) -> None:
    ((_, column, message),) = complaint((place % escape).encode())
    assert column == (7 if "v" in place else 2)
    assert name in message


@pytest.mark.parametrize("opening", ["{", "{\n  ", "{ ", "\n\n{", "{\t", "{\n\n"])
def test_json_from_a_pipe_is_read_as_json_however_it_is_spaced(opening: str) -> None:
    raw = f'{opening}"a": "\\ud83d\\ude00\\/"}}'.encode()
    assert parse("<stdin>", raw).value == {"a": "\U0001f600/"}


@pytest.mark.parametrize("end", ["", " ", "\n", "\t", "  \n", "\n\t\n "])
def test_blanks_behind_the_last_bracket_say_nothing(end: str) -> None:
    assert parse("file.json", b'{"a": "x "}' + end.encode()).value == {"a": "x "}


def test_a_text_that_does_not_end_on_its_line_is_told_at_its_beginning() -> None:
    for raw in (b'{"a": "x', b'{"a": "x\ny"}', b'{"a": "x\\"}'):
        assert complaint(raw) == [(1, 7, "not valid JSON: a text that does not end on its line")]


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("1e3", 1000),
        ("1e18", 10**18),
        ("1e19", "1e19"),
        ("1.5e1", Decimal(15)),
        ("25e-1", Decimal("2.5")),
        ("1e-18", Decimal("1e-18")),
        ("1e-19", "1e-19"),
        ("0." + "1" * 34, Decimal("0." + "1" * 34)),
        ("0." + "1" * 35, "0." + "1" * 35),
    ],
)
def test_numbers_within_bounds_are_read_whatever_their_form(written: str, meaning: object) -> None:
    assert value(written) == meaning
    assert type(value(written)) is type(meaning)


def test_nesting_is_stopped_before_anything_recursive_sees_it() -> None:
    for opening in ("[", '{"a": '):
        ((line, _, message),) = complaint(b'{"v": ' + opening.encode() * 20_000)
        assert (line, message) == (1, "nested more than 32 deep")
