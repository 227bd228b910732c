"""What an answers file from an offline form says of the form, and whether it was tampered with.

The id of a form ends in four letters that follow from the rest of it, from what is asked and from
whom it was made for. They are no secret: they catch slips and mix-ups, and an id that was copied
onto other answers. Whoever made the forms knows which ids there are.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints

from rolefit.errors import Problem
from rolefit.rubric.conditions import Value

NEWEST = 1
"""The version of the files that forms save."""
SEED = 8
"""Bytes that an id is made from."""
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that look alike in many fonts: l and 1, o and 0."""
_BODY, _CHECK = 12, 4

FormId = Annotated[str, StringConstraints(pattern=r"^[a-z2-9]{4}(-[a-z2-9]{4}){3}$")]


class FormMark(Value):
    """Which form a file of answers was saved from."""

    id: FormId
    """The form's id."""
    version: int = Field(ge=1)
    """Version of the file."""
    shares_notes: bool = False
    """Whether the rater lets the person read the notes word for word."""


class FormPurpose(NamedTuple):
    """What a form is made for: its id fits nothing else."""

    rubric_hash: str | None
    group: str
    about: str | None


def form_id(seed: bytes, made_for: FormPurpose) -> str:
    """The id of a new form; `seed` is `SEED` random bytes."""
    body = _letters(seed, _BODY)
    return _in_fours(body + _check(body, made_for))


def mark_problems(mark: FormMark, named: FormPurpose) -> Iterator[Problem]:
    """What is wrong with what a file says of its form, given what else the file names."""
    if mark.version > NEWEST:
        message = f"saved by a form of a newer rolefit (version {mark.version})"
        yield Problem(("form", "version"), message, "read it with that version")
    letters = mark.id.replace("-", "")
    if named.rubric_hash is None or letters[_BODY:] != _check(letters[:_BODY], named):
        message = (
            f"the form id {mark.id} does not fit the rubric, group and person that the file "
            "names: one of them was altered, or the id was copied from another form"
        )
        hint = "use the file as the form saved it; ask for it once more if it is not at hand"
        yield Problem(("form", "id"), message, hint)


def _letters(raw: bytes, count: int) -> str:
    """Bytes as letters, five bits each."""
    number = int.from_bytes(raw, "big")
    return "".join(_LETTERS[number >> 5 * k & 31] for k in range(count))


def _check(body: str, made_for: FormPurpose) -> str:
    """The letters that an id ends in."""
    text = "\0".join((body, *(part or "" for part in made_for)))
    return _letters(sha256(text.encode("utf-8", "replace")).digest(), _CHECK)


def _in_fours(letters: str) -> str:
    """Letters in groups of four."""
    return "-".join(letters[k : k + 4] for k in range(0, len(letters), 4))
