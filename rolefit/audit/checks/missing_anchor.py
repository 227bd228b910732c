"""Finds points of scales that say too little to be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import words
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric

CODE = "RF022"
NAME = "missing-anchor"
SEVERITY: Severity = "warning"
ABOUT = (
    "Two people who both pick 4 of 5 may mean quite different things, unless each point of the "
    "scale says what it stands for. This check warns of labels that are bare numbers or single "
    "letters, and of anchors with fewer than three words, which are too few to say what one would "
    "see or hear."
)
FIX = (
    "Write out each point. Labels: In one week, In two weeks. Anchors: what happens at this "
    "level, in words that two observers would agree on."
)
BAD = """\
scales:
  weeks: ["1", "2", "3", "4", "5"]
"""
_BARE = re.compile(r"[^\w%]*(?:[0-9]+|[^\W\d_])[^\w%]*")
"""A number or a letter, whatever stands round it; 50 % and 3-5 say more than that."""
_FEWEST_WORDS = 3


def check(subject: Subject) -> Iterator[Finding]:
    """Scales with bare labels, and levels whose anchor is too short."""
    for path, labels in scales(subject.rubric):
        bare = [label for label in labels if _BARE.fullmatch(label)]
        if bare:
            message = f"labels that do not say what they stand for: {', '.join(bare)}"
            yield Finding(path, message, "write each point out in words")
    for k, item in enumerate(subject.rubric.items):
        yield from _short_anchors(item, ("items", k))


def scales(rubric: Rubric) -> Iterator[tuple[Path, Sequence[str]]]:
    """The label scales of a rubric, each once, and their places."""
    for name, labels in rubric.scale_labels.items():
        yield ("scales", name), labels
    for k, item in enumerate(rubric.items):
        yield ("items", k, "labels"), item.own_labels(rubric.scale_labels)


def _short_anchors(item: Item, path: Path) -> Iterator[Finding]:
    """Levels whose anchor has too few words to be observed."""
    anchors = (wording for wording in item.wordings() if wording.anchor)
    for k, anchor in enumerate(anchors, start=1):
        if len(words(anchor.text)) < _FEWEST_WORDS:
            message = f"the anchor of level {k} is too short to be observed"
            yield Finding((*path, *anchor.path), message, "say what one would see or hear")
