"""Rubrics and files by name: where they are found, and what is said where they are not."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rolefit.errors import RolefitError
from rolefit.rubric.claims import ClaimRegister
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.documents import FileProblems, parse, quick_yaml, read_responses, validate
from rolefit.storage.library import (
    find,
    id_text,
    load,
    read_file,
    register,
    register_path,
    responses_text,
    unknown_claims,
    value_text,
)
from rolefit.storage.own import find_own, own_rubrics
from rolefit.storage.shipped import FIRST, offered_names, shipped_names
from rolefit.storage.writing import copied_rubric, new_rubric

SMALL = new_rubric("mine", "contrast")


def test_a_shipped_rubric_is_the_same_however_often_it_is_loaded() -> None:
    first, second = load(FIRST), load(FIRST)
    assert first.rubric == FIRST
    assert first.content_hash == second.content_hash == find(FIRST).rubric.content_hash


def test_what_most_people_come_for_is_offered_first_and_all_else_by_name() -> None:
    assert offered_names() == (FIRST, *(name for name in shipped_names() if name != FIRST))
    assert list(shipped_names()) == sorted(shipped_names())


def test_a_file_that_cannot_be_read_is_told_with_its_name(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "is a folder, not a file"),
        (Path("a\0b"), "null"),
        (tmp_path / ("x" * 300), "File name too long"),
    ):
        with pytest.raises(RolefitError, match=said):
            read_file(path)


def test_no_more_of_a_file_is_read_than_a_byte_beyond_what_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * 100)
    assert (len(read_file(path, 10)), len(read_file(path, 100))) == (11, 100)


def test_claims_are_known_from_the_register_and_from_the_rubric_itself(tmp_path: Path) -> None:
    assert isinstance(register(), ClaimRegister)
    assert register_path().is_file()
    assert list(unknown_claims(find(FIRST))) == []
    text = SMALL
    known = next(iter(register().claims))
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("source: [", f"source: [{known}, QQ-99, ", 1), encoding="utf-8")
    found = find(str(path))
    (problem,) = (one for one in unknown_claims(found) if one.wanted == "QQ-99")
    assert problem.path[-1] == 1


def test_rubrics_of_a_project_are_found_from_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_CONFIG_DIR", str(tmp_path / "own"))
    below = tmp_path / "work" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find_own("mine") is None
    assert "mine" not in own_rubrics()
    folder = tmp_path / "work" / "rolefit-rubrics"
    folder.mkdir()
    (folder / "mine.yaml").write_bytes(SMALL.encode())
    found = find_own("mine")
    assert found is not None
    assert (found.origin, found.added, found.path) == ("this project", False, folder / "mine.yaml")
    assert own_rubrics()["mine"] == found
    (below / ".git").mkdir()  # a repository of its own: what is above it is another's
    assert find_own("mine") is None


def test_a_copy_of_a_rubric_is_a_first_edition_of_another_name() -> None:
    text = SMALL
    rubric = validate(parse("r.yaml", text.encode()), Rubric)
    copied = copied_rubric(text, rubric, "another")
    again = validate(parse("c.yaml", copied.encode()), Rubric)
    assert (again.rubric, again.version, again.migrations) == ("another", "1.0", ())
    assert again.items == rubric.items
    assert copied.startswith("# yaml-language-server")
    assert f"Begun as a copy of {rubric.rubric} {rubric.version}" in copied
    assert copied.endswith("\n")
    commented = copied_rubric("# yaml-language-server: x\n\n# Ours.\n" + text, rubric, "another")
    assert commented.split("# Ours.")[0].endswith("\n#\n")


@pytest.mark.parametrize(
    ("name", "raw", "said", "hint"),
    [
        ("a.yaml", b"a: [1,\n<<<<<<< ours\nb: 2\n", "not valid YAML", "a merge conflict"),
        ("a.yaml", b"a: [1,\nb:2\n", "not valid YAML", "in line 2: put a blank behind the colon"),
        ("a.yaml", b"<p a='1': [\n", "not valid YAML", "like a web page"),
        ("a.yaml", b"a: 'x\n\tb: [\n", "not valid YAML", ""),
        ("a.yaml", b"a: b: c\n", "not valid YAML", "put quotes around a text that holds a colon"),
    ],
)
def test_what_is_behind_broken_yaml_is_named(name: str, raw: bytes, said: str, hint: str) -> None:
    with pytest.raises(FileProblems) as caught:
        parse(name, raw)
    assert said in str(caught.value)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "table"),
    [
        (b"id,team,hours\n1,mine,3\n", True),
        (b"id,team\n1,mine\n", False),  # one comma may stand in a sentence
        (b"[1, 2, 3]\n", False),
        (b"a: 1, 2, 3\n", False),
    ],
)
def test_a_table_that_is_piped_in_is_told_as_one(raw: bytes, *, table: bool) -> None:
    with pytest.raises(RolefitError) as caught:
        read_responses(parse("<stdin>", raw))
    assert ("a table (CSV)" in str(caught.value)) is table


def test_a_rubric_and_responses_are_told_apart_where_they_are_mistaken() -> None:
    answers = parse("a.yaml", b"rubric: x\nanswers: {a: 1}\n")
    with pytest.raises(RolefitError, match="responses, where a rubric is expected"):
        validate(answers, Rubric)
    with pytest.raises(RolefitError, match="a rubric, where responses are expected"):
        read_responses(parse("r.yaml", SMALL.encode()))


def test_a_result_is_not_taken_for_answers_and_a_table_not_for_either() -> None:
    for model in (Rubric, Responses):
        with pytest.raises(RolefitError, match=r"r.json: a result \(rolefit-result\), not answers"):
            validate(parse("r.json", b'{"format": "rolefit-result"}'), model)
    for name, said, import_too in (
        ("my t.csv", "a table (CSV)", True),
        ("t.TSV", "a table (CSV)", True),
        ("t.xlsx", "a workbook", True),
        ("t.parquet", "a table (Parquet)", False),
    ):
        with pytest.raises(RolefitError) as told:
            parse(name, b"\xff")
        assert told.value.message.startswith(f"{name}: {said}, where")
        assert ("rolefit import draft" in told.value.hint) is import_too
        assert ("'my t.csv'" in told.value.hint) is (name == "my t.csv")


def test_a_flow_mapping_that_begins_like_json_is_read_as_yaml_where_it_is_no_json() -> None:
    raw = b'{"a": 1, b: no}'
    assert parse("a.yaml", raw).value == {"a": 1, "b": "no"}
    with pytest.raises(FileProblems, match="not valid JSON"):
        parse("a.json", raw)
    with pytest.raises(FileProblems, match="not valid JSON"):
        parse("a.yaml", b'{"a": 1, b: ')


def test_patterns_of_the_reader_are_compiled_when_they_are_first_used() -> None:
    late = quick_yaml._LatePattern("a+", 0)
    assert late.match("aa") is not None
    assert late.match("b") is None
    assert quick_yaml._compile_later("a+").fullmatch("aa") is not None
    assert isinstance(quick_yaml._compile_later("a+"), re.Pattern)


def test_every_value_of_an_answer_is_written_so_that_it_reads_back_as_it_is() -> None:
    values: dict[str, Any] = {
        "nothing": None,
        "truth": True,
        "whole": 3,
        "exact": Decimal("1E+3"),
        "text": 'ä: "b"\n',
        "list": ("a", (1, None), {}),
        "inner": {"note": "# no comment", "answer": ("x",)},
    }
    written = "".join(f"{key}: {value_text(value)}\n" for key, value in values.items())
    assert parse("a.yaml", written.encode()).value == values
    assert [id_text(one) for one in ("true", "null", "truly")] == ['"true"', '"null"', "truly"]


def test_answers_of_a_rater_are_written_with_whom_they_are_about() -> None:
    person = {"name": "Bo", "group": "peer", "about": "Dana"}
    known = {"sees_work": "weekly", "known_for": "longer"}
    rubric = validate(parse("r.yaml", SMALL.encode()), Rubric)
    raw = {"rubric": "mine", "respondent": {**person, **known}, "date": "2026-11-22", "answers": {}}
    given = Responses.model_validate(raw)
    text = responses_text(given, rubric)
    again = read_responses(parse("a.yaml", text.encode()))
    assert again.respondent == given.respondent
    assert (again.day, again.rubric_hash) == ("2026-11-22", rubric.content_hash)
    assert "answers: {}" in text
