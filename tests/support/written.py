"""Plain content written as YAML and JSON by a writer of our own that notes where it puts what."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st

LETTERS = "abc no:#-'\"\\[]{},&*!|>%@`~=<?0119é漢字\U0001f600\u0301"
SIMPLE = "abcxyz_09é漢"
Way = tuple[str | int, ...]
"""Keys and places in lists that lead to a part of a content."""


class Written(NamedTuple):
    """A text, and line and column (from 0) of each key, or of a value in a list, by its path."""

    text: str
    places: dict[Way, tuple[int, int]]


def plain_values() -> st.SearchStrategy[Any]:
    """What a file can hold."""
    numbers = st.integers(-(10**17) + 1, 10**17) | st.decimals(-1000, 1000, places=4).map(abs)
    leaves = st.none() | st.booleans() | numbers | st.text(LETTERS, max_size=12)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | mappings(inner),
        max_leaves=12,
    )


def mappings(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings whose keys stay apart when their letters are composed."""
    keys = st.text(LETTERS, min_size=1, max_size=8) | st.text(SIMPLE, min_size=1, max_size=4)
    return st.dictionaries(keys.map(composed), inner, max_size=4)


def plain_mappings() -> st.SearchStrategy[dict[str, Any]]:
    """What a whole file can hold."""
    return mappings(plain_values())


def composed(text: str) -> str:
    """The form in which keys are compared."""
    return unicodedata.normalize("NFC", text)


def same(found: Any, content: Any) -> bool:
    """Whether two contents are equal, types included."""
    if isinstance(content, dict):
        keys = isinstance(found, dict) and list(found) == list(content)
        return keys and all(same(found[key], content[key]) for key in content)
    if isinstance(content, list | tuple):
        length = isinstance(found, tuple) and len(found) == len(content)
        return length and all(map(same, found, content))
    return type(found) is type(content) and found == content


def scalar(value: Any) -> str:
    """A value without parts, as both YAML and JSON write it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)


class Pen:
    """Writes text and knows where it is."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.line = self.column = 0
        self.places: dict[Way, tuple[int, int]] = {}

    def put(self, text: str) -> None:
        assert "\n" not in text
        self.parts.append(text)
        self.column += len(text)

    def end_line(self, indent: int) -> None:
        self.parts.append("\n" + " " * indent)
        self.line, self.column = self.line + 1, indent

    def note(self, path: Way) -> None:
        self.places[path] = (self.line, self.column)

    def written(self) -> Written:
        return Written("".join(self.parts) + "\n", self.places)


def write_yaml(content: dict[str, Any]) -> Written:
    """Block style; texts in double quotes."""
    pen = Pen()
    pen.put("# A comment, for the first line")
    pen.end_line(0)
    if content:
        yaml_block(pen, content, (), 0)
    else:
        pen.put("{}")
    return pen.written()


def yaml_block(pen: Pen, value: Any, path: Way, indent: int) -> None:
    """A mapping or list with parts, from the pen's place on."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for k, (key, part) in enumerate(parts):
        if k:
            pen.end_line(indent)
        if isinstance(value, dict):
            pen.note((*path, key))
            pen.put(f"{scalar(key)}:")
        else:
            pen.put("-")
        if isinstance(part, dict | list) and part:
            pen.end_line(indent + 3)
            yaml_inner(pen, part, (*path, key), named=isinstance(value, dict))
        else:
            pen.put("  ")
            if isinstance(value, list):
                pen.note((*path, key))
            pen.put(scalar(part))


def yaml_inner(pen: Pen, part: Any, path: Way, *, named: bool) -> None:
    """A part with parts of its own; in a list it stands where it begins."""
    if not named:
        pen.note(path)
    yaml_block(pen, part, path, pen.column)


def write_json(content: dict[str, Any]) -> Written:
    """Each part on a line of its own."""
    pen = Pen()
    json_value(pen, content, ())
    return pen.written()


def json_value(pen: Pen, value: Any, path: Way) -> None:
    """A value from the pen's place on."""
    if not (isinstance(value, dict | list) and value):
        pen.put(scalar(value))
        return
    indent = 2 * len(path) + 2
    pen.put("{" if isinstance(value, dict) else "[")
    for k, (key, part) in enumerate(value.items() if isinstance(value, dict) else enumerate(value)):
        if k:
            pen.put(",")
        pen.end_line(indent)
        pen.note((*path, key))
        if isinstance(value, dict):
            pen.put(f"{scalar(key)}: ")
        json_value(pen, part, (*path, key))
    pen.end_line(indent - 2)
    pen.put("}" if isinstance(value, dict) else "]")
