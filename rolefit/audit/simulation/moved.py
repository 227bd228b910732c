"""Conditions in which one comparison is moved by a step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import HUNDRED, ONE, ZERO
from rolefit.rubric.conditions import Condition, ItemIs, Leaf, matches, rebuilt
from rolefit.rubric.items import Bars, Item, Likert, Numeric
from rolefit.rubric.model import Rubric
from rolefit.scoring.bounds import representatives

CUT = Fraction(5)
"""Points by which cut scores are moved."""
NARROW = 2
"""Ranges of an amount below this are cut into ten steps; in others a step is 1."""


def moved_comparisons(rubric: Rubric, leaf: Leaf) -> Iterator[Leaf]:
    """A comparison with its cut moved by one step up and down, as far as that can matter."""
    step, low, high = CUT, ZERO, HUNDRED
    if isinstance(leaf, ItemIs):
        item = rubric.item(leaf.item)
        step, (low, high) = step_of(item), ends(item)
    for name in ("at_least", "at_most"):
        cut = getattr(leaf, name)
        if cut is None:
            continue
        for to in (cut - step, cut + step):
            moved = leaf.model_copy(update={name: to})
            if low <= to <= high and tells_otherwise(rubric, leaf, moved):
                yield moved


def step_of(item: Item) -> Fraction:
    """One step of a scale, in the numbers that conditions compare."""
    match item:
        case Bars(half_levels=True):
            return Fraction(1, 2)
        case Numeric() if item.range[1] - item.range[0] < NARROW:
            return (item.range[1] - item.range[0]) / 10
        case _:
            return ONE


def ends(item: Item) -> tuple[Fraction, Fraction]:
    """The lowest and the highest number that an answer to an item can be."""
    match item:
        case Numeric():
            return item.range
        case Likert():
            return ONE, Fraction(len(item.labels))
        case Bars():
            return ONE, Fraction(len(item.levels))
        case _:
            return ZERO, ZERO


def tells_otherwise(rubric: Rubric, leaf: Leaf, moved: Leaf) -> bool:
    """Whether a moved comparison has another truth for some answer."""
    if not isinstance(leaf, ItemIs) or not isinstance(moved, ItemIs):
        return True
    item = rubric.item(leaf.item)
    answers = item.candidates()
    if isinstance(item, Numeric):
        cuts = {leaf.at_least, leaf.at_most, moved.at_least, moved.at_most} - {None}
        answers = (*representatives(item, rubric), *(c for c in cuts if c is not None))
    return any(matches(leaf, answer) != matches(moved, answer) for answer in answers)


def with_comparison(condition: Condition, leaf: Leaf, moved: Leaf) -> Condition:
    """A condition with one comparison replaced."""
    if condition is leaf:
        return moved
    return rebuilt(condition, lambda part: with_comparison(part, leaf, moved))
