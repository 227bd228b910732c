"""Inputs that are nearly right are read, or refused in words; what is read can be written again."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from fuzz import LARGEST_FILE, RUBRIC, answer, kept_seeds, map_seed, readers, rows
from mutated import mutated
from runs import Run

from rolefit.batch.exports.survey_map import map_text, read_map
from rolefit.errors import RolefitError
from rolefit.storage.journal.exchange import Exchange, exchange_text, read_exchange
from rolefit.storage.journal.records import READERS, from_line, read_session
from rolefit.storage.journal.store import Store

DEEP = "[" * 200 + "]" * 200
SESSION = rows()["sessions"].decode()


@pytest.mark.parametrize("name", readers())
def test_no_input_that_fuzzing_found_ends_a_reader_otherwise(name: str) -> None:
    reader = readers()[name]
    for raw in reader.seeds:
        assert answer(reader.check, raw)
    chance = random.Random(name)
    for _ in range(max(4, int(4 * reader.share))):
        assert answer(reader.check, mutated(chance.choice(reader.seeds), reader.seeds, chance))


@pytest.mark.parametrize("name", readers())
def test_what_was_kept_of_earlier_runs_is_small(name: str) -> None:
    assert sum(map(len, kept_seeds(name))) <= LARGEST_FILE


@pytest.mark.parametrize(
    "text",
    [
        '{"$mapping":[[1,2]]}',
        '{"$mapping":[5]}',
        '{"$mapping":[[["a"],2]]}',
        '{"$mapping":[["a"]]}',
        '{"$decimal":"NaN"}',
        '{"$decimal":"Infinity"}',
        '{"$decimal":"1E+999999"}',
        '{"$decimal":"' + "9" * 500 + '"}',
        '{"$decimal":"x"}',
        '{"$fraction":"1/0"}',
        "NaN",
        "1e400",
        '{"a":[-1e+999999999]}',
        DEEP,
    ],
)
def test_a_line_that_could_not_be_written_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_line(text)


@pytest.mark.parametrize("name", ["true", "null", "tiny"])
def test_a_map_reads_back_whatever_its_rubric_is_called(name: str) -> None:
    whole = {**json.loads(map_seed()), "rubric": name}
    for more in ({}, {"rubric_hash": RUBRIC.content_hash}):
        found = read_map("map.yaml", json.dumps({**whole, **more}).encode())
        assert read_map("again.yaml", map_text(found, RUBRIC, "a tool").encode()) == found


def test_a_fraction_is_read_as_it_is_written_and_not_by_other_ways() -> None:
    assert from_line('{"$fraction":"22/30"}') == Fraction(22, 30)
    assert from_line('{"$fraction":"1e999999"}') == {"$fraction": "1e999999"}


def sealed(text: str) -> tuple[str, str, str, int]:
    return ("ab12", text, sha256(f"ab12\0{text}".encode()).hexdigest(), 1)


def test_an_interview_that_an_older_version_kept_without_its_mode_is_read() -> None:
    text = SESSION.replace(',"quick":false', "")
    assert text != SESSION
    found = read_session(sealed(text))
    assert found is not None
    assert found.quick is False


@pytest.mark.parametrize("table", READERS)
def test_a_row_that_is_nested_too_deep_is_damaged_and_ends_nothing(table: str) -> None:
    for text in (f'{{"rubric":"x","more":{DEEP}}}', f'{{"answers":{{"a":{DEEP}}}}}'):
        assert READERS[table](sealed(text)) is None


def test_a_journal_with_such_a_row_is_still_listed_and_exported(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path))
    path = tmp_path / "rolefit.db"
    with Store(path) as store:
        store.save(store.start(RUBRIC), {"team": "mine"})
        session = store.sessions()[0]
    text = SESSION.replace('"mine"', '{"$mapping":[5]}')
    seal = sha256(f"{session.id}\0{text}".encode()).hexdigest()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET content = ?, sum = ?", (text, seal))
    listed, exported = rolefit("journal", "list"), rolefit("journal", "export")
    for ran in (listed, exported):
        said = " ".join(ran.err.split())
        assert (ran.code, f"session {session.id} is damaged" in said) == (3, True)
    assert '"entries": []' in exported.out


def test_an_exported_journal_that_is_nested_too_deep_is_refused_in_words() -> None:
    text = exchange_text(Exchange(())).replace('"entries": []', f'"entries": {DEEP}')
    assert DEEP in text
    with pytest.raises(RolefitError, match="nested more than 64 deep"):
        read_exchange("j.json", text.encode())


def test_a_table_that_names_nobody_begins_no_round(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raters.csv").write_text("name,group\n\n", encoding="utf-8")
    given = ("--about", "Dana", "--collector", "Kim", "-o", "round")
    ran = rolefit("panel", "start", "manager-readiness", "--raters", "raters.csv", *given)
    assert (ran.code, ran.out) == (2, "")
    assert "raters.csv:1: names the columns, and nobody below them" in ran.err
    assert not (tmp_path / "round").exists()
