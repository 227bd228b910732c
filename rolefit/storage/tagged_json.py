"""Answers as JSON text that reads back as exactly the same values, or as any tool reads it."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rolefit.exact import MAX_DIGITS, plain

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
    found = json.loads(text, object_hook=_from_json_value, parse_constant=_refuse)
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
