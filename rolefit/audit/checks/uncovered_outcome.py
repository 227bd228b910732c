"""Finds outcomes and bands that no case ends in, and rubrics without cases."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject

CODE = "RF015"
NAME = "uncovered-outcome"
SEVERITY: Severity = "warning"
ABOUT = (
    "Cases are believable people with the result that a sceptic would accept. They show what a "
    "rubric means, and notice when a change breaks it. Each outcome should be recommended in at "
    "least one of them, and each band be reached; texts for both or neither without a case are "
    "noted as info. A rubric without cases gets this warning once, and none of the others about "
    "cases."
)
FIX = (
    "Write a short story for each outcome or band under `cases`, with the answers that person "
    "would give and the result to `expect`."
)
BAD = """\
cases:
  - name: A maker of cargo bikes with a launch a month
    answers: {budget: "no"}
    expect: {label: not_yet}
  - name: A museum that hands over the goal and little else
    answers: {budget: "no"}
    expect: {label: not_yet}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Outcomes that no case recommends, and bands that no case is in."""
    coverage = subject.coverage
    if not coverage.cases:
        yield Finding((), "there are no cases", "add cases: people with the result they must get")
        return
    for count in coverage.results:
        if not count.cases:
            told_apart = subject.rubric.demands.has_outcomes
            said = "recommends outcome" if told_apart else "ends in band"
            said = "has the level" if subject.rubric.demands.has_levels else said
            hint = "add a believable person for whom it is right"
            yield Finding(count.path, f"no case {said} `{count.name}`", hint)
    for count in coverage.verdicts:
        if not count.of and not count.cases:
            hint = f"add a believable person, and expect `verdict: {count.name}`"
            yield Finding(count.path, f"no case gets the result `{count.name}`", hint, "info")
