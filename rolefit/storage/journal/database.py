"""The journal's database: opened, migrated, locked, and what its troubles are called."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from rolefit.errors import StoreError

# --- What can go wrong with the file of the store, in words that say what to do -------------------


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


FILE = "rolefit.db"
APPLICATION = 0x726F6C66  # "rolf"
VERSION = 2
SMALLEST = 512
"""Bytes of the smallest file that SQLite writes."""
_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # or VACUUM would leave a copy of everything among the temporary files
    "journal_mode=DELETE",
    "synchronous=EXTRA",
)
# `sum` is a hash of id and content: a row that the disk has spoilt is told from a sound one.
_TABLES = """
CREATE TABLE sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL,
    touched INTEGER NOT NULL, content TEXT NOT NULL, sum TEXT NOT NULL
);
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL,
    sum TEXT NOT NULL
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID
"""
# `gone` holds what was deleted and can still be brought back; `notes` what is kept beside an entry:
# its plan, what came of it; `rubrics` the editions that entries were made with.
_TABLES_OF_2 = """
CREATE TABLE gone (id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL,
    sum TEXT NOT NULL
);
CREATE TABLE rubrics (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL,
    sum TEXT NOT NULL
)
"""
EMPTY = "if anything was kept in it, that is lost; put back a copy, or go on with a new journal"
"""What is said of a file without content: it was cut off, or never written."""
OWED = "rewrite-owed"
"""Setting that is there while something was deleted and the file was not yet rewritten."""

Row = tuple[Any, ...]


def store_path() -> Path:
    """Where the store is, whether it exists or not."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).absolute() / FILE
    import platformdirs  # noqa: PLC0415 - not needed where the folder is named

    try:
        return platformdirs.user_data_path("rolefit", appauthor=False) / FILE
    except RuntimeError:
        hint = f"name a folder: {FOLDER}=FOLDER; {WITHOUT}"
        raise StoreError("this account has no home folder to keep a journal in", hint) from None


def store_exists(path: Path) -> bool:
    """Whether anything was ever kept. Raises StoreError where that cannot be found out.

    A folder that is not there holds nothing; one that cannot be searched may hold a journal.
    """
    with name_faults(path):
        try:
            os.lstat(path)
        except FileNotFoundError:
            return False
    return True


class StoreFile:
    """An open store. Values go in and out as rows; what they mean is the journal's business."""

    def __init__(self, path: Path) -> None:
        """Open the store, or make a new one. Raises StoreError, and then changes nothing."""
        self.path = path
        self.remarks: list[str] = []
        """What the person should be told about the file."""
        with name_faults(path):
            if not prepare(path):
                self.remarks.append(f"{path}: was an empty file; {EMPTY}")
            self.remarks += exposure_remarks(path)
            self.connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            # A spoilt text must not end the reading of all others.
            self.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            try:
                self.begin()
            except BaseException:
                self.connection.close()
                raise

    def begin(self) -> None:
        """Make sure that this is a store of ours, sound, and of a version we know."""
        for pragma in _PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        if self.blank():
            with self.changing():
                if self.blank():  # no other window was faster
                    self.lay_out()
        if self.pragma("application_id") != APPLICATION:
            raise store_error(self.path, OTHER)
        version = self.pragma("user_version")
        if version > VERSION:
            raise store_error(self.path, NEWER)
        if version < 1 or self.pragma("quick_check(1)") != "ok":
            raise store_error(self.path, DAMAGED)
        if version < VERSION:
            self.raise_version()
        if os.path.exists(f"{self.path}-journal"):
            self.sweep()
        if self.setting(OWED) is not None:
            self.rewrite()

    def sweep(self) -> None:
        """Clear away what a process left that was killed just before it wrote.

        SQLite finds nothing to mend in such a file, and leaves it until something is written.
        """
        with suppress(StoreError), self.changing():
            self.connection.execute(f"PRAGMA user_version={VERSION}")

    def blank(self) -> bool:
        """Whether nothing was ever written to the file."""
        made = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return not (made or self.pragma("application_id") or self.pragma("user_version"))

    def raise_version(self) -> None:
        """Add what an older rolefit did not know; every row stays as it is."""
        if not os.access(self.path, os.W_OK):  # it can still be read
            for table in _TABLES_OF_2.split(";"):
                self.connection.execute(table.replace("CREATE TABLE", "CREATE TEMP TABLE"))
            return
        with self.changing():
            if self.pragma("user_version") < VERSION:  # no other window was faster
                for table in _TABLES_OF_2.split(";"):
                    self.connection.execute(table)
                self.connection.execute(f"PRAGMA user_version={VERSION}")

    def lay_out(self) -> None:
        """Write the tables of a new store."""
        for table in f"{_TABLES};{_TABLES_OF_2}".split(";"):
            self.connection.execute(table)
        self.connection.execute(f"PRAGMA application_id={APPLICATION}")
        self.connection.execute(f"PRAGMA user_version={VERSION}")

    def pragma(self, name: str) -> Any:
        """The value of a pragma."""
        return self.connection.execute(f"PRAGMA {name}").fetchone()[0]

    def rows(self, query: str, *values: Any) -> list[Row]:
        """The rows of a query."""
        with name_faults(self.path):
            return self.connection.execute(query, values).fetchall()

    def change(self, statement: str, *values: Any) -> int:
        """Change rows, inside `changing`; returns how many."""
        return self.connection.execute(statement, values).rowcount

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All that is changed inside is on the disk when this ends, or none of it is."""
        with name_faults(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def setting(self, name: str) -> str | None:
        """A setting, or None where it was never made."""
        found = self.rows("SELECT value FROM settings WHERE name = ?", name)
        return str(found[0][0]) if found else None

    def set(self, name: str, value: str) -> None:
        """Make a setting, inside `changing`."""
        self.change("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    def erase(self, statement: str, *values: Any) -> int:
        """Delete rows, inside `changing`; `rewrite` must follow, now or at the next start."""
        self.set(OWED, "yes")
        return self.change(statement, *values)

    def rewrite(self) -> None:
        """Write the file anew, so that nothing of what was deleted is left in it.

        What was deleted is gone already. If the file cannot be read to its end, whoever opens it
        next is told.
        """
        try:
            self.connection.execute("VACUUM")
            self.connection.execute("DELETE FROM settings WHERE name = ?", (OWED,))
        except sqlite3.DatabaseError:
            self.remarks.append(
                f"{self.path}: what was deleted is gone from the journal, but traces of it may "
                "still be in the file; they are removed when it is opened next"
            )

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def prepare(path: Path) -> bool:
    """Make folder and file for this person alone, before SQLite opens them by its own ways.

    False where a file was there already, but without any content.
    """
    folder = path.parent
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(0o700)
        folder.chmod(0o700)
    made = False
    if not os.path.lexists(path):
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            path.chmod(0o600)
            made = True
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path}: is no plain file", f"move it away; {WITHOUT}")
    # SQLite takes a file of a few bytes for an empty one and would write over it.
    if 0 < found.st_size < SMALLEST and not os.path.exists(f"{path}-journal"):
        raise store_error(path, DAMAGED)
    return made or found.st_size > 0


def exposure_remarks(path: Path) -> Iterator[str]:
    """Remarks on who else on this computer can get at the store."""
    if os.name != "posix":
        return
    if path.stat().st_mode & 0o077:
        yield f"{path} is open to others on this computer; to change that: chmod 600 '{path}'"
    mode = path.parent.stat().st_mode
    if mode & 0o022 and not mode & stat.S_ISVTX:
        folder = path.parent
        yield f"others can change files in {folder}; to change that: chmod 700 '{folder}'"
