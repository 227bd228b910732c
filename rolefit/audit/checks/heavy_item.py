"""Finds items that decide too much by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.exact import total
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.scoring.verdict import share_text

CODE = "RF011"
NAME = "heavy-item"
SEVERITY: Severity = "error"
ABOUT = (
    "One answer given in haste should not decide the result. An item's share of the whole weight "
    "is the share of its dimension times its share within it, as if every item applied. Over "
    "40 % is an error, over 25 % a warning."
)
FIX = "Ask more items in that dimension, or give the item or its dimension less weight."
BAD = """\
dimensions:
  steering: {weight: 6}
items:
  - id: guiding
    type: numeric
    dimension: steering
    ask: How many hours did you spend last week on guiding outside people?
    help: Calls, mails and remarks on drafts count.
    why: A freelancer works best close to you. An agency guides its own people.
    source: [AG-02]
    allow_na: false
    weight: 6
    unit: hours
    range: [0, 10]
    breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}]
    toward: freelancer
"""
TOO_HEAVY = Fraction(2, 5)
HEAVY = Fraction(1, 4)


def check(subject: Subject) -> Iterator[Finding]:
    """Items with more than 40 % or 25 % of the whole weight."""
    for k, item in enumerate(subject.rubric.items):
        share = share_of(subject.rubric, item)
        if share > HEAVY:
            message = f"`{item.id}` alone carries {share_text(share)} of the whole weight"
            hint = f"keep it at {share_text(HEAVY)} at most: more items, or less weight"
            yield Finding(("items", k), message, hint, "error" if share > TOO_HEAVY else "warning")


def share_of(rubric: Rubric, item: Item) -> Fraction:
    """An item's share of the whole weight when every item applies, 0 to 1."""
    if not item.scores or item.dimension is None:
        return Fraction(0)
    weights = rubric.weights()
    inside = total(other.weight for other in rubric.scored_items(item.dimension))
    return weights[item.dimension] / total(weights.values()) * item.weight / inside
