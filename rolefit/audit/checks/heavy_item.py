"""Finds items that decide too much by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.frames import speaking_weight
from rolefit.audit.subject import Subject
from rolefit.exact import ZERO, total
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
_TOO_HEAVY = Fraction(2, 5)
HEAVY = Fraction(1, 4)


def check(subject: Subject) -> Iterator[Finding]:
    """Items with more than 40 % or 25 % of the whole weight."""
    for k, item in enumerate(subject.rubric.items):
        share = share_of(subject.rubric, item)
        if share > HEAVY:
            message = f"`{item.id}` alone carries {share_text(share)} of the whole weight"
            hint = f"keep it at {share_text(HEAVY)} at most: more items, or less weight"
            yield Finding(("items", k), message, hint, "error" if share > _TOO_HEAVY else "warning")


def share_of(rubric: Rubric, item: Item) -> Fraction:
    """An item's largest share of the weight that speaks for an outcome, if all applies, 0 to 1."""
    if not item.scores or item.dimension is None:
        return ZERO
    weights, inside = rubric.weights(), rubric.scored_items(item.dimension)
    shares = [ZERO]
    for k, speaks in enumerate(rubric.speaking[item.id]):
        if speaks:
            spoken = {i.dimension for i in rubric.items if i.scores and rubric.speaking[i.id][k]}
            whole = total(weight for name, weight in weights.items() if name in spoken)
            own = weights[item.dimension] * item.weight / speaking_weight(rubric, inside, k)
            shares.append(own / whole)
    return max(shares)
