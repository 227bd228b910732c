"""The journal as a file to take along, and such a file read back as any stranger's file is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from rolefit import __version__
from rolefit.errors import RolefitError
from rolefit.storage.documents.builder import text_problem
from rolefit.storage.journal.records import (
    DEEPEST,
    JournalEntry,
    Note,
    entry_of,
    export_value,
    note_of,
    too_deep,
)
from rolefit.storage.journal.store import Store

FORMAT = "rolefit-journal"
VERSION = 2
MAX_BYTES = 64 << 20
"""Bytes of a journal that are read: some ten thousand assessments."""
_KEYS = {"format", "format_version", "engine", "entries", "notes", "rubrics"}
_DIGITS = 40
"""Digits of a number in an answer; Python takes quadratic time for more than thousands."""


class Exchange(NamedTuple):
    """What a journal holds, as it is taken along."""

    entries: tuple[JournalEntry, ...]
    notes: tuple[Note, ...] = ()
    rubrics: tuple[tuple[str, dict[str, Any]], ...] = ()
    """Content hash and content of the rubrics that the entries were made with."""


class Imported(NamedTuple):
    """What an import did."""

    added: tuple[str, ...]
    """The ids that the entries have here."""
    known: int
    """Entries that were here already."""


def contents(store: Store) -> Exchange:
    """All of a journal that can be read and was not deleted."""
    entries = store.entries()
    hashes = {entry.rubric_hash: entry for entry in entries}
    editions = ((hash, store.edition(entry)) for hash, entry in hashes.items())
    rubrics = tuple((hash, content) for hash, content in editions if content is not None)
    return Exchange(entries, store.notes(), rubrics)


def exchange_text(found: Exchange) -> str:
    """A journal as JSON; `responses` of each entry is a responses file of its own."""
    whole = {
        "format": FORMAT,
        "format_version": VERSION,
        "engine": __version__,
        "entries": [entry._asdict() for entry in found.entries],
        "notes": [note._asdict() for note in found.notes],
        "rubrics": dict(found.rubrics),
    }
    return export_value(whole) + "\n"


def read_exchange(name: str, raw: bytes) -> Exchange:
    """An exported journal. Raises RolefitError that names the first part that cannot be used."""
    whole = _parse(name, raw)
    if whole.get("format") != FORMAT:
        hint = "rolefit journal export writes such a file; answers are added by journal add"
        raise RolefitError(f"{name}: no exported journal", hint)
    version = whole.get("format_version")
    if version not in (1, VERSION):
        hint = "install the newest rolefit" if isinstance(version, int) else ""
        raise RolefitError(f"{name}: format_version {str(version)[:20]} is not known", hint)
    strange = sorted({*whole} - _KEYS)
    if strange:
        raise RolefitError(f"{name}: unknown key `{strange[0][:80]}`", "nothing was imported")
    entries = tuple(_entries(name, whole.get("entries")))
    notes = tuple(_notes(name, whole.get("notes", ())))
    return Exchange(entries, notes, tuple(_rubrics(name, whole.get("rubrics", {}))))


def _parse(name: str, raw: bytes) -> dict[str, Any]:
    """The content of JSON text, in the kinds that answers have. Raises RolefitError."""
    if len(raw) > MAX_BYTES:
        raise RolefitError(f"{name}: larger than {MAX_BYTES >> 20} MiB", "import it in parts")
    try:
        whole = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_mapping,
        )
    except RolefitError as error:
        raise RolefitError(f"{name}: {error.message}", "nothing was imported") from None
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise RolefitError(f"{name}: no JSON that can be read{place}", "") from None
    if too_deep(whole):
        raise RolefitError(f"{name}: nested more than {DEEPEST} deep", "nothing was imported")
    whole = _frozen(whole)
    if not isinstance(whole, dict):
        raise RolefitError(f"{name}: no exported journal", "rolefit journal export writes one")
    return whole


def _exact(text: str) -> Decimal:
    """A number with a point, exactly as written."""
    if len(text) > _DIGITS or "e" in text.lower():
        raise RolefitError("a number is too long, or written with an exponent")
    return Decimal(text)


def _whole(text: str) -> int:
    """A whole number."""
    if len(text) > _DIGITS:
        raise RolefitError("a number is too long")
    return int(text)


def _no_number(text: str) -> None:
    """NaN and its like are no JSON."""
    raise RolefitError(f"`{text}` is no number")


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which each key is given once, with texts that hide nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RolefitError("a key is given twice")
    for text in (*found, *(part for part in found.values() if isinstance(part, str))):
        problem = text_problem(text)
        if problem is not None:
            raise RolefitError(problem)
    return found


def _frozen(value: Any) -> Any:
    """Lists as tuples, as a responses file holds them."""
    match value:
        case dict():
            return {key: _frozen(part) for key, part in value.items()}
        case list():
            for text in (part for part in value if isinstance(part, str)):
                problem = text_problem(text)
                if problem is not None:
                    raise RolefitError(problem)
            return tuple(_frozen(part) for part in value)
        case _:
            return value


def _with_lists(value: Any) -> Any:
    """Tuples as lists: what is no answer is kept as JSON has it."""
    match value:
        case dict():
            return {key: _with_lists(part) for key, part in value.items()}
        case tuple():
            return [_with_lists(part) for part in value]
        case _:
            return value


def _entries(name: str, raw: Any) -> Iterator[JournalEntry]:
    """The entries of an export. Raises RolefitError."""
    if not isinstance(raw, tuple):
        raise RolefitError(f"{name}: `entries` must be a list", "nothing was imported")
    for k, content in enumerate(raw, start=1):
        inside = dict(content) if isinstance(content, dict) else {}
        id = inside.pop("id", None)
        entry = entry_of(id, inside) if isinstance(id, str) and 0 < len(id) <= 40 else None
        if entry is None:
            message = f"{name}: entry {k} is not as rolefit writes one"
            raise RolefitError(message, "nothing was imported")
        yield entry


def _notes(name: str, raw: Any) -> Iterator[Note]:
    """What is kept beside the entries. Raises RolefitError."""
    for k, content in enumerate(raw if isinstance(raw, tuple) else (None,), start=1):
        note = note_of(_with_lists(content))
        if note is None:
            message = f"{name}: note {k} is not as rolefit writes one"
            raise RolefitError(message, "nothing was imported")
        yield note


def _rubrics(name: str, raw: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rubrics that the entries were made with. Raises RolefitError."""
    for hash, content in (raw if isinstance(raw, dict) else {"": None}).items():
        if not isinstance(content, dict) or not isinstance(content.get("rubric"), str):
            message = f"{name}: the rubric {hash[:30]} is not as rolefit writes one"
            raise RolefitError(message, "nothing was imported")
        yield hash, _with_lists(content)


def add_all(store: Store, found: Exchange) -> Imported:
    """Add what is not there yet, all of it or nothing; doubles are recognised by what they say.

    A double that was deleted is brought back.
    """
    gone = {_key(entry): entry.id for entry in store.deleted_entries()}
    here = {_key(entry) for entry in store.entries()}
    taken = set(store.all_ids())
    new_ids: dict[str, str] = {}
    with store.file.changing():
        for entry in found.entries:
            key = _key(entry)
            if key in here:
                continue
            here.add(key)
            if key in gone:
                new_ids[entry.id] = gone[key]
                store.bring_back(gone[key])
                continue
            id = store.free_id() if entry.id in taken else entry.id
            taken.add(id)
            new_ids[entry.id] = id
            store.put_entry(entry._replace(id=id))
        for note in found.notes:
            if note.entry in new_ids:
                store.put_note(note._replace(entry=new_ids[note.entry]))
        for hash, content in found.rubrics:
            if any(entry.rubric_hash == hash and entry.id in new_ids for entry in found.entries):
                store.put_edition(hash, content)
    return Imported(tuple(new_ids.values()), len(found.entries) - len(new_ids))


def _key(entry: JournalEntry) -> str:
    """What two doubles share: everything but the id, numbers by their value."""
    return export_value(entry._replace(id="")._asdict())
