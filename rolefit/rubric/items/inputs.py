"""The ways in which a question can be answered at a screen or in lines, told apart by what is done.

Whoever asks looks at these and never at the type of an item: a new item type that is answered in
one of these ways needs nothing else.
"""

from fractions import Fraction
from typing import NamedTuple


class Choice(NamedTuple):
    """One row that can be chosen."""

    raw: str | int
    """What a responses file says for it."""
    text: str


class Rows(NamedTuple):
    """One of several rows is chosen."""

    choices: tuple[Choice, ...]
    levels: bool = False
    """The rows are levels: a typed number is a level, and no row may be named."""
    halves: bool = False
    """Half a level above a row is an answer, too."""
    affirms: bool = False
    """The first row is yes and the second no: `y` answers, a lone `n` might mean something else."""


class Ticks(NamedTuple):
    """Any number of rows is ticked."""

    choices: tuple[Choice, ...]
    alone: str | None = None
    """The row that cannot be ticked together with others."""


class Amount(NamedTuple):
    """A number is typed."""

    unit: str
    choices: tuple[Choice, ...] = ()


class Shares(NamedTuple):
    """A total is split over rows: a number is typed for each, and all of them add up to it."""

    choices: tuple[Choice, ...]
    total: Fraction
    unit: str


InputKind = Rows | Ticks | Amount | Shares


def choices_of(options: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    """Options as rows."""
    return tuple(Choice(key, text) for key, text in options)


def levels_of(options: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    """The points of a scale as rows; a file holds their numbers."""
    return tuple(Choice(int(key), text) for key, text in options)
