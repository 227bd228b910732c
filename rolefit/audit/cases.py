"""Run a rubric's own cases: respondents with the result each must get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from rolefit.errors import Invalid, Problem
from rolefit.rubric.items.base import unknown
from rolefit.rubric.model import Case, Expect, Height, Responses, Rubric, read, read_answers
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
    problems = tuple(case_problems(rubric))
    if problems:
        raise Invalid(problems)
    for case in rubric.cases:
        found = quick_verdict(rubric, read(rubric, case_responses(rubric, case)))
        yield CaseResult(case, found, tuple(differences(case.expect, found)))


def case_responses(rubric: Rubric, case: Case) -> Responses:
    """A case as if its respondent had sent in a responses file."""
    raw = {"rubric": rubric.rubric, "respondent": {"name": case.name}, "answers": case.answers}
    return Responses.model_validate(raw)


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


def case_problems(rubric: Rubric) -> Iterator[Problem]:
    """Cases whose answers cannot be read, or which expect what the rubric does not have."""
    gates = tuple(gate.id for gate in rubric.gates)
    bands = tuple(band.id for band in rubric.bands)
    for k, case in enumerate(rubric.cases):
        _, problems = read_answers(rubric, case.answers)
        for problem in problems:
            yield problem._replace(path=("cases", k, "answers", *problem.path))
        at = ("cases", k, "expect")
        expect = case.expect
        if expect.outcome is not None and expect.outcome not in rubric.outcomes:
            known = tuple(rubric.outcomes)
            yield unknown((*at, "outcome"), expect.outcome, kind="outcome", known=known)
        if expect.band is not None and expect.band not in bands:
            yield unknown((*at, "band"), expect.band, kind="band", known=bands)
        yield from level_problems(rubric, expect, (*at, "levels"))
        for gate in expect.gates:
            if gate not in gates:
                yield unknown((*at, "gates", gate), gate, kind="gate", known=gates)
        if expect.verdict is not None and expect.verdict not in _verdict_names(rubric):
            known = _verdict_names(rubric)
            yield unknown((*at, "verdict"), expect.verdict, kind="verdict", known=known)


def level_problems(rubric: Rubric, expect: Expect, at: tuple[str | int, ...]) -> Iterator[Problem]:
    """Scales and levels that a case expects and the rubric does not have."""
    for scale, level in expect.levels.items():
        if scale not in rubric.dimensions:
            known = tuple(rubric.dimensions)
            yield unknown((*at, scale), scale, kind="dimension", known=known)
            continue
        levels = tuple(one.id for one in rubric.dimensions[scale].levels)
        if level not in levels:
            yield unknown((*at, scale), level, kind="level", known=levels)


def _verdict_names(rubric: Rubric) -> tuple[str, ...]:
    """The results beyond an outcome or a band: heights, and the gates that name a result."""
    heights = get_args(Height) if rubric.demands.has_outcomes else ()
    return (*heights, *(gate.id for gate in rubric.gates if gate.verdict is not None))
