"""What keeps a file from being a rubric: its form, its rules, its claims, the answers of cases."""

from __future__ import annotations

from rolefit.cli.work import Inputs
from rolefit.errors import Invalid
from rolefit.rubric.cases import case_problems
from rolefit.rubric.fields import undeclared_codes
from rolefit.storage.documents import FileProblems, problems_at


def problems_of(name: str, inputs: Inputs) -> FileProblems | None:
    """What is wrong with one rubric. Raises RolefitError where the file cannot be read at all."""
    try:
        found = inputs.rubric_file(name)
    except FileProblems as faulty:
        return faulty
    problems = (
        *inputs.unknown_claims(found),
        *undeclared_codes(found.rubric.items),
        *case_problems(found.rubric),
    )
    return problems_at(found.document, Invalid(problems)) if problems else None
