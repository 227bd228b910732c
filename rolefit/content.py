"""A rubric as content: its canonical hash, and every claim that it cites."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction

from rolefit.rubric import Rubric
from rolefit.value import Value

Cited = Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]


def content_hash(rubric: Rubric) -> str:
    """SHA-256 of what is asked, scored and said; comments, order of keys and cases do not count."""
    content = rubric.model_dump(by_alias=True, exclude_defaults=True, exclude={"cases"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=canonical)
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def canonical(value: object) -> str:
    """The one spelling of an exact number."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"no canonical form for {type(value).__name__}")


def citations(rubric: Rubric) -> Cited:
    """Every place of a rubric that cites claims, with the claims it cites."""
    yield from walk((), rubric)


def walk(path: tuple[str | int, ...], value: object) -> Cited:
    """Citations at and below a value."""
    match value:
        case Value():
            cited = getattr(value, "source", ())
            if cited:
                yield (*path, "source"), cited
            for name, field in type(value).model_fields.items():
                yield from walk((*path, field.alias or name), getattr(value, name))
        case dict():
            for key, part in value.items():
                yield from walk((*path, key), part)
        case tuple():
            for k, part in enumerate(value):
                yield from walk((*path, k), part)
        case _:
            return
