"""Finds branches of which the cases show one side only."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF018"
NAME = "uncovered-branch"
SEVERITY: Severity = "warning"
ABOUT = (
    "An item with `ask_when` is asked of some people only. Cases should hold at least one who is "
    "asked and one who is not; otherwise a mistake in the condition stays unseen."
)
FIX = "Add a case that is led to the item, and one that is led past it."
BAD = """\
items:
  - id: fee
    type: single
    dimension: money
    ask: Which fee did you agree on?
    why: A fee by the month asks for work by the month.
    source: [AG-03]
    ask_when: {all: [{item: budget, is: "no"}, {item: kinds, is: one}]}
    options:
      - {id: month, text: "One by the month.", favors: {agency: 1}}
      - {id: job, text: "One by the job.", favors: {freelancer: 1}}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Items that no case is asked, or that no case is led past."""
    coverage = subject.coverage
    if not coverage.cases:
        return
    for count in coverage.branches:
        if not count.cases:
            said = "is asked" if count.name == "asked" else "is led past"
            yield Finding(count.path, f"no case {said} `{count.of}`", f"add one that {said} it")
