"""Rows of answers as the compiled expression reads them, and as the single path scores them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl

from rolefit.batch.columns import Cell, is_text, result_row
from rolefit.batch.compiled.items import NOT_APPLICABLE, OPEN_STATE, CodedItem
from rolefit.batch.compiled.program import SINGLE, Program
from rolefit.rubric.model import Response, Rubric, follow_branches, read_answers

Given = dict[str, Response]


def given(rubric: Rubric, raw: dict[str, Any]) -> Given:
    """Responses as a file gives them, branches not followed."""
    found, problems = read_answers(rubric, raw)
    assert not problems
    return found


def drawn(rubric: Rubric, chance: random.Random, *, skipped: float, away: float = 0.05) -> Given:
    """Random responses: each item skipped, or away, with some chance."""
    raw: dict[str, Any] = {}
    for item in rubric.items:
        luck = chance.random()
        if luck < skipped:
            continue
        if luck < skipped + away and item.allow_na:
            raw[item.id] = "not_applicable"
        elif item.continuous:
            low, high = item.compared_range
            raw[item.id] = low + (high - low) * Fraction(chance.randrange(21), 20)
        else:
            raw[item.id] = chance.choice(item.candidates())
    return given(rubric, raw)


def code(c: CodedItem, responses: Given) -> int:
    """The code of one response."""
    response = responses.get(c.item.id, Response("skipped"))
    match response.state:
        case "answered":
            assert response.answer is not None
            return 0 if c.amount else c.answers.index(response.answer)
        case "not_applicable":
            return NOT_APPLICABLE
        case _:
            return OPEN_STATE


def frame(program: Program, sets: Sequence[Given]) -> pl.DataFrame:
    """Responses as codes and amounts."""
    columns: dict[str, list[int] | list[float | None]] = {}
    schema: dict[str, type[pl.DataType]] = {}
    for c in program.coded:
        columns[f"x{c.number}"] = [code(c, one) for one in sets]
        schema[f"x{c.number}"] = pl.Int8 if c.kind == nw.Int8 else pl.Int16
        if c.amount:
            columns[f"y{c.number}"] = [amount(c, one) for one in sets]
            schema[f"y{c.number}"] = pl.Float64
    return pl.DataFrame(columns, schema=schema)


def amount(c: CodedItem, responses: Given) -> float | None:
    """The amount of one response."""
    answer = responses.get(c.item.id, Response("skipped")).answer
    return float(answer) if isinstance(answer, Fraction) else None


def scored(program: Program, sets: Sequence[Given]) -> list[dict[str, Cell]]:
    """What the expression makes of responses."""
    coded = nw.from_native(frame(program, sets).lazy())
    found = program.apply(coded).select(*program.columns, SINGLE)
    rows: list[dict[str, Cell]] = nw.to_native(found).collect().to_dicts()
    return rows


def differences(got: dict[str, Cell], rubric: Rubric, responses: Given) -> dict[str, Any]:
    """The columns in which a row is not that of the single path."""
    want = result_row(rubric, follow_branches(rubric, responses))
    return {
        name: (got[name], cell) for name, cell in want.items() if not same(name, got[name], cell)
    }


def same(name: str, one: Cell, other: Cell) -> bool:
    """Whether two cells are the same: texts exactly, numbers to nine decimals."""
    if one is None or other is None or is_text(name):
        return one == other
    assert not isinstance(one, str)
    assert not isinstance(other, str)
    return abs(one - other) < 1.5e-9
