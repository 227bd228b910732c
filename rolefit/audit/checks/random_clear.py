"""Finds rubrics that are sure of themselves even when the answers are drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.scoring.verdict import share_text

CODE = "RF005"
NAME = "random-clear"
SEVERITY: Severity = "warning"
ABOUT = (
    "Answers drawn by lot hold no message, so a clear verdict on them is a false alarm. Five "
    "hundred random respondents are scored, always the same ones. More than one in ten clear "
    "verdicts, by more than the error of the sample, means that items of one dimension are too "
    "few, or that their values are too much alike, to show how uncertain the result is. A level "
    "that a failed must-have decides (a gate's cap, a least score) is rightly clear and does not "
    "count."
)
FIX = (
    "Ask more items in each dimension, or let single answers speak less strongly. Check that one "
    "outcome is not favoured by most answers."
)
BAD = """\
dimensions:
  steering: {weight: 20}
items:
  - id: guiding
    type: numeric
    dimension: steering
    ask: How many hours did you spend last week on guiding outside people?
    help: Calls, mails and remarks on drafts count.
    why: A freelancer works best close to you. An agency guides its own people.
    source: [AG-02]
    allow_na: false
    weight: 20
    unit: hours
    range: [0, 10]
    breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}]
    toward: freelancer
"""
MOST = Fraction(1, 10)
"""Share of clear verdicts on random answers that is still accepted."""


def check(subject: Subject) -> Iterator[Finding]:
    """Clear verdicts on random answers, beyond the error of the sample."""
    clear = subject.labels.unearned
    if clear.low > MOST:
        message = (
            f"random respondents get a clear verdict {share_text(clear.share)} of the time "
            f"(at least {share_text(Fraction(clear.low))}, by a sample of {subject.labels.draws})"
        )
        yield Finding(("items",), message, f"at most {share_text(MOST)} is usual: ask more items")
