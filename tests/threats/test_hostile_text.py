"""No text from a file, a name or the command line acts in a terminal or in Markdown."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from itertools import pairwise
from time import process_time

import pytest
from every import every
from hostile_rubric import MARKUP, PAGES
from markdown_it import MarkdownIt
from runs import Run
from strangers import (
    ACTING,
    ANSWERS,
    COLOURS,
    FORGED,
    RUBRIC,
    SECONDS,
    TWO,
    Write,
    acting,
    changed,
    columns,
    harmless,
)

from rolefit.safe_text import sanitize


@pytest.mark.slow
def test_of_all_characters_none_that_acts_is_shown_as_it_is() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    all_acting = "".join(c for c in everything if unicodedata.category(c) in ACTING)
    assert len(all_acting) > 2_000
    assert not acting(sanitize(all_acting))
    assert "\n" not in sanitize(all_acting)


def test_a_character_that_acts_is_shown_by_its_number_and_all_others_as_they_are() -> None:
    assert sanitize("a\x1b[2J\x9b\u202e\x00\U000e0041z") == (
        "a\\u{001B}[2J\\u{009B}\\u{202E}\\u{0000}\\u{E0041}z"
    )
    plain = "Ünïcödé 漢字 العربية \U0001f600 [bold] :smile: <b> \\ e\u0301"
    assert sanitize(plain) == plain
    assert sanitize("Jane\nTOTAL 100") == "Jane⏎TOTAL 100"


NAMES = {
    "escape": "a\x1b]0;title\x07\x1b[2J.yaml",
    "c1": "a\x9b2J\x9d0;title\x9c.yaml",
    "bidi": "a\u202elmay.yaml",
    "newline": f"a\n{FORGED}.yaml",
    "carriage": f"a\r{FORGED}.yaml",
    "markup": "[bold red]a[link=x][advanced].yaml",
    "byte": os.fsdecode(b"a\xff\xfe.yaml"),
    "option": "-a.yaml",
    "spaces": " a  b .yaml",
    "wide": "漢字" * 30 + ".yaml",
    "tags": "a\U000e0041\u200b.yaml",
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_hostile_file_name_is_only_text_in_every_output(
    kind: str, write: Write, rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(("NO_COLOR", "FORCE_COLOR")[[*NAMES].index(kind) % 2], "1")
    name = write(NAMES[kind], ANSWERS)
    write("rubric.yaml", RUBRIC)
    write("other.yaml", ANSWERS)
    for format in ("terminal", "markdown", "json"):
        options = ("--rubric", "rubric.yaml", "--format", format)
        ran = rolefit("score", *options, "--", name, "other.yaml")
        assert ran.code == 0
        assert harmless(ran.out + ran.err)
    assert (ran.out + ran.err).isascii()


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("content", ["rubric: tiny\nanswers: {one: z}\n", "a: 1\na: 2\n", None])
def test_a_hostile_file_name_is_only_text_in_every_error(
    kind: str, content: str | None, write: Write, rolefit: Run
) -> None:
    name = NAMES[kind]
    write("rubric.yaml", RUBRIC)
    if content is not None:
        write(name, content)
    ran = rolefit("score", "--rubric", "rubric.yaml", "--", name)
    assert (ran.code, ran.out) == (2, "")
    assert harmless(ran.err)
    turn = [*NAMES].index(kind) + (0 if content is None else len(content))
    format = ("text", "json", "github")[turn % 3]
    ran = rolefit("rubric", "check", "--format", format, "--", f"./{name}")
    assert ran.code in (1, 2)
    assert harmless(ran.out + ran.err)


COMMANDS = [
    ("{}",),
    ("score", "--{}"),
    ("score", "answers.yaml", "--rubric", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--format", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--require", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--output", "none/{}"),
    ("demo", "{}"),
    ("demo", "--case", "{}"),
    ("explain", "{}"),
    ("rubric", "{}"),
    ("rubric", "show", "{}"),
    ("rubric", "test", "{}"),
    ("rubric", "check", "rubric.yaml", "--format", "{}"),
    ("rubric", "schema", "{}"),
    ("rubric", "schema", "--responses", "{}"),
    ("rubric", "new", "{}"),
    ("rubric", "new", "x", "--model", "{}"),
    ("rubric", "blank", "{}"),
]


@pytest.mark.slow
@every("turn", range(len(COMMANDS)))
def test_a_hostile_word_on_the_command_line_is_only_text_in_the_error(
    turn: int, write: Write, rolefit: Run
) -> None:
    write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)
    for kind in ("newline", ("escape", "carriage", "byte")[turn % 3]):
        word = NAMES[kind].removesuffix(".yaml")
        ran = rolefit(*(part.replace("{}", word) for part in COMMANDS[turn]))
        assert ran.code in (2, 3)
        assert ran.out == ""
        assert harmless(ran.err)


@pytest.mark.parametrize(
    "answers",
    [
        f'{{one: "z\\n{FORGED}"}}',
        f'{{"one\\n{FORGED}": x}}',
        f'{{"\\n{FORGED}\\n": x}}',
        f'{{one: {{"answer\\n{FORGED}": x}}}}',
        f'{{two: "z\\n{FORGED}"}}',
        f'{{three: ["z\\n{FORGED}"]}}',
    ],
)
def test_an_answer_cannot_forge_a_line_of_the_error_about_it(answers: str, score: Run) -> None:
    more = "  - {id: three, type: multi, ask: Q?, options: [{id: x, text: X}, {id: y, text: Y}]}\n"
    ran = score(f"rubric: tiny\nanswers: {answers}\n", RUBRIC + TWO + more)
    assert ran.code == 2
    assert harmless(ran.err)


@pytest.mark.parametrize(
    "key", [f'"x\\n{FORGED}": 1', f'respondent: {{"x\\n{FORGED}": 1}}', f'date: "x\\n{FORGED}"']
)
def test_a_key_or_value_cannot_forge_a_line_of_the_error_about_it(key: str, score: Run) -> None:
    ran = score(f"{ANSWERS}{key}\n")
    assert ran.code == 2
    assert harmless(ran.err)


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_a_rubric_cannot_forge_a_line_of_the_report_on_its_faults(
    format: str, write: Write, rolefit: Run
) -> None:
    key = f'"x\\n::error::{FORGED}\\n{FORGED}\\n%0A[bold]"'
    gate = f"gates: [{{id: g, name: G, on_fail: flag, reason: R, when: {{item: {key}, is: x}}}}]"
    for fault in (f"{key}: 1", f"scales: {{{key}: [a]}}", f"cases: [{{name: {key}}}]", gate):
        write("rubric.yaml", f"{RUBRIC}{fault}\n")
        ran = rolefit("rubric", "check", "rubric.yaml", "--format", format)
        assert ran.code == 1
        assert harmless(ran.out + ran.err)
        assert not re.search(rf"(?m)^::error::{FORGED}", ran.out)


@pytest.mark.parametrize("name", [f"Jane\\n{FORGED}", f"Jane\\r{FORGED}", f"Jane\\u2028{FORGED}"])
def test_a_name_of_two_lines_is_refused(name: str, score: Run) -> None:
    ran = score(f'{ANSWERS}respondent: {{name: "{name}"}}\n')
    assert (ran.code, ran.out) == (2, "")
    assert harmless(ran.err)


@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
@pytest.mark.parametrize("kind", PAGES)
def test_hostile_text_is_only_text_in_the_terminal(
    kind: str, colour: str, hostile: None, rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(colour, "1")
    ran = rolefit(*PAGES[kind])
    assert ran.code == (1 if kind == "test" else 0)
    assert ran.err == ""
    assert harmless(ran.out)
    assert (colour == "FORCE_COLOR") == ("\x1b[" in ran.out)
    words = "".join(COLOURS.sub("", ran.out).split())
    for markup in ("[boldred]B[/boldred][advanced][/][link=http://x]", ":smile:<b>H</b>"):
        assert markup in words


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_text_is_only_text_in_markdown(kind: str, hostile: None, rolefit: Run) -> None:
    ran = rolefit(*PAGES[kind], "--format", "markdown")
    assert harmless(ran.out)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(ran.out)
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    kinds = {token.type for token in flat}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    assert not kinds & {"s_open", "code_block", "hr"}
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h1":
            assert not text.content.startswith("Recommendation")
        assert not (heading.type == "heading_open" and heading.markup in "=-")
    assert not re.search(r"(?i)\b(?:https?://|www\.)\w", ran.out)


def test_every_row_of_a_markdown_table_has_the_cells_of_its_heading(
    hostile: None, rolefit: Run
) -> None:
    ran = rolefit(*PAGES["score --full"], "--format", "markdown")
    tables = re.findall(r"(?m)(?:^\|.*\n)+", ran.out)
    assert tables
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(counts) == 1


def test_hostile_text_is_ascii_in_json_and_comes_back_as_it_was(
    hostile: None, rolefit: Run
) -> None:
    ran = rolefit(*PAGES["score"], "--format", "json")
    assert ran.out.isascii()
    assert not acting(ran.out)
    assert json.loads(ran.out)["assessment"]["respondent"] == MARKUP[:190]


def test_a_blank_responses_file_for_a_hostile_rubric_is_a_sound_one(
    hostile: None, rolefit: Run, write: Write
) -> None:
    blank = rolefit("rubric", "blank", "rubric.yaml")
    assert blank.code == 0
    assert not acting(blank.out)
    lines = blank.out.splitlines()
    assert not [line for line in lines if FORGED in line and not line.lstrip().startswith("#")]
    ran = rolefit("score", write("blank.yaml", blank.out), "--rubric", "rubric.yaml")
    assert ran.code == 0
    assert "Not enough answers" in ran.out


LIMITS = [("A tiny rubric", 200), ("audience: tests", 2_000), ("summary: A.", 2_000)]


@pytest.mark.parametrize(("where", "most"), LIMITS)
def test_a_text_has_a_longest_length(where: str, most: int, check: Run) -> None:
    key = "title: " if where.startswith("A") else f"{where.partition(':')[0]}: "
    old = f"title: {where}" if where.startswith("A") else where
    assert check(changed(old, key + "x" * most)).code == 0
    ran = check(changed(old, key + "x" * (most + 1)))
    assert ran.code == 1
    assert f"too long: at most {most} characters" in ran.out


def test_a_word_of_ten_thousand_characters_is_folded_within_the_limits(score: Run) -> None:
    answer = {"answer": "x", "note": "w" * 10_000}
    start = process_time()
    ran = score(json.dumps({"rubric": "tiny", "answers": {"one": answer}}), options=("--full",))
    assert ran.code == 0
    assert process_time() - start < SECONDS
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.count("w") > 10_000


@pytest.mark.parametrize(
    ("kind", "width"),
    [
        *(("score --full", 20), ("score --full", 56), ("score --full", 120)),
        *(("several", 20), ("several", 40), ("show", 20), ("show", 80)),
    ],
)
def test_no_line_is_wider_than_the_terminal(
    kind: str, width: int, hostile: None, rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = rolefit(*PAGES[kind])
    assert ran.code == 0
    assert max(map(columns, ran.out.splitlines())) <= width
