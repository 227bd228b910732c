"""From bytes to plain values with their places: checked, without recursion, within limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rolefit.errors import Problem, RolefitError, dotted_path
from rolefit.safe_text import cells, sanitize, unsafe

# --- What a file holds, where each value of it stands, and how what is wrong with it is told ------


_MAX_SHOWN = 10
"""Problems of a file that are told: whoever sees more at once reads none of them."""

Path = tuple[str | int, ...]
Plain = dict[str, "Plain"] | tuple["Plain", ...] | str | int | Decimal | bool | None


class Mark(NamedTuple):
    """A place in a file, both counted from 0."""

    line: int
    column: int


class ValuePlace(NamedTuple):
    """Where a value stands, where its key stands, and the same for what is inside it."""

    value: Mark
    key: Mark
    inside: dict[str | int, ValuePlace]


class Located(NamedTuple):
    """A problem with the place it was found at."""

    problem: Problem
    mark: Mark


class Document(NamedTuple):
    """A file's content as plain values, with the text and the position of every value."""

    name: str
    text: str
    value: dict[str, Plain]
    places: ValuePlace

    def mark(self, path: Path, *, at_key: bool = True) -> Mark:
        """Where the value at `path` or its key stands; where it is missing, its nearest parent."""
        place = self.places
        for step in path:
            if step not in place.inside:
                return place.key
            place = place.inside[step]
        return place.key if at_key else place.value


class FileProblems(RolefitError):
    """Everything that is wrong with one file, in the order of its lines."""

    def __init__(self, name: str, text: str, found: list[Located]) -> None:
        self.name = name
        self.text = text.splitlines()
        self.found = sorted(found, key=lambda located: located.mark)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> tuple[str, ...]:
        """Each problem with its line, a caret and what to write instead."""
        shown = [line for located in self.found[:_MAX_SHOWN] for line in self.excerpt(located)]
        if len(self.found) > _MAX_SHOWN:
            shown.append(f"... and {len(self.found) - _MAX_SHOWN} more in {self.name}")
        return tuple(shown)

    def excerpt(self, located: Located) -> Iterator[str]:
        """One problem as text."""
        problem, mark = located
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
        subject = f"{dotted_path(problem.path)}: " if problem.path else ""
        yield f"{where}: {subject}{problem.message}"
        if mark.line < len(self.text):
            line = self.text[mark.line]
            start = max(0, mark.column - 50)
            before = sanitize(line[start : mark.column])
            yield f"    {before}{sanitize(line[mark.column : start + 90])}"
            yield f"    {' ' * cells(before)}^"
        if problem.advice:
            yield f"    {problem.advice}"


# --- Bytes of a file into text: UTF-8 only, of bounded size, without characters that hide or act


MAX_BYTES = 1 << 20
MAX_TEXT = 10_000


_REPORT = "a report cannot be read back: name the file of answers that it was made from"


def decode(name: str, raw: bytes) -> str:
    """The text of a file. Raises RolefitError where it is too big or is not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise RolefitError(
            f"{name}: larger than 1 MiB", "a rubric or responses file is a few pages"
        )
    if raw.startswith(b"PK\x03\x04"):
        hint = "save it as plain text: an editor that shows nothing but the text will do"
        raise RolefitError(f"{name}: a document of an office program, not plain text", hint)
    start = raw[:200].lstrip().lower()
    if start.startswith(b"%pdf-"):
        raise RolefitError(f"{name}: a PDF, not a file of answers", _REPORT)
    if start.startswith((b"<!doctype html", b"<html")):
        raise RolefitError(f"{name}: a web page, not a file of answers", _REPORT)
    marks = ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
    for mark, encoding in marks:
        if raw.startswith(mark):
            raise RolefitError(f"{name}: saved as {encoding}", "save it as UTF-8")
    if raw[:4].count(0) >= 2:
        raise RolefitError(f"{name}: saved as UTF-16 or UTF-32", "save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        byte = raw[error.start]
        message = f"{name}:{line}: byte 0x{byte:02X} is not UTF-8"
        raise RolefitError(message, "save the file as UTF-8") from None


def _first_unsafe(text: str) -> int | None:
    """Where a text first holds a character that no editor shows."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return None
    if not any(map(unsafe, set(text))):  # few characters, however long a text
        return None
    return next(k for k, character in enumerate(text) if unsafe(character))


KINDS = {"Cc": "a control character", "Cs": "half of a pair", "Cf": "an invisible character"}


def text_problem(text: str) -> str | None:
    """What is wrong with a text as such, if anything."""
    at = _first_unsafe(text)
    if at is not None:
        bad = text[at]
        name = unicodedata.name(bad, KINDS.get(unicodedata.category(bad), "no character"))
        return f"the text holds U+{ord(bad):04X} ({name}), which is not allowed"
    if len(text) > MAX_TEXT:
        return f"a text of {len(text)} characters; at most {MAX_TEXT} are allowed"
    return None


def checked_text(name: str, raw: bytes) -> str:
    """The text of a file with plain line ends. Raises RolefitError or FileProblems."""
    text = decode(name, raw).replace("\r\n", "\n").replace("\r", "\n")
    at = _first_unsafe(text)
    if at is None:
        return text
    *above, line = text[:at].split("\n")
    message = text_problem(text[at]) or "an unsafe character"
    raise FileProblems(name, text, [Located(Problem((), message), Mark(len(above), len(line)))])


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
