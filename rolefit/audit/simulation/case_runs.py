"""The rubric's own cases, read and judged once for every check that looks at them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from rolefit.audit.cases import case_responses
from rolefit.rubric.model import Case, Rubric
from rolefit.rubric.responses import OPEN, Response, read
from rolefit.scoring import quality
from rolefit.scoring.quick_verdict import QuickVerdict, quick_verdict
from rolefit.scoring.tally import FULL_COVERAGE, Values
from rolefit.scoring.verdict import CAPPING_FLAGS


class CaseRun(NamedTuple):
    """A case with its answers read, branches followed, and what it gets."""

    case: Case
    answers: dict[str, Response]
    found: QuickVerdict


def case_runs(rubric: Rubric) -> tuple[CaseRun, ...]:
    """Every case of a rubric with what it gets. Raises Invalid where answers cannot be read."""
    read_cases = [(case, read(rubric, case_responses(rubric, case))) for case in rubric.cases]
    return tuple(CaseRun(case, given, quick_verdict(rubric, given)) for case, given in read_cases)


def telling_values(rubric: Rubric) -> tuple[dict[str, Values], ...]:
    """Values of the scored answers by item, for the cases that say enough to compare items.

    Left out are cases with open answers to more than a fifth of the scored items that apply, and
    those whose answers raise two flags or more: they show what happens to answers without content.
    """
    found = []
    for case in rubric.cases:
        answers = read(rubric, case_responses(rubric, case))
        values = _scored_values(rubric, answers)
        waiting = sum(1 for i in rubric.items if i.scores and answers[i.id].state in OPEN)
        enough = values and Fraction(len(values), len(values) + waiting) >= FULL_COVERAGE
        if enough and len(quality.flags(rubric, answers)) < CAPPING_FLAGS:
            found.append(values)
    return tuple(found)


def _scored_values(rubric: Rubric, answers: dict[str, Response]) -> dict[str, Values]:
    """Values of the answered items that score, for each outcome."""
    found = {}
    for item in rubric.items:
        answer = answers[item.id].answer
        if item.scores and answer is not None:
            found[item.id] = item.values(answer, rubric.outcome_ids)
    return found
