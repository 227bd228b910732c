"""Finds readiness rubrics that see more than half of the standard in answers drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.exact import rounded
from rolefit.rubric.models import STANDARD

CODE = "RF035"
NAME = "generous-fit"
SEVERITY: Severity = "warning"
ABOUT = (
    "Answers drawn by lot say nothing about anybody, and yet they have a mean fit. Above 60 the "
    "scale has little room left: most people end near the top whatever they do, and a level says "
    "more about the rubric than about the person. Each answer to an item counts as equally likely."
)
FIX = (
    "Raise the targets, give the middle answers less, or add answers that only somebody who does "
    "it well would give."
)
BAD = """\
rubric: sound-readiness
dimensions:
  topic: {target: 65}
  trial: {target: 70}
"""
MOST = 60


def check(subject: Subject) -> Iterator[Finding]:
    """A mean fit of random answers above 60, beyond the error of a sample."""
    if not subject.rubric.bands:
        return
    scores, error = subject.distribution.expected
    fit = scores[STANDARD]
    if fit - error > MOST:
        message = f"answers drawn by lot have a mean fit of {rounded(fit, 1)}"
        hint = f"at most {MOST} leaves room: raise targets, or ask for more"
        yield Finding(("dimensions",), message, hint)
