"""From scores to a verdict: which label, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, rounded
from rolefit.rubric.model import Label
from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import Basis, Distance, GateResult, QualityFlag
from rolefit.scoring.precision import Error

CLOSE: tuple[Label, ...] = ("tie", "too_close_to_call")
"""Labels of results that cannot be told apart."""
CAPPING_FLAGS = 2
"""Response-quality flags that hold a verdict at leaning."""


class Strength(NamedTuple):
    """What the numbers alone say."""

    label: Label
    basis: Basis


def of_margin(margin: Fraction, error: Error, threshold: Fraction) -> Strength:
    """Label of a margin between outcomes, in points.

    All comparisons are exact: squares are compared instead of roots.
    """
    if margin == 0:
        return Strength("tie", Basis.model_construct(code="equal_scores"))
    return of_distance(margin, error, threshold, "margin")


def of_distance(distance: Fraction, error: Error, threshold: Fraction, what: Distance) -> Strength:
    """Label of a distance: too close below the threshold or its error, clear from t errors on."""
    if distance < threshold:
        below = Basis.model_construct(code="below_threshold", distance=what, threshold=threshold)
        return Strength("too_close_to_call", below)
    if distance**2 < error.variance:
        within = Basis.model_construct(code="within_error", distance=what)
        return Strength("too_close_to_call", within)
    if distance**2 < error.t**2 * error.variance:
        return Strength("leaning", Basis.model_construct(code="below_clear", distance=what))
    return Strength("clear", Basis.model_construct(code="clear", distance=what))


def hold_back(
    strength: Strength, flags: Sequence[QualityFlag], sensitive: Sensitivity | None
) -> Strength:
    """Flags on the answers, or weights that could turn the result, make a clear one leaning."""
    if strength.label != "clear":
        return strength
    if len(flags) >= CAPPING_FLAGS:
        held = {"held_by": "quality_flags", "signs": len(flags)}
        return Strength("leaning", strength.basis.model_copy(update=held))
    if sensitive is not None and not sensitive.robust:
        return Strength("leaning", strength.basis.model_copy(update={"held_by": "weights"}))
    return strength


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
