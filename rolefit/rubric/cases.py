"""The cases of a rubric as responses, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from rolefit.errors import Invalid, Problem
from rolefit.rubric.items.base import unknown
from rolefit.rubric.model import Case, Expect, Height, Responses, Rubric, read_answers


def case_responses(rubric: Rubric, case: Case) -> Responses:
    """A case as if its respondent had sent in a responses file."""
    raw = {"rubric": rubric.rubric, "respondent": {"name": case.name}, "answers": case.answers}
    return Responses.model_validate(raw)


def refuse_unreadable_cases(rubric: Rubric) -> None:
    """Raise Invalid where a case's answers cannot be read, or it expects what does not exist."""
    problems = tuple(case_problems(rubric))
    if problems:
        raise Invalid(problems)


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
