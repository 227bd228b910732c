"""Finds scored answers that say that somebody cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.checks.missing_anchor import scales
from rolefit.audit.subject import Subject
from rolefit.rubric.items.base import Amount
from rolefit.rubric.model import Rubric

CODE = "RF031"
NAME = "unsure-option"
SEVERITY: Severity = "warning"
ABOUT = (
    "Whoever does not know, has seen no evidence or is asked about something that does not apply "
    "has said nothing against anybody. As an option, a label or an anchor of a scored item such an "
    "answer is worth a number, most often 0, and a missing observation counts as a bad one. Each "
    "item has answers for this already, which no score counts. An option that speaks for no "
    "outcome is only noted as info."
)
FIX = (
    "Drop the option or level: `dont_know` is always a possible answer, and `not_applicable` where "
    "`allow_na` is not false."
)
BAD = """\
items:
  - id: mended
    type: single
    dimension: steering
    ask: Who put the last mistake right?
    source: [AG-02]
    options:
      - {id: maker, text: "The maker and I, in one call.", favors: {freelancer: 1}}
      - {id: contact, text: "Their team, once I had told our contact.", favors: {agency: 1}}
      - {id: unsure, text: "I do not know.", favors: {agency: 0.2}}
"""
_WHO = "(?:i|we|you|they|he|she|it|this|that|there is|there was)? ?(?:have |has |had )?"
_CANNOT = "(?:do not|don't|does not|doesn't|cannot|can't|can not|could not|couldn't)"
_END = r"(?= *(?:$|[.!?(]))"
"""Nothing more is said: `I do not know what the others do` would be an answer."""
_WHOLE = (
    f"{_WHO}{_CANNOT} (?:yet )?(?:know|say|tell|judge|remember)(?: yet)?",
    f"{_WHO}(?:does not|doesn't|do not|don't|did not|didn't) apply(?: to me| to us| here| yet)?",
    "(?:this is |it is )?not applicable(?: to me| to us| here)?",
    "n/a",
    "(?:i am |i'm |we are |we're )?(?:not sure|unsure|undecided|unclear|unknown)(?: yet)?",
    f"{_WHO}not (?:yet )?(?:been )?(?:observed|seen|asked|discussed|assessed|tested)(?: yet)?",
    "(?:i have )?no (?:opinion|answer|idea|information)",
    "(?:hard|too early|impossible) to (?:say|tell|judge)",
)
_UNSURE = re.compile(
    f"(?:{'|'.join(_WHOLE)}){_END}|{_WHO}(?:no|not enough|insufficient|too little) evidence\\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Finding]:
    """Options, anchors and labels of scored items that say nothing about what is asked."""
    idle = set(_worthless(subject.rubric))
    for path, text in answers(subject.rubric):
        if _UNSURE.match(text.strip().replace("\u2019", "'")):
            message = f"an answer that counts, and says that there is none: {text}"
            severity: Severity | None = "info" if path in idle else None
            yield Finding(path, message, "drop it: dont_know is an answer already", severity)


def _worthless(rubric: Rubric) -> Iterator[Path]:
    """Options that speak for none of several outcomes: they count against all alike."""
    if rubric.demands.has_outcomes:
        for k, item in enumerate(rubric.items):
            for place, option in enumerate(item.named_options()):
                if not option.favors:
                    yield ("items", k, "options", place, "text")


def answers(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    """The wordings of scored answers with their places; a label of a scale once."""
    for k, item in enumerate(rubric.items):
        if item.scores and not isinstance(item.input_kind, Amount):
            for wording in item.wordings():
                yield ("items", k, *wording.path), wording.text
    used = {text for item in rubric.items if item.scores for _, text in item.options()}
    for path, labels in scales(rubric):
        yield from ((path, label) for label in labels if label in used)
