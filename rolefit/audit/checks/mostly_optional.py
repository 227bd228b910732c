"""Finds dimensions of which next to nothing may be left in practice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.exact import total
from rolefit.rubric.items import Item
from rolefit.scoring.verdict import share_text

CODE = "RF013"
NAME = "mostly-optional"
SEVERITY: Severity = "warning"
ABOUT = (
    "Items that allow `not_applicable`, or that a branch may lead past, can drop out of their "
    "dimension. A dimension of which all items could drop out is refused when the rubric is read. "
    "This check warns where more than three quarters of a dimension's weight could: two people "
    "with the same score might then have been asked quite different things."
)
FIX = (
    "Set `allow_na: false` where the question fits everybody, or word a question so that it does; "
    "or add one that always applies."
)
BAD = """\
items:
  - id: mended_again
    type: single
    dimension: steering
    ask: Who found the last mistake?
    why: It shows who reads the drafts.
    source: [AG-02]
    weight: 9
    ask_when: {item: bought, is: "yes"}
    options:
      - {id: me, text: "I did.", favors: {freelancer: 1}}
      - {id: they, text: "Their team did.", favors: {agency: 1}}
"""
MOST = Fraction(3, 4)
"""Share of a dimension's weight that may drop out: one sure item of four is still accepted."""


def check(subject: Subject) -> Iterator[Finding]:
    """Dimensions of which more than three quarters of the weight may not apply."""
    for name in subject.rubric.dimensions:
        scored = subject.rubric.scored_items(name)
        loose = total(item.weight for item in scored if _may_drop(item))
        share = loose / total(item.weight for item in scored)
        if share > MOST:
            message = f"{share_text(share)} of the weight of dimension `{name}` may not apply"
            hint = "set allow_na: false where a question fits everybody"
            yield Finding(("dimensions", name), message, hint)


def _may_drop(item: Item) -> bool:
    """Whether an item may be left out of its dimension."""
    return item.allow_na or item.ask_when is not None
