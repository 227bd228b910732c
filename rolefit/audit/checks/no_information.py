"""Finds contrast rubrics that lean to one side before anybody has said anything."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.frames import pieces
from rolefit.audit.subject import Subject
from rolefit.exact import mean, rounded
from rolefit.rubric.model import Rubric

CODE = "RF002"
NAME = "no-information"
SEVERITY: Severity = "error"
ABOUT = (
    "Somebody who answers by rolling dice says nothing about a role, so the expected scores of all "
    "outcomes must be about the same: less than 5 points apart. A rubric that leans to one side "
    "finds what it was built to find. Each answer to an item counts as equally likely; the "
    "expected scores are exact."
)
FIX = (
    "Balance what the answers are worth: as many options for one side as for the other, and scales "
    "that speak for each side about equally often. Start with the items that are named."
)
BAD = """\
items:
  - id: kinds
    type: single
    dimension: work
    ask: Last month, how many kinds of marketing work did you hand out?
    allow_na: false
    options:
      - {id: one, text: One kind., favors: {freelancer: 1}}
      - {id: two, text: Two kinds., favors: {freelancer: 1}}
      - {id: three, text: Three kinds., favors: {freelancer: 1}}
      - {id: many, text: Four kinds or more., favors: {agency: 1}}
"""
_MOST_APART = 5
"""Points that the expected scores may not be apart."""
_NAMED = 3
"""Items that are named as the ones that lean most."""


def check(subject: Subject) -> Iterator[Finding]:
    """An outcome that random answering favours by 5 points or more."""
    rubric = subject.rubric
    if not rubric.demands.has_outcomes:
        return
    scores, error = subject.distribution.expected
    best = max(scores, key=lambda name: scores[name])
    least = min(scores, key=lambda name: scores[name])
    apart = scores[best] - scores[least]
    if apart - 2 * error < _MOST_APART:
        return
    message = (
        f"random answering favours {rubric.outcomes[best].name}: {rounded(scores[best], 1)} points "
        f"against {rounded(scores[least], 1)} for {rubric.outcomes[least].name}"
    )
    yield Finding(("outcomes", best), message, _items_leaning_most(rubric, best, least))


def _items_leaning_most(rubric: Rubric, best: str, least: str) -> str:
    """The items that lean most to the favoured side."""
    lean = sorted(leaning(rubric, best, least), key=lambda pair: -pair[1])
    named = islice((f"`{name}` (+{rounded(by, 1)})" for name, by in lean if by > 0), _NAMED)
    return f"the items that lean most that way: {', '.join(named)}"


def leaning(rubric: Rubric, best: str, least: str) -> Iterator[tuple[str, Fraction]]:
    """Each item that scores with the points by which a random answer favours one outcome."""
    first, second = (rubric.outcome_ids.index(name) for name in (best, least))
    for name, values in pieces(rubric, [item.id for item in rubric.items if item.scores]):
        yield name, mean([value[first] - value[second] for value in values])
