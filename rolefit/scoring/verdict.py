"""From scores to a verdict: which label, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, rounded, rounded_root
from rolefit.rubric.model import Label, Rubric
from rolefit.rubric.texts import Band
from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import GateResult, QualityFlag

CLEAR = Fraction(196, 100)
"""Standard errors that a clear margin spans: the two-sided 95 % point of the normal curve."""
CLOSE: tuple[Label, ...] = ("tie", "too_close_to_call")
"""Labels of results that cannot be told apart."""
CAPPING_FLAGS = 2
"""Response-quality flags that hold a verdict at leaning."""


class Strength(NamedTuple):
    """What the numbers alone say."""

    label: Label
    reason: str


def of_margin(margin: Fraction, variance: Fraction | None, threshold: Fraction) -> Strength:
    """Label of a margin between outcomes, in points, with its squared standard error.

    All comparisons are exact: squares are compared instead of roots.
    """
    said = "the margin"
    if margin == 0:
        return Strength("tie", "the leading outcomes have exactly the same score")
    if margin < threshold:
        return Strength("too_close_to_call", f"{said} is below {rounded(threshold, 1)} points")
    if variance is None:
        return Strength("leaning", f"{said} has no known error: one question a dimension")
    return of_errors(margin, variance, said)


def of_errors(distance: Fraction, variance: Fraction, said: str) -> Strength:
    """Label of a distance by how many standard errors it spans."""
    if variance == 0:
        return Strength("clear", f"{said} is more than any error of these answers could bridge")
    error = f"its standard error of {rounded_root(variance, 1)}"
    if distance**2 < variance:
        return Strength("too_close_to_call", f"{said} is smaller than {error}")
    if distance**2 < CLEAR**2 * variance:
        return Strength("leaning", f"{said} is larger than {error}, but less than 1.96 times that")
    return Strength("clear", f"{said} is at least 1.96 times {error}")


def hold_back(
    strength: Strength, flags: Sequence[QualityFlag], sensitive: Sensitivity | None
) -> Strength:
    """Flags on the answers, or weights that could turn the result, hold a clear one at leaning."""
    if strength.label != "clear":
        return strength
    reason = strength.reason
    if len(flags) >= CAPPING_FLAGS:
        reason += f"; held at leaning by {len(flags)} doubts about the answers"
        return Strength("leaning", reason)
    if sensitive is not None and not sensitive.robust:
        reason += "; held at leaning, because other plausible weights could turn it"
        return Strength("leaning", reason)
    return strength


class BandPlace(NamedTuple):
    """Where a fit stands among the bands."""

    band: Band
    neighbour: Band | None
    """The band on the other side of the nearest cut score that can be crossed."""
    distance: Fraction | None
    """Points to that cut score; None where no cut can be crossed."""


def band_of(rubric: Rubric, fit: Fraction) -> int:
    """Number of the band that a fit falls in; cut scores are closed on the left."""
    return max(k for k, band in enumerate(rubric.bands) if fit >= band.from_)


def place(rubric: Rubric, fit: Fraction, ceiling: int) -> BandPlace:
    """The band of a fit, no higher than band number `ceiling`, and the nearest cut score."""
    here = min(band_of(rubric, fit), ceiling)
    cuts = [(abs(fit - rubric.bands[k].from_), k) for k in range(1, ceiling + 1)]
    if not cuts:
        return BandPlace(rubric.bands[here], None, None)
    distance, k = min(cuts)
    other = k - 1 if here >= k else k
    return BandPlace(rubric.bands[here], rubric.bands[other], distance)


def of_place(where: BandPlace, variance: Fraction | None) -> Strength:
    """Label of a band by how far the fit is from the nearest cut score."""
    if where.distance is None:
        return Strength("clear", "no score could change the band while its gates fail")
    said = "the distance to the nearest cut score"
    if variance is None:
        return Strength("leaning", f"{said} has no known error: one question a dimension")
    return of_errors(where.distance, variance, said)


def ceiling(rubric: Rubric, gates: Sequence[GateResult]) -> int:
    """Number of the highest band that the failed gates leave."""
    caps = [g.cap for g in gates if g.state == "fail" and g.cap is not None]
    return min(map(rubric.band_number, caps), default=len(rubric.bands) - 1)


def capping(rubric: Rubric, gates: Sequence[GateResult], band: str, state: str) -> tuple[str, ...]:
    """The gates of that state whose cap lies below a band."""
    here = rubric.band_number(band)
    return tuple(
        g.id
        for g in gates
        if g.cap is not None and g.state == state and rubric.band_number(g.cap) < here
    )


def capped_by(rubric: Rubric, gates: Sequence[GateResult], score: Fraction) -> tuple[str, ...]:
    """The failed gates that hold the band below what the fit alone would reach."""
    return capping(rubric, gates, place(rubric, score, len(rubric.bands) - 1).band.id, "fail")


def excluding(gates: Sequence[GateResult], outcome: str, state: str) -> tuple[str, ...]:
    """The gates of that state which could take an outcome out of the recommendation."""
    return tuple(
        gate.id
        for gate in gates
        if gate.on_fail == "exclude"
        and gate.state == state
        and (not gate.applies_to or outcome in gate.applies_to)
    )


def ranks(scores: Sequence[Fraction | None]) -> tuple[int | None, ...]:
    """Competition ranks, 1, 1, 3; None stays None."""
    given = [score for score in scores if score is not None]
    return tuple(
        None if score is None else 1 + sum(1 for other in given if other > score)
        for score in scores
    )


def share_text(part: Fraction) -> str:
    """A share as a percentage."""
    return f"{rounded(HUNDRED * part)} %"
