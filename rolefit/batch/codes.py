"""Cells of a table as the codes that the compiled expression reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import narwhals as nw
from narwhals import Expr

from rolefit.batch.cells import ColumnMapping, read_cell, spellings
from rolefit.batch.compiled.items import ANSWERED, NOT_APPLICABLE, OPEN_STATE, UNREAD, Coded
from rolefit.batch.compiled.layers import NOTHING
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.responses import Response

_AMOUNT = r"^ *-?[0-9]{1,9}(\.[0-9]{1,6})? *$"
"""Amounts that floats tell apart exactly."""
_FIGURES = range(-999, 1000)
_STATES = {
    "not_applicable": NOT_APPLICABLE,
    "dont_know": OPEN_STATE,
    "skipped": OPEN_STATE,
}


def code_columns(
    coded: Iterable[Coded],
    mapping: ColumnMapping,
    kinds: Mapping[str, nw.dtypes.DType],
    seen: Mapping[str, Iterable[str]],
) -> list[Expr]:
    """The columns of codes and amounts; `seen` are texts that stand in the table, by item.

    Reads a column `r0`, `r1` ... for each item that has one; `kinds` are their types.
    """
    found = []
    for c in coded:
        if c.item.id not in mapping.columns:
            found.append(nw.lit(OPEN_STATE, dtype=nw.Int64).alias(f"x{c.number}"))
            if c.amount:
                found.append(NOTHING.alias(f"y{c.number}"))
            continue
        raw, kind = nw.col(f"r{c.number}"), kinds[f"r{c.number}"]
        words = mapping.words.get(c.item.id, {})
        texts = (*spellings(c.item, words), *seen.get(c.item.id, ()))
        table = {text: _code(c, text, words) for text in dict.fromkeys(texts)}
        if c.amount:
            found += _amount(c, raw, kind, table)
        else:
            found.append(_code_of(c, raw, kind, table).alias(f"x{c.number}"))
    return found


def _code(c: Coded, raw: object, words: Mapping[str, str]) -> int:
    """The code of a cell; UNREAD for one that is no answer, and for amounts."""
    try:
        response = read_cell(c.item, raw, words)
    except Unreadable:
        return UNREAD
    return _code_of_response(c, response)


def _code_of_response(c: Coded, response: Response) -> int:
    """The code of a response."""
    if response.state in _STATES:
        return _STATES[response.state]
    return UNREAD if c.amount or response.answer is None else c.answers.index(response.answer)


def _code_of(c: Coded, raw: Expr, kind: nw.dtypes.DType, table: Mapping[str, int]) -> Expr:
    """The code of a column of cells."""
    if kind == nw.String:
        known = {text: code for text, code in table.items() if code != UNREAD}
        found = _replaced(raw, known)
    elif kind == nw.Boolean:
        yes, no = _code(c, True, {}), _code(c, False, {})
        found = nw.when(raw).then(nw.lit(yes, dtype=nw.Int64)).otherwise(no)
    elif kind.is_integer():
        figures = {n: _code(c, n, {}) for n in _FIGURES}
        found = _replaced(raw.cast(nw.Int64), {n: k for n, k in figures.items() if k != UNREAD})
    elif kind.is_float():
        # Half levels are answers too, so halves are counted.
        halves = {n: _code(c, n / 2, {}) for n in _FIGURES}
        twofold = {n: k for n, k in halves.items() if k != UNREAD}
        whole = (raw * 2.0 == (raw * 2.0).round(0)) & (raw.abs() < 1000.0)
        twice = nw.when(whole).then(raw * 2.0).otherwise(-1999.0).cast(nw.Int64)
        found = _replaced(twice, twofold)
    else:
        found = nw.lit(UNREAD, dtype=nw.Int64)
    return nw.when(raw.is_null()).then(nw.lit(OPEN_STATE, dtype=nw.Int64)).otherwise(found)


def _replaced(raw: Expr, table: Mapping[str, int] | Mapping[int, int]) -> Expr:
    """Codes by a table; UNREAD for what is not in it."""
    if not table:
        return nw.lit(UNREAD, dtype=nw.Int64)
    keys, codes = list(table.keys()), list(table.values())
    return raw.replace_strict(keys, codes, default=UNREAD, return_dtype=nw.Int64)


def _amount(c: Coded, raw: Expr, kind: nw.dtypes.DType, table: Mapping[str, int]) -> list[Expr]:
    """The code and the amount of a column of amounts."""
    low, high = (float(end) for end in c.item.compared_range)
    open_state = nw.lit(OPEN_STATE, dtype=nw.Int64)
    if kind == nw.String:
        figure = raw.str.contains(_AMOUNT)
        text = nw.when(figure).then(raw).otherwise(nw.lit(None, dtype=nw.String))
        y = text.str.strip_chars().cast(nw.Float64)
        other = _replaced(raw, {word: code for word, code in table.items() if code != UNREAD})
    elif kind.is_numeric():
        y, other = raw.cast(nw.Float64), nw.lit(UNREAD, dtype=nw.Int64)
    else:
        y, other = NOTHING, nw.lit(UNREAD, dtype=nw.Int64)
    inside = ((y >= low) & (y <= high)).fill_null(value=False)
    outside = nw.when(y.is_null()).then(other).otherwise(nw.lit(UNREAD, dtype=nw.Int64))
    code = nw.when(inside).then(nw.lit(ANSWERED, dtype=nw.Int64)).otherwise(outside)
    return [
        nw.when(raw.is_null()).then(open_state).otherwise(code).alias(f"x{c.number}"),
        nw.when(inside).then(y).otherwise(NOTHING).alias(f"y{c.number}"),
    ]
