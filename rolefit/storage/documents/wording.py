"""What is wrong with a document, worded for its author, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from pydantic import ValidationError

from rolefit.errors import Invalid, Problem, nearest
from rolefit.exact import ZERO, plain, rational
from rolefit.rubric.conditions import KINDS as CONDITIONS
from rolefit.rubric.conditions import Value
from rolefit.storage.documents.builder import Path

# --- What to write where a published form says a thing that a rubric says in another way ----------


_SHORT_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
_QUOTED = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_ONE_DIMENSION = "an item scores in one dimension: ask it for the one it shows best, or join them"


def rewriting(detail: Any, raw: Any, path: Path) -> str:
    """A hint for a fault that pydantic found at a path; empty where there is none."""
    context = detail.get("ctx") or {}
    match detail["type"]:
        case "string_pattern_mismatch" if context["pattern"].startswith("^[a-z]"):
            is_key = detail["loc"][-1] == "[key]"
            return _lower_case(path[-1] if is_key else _at(raw, path))
        case "string_type" if path and path[-1] == "dimension":
            return _ONE_DIMENSION
        case "share" if path and path[-1] == "value":
            return shift_advice(_at(raw, path), _beside(raw, path))
        case _:
            return ""


def _lower_case(name: object) -> str:
    """A name with capitals or blanks as a short name, if that makes it one."""
    wanted = re.sub(r"[\s.]+", "-", str(name).strip()).lower()
    return f"names are in lower case: write `{wanted}`" if _SHORT_NAME.fullmatch(wanted) else ""


def shift_advice(given: object, beside: list[Fraction]) -> str:
    """How marks below 0 or above 1 become values: all of them shifted and stretched alike."""
    if rational(given) is None or not beside:
        return ""
    low, high = min(*beside, ZERO), max(*beside, ZERO)
    if low == high:
        return ""
    width = plain(high - low)
    width = f"({width})" if "/" in width else width
    marks = f"(points + {plain(-low)})" if low else "points"
    listed = ", ".join(plain((mark - low) / (high - low)) for mark in beside)
    unlisted = low and ZERO not in beside
    blank = f", and blank (0 points) {plain(-low / (high - low))}" if unlisted else ""
    return (
        f"values lie between 0 and 1: shift them all: value = {marks} / {width}, so {listed}{blank}"
    )


def _beside(raw: Any, path: Path) -> list[Fraction]:
    """The marks in the same list as the one at a path; none where one of them is no number.

    The shift hangs on the least and the greatest, so that a mark left out would make it wrong.
    """
    entries = _at(raw, path[:-2]) if len(path) > 2 else ()
    marks = [_mark(entry.get("value", 0)) for entry in entries if isinstance(entry, dict)]
    known = [mark for mark in marks if mark is not None]
    return known if len(known) == len(marks) else []


def _mark(value: object) -> Fraction | None:
    """A mark as its author meant it, also in quotes."""
    quoted = isinstance(value, str) and _QUOTED.fullmatch(value.strip())
    return rational(Decimal(quoted[0]) if quoted else value)


def _at(raw: Any, path: Path) -> Any:
    """The value at a path that exists."""
    for step in path:
        raw = raw[step]
    return raw


_TYPES = {
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "dict_type": "expected a mapping (lines of `name: value`)",
    "model_type": "expected a mapping (lines of `name: value`)",
    "model_attributes_type": "expected a mapping (lines of `name: value`)",
}
_BOUNDS = {"greater_than_equal": "at least", "less_than_equal": "at most"}
_LIMITS = {"greater_than_equal": "ge", "less_than_equal": "le"}
PATTERNS = {
    "^[a-z]": "expected a short name: lower-case letters, digits, - and _, a letter first",
    "^[A-Z]": "expected the id of a claim, like DC-01",
    "^[0-9]+(": 'expected a version in quotes, like "1.0"',
    "^[0-9]{4}": "expected a date, like 2026-11-22",
    "^sha256": "expected sha256: and 64 hexadecimal digits",
    "^[^": "expected one line of text",
    "^(?:[^": "expected one line of text without a sign at its end: an answer follows a colon",
}


def word_problems(raw: Any, error: ValidationError, model: type[Value]) -> Iterator[Problem]:
    """Every problem in our own words."""
    for detail in error.errors(include_url=False, include_input=False):
        own = (detail.get("ctx") or {}).get("error")
        if isinstance(own, Invalid):
            yield from own.problems
            continue
        path = _real_path(raw, detail["loc"])
        match detail["type"]:
            case "missing":
                name = str(detail["loc"][-1])
                yield Problem(path, f"`{name}` is missing", f"add {name}: ...", "missing")
            case "extra_forbidden":
                known = _known_fields(model, detail["loc"])
                name = str(path[-1]) if path else ""
                yield Problem(path, "unknown key", code="unknown-key", wanted=name, known=known)
            case "too_short" if _long_enough(detail, _at(raw, path)):
                pass  # entries that are faulty themselves were not counted
            case _:
                message, hint = wording(detail, _at(raw, path))
                yield Problem(path, message, hint or rewriting(detail, raw, path))


def wording(detail: Any, value: object) -> tuple[str, str]:  # noqa: C901, PLR0911 - one a kind
    """Message and hint for one error detail."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "string_type" and not isinstance(value, dict | tuple):
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        written = "nothing" if value is None else f"`{plain[:40]}`"
        return f"expected a text, found {written}", "write it in quotes"
    if kind in _TYPES:
        as_list = f"like [{value}]" if kind == "tuple_type" and isinstance(value, str) else ""
        return _TYPES[kind], as_list[:80]
    if kind == "literal_error":
        return f"expected {context['expected']}", _nearest_word(value, context["expected"])
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        expected = context.get("expected_tags", "")
        return (
            f"`type` must be one of {expected}" if expected else "`type` is missing",
            _nearest_word(context.get("tag"), expected),
        )
    if kind == "string_pattern_mismatch":
        start = next((key for key in PATTERNS if context["pattern"].startswith(key)), None)
        return PATTERNS[start] if start else "unexpected form of text", ""
    if kind in _BOUNDS:
        return f"expected {_BOUNDS[kind]} {context[_LIMITS[kind]]}", ""
    if kind == "string_too_long":
        return f"too long: at most {context['max_length']} characters", ""
    if kind == "string_too_short":
        return "expected some text", ""
    if kind in ("too_short", "too_long"):
        low = context.get("min_length")
        bound = f"at least {low}" if low is not None else f"at most {context['max_length']}"
        found = len(value) if isinstance(value, tuple | dict) else context["actual_length"]
        return f"expected {bound} entries, found {found}", ""
    if kind == "value_error":
        return f"{detail['msg'].removeprefix('Value error, ')}", ""
    return detail["msg"][:1].lower() + detail["msg"][1:], ""


def _nearest_word(value: object, expected: str) -> str:
    """The nearest of the expected words."""
    words = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    return nearest(value[:80], words) if isinstance(value, str) else ""


def _real_path(raw: Any, loc: tuple[int | str, ...]) -> Path:
    """Pydantic's location as a path in the file: names of union members are dropped."""
    path: list[str | int] = []
    for k, step in enumerate(loc):
        inside = isinstance(raw, dict) and step in raw
        if inside or (isinstance(raw, tuple) and isinstance(step, int) and step < len(raw)):
            raw = raw[step]
            path.append(step)
        elif k == len(loc) - 1 and isinstance(raw, dict):
            return tuple(path)  # a missing key: its parent is the place
    return tuple(path)


def _long_enough(detail: Any, value: object) -> bool:
    """Whether a list has as many entries as wanted, faulty ones included."""
    return isinstance(value, tuple | dict) and len(value) >= detail["ctx"]["min_length"]


def _known_fields(model: type[Value], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The names a mapping may hold at pydantic's location `loc`."""
    models: list[type[Value]] = [model]
    for step in loc[:-1]:
        tagged: list[type[Value]] = [cls for cls, tag in CONDITIONS if tag == step]
        tagged = tagged or [inner for inner in models if _is_tagged(inner, step)]
        if tagged:
            models = tagged
            continue
        found = [
            m.model_fields[name]
            for m in models
            for name in m.model_fields
            if _is_named(m, name, step)
        ]
        if found:
            models = [inner for field in found for inner in _models_in(field.annotation)]
    return tuple(
        dict.fromkeys(field.alias or name for m in models for name, field in m.model_fields.items())
    )


def _is_tagged(model: type[Value], step: int | str) -> bool:
    """Whether a step names this member of a union."""
    field = model.model_fields.get("type")
    return field is not None and step in get_args(field.annotation)


def _is_named(model: type[Value], name: str, step: int | str) -> bool:
    """Whether a step names this field."""
    return step in (name, model.model_fields[name].alias)


def _models_in(annotation: Any) -> Iterator[type[Value]]:
    """Every model in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
