"""What a typed line means as an answer to a question, by the way in which it is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rolefit.cli.interview.figures import amount
from rolefit.cli.interview.splitting import parse_split
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.inputs import Amount, Choice, Rows, Shares, Ticks
from rolefit.rubric.responses import read_response


def parse_answer(item: Item, text: str) -> Any:
    """A typed answer as a responses file would hold it. Raises Unreadable."""
    known = item.input_kind.choices
    match item.input_kind:
        case Ticks() if re.fullmatch("[0-9]+([ ,]+[0-9]+)*,?", text, re.ASCII):
            return tuple(
                answer_number(part, known) for part in re.findall("[0-9]+", text, re.ASCII)
            )
        case Amount() | Rows(levels=True):
            value = amount(text)
            return text if value is None else value
        case Shares() as kind:
            return parse_split(kind, text)
        case _:
            return choose_row(item, text)


def choose_row(item: Item, text: str) -> Any:
    """A row by its number or its wording. Raises Unreadable."""
    known = item.input_kind.choices
    if re.fullmatch("[0-9]+", text, re.ASCII):
        return answer_number(text, known)
    try:
        read_response(item, text)
    except Unreadable:
        # The names of options are for files: nobody has seen them here.
        raise Unreadable(f"type a number from 1 to {len(known)}") from None
    return text


def answer_number(text: str, known: Sequence[Choice]) -> Any:
    """The answer of a number. Raises Unreadable."""
    if len(text) > 3 or not 1 <= int(text) <= len(known):
        raise Unreadable(f"the answers are 1 to {len(known)}")
    return known[int(text) - 1].raw
