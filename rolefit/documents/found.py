"""What a file holds, where each value of it stands, and how what is wrong with it is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rolefit.errors import Problem, RolefitError, dotted

MAX_SHOWN = 50

Path = tuple[str | int, ...]
Plain = dict[str, "Plain"] | tuple["Plain", ...] | str | int | Decimal | bool | None


class Mark(NamedTuple):
    """A place in a file, both counted from 0."""

    line: int
    column: int


class Place(NamedTuple):
    """Where a value stands, where its key stands, and the same for what is inside it."""

    value: Mark
    key: Mark
    inside: dict[str | int, Place]


class Located(NamedTuple):
    """A problem with the place it was found at."""

    problem: Problem
    mark: Mark


class Document(NamedTuple):
    """A file's content as plain values, with the text and the position of every value."""

    name: str
    text: str
    value: dict[str, Plain]
    places: Place

    def mark(self, path: Path) -> Mark:
        """Where the value at `path` stands; for a missing one, where its nearest parent does."""
        place = self.places
        for step in path:
            if step not in place.inside:
                break
            place = place.inside[step]
        return place.key


class FileProblems(RolefitError):
    """Everything that is wrong with one file, in the order of its lines."""

    def __init__(self, name: str, text: str, found: list[Located]) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.found = sorted(found, key=lambda located: located.mark)
        super().__init__("\n".join(self.listed()))

    def listed(self) -> Iterator[str]:
        """The message: each problem with its line, a caret and what to write instead."""
        for located in self.found[:MAX_SHOWN]:
            yield from self.excerpt(located)
        if len(self.found) > MAX_SHOWN:
            yield f"... and {len(self.found) - MAX_SHOWN} more problems in {self.name}"

    def excerpt(self, located: Located) -> Iterator[str]:
        """One problem as text."""
        problem, mark = located
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
        subject = f"{dotted(problem.path)}: " if problem.path else ""
        yield f"{where}: {subject}{problem.message}"
        if mark.line < len(self.lines):
            line = self.lines[mark.line]
            start = max(0, mark.column - 50)
            yield f"    {line[start : start + 90]}"
            yield f"    {' ' * (mark.column - start)}^"
        if problem.hint:
            yield f"    {problem.hint}"
