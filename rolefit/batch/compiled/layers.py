"""Dataframe columns that build on each other, and the few functions they are made of.

Floats, yet exact where it counts. A comparison of scores is one of rationals whose denominators are
bounded by the rubric: two that differ at all differ by far more than a float's error. So what lies
within `EPS` of a cut lies at the cut. Where that cannot be proved beforehand, the rows within `EPS`
are marked for the single path.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import narwhals as nw
from narwhals import Expr

EPS = 1e-10
"""Differences below this are none, or cannot be told from none."""
FINEST = 10**9
"""A difference of rationals with a common denominator up to this is 0 or at least 10 EPS, which is
some hundred times what floats can be off."""
_CHAIN = 32
"""Branches up to which a table is written as a chain of comparisons."""
_ONE, _NONE = nw.lit(1, dtype=nw.Int16), nw.lit(0, dtype=nw.Int16)
_INT16, _INT32 = 2**15 - 1, 2**31 - 1
Type = type[nw.Int16 | nw.Int32 | nw.Float64]
TRUE, FALSE = nw.lit(True), nw.lit(False)
UNKNOWN = nw.lit(None, dtype=nw.Boolean)
NOTHING = nw.lit(None, dtype=nw.Float64)
NO_TEXT = nw.lit(None, dtype=nw.String)


class Layers:
    """Columns in the order in which they can be worked out: each layer reads those before it."""

    def __init__(self) -> None:
        self.layers: list[dict[str, Expr]] = [{}]
        self.close: list[tuple[Expr, bool]] = []
        """Where a comparison is within EPS of its cut, and whether that is known to be at it."""
        self.count = 0
        self._known: dict[Hashable, Expr] = {}

    def keep(self, expression: Expr, name: str = "") -> Expr:
        """A column that later layers read; call `cut` before they do."""
        self.count += 1
        name = name or f"k{self.count}"
        self.layers[-1][name] = expression
        return nw.col(name)

    def cut(self) -> None:
        """Begin a new layer."""
        if self.layers[-1]:
            self.layers.append({})

    def kept(self, expression: Expr, name: str = "") -> Expr:
        """A column in a layer of its own, ready to be read."""
        found = self.keep(expression, name)
        self.cut()
        return found

    def once(self, key: Hashable, make: Callable[[], Expr]) -> Expr:
        """A column that is kept when it is first asked for; call `cut` before it is read."""
        if key not in self._known:
            self._known[key] = self.keep(make())
        return self._known[key]

    def guard(self, difference: Expr, denominator: int) -> None:
        """Mark the rows in which a difference, of rationals of that denominator, is near 0."""
        self.close.append((difference.abs() < EPS, denominator <= FINEST))

    def at_least(self, value: Expr, cut: Fraction | Expr, denominator: int) -> Expr:
        """Whether a value is at or above a cut, in points; its multiples are 1 / denominator."""
        difference = value - (float(cut) if isinstance(cut, Fraction) else cut)
        if isinstance(cut, Fraction):
            denominator *= cut.denominator
        self.guard(difference, denominator)
        return difference >= -EPS

    def above(self, value: Expr, cut: Fraction | Expr, denominator: int) -> Expr:
        """Whether a value is above a cut."""
        difference = value - (float(cut) if isinstance(cut, Fraction) else cut)
        if isinstance(cut, Fraction):
            denominator *= cut.denominator
        self.guard(difference, denominator)
        return difference > EPS

    def apply(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """A frame with all the columns."""
        for layer in self.layers:
            if layer:
                frame = frame.with_columns(*(e.alias(name) for name, e in layer.items()))
        return frame


def type_for(most: float) -> Type:
    """The narrowest type that holds whole numbers up to some size; the narrower, the faster."""
    return nw.Int16 if most <= _INT16 else nw.Int32 if most <= _INT32 else nw.Float64


def lookup(
    x: Expr, table: Mapping[int, float], otherwise: float = 0.0, kind: Type = nw.Float64
) -> Expr:
    """The value of a code by a table; `otherwise` for codes that are not in it."""

    def value_of(number: float) -> Expr:
        return nw.lit(number if kind == nw.Float64 else int(number), dtype=kind)

    wanted: dict[float, list[int]] = {}
    for code, value in table.items():
        if value != otherwise:
            wanted.setdefault(value, []).append(code)
    if len(wanted) > 2 and (line := _line_through(table)) is not None and otherwise == 0.0:
        start, rise = line
        along = x.cast(kind)
        along = along if rise == 1 else along * value_of(rise)
        along = along if start == 0 else along + value_of(start)
        return nw.when(x >= 0).then(along).otherwise(value_of(otherwise))
    if len(wanted) > _CHAIN:
        return _by_halves(x, sorted(table.items()), otherwise, value_of)
    found = value_of(otherwise)
    for value, codes in wanted.items():
        found = nw.when(one_of(x, codes)).then(value_of(value)).otherwise(found)
    return found


def _by_halves(
    x: Expr,
    entries: Sequence[tuple[int, float]],
    otherwise: float,
    value_of: Callable[[float], Expr],
) -> Expr:
    """A long table as a tree of comparisons, each of which halves it.

    What replaces values by a table would have the whole column in memory at once.
    """
    if not entries:
        return value_of(otherwise)
    if len(entries) == 1:
        ((code, value),) = entries
        return nw.when(x == code).then(value_of(value)).otherwise(value_of(otherwise))
    half = len(entries) // 2
    left, right = entries[:half], entries[half:]
    low = _by_halves(x, left, otherwise, value_of)
    high = _by_halves(x, right, otherwise, value_of)
    return nw.when(x < right[0][0]).then(low).otherwise(high)


def _line_through(table: Mapping[int, float]) -> tuple[float, float] | None:
    """Start and rise of a table that is a straight line over the codes 0, 1, 2 ..., if it is."""
    values = [table.get(k) for k in range(len(table))]
    if None in values or len(values) < 2:
        return None
    start, rise = values[0], values[1] - values[0]  # type: ignore[operator]
    whole = all(value == start + rise * k for k, value in enumerate(values))  # type: ignore[operator]
    return (start, rise) if whole and float(rise).is_integer() else None  # type: ignore[return-value]


def one_of(x: Expr, codes: Sequence[int]) -> Expr:
    """Whether a code is one of some."""
    if not codes:
        return FALSE
    low, high = min(codes), max(codes)
    if len(codes) == 1:
        return x == low
    if high - low == len(codes) - 1:
        return (x >= low) & (x <= high)
    return x.is_in(list(codes))


def add(parts: Iterable[Expr]) -> Expr:
    """The sum of some columns, from left to right; 0 of none."""
    found = list(parts)
    return reduce(lambda a, b: a + b, found) if found else nw.lit(0.0)


def any_of(parts: Iterable[Expr]) -> Expr:
    """Whether some part is true."""
    found = list(parts)
    return reduce(lambda a, b: a | b, found) if found else FALSE


def all_of(parts: Iterable[Expr]) -> Expr:
    """Whether every part is true."""
    found = list(parts)
    return reduce(lambda a, b: a & b, found) if found else TRUE


def number_of(flag: Expr) -> Expr:
    """1 where a flag is true, otherwise 0: several times as fast as a cast."""
    return nw.when(flag).then(_ONE).otherwise(_NONE)


def count_of(flags: Iterable[Expr]) -> Expr:
    """How many flags are true."""
    return add(number_of(flag) for flag in flags).cast(nw.Float64)


def where(flag: Expr, value: Expr, otherwise: Expr | float = 0.0) -> Expr:
    """A value where a flag is true."""
    return nw.when(flag).then(value).otherwise(otherwise)


def greatest(parts: Sequence[Expr]) -> Expr:
    """The greatest of some columns; those without a value do not count."""
    return parts[0] if len(parts) == 1 else nw.max_horizontal(*parts)


def least(parts: Sequence[Expr]) -> Expr:
    """The least of some columns; those without a value do not count."""
    return parts[0] if len(parts) == 1 else nw.min_horizontal(*parts)


def joined(parts: Sequence[tuple[Expr, str]]) -> Expr:
    """The names of the flags that are true, joined by `;`; null where none is."""
    names = [nw.when(flag).then(nw.lit(name)).otherwise(NO_TEXT) for flag, name in parts]
    if len(names) < 2:
        return names[0] if names else NO_TEXT
    found = nw.concat_str(*names, separator=";", ignore_nulls=True)
    return nw.when(any_of(flag for flag, _ in parts)).then(found).otherwise(NO_TEXT)


def whole_numbers(values: Sequence[Fraction]) -> tuple[int, ...]:
    """Numbers in the same proportions, as small as whole ones can be."""
    scale = math.lcm(*(value.denominator for value in values))
    found = [int(value * scale) for value in values]
    common = math.gcd(*found) or 1
    return tuple(one // common for one in found)


# --- the normal curve --------------------------------------------------------------------------

_Powers = tuple[float, ...]
_NEAR_TOP: _Powers = (
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
)
_NEAR_TOP += (3.77485237685302021e2, 3.20937758913846947e3)
_NEAR_LOW: _Powers = (1.0, 2.36012909523441209e1, 2.44024637934444173e2)
_NEAR_LOW += (1.28261652607737228e3, 2.84423683343917062e3)
_MID_TOP: _Powers = (
    2.15311535474403846e-8,
    5.64188496988670089e-1,
    8.88314979438837594e0,
)
_MID_TOP += (6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2)
_MID_TOP += (1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3)
_MID_LOW: _Powers = (
    1.0,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
)
_MID_LOW += (1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3)
_MID_LOW += (3.43936767414372164e3, 1.23033935480374942e3)
_FAR_TOP: _Powers = (
    1.63153871373020978e-2,
    3.05326634961232344e-1,
    3.60344899949804439e-1,
)
_FAR_TOP += (1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4)
_FAR_LOW: _Powers = (
    1.0,
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
)
_FAR_LOW += (6.05183413124413191e-2, 2.33520497626869185e-3)


def polynomial(x: Expr, coefficients: Sequence[float]) -> Expr:
    """A polynomial, highest power first."""
    found = x * coefficients[0] + coefficients[1]
    for one in coefficients[2:]:
        found = found * x + one
    return found


def erfc(layers: Layers, x: Expr) -> Expr:
    """The complementary error function, to the precision of floats.

    AnswerSource: W. J. Cody 1969, rational Chebyshev approximations for the error function.
    """
    x = layers.kept(x)
    y = layers.kept(x.abs())
    square = layers.kept(x * x)
    layers.keep(polynomial(square, _NEAR_TOP) / polynomial(square, _NEAR_LOW), "erf near")
    layers.keep(polynomial(y, _MID_TOP) / polynomial(y, _MID_LOW), "erf mid")
    inverse = 1.0 / nw.max_horizontal(square, nw.lit(1.0))
    tail = inverse * polynomial(inverse, _FAR_TOP) / polynomial(inverse, _FAR_LOW)
    layers.keep((1 / math.sqrt(math.pi) - tail) / nw.max_horizontal(y, nw.lit(1.0)), "erf far")
    height = layers.keep((-square).exp())
    layers.cut()
    far = height * nw.when(y <= 4.0).then(nw.col("erf mid")).otherwise(nw.col("erf far"))
    mirrored = nw.when(x < 0).then(2.0 - far).otherwise(far)
    near = 1.0 - x * nw.col("erf near")
    return layers.kept(nw.when(y <= 0.46875).then(near).otherwise(mirrored))
