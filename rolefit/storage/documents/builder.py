"""Plain values built from a parser's events, without recursion and within limits."""

from __future__ import annotations

import unicodedata

from rolefit.errors import Problem
from rolefit.storage.documents.found import Document, FileProblems, Located, Mark, Plain, ValuePlace
from rolefit.storage.documents.plain_text import text_problem

MAX_DEPTH = 32
MAX_NODES = 100_000

_SEVERAL = (
    "a list of people: write a file for each of them, and name all of them: "
    "rolefit score ada.yaml bo.yaml"
)


def _holds_people(value: tuple[Plain, ...]) -> bool:
    """Whether a list holds the answers of several people."""
    return any(isinstance(entry, dict) and "answers" in entry for entry in value)


class Open:
    """A mapping or list that is still being read."""

    __slots__ = ("key", "key_mark", "keys", "mapping", "mark", "places", "values")

    def __init__(self, mark: Mark, *, mapping: bool) -> None:
        self.mark = mark
        self.mapping = mapping
        self.values: dict[str, Plain] | list[Plain] = {} if mapping else []
        self.places: dict[str | int, ValuePlace] = {}
        self.keys: dict[str, Mark] = {}
        self.key: str | None = None
        self.key_mark = mark

    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        return self.mapping and self.key is None

    def add(self, value: Plain, mark: Mark, inside: dict[str | int, ValuePlace]) -> None:
        """Take in a finished value."""
        if isinstance(self.values, dict):
            assert self.key is not None
            self.values[self.key] = value
            self.places[self.key] = ValuePlace(mark, self.key_mark, inside)
            self.key = None
        else:
            self.places[len(self.values)] = ValuePlace(mark, mark, inside)
            self.values.append(value)


class Builder:
    """Takes in scalars, openings and closings, and holds the finished values with their places."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.stack: list[Open] = []
        self.found: list[Located] = []
        self.nodes = 0
        self.root: tuple[Plain, ValuePlace] | None = None

    def document(self) -> Document:
        """The finished document. Raises FileProblems with all that was found."""
        if self.found:
            raise FileProblems(self.name, self.text, self.found)
        value, places = self.root or (None, ValuePlace(Mark(0, 0), Mark(0, 0), {}))
        if not isinstance(value, dict):
            hint = _SEVERAL if isinstance(value, tuple) and _holds_people(value) else ""
            message = "the file must hold a mapping (lines of `name: value`)"
            raise self.stop(message, places.value, hint)
        return Document(self.name, self.text, value, places)

    def admit(self, mark: Mark) -> None:
        """Count a value."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.stop(f"more than {MAX_NODES} values in one file", mark, "split the file")

    def open(self, mark: Mark, *, mapping: bool) -> None:
        """A mapping or a list begins."""
        self.admit(mark)
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(f"nested more than {MAX_DEPTH} deep", mark, "flatten it")
        if self.wants_key():
            raise self.stop("a key must be plain text", mark, "write a name before the colon")
        self.stack.append(Open(mark, mapping=mapping))

    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        return bool(self.stack) and self.stack[-1].wants_key()

    def scalar(self, value: Plain, mark: Mark) -> None:
        """A text, number, truth value or nothing."""
        self.admit(mark)
        if isinstance(value, str):
            self.check_text(value, mark)
        self.finish(value, mark, {})

    def check_text(self, text: str, mark: Mark) -> None:
        """Note what is wrong with a text as such."""
        complaint = text_problem(text)
        if complaint is not None:
            self.found.append(Located(Problem((), complaint, code="text"), mark))

    def name_key(self, text: str, mark: Mark) -> None:
        """The key of the next value; keys are text, each once."""
        self.admit(mark)
        inner = self.stack[-1]
        key = text if text.isascii() else unicodedata.normalize("NFC", text)
        self.check_text(key, mark)
        if key in inner.keys:
            first = inner.keys[key].line + 1
            message = f"`{key[:80]}` is given twice (first in line {first})"
            self.found.append(Located(Problem((), message, "keep one", "duplicate-key"), mark))
        inner.keys.setdefault(key, mark)
        inner.key, inner.key_mark = key, mark

    def close(self) -> None:
        """A mapping or a list ends."""
        done = self.stack.pop()
        value: Plain = done.values if isinstance(done.values, dict) else tuple(done.values)
        self.finish(value, done.mark, done.places)

    def finish(self, value: Plain, mark: Mark, inside: dict[str | int, ValuePlace]) -> None:
        """Hand a finished value to what contains it."""
        if self.stack:
            self.stack[-1].add(value, mark, inside)
        else:
            self.root = (value, ValuePlace(mark, mark, inside))

    def stop(self, message: str, mark: Mark, hint: str = "") -> FileProblems:
        """The error that ends reading, together with what was found before it."""
        found = [*self.found, Located(Problem((), message, hint, "yaml"), mark)]
        return FileProblems(self.name, self.text, found)
