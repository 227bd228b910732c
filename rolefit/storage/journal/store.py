"""Sessions in progress and finished assessments, kept on this computer and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rolefit import __version__
from rolefit.errors import StoreError
from rolefit.rubric.conditions import content
from rolefit.rubric.model import Respondent, Responses, Rubric
from rolefit.storage.journal.database import StoreFile, store_path
from rolefit.storage.journal.records import (
    READERS,
    JournalEntry,
    Note,
    Session,
    file_content,
    matching,
    read_entry,
    seal_row,
    session_content,
    take,
)

__all__ = ["Conflict", "JournalEntry", "Session", "Store", "store_path"]

_KINDS = {"entries": "entry", "sessions": "session", "notes": "note", "rubrics": "kept rubric"}
_DAYS_TO_UNDO = 7
"""Days after which what was deleted is removed for good."""
_WANTED = "keep-finished"


class Conflict(StoreError):
    """Another window got there first; nothing of its answers was overwritten."""


def _edition_content(rubric: Rubric) -> dict[str, Any]:
    """What a rubric file would hold, its cases left out: they change no result."""
    return {key: part for key, part in content(rubric, given=True).items() if key != "cases"}


def _note_id(entry: JournalEntry, kind: str) -> str:
    """The id of what is kept beside an entry under a kind."""
    return f"{entry.id}.{kind}"


def _utc_now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


class Store:
    """The journal and the sessions in one file; a context manager.

    Every method raises StoreError where the disk fails, and then the old content is intact. What
    a method has written when it returns survives a kill and a power cut.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = _utc_now) -> None:
        self.file = StoreFile(path)
        self.now = now
        try:
            self.forget_old()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def forget_old(self) -> None:
        """Remove for good what was deleted more than a week ago."""
        if not self.gone():
            return
        before = (self.now() - timedelta(days=_DAYS_TO_UNDO)).astimezone(UTC)
        if self.file.rows("SELECT 1 FROM gone WHERE at < ?", before.isoformat()):
            with suppress(StoreError):  # a store that cannot be written is still read
                self.purge(before.isoformat())

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the person should be told about the file: who can read it, what is damaged."""
        return tuple(dict.fromkeys(self.file.remarks))

    def wanted(self) -> bool | None:
        """Whether finished assessments are kept; None where that was never asked."""
        return {"yes": True, "no": False}.get(self.file.setting(_WANTED) or "")

    def want(self, keep: bool) -> None:  # noqa: FBT001 - the question has a yes or no
        """Remember whether finished assessments are kept; those already there stay."""
        with self.file.changing():
            self.file.set(_WANTED, "yes" if keep else "no")

    def start(
        self, rubric: Rubric, *, quick: bool = False, who: Respondent | None = None
    ) -> Session:
        """Begin a session without answers, under the name of whom it is of or about."""
        at = self.time()
        session = Session("", rubric.rubric, rubric.content_hash, {}, 0, at, at, quick)
        if who is not None:
            session = session._replace(name=who.name, about=who.about, group=who.group)
        with self.file.changing():
            session = session._replace(id=self.free_id())
            self.file.change(
                "INSERT INTO sessions (id, rev, touched, content, sum) VALUES (?, 0, ?, ?, ?)",
                session.id,
                self.next_touch(),
                *seal_row(session.id, session_content(session)),
            )
        return session

    def save(self, session: Session, answers: dict[str, Any]) -> Session:
        """Replace a session's answers.

        Raises Conflict where another window saved, finished or dropped it since.
        """
        saved = session._replace(answers=dict(answers), rev=session.rev + 1, updated=self.time())
        with self.file.changing():
            changed = self.file.change(
                "UPDATE sessions SET rev = ?, touched = ?, content = ?, sum = ? "
                "WHERE id = ? AND rev = ? AND id NOT IN (SELECT id FROM gone)",
                saved.rev,
                self.next_touch(),
                *seal_row(saved.id, session_content(saved)),
                session.id,
                session.rev,
            )
            if not changed:
                raise self.conflict(session)
        return saved

    def sessions(self, rubric: str | None = None) -> tuple[Session, ...]:
        """The unfinished sessions, of one rubric or of all, the one saved last first."""
        rows = self.file.rows("SELECT id, content, sum, rev FROM sessions ORDER BY touched DESC")
        found: list[Session] = self.sound("sessions", rows)
        return tuple(one for one in found if rubric in (None, one.rubric))

    def drop(self, session: Session) -> None:
        """Delete a session. Raises Conflict where another window saved it since."""
        with self.file.changing():
            query = "DELETE FROM sessions WHERE id = ? AND rev = ?"
            gone = self.file.erase(query, session.id, session.rev)
            if not gone and self.has_session(session.id):
                raise self.conflict(session)
        self.file.rewrite()

    def keep(
        self, responses: Responses, rubric: Rubric, *, sentence: str, quick: bool = False
    ) -> JournalEntry:
        """Keep a finished assessment."""
        content: dict[str, Any] = {
            "rubric": rubric.rubric,
            "rubric_version": responses.rubric_version or rubric.version,
            "rubric_hash": responses.rubric_hash or rubric.content_hash,
            "engine": __version__,
            "at": self.time(),
            "name": responses.respondent.in_words,
            "responses": file_content(responses, rubric),
            "sentence": sentence,
            "quick": quick,
        }
        with self.file.changing():
            entry = JournalEntry(id=self.free_id(), **content)
            self.put_entry(entry)
            self.put_edition(rubric.content_hash, _edition_content(rubric))
        return entry

    def put_entry(self, entry: JournalEntry) -> None:
        """Write an entry, inside `changing`."""
        content = entry._asdict()
        name = content.pop("id")
        query = "INSERT INTO entries (id, content, sum) VALUES (?, ?, ?)"
        self.file.change(query, name, *seal_row(name, content))

    def put_edition(self, hash: str, content: dict[str, Any]) -> None:
        """Write the content of a rubric, once for each, inside `changing`."""
        query = "INSERT OR IGNORE INTO rubrics (id, content, sum) VALUES (?, ?, ?)"
        self.file.change(query, hash, *seal_row(hash, content))

    def entries(self, rubric: str | None = None) -> tuple[JournalEntry, ...]:
        """The finished assessments, of one rubric or of all, in the order they were kept.

        Damaged ones are left out and told in `remarks` and `damaged`.
        """
        rows = self.file.rows("SELECT id, content, sum FROM entries ORDER BY seq")
        found: list[JournalEntry] = self.sound("entries", rows)
        return tuple(one for one in found if rubric in (None, one.rubric))

    def entry(self, id: str) -> JournalEntry:
        """The entry of that id, or of the one id that begins so. Raises RolefitError."""
        entries = {entry.id: entry for entry in self.entries()}
        return entries[matching(id, tuple(entries))]

    def edition(self, entry: JournalEntry) -> dict[str, Any] | None:
        """The content of the rubric that an entry was made with; None where it was not kept."""
        query = "SELECT id, content, sum FROM rubrics WHERE id = ?"
        found = self.sound("rubrics", self.file.rows(query, entry.rubric_hash))
        return found[0] if found else None

    def note(self, entry: JournalEntry, kind: str) -> dict[str, Any] | None:
        """What is kept beside an entry under that kind; None where nothing is."""
        query = "SELECT id, content, sum FROM notes WHERE id = ?"
        found: list[Note] = self.sound("notes", self.file.rows(query, _note_id(entry, kind)))
        return found[0].value if found else None

    def set_note(self, entry: JournalEntry, kind: str, value: dict[str, Any]) -> None:
        """Keep something beside an entry, in the place of what was there under that kind."""
        note = Note(entry.id, kind, self.time(), value)
        with self.file.changing():
            self.put_note(note)

    def put_note(self, note: Note) -> None:
        """Write a note, inside `changing`."""
        name = f"{note.entry}.{note.kind}"
        query = "INSERT OR REPLACE INTO notes (id, content, sum) VALUES (?, ?, ?)"
        self.file.change(query, name, *seal_row(name, note._asdict()))

    def notes(self) -> tuple[Note, ...]:
        """Everything that is kept beside entries that are there."""
        there = {entry.id for entry in self.entries()}
        found: list[Note] = self.sound(
            "notes", self.file.rows("SELECT id, content, sum FROM notes ORDER BY seq")
        )
        return tuple(note for note in found if note.entry in there)

    def delete(self, *ids: str) -> tuple[str, ...]:
        """Delete entries or unfinished sessions, by their ids or the beginnings of them.

        They can be brought back by `undo` until `purge`, or until they are opened a week later.
        Raises RolefitError where there is none of that id, and then nothing is deleted.
        """
        at = self.now().astimezone(UTC).isoformat(timespec="microseconds")
        with self.file.changing():
            names = tuple(dict.fromkeys(self.matching(id) for id in ids))
            for name in names:
                self.file.change("INSERT OR REPLACE INTO gone VALUES (?, ?)", name, at)
        return names

    def undo(self) -> tuple[str, ...]:
        """Bring back what was deleted last; returns its ids."""
        with self.file.changing():
            last = "SELECT id FROM gone WHERE at = (SELECT max(at) FROM gone) ORDER BY id"
            names = tuple(str(row[0]) for row in self.file.rows(last))
            for name in names:
                self.bring_back(name)
        return names

    def bring_back(self, id: str) -> None:
        """Take a deletion back, inside `changing`."""
        self.file.change("DELETE FROM gone WHERE id = ?", id)

    def deleted_entries(self) -> tuple[JournalEntry, ...]:
        """The entries that were deleted and can still be brought back."""
        query = "SELECT id, content, sum FROM entries WHERE id IN (SELECT id FROM gone)"
        found = (read_entry(row) for row in self.file.rows(query))
        return tuple(entry for entry in found if entry is not None)

    def purge(self, before: str = "9") -> int:
        """Remove for good what was deleted before a moment; returns how much.

        Nothing of it is left in the file, nor what was kept beside it.
        """
        with self.file.changing():
            query = "SELECT id FROM gone WHERE at < ?"
            names = [row[0] for row in self.file.rows(query, before)]
            for name in names:
                for table in ("entries", "sessions", "gone"):
                    self.file.erase(f"DELETE FROM {table} WHERE id = ?", name)  # noqa: S608
                # Ids are hexadecimal: none of their characters means anything to GLOB.
                self.file.erase("DELETE FROM notes WHERE id GLOB ?", f"{name}.*")
            if names:
                self.drop_editions()
        if names:
            self.file.rewrite()
        return len(names)

    def drop_editions(self) -> None:
        """Erase the rubrics that no entry was made with any more, inside `changing`."""
        rows = self.file.rows("SELECT id, content, sum FROM entries")
        needed = {one.rubric_hash for one in map(read_entry, rows) if one is not None}
        for (name,) in self.file.rows("SELECT id FROM rubrics"):
            if name not in needed:
                self.file.erase("DELETE FROM rubrics WHERE id = ?", name)

    def matching(self, id: str) -> str:
        """The whole id of an entry or session, by the beginning of it. Raises RolefitError."""
        return matching(id, self.ids())

    def ids(self) -> tuple[str, ...]:
        """The ids of all entries and sessions that were not deleted, sound or damaged."""
        gone = self.gone()
        return tuple(id for id in self.all_ids() if id not in gone)

    def all_ids(self) -> tuple[str, ...]:
        """The ids of all entries and sessions, deleted or not."""
        query = "SELECT id FROM entries UNION ALL SELECT id FROM sessions"
        return tuple(row[0] for row in self.file.rows(query))

    def gone(self) -> frozenset[str]:
        """The ids of what was deleted and can still be brought back."""
        return frozenset(row[0] for row in self.file.rows("SELECT id FROM gone"))

    def damaged(self) -> tuple[str, ...]:
        """The ids of entries, sessions and what is kept beside them that cannot be read.

        Each of them is told in `remarks`.
        """
        found, gone = [], self.gone()
        for table in _KINDS:
            more = ", rev" if table == "sessions" else ""
            rows = self.file.rows(f"SELECT id, content, sum{more} FROM {table}")  # noqa: S608
            spoilt = [r for r in rows if r[0] not in gone and READERS[table](r) is None]
            self.sound(table, spoilt)
            found += [row[0] for row in spoilt]
        return tuple(found)

    def sound(self, table: str, rows: list[tuple[Any, ...]]) -> list[Any]:
        """The values of the rows that were not deleted and can be read; others are remarked on."""
        gone, found = self.gone(), []
        for row in rows:
            value = READERS[table](row)
            if row[0] in gone:
                continue
            if value is None:
                kind = _KINDS[table]
                said = f"{self.file.path}: {kind} {row[0]} is damaged and was left out"
                self.file.remarks.append(said)
            else:
                found.append(value)
        return found

    def time(self) -> str:
        """The present time as it is kept."""
        return self.now().astimezone(UTC).isoformat(timespec="seconds")

    def next_touch(self) -> int:
        """A number above those of all sessions: their order does not hang on the clock."""
        return int(self.file.rows("SELECT coalesce(max(touched), 0) + 1 FROM sessions")[0][0])

    def free_id(self) -> str:
        """An id that nothing else has."""
        while True:
            name = secrets.token_hex(4)
            if name not in self.all_ids():
                return name

    def has_session(self, id: str) -> bool:
        """Whether a session of that id is there and was not deleted."""
        query = "SELECT 1 FROM sessions WHERE id = ?"
        return id not in self.gone() and bool(self.file.rows(query, id))

    def conflict(self, session: Session) -> Conflict:
        """Why a session cannot be saved."""
        if self.has_session(session.id):
            hint = (
                f"close this window, or go on from what was saved there: {take(session)} --resume"
            )
            return Conflict("these questions were answered further in another window", hint)
        hint = f"to begin anew: {take(session)} --fresh"
        return Conflict("this session was finished or deleted in another window", hint)
