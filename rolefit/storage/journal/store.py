"""Sessions in progress and finished assessments, kept on this computer and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from rolefit import __version__
from rolefit.errors import StoreError
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Respondent, Responses
from rolefit.storage.journal.database import StoreFile, store_path
from rolefit.storage.journal.records import (
    JournalEntry,
    Session,
    file_content,
    matching,
    open_row,
    seal_row,
    session_content,
    take,
)

__all__ = ["Conflict", "JournalEntry", "Session", "Store", "store_path"]

Table = Literal["entries", "sessions"]
_WANTED = "keep-finished"


class Conflict(StoreError):
    """Another window got there first; nothing of its answers was overwritten."""


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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
        """Begin a session without answers, of a rater under whom it is about."""
        at = self.time()
        session = Session("", rubric.rubric, rubric.content_hash, {}, 0, at, at, quick)
        if who is not None and who.about is not None:
            session = session._replace(about=who.about, group=who.group)
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
                "WHERE id = ? AND rev = ?",
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
        found = []
        rows = self.file.rows("SELECT id, content, sum, rev FROM sessions ORDER BY touched DESC")
        for name, content, rev in self.sound("sessions", rows):
            if rubric in (None, content["rubric"]):
                found.append(Session(id=name, rev=rev, **content))
        return tuple(found)

    def drop(self, session: Session) -> None:
        """Delete a session. Raises Conflict where another window saved it since."""
        with self.file.changing():
            query = "DELETE FROM sessions WHERE id = ? AND rev = ?"
            gone = self.file.erase(query, session.id, session.rev)
            if not gone and self.exists("sessions", session.id):
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
            name = self.free_id()
            self.file.change(
                "INSERT INTO entries (id, content, sum) VALUES (?, ?, ?)",
                name,
                *seal_row(name, content),
            )
        return JournalEntry(id=name, **content)

    def entries(self, rubric: str | None = None) -> tuple[JournalEntry, ...]:
        """The finished assessments, of one rubric or of all, in the order they were kept.

        Damaged ones are left out and told in `remarks` and `damaged`.
        """
        rows = self.file.rows("SELECT id, content, sum, seq FROM entries ORDER BY seq")
        found = [
            JournalEntry(id=name, **content) for name, content, _ in self.sound("entries", rows)
        ]
        return tuple(entry for entry in found if rubric in (None, entry.rubric))

    def entry(self, id: str) -> JournalEntry:
        """The entry of that id, or of the one id that begins so. Raises RolefitError."""
        entries = {entry.id: entry for entry in self.entries()}
        return entries[matching(id, tuple(entries))]

    def delete(self, id: str) -> None:
        """Delete an entry or an unfinished session, by its id or the beginning of it.

        Nothing of it is left in the file. Raises RolefitError where there is none.
        """
        with self.file.changing():
            name = self.matching(id)
            self.file.erase("DELETE FROM entries WHERE id = ?", name)
            self.file.erase("DELETE FROM sessions WHERE id = ?", name)
        self.file.rewrite()

    def matching(self, id: str) -> str:
        """The whole id of an entry or session, by the beginning of it. Raises RolefitError."""
        return matching(id, self.ids())

    def ids(self) -> tuple[str, ...]:
        """The ids of all entries and sessions, sound or damaged."""
        query = "SELECT id FROM entries UNION ALL SELECT id FROM sessions"
        return tuple(row[0] for row in self.file.rows(query))

    def damaged(self) -> tuple[str, ...]:
        """The ids of entries and sessions that cannot be read."""
        found = []
        for table, order in (("entries", "seq"), ("sessions", "rev")):
            rows = self.file.rows(f"SELECT id, content, sum, {order} FROM {table}")  # noqa: S608
            found += [row[0] for row in rows if open_row(row) is None]
        return tuple(found)

    def sound(
        self, table: Table, rows: list[tuple[Any, ...]]
    ) -> Iterator[tuple[str, dict[str, Any], Any]]:
        """Id, content and last column of the rows that can be read; the others are remarked on."""
        kind = {"entries": "entry", "sessions": "session"}[table]
        for row in rows:
            content = open_row(row)
            if content is None:
                said = f"{self.file.path}: {kind} {row[0]} is damaged and was left out"
                self.file.remarks.append(said)
            else:
                yield row[0], content, row[3]

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
            if name not in self.ids():
                return name

    def exists(self, table: Table, id: str) -> bool:
        """Whether a row of that id is there."""
        return bool(self.file.rows(f"SELECT 1 FROM {table} WHERE id = ?", id))  # noqa: S608

    def conflict(self, session: Session) -> Conflict:
        """Why a session cannot be saved."""
        if self.exists("sessions", session.id):
            hint = (
                f"close this window, or go on from what was saved there: {take(session)} --resume"
            )
            return Conflict("these questions were answered further in another window", hint)
        hint = f"to begin anew: {take(session)} --fresh"
        return Conflict("this session was finished or deleted in another window", hint)
