"""Finds rubrics whose cases would not notice a small mistake."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.mutants import Mutants
from rolefit.audit.subject import Subject
from rolefit.scoring.verdict import share_text

CODE = "RF019"
NAME = "surviving-mutants"
SEVERITY: Severity = "warning"
ABOUT = (
    "Mutation testing: small mistakes are put into the rubric one at a time, such as an item that "
    "counts the wrong way round, a dimension left out, a gate turned round, dropped or moved by a "
    "step, a cut moved by 5 points or a target by 20. A mistake that makes no case fail survives. "
    "Fewer than 80 % noticed is a warning; above that the survivors are named as info."
)
FIX = (
    "Add cases close to the line, where a single answer decides, and let each `expect` name its "
    "outcome or band, its label and the state of every gate that matters."
)
BAD = """\
gates:
  - id: steady
    name: The work comes in steadily
    when:
      all: [{item: guiding, at_least: 2, at_most: 8}, {item: changed, at_least: 2, at_most: 4}]
    on_fail: flag
    reason: Work that comes in fits and starts is dear.
    source: [AG-03]
"""
_ENOUGH = Fraction(4, 5)
"""Share of the mistakes that cases should notice."""
_NAMED = 6
"""Survivors that are named in a finding; the whole table is in the report."""


def check(subject: Subject) -> Iterator[Finding]:
    """Mistakes that no case notices."""
    if not subject.rubric.cases:
        return
    found = subject.mutants
    if found.score is None or not found.survivors:
        return
    severity: Severity = "warning" if found.score < _ENOUGH else "info"
    yield Finding(
        ("cases",), survivors_text(found), "add cases where a single answer decides", severity
    )


def survivors_text(found: Mutants) -> str:
    """How many mistakes are noticed, and some that are not."""
    assert found.score is not None
    names = [mutant.what for mutant in found.survivors[:_NAMED]]
    if len(found.survivors) > _NAMED:
        names.append(f"and {len(found.survivors) - _NAMED} more")
    noticed = found.counted - len(found.survivors)
    said = f"the cases notice {noticed} of {found.counted} small mistakes"
    if len(found.failing) == 1:
        said += " (1 case fails as it is and was left out)"
    elif found.failing:
        said += f" ({len(found.failing)} cases fail as they are and were left out)"
    return f"{said}, {share_text(found.score)}; not: {'; '.join(names)}"
