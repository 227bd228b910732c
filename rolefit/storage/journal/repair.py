"""Put what can be read of a damaged store into a new file; the damaged one stays beside it."""

from __future__ import annotations

import os
import secrets
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rolefit.errors import StoreError
from rolefit.storage.journal.database import FILE, OWED, StoreFile
from rolefit.storage.journal.survey import COLUMNS, Survey, connect, file_size, survey, survey_parts
from rolefit.storage.journal.troubles import name_faults


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
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
