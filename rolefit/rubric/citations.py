"""Every claim that a rubric cites, and where."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.rubric.conditions import Value
from rolefit.rubric.model import Rubric

_Cited = Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]


def citations(rubric: Rubric) -> _Cited:
    """Every place of a rubric that cites claims, with the claims it cites."""
    yield from walk((), rubric)
    if rubric.materials:
        from rolefit.rubric.materials import materials_of  # noqa: PLC0415 - few look citations up

        yield from walk(("materials",), materials_of(rubric))


def walk(path: tuple[str | int, ...], value: object) -> _Cited:
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
