"""Finds questions that turn on a negation."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import hits, phrases

CODE = "RF023"
NAME = "negation"
SEVERITY: Severity = "warning"
ABOUT = (
    "A negation in a question is easily read over, and then the answer says the opposite of what "
    "was meant. To `did you not do it?`, yes and no may mean the same. Options and labels are left "
    "out: `In none of them` is a plain answer."
)
FIX = (
    "Ask for what happened and let the scale begin at none: In how many weeks did you meet? "
    "To reverse an item, ask for its opposite in other words."
)
BAD = """\
items:
  - id: changed
    type: likert
    dimension: money
    ask: In how many of the last four weeks did you not change the sum you spent?
    why: Work by the job follows your needs. A monthly fee stays as it is.
    source: [AG-03]
    scale: weeks
    toward: agency
    allow_na: false
"""
_NEGATIONS = phrases(
    "no, not, never, none, nobody, nothing, nowhere, neither, nor, cannot, without",
    "hardly, scarcely, barely, no one, [a-z]+n't",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Negations in what is asked."""
    for one, found in hits(subject.rubric, ("question",), _NEGATIONS):
        message = f"a negation in a question: {found}"
        yield Finding(one.path, message, "ask for what happened")
