"""Only UTF-8 of bounded size comes in, and no character that hides or acts."""

from __future__ import annotations

import pytest

from rolefit.errors import RolefitError
from rolefit.storage.documents import MAX_BYTES, FileProblems, builder, parse

NAMES = ["file.yaml", "file.json"]


def said(raw: bytes, name: str = "file.yaml") -> RolefitError:
    with pytest.raises(RolefitError) as caught:
        parse(name, raw)
    return caught.value


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_of_utf_8_is_allowed(name: str) -> None:
    assert parse(name, b'\xef\xbb\xbf{"v": 1}').value == {"v": 1}


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_in_another_unicode_encoding_is_told_what_it_is_and_what_to_do(
    name: str, encoding: str
) -> None:
    error = said('{"v": "text"}'.encode(encoding), name)
    assert "saved as UTF-" in error.message
    assert encoding[:6].upper() in error.message
    assert error.hint == "save it as UTF-8"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_file_with_the_mark_of_utf_16_is_told_what_it_is(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert "saved as UTF-16" in said(mark + "v: 1\n".encode(encoding)).message


def test_a_byte_that_is_not_utf_8_is_named_with_its_line() -> None:
    error = said("v: 1\nw: caf\u00e9\n".encode("latin-1"))
    assert error.message == "file.yaml:2: byte 0xE9 is not UTF-8"


@pytest.mark.parametrize(
    "raw", [b"v: \xc3\n", b"v: \xed\xa0\x80\n", b"v: \xc0\x80\n", b"v: \xf4\x90\x80\x80\n"]
)
def test_broken_utf_8_is_refused(raw: bytes) -> None:
    assert "is not UTF-8" in said(raw).message


def test_a_file_of_one_mebibyte_is_read_and_a_byte_more_is_not() -> None:
    start = b"v: 1\n#"
    whole = start + b"x" * (MAX_BYTES - len(start))
    assert MAX_BYTES == 1024 * 1024
    assert parse("file.yaml", whole).value == {"v": 1}
    assert "larger than 1 MiB" in said(whole + b"x").message


def test_a_text_of_ten_thousand_characters_is_read_and_a_character_more_is_not() -> None:
    assert parse("file.yaml", b"v: " + b"x" * 10_000).value["v"] == "x" * 10_000
    assert "10001 characters; at most 10000" in said(b"v: " + b"x" * 10_001).message
    assert "10001 characters" in said(b'{"v": "' + b"x" * 10_001 + b'"}', "file.json").message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read_and_counted(end: str) -> None:
    raw = end.join(["a: 1", "b: |", "  one", "  two", "b: 2", ""]).encode()
    error = said(raw)
    assert isinstance(error, FileProblems)
    assert error.message.startswith("file.yaml:5:1: `b` is given twice (first in line 2)")
    assert parse("file.yaml", raw.replace(b"b: 2", b"c: 2")).value["b"] == "one\ntwo\n"


# Every kind of character that a terminal, a browser or a reader's eye might be misled by.
ACTING = {
    0x00: "NUL",
    0x07: "BEL",
    0x08: "backspace",
    0x0B: "vertical tab",
    0x0C: "form feed",
    0x1B: "ESC",
    0x1C: "file separator",
    0x7F: "DEL",
    0x85: "next line",
    0x9B: "CSI in one character",
    0x9D: "OSC in one character",
    0xAD: "soft hyphen",
    0x061C: "Arabic letter mark",
    0x200B: "zero width space",
    0x200E: "left-to-right mark",
    0x200F: "right-to-left mark",
    0x2028: "line separator",
    0x2029: "paragraph separator",
    0x202A: "left-to-right embedding",
    0x202E: "right-to-left override",
    0x2060: "word joiner",
    0x2066: "left-to-right isolate",
    0x2069: "pop directional isolate",
    0xFEFF: "byte order mark inside",
    0xFFF9: "interlinear annotation",
    0xE0001: "language tag",
    0xE0041: "tag letter",
}


@pytest.mark.parametrize("code", ACTING, ids=lambda code: f"U+{code:04X}")
@pytest.mark.parametrize("name", NAMES)
def test_a_character_that_acts_is_refused_where_it_stands(name: str, code: int) -> None:
    raw = f'{{"a": 1,\n"v": "x{chr(code)}y"}}'.encode()
    error = said(raw, name)
    assert isinstance(error, FileProblems)
    (problem, mark) = error.found[0]
    assert (mark.line, mark.column) == (1, 7)
    assert f"U+{code:04X}" in problem.message


def test_the_first_of_many_characters_that_act_is_told() -> None:
    every = "".join(map(chr, ACTING))
    for first in ACTING:
        error = said(f"# größer\nv: {chr(first)}{every}\n".encode())
        assert isinstance(error, FileProblems)
        ((problem, mark),) = error.found
        assert (mark.line, mark.column) == (1, 3)
        assert f"U+{first:04X}" in problem.message


@pytest.mark.parametrize("code", ACTING, ids=lambda code: f"U+{code:04X}")
def test_a_character_that_acts_is_refused_where_yaml_escapes_it(code: int) -> None:
    raw = f'v: "x\\U{code:08x}y"\n'.encode()
    assert f"U+{code:04X}" in said(raw).message
    assert f"U+{code:04X}" in said(raw.replace(b"v:", b"?").replace(b"\n", b"\n: 1\n")).message


@pytest.mark.parametrize("letter", "0abvfeNLP")
def test_the_short_escapes_of_yaml_bring_in_no_acting_character(letter: str) -> None:
    assert "which is not allowed" in said(f'v: "x\\{letter}y"'.encode()).message


def test_a_lone_surrogate_is_refused() -> None:
    assert "U+DC80" in said(b'{"v": "\\udc80"}', "file.json").message


@pytest.mark.parametrize(
    "text",
    [
        "日本語のチーム",
        "עברית וערבית عربى",
        "e\u0301 decomposed",
        "\U0001f469\u200d\U0001f4bb \u2764\ufe0f",
        "می\u200cخواهم",
        "½ € “quoted” – dash",
        "a\tb",
        "[bold]no markup[/bold] :smile:",
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_text_in_any_script_stays_as_it_was_written(name: str, text: str) -> None:
    escaped = text.replace("\t", "\\t")
    assert parse(name, f'{{"v": "{escaped}"}}'.encode()).value["v"] == text


@pytest.mark.parametrize("code", [0x1FA77, 0x1FAE8, 0x1F6DC, 0x1FAE9])
def test_an_emoji_that_is_younger_than_this_python_is_no_control_character(code: int) -> None:
    raw = f'{{"v": "{chr(code)}"}}'.encode()
    assert parse("file.json", raw).value == {"v": chr(code)}


@pytest.mark.parametrize("code", [0xD800, 0xDC80, 0xDFFF])
def test_a_surrogate_is_not_called_a_control_character(code: int) -> None:
    message = said(f'{{"v": "\\u{code:04x}"}}'.encode(), "file.json").message
    assert f"U+{code:04X}" in message
    assert "control character" not in message


def test_a_file_that_begins_with_empty_lines_is_counted_from_its_first() -> None:
    error = said("\n\na: x\u202e\n".encode())
    assert error.message.startswith("file.yaml:3:5: ")
    assert said(b"\n\xff").message == "file.yaml:2: byte 0xFF is not UTF-8"


@pytest.mark.parametrize("raw", [b"{a: [1, 2, 3], b: 4}", b'{"a": [1, 2, 3], "b": 4}'])
def test_as_many_values_as_allowed_are_read_and_one_more_is_not(
    raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "file.json" if b'"' in raw else "file.yaml"
    monkeypatch.setattr(builder, "MAX_NODES", 8)  # keys and lists are values too
    assert parse(name, raw).value["b"] == 4
    monkeypatch.setattr(builder, "MAX_NODES", 7)
    assert "more than 7 values in one file" in said(raw, name).message


def test_too_many_directives_are_told_at_the_beginning() -> None:
    error = said(b"%A 1\n" * 9 + b"---\na: 1\n")
    assert error.message.startswith("file.yaml:1:1: too many lines begin with %")
    assert "too many" not in said(b"%A 1\n" * 8 + b"---\na: [\n").message
