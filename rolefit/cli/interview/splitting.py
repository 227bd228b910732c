"""Answers as lines of text: a total split over its parts, and every other way of answering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import (
    Amount,
    Rows,
    Shares,
    Ticks,
    Unreadable,
    amount_of,
    amount_told,
    figures_of,
    number_range,
    numbers_of,
)
from rolefit.rubric.model import read_response

# --- Numbers as they are typed at a question, figure by figure ------------------------------------


FIGURES = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,6})?|-?", re.ASCII)
"""What may stand on the screen while a number is typed."""


def amount(typed: str) -> Any:
    """A typed amount as a responses file would hold it, or None where it is no number yet."""
    typed = typed.removesuffix(".")
    if not FIGURES.fullmatch(typed) or typed in ("", "-"):
        return None
    return Decimal(typed) if "." in typed else int(typed)


Parts = tuple[str, ...]
"""The figures typed so far, for each row."""


def typed_parts(kind: Shares, parts: Parts) -> Parts:
    """The figures of each row, empty where nothing was typed yet."""
    return parts or ("",) * len(kind.choices)


def parts_of(kind: Shares, answer: Answer) -> Parts:
    """The figures of an answer that was given before; a row without a part stays empty."""
    given = {pair[0]: pair[1] for pair in answer} if isinstance(answer, tuple) else {}
    shares = [given.get(str(choice.raw), 0) for choice in kind.choices]
    return tuple(
        figures_of(share) if isinstance(share, Fraction) and share else "" for share in shares
    )


def press_part(parts: Parts, *, at: int, key: str) -> Parts | None:
    """The figures after a key, or None where the key means something else."""
    if key == "backspace":
        return _with_part(parts, at, parts[at][:-1])
    if len(key) != 1 or key not in "0123456789.":
        return None
    typed = parts[at] + key
    return _with_part(parts, at, typed) if FIGURES.fullmatch(typed) else parts


def _with_part(parts: Parts, at: int, typed: str) -> Parts:
    """The figures with those of one row replaced."""
    return (*parts[:at], typed, *parts[at + 1 :])


def give_rest(kind: Shares, parts: Parts, *, at: int) -> Parts:
    """What is left, given to one row; nothing where nothing is left."""
    emptied = _with_part(parts, at, "")
    rest = left_of(kind, emptied)
    return _with_part(parts, at, figures_of(rest)) if rest > 0 else parts


def left_of(kind: Shares, parts: Parts) -> Fraction:
    """What is still to be given; below 0 where too much was."""
    return kind.total - sum(amount_of(_part_number(part)) for part in parts)


def rest_in_words(kind: Shares, parts: Parts) -> str:
    """How much is given and how much is left."""
    left = left_of(kind, parts)
    more = f"{amount_told(left)} left" if left >= 0 else f"{amount_told(-left)} too many"
    return f"{amount_told(kind.total - left)} of {amount_told(kind.total)} {kind.unit}, {more}"


def split_answer(kind: Shares, parts: Sequence[str]) -> dict[str, Any]:
    """The parts as a responses file would hold them; rows without one are left out."""
    found = ((str(one.raw), part) for one, part in zip(kind.choices, parts, strict=False))
    return {name: _part_number(part) for name, part in found if part}


def _part_number(part: str) -> Any:
    """A part as a responses file would hold it: typed figures, or a fraction from a file."""
    return amount(part) if FIGURES.fullmatch(part) else part


def parse_split(kind: Shares, text: str) -> dict[str, Any]:
    """A line of numbers, one for each row; rows at the end may be left out. Raises Unreadable."""
    parts = [part for part in re.split("[ ,;]+", text) if part]
    count = len(kind.choices)
    if not parts or len(parts) > count or any(amount(part) is None for part in parts):
        raise Unreadable(f"type a number for each of the {count} lines, in their order")
    return split_answer(kind, parts)


# --- What a typed line means as an answer to a question, by the way in which it is answered -------


LONGEST = 4
"""Characters of a number before a row."""


def parse_answer(item: Item, text: str) -> Any:
    """A typed answer as a responses file would hold it. Raises Unreadable."""
    match item.input_kind:
        case Ticks() if re.fullmatch("[0-9]+([ ,]+[0-9]+)*,?", text, re.ASCII):
            return tuple(
                _answer_number(part, item) for part in re.findall("[0-9]+", text, re.ASCII)
            )
        case Amount() | Rows(levels=True):
            value = amount(text)
            return text if value is None else value
        case Shares() as kind:
            return parse_split(kind, text)
        case _:
            return _choose_row(item, text)


def _choose_row(item: Item, text: str) -> Any:
    """A row by its number or its wording. Raises Unreadable."""
    if re.fullmatch("-?[0-9]+", text, re.ASCII):
        return _answer_number(text, item)
    try:
        read_response(item, text)
    except Unreadable:
        # The names of options are for files: nobody has seen them here.
        raise Unreadable(f"type a number from {number_range(item.input_kind)}") from None
    return text


def _answer_number(text: str, item: Item) -> Any:
    """The answer of the number before a row, or of a printed code. Raises Unreadable."""
    kind = item.input_kind
    number = int(text) if len(text) <= LONGEST else None
    if number in numbers_of(kind):
        return kind.choices[numbers_of(kind).index(number)].raw
    if item.state_for(number) is not None:
        return number
    raise Unreadable(f"the answers are {number_range(kind)}")
