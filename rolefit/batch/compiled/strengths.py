"""How sure a verdict is, as columns: labels by distance and error, and what holds them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.flags import Flags
from rolefit.batch.compiled.layers import (
    EPS,
    NOTHING,
    Layers,
    add,
    any_of,
    greatest,
    least,
    polynomial,
    where,
)
from rolefit.batch.compiled.tallies import Tallied
from rolefit.scoring.certainty import CONCENTRATION, NEAR, ROBUST
from rolefit.scoring.verdict import CAPPING_FLAGS

TIE, TOO_CLOSE, LEANING, CLEAR = 0, 1, 2, 3
"""Strengths as codes, the least sure first."""
_LABELS = ("tie", "too_close_to_call", "leaning", "clear")
_PARTED = 1e-5
"""A chance this near to the least one of a robust result is left to the single path."""
_TAIL_AT = 0.2316419
_TAIL = (1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530)
"""The tail of the normal curve to seven decimals (Abramowitz & Stegun 26.2.17), which is enough:
nothing but the side of a cut is read of it, and what is near to that is left to the single path."""


class VerdictColumns(NamedTuple):
    """The columns of a verdict."""

    label: Expr
    name: Expr
    """The outcome, the band, or the outcomes that are level."""
    margin: Expr
    error: Expr
    hard: Expr
    """Whether the single path has to look at the row."""


class Sensitive(NamedTuple):
    """How a lead over one rival stands up to other weights."""

    lost: Expr
    """Chance that the rival overtakes."""
    near: Expr
    """Whether a weight is close to turning it."""
    unsure: Expr
    """Whether floats cannot tell."""


class Distance(NamedTuple):
    """How far a result is from another one."""

    points: Expr
    """Null where there is no other."""
    variance: Expr
    square_t: Expr
    spacing: int
    """What the points are multiples of the reciprocal of."""


def strength_of(layers: Layers, t: Tallied, far: Distance) -> Expr:
    """The strength of a distance; null where there is none."""
    distance, variance, square_t, spacing = far
    threshold = t.rubric.settings.indifference_threshold
    enough = layers.at_least(distance, threshold, spacing)
    square = distance * distance
    above, sure = square - variance, square - square_t * variance
    layers.close.append((enough & (above.abs() < EPS * (1.0 + variance)), False))
    layers.close.append((enough & (sure.abs() < EPS * (1.0 + variance)), False))
    found = nw.when(sure < 0).then(LEANING).otherwise(CLEAR)
    return nw.when(enough & (above >= 0)).then(found).otherwise(TOO_CLOSE)


def held_back(strength: Expr, flags: Flags, robust: Expr) -> Expr:
    """What signs of careless answers and sensitive weights leave of a strength."""
    doubtful = (flags.number >= float(CAPPING_FLAGS)) | ~robust
    return nw.when((strength == CLEAR) & doubtful).then(LEANING).otherwise(strength)


def label_of(strength: Expr, conditional: Expr) -> Expr:
    """The label of a strength."""
    found = nw.lit(_LABELS[0])
    for code, label in enumerate(_LABELS[1:], start=1):
        found = nw.when(strength == code).then(nw.lit(label)).otherwise(found)
    return nw.when(conditional).then(nw.lit("conditional")).otherwise(found)


def robustness(layers: Layers, each: Sequence[Sensitive]) -> tuple[Expr, Expr]:
    """Whether a result is robust against all rivals, and whether floats cannot tell."""
    chance = layers.keep(1.0 - add(one.lost for one in each))
    near = layers.keep(any_of(one.near for one in each))
    unsure = any_of(one.unsure for one in each)
    layers.cut()
    least_chance = float(ROBUST)
    robust = layers.keep((chance >= least_chance) & ~near)
    unsure = layers.keep(unsure | ((chance - least_chance).abs() < _PARTED))
    layers.cut()
    return robust, unsure


def sensitive(
    layers: Layers, weights: Sequence[Expr], parts: Sequence[Expr], counts: Expr
) -> Sensitive:
    """How a lead stands up to other weights: the parts of each dimension are above 0 for it.

    `parts` are null where a dimension has no score, `counts` says in which rows there is the rival.
    See `scoring.certainty` and `scoring.certainty`.
    """
    low, high = layers.keep(least(parts)), layers.keep(greatest(parts))
    mean = layers.keep(add((w * p).fill_null(0.0) for w, p in zip(weights, parts, strict=True)))
    layers.cut()
    off = [layers.keep((p - mean).fill_null(0.0)) for p in parts]
    layers.cut()
    second = layers.keep(add(w * x * x for w, x in zip(weights, off, strict=True)))
    third = layers.keep(add(w * x * x * x for w, x in zip(weights, off, strict=True)))
    layers.cut()
    ahead = _chance_ahead(layers, mean, second, third)
    bounded = nw.when(high <= 0).then(0.0).otherwise(ahead)
    chance = nw.when(low >= 0).then(1.0).otherwise(bounded)
    left = layers.keep(least([_left(*one, mean) for one in zip(weights, parts, strict=True)]))
    lost = layers.keep(where(counts, 1.0 - chance))
    layers.cut()
    found = Sensitive(
        lost,
        layers.keep(counts & (left <= 0).fill_null(value=False)),
        layers.keep(counts & (left.abs() < EPS).fill_null(value=False)),
    )
    layers.cut()
    return found


def _chance_ahead(layers: Layers, mean: Expr, second: Expr, third: Expr) -> Expr:
    """Chance that a mean over plausible weights is above 0, from its first three moments."""
    a = CONCENTRATION
    variance = layers.kept(nw.max_horizontal(second / (a + 1.0), nw.lit(1e-30)))
    sigma = layers.kept(variance.sqrt())
    z = layers.keep(mean / sigma)
    skewness = layers.keep(2.0 * third / ((a + 1.0) * (a + 2.0)) / (variance * sigma))
    layers.cut()
    density = layers.keep((z * z / -2.0).exp() * 0.3989422804014327)
    inverse = layers.keep(1.0 / (z.abs() * _TAIL_AT + 1.0))
    layers.cut()
    outside = layers.kept(density * inverse * polynomial(inverse, _TAIL))
    inside = nw.when(z < 0).then(outside).otherwise(1.0 - outside)
    chance = inside + skewness / 6.0 * (z * z - 1.0) * density
    return layers.kept(chance.clip(0.0, 1.0))


def _left(weight: Expr, a: Expr, mean: Expr) -> Expr:
    """What is left of a lead when one weight moves by a tenth of itself, the others rescaled.

    f(x) is the lead at weight x, times 1 - w: the less of f(0.9 w) and f(1.1 w), so far as moving
    there makes it less; null where the weight cannot move.
    """
    step = float(NEAR)
    rest = 1.0 - weight * (1.0 + step)
    down = mean * (1.0 - weight * (1.0 - step)) - weight * a * step
    up = where(rest > 0, mean * rest + weight * a * step, -1.0)
    more = where((a < mean) & (a < 0), up, 1.0)
    return where((weight > 0) & (weight < 1.0), where(a > mean, down, more), NOTHING)
