"""How well the items of one scale hang together among those who answered: advice to an author.

Cronbach's alpha (1951) over the covariances; McDonald's omega (1999) from one common factor of the
correlations, found by principal axes; and each item's correlation with the mean of the others.
"""

from collections.abc import Sequence
from math import sqrt

from rolefit.rubric.conditions import Value

ENOUGH = 30
"""People from whom such figures are told at all."""
_ROUNDS = 500
_CLOSE = 1e-10
Table = Sequence[Sequence[float]]
"""A row a person, a column an item; nobody left anything out."""


class ItemRest(Value):
    """How far an item goes with the others of its scale."""

    item: str
    correlation: float | None
    """With the mean of the others; None where everybody gave the same answer."""


class Reliability(Value):
    """How well the items of a scale hang together."""

    dimension: str
    outcome: str | None
    """The outcome that the items speak for; None in a rubric without outcomes."""
    people: int
    """Who answered every item of it."""
    alpha: float | None
    omega: float | None
    """None with fewer than three items that differ, or where one factor does not fit."""
    items: tuple[ItemRest, ...]


def alpha(table: Table) -> float | None:
    """Cronbach's alpha: k / (k - 1) * (1 - sum of variances / variance of the sum)."""
    columns = list(zip(*table, strict=True))
    k = len(columns)
    whole = _variance([sum(row) for row in table])
    if k < 2 or whole <= _CLOSE:
        return None
    return k / (k - 1) * (1 - sum(map(_variance, columns)) / whole)


def omega(table: Table) -> float | None:
    """McDonald's omega total of one factor: (sum of loadings)^2 over the variance of the sum."""
    columns = [column for column in zip(*table, strict=True) if _variance(column) > _CLOSE]
    if len(columns) < 3:
        return None
    loadings = _loadings(
        [[_correlation(one, other) or 0.0 for other in columns] for one in columns]
    )
    if loadings is None:
        return None
    common = sum(loadings) ** 2
    return common / (common + sum(1 - loading**2 for loading in loadings))


def _loadings(correlations: Table) -> list[float] | None:
    """Loadings on one factor by iterated principal axes; None where it does not settle."""
    k = len(correlations)
    shared = [max(abs(row[j]) for j in range(k) if j != i) for i, row in enumerate(correlations)]
    for _ in range(_ROUNDS):
        reduced = [[*row] for row in correlations]
        for i, one in enumerate(shared):
            reduced[i][i] = one
        value, vector = _largest(reduced)
        if value <= 0:
            return None
        loadings = [sqrt(value) * part for part in vector]
        after = [loading**2 for loading in loadings]
        if max(after) > 1:
            return None
        moved = max(abs(one - other) for one, other in zip(shared, after, strict=True))
        shared = after
        if moved < _CLOSE:
            return [-one for one in loadings] if sum(loadings) < 0 else loadings
    return None


def _largest(matrix: Table) -> tuple[float, list[float]]:
    """The largest eigenvalue of a symmetric matrix with its vector, by the power method.

    Shifted, so that the largest and not the farthest from zero is found.
    """
    shift = max(sum(map(abs, row)) for row in matrix)
    vector = [1 / sqrt(len(matrix)) + k * 1e-3 for k in range(len(matrix))]
    value = 0.0
    for _ in range(_ROUNDS):
        pairs = zip(matrix, vector, strict=True)
        after = [_product(row, vector) + shift * own for row, own in pairs]
        length = sqrt(_product(after, after))
        if not length:
            return 0.0, vector
        after = [part / length for part in after]
        moved = max(abs(one - other) for one, other in zip(vector, after, strict=True))
        vector, value = after, length - shift
        if moved < _CLOSE:
            break
    return value, vector


def item_rest(table: Table, k: int) -> float | None:
    """The correlation of an item with the sum of the others; None where one of them is constant."""
    return _correlation([row[k] for row in table], [sum(row) - row[k] for row in table])


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation."""
    spread = _variance(one) * _variance(other)
    if spread <= _CLOSE * _CLOSE:
        return None
    m, n = sum(one) / len(one), sum(other) / len(other)
    shared = _product([a - m for a in one], [b - n for b in other]) / (len(one) - 1)
    return shared / sqrt(spread)


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    """The sum of products."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def _variance(values: Sequence[float]) -> float:
    """The variance of a sample; 0 for one value."""
    if len(values) < 2:
        return 0.0
    m = sum(values) / len(values)
    return sum((value - m) ** 2 for value in values) / (len(values) - 1)
