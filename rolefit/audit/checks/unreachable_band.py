"""Finds bands that no combination of answers reaches."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.checks.attainable_range import blank_outlook, end
from rolefit.audit.subject import Subject
from rolefit.exact import plain
from rolefit.scoring import bounds

CODE = "RF003"
NAME = "unreachable-band"
SEVERITY: Severity = "error"
ABOUT = (
    "Each band of a readiness rubric promises a level that somebody could reach. A band that no "
    "combination of answers leads to has texts that nobody will read, and a plan towards it could "
    "never be kept. Every combination is counted, with every item that applies answered."
)
FIX = (
    "Move the cut scores: make the band wider, or merge it with its neighbour. Where the fit "
    "itself does not reach the band, give the items answers that are worth more."
)
BAD = """\
rubric: sound-readiness
bands:
  - {id: set, from: 80, to: 99.8, name: nearly all of it, summary: Nearly all of it is there.}
  - {id: last, from: 99.8, to: 99.9, name: the last bit, summary: A hair from the end.}
  - {id: all, from: 99.9, to: 100, name: all of it, summary: It is all there.}
"""

ONE_WIDER = "all fits lie to its left or to its right: make it wider"


def check(subject: Subject) -> Iterator[Finding]:
    """Bands that nobody can reach. Where combinations were sampled, only those beyond the fit."""
    rubric = subject.rubric
    if not rubric.bands:
        return
    found = subject.distribution
    reach = bounds.fit_range(blank_outlook(rubric), rubric)
    for k, band in enumerate(rubric.bands):
        last = k == len(rubric.bands) - 1
        beyond = band.from_ > reach.high or (band.to <= reach.low and not last)
        if beyond or (found.exact and not found.leading[band.id]):
            hint = ONE_WIDER
            if beyond:
                hint = f"the fit goes from {end(reach.low)} to {end(reach.high)}"
            message = (
                f"no combination of answers has a fit from {plain(band.from_)} to "
                f"{plain(band.to)}: nobody is ever told `{band.id}`"
            )
            yield Finding(("bands", k), message, hint)
