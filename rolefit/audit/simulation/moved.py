"""Conditions in which one comparison, or one count of parts, is moved by a step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO
from rolefit.rubric.conditions import (
    AtLeastKOf,
    Condition,
    ItemIs,
    KOf,
    Leaf,
    matches,
    parts_of,
    rebuilt,
)
from rolefit.rubric.model import Rubric

CUT = Fraction(5)
"""Points by which cut scores are moved."""


def moved_comparisons(rubric: Rubric, leaf: Leaf) -> Iterator[Leaf]:
    """A comparison with its cut moved by one step up and down, as far as that can matter."""
    step, low, high = CUT, ZERO, HUNDRED
    if isinstance(leaf, ItemIs):
        item = rubric.item(leaf.item)
        step, (low, high) = item.compared_step, item.compared_range
    for name in ("at_least", "at_most"):
        cut = getattr(leaf, name)
        if cut is None:
            continue
        for to in (cut - step, cut + step):
            moved = leaf.model_copy(update={name: to})
            if low <= to <= high and _tells_otherwise(rubric, leaf, moved):
                yield moved


def _tells_otherwise(rubric: Rubric, leaf: Leaf, moved: Leaf) -> bool:
    """Whether a moved comparison has another truth for some answer."""
    if not isinstance(leaf, ItemIs) or not isinstance(moved, ItemIs):
        return True
    answers = rubric.item(leaf.item).representatives((leaf, moved))
    return any(matches(leaf, answer) != matches(moved, answer) for answer in answers)


def counts_in(condition: Condition) -> Iterator[AtLeastKOf]:
    """Every count of parts in a condition."""
    if isinstance(condition, AtLeastKOf):
        yield condition
    for part in parts_of(condition):
        yield from counts_in(part)


def moved_counts(some: AtLeastKOf) -> Iterator[AtLeastKOf]:
    """A count of parts that asks for one less, and for one more."""
    for k in (some.at_least.k - 1, some.at_least.k + 1):
        if 1 <= k <= len(some.at_least.of):
            moved = KOf.model_construct(k=k, of=some.at_least.of)
            yield AtLeastKOf.model_construct(at_least=moved)


def with_condition(condition: Condition, old: Condition, new: Condition) -> Condition:
    """A condition with one of the conditions in it replaced."""
    if condition is old:
        return new
    return rebuilt(condition, lambda part: with_condition(part, old, new))
