"""Run a rubric's own cases: respondents with the result each must get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.rubric.cases import case_responses, refuse_unreadable_cases
from rolefit.rubric.model import Case, Expect, Rubric, read
from rolefit.scoring.assess import QuickVerdict, quick_verdict


class _Difference(NamedTuple):
    """One thing that is not as a case expects."""

    what: str
    expected: str
    actual: str


class CaseResult(NamedTuple):
    """A case with everything about it that is not as expected."""

    case: Case
    found: QuickVerdict
    differences: tuple[_Difference, ...]


def run_cases(rubric: Rubric) -> Iterator[CaseResult]:
    """Assess every case of a rubric. Raises Invalid where a case's answers cannot be read."""
    refuse_unreadable_cases(rubric)
    for case in rubric.cases:
        found = quick_verdict(rubric, read(rubric, case_responses(rubric, case)))
        yield CaseResult(case, found, tuple(differences(case.expect, found)))


def differences(expect: Expect, found: QuickVerdict) -> Iterator[_Difference]:
    """What was found otherwise than expected; what is not named is not compared."""
    verdict = found.verdict
    if expect.outcome is not None:
        yield from difference_from("outcome", (expect.outcome,), verdict.outcome)
    if expect.band is not None:
        yield from difference_from("band", (expect.band,), verdict.outcome)
    for scale, level in expect.levels.items():
        yield from difference_from(f"level of {scale}", (level,), verdict.levels.get(scale))
    if expect.label:
        yield from difference_from("label", expect.label, verdict.label)
    if expect.status is not None:
        yield from difference_from("status", (expect.status,), verdict.status)
    if expect.flags is not None:
        wanted = ", ".join(sorted(expect.flags)) or "none"
        raised = ", ".join(sorted(flag.flag for flag in found.quality)) or "none"
        yield from difference_from("flags", (wanted,), raised)
    if expect.verdict is not None:
        yield from difference_from("verdict", (expect.verdict,), verdict.height or verdict.named_by)
    states = {gate.id: gate.state for gate in found.gates}
    for gate, state in expect.gates.items():
        yield from difference_from(f"gate {gate}", (state,), states[gate])


def difference_from(
    what: str, expected: Sequence[str], actual: str | None
) -> Iterator[_Difference]:
    """A difference, unless the actual is one of the expected."""
    if actual not in expected:
        yield _Difference(what, " or ".join(expected), actual or "none")
