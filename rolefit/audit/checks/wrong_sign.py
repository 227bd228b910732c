"""Finds items whose better answer seems to lower what they measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.coverage import telling_values
from rolefit.audit.subject import Subject
from rolefit.exact import dot, mean, rounded_root
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import Values

CODE = "RF010"
NAME = "wrong-sign"
SEVERITY: Severity = "warning"
ABOUT = (
    "More of a good thing should never count less. Two signs of a mistake are looked for: an "
    "amount whose value both rises and falls; and, over at least six of the rubric's own cases, "
    "an item whose answers speak against the other items: a corrected item-total correlation "
    "(Nunnally 1978), between the item's value and the mean value of all other items, below -0.2."
)
FIX = (
    "Look whether the poles of the item are swapped, or whether a scale needs `reverse: true`. "
    "Where the item is right, the cases are one-sided: add believable people who answer it "
    "otherwise."
)
BAD = """\
items:
  - id: changed
    type: likert
    dimension: money
    ask: In how many of the last four weeks did you change the sum you spent?
    why: Work by the job follows your needs. A monthly fee stays as it is.
    source: [AG-03]
    allow_na: false
    scale: weeks
    toward: agency
"""
_FEWEST_CASES = 6
AGAINST = Fraction(1, 5)
"""Correlations below minus this speak against an item."""


class Pair(NamedTuple):
    """An item's value in a case, and the mean value of the other items in that case."""

    item: Fraction
    rest: Fraction


def check(subject: Subject) -> Iterator[Finding]:
    """Amounts that rise and fall in worth, and items that speak against all others."""
    cases = telling_values(subject.rubric)
    for k, item in enumerate(subject.rubric.items):
        if not item.scores:
            continue
        if item.turning_field is not None:
            message = f"the value of `{item.id}` both rises and falls as the amount grows"
            path = ("items", k, item.turning_field)
            yield Finding(path, message, "let it only rise, or only fall")
        yield from opposing_item(subject.rubric, k, cases)


def opposing_item(
    rubric: Rubric, k: int, cases: Sequence[Mapping[str, Values]]
) -> Iterator[Finding]:
    """An item that speaks against the other items of its rubric, for each outcome it does so."""
    name = rubric.items[k].id
    # With two outcomes the second one's lead is the first one's, turned round.
    outcomes = rubric.outcome_ids if len(rubric.outcome_ids) > 2 else rubric.outcome_ids[:1]
    beside = _in_one_scale(rubric, k, cases) if rubric.demands.has_levels else cases
    for at, outcome in enumerate(outcomes):
        pairs = list(_item_and_rest(beside, name, at))
        squared = against(pairs)
        if squared is None or squared <= AGAINST**2:
            continue
        toward = f" about `{outcome}`" if len(outcomes) > 1 else ""
        message = (
            f"over {len(pairs)} cases the answers to `{name}` speak against the other items"
            f"{toward}: item-rest correlation -{rounded_root(squared, 2)}"
        )
        yield Finding(("items", k), message, "are its poles swapped?")


def _in_one_scale(
    rubric: Rubric, k: int, cases: Sequence[Mapping[str, Values]]
) -> list[Mapping[str, Values]]:
    """The cases with the items of one scale alone: what other scales say is another matter."""
    same = {one.id for one in rubric.items if one.dimension == rubric.items[k].dimension}
    return [{name: v for name, v in values.items() if name in same} for values in cases]


def _item_and_rest(
    cases: Sequence[Mapping[str, Values]], name: str, outcome: int
) -> Iterator[Pair]:
    """The value of an item and the mean of all others, for each case that has both."""
    for values in cases:
        others = [lead(v, outcome) for other, v in values.items() if other != name]
        if name in values and others:
            yield Pair(lead(values[name], outcome), mean(others))


def lead(values: Values, outcome: int) -> Fraction:
    """How far an answer puts an outcome ahead of the mean of the others; its value if alone."""
    rest = [v for k, v in enumerate(values) if k != outcome]
    return values[outcome] - mean(rest) if rest else values[outcome]


def against(pairs: Sequence[Pair]) -> Fraction | None:
    """The squared correlation of item and rest where it is negative, otherwise None.

    r = sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 * sum (y - my)^2). Source: corrected item-total
    correlation, Nunnally 1978. None also for too few cases, or where one side never varies.
    """
    if len(pairs) < _FEWEST_CASES:
        return None
    middle = Pair(mean([p.item for p in pairs]), mean([p.rest for p in pairs]))
    xs = [p.item - middle.item for p in pairs]
    ys = [p.rest - middle.rest for p in pairs]
    together = dot(zip(xs, ys, strict=True))
    apart = dot(zip(xs, xs, strict=True)) * dot(zip(ys, ys, strict=True))
    return together**2 / apart if together < 0 else None
