"""A journal looked over: what in it is intact, and what can be rescued from a damaged one."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rolefit.errors import StoreError
from rolefit.storage.journal.database import (
    APPLICATION,
    FILE,
    HOPELESS,
    NEWER,
    OTHER,
    OWED,
    PATIENCE,
    SMALLEST,
    VERSION,
    WITHOUT,
    Row,
    StoreFile,
    exposure_remarks,
    name_faults,
    store_error,
)
from rolefit.storage.journal.records import READERS, JournalEntry, read_entry
from rolefit.storage.library import sync_folder

COLUMNS = {
    "entries": "id, content, sum, seq",
    "sessions": "id, content, sum, rev, touched, seq",
    "notes": "id, content, sum, seq",
    "rubrics": "id, content, sum, seq",
}
KINDS = {
    "entries": "entry",
    "sessions": "unfinished interview",
    "notes": "note",
    "rubrics": "kept rubric",
}
_OF_1 = ("entries", "sessions")
"""The tables that the first version had."""
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading spoilt pages raises: SQLite's complaints, which may quote bytes that are no text."""
_MOST_TRIED = 100_000
"""Rows that are asked for one by one where a table can no longer be read in one go."""
_MOST_TOLD = 3
"""Faults of the file's own making that are told in SQLite's words."""


class Survey(NamedTuple):
    """What can be read of a store, and everything that is wrong with it."""

    damage: tuple[str, ...]
    """What is lost or spoilt; empty where every row is as it was written."""
    remarks: tuple[str, ...]
    """What else should be put right, such as who may read the file."""
    entries: tuple[Row, ...]
    """The sound rows, in the order they were kept."""
    sessions: tuple[Row, ...]
    settings: tuple[Row, ...]
    notes: tuple[Row, ...] = ()
    """What is kept beside entries."""
    rubrics: tuple[Row, ...] = ()
    """The rubrics that entries were made with."""
    gone: tuple[Row, ...] = ()
    """What was deleted and can still be brought back."""
    empty: bool = False
    """Nothing was ever written to the file, or all of it was cut off."""


class Reading(NamedTuple):
    """What a table gave."""

    rows: tuple[Row, ...]
    """The sound rows, in the order of their numbers."""
    damage: tuple[str, ...]


def survey(path: Path) -> Survey:
    """Look at all of a store. Raises StoreError where it cannot be opened or is not ours."""
    with name_faults(path):
        if not file_size(path):
            return Survey((), tuple(exposure_remarks(path)), (), (), (), empty=True)
        with closing(connect(path)) as connection:
            return survey_parts(connection, path)


def file_size(path: Path) -> int:
    """Bytes of the file. Raises StoreError where it is no plain file or too small for a store."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path}: is no plain file", f"move it away; {WITHOUT}")
    if 0 < found.st_size < SMALLEST and not os.path.exists(f"{path}-journal"):
        raise store_error(path, HOPELESS)
    path.open("rb").close()  # SQLite would blame a file that cannot be read on writing
    return found.st_size


def connect(path: Path) -> sqlite3.Connection:
    """The file, opened for looking only. Raises StoreError where it is another's or newer."""
    where = f"{path.absolute().as_uri()}?mode=rw"  # rw: a write that was cut off is taken back
    connection = sqlite3.connect(where, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _must_be_ours(connection, path)
    except BaseException as error:
        connection.close()
        name = getattr(error, "sqlite_errorname", "")
        if isinstance(error, UnicodeDecodeError) or name.startswith(HOPELESS.codes):
            raise store_error(path, HOPELESS) from None
        raise
    return connection


def _must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Raises StoreError where a file belongs to another program or to a newer rolefit."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if number(connection, "application_id") != APPLICATION:
        raise store_error(path, OTHER)
    if number(connection, "user_version") > VERSION:
        raise store_error(path, NEWER)


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """The value of a pragma that is a number."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def survey_parts(connection: sqlite3.Connection, path: Path) -> Survey:
    """Look at all parts of an open store."""
    version = number(connection, "user_version")
    known = 1 <= version <= VERSION
    spoilt = () if known else (f"its version, {version}, was never in use",)
    tables = _OF_1 if version == 1 else tuple(COLUMNS)
    parts = {table: _read_table(connection, table) for table in tables}
    settings = _read_settings(connection)
    gone = Reading((), ()) if version == 1 else _read_gone(connection)
    inside = (line for part in (*parts.values(), settings, gone) for line in part.damage)
    damage = (*spoilt, *faults(connection), *inside)
    remarks = list(exposure_remarks(path))
    if any(name == OWED for name, _ in settings.rows):
        remarks.append("traces of what was deleted are still in it; the next use removes them")
    rows = {table: part.rows for table, part in parts.items()}
    later = (rows.get("notes", ()), rows.get("rubrics", ()), gone.rows)
    first = (rows["entries"], rows["sessions"], settings.rows)
    return Survey(damage, tuple(remarks), *first, *later)


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What SQLite finds wrong with the build of the file."""
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    except _UNREADABLE as error:
        found = [str(error)]
    lines = [line for text in found for line in text.split("\n") if line not in ("ok", "")]
    told_ones = [line for line in lines if not line.startswith("***")]
    more = len(told_ones) - _MOST_TOLD
    rest = (f"and {more} more faults of this kind",) if more > 0 else ()
    return (*(f"the build of the file: {line}" for line in told_ones[:_MOST_TOLD]), *rest)


def _read_table(connection: sqlite3.Connection, table: str) -> Reading:
    """The rows of a table that are as they were written, and what is wrong with the others."""
    found, whole = _raw_rows(connection, table)
    names = {row[-1]: row[0] for row in found}
    names.update((seq, name) for name, seq in _index_rows(connection, table))
    sound = {row[-1]: row for row in found if READERS[table](row) is not None}
    kind = KINDS[table]
    lost = [f"{kind} {names[seq]} is damaged" for seq in sorted({*names} - {*sound})]
    if not whole and not lost:
        lost.append(f"one {kind} or more may be lost")
    return Reading(tuple(sound[seq] for seq in sorted(sound)), tuple(lost))


def _raw_rows(connection: sqlite3.Connection, table: str) -> tuple[list[Row], bool]:
    """The rows that can be read, sound or not, and whether the table was read to its end."""
    found: dict[int, Row] = {}
    for order in ("ASC", "DESC"):
        query = f"SELECT {COLUMNS[table]} FROM {table} ORDER BY seq {order}"  # noqa: S608
        try:
            for row in connection.execute(query):
                found[row[-1]] = row
        except _UNREADABLE:
            continue
        return [*found.values()], True
    for seq in numbers(connection, table, found):
        try:
            query = f"SELECT {COLUMNS[table]} FROM {table} WHERE seq = ?"  # noqa: S608
            found.update({row[-1]: row for row in connection.execute(query, (seq,))})
        except _UNREADABLE:
            continue
    return [*found.values()], False


def numbers(connection: sqlite3.Connection, table: str, found: dict[int, Row]) -> list[int]:
    """Numbers that rows of a table may have, beyond those that were found."""
    indexed = [seq for _, seq in _index_rows(connection, table)]
    if indexed:
        return [seq for seq in indexed if seq not in found]
    most = max(found, default=0)
    try:
        query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        most = max([most, *(row[0] for row in connection.execute(query, (table,)))])
    except _UNREADABLE:
        most = max(most, 1000)
    return [seq for seq in range(1, min(most, _MOST_TRIED) + 1) if seq not in found]


def _index_rows(connection: sqlite3.Connection, table: str) -> list[tuple[str, int]]:
    """Ids and numbers of all rows, from the index: it may be whole where the table is not."""
    try:
        query = f"SELECT id, seq FROM {table} ORDER BY id"  # noqa: S608
        return [(str(name), int(seq)) for name, seq in connection.execute(query)]
    except (*_UNREADABLE, ValueError, TypeError):
        return []


def _read_settings(connection: sqlite3.Connection) -> Reading:
    """The settings, which carry no seal."""
    try:
        rows = connection.execute("SELECT name, value FROM settings").fetchall()
    except _UNREADABLE:
        return Reading((), ("whether to keep finished assessments cannot be read",))
    return Reading(tuple(rows), ())


def _read_gone(connection: sqlite3.Connection) -> Reading:
    """What was deleted and can still be brought back."""
    try:
        rows = connection.execute("SELECT id, at FROM gone").fetchall()
    except _UNREADABLE:
        return Reading((), ("what was deleted lately cannot be told from what was not",))
    return Reading(tuple(rows), ())


def entries_of(found: Survey) -> tuple[JournalEntry, ...]:
    """The finished assessments that can be read and were not deleted."""
    gone = {row[0] for row in found.gone}
    entries = (read_entry(row) for row in found.entries if row[0] not in gone)
    return tuple(entry for entry in entries if entry is not None)


# --- Put what can be read of a damaged store into a new file; the damaged one stays beside it -----


class _Repaired(NamedTuple):
    """What a repair did."""

    kept: Path
    """Where the damaged file is now."""
    found: Survey
    """What was wrong, and what was saved."""


def repair(path: Path, *, now: datetime) -> _Repaired | None:
    """Write what can be read of a damaged store into a new file, and put that in its place.

    None where nothing is damaged. The old file is never written to: it gets another name in the
    same folder. Raises StoreError, and then the old file is where it was.
    """
    with name_faults(path):
        if not file_size(path):
            return None
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute("BEGIN IMMEDIATE")  # no other window writes until this is over
            connection.execute("PRAGMA query_only=ON")
            found = survey_parts(connection, path)
            return _replace_store(path, found, now=now) if found.damage else None


def _replace_store(path: Path, found: Survey, *, now: datetime) -> _Repaired:
    """Put a new file with what was found in the place of the old one."""
    kept = free(path, now)
    fresh = path.with_name(f"{FILE}.{secrets.token_hex(4)}.new")
    try:
        fill_store(fresh, found)
        swap_files(path, fresh, kept)
    except BaseException:
        for name in (fresh, Path(f"{fresh}-journal")):
            with suppress(OSError):
                name.unlink()
        raise
    return _Repaired(kept, found)


def free(path: Path, now: datetime) -> Path:
    """A name for the damaged file that nothing has yet."""
    stem = f"{path.stem}-damaged-{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}{'' if k == 1 else f'-{k}'}{path.suffix}" for k in range(1, 1000))
    for name in names:
        if not os.path.lexists(path.with_name(name)):
            return path.with_name(name)
    raise StoreError(f"{path.parent}: too many damaged files", "move some of them away")


def fill_store(fresh: Path, found: Survey) -> None:
    """A new store with the sound rows, and a look whether all of them are in it."""
    with closing(StoreFile(fresh)) as store, store.changing():
        for name, content, total, seq in found.entries:
            query = "INSERT INTO entries (id, content, sum, seq) VALUES (?, ?, ?, ?)"
            store.change(query, name, content, total, seq)
        for session in found.sessions:
            query = "INSERT INTO sessions (id, content, sum, rev, touched, seq) VALUES "
            store.change(f"{query}(?, ?, ?, ?, ?, ?)", *session)
        for table, rows in (("notes", found.notes), ("rubrics", found.rubrics)):
            for row in rows:
                query = f"INSERT INTO {table} (id, content, sum, seq) VALUES (?, ?, ?, ?)"  # noqa: S608
                store.change(query, *row)
        for row in found.gone:
            store.change("INSERT INTO gone VALUES (?, ?)", *row)
        for name, value in found.settings:
            if name != OWED:
                store.set(name, value)
    again = survey(fresh)
    if again.damage or any(
        getattr(again, table) != getattr(found, table) for table in (*COLUMNS, "gone")
    ):
        raise StoreError(f"{fresh}: what was written reads otherwise", "look after the disk")


def _put_aside(path: Path, kept: Path) -> None:
    """Give the old file its new name; where links are known, it has both for a while."""
    try:
        os.link(path, kept)  # there is no moment at which nothing has the old name
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        path.rename(kept)


def swap_files(path: Path, fresh: Path, kept: Path) -> None:
    """Give the old file its new name and the fresh file the old one's; nothing is overwritten."""
    beside, apart = Path(f"{path}-journal"), Path(f"{kept}-journal")
    if beside.exists():  # it must not be taken for one of the fresh file
        beside.rename(apart)
    try:
        _put_aside(path, kept)
        fresh.replace(path)
    except BaseException:
        if not path.exists():
            kept.rename(path)
        if apart.exists():
            apart.rename(beside)
        raise
    sync_folder(path.parent)
