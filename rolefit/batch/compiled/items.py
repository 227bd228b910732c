"""Items as columns: the code of each answer, and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.layers import (
    NOTHING,
    TRUE,
    Type,
    add,
    count_of,
    lookup,
    one_of,
    type_for,
    where,
)
from rolefit.rubric.conditions import Answer, ItemIs, matches
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, Shares
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import Values, values_of

ANSWERED, NOT_APPLICABLE, OPEN_STATE, NOT_PRESENTED, UNREAD = 0, -1, -2, -4, -9
"""Codes of the states. An answer out of a list has its place there, from 0; an amount has 0, and
stands in a column of its own."""
_INT8 = 2**7
GRID = 100
"""Amounts in hundredths have values with a bounded denominator; finer ones may lie anywhere."""
Worth = Callable[[Values], Fraction]
"""What is read of the values of an answer."""


class CodedItem(NamedTuple):
    """An item as columns."""

    item: Item
    number: int
    """Place in the rubric, from 0."""
    answers: tuple[Answer, ...]
    """The answers by their codes; of an amount those between which nothing turns."""
    amount: bool

    @property
    def x(self) -> Expr:
        """The code."""
        return nw.col(f"x{self.number}")

    @property
    def y(self) -> Expr:
        """The amount."""
        return nw.col(f"y{self.number}")

    @property
    def undecided(self) -> Expr:
        """Whether a branch may yet lead past the item."""
        return nw.col(f"u{self.number}")

    @property
    def answered(self) -> Expr:
        """Whether there is an answer."""
        return self.x >= ANSWERED

    @property
    def always(self) -> bool:
        """Whether it applies to everybody."""
        return not self.item.allow_na and self.item.ask_when is None

    @property
    def kind(self) -> type[nw.Int8 | nw.Int16]:
        """The type of its code, as narrow as it can be: work on narrow columns is faster."""
        return nw.Int8 if len(self.answers) < _INT8 else nw.Int16

    @property
    def open(self) -> Expr:
        """Whether an answer is outstanding."""
        return self.x == OPEN_STATE


def coded_items(rubric: Rubric) -> tuple[CodedItem, ...]:
    """The items of a rubric as columns, in order."""
    return tuple(
        CodedItem(item, k, item.candidates(), isinstance(item.input_kind, Amount))
        for k, item in enumerate(rubric.items)
    )


def not_compiled(rubric: Rubric) -> str:
    """Why a rubric has to be scored row by row; empty where it can be compiled."""
    split = [item.id for item in rubric.items if isinstance(item.input_kind, Shares)]
    if split:
        return f"`{split[0]}` splits a total over options"
    scored = sum(1 for item in rubric.items if item.scores)
    return "" if scored else "no item scores"


def worth_table(rubric: Rubric, coded: CodedItem, worth: Worth) -> tuple[Fraction, ...]:
    """What each answer is worth, by its code."""
    return tuple(worth(values_of(coded.item, rubric, answer)) for answer in coded.answers)


class ValueScale(NamedTuple):
    """What turns the values of some items into whole numbers."""

    times: int
    finest: int
    """A denominator of the values of all answers, amounts in hundredths included."""
    kind: Type
    """What holds them, their squares, and sums of all of them with their weights."""


def scale_of(rubric: Rubric, items: Sequence[CodedItem], weights: Sequence[int]) -> ValueScale:
    """The scale of some items, whose weights are in whole numbers."""
    times = finest = 1
    for coded in items:
        values = [v for a in coded.answers for v in values_of(coded.item, rubric, a)]
        here = math.lcm(*(value.denominator for value in values))
        if coded.amount:
            finest = math.lcm(finest, _amount_denominator(rubric, coded, here))
        else:
            times = math.lcm(times, here)
    # A difference of two differences of values is four times as large as a value at most.
    most = max(4 * times * sum(weights), len(items) * times**2)
    return ValueScale(times, math.lcm(times, finest), type_for(most))


def opposed(rubric: Rubric, coded: CodedItem, first: int, second: int) -> bool:
    """Whether every answer gives to one outcome what it does not give to the other."""
    values = (values_of(coded.item, rubric, answer) for answer in coded.item.candidates())
    return all(one[first] + one[second] == 1 for one in values)


def _amount_denominator(rubric: Rubric, coded: CodedItem, values: int) -> int:
    """A denominator of the values of all amounts in hundredths."""
    found = values
    for left, right in pairwise(coded.answers):
        assert isinstance(left, Fraction)
        assert isinstance(right, Fraction)
        for a, b in zip(
            values_of(coded.item, rubric, left), values_of(coded.item, rubric, right), strict=True
        ):
            rise = (b - a) / (right - left)
            found = math.lcm(found, rise.denominator * math.lcm(GRID, left.denominator))
    return found


def worth_of(
    rubric: Rubric, coded: CodedItem, worth: Worth, times: int, kind: Type = nw.Float64
) -> Expr:
    """What the answer is worth, times a scale; 0 where there is none."""
    if coded.amount:
        return where(coded.answered, amount_worth(rubric, coded, worth, coded.y) * float(times))
    table = worth_table(rubric, coded, worth)
    return lookup(coded.x, {k: float(value * times) for k, value in enumerate(table)}, kind=kind)


def number_answered(items: Sequence[CodedItem]) -> Expr:
    """How many of some items have an answer."""
    return count_of(c.answered for c in items) if items else nw.lit(0.0)


def number_applicable(items: Sequence[CodedItem]) -> Expr:
    """How many of some items apply."""
    sometimes = [c for c in items if not c.always]
    always = float(len(items) - len(sometimes))
    return (
        count_of(c.answered | c.open for c in sometimes) + always if sometimes else nw.lit(always)
    )


def sum_answered(items: Sequence[CodedItem], each: Sequence[float], number: Expr | None) -> Expr:
    """The sum of what each item with an answer counts; `number` of these items, if it is known."""
    if len(set(each)) == 1:
        return (number_answered(items) if number is None else number) * each[0]
    return add(where(c.answered, nw.lit(one)) for c, one in zip(items, each, strict=True))


def amount_worth(rubric: Rubric, coded: CodedItem, worth: Worth, y: Expr) -> Expr:
    """What an amount is worth: lines or steps between the amounts at which something turns."""

    def at(amount: Fraction) -> Fraction:
        return worth(coded.item.values(amount, rubric.outcome_ids))

    points = [one for one in coded.answers if isinstance(one, Fraction)]
    found = nw.lit(float(at(points[-1])), dtype=nw.Float64)
    for left, right in reversed(tuple(pairwise(points))):
        a, middle = at(left), at((left + right) / 2)
        # Straight lines meet the end on the right; steps hold their value until there.
        rise = 2 * (middle - a) / (right - left)
        line = nw.lit(float(a), dtype=nw.Float64)
        if rise:
            line = (y - float(left)) * float(rise) + float(a)
        found = nw.when(y < float(right)).then(line).otherwise(found)
    return found


def sum_of_steps(
    rubric: Rubric, items: Sequence[CodedItem], times: Sequence[Fraction], number: Expr
) -> Expr:
    """The sum of what steps leave open, of the `number` of the items that have an answer."""
    even = [_even_step(c) for c in items]
    if all(step is not None for step in even):
        each = [float(step * w) for step, w in zip(even, times, strict=True) if step is not None]
        return sum_answered(items, each, number)
    return add(_step_squares(rubric, c, w) for c, w in zip(items, times, strict=True))


def _even_step(coded: CodedItem) -> Fraction | None:
    """The square of the width of a step where all steps are as wide as each other."""
    found = set() if coded.amount else {coded.item.step_at(answer) ** 2 for answer in coded.answers}
    return found.pop() if len(found) == 1 else None


def _step_squares(rubric: Rubric, coded: CodedItem, times: Fraction) -> Expr:
    """Times the square of the width of a step at the answer; 0 where there is none."""
    if not coded.amount:
        steps = (coded.item.step_at(answer) ** 2 * times for answer in coded.answers)
        return lookup(coded.x, {k: float(step) for k, step in enumerate(steps)})
    known_to, (low, high) = coded.item.known_to, coded.item.compared_range
    speaking = rubric.speaking[coded.item.id].index(True)

    def worth(values: Values) -> Fraction:
        return values[speaking]

    def along(y: Expr) -> Expr:
        return amount_worth(rubric, coded, worth, y)

    here = along(coded.y)
    below = (along((coded.y - float(known_to)).clip(float(low), float(high))) - here).abs()
    above = (along((coded.y + float(known_to)).clip(float(low), float(high))) - here).abs()
    widest = nw.max_horizontal(below, above)
    return where(coded.answered, widest * widest * float(times))


def by_class(
    coded: CodedItem,
    classes: Mapping[tuple[bool, ...], Sequence[Answer]],
    signature: Callable[[Answer], tuple[bool, ...]],
    best: Callable[[Sequence[Answer]], float],
) -> Expr:
    """For each answer the best of those that leave every comparison as it is; None without one."""
    if not coded.amount:
        table = {k: best(classes[signature(a)]) for k, a in enumerate(coded.answers)}
        return lookup(coded.x, table)
    found = NOTHING
    pieces = amount_pieces(coded)
    for low, high, inner in reversed(pieces):
        others = classes.get(signature(inner), ())
        value = nw.lit(best(others), dtype=nw.Float64) if others else NOTHING
        inside = (coded.y == float(low)) if low == high else (coded.y < float(high))
        found = nw.when(inside).then(value).otherwise(found)
    return found


def in_class(coded: CodedItem, read: Sequence[ItemIs], signature: Sequence[bool]) -> Expr:
    """Whether there is an answer with which comparisons turn out in a certain way."""
    if not coded.amount:
        wanted = tuple(signature)
        turns = (tuple(matches(leaf, answer) for leaf in read) for answer in coded.answers)
        return one_of(coded.x, [k for k, found in enumerate(turns) if found == wanted])
    found = coded.answered
    for leaf, holds in zip(read, signature, strict=True):
        inside = TRUE
        if leaf.at_least is not None:
            inside = inside & (coded.y >= float(leaf.at_least))
        if leaf.at_most is not None:
            inside = inside & (coded.y <= float(leaf.at_most))
        found = found & (inside if holds else ~inside)
    return found.fill_null(value=False)


def amount_pieces(coded: CodedItem) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Stretches of amounts between which nothing turns, rising: low, high, and one inside."""
    points = sorted({p for p in coded.answers if isinstance(p, Fraction)})
    found = []
    for k, point in enumerate(points):
        found.append((point, point, point))
        if k + 1 < len(points):
            found.append((point, points[k + 1], (point + points[k + 1]) / 2))
    return found


def with_cuts(coded: CodedItem, cuts: Iterable[Fraction]) -> CodedItem:
    """An amount with further points at which something turns."""
    low, high = coded.item.compared_range
    points = {p for p in coded.answers if isinstance(p, Fraction)}
    points |= {cut for cut in cuts if low <= cut <= high}
    return coded._replace(answers=tuple(sorted(points)))


def off_grid(items: Iterable[CodedItem]) -> list[Expr]:
    """Whether an amount is finer than hundredths, for each item that is one and scores."""
    return [
        coded.answered & ((coded.y * GRID - (coded.y * GRID).round(0)).abs() > 1e-6)
        for coded in items
        if coded.amount and coded.item.scores
    ]
