"""Cells of a table as the codes that the compiled expression reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import narwhals as nw
import polars as pl
from polars import Expr

from rolefit.batch.cells import ColumnMapping, read_cell, spellings
from rolefit.batch.compiled.items import ANSWERED, NOT_APPLICABLE, OPEN_STATE, UNREAD, CodedItem
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Response

_AMOUNT = r"^ *-?[0-9]{1,9}(\.[0-9]{1,6})? *$"
"""Amounts that floats tell apart exactly."""
_NOTHING = pl.lit(None, dtype=pl.Float64)
_SMALL = range(-11, 12)
_STATES = {
    "not_applicable": NOT_APPLICABLE,
    "dont_know": OPEN_STATE,
    "skipped": OPEN_STATE,
}


def code_columns(
    coded: Iterable[CodedItem],
    mapping: ColumnMapping,
    kinds: Mapping[str, pl.DataType],
    seen: Mapping[str, Iterable[str]],
) -> list[Expr]:
    """The columns of codes and amounts; `seen` are texts that stand in the table, by item.

    Reads a column `r0`, `r1` ... for each item that has one; `kinds` are their types.
    """
    found = []
    for c in coded:
        if c.item.id not in mapping.columns:
            found.append(_narrow(c, pl.lit(OPEN_STATE)))
            if c.amount:
                found.append(_NOTHING.alias(f"y{c.number}"))
            continue
        raw, kind = pl.col(f"r{c.number}"), kinds[f"r{c.number}"]
        words = mapping.words.get(c.item.id, {})
        texts = (*spellings(c.item, words), *seen.get(c.item.id, ()))
        table = {text: _code(c, text, words) for text in dict.fromkeys(texts)}
        if c.amount:
            found += _amount(c, raw, kind, table)
        else:
            found.append(_narrow(c, _code_of(c, raw, kind, table)))
    return found


def _narrow(c: CodedItem, code: Expr) -> Expr:
    """The column of codes of an item."""
    kind = pl.Int8 if c.kind == nw.Int8 else pl.Int16
    return code.cast(kind, wrap_numerical=True).alias(f"x{c.number}")


def _code(c: CodedItem, raw: object, words: Mapping[str, str]) -> int:
    """The code of a cell; UNREAD for one that is no answer, and for amounts."""
    try:
        response = read_cell(c.item, raw, words)
    except Unreadable:
        return UNREAD
    return _code_of_response(c, response)


def _code_of_response(c: CodedItem, response: Response) -> int:
    """The code of a response."""
    if response.state in _STATES:
        return _STATES[response.state]
    return UNREAD if c.amount or response.answer is None else c.answers.index(response.answer)


def _code_of(c: CodedItem, raw: Expr, kind: pl.DataType, table: Mapping[str, int]) -> Expr:
    """The code of a column of cells."""
    if kind == pl.String:
        known = {text: code for text, code in table.items() if code != UNREAD}
        found = _of_text(raw, known)
    elif kind == pl.Boolean:
        yes, no = _code(c, True, {}), _code(c, False, {})
        found = pl.when(raw).then(pl.lit(yes, dtype=pl.Int64)).otherwise(no)
    elif kind.is_integer():
        figures = {n: _code(c, n, {}) for n in _figures(c)}
        known_figures = {n: k for n, k in figures.items() if k != UNREAD}
        found = _of_number(raw.cast(pl.Int64), known_figures)
    elif kind.is_float():
        # Half levels are answers too, so halves are counted.
        halves = {n: _code(c, n / 2, {}) for n in _figures(c, times=2)}
        twofold = {n: k for n, k in halves.items() if k != UNREAD}
        whole = (raw * 2.0 == (raw * 2.0).round(0)) & (raw.abs() < 1000.0)
        twice = pl.when(whole).then(raw * 2.0).otherwise(-1999.0).cast(pl.Int64)
        found = _of_number(twice, twofold)
    else:
        found = pl.lit(UNREAD, dtype=pl.Int64)
    return pl.when(raw.is_null()).then(pl.lit(OPEN_STATE, dtype=pl.Int64)).otherwise(found)


def _figures(c: CodedItem, times: int = 1) -> list[int]:
    """Numbers that may be answers, times a whole number: the small ones, and all that are named."""
    listed = [*c.item.answer_schema().get("enum", ()), *(key for key, _ in c.item.options())]
    named = [int(n) for n in map(str, listed) if n.lstrip("-").isdecimal() and len(n) < 5]
    whole = {*_SMALL, *named}
    found = {number * times + part for number in whole for part in range(times)}
    return sorted(found)


def _of_text(raw: Expr, table: Mapping[str, int]) -> Expr:
    """Codes by a table of texts; UNREAD for what is not in it.

    As places in a list of known texts, which takes no more than a part of the column at a time.
    """
    if not table:
        return pl.lit(UNREAD, dtype=pl.Int64)
    known = sorted(table, key=lambda text: table[text] < 0)
    place = raw.cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64)
    codes = {place_: table[text] for place_, text in enumerate(known)}
    return _of_number(place, codes).fill_null(UNREAD)


def _of_number(raw: Expr, table: Mapping[int, int]) -> Expr:
    """Codes by a table of whole numbers; UNREAD for what is not in it."""
    found = pl.lit(UNREAD, dtype=pl.Int64)
    for shift, numbers in _runs(table):
        low, high = numbers[0], numbers[-1]
        found = pl.when((raw >= low) & (raw <= high)).then(raw - shift).otherwise(found)
    return found


def _runs(table: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """Stretches of numbers in a row that are as far above their codes as each other."""
    found: list[tuple[int, list[int]]] = []
    for number in sorted(table):
        shift = number - table[number]
        if found and found[-1][0] == shift and found[-1][1][-1] == number - 1:
            found[-1][1].append(number)
        else:
            found.append((shift, [number]))
    return found


def _amount(c: CodedItem, raw: Expr, kind: pl.DataType, table: Mapping[str, int]) -> list[Expr]:
    """The code and the amount of a column of amounts."""
    low, high = (float(end) for end in c.item.compared_range)
    open_state = pl.lit(OPEN_STATE, dtype=pl.Int64)
    if kind == pl.String:
        figure = raw.str.contains(_AMOUNT)
        text = pl.when(figure).then(raw).otherwise(pl.lit(None, dtype=pl.String))
        y = text.str.strip_chars().cast(pl.Float64)
        other = _of_text(raw, {word: code for word, code in table.items() if code != UNREAD})
    elif kind.is_numeric():
        y, other = raw.cast(pl.Float64), pl.lit(UNREAD, dtype=pl.Int64)
    else:
        y, other = _NOTHING, pl.lit(UNREAD, dtype=pl.Int64)
    inside = ((y >= low) & (y <= high)).fill_null(value=False)
    outside = pl.when(y.is_null()).then(other).otherwise(pl.lit(UNREAD, dtype=pl.Int64))
    code = pl.when(inside).then(pl.lit(ANSWERED, dtype=pl.Int64)).otherwise(outside)
    return [
        _narrow(c, pl.when(raw.is_null()).then(open_state).otherwise(code)),
        pl.when(inside).then(y).otherwise(_NOTHING).alias(f"y{c.number}"),
    ]
