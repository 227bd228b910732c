"""Finds gates that everybody passes, or that nobody can pass."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.meanings import ways
from rolefit.audit.subject import Subject
from rolefit.rubric.conditions import reads_scores
from rolefit.rubric.model import Gate, GateState, Rubric, follow_branches
from rolefit.scoring.bounds import outlook
from rolefit.scoring.gate_states import gate_state

CODE = "RF008"
NAME = "dead-gate"
SEVERITY: Severity = "error"
ABOUT = (
    "A gate stands for a condition that no score makes up for. One that fails for no combination "
    "of answers guards nothing, though a report lists it as passed. One that fails for all of them "
    "shuts the door on everybody. Where a gate reads too much to try all combinations, nothing is "
    "said about it."
)
FIX = (
    "Read `when` aloud: the gate fails when it is true. Mend the comparison; `at_most` and "
    "`at_least` include the number itself."
)
BAD = """\
gates:
  - id: some-guiding
    name: Somebody guides the work
    when: {item: guiding, at_most: -1}
    on_fail: flag
    reason: Work that nobody guides drifts.
    source: [AG-02]
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Gates with the same state for every combination of answers."""
    for k, gate in enumerate(subject.rubric.gates):
        state = only_state(subject.rubric, gate)
        if state != "unknown":
            said = "no" if state == "pass" else "every"
            message = f"{said} combination of answers makes gate `{gate.id}` fail"
            yield Finding(("gates", k, "when"), message, "the gate fails when this is true")


def only_state(rubric: Rubric, gate: Gate) -> GateState:
    """The state that a gate has for every combination of answers; unknown where it has several."""
    if not reads_scores(gate.when):
        found = ways(rubric, gate.when)
        if len(found) != 1:
            return "unknown"
        return "fail" if True in found else "pass"
    seen = outlook(rubric, follow_branches(rubric, {}))
    return gate_state(seen, rubric, gate) if seen.exact else "unknown"
