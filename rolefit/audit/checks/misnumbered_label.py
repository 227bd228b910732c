"""Finds points of scales that are numbered otherwise than an answers file counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric

CODE = "RF032"
NAME = "misnumbered-label"
SEVERITY: Severity = "warning"
ABOUT = (
    "A form prints numbers beside the points of its scales, and people type what they see. Where "
    "labels begin with numbers of their own, such as 0 to 4, and the file counts the points from 1 "
    "to 5, the answer 3 means two different things, and nobody notices which one was read."
)
FIX = (
    "Number the points as the file counts them, declare the printed numbers as the codes of the "
    "scale, or write the labels in words alone."
)
BAD = """\
scales:
  weeks: [0 - in none, 1 - in one week, 2 - in two weeks, 3 - in three weeks, 4 - in all weeks]
"""
_NUMBERED = re.compile(
    r"(?:level |point |grade )?([+\u2212-]?[0-9]{1,3})(?= *(?:$|[=:)]|\.(?![0-9]))| +[\u2013-] )",
    re.IGNORECASE,
)
"""A number that stands for the point itself: `3 times`, `1-2 weeks` or `0.5 days` tell amounts."""


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
        number = _NUMBERED.match(text.strip())
        if number and key.lstrip("-").isdigit() and int(_as_ascii(number[1])) != int(key):
            found.append(f"`{text}` is point {key}")
    return found


def _as_ascii(number: str) -> str:
    """A number as Python reads it."""
    return number.replace("\N{MINUS SIGN}", "-")


def _scale_of(rubric: Rubric, labels: tuple[str, ...]) -> str | None:
    """The name of the scale that has these labels."""
    return next((name for name, found in rubric.scales.items() if tuple(found) == labels), None)
