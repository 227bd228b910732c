"""Finds points of scales that are numbered otherwise than an answers file counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.rubric.figures import figure_before
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric

CODE = "RF032"
NAME = "misnumbered-label"
SEVERITY: Severity = "warning"
ABOUT = (
    "A form prints numbers beside the points of its scales, and people type what they see. Where "
    "some labels begin with numbers of their own, such as 0 and 4, and the file counts the points "
    "from 1 to 5, the answer 3 means two different things, and nobody notices which one was read."
)
FIX = (
    "Number the points as the file counts them, declare the printed numbers as the codes of the "
    "scale, or write the labels in words alone."
)
BAD = """\
scales:
  weeks: [0 - in none, in one week, in two weeks, in three weeks, 4 - in all weeks]
"""
_NAMED = re.compile(r"^(?:level|point|grade) +", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Finding]:
    """Scales whose labels or anchors begin with other numbers than those of their points."""
    told = set()
    for k, item in enumerate(subject.rubric.items):
        wrong = _points_with_other_numbers(item)
        labels = tuple(text for _, text in item.options())
        if wrong and labels not in told:
            told.add(labels)
            scale = _scale_of(subject.rubric, labels)
            message = f"labels with other numbers than those of their points: {'; '.join(wrong)}"
            path = ("items", k) if scale is None else ("scales", scale)
            yield Finding(path, message, "an answer of that number could mean either")


def _points_with_other_numbers(item: Item) -> list[str]:
    """The points of a scale that begin with another number, each with its own."""
    found = []
    for key, text in item.options():
        number = figure_before(_NAMED.sub("", text.strip()))
        if number is not None and key.lstrip("-").isdigit() and number != int(key):
            found.append(f"`{text}` is point {key}")
    return found


def _scale_of(rubric: Rubric, labels: tuple[str, ...]) -> str | None:
    """The name of the scale that has these labels."""
    return next((name for name, found in rubric.scales.items() if tuple(found) == labels), None)
