"""Finds dimensions that rest on one question, or on two."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF012"
NAME = "thin-dimension"
SEVERITY: Severity = "warning"
ABOUT = (
    "The spread of the answers within a dimension tells how sure its score is. One question has "
    "no spread, so its score has no standard error of its own and borrows one from the other "
    "dimensions. Two questions have a very rough one (info)."
)
FIX = "Ask at least three questions in each dimension, or join it with another one."
BAD = """\
dimensions:
  speed: {name: Speed, about: How soon the work is needed., weight: 1, source: [AG-01]}
items:
  - id: soon
    type: likert
    dimension: speed
    ask: In how many of the last four weeks was a job due the next day?
    why: Teams can put two people on a job.
    source: [AG-01]
    allow_na: false
    scale: weeks
    toward: agency
"""
_ENOUGH = 3


def check(subject: Subject) -> Iterator[Finding]:
    """Dimensions with fewer than two scored items, or fewer than three."""
    for name in subject.rubric.dimensions:
        count = len(subject.rubric.scored_items(name))
        path = ("dimensions", name)
        if count < 2:
            message = f"dimension `{name}` rests on one question: its score has no standard error"
            yield Finding(path, message, "ask at least three questions")
        elif count < _ENOUGH:
            message = f"dimension `{name}` rests on {count} questions"
            yield Finding(path, message, "three or more make its standard error worth more", "info")
