"""One person's answers from the cells of a table, as a survey tool or a spreadsheet wrote them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any, NamedTuple

from rolefit.errors import RolefitError, nearest, sentences
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, Rows, Ticks, Unreadable
from rolefit.rubric.model import Response, Rubric, read_response

ABOUT = ("id", "name", "group", "date")
"""Columns about the person, none of which counts."""
LONGEST_CELL = 10_000
"""Characters of a cell; a longer one is no answer."""


class Fault(NamedTuple):
    """What is wrong with one cell, or with a whole row."""

    row: int
    """Its line in the file as a spreadsheet numbers them: the first row of answers is 2."""
    column: str
    """Empty where the whole row is at fault."""
    message: str
    hint: str = ""

    @property
    def text(self) -> str:
        """The fault in a line."""
        at = f", column `{self.column}`" if self.column else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"row {self.row}{at}: {self.message}{advice}"


class ColumnMapping(NamedTuple):
    """Which column holds the answers to which item, and how its texts are to be read."""

    columns: dict[str, str]
    """The column of each item that has one."""
    about: dict[str, str]
    """The columns of id, name, group and date that are there."""
    left_out: tuple[str, ...] = ()
    """Columns that belong to no item."""
    words: Mapping[str, Mapping[str, str]] = {}
    """For single items: what a text of the table stands for."""


def mapping_by_id(rubric: Rubric, columns: Sequence[str]) -> ColumnMapping:
    """The mapping of a table whose columns are called like the items. Raises RolefitError."""
    known = [item.id for item in rubric.items]
    found = {name: name for name in known if name in columns}
    about = {name: name for name in ABOUT if name in columns and name not in found}
    rest = tuple(c for c in columns if c not in found and c not in about)
    if not found:
        hints = [nearest(name[:80], known) for name in rest[:3]]
        told = next((hint for hint in hints if hint.startswith("did you mean")), nearest("", known))
        message = f"no column is called like a question of `{rubric.rubric}`"
        raise RolefitError(message, sentences("columns are named by the ids of the items", told))
    return ColumnMapping(found, about, rest)


def raw_names(rubric: Rubric, mapping: ColumnMapping) -> dict[str, str]:
    """The columns of the table by the names they have here."""
    order = {item.id: k for k, item in enumerate(rubric.items)}
    found = {f"r{order[name]}": column for name, column in mapping.columns.items()}
    return {**found, **{f"m{name}": column for name, column in mapping.about.items()}}


def read_cell(item: Item, raw: object, words: Mapping[str, str] | None = None) -> Response:
    """The response that a cell stands for. Raises Unreadable."""
    if isinstance(raw, str):
        return _read_text(item, raw.strip(), words or {})
    return read_response(item, _plain(item, raw))


def _plain(item: Item, raw: object) -> Any:
    """A typed cell as a responses file would hold it."""
    match raw:
        case None | bool() | int() | Decimal() | dict():
            return raw
        case float():
            if not math.isfinite(raw):
                raise Unreadable("expected a number", "NaN and infinity are none")
            whole = raw.is_integer() and not isinstance(item.input_kind, Amount)
            return int(raw) if whole else Decimal(repr(raw))
        case list() | tuple():
            return list(raw)
        case _:
            raise Unreadable("a cell of this kind is no answer", "write the answer as text")


def _read_text(item: Item, text: str, words: Mapping[str, str]) -> Response:
    """The response that the text of a cell stands for. Raises Unreadable."""
    if len(text) > LONGEST_CELL:
        raise Unreadable("a text without an end is no answer", "is it in the right column?")
    text = words.get(text, text)
    if not text:
        return Response("skipped")
    kind = item.input_kind
    if isinstance(kind, Ticks):
        return _read_ticks(item, text)
    if isinstance(kind, Rows) and kind.affirms:
        folded = text.casefold()
        text = {"true": "yes", "false": "no"}.get(folded, folded if folded in _AFFIRMS else text)
    return read_response(item, item.parse_typed(text))


_AFFIRMS = ("yes", "no")


def _read_ticks(item: Item, text: str) -> Response:
    """A set of options: ids or wordings joined by `;`, or ids joined by commas or spaces."""
    with suppress(Unreadable):
        return read_response(item, item.parse_typed(text.replace(";", ",")))
    parts = [part.strip() for part in text.split(";") if part.strip()]
    known = {str(choice.raw) for choice in item.input_kind.choices}
    if len(parts) == 1 and known.issuperset(text.split()):
        parts = text.split()
    return read_response(item, parts if len(parts) > 1 else text)


class RowRead(NamedTuple):
    """What a row says, branches not yet followed."""

    answers: dict[str, Response]
    faults: tuple[Fault, ...]


def read_row(
    rubric: Rubric, mapping: ColumnMapping, cells: Mapping[str, object], number: int
) -> RowRead:
    """The responses in a row, and what cannot be read of it."""
    answers, faults = {}, []
    for name, column in mapping.columns.items():
        item = rubric.item(name)
        try:
            answers[name] = read_cell(item, cells.get(column), mapping.words.get(name))
        except Unreadable as error:
            faults.append(Fault(number, column, error.message, error.hint))
    return RowRead(answers, tuple(faults))


def spellings(item: Item, words: Mapping[str, str] | None = None) -> Iterable[str]:
    """Texts by which the answers of an item are usually given."""
    for answer in () if item.continuous else item.candidates():
        text = item.written(answer)
        yield text
        if isinstance(item.input_kind, Ticks):
            yield text.replace(",", ";")
    for key, text in item.options():
        yield from (key, text, text.rstrip("."))
    yield from ("", "skipped", "dont_know", "not_applicable", "Yes", "No", "TRUE", "FALSE")
    yield from ("true", "false", "n/a", "N/A", "yes", "no")
    yield from words or ()
