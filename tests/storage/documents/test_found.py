"""Every value has a place, and every fault is shown at its place, in order, with a caret."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from effort import tried
from hypothesis import given
from runs import Run
from written import plain_mappings, same, write_json, write_yaml

from rolefit.errors import Invalid, Problem
from rolefit.storage.documents import FileProblems, parse, problems_at


@pytest.mark.slow
@tried(20)
@given(plain_mappings())
def test_every_value_of_a_yaml_file_is_found_where_it_was_written(content: dict[str, Any]) -> None:
    written = write_yaml(content)
    document = parse("file.yaml", written.text.encode())
    assert same(document.value, content)
    assert {path: tuple(document.mark(path)) for path in written.places} == written.places


@pytest.mark.slow
@tried(20)
@given(plain_mappings())
def test_every_value_of_a_json_file_is_found_where_it_was_written(content: dict[str, Any]) -> None:
    written = write_json(content)
    document = parse("file.json", written.text.encode())
    assert same(document.value, content)
    assert {path: tuple(document.mark(path)) for path in written.places} == written.places


@pytest.mark.slow
@tried(20)
@given(plain_mappings())
def test_a_file_means_the_same_in_yaml_and_in_json(content: dict[str, Any]) -> None:
    as_yaml = parse("file.yaml", write_yaml(content).text.encode())
    as_json = parse("file.json", write_json(content).text.encode())
    assert same(as_yaml.value, as_json.value)


TEXT = """\
rubric: tiny
answers:
  backlog: waits
  budget: {not_applicable: there is none}
  several: [one, two]
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("rubric",), (1, 1), (1, 9)),
        (("answers",), (2, 1), (3, 3)),
        (("answers", "backlog"), (3, 3), (3, 12)),
        (("answers", "budget"), (4, 3), (4, 11)),
        (("answers", "budget", "not_applicable"), (4, 12), (4, 28)),
        (("answers", "several"), (5, 3), (5, 12)),
        (("answers", "several", 1), (5, 18), (5, 18)),
        (("answers", "several", 7), (5, 3), (5, 3)),
        (("answers", "nothing"), (2, 1), (2, 1)),
        (("answers", "backlog", "deeper", 3), (3, 3), (3, 3)),
    ],
)
def test_a_fault_is_placed_at_key_or_value_and_a_missing_one_at_its_parent(
    path: tuple[str | int, ...], key: tuple[int, int], value: tuple[int, int]
) -> None:
    document = parse("file.yaml", TEXT.encode())
    for code, (line, column) in (("unknown-key", key), ("value", value)):
        error = problems_at(document, Invalid((Problem(path, "wrong", code=code),)))
        assert error.message.startswith(f"file.yaml:{line}:{column}: ")


def shown(text: str, *paths: tuple[str | int, ...]) -> list[str]:
    """The lines about one fault at each of the paths."""
    document = parse("file.yaml", text.encode())
    problems = tuple(Problem(path, "wrong", "mend it", "unknown-key") for path in paths)
    return problems_at(document, Invalid(problems)).message.split("\n")


def test_a_fault_is_told_with_place_subject_message_line_caret_and_hint() -> None:
    assert shown(TEXT, ("answers", "budget")) == [
        "file.yaml:4:3: answers.budget: wrong",
        "      budget: {not_applicable: there is none}",
        "      ^",
        "    mend it",
    ]


def test_a_fault_of_the_whole_file_has_no_subject() -> None:
    assert shown(TEXT, ())[0] == "file.yaml:1:1: wrong"


def test_faults_are_told_in_the_order_of_the_file_whatever_the_order_they_were_found_in() -> None:
    lines = shown(TEXT, ("answers", "several"), ("rubric",), ("answers", "budget"), ("answers",))
    places = [line.split(":")[1] for line in lines if line.startswith("file.yaml")]
    assert places == ["1", "2", "4", "5"]


@pytest.mark.parametrize(("count", "told"), [(1, 1), (10, 10), (11, 10), (400, 10)])
def test_ten_faults_at_most_are_told_and_the_rest_counted(count: int, told: int) -> None:
    raw = "".join(f"k{k}: 1\nk{k}: 2\n" for k in range(count)).encode()
    with pytest.raises(FileProblems) as caught:
        parse("file.yaml", raw)
    message = caught.value.message
    assert message.count("is given twice") == told
    assert len(caught.value.found) == count
    more = f"... and {count - told} more in file.yaml"
    assert (more in message) == (count > told)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


BEFORE = [
    "",
    "a: 1, ",
    "a: 漢字, ",
    "a: 한국어, ",
    "a: e\u0301e\u0301, ",
    "a: é½€, ",
    "a:\t1, ",
    "a: 1,\t\t",
    "a: " + "long " * 30 + ", ",
    "a: " + "漢字" * 60 + ", ",
]


@pytest.mark.parametrize("after", ["", ", c: " + "long " * 40])
@pytest.mark.parametrize("before", BEFORE)
def test_the_caret_stands_under_the_first_letter_of_what_is_wrong(
    rolefit: Run, tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(f"{{{before}wrong: 2{after}}}\n", encoding="utf-8")
    lines = rolefit("score", str(file)).err.split("\n")
    (at,) = (k for k, line in enumerate(lines) if " wrong: unknown key" in line)
    excerpt, caret = lines[at + 1 : at + 3]
    assert caret.strip() == "^"
    assert columns(excerpt[: excerpt.index("wrong")]) == len(caret) - 1
    assert len(excerpt) <= 120


def test_a_fault_behind_the_last_line_is_told_without_a_line() -> None:
    with pytest.raises(FileProblems) as caught:
        parse("file.yaml", b"a: [1\n")
    assert caught.value.message.split("\n")[0].startswith("file.yaml:2:1: not valid YAML")
