"""The rules for texts with conditions: what they read must exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolefit.rubric.texts import ConditionalText, Step
from rolefit.rubric.value import Value

Path = tuple[str | int, ...]
_SPOKEN = ("outcomes", "bands", "dimensions", "gates", "texts", "limits")
"""The parts of a rubric in which texts stand."""


class _PlacedText(NamedTuple):
    """A text or step with a condition of its own, and where it stands in the file."""

    path: Path
    text: ConditionalText | Step


def conditional_texts(rubric: Value) -> Iterator[_PlacedText]:
    """Every text and step of a rubric that may be left unsaid."""
    for part in _SPOKEN:
        yield from texts_below(getattr(rubric, part), (part,))


def texts_below(value: object, path: Path) -> Iterator[_PlacedText]:
    """Every such text at or below a value."""
    match value:
        case ConditionalText() | Step():
            yield _PlacedText(path, value)
        case Value():
            for name, field in type(value).model_fields.items():
                if name != "when":
                    yield from texts_below(getattr(value, name), (*path, field.alias or name))
        case dict():
            for key, part in value.items():
                yield from texts_below(part, (*path, key))
        case tuple():
            for k, part in enumerate(value):
                yield from texts_below(part, (*path, k))
        case _:
            return
