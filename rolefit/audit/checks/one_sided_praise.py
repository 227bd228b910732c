"""Finds wording that makes the answers for one outcome look better than those for the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import phrases
from rolefit.rubric.model import Rubric

CODE = "RF029"
NAME = "one-sided-praise"
SEVERITY: Severity = "info"
ABOUT = (
    "People like to be seen as capable. If the options that speak for one outcome are excellent or "
    "visionary and those for the others are plain, the nicer words are picked, whatever is true; "
    "poor or sloppy words push them away. This check looks for such words in options and anchors "
    "that speak for a single outcome, and tells when just one outcome has them."
)
FIX = "Say what the person did, in words that somebody proud of the other side would use as well."
BAD = """\
items:
  - id: trade
    type: single
    dimension: work
    ask: What did the last big job ask for?
    why: The biggest job shows which trades you really need.
    source: [AG-01]
    allow_na: false
    options:
      - {id: several, text: "A visionary mix of trades, ready together.", favors: {agency: 1}}
      - {id: one, text: "One trade, done with care.", favors: {freelancer: 1}}
"""
_FINE = phrases(
    "admirable, ambitious, best, bold, brilliant, capable, clever, confident, courageous, creative",
    "effective, efficient, excellent, exceptional, fantastic, far-sighted, first-class, gifted",
    "good, great, impressive, ingenious, innovative, inspired, inspiring, insightful, masterful",
    "outstanding, perfect, proactive, professional, remarkable, skilful, skilled, smart, strong",
    "successful, superb, superior, talented, thoughtful, top-notch, visionary, wise, world-class",
)
_FOUL = phrases(
    "amateur, amateurish, bad, blindly, boring, careless, chaotic, clumsy, disorganised",
    "disorganized, dull, failed, fails, ignored, ignores, incompetent, inferior, lazy, mediocre",
    "messy, mindless, naive, narrow-minded, neglected, neglects, outdated, poor, poorly, sloppy",
    "stubborn, thoughtless, unprofessional, weak, worse, worst",
)
WORDS = (("praise", _FINE), ("blame", _FOUL))


class _Loaded(NamedTuple):
    """Words of praise or blame in an option that speaks for one outcome."""

    path: Path
    outcome: str
    sign: str
    words: str


def check(subject: Subject) -> Iterator[Finding]:
    """Words of praise, or of blame, that stand beside one outcome only."""
    if not subject.rubric.demands.has_outcomes:
        return
    found = tuple(loaded_options(subject.rubric))
    for one in found:
        if {other.outcome for other in found if other.sign == one.sign} == {one.outcome}:
            message = f"{one.sign} for `{one.outcome}` only: {one.words}"
            yield Finding(one.path, message, "say what was done, or balance it")


def loaded_options(rubric: Rubric) -> Iterator[_Loaded]:
    """Every option that speaks for one outcome in words of praise or of blame."""
    for k, item in enumerate(rubric.items):
        leanings = item.leanings(rubric.outcome_ids) if item.scores else ()
        for wording, outcome in leanings:
            for sign, pattern in WORDS:
                said = dict.fromkeys(m[0].casefold() for m in pattern.finditer(wording.text))
                if said:
                    yield _Loaded(("items", k, *wording.path), outcome, sign, ", ".join(said))
