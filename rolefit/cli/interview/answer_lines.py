"""What a typed line means as an answer to a question, by the way in which it is answered."""

from __future__ import annotations

import re
from typing import Any

from rolefit.cli.interview.figures import amount
from rolefit.cli.interview.splitting import parse_split
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.inputs import (
    Amount,
    Rows,
    Shares,
    Ticks,
    number_range,
    numbers_of,
)
from rolefit.rubric.responses import read_response

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
