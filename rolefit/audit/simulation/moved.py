"""Conditions in which one comparison is moved by a step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO
from rolefit.rubric.conditions import Condition, ItemIs, Leaf, matches, rebuilt
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
            if low <= to <= high and tells_otherwise(rubric, leaf, moved):
                yield moved


def tells_otherwise(rubric: Rubric, leaf: Leaf, moved: Leaf) -> bool:
    """Whether a moved comparison has another truth for some answer."""
    if not isinstance(leaf, ItemIs) or not isinstance(moved, ItemIs):
        return True
    answers = rubric.item(leaf.item).representatives((leaf, moved))
    return any(matches(leaf, answer) != matches(moved, answer) for answer in answers)


def with_comparison(condition: Condition, leaf: Leaf, moved: Leaf) -> Condition:
    """A condition with one comparison replaced."""
    if condition is leaf:
        return moved
    return rebuilt(condition, lambda part: with_comparison(part, leaf, moved))
