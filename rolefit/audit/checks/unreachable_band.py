"""Finds bands that no combination of answers reaches."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.checks.attainable_range import blank_outlook, end
from rolefit.audit.checks.dead_gate import only_state
from rolefit.audit.subject import Subject
from rolefit.exact import readable
from rolefit.rubric.model import Rubric
from rolefit.scoring import bounds
from rolefit.scoring.ranges import Range

CODE = "RF003"
NAME = "unreachable-band"
SEVERITY: Severity = "error"
ABOUT = (
    "Each band of a readiness rubric promises a level that somebody could reach. A band that no "
    "combination of answers leads to has texts that nobody will read, and a plan towards it could "
    "never be kept. Every combination is counted, with every item that applies answered. A band to "
    "which a gate caps, or at which the needs of the next one hold somebody, is reached too."
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

_NEEDS = "whoever has such a fit misses what it or a lower band needs: lower `needs`, or the cut"
_ONE_WIDER = "all fits lie to its left or to its right: make it wider"


def check(subject: Subject) -> Iterator[Finding]:
    """Bands that nobody can reach. Where combinations were sampled, only those beyond the fit."""
    rubric = subject.rubric
    if not rubric.bands:
        return
    found = subject.distribution
    reach = bounds.fit_range(blank_outlook(rubric), rubric)
    for k, band in enumerate(rubric.bands):
        if found.leading[band.id] or _is_held_at(rubric, k, reach.high):
            continue
        if found.exact or _is_beyond(rubric, k, reach):
            nobody = f"nobody is ever told `{band.id}`"
            yield Finding(
                ("bands", k), f"{unreachable_text(rubric, k)}: {nobody}", mend(rubric, k, reach)
            )


def unreachable_text(rubric: Rubric, k: int) -> str:
    """What no combination of answers has."""
    band = rubric.bands[k]
    if not rubric.has_cuts:
        return f"no combination of answers meets the needs up to `{band.id}` and not the next"
    if _needs_in_the_way(rubric, k):
        return (
            f"no combination of answers reaches {readable(band.from_)} and meets the needs as well"
        )
    return f"no combination of answers has a fit from {readable(band.from_)} to {readable(band.to)}"


def mend(rubric: Rubric, k: int, reach: Range) -> str:
    """What to do about a band that is not reached."""
    if _needs_in_the_way(rubric, k):
        return _NEEDS
    if _is_beyond(rubric, k, reach):
        return f"the fit goes from {end(reach.low)} to {end(reach.high)}"
    return _ONE_WIDER


def _is_beyond(rubric: Rubric, k: int, reach: Range) -> bool:
    """Whether a band lies outside the range of the fit, and no need holds anybody at it."""
    band, above = rubric.bands[k], rubric.bands[k + 1 : k + 2]
    held = any(one.needs or one.needs_each for one in above)
    return band.from_ > reach.high or (band.to <= reach.low and bool(above) and not held)


def _needs_in_the_way(rubric: Rubric, k: int) -> bool:
    """Whether least scores of single dimensions keep people out of a band."""
    return any(band.needs or band.needs_each for band in rubric.bands[: k + 1])


def _is_held_at(rubric: Rubric, k: int, highest: Fraction) -> bool:
    """Whether a gate may hold somebody at a band who would be in a higher one."""
    above = rubric.bands[k + 1 :]
    caps = (gate for gate in rubric.gates if gate.cap == rubric.bands[k].id)
    return any(band.from_ <= highest for band in above) and any(
        only_state(rubric, gate) != "pass" for gate in caps
    )
