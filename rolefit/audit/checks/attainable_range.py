"""Finds outcomes (or a fit) that no answers bring down to 0 or up to 100."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.subject import Subject
from rolefit.exact import HUNDRED, rounded
from rolefit.rubric.model import Rubric, follow_branches
from rolefit.rubric.models import STANDARD
from rolefit.scoring import bounds
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.ranges import Range
from rolefit.scoring.tally import value_of

CODE = "RF001"
NAME = "attainable-range"
SEVERITY: Severity = "error"
ABOUT = (
    "Every score is shown on a scale from 0 to 100, so some answers must lead to 0 and some to "
    "100. An outcome that stops at 90 loses against one that reaches 100, whatever is true of the "
    "respondent. The ends are exact, over every way to fill in the rubric, N/A included. Among "
    "three or more outcomes a scale between two of them leaves the third out: there it is a "
    "warning."
)
FIX = (
    "Give each item an answer that is worth 1 for the outcome and one that is worth 0: an option "
    "with exactly `{outcome: 1}` for each outcome, breakpoints that go from 0 to 1."
)
BAD = """\
items:
  - id: trade
    type: single
    dimension: work
    ask: What did the last big job ask for?
    allow_na: false
    options:
      - {id: several, text: "Several trades.", favors: {agency: 0.8}}
      - {id: one, text: "One trade.", favors: {freelancer: 1}}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Outcomes, or the fit, that stop short of 0 or of 100."""
    rubric = subject.rubric
    severity: Severity | None = "warning" if len(rubric.outcome_ids) > 2 else None
    for name, reach in reaches(rubric).items():
        path = _path_of(rubric, name)
        if reach.low > 0:
            message = (
                f"{score_name(rubric, name)} is at least {end(reach.low)}, whatever is answered"
            )
            yield Finding(path, message, mend(rubric, name, Fraction(0)), severity)
        if reach.high < HUNDRED:
            message = (
                f"{score_name(rubric, name)} is at most {end(reach.high)}, whatever is answered"
            )
            yield Finding(path, message, mend(rubric, name, Fraction(1)), severity)


def reaches(rubric: Rubric) -> dict[str, Range]:
    """The least and the greatest score of each outcome, or fit, over all answers, in points."""
    seen = blank_outlook(rubric)
    if rubric.demands.has_levels:
        return {
            name: bounds.dimension_range(seen, rubric, name, value_of(0))
            for name in rubric.dimensions
        }
    if rubric.demands.has_bands:
        return {STANDARD: bounds.fit_range(seen, rubric)}
    return {
        name: bounds.score_range(seen, rubric, value_of(k))
        for k, name in enumerate(rubric.outcome_ids)
    }


def blank_outlook(rubric: Rubric) -> Outlook:
    """Every way to fill in a rubric."""
    return bounds.outlook(rubric, follow_branches(rubric, {}))


def score_name(rubric: Rubric, name: str) -> str:
    """What the score is called."""
    if name in rubric.dimensions and rubric.demands.has_levels:
        return f"the score of {rubric.dimensions[name].name}"
    return "the fit" if name == STANDARD else f"the score of {rubric.outcomes[name].name}"


def _path_of(rubric: Rubric, name: str) -> Path:
    """Where a score stands in the file."""
    if rubric.demands.has_levels:
        return ("dimensions", name)
    return ("standard",) if name == STANDARD else ("outcomes", name)


def end(points: Fraction) -> str:
    """An end of a range; one that would round to 0 or 100 is said to be beside it."""
    shown = rounded(points, 1)
    if shown in (0, 100) and shown != points:
        return f"a little {'above 0' if shown == 0 else 'below 100'}"
    return str(shown)


def mend(rubric: Rubric, name: str, wanted: Fraction) -> str:
    """The items that have no answer of the wanted worth; if all had one, the end was reached."""
    levels = rubric.demands.has_levels
    at = 0 if levels else rubric.outcome_ids.index(name)
    short = [
        f"`{item.id}`"
        for item in rubric.items
        if item.scores
        and (not levels or item.dimension == name)
        and wanted not in {item.values(a, rubric.outcome_ids)[at] for a in item.candidates()}
    ]
    outcome = "" if levels or name == STANDARD else f" for {name}"
    return f"no answer is worth {wanted}{outcome} in {', '.join(short)}"
