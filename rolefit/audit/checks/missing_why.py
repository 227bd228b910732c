"""Finds items that do not say why they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF021"
NAME = "missing-why"
SEVERITY: Severity = "warning"
ABOUT = (
    "People trust a result more when they can see what each question was for. `rubric show` tells "
    "`why`, and an author who cannot write it may not need the item."
)
FIX = "Add `why`: one or two plain sentences on what the answer tells."
BAD = """\
items:
  - id: budget
    type: yes_no
    ask: Has somebody signed off a sum for the next six months?
    source: [AG-04]
    allow_na: false
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Items without a reason."""
    for k, item in enumerate(subject.rubric.items):
        if item.why is None:
            message = f"item `{item.id}` does not say why it is asked"
            yield Finding(("items", k), message, "add why: what the answer tells")
