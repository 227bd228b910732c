"""A rubric from a stranger is read within limits, refused with its place, and never acts."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from runs import Run
from strangers import (
    ANSWERS,
    HEAD,
    RUBRIC,
    Write,
    changed,
    limited,
    process,
    shell,
)


def test_the_rubric_and_the_answers_that_the_others_are_made_from_are_sound(
    check: Run, score: Run
) -> None:
    assert check(RUBRIC) == (0, "", "")
    assert score().code == 0


DEEP = {
    "lists.yaml": "[" * 25_000,
    "questions.yaml": "? " * 50_000,
    "lists.json": "[" * 500_000,
    "quoted.json": '{"' + '\\"' * 200_000,
}


@pytest.mark.slow
def test_deep_nesting_is_refused_before_anything_recursive_runs(
    write: Write, tmp_path: Path
) -> None:
    names = [write(name, text) for name, text in DEEP.items()]
    ran = process("rubric", "check", *names, folder=tmp_path)
    assert ran.code == 1
    for name in names:
        assert f"{name}:1:" in ran.out
    assert ran.megabytes < 400


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
    "a list in itself": "a: &a [*a]\n",
    "a mapping in itself": "a: &a {b: *a}\n",
    "merge keys": "<<: [&a {b: 1}, *a, *a]\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_grows_by_reference_is_refused(bomb: str, check: Run) -> None:
    ran = check(BOMBS[bomb])
    assert ran.code == 1
    assert "not allowed" in ran.out


@pytest.mark.slow
def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as stream:
        stream.write(b"rubric: tiny\n")
        stream.truncate(1_000_000_000)
    ran = process("rubric", "check", "huge.yaml", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("huge.yaml: larger than 1 MiB")
    assert ran.megabytes < 400


@pytest.mark.slow
@pytest.mark.parametrize("source", ["/dev/zero", "-"])
def test_a_source_without_an_end_is_refused(source: str) -> None:
    ran = shell(f"$rolefit score {source} </dev/zero")
    assert (ran.code, ran.out) == (2, "")
    assert "larger than 1 MiB" in ran.err
    assert ran.megabytes < 400


@pytest.mark.slow
def test_a_pipe_whose_size_nobody_can_tell_is_read_to_the_limit_only(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    ran = shell(f"cd {tmp_path}; cat /dev/zero >pipe.yaml & $rolefit score pipe.yaml")
    assert ran.code == 2
    assert "larger than 1 MiB" in ran.err


# Directives, unknown names and open questions by the thousand: each must stay cheap.
def many_options(count: int) -> str:
    """Items of many options, none of which speaks for the second outcome."""
    options = ", ".join(f"{{id: o{k}, text: T{k}, favors: {{a: 0.{k + 1}}}}}" for k in range(8))
    item = "{{id: m{}, type: multi, dimension: d, ask: Q?, allow_na: false, options: [{}]}}"
    return "".join(f"  - {item.format(k, options)}\n" for k in range(count))


def short_items(count: int, more: str = "") -> str:
    """Items as short as they can be, for all to be answered."""
    options = "[{id: x, text: T, favors: {a: 1}}, {id: y, text: U, favors: {b: 1}}]"
    item = f"type: single, dimension: d, ask: Q?, allow_na: false, options: {options}"
    return "".join(f"  - {{id: s{k}, {item}{more}}}\n" for k in range(count))


def facts(count: int) -> str:
    """Questions that decide whether another one is asked."""
    fact = "type: yes_no, ask: Q?, allow_na: false"
    asked = "".join(f"  - {{id: f{k}, {fact}}}\n" for k in range(count))
    any_of = ", ".join(f'{{item: f{k}, is: "yes"}}' for k in range(count))
    options = "[{id: x, text: T, favors: {a: 1}}, {id: y, text: U, favors: {b: 1}}]"
    hidden = f"type: single, dimension: d, ask: Q?, ask_when: {{any: [{any_of}]}}"
    return f"{asked}  - {{id: h, {hidden}, options: {options}}}\n"


def unknown_gates(count: int) -> str:
    gate = "name: G, on_fail: flag, reason: R., when: {item: %s, is: x}"
    return "".join(f"  - {{id: g{k}, {gate % f's_{k}'}}}\n" for k in range(count))


COSTLY_RUBRICS = {
    "directives": "".join(f"%TAG !{k}! x\n" for k in range(70_000)) + "---\n" + RUBRIC,
    "unknown keys": RUBRIC + "".join(f"limitz{k}: 1\n" for k in range(45_000)),
    "options nobody gains by": f"{HEAD}items:\n{many_options(200)}",
    "unknown items in gates": f"{HEAD}items:\n{short_items(1_500)}gates:\n{unknown_gates(1_500)}",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", COSTLY_RUBRICS)
def test_a_rubric_made_to_be_costly_is_checked_within_the_limits(
    kind: str, write: Write, tmp_path: Path
) -> None:
    raw = COSTLY_RUBRICS[kind].encode()
    assert len(raw) <= 1 << 20
    ran = limited("rubric", "check", write("costly.yaml", raw), folder=tmp_path)
    assert ran.code in (0, 1)
    assert ran.out.count("\n") < 300


COSTLY_PAIRS = {
    "open options": (f"{RUBRIC}{many_options(200)}", ANSWERS),
    "open branches": (f"{RUBRIC}{facts(12)}{short_items(200)}", ANSWERS),
    "many items": (f"{RUBRIC}{short_items(1_000)}", ANSWERS),
    "unknown answers": (RUBRIC, ANSWERS[:-2] + "".join(f", k{k}: 1" for k in range(40_000)) + "}"),
    "a long name": (RUBRIC, "rubric: tiny\nanswers:\n  ? " + "x" * 9_999 + "\n  : 1\n"),
    "control codes": (RUBRIC, 'answers: ["\\e"' + ', "\\e"' * 40_000 + "]\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", COSTLY_PAIRS)
def test_answers_made_to_be_costly_are_scored_within_the_limits(
    kind: str, write: Write, tmp_path: Path
) -> None:
    rubric, answers = COSTLY_PAIRS[kind]
    write("rubric.yaml", rubric)
    file = write("answers.yaml", answers)
    ran = limited("score", file, "--rubric", "rubric.yaml", folder=tmp_path)
    assert ran.code in (0, 2)
    assert len(ran.err) < 100_000


TAGS = [
    "!!python/object/apply:os.system ['touch acted']",
    "!!python/object/new:os.system ['touch acted']",
    "!!python/name:os.system",
    "!include acted.yaml",
    "!!binary aGVsbG8=",
    "!!set {a, b}",
    "!!timestamp x",
    "!!bool x",
    "!!float ''",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_refused_and_does_nothing(tag: str, check: Run, tmp_path: Path) -> None:
    ran = check(changed("title: A tiny rubric", f"title: {tag}"))
    assert ran.code == 1
    assert ran.out.startswith("rubric.yaml:4:8: tags (")
    assert [path.name for path in tmp_path.iterdir()] == ["rubric.yaml"]


@pytest.mark.parametrize(
    ("text", "second", "first"),
    [
        (changed("minutes: 1", "minutes: 1\nminutes: 9"), "8", "7"),
        (changed("minutes: 1", "minutes: 1\n'minutes': 1"), "8", "7"),
        (changed("    ask: One?", "    ask: One?\n    ask: Two?"), "18", "17"),
        (RUBRIC + "items: []\n", "20", "13"),
    ],
)
def test_a_key_that_is_given_twice_is_refused_with_both_lines(
    text: str, second: str, first: str, check: Run
) -> None:
    ran = check(text)
    assert ran.code == 1
    (told,) = re.findall(r":(\d+):\d+: `\w+` is given twice \(first in line (\d+)\)", ran.out)
    assert told == (second, first)


WORDS = ["no", "yes", "on", "off", "n", "null_", "true_"]


@pytest.mark.parametrize("word", WORDS)
def test_an_option_called_like_a_word_of_yaml_1_1_is_chosen_without_quotes(
    word: str, score: Run
) -> None:
    rubric = changed("{id: x,", f"{{id: {word},")
    ran = score(f"rubric: tiny\nanswers: {{one: {word}}}\n", rubric, ("--format", "json"))
    assert ran.code == 0
    assert json.loads(ran.out)["assessment"]["verdict"]["outcome"] == "a"


@pytest.mark.parametrize(("word", "shown"), [("no", "No"), ("yes", "Yes"), ("false", "No")])
def test_a_yes_or_no_is_answered_without_quotes(word: str, shown: str, score: Run) -> None:
    rubric = RUBRIC + "  - {id: two, type: yes_no, dimension: d, also_scores: true, toward: a, "
    rubric += "ask: Two?}\n"
    ran = score(f"rubric: tiny\nanswers: {{one: x, two: {word}}}\n", rubric, ("--full",))
    assert ran.code == 0
    assert re.search(rf"\b{shown}\b", ran.out)


NO_WEIGHTS = [
    *[".nan", ".inf", "-.inf", "1e400", "1e3", "-1", "0", "0.0", "-0.5", "true", '"2"', "no"],
    *["012", "0x1F", "1_000", "1:30", "2001-01-01", "", "[1]", "{a: 1}", "٣", "1000001"],
    *["1" * 19, "1" * 401, "1" * 4_301, "0." + "0" * 20 + "1", "1:" + "59:" * 2_000 + "59"],
]


@pytest.mark.parametrize("written", NO_WEIGHTS, ids=lambda text: text[:12])
def test_a_weight_that_is_no_plain_number_above_nought_is_refused(written: str, check: Run) -> None:
    ran = check(changed("weight: 1", f"weight: {written}" if written else "weight: 00"))
    assert ran.code == 1
    assert ran.out.startswith("rubric.yaml:11:46: dimensions.d.weight: expected a ")
    assert len(ran.out) < 1_000


@pytest.mark.parametrize("written", ["1", "0.5", "1000000", "0.000000000000000001", "+3", "1.10"])
def test_a_weight_in_plain_digits_is_taken(written: str, check: Run) -> None:
    assert check(changed("weight: 1", f"weight: {written}")).code == 0


@pytest.mark.parametrize("ends", ["[5, 5]", "[5, 1]", "[0]", "[0, 1, 2]", "[.nan, 1]", "[0, 1e9]"])
def test_a_range_that_is_none_is_refused(ends: str, check: Run) -> None:
    item = f"  - {{id: two, type: numeric, ask: Two?, unit: hours, range: {ends}}}\n"
    ran = check(RUBRIC + item)
    assert ran.code == 1
    assert "items.1.range" in ran.out


ENCODINGS = {
    "utf-16": "saved as UTF-16",
    "utf-16-le": "saved as UTF-16",
    "utf-16-be": "saved as UTF-16",
    "utf-32": "saved as UTF-",
    "latin-1": "is not UTF-8",
    "cp1252": "is not UTF-8",
    "shift-jis": "is not UTF-8",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_in_another_encoding_is_refused_with_what_to_do(encoding: str, check: Run) -> None:
    letters = "表" if encoding == "shift-jis" else "é"
    ran = check(changed("A tiny", letters).encode(encoding))
    assert (ran.code, ran.out) == (2, "")
    assert ENCODINGS[encoding] in ran.err
    assert "UTF-8" in ran.err.split("\n")[1]


SHAPES = {
    "nothing": "",
    "a list": "- a\n- b\n",
    "a text": "just text\n",
    "two documents": f"{RUBRIC}---\n{RUBRIC}",
    "a web page": "<!DOCTYPE html><html><head><title>404</title></head></html>\n",
    "a merge conflict": "<<<<<<< HEAD\nrubric: a\n=======\nrubric: b\n>>>>>>> b\n",
    "null": "~\n",
    "zeros": b"\0" * 100,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a program": b"\x7fELF\x02\x01\x01\0",
    "a zip file": b"PK\x03\x04\x14\0\x08\x08",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_that_is_no_rubric_at_all_is_refused_in_a_few_lines(shape: str, check: Run) -> None:
    ran = check(SHAPES[shape])
    assert ran.code in (1, 2)
    assert 1 <= len((ran.out or ran.err).splitlines()) <= 5
    assert (ran.out + ran.err).startswith("rubric.yaml:")


def test_a_misspelt_weight_is_an_error_with_the_word_that_was_meant(check: Run) -> None:
    ran = check(changed("weight: 1", "wieght: 1"))
    assert ran.code == 1
    assert "dimensions.d.wieght: unknown key" in ran.out
    assert "did you mean `weight`?" in ran.out


listeners: list[list[str]] = []
"""Where opened files and sockets are noted while a test listens."""


@cache
def listen() -> None:
    """Note what the process opens; an audit hook stays for good, so there is only one."""

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if listeners and (event == "open" or event.startswith("socket.")):
            listeners[0].append(str(arguments[0]))

    sys.addaudithook(note)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("extends", "../../etc/passwd"),
        ("include", "file:///etc/passwd"),
        ("$ref", "http://127.0.0.1/x"),
        ("file", "../../etc/passwd"),
        ("pattern", "file:///etc/passwd"),
        ("script", "http://127.0.0.1/x"),
    ],
)
def test_nothing_in_a_rubric_opens_another_file_or_the_network(
    key: str, value: str, check: Run
) -> None:
    listen()
    opened: list[str] = []
    listeners.append(opened)
    text = f"{key}: {value}\n{RUBRIC}" + f"  - {{{key}: {value}}}\n"
    ran = check(text)
    listeners.clear()
    assert ran.code == 1
    assert f"{key}: unknown key" in ran.out
    assert "rubric.yaml" in opened
    assert not [name for name in opened if "passwd" in name or "127.0.0.1" in name]


@pytest.mark.parametrize(
    "condition",
    [
        "\"__import__('os').system('touch acted')\"",
        '"one == x"',
        '"3**3999999"',
        '"{one.__class__}"',
        '"{{ 7 * 7 }}"',
        "{eval: \"__import__('os').system('touch acted')\"}",
        "{item: one, matches: '(a+)+$'}",
        "{item: one, is: \"__import__('os').system('touch acted')\"}",
    ],
)
def test_a_condition_is_data_and_never_a_program(
    condition: str, check: Run, tmp_path: Path
) -> None:
    gate = f"gates: [{{id: g, name: G, when: {condition}, on_fail: flag, reason: R.}}]\n"
    ran = check(RUBRIC + gate)
    assert ran.code == 1
    assert "gates.0.when" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["rubric.yaml"]


def gate_of(condition: str) -> str:
    return f"{RUBRIC}gates:\n  - {{id: g, name: G, when: {condition}, on_fail: flag, reason: R.}}\n"


@pytest.mark.slow
@pytest.mark.parametrize(("parts", "code"), [(999, 0), (1_000, 1)])
def test_a_condition_of_a_thousand_parts_is_taken_and_not_one_more(
    parts: int, code: int, check: Run
) -> None:
    inside = ", ".join(["{item: one, is: x}"] * parts)
    ran = check(gate_of(f"{{any: [{inside}]}}"))
    assert ran.code == code
    assert ("at most 1000 are allowed" in ran.out) == bool(code)


@pytest.mark.parametrize(("depth", "code"), [(8, 0), (9, 1), (25, 1)])
def test_a_condition_eight_levels_deep_is_taken_and_not_one_more(
    depth: int, code: int, check: Run
) -> None:
    condition = "{not: " * (depth - 1) + "{item: one, is: x}" + "}" * (depth - 1)
    ran = check(gate_of(condition))
    assert ran.code == code
    assert ("at most 8 are allowed" in ran.out) == bool(code)


def test_a_branch_looks_back_only_so_that_none_can_chase_its_tail(check: Run) -> None:
    item = '  - {id: %s, type: yes_no, ask: Q?, ask_when: {item: %s, is: "yes"}}\n'
    ran = check(RUBRIC + item % ("p", "q") + item % ("q", "p") + item % ("r", "r"))
    assert ran.code == 1
    assert ran.out.count("is asked later") == 2


TEMPLATES = "{0.__class__} {one} {{7*7}} {% x %} %s %(a)s ${HOME} $(id) `id` <%= 1 %> #{1}"


@pytest.mark.parametrize(
    ("text", "depth"), [("summary: Close.", ()), ("ask: One?", ("--full",))], ids=["short", "full"]
)
@pytest.mark.parametrize("format", ["terminal", "markdown", "json"])
def test_a_template_in_a_rubric_is_only_text(
    format: str, text: str, depth: tuple[str, ...], score: Run
) -> None:
    rubric = changed(text, f'{text.partition(":")[0]}: "{TEMPLATES}"')
    ran = score(rubric=rubric, options=("--format", format, *depth))
    words = ran.out
    if format == "markdown":  # as a forge shows it: without escapes and what keeps signs apart
        words = re.sub(r"\\(?=[!-/:-@\[-`{-~])|&#8203;", "", words)
    if format == "json":
        # The texts of the rubric are no part of the JSON report; the sentence names the outcome.
        rubric = changed("name: an a", f'name: "{TEMPLATES}"')
        words = json.loads(score(rubric=rubric, options=("--format", format)).out)["sentence"]
    assert ran.code == 0
    assert TEMPLATES in " ".join(words.split())
