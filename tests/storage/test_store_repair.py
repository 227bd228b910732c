"""Damaged stores: what is wrong is told, what can be read is saved, nothing is overwritten."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from effort import share
from make import answers, contrast, likert, single

from rolefit.errors import StoreError
from rolefit.storage.journal import database as store
from rolefit.storage.journal import survey as repairing
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.storage.journal.survey import entries_of, repair, survey

RUBRIC = contrast(single("q1"), likert("q2"))
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
KEPT = "rolefit-damaged-20261122-083000.db"
PAGE = 4096
ENTRIES = 12


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "rolefit.db"


@pytest.fixture
def kept(path: Path) -> tuple[JournalEntry, ...]:
    """A store of several pages, with a session and a setting."""
    with Store(path) as found:
        found.want(keep=True)
        for k in range(ENTRIES):
            given = answers(RUBRIC, q1="pa", q2={"answer": k % 5 + 1, "note": "n" * 900})
            found.keep(given, RUBRIC, sentence=f"entry {k}")
        found.save(found.start(RUBRIC), {"q1": "pa"})
        return found.entries()


def overwritten(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(content)


def leaf_of(path: Path, text: bytes) -> int:
    """Where the page begins that holds a text."""
    return path.read_bytes().index(text) // PAGE * PAGE


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# ---- looking


def test_a_sound_store_is_whole_and_all_of_it_is_read(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    before = path.read_bytes()
    found = survey(path)
    assert (found.damage, found.remarks, found.empty) == ((), (), False)
    assert entries_of(found) == kept
    assert (len(found.sessions), found.settings) == (1, (("keep-finished", "yes"),))
    assert path.read_bytes() == before
    assert names(path.parent) == ["rolefit.db"]


def test_a_spoilt_row_is_named(path: Path, kept: tuple[JournalEntry, ...]) -> None:
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    found = survey(path)
    assert found.damage == (f"entry {kept[7].id} is damaged",)
    assert entries_of(found) == (*kept[:7], *kept[8:])


def test_a_page_that_is_gone_costs_only_what_is_on_it(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    overwritten(path, leaf_of(path, b"entry 5"), bytes(PAGE))
    with pytest.raises(StoreError, match="the file is damaged"):
        Store(path)
    found = survey(path)
    saved = entries_of(found)
    lost = [entry for entry in kept if entry not in saved]
    assert 1 <= len(lost) <= 4
    assert "entry 5" in [entry.sentence for entry in lost]
    for entry in lost:
        assert f"entry {entry.id} is damaged" in found.damage
    assert any(line.startswith("the build of the file: ") for line in found.damage)


def test_what_cannot_be_named_may_be_lost(path: Path, kept: tuple[JournalEntry, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_entries_1'"
        (root,) = connection.execute(query).fetchone()
    overwritten(path, (root - 1) * PAGE, bytes(PAGE))
    whole = survey(path)
    assert entries_of(whole) == kept
    assert whole.damage
    overwritten(path, leaf_of(path, b"entry 5"), bytes(PAGE))
    found = survey(path)
    assert 0 < len(entries_of(found)) < ENTRIES
    assert "one entry or more may be lost" in found.damage


def test_others_who_can_read_it_and_owed_deletions_are_to_be_put_right(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    with Store(path) as found, found.file.changing():
        found.file.set(store.OWED, "yes")
    path.chmod(0o644)
    seen = survey(path)
    assert seen.damage == ()
    assert "is open to others on this computer" in seen.remarks[0]
    assert "the next use removes them" in seen.remarks[1]


def test_a_store_of_the_first_version_is_whole_without_the_tables_of_later_ones(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table in ("gone", "notes", "rubrics"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version=1")
    seen = survey(path)
    assert (seen.damage, seen.gone, seen.notes, seen.rubrics) == ((), (), (), ())
    assert entries_of(seen) == kept
    with Store(path) as found:
        assert found.entries() == kept
        assert found.file.pragma("user_version") == store.VERSION
    assert survey(path).damage == ()


def test_a_table_that_is_missing_is_told_by_what_it_held(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table in ("gone", "notes", "settings"):
            connection.execute(f"DROP TABLE {table}")
    seen = survey(path)
    assert entries_of(seen) == kept
    assert "what was deleted lately cannot be told from what was not" in seen.damage
    assert "whether to keep finished assessments cannot be read" in seen.damage
    assert "one note or more may be lost" in seen.damage


class Complaining:
    """A connection to a file whose build SQLite finds that many faults with."""

    def __init__(self, count: int) -> None:
        self.count = count

    def execute(self, query: str) -> list[tuple[str]]:
        """What it finds."""
        assert query.startswith("PRAGMA integrity_check")
        lines = "\n".join(f"fault {k}" for k in range(self.count))
        return [("*** in database main ***\n" + lines,), ("ok",)]


@pytest.mark.parametrize(
    ("count", "rest"),
    [
        (0, ()),
        (3, ()),
        (4, ("and 1 more faults of this kind",)),
        (9, ("and 6 more faults of this kind",)),
    ],
)
def test_of_many_faults_in_the_build_of_a_file_the_first_three_are_told(
    count: int, rest: tuple[str, ...]
) -> None:
    told = repairing.faults(cast("sqlite3.Connection", Complaining(count)))
    first = tuple(f"the build of the file: fault {k}" for k in range(min(count, 3)))
    assert told == (*first, *rest)


def test_nothing_was_kept_where_there_is_no_file(path: Path) -> None:
    assert store.store_exists(path) is False
    path.parent.mkdir()
    assert store.store_exists(path) is False
    path.touch()
    assert store.store_exists(path) is True


def test_what_was_written_half_beside_a_file_is_put_aside_with_it(path: Path) -> None:
    fresh, kept = path.with_name("fresh.db"), path.with_name("kept.db")
    path.parent.mkdir()
    path.write_text("old")
    fresh.write_text("fresh")
    Path(f"{path}-journal").write_text("half")
    repairing.swap_files(path, fresh, kept)
    assert {one.name: one.read_text() for one in path.parent.iterdir()} == {
        path.name: "fresh",
        "kept.db": "old",
        "kept.db-journal": "half",
    }


def test_where_a_fresh_file_cannot_be_put_in_place_all_is_as_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, kept = path.with_name("fresh.db"), path.with_name("kept.db")
    path.parent.mkdir()
    for name, text in (("rolefit.db", "old"), ("rolefit.db-journal", "half")):
        path.with_name(name).write_text(text)

    def refuse(*_: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)  # so that the old name is free for a while
    with pytest.raises(FileNotFoundError):
        repairing.swap_files(path, fresh, kept)
    assert {one.name: one.read_text() for one in path.parent.iterdir()} == {
        "rolefit.db": "old",
        "rolefit.db-journal": "half",
    }


def test_an_empty_file_is_told_as_empty(path: Path) -> None:
    path.parent.mkdir(0o700)
    path.touch(0o600)
    found = survey(path)
    assert found.empty
    assert repair(path, now=NOW) is None
    assert path.read_bytes() == b""


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA application_id=7")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version={store.VERSION + 1}")


def folder_instead(path: Path) -> None:
    """Put a folder where the file was."""
    path.unlink()
    path.mkdir()


REFUSED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "newer": (newer, "made by a newer rolefit"),
    "another program's": (foreign, "belongs to another program"),
    "a text": (lambda path: path.write_bytes(b"my notes\n" * 400), "no rolefit store"),
    "a short text": (lambda path: path.write_bytes(b"x"), "no rolefit store"),
    "cut to 99 bytes": (lambda path: os.truncate(path, 99), "no rolefit store"),
    "without its first page": (lambda path: overwritten(path, 0, bytes(PAGE)), "no rolefit store"),
    "without its schema": (
        lambda path: overwritten(path, 100, bytes(PAGE - 100)),
        "no rolefit store",
    ),
    "a folder": (folder_instead, "is no plain file"),
}


@pytest.mark.parametrize(("spoil", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_opened_is_told_and_left_alone(
    path: Path, kept: tuple[JournalEntry, ...], spoil: Callable[[Path], Any], said: str
) -> None:
    assert kept
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    for look in (survey, lambda path: repair(path, now=NOW)):
        with pytest.raises(StoreError, match=said) as told:
            look(path)
        assert "journal repair" not in told.value.hint
    assert names(path.parent) == ["rolefit.db"]
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[None]:
    """Without the powers of root, for whom every file can be read."""
    folders = [tmp_path, *tmp_path.parents]
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in folders}
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        folder.chmod(modes[folder] | 0o055)
    os.seteuid(65534)
    yield
    os.seteuid(0)
    for folder in folders:
        folder.chmod(modes[folder])


def test_a_file_that_may_not_be_read_is_told(
    path: Path, kept: tuple[JournalEntry, ...], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert kept
    path.parent.chmod(0o755)
    path.chmod(0)
    request.getfixturevalue("nobody")
    for look in (survey, lambda path: repair(path, now=NOW)):
        with pytest.raises(StoreError, match="Permission denied"):
            look(path)


# ---- repairing


def test_a_repair_saves_what_can_be_read_and_keeps_the_damaged_file(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    overwritten(path, leaf_of(path, b"entry 5"), bytes(PAGE))
    spoilt = path.read_bytes()
    expected = entries_of(survey(path))
    done = repair(path, now=NOW)
    assert done is not None
    assert done.kept == path.with_name(KEPT)
    assert done.kept.read_bytes() == spoilt
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(done.kept.stat().st_mode) == 0o600
    assert names(path.parent) == sorted([KEPT, "rolefit.db"])
    with Store(path) as found:
        assert found.entries() == expected
        assert len(found.sessions()) == 1
        assert found.wanted() is True
        assert found.damaged() == ()
        again = found.keep(answers(RUBRIC, q1="pb"), RUBRIC, sentence="new")
        assert found.entries()[-1] == again  # numbers go on above those of before
    assert survey(path).damage == ()


def test_a_sound_store_is_not_touched(path: Path, kept: tuple[JournalEntry, ...]) -> None:
    assert kept
    before = (path.read_bytes(), path.stat().st_ino)
    assert repair(path, now=NOW) is None
    assert (path.read_bytes(), path.stat().st_ino) == before
    assert names(path.parent) == ["rolefit.db"]


def test_an_earlier_damaged_file_is_not_overwritten(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    assert kept
    path.with_name(KEPT).write_text("earlier")
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    done = repair(path, now=NOW)
    assert done is not None
    assert done.kept.name == KEPT.replace(".db", "-2.db")
    assert path.with_name(KEPT).read_text() == "earlier"


@pytest.mark.parametrize("step", ["fill_store", "swap_files"])
def test_a_repair_that_fails_leaves_everything_where_it_was(
    path: Path, kept: tuple[JournalEntry, ...], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    spoilt = path.read_bytes()

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(repairing, step, fail)
    with pytest.raises(StoreError, match="No space left"):
        repair(path, now=NOW)
    assert path.read_bytes() == spoilt
    assert names(path.parent) == ["rolefit.db"]


def test_a_file_system_without_links_is_served_too(
    path: Path, kept: tuple[JournalEntry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    spoilt = path.read_bytes()

    def refuse(*_: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    done = repair(path, now=NOW)
    assert done is not None
    assert done.kept.read_bytes() == spoilt
    assert entries_of(survey(path)) == (*kept[:7], *kept[8:])


def test_a_repair_waits_for_no_other_window_that_writes(
    path: Path, kept: tuple[JournalEntry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolefit.storage.journal.survey.PATIENCE", 0.1)
    with Store(path) as other:
        path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
        with other.file.changing(), pytest.raises(StoreError, match="another rolefit"):
            repair(path, now=NOW)
    assert names(path.parent) == ["rolefit.db"]
    assert len(entries_of(survey(path))) == len(kept) - 1


@pytest.mark.slow
def test_no_flipped_or_missing_byte_makes_a_look_fail_in_words_of_its_own(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    sound = path.read_bytes()
    chance = random.Random(4)
    outcomes = set()
    for k in range(share(90)):
        spoilt = bytearray(sound)
        if k % 5 == 0:
            del spoilt[chance.randrange(len(sound)) :]
        else:
            start = chance.randrange(len(sound))
            spoilt[start : start + 8] = chance.randbytes(8)
            del spoilt[len(sound) :]
        path.write_bytes(spoilt)
        try:
            done = repair(path, now=NOW)
        except StoreError:
            outcomes.add("refused")
            assert path.read_bytes() == bytes(spoilt)
            continue
        if done is None:
            outcomes.add("whole")
            assert path.read_bytes() == bytes(spoilt)
            continue
        outcomes.add("repaired")
        assert done.kept.read_bytes() == bytes(spoilt)
        with Store(path) as found:
            assert all(entry in kept for entry in found.entries())
            assert found.damaged() == ()
        done.kept.unlink()
    assert outcomes == {"refused", "whole", "repaired"}


def test_a_repair_keeps_what_is_beside_entries_and_what_was_deleted(
    path: Path, kept: tuple[JournalEntry, ...]
) -> None:
    with Store(path) as found:
        found.set_note(kept[1], "plan", {"done": [1]})
        found.delete(kept[2].id)
        notes = found.notes()
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    seen = survey(path)
    assert [row[0] for row in seen.gone] == [kept[2].id]
    left = tuple(one for k, one in enumerate(kept) if k not in (2, 7))
    assert entries_of(seen) == left
    assert repair(path, now=NOW) is not None
    with Store(path) as found:
        assert found.entries() == left
        assert found.notes() == notes
        assert found.edition(kept[0]) is not None
        assert found.undo() == (kept[2].id,)
        assert kept[2] in found.entries()


def test_a_repair_whose_file_reads_otherwise_is_given_up(
    path: Path, kept: tuple[JournalEntry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept
    path.write_bytes(path.read_bytes().replace(b"entry 7", b"entry 6"))
    spoilt = path.read_bytes()
    real = repairing.survey
    for other in ({"damage": ("a page is spoilt",)}, {"entries": ()}, {"gone": (("x", "9"),)}):
        monkeypatch.setattr(repairing, "survey", lambda at, o=other: real(at)._replace(**o))
        with pytest.raises(StoreError, match="what was written reads otherwise"):
            repair(path, now=NOW)
        assert path.read_bytes() == spoilt
        assert names(path.parent) == ["rolefit.db"]


def test_a_name_that_is_taken_meanwhile_is_not_written_over(path: Path) -> None:
    fresh, kept = path.with_name("fresh.db"), path.with_name("kept.db")
    path.parent.mkdir()
    for one in (path, fresh, kept):
        one.write_text(one.name)
    with pytest.raises(FileExistsError):
        repairing.swap_files(path, fresh, kept)
    assert {one.name: one.read_text() for one in path.parent.iterdir()} == {
        one.name: one.name for one in (path, fresh, kept)
    }


def test_where_every_name_is_taken_nothing_is_repaired(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repairing.free(path, NOW) == path.with_name(KEPT)
    monkeypatch.setattr(os.path, "lexists", lambda _: True)
    with pytest.raises(StoreError, match="too many damaged files"):
        repairing.free(path, NOW)


@pytest.fixture
def rows() -> Iterator[sqlite3.Connection]:
    """A table with rows 1 to 5, of which only 2 and 4 are there."""
    with closing(sqlite3.connect(":memory:")) as made:
        table = "seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE"
        made.execute(f"CREATE TABLE entries ({table})")
        made.executemany("INSERT INTO entries (id) VALUES (?)", [(one,) for one in "abcde"])
        made.execute("DELETE FROM entries WHERE id IN ('a', 'c', 'e')")
        yield made


def test_rows_that_may_be_there_are_those_of_the_index_or_all_numbers_ever_given(
    rows: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repairing.numbers(rows, "entries", {}) == [2, 4]
    assert repairing.numbers(rows, "entries", {2: ("b", 2)}) == [4]
    monkeypatch.setattr(repairing, "_index_rows", lambda *_: [])
    assert repairing.numbers(rows, "entries", {}) == [1, 2, 3, 4, 5]
    assert repairing.numbers(rows, "entries", {2: (), 7: ()}) == [1, 3, 4, 5, 6]
    monkeypatch.setattr(repairing, "_MOST_TRIED", 3)
    assert repairing.numbers(rows, "entries", {}) == [1, 2, 3]


def test_without_any_trace_of_numbers_the_first_thousand_are_tried() -> None:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, id TEXT)")
        assert repairing.numbers(made, "entries", {}) == list(range(1, 1001))
        assert repairing.numbers(made, "entries", {1500: ()}) == list(range(1, 1500))
