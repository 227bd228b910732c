"""What a file holds, where each value of it stands, and how what is wrong with it is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rolefit.errors import Problem, RolefitError, dotted_path
from rolefit.safe_text import cells, sanitize

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
