"""Finds labels that a rubric can give and no case gets."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF016"
NAME = "uncovered-label"
SEVERITY: Severity = "warning"
ABOUT = (
    "A rubric is judged by when it is sure and by when it is not. Cases should show both: a clear "
    "result, one that is too close to call, one with too few answers, and, where gates can bring "
    "it about, a not yet and a conditional one. A missing tie or leaning result is info."
)
FIX = (
    "Add a case for the label. For `not_enough_answers` let somebody stop early; for `conditional` "
    "answer `dont_know` where a gate looks; for `too_close_to_call` let somebody sit between two "
    "results."
)
BAD = """\
cases:
  - name: A clerk who cannot tell about the sum
    answers: {budget: "no"}
    expect: {label: not_yet}
"""
_GOOD_TO_HAVE = ("tie", "leaning")


def check(subject: Subject) -> Iterator[Finding]:
    """Labels that no case gets."""
    coverage = subject.coverage
    if not coverage.cases:
        return
    for count in coverage.labels:
        if not count.cases:
            severity: Severity = "info" if count.name in _GOOD_TO_HAVE else "warning"
            message = f"no case gets the label `{count.name}`"
            yield Finding(("cases",), message, f"rolefit explain {count.name}", severity)
