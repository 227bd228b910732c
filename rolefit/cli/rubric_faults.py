"""What keeps a file from being a rubric: its form, its rules, its claims, the answers of cases."""

from __future__ import annotations

from rolefit.audit.cases import case_problems
from rolefit.errors import Invalid
from rolefit.storage.documents import FileProblems, problems_at
from rolefit.storage.library import find, unknown_claims


def problems_of(name: str) -> FileProblems | None:
    """What is wrong with one rubric. Raises RolefitError where the file cannot be read at all."""
    try:
        found = find(name)
    except FileProblems as faulty:
        return faulty
    problems = (*unknown_claims(found), *case_problems(found.rubric))
    return problems_at(found.document, Invalid(problems)) if problems else None
