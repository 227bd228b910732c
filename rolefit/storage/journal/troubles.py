"""What can go wrong with the file of the store, in words that say what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from rolefit.errors import StoreError

FOLDER = "ROLEFIT_DATA_DIR"
"""Environment variable that names another folder."""
PATIENCE = 10
"""Seconds to wait for another window that is writing."""


class Trouble(NamedTuple):
    """What one kind of failure is called, and what to do about it."""

    codes: tuple[str, ...]
    said: str
    hint: str


WITHOUT = "rolefit take --no-save does without it"
LEFT = "it was left as it is"
DAMAGED = Trouble(
    ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"),
    f"the file is damaged or no rolefit store; {LEFT}",
    "rolefit journal repair saves what can be read of it; or put back a copy from a backup; "
    f"{WITHOUT}",
)
HOPELESS = Trouble(
    DAMAGED.codes,
    f"the file is no rolefit store, or nothing of it can be read; {LEFT}",
    f"put back a copy from a backup, or move the file away to begin a new one; {WITHOUT}",
)
NEWER = Trouble(
    (),
    f"made by a newer rolefit; {LEFT}",
    f"install the newest rolefit; {WITHOUT}",
)
OTHER = Trouble(
    (),
    f"belongs to another program; {LEFT}",
    f"name another folder: {FOLDER}=FOLDER; {WITHOUT}",
)
_READ_ONLY = Trouble(
    ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
    "the file or its folder cannot be written",
    f"name another folder: {FOLDER}=FOLDER; {WITHOUT}",
)
_TROUBLES = (
    DAMAGED,
    Trouble(
        ("SQLITE_READONLY_DBMOVED",),
        "the file was moved or deleted while it was open",
        "what was said since is not saved; put the file back, or begin anew",
    ),
    _READ_ONLY,
    Trouble(
        ("SQLITE_FULL",),
        "the disk is full",
        f"what was saved before is safe; make room and go on; {WITHOUT}",
    ),
    Trouble(
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        f"another rolefit has been writing for more than {PATIENCE} seconds",
        "close the other window, or try again",
    ),
    Trouble(
        ("SQLITE_IOERR",),
        "the disk refused to read or write",
        f"what was saved before is safe; look after the disk; {WITHOUT}",
    ),
)


def store_error(path: Path, trouble: Trouble) -> StoreError:
    """An error about the store, with the room that is left on its disk where that matters."""
    room = ""
    if trouble.codes in (("SQLITE_FULL",), ("SQLITE_IOERR",)):
        with suppress(OSError):
            room = f" ({shutil.disk_usage(path.parent).free // 1024} KB free)"
    return StoreError(f"{path}: {trouble.said}{room}", trouble.hint)


@contextmanager
def name_faults(path: Path) -> Iterator[None]:
    """Give faults of SQLite and of the disk our own names."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        for trouble in _TROUBLES:
            if name.startswith(trouble.codes):
                raise store_error(path, trouble) from None
        raise StoreError(f"{path}: the store failed: {error}", "nothing was changed") from None
    except UnicodeDecodeError:  # SQLite's complaint quotes bytes of the file that are no text
        raise store_error(path, DAMAGED) from None
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}", _READ_ONLY.hint) from None
