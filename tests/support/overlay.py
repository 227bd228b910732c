"""The sound rubrics that checks are tried on, and fragments of YAML laid over them.

A module of its own and no conftest: a second conftest would hide the one that all tests share.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from make import contrast, likert, single

from rolefit.audit.base import Finding
from rolefit.audit.subject import Check, Subject
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse

HERE = Path(__file__).parent.parent / "audit"
SOUND = ("sound", "sound-readiness")

Raw = dict[str, Any]


def raw(text: str) -> Raw:
    """A fragment of YAML as plain values, read as a rubric file is read."""
    return dict(parse("fragment.yaml", text.encode("utf-8")).value)


@cache
def sound_text(name: str) -> str:
    """The file of a sound rubric."""
    return (HERE / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def sound(name: str) -> Rubric:
    """A sound rubric: `sound` (contrast) or `sound-readiness`."""
    return Rubric.model_validate(raw(sound_text(name)))


@cache
def sound_subject(name: str) -> Subject:
    """A sound rubric under audit; what is worked out for one check is kept for the next."""
    return Subject(sound(name))


def merged(fragment: str) -> Raw:
    """The raw mapping of the sound rubric that a fragment names (`sound` by default), below it.

    Mappings merge key by key. An entry of a list with an `id` (of a case: a `name`) replaces the
    entry of that id, or is appended; any other list is replaced as a whole. A key whose value is
    null is deleted.
    """
    over = raw(fragment)
    return dict(laid_over(raw(sound_text(over.get("rubric", "sound"))), over))


def overlay(fragment: str) -> Rubric:
    """The sound rubric with a fragment laid over it."""
    return Rubric.model_validate(merged(fragment))


def laid_over(below: Any, above: Any) -> Any:
    """One value laid over another."""
    if isinstance(below, dict) and isinstance(above, dict):
        both = {**below, **{k: laid_over(below.get(k), v) for k, v in above.items()}}
        return {key: value for key, value in both.items() if value is not None}
    if isinstance(below, tuple) and isinstance(above, tuple) and all(map(named, below + above)):
        entries = {named(entry): entry for entry in below + above}
        return tuple(entries.values())
    return above


def named(entry: Any) -> str | None:
    """What an entry of a list is known by."""
    return entry.get("id") or entry.get("name") if isinstance(entry, dict) else None


def asking(ask: str, **more: Any) -> Rubric:
    """A tiny rubric whose last item asks a question: a yes_no item unless told otherwise."""
    item = {"id": "asked", "type": "yes_no", "ask": ask, **more}
    return contrast(single("q"), likert("r"), item)


def found(check: Check, rubric: Rubric) -> list[Finding]:
    """What a check finds in a rubric."""
    return list(check.check(Subject(rubric)))


def holds(value: Any, path: tuple[str | int, ...]) -> bool:
    """Whether something stands at a path of a raw mapping, so that its line can be told."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(value, tuple) or not 0 <= step < len(value):
                return False
        elif not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
