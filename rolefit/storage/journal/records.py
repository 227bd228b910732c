"""What is kept: sessions and entries as values, and as rows that show whether they are intact."""

from __future__ import annotations

from hashlib import sha256
from shlex import quote
from typing import Any, NamedTuple

from rolefit.errors import RolefitError, nearest
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Respondent, Responses
from rolefit.storage.shipped import shipped
from rolefit.storage.tagged_json import from_line, to_line


class Session(NamedTuple):
    """An interview that is not finished."""

    id: str
    rubric: str
    rubric_hash: str
    answers: dict[str, Any]
    """Everything said so far, as a responses file would hold it."""
    rev: int
    """How often it was saved: tells whether another window saved in between."""
    started: str
    updated: str
    quick: bool
    about: str | None = None
    """Whom the answers are about, where somebody else gives them."""
    group: str = "self"
    """Who gives them."""


class JournalEntry(NamedTuple):
    """A finished assessment."""

    id: str
    rubric: str
    rubric_version: str
    rubric_hash: str
    engine: str
    """Version of rolefit."""
    at: str
    """When it was kept: UTC, ISO 8601 with offset."""
    name: str | None
    responses: dict[str, Any]
    """The content of its responses file."""
    sentence: str
    """The verdict as it was told then."""
    quick: bool = False
    """The interview stopped early, because the result was settled."""

    @property
    def day(self) -> str:
        """The day of the answers; where they name none, the one on which they were kept."""
        return str(self.responses.get("date") or self.at[:10])


def take(session: Session) -> str:
    """The command that a session was made with, as far as it is known."""
    about = f" --about {quote(session.about)} --as {session.group}" if session.about else ""
    return f"rolefit take {session.rubric if session.rubric in shipped() else 'FILE'}{about}"


def session_content(session: Session) -> dict[str, Any]:
    """What is kept of a session beside its id and revision."""
    kept = session._asdict()
    del kept["id"], kept["rev"]
    return kept


def file_content(responses: Responses, rubric: Rubric) -> dict[str, Any]:
    """Responses as the content of a file that names the rubric they answer."""
    found: dict[str, Any] = {
        "rubric": responses.rubric,
        "rubric_version": responses.rubric_version or rubric.version,
        "rubric_hash": responses.rubric_hash or rubric.content_hash,
        "respondent": _respondent_content(responses.respondent),
        "date": responses.day,
        "answers": dict(responses.answers),
        "seconds": dict(responses.seconds),
        "form": dict(responses.form) if responses.form else None,
    }
    return {key: part for key, part in found.items() if part not in (None, {}) or key == "answers"}


def _respondent_content(person: Respondent) -> dict[str, str | None]:
    """Who answered, and of a rater about whom."""
    rest = {"about": person.about, "sees_work": person.sees_work, "known_for": person.known_for}
    given = {key: part for key, part in rest.items() if part is not None}
    return {"name": person.name, "group": person.group, **given}


def seal_row(id: str, content: dict[str, Any]) -> tuple[str, str]:
    """Content as text, with the hash that shows whether it is still what was written."""
    text = to_line(content)
    return text, _seal_of(id, text)


def _seal_of(id: str, text: str) -> str:
    """SHA-256 over an id and its content."""
    return sha256(f"{id}\0{text}".encode("utf-8", "replace")).hexdigest()


def open_row(row: tuple[Any, ...]) -> dict[str, Any] | None:
    """The content of a row `(id, content, sum, ...)`, None where the disk has spoilt it."""
    id, text, kept = row[:3]
    if not isinstance(text, str) or _seal_of(id, text) != kept:
        return None
    content = from_line(text)
    return content if isinstance(content, dict) else None


def matching(id: str, known: tuple[str, ...]) -> str:
    """The known id that is, or alone begins with, `id`. Raises RolefitError."""
    found = [name for name in known if name == id] or [n for n in known if id and n.startswith(id)]
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"write more of it: {', '.join(found[:6])}"
        raise RolefitError(f"{len(found)} entries begin with `{id[:80]}`", hint)
    hint = nearest(id, known) or "to see all: rolefit journal list"
    raise RolefitError(f"nothing in the journal is called `{id[:80]}`", hint)
