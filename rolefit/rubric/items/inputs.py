"""The ways in which a question can be answered at a screen or in lines, told apart by what is done.

Whoever asks looks at these and never at the type of an item: a new item type that is answered in
one of these ways needs nothing else.
"""

from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, plain, rational


class _Choice(NamedTuple):
    """One row that can be chosen."""

    raw: str | int
    """What a responses file says for it."""
    text: str


class Rows(NamedTuple):
    """One of several rows is chosen."""

    choices: tuple[_Choice, ...]
    levels: bool = False
    """The rows are levels: a typed number is a level, and no row may be named."""
    halves: bool = False
    """Half a level above a row is an answer, too."""
    numbers: tuple[int, ...] = ()
    """The number of each row, where it is neither its place nor what a file holds."""
    affirms: bool = False
    """The first row is yes and the second no: `y` answers, a lone `n` might mean something else."""


class Ticks(NamedTuple):
    """Any number of rows is ticked."""

    choices: tuple[_Choice, ...]
    alone: str | None = None
    """The row that cannot be ticked together with others."""
    fewest: int = 1
    """Fewest rows that make an answer, unless that one is ticked."""
    most: int | None = None
    """Most rows; all of them where not given."""


class Amount(NamedTuple):
    """A number is typed."""

    unit: str
    choices: tuple[_Choice, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    """The ends of what is plausible, both included."""


class Shares(NamedTuple):
    """A total is split over rows: a number is typed for each, and all of them add up to it."""

    choices: tuple[_Choice, ...]
    total: Fraction
    unit: str


InputKind = Rows | Ticks | Amount | Shares


def choices_of(options: tuple[tuple[str, str], ...]) -> tuple[_Choice, ...]:
    """Options as rows."""
    return tuple(_Choice(key, text) for key, text in options)


def levels_of(options: tuple[tuple[str, str], ...]) -> tuple[_Choice, ...]:
    """The points of a scale as rows; a file holds their numbers."""
    return tuple(_Choice(int(key), text) for key, text in options)


def numbers_of(kind: InputKind) -> tuple[int, ...]:
    """The number before each row: that of the point of a scale, otherwise 1, 2, 3 and so on."""
    if isinstance(kind, Rows) and kind.numbers:
        return kind.numbers
    points = tuple(choice.raw for choice in kind.choices if isinstance(choice.raw, int))
    return points or tuple(range(1, len(kind.choices) + 1))


def number_range(kind: InputKind) -> str:
    """Which numbers can be typed for a row: `1 to 5`, or each of them where some are left out."""
    numbers = numbers_of(kind)
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(str(number) for number in numbers)


def answers_at_once(kind: InputKind) -> bool:
    """Whether one figure is a whole number of a row, and never the beginning of another."""
    numbers = numbers_of(kind)
    return not isinstance(kind, Rows) or (numbers[0] >= 0 and numbers[-1] <= 9)


def figures_of(amount: Fraction) -> str:
    """An amount in the figures in which it is typed and told."""
    return plain(amount)


def amount_of(part: object) -> Fraction:
    """The amount that a file holds for a row; 0 for what is no number yet."""
    return rational(part) or ZERO
