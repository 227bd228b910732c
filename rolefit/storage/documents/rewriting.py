"""What to write where a published form says a thing that a rubric says in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from rolefit.exact import ZERO, plain, rational
from rolefit.storage.documents.found import Path

_SHORT_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
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
            return shift_advice(_at(raw, path), list(_beside(raw, path)))
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


def _beside(raw: Any, path: Path) -> Iterator[Fraction]:
    """The values that stand in the same list as the one at a path."""
    for entry in _at(raw, path[:-2]) if len(path) > 2 else ():
        value = rational(entry.get("value")) if isinstance(entry, dict) else None
        if value is not None:
            yield value


def _at(raw: Any, path: Path) -> Any:
    """The value at a path that exists."""
    for step in path:
        raw = raw[step]
    return raw
