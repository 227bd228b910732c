"""Finds items that do not say why they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF021"
NAME = "missing-why"
SEVERITY: Severity = "warning"
ABOUT = (
    "People answer more openly when they know what a question is for. `why` is shown to whoever "
    "asks for it while answering, and an author who cannot write it may not need the item."
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
