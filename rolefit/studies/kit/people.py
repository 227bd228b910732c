"""Names of interviewers and candidates, and the file names that stand for them on any disk."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from rolefit.errors import RolefitError

MOST = {"interviewers": 12, "candidates": 60}
"""How many people a kit is made for."""
_LONGEST_NAME, _LONGEST_FILE = 80, 40
_OTHER = re.compile(r"[^\w]+|_+")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{k}" for port in ("com", "lpt") for k in "123456789"),
}
"""Names that Windows keeps for devices."""


class Person(NamedTuple):
    """Somebody as typed, and as a part of a path."""

    name: str
    file: str


def people_named(text: str, kind: str) -> tuple[Person, ...]:
    """The people of a list with commas between them; `kind` is the option it was given by.

    Raises RolefitError for names that cannot be told apart or that no file can stand for.
    """
    names = [" ".join(part.split()) for part in text.split(",")]
    option = f"--{kind}"
    if not all(names):
        raise RolefitError(f"{option}: a name is empty", f'like {option} "Ann,Bo"')
    if len(names) > MOST[kind]:
        message = f"{option}: {len(names)} names; a kit is made for at most {MOST[kind]}"
        raise RolefitError(message, "make one kit for those you will really meet")
    found: dict[str, Person] = {}
    for name in names:
        person = _person(name, option)
        # Disks that fold capitals or accents would make one file of two people.
        earlier = found.setdefault(_folded_name(person.file), person)
        if earlier is not person:
            hint = "add an initial or a number to tell them apart"
            raise RolefitError(f"{option}: `{earlier.name}` and `{name}` are called alike", hint)
    return tuple(found.values())


def _person(name: str, option: str) -> Person:
    """One person. Raises RolefitError."""
    bad = next((character for character in name if not character.isprintable()), None)
    if bad is not None:
        message = f"{option}: a name holds U+{ord(bad):04X}, which cannot be seen"
        raise RolefitError(message, "type the name anew")
    if len(name) > _LONGEST_NAME:
        message = f"{option}: a name of {len(name)} characters"
        raise RolefitError(message, f"at most {_LONGEST_NAME}; a short name or a number will do")
    file = file_name(name)
    if not file:
        hint = "use letters or digits, like C1"
        raise RolefitError(f"{option}: no file can be named after `{name}`", hint)
    return Person(name, file)


def file_name(name: str) -> str:
    """A name as a part of a path: letters, digits and hyphens; empty where it has none of these.

    No dots and slashes, so that it can lead nowhere; accents are dropped where a letter is left.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    letters = unicodedata.normalize("NFC", plain if any(map(str.isalnum, plain)) else apart)
    made = _OTHER.sub("-", letters).strip("-")[:_LONGEST_FILE].strip("-")
    return f"{made}-1" if made in _RESERVED else made


def _folded_name(file: str) -> str:
    """What a disk that folds names makes of one."""
    return unicodedata.normalize("NFKC", file).casefold()
