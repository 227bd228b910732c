"""What a journal keeps, as values and as rows that show whether they are intact."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from shlex import quote
from typing import Any, NamedTuple

from pydantic import ValidationError

from rolefit.errors import RolefitError, nearest
from rolefit.exact import MAX_DIGITS, plain
from rolefit.rubric.model import Respondent, Responses, Rubric
from rolefit.storage.own import is_known

# --- Answers as JSON text that reads back as exactly the same values, or as any tool reads it -----


# JSON knows no exact decimals and no tuples: each is written as a mapping with one of these keys.
DECIMAL, FRACTION, TUPLE, MAPPING = "$decimal", "$fraction", "$tuple", "$mapping"
_TAGS = (DECIMAL, FRACTION, TUPLE, MAPPING)
DEEPEST = 64
"""Levels of what is kept: twice those of a file that is read."""
_LONGEST = 4 * MAX_DIGITS
"""Characters of a number: whatever a file of answers or a rubric may hold takes fewer."""


def to_line(value: Any) -> str:
    """A value as one line of ASCII, the same text for the same value."""
    return json.dumps(_to_json_value(value), ensure_ascii=True, separators=(",", ":"))


def from_line(text: str) -> Any:
    """The value that was written. Raises ValueError where the text is none of ours."""
    try:
        found = json.loads(
            text, object_hook=_from_json_value, parse_constant=_refuse, parse_float=_float
        )
    except ArithmeticError:  # as in 1/0
        raise ValueError("no number") from None
    if too_deep(found):
        raise ValueError("nested too deep")
    return found


def too_deep(value: Any) -> bool:
    """Whether a value is nested deeper than any file that is read; others could not be written."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            part
            for one in level
            if isinstance(one, dict | list | tuple)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _refuse(text: str) -> Any:
    """What no answers file can hold. Raises ValueError."""
    raise ValueError(f"{text[:40]} is no number")


def _float(text: str) -> float:
    """A number that can be written out: not one that is taken for infinite. Raises ValueError."""
    found = float(text)
    if math.isinf(found):
        _refuse(text)
    return found


def _decimal(text: str) -> Decimal:
    """An exact decimal that can be written out. Raises ValueError or ArithmeticError."""
    found = Decimal(text)
    if not found.is_finite() or len(text) > _LONGEST or abs(found.adjusted()) > _LONGEST:
        _refuse(text)
    return found


def _mapping(pairs: list[Any]) -> dict[str, Any]:
    """A mapping from its pairs, of which the first are texts. Raises ValueError."""
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
            raise ValueError("no pair of a name and a value")
    return dict(pairs)


def _to_json_value(value: Any) -> Any:
    """A value in JSON's own kinds. Raises TypeError for what no answers file can hold."""
    match value:
        case None | str() | int() | float():  # bool is an int
            return value
        case Decimal() | Fraction():
            return {DECIMAL if isinstance(value, Decimal) else FRACTION: str(value)}
        case tuple():
            return {TUPLE: [_to_json_value(part) for part in value]}
        case list():
            return [_to_json_value(part) for part in value]
        case dict() if len(value) == 1 and next(iter(value)) in _TAGS:
            return {MAPPING: [[key, _to_json_value(part)] for key, part in value.items()]}
        case dict():
            return {key: _to_json_value(part) for key, part in value.items()}
        case _:
            raise TypeError(f"{type(value).__name__} cannot be kept")


def _from_json_value(found: dict[str, Any]) -> Any:
    """What a mapping stands for; its parts have been read already."""
    if len(found) != 1:
        return found
    match next(iter(found.items())):
        case ("$decimal", str() as text):
            return _decimal(text)
        case ("$fraction", str() as text) if len(text) <= _LONGEST and "e" not in text.lower():
            return Fraction(text)
        case ("$tuple", list() as parts):
            return tuple(parts)
        case ("$mapping", list() as pairs):
            return _mapping(pairs)
        case _:
            return found


def export_value(value: Any, indent: str = "") -> str:
    """A value as JSON that other tools read: exact decimals as plain numbers, tuples as lists."""
    deeper = indent + "  "
    match value:
        case Decimal():
            return f"{value:f}"
        case Fraction():
            text = plain(value)
            return text if "/" not in text else repr(float(value))
        case dict() if value:
            rows = [f"{json.dumps(str(k))}: {export_value(v, deeper)}" for k, v in value.items()]
            return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"
        case list() | tuple() if value:
            rows = [export_value(part, deeper) for part in value]
            return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
        case _:
            return json.dumps(value, ensure_ascii=True)


class Session(NamedTuple):
    """An interview that is not finished: a draft."""

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
    name: str | None = None
    """What was typed at the beginning: whom or what it is about, of a rater who answers."""
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


class Note(NamedTuple):
    """What is kept beside an entry: how its plan goes, what came of it."""

    entry: str
    kind: str
    at: str
    value: dict[str, Any]


Row = tuple[Any, ...]
_Shape = dict[str, tuple[type, ...]]
_TEXT = (str,)
_MAYBE = (str, type(None))
_ENTRY: _Shape = {
    "rubric": _TEXT,
    "rubric_version": _TEXT,
    "rubric_hash": _TEXT,
    "engine": _TEXT,
    "at": _TEXT,
    "name": _MAYBE,
    "responses": (dict,),
    "sentence": _TEXT,
    "quick": (bool,),
}
_SESSION: _Shape = {
    "rubric": _TEXT,
    "rubric_hash": _TEXT,
    "answers": (dict,),
    "started": _TEXT,
    "updated": _TEXT,
    "quick": (bool,),
    "name": _MAYBE,
    "about": _MAYBE,
    "group": _TEXT,
}
_LATER = frozenset({"quick", "name", "about", "group"})
"""What the first versions did not write of a session."""
_NOTE: _Shape = {"entry": _TEXT, "kind": _TEXT, "at": _TEXT, "value": (dict,)}


def _fits(content: Any, shape: _Shape, times: tuple[str, ...], later: frozenset[str]) -> bool:
    """Whether content has just the parts that rolefit writes, each of its kind.

    `later` are those that the first versions did not write.
    """
    if not isinstance(content, dict) or not {*content} <= {*shape}:
        return False
    return (
        {*shape} - {*content} <= later
        and all(isinstance(part, shape[key]) for key, part in content.items())
        and all(_is_time(content[key]) for key in times)
    )


def _is_time(text: str) -> bool:
    """Whether a text is a moment with its offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def entry_of(id: str, content: Any) -> JournalEntry | None:
    """An entry; None for content that rolefit does not write, whatever its seal says."""
    if not _fits(content, _ENTRY, ("at",), frozenset({"quick"})):
        return None
    try:
        found = Responses.model_validate(content["responses"])
    except ValidationError:
        return None
    return JournalEntry(id=id, **content) if found.rubric == content["rubric"] else None


def session_of(id: str, content: Any, rev: Any = 0) -> Session | None:
    """An unfinished interview; None for content that rolefit does not write."""
    if not _fits(content, _SESSION, ("started", "updated"), _LATER) or not isinstance(rev, int):
        return None
    return Session(id=id, rev=rev, **{"quick": False, **content})


def note_of(content: Any) -> Note | None:
    """A note; None for content that rolefit does not write."""
    return Note(**content) if _fits(content, _NOTE, ("at",), frozenset()) else None


def edition_of(content: Any) -> dict[str, Any] | None:
    """The content of a rubric; whether it is a sound one is found out by whoever uses it."""
    return content if isinstance(content, dict) and isinstance(content.get("rubric"), str) else None


def read_entry(row: Row) -> JournalEntry | None:
    """The entry in a row `(id, content, sum, ...)`; None where it is not as it was written."""
    return entry_of(row[0], open_row(row))


def read_session(row: Row) -> Session | None:
    """The session in a row `(id, content, sum, rev, ...)`; None where it is spoilt."""
    return session_of(row[0], open_row(row), row[3])


def read_note(row: Row) -> Note | None:
    """The note in a row `(id, content, sum, ...)`; None where it is spoilt."""
    return note_of(open_row(row))


def read_edition(row: Row) -> dict[str, Any] | None:
    """The rubric in a row `(id, content, sum, ...)`; None where it is spoilt."""
    return edition_of(open_row(row))


READERS: dict[str, Callable[[Row], Any]] = {
    "entries": read_entry,
    "sessions": read_session,
    "notes": read_note,
    "rubrics": read_edition,
}
"""How a row of each table is read; each gives None for a row that is not as rolefit wrote it."""


def take(session: Session) -> str:
    """The command that a session was made with, as far as it is known."""
    about = f" --about {quote(session.about)} --as {session.group}" if session.about else ""
    return f"rolefit take {session.rubric if is_known(session.rubric) else 'FILE'}{about}"


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


def open_row(row: Row) -> dict[str, Any] | None:
    """The content of a row `(id, content, sum, ...)`, None where the disk has spoilt it."""
    id, text, kept = row[:3]
    if not isinstance(id, str) or not isinstance(text, str) or _seal_of(id, text) != kept:
        return None
    try:
        content = from_line(text)
    except (ValueError, RecursionError):
        return None  # sealed by somebody else: rolefit writes nothing that it cannot read
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
