"""Finds gates that fail in no case, or pass in none."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF017"
NAME = "uncovered-gate"
SEVERITY: Severity = "warning"
ABOUT = (
    "A gate can overrule every score, so a mistake in it is a grave one. Cases should show it "
    "failing as well as passing; otherwise nobody would notice if it were turned round or dropped. "
    "A gate with a `verdict` should name the result of at least one case."
)
FIX = "Add a case in which the gate fails and one in which it passes, and name it under `expect`."
BAD = """\
gates:
  - id: guided
    name: Somebody guides the work
    when: {all: [{item: guiding, at_most: 1}, {item: brief, is: steps}]}
    on_fail: flag
    reason: Steps that nobody follows up are soon forgotten.
    source: [AG-02]
"""
_SAID = {"pass": "passes", "fail": "fails"}


def check(subject: Subject) -> Iterator[Finding]:
    """Gates of which the cases show one side only."""
    coverage = subject.coverage
    if not coverage.cases:
        return
    for count in coverage.gates:
        if count.name in _SAID and not count.cases:
            message = f"gate `{count.of}` {_SAID[count.name]} in no case"
            yield Finding(count.path, message, f"add a case in which it {_SAID[count.name]}")
    for count in coverage.verdicts:
        if count.of and not count.cases:
            message = f"gate `{count.of}` names the result in no case"
            hint = f"add a case that gets it, and expect `verdict: {count.of}`"
            yield Finding(count.path, message, hint)
