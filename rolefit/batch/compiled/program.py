"""A rubric as one dataframe expression, from the codes of the answers to the columns of results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.columns import COVERAGE, LEVEL, SCORE, result_columns
from rolefit.batch.compiled.contrast import outcome_verdict
from rolefit.batch.compiled.flags import flags
from rolefit.batch.compiled.gates import gates, openness
from rolefit.batch.compiled.items import (
    UNREAD,
    CodedItem,
    coded_items,
    number_answered,
    number_applicable,
    off_grid,
)
from rolefit.batch.compiled.layers import (
    FALSE,
    NO_TEXT,
    NOTHING,
    Layers,
    add,
    any_of,
    where,
)
from rolefit.batch.compiled.logic import Items, follow_branches, known_items
from rolefit.batch.compiled.readiness import Around, fit_column, level_verdict
from rolefit.batch.compiled.strengths import VerdictColumns
from rolefit.batch.compiled.tallies import Dim, Tallied, outcome_scores, tallied
from rolefit.rubric.model import Rubric
from rolefit.scoring.bounds import steering_items

SINGLE = "single"
"""Whether the single path has to look at a row: floats cannot tell, or it has to search."""
_PLACES = 9


class Program(NamedTuple):
    """What a rubric compiles to."""

    items: Items
    layers: Layers
    columns: tuple[str, ...]
    """The columns of results, in order; the expression makes them and `SINGLE`."""

    @property
    def coded(self) -> tuple[CodedItem, ...]:
        """The items in order."""
        return tuple(self.items.by_id.values())

    def apply(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """A frame of codes with all columns of results."""
        return self.layers.apply(frame)


def compiled(rubric: Rubric) -> Program:
    """The expression of a rubric.

    It reads a column `x0`, `x1` ... of codes for each item, and `y0`, `y1` ... of amounts.
    """
    layers = Layers()
    items = known_items(rubric, coded_items(rubric))
    coded = tuple(items.by_id.values())
    follow_branches(layers, items)
    is_open = openness(layers, items, coded)
    t = tallied(layers, rubric, coded)
    found_gates, hard = gates(layers, items, t, is_open)
    found_flags = flags(layers, items, coded)
    layers.cut()
    scores = outcome_scores(layers, t)
    known: dict[str, Expr] = {}
    if rubric.demands.has_bands:
        fitted = fit_column(layers, t, t.scored[0])
        known["fit"] = _number(fitted.fit)
        around = Around(found_gates, found_flags, is_open)
        verdict = level_verdict(layers, t, fitted, around)
    elif rubric.demands.has_levels:
        verdict = _levels(layers, t, known)
    else:
        verdict = outcome_verdict(layers, t, scores, found_gates, found_flags)
        for o, score in zip(rubric.outcome_ids, scores, strict=True):
            known[f"{SCORE}{o}"] = _number(score)
    unread = any_of(c.x == UNREAD for c in coded)
    rest = [c for c in coded if not c.item.scores]
    near = any_of(close for close, proven in layers.close if not proven)
    finer = off_grid(coded)
    if finer:
        near = near | (any_of(finer) & any_of(close for close, _ in layers.close))
    known |= {
        "label": verdict.label,
        "outcome": verdict.name,
        "margin": _number(verdict.margin),
        "error": _number(verdict.error),
        "answered": _whole([*(d.all_items.answered for d in t.dims), number_answered(rest)]),
        "applicable": _whole([*(d.all_items.applicable for d in t.dims), number_applicable(rest)]),
        "failed": found_gates.names(found_gates.fails),
        "unknown": found_gates.names(found_gates.unknown),
        "flags": found_flags.names,
    }
    for d in t.dims:
        known |= _of_dimension(rubric, d)
    single = hard | verdict.hard | near.fill_null(value=False) | unread
    single = (single | _may_be_steered(verdict, coded, rubric)).fill_null(value=True)
    for name, column in known.items():
        layers.keep(column, name)
    layers.keep(single, SINGLE)
    layers.cut()
    return Program(items, layers, result_columns(rubric))


def _may_be_steered(verdict: VerdictColumns, coded: Sequence[CodedItem], rubric: Rubric) -> Expr:
    """Whether a clear result might turn with one answer that opens or closes questions.

    What is asked then has to be scored again: see `scoring.steering`.
    """
    steering = steering_items(rubric)
    given = [c.answered for c in coded if c.item.id in steering]
    return (verdict.label == nw.lit("clear")) & any_of(given) if given else FALSE


def _number(value: Expr) -> Expr:
    """A number as it is written: nine decimals, never minus nought."""
    return value.round(_PLACES) + 0.0


def _whole(parts: Sequence[Expr]) -> Expr:
    """The sum of some numbers of items."""
    return add(parts).cast(nw.Int64)


def _of_dimension(rubric: Rubric, d: Dim) -> dict[str, Expr]:
    """The scores of a dimension, and how much of it was answered."""
    names = rubric.outcome_ids if rubric.demands.has_outcomes else ("",)
    found = {
        f"{SCORE}{d.name}{':' if name else ''}{name}": _number(score)
        for name, score in zip(names, d.scores, strict=True)
    }
    whole = nw.max_horizontal(d.all_items.whole, nw.lit(1e-9))
    covered = where(d.all_items.whole > 0, d.all_items.weight / whole)
    return {**found, f"{COVERAGE}{d.name}": _number(covered)}


def _levels(layers: Layers, t: Tallied, known: dict[str, Expr]) -> VerdictColumns:
    """The level of each scale; none of them wins."""
    for d in t.dims:
        found = NO_TEXT
        for level in t.rubric.dimensions[d.name].levels:
            reached = layers.at_least(d.scores[0], level.from_, d.denominator(0))
            found = nw.when(reached).then(nw.lit(level.id)).otherwise(found)
        known[f"{LEVEL}{d.name}"] = nw.when(d.scoreable).then(found).otherwise(NO_TEXT)
    label = nw.when(t.any_scoreable).then(nw.lit("scale_levels"))
    said = label.otherwise(nw.lit("not_enough_answers"))
    return VerdictColumns(said, NO_TEXT, NOTHING, NOTHING, FALSE)
