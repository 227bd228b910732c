"""The answers that speak for a verdict and against it, with their exact contributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, shares
from rolefit.reports.blocks import Reason, Reasons
from rolefit.scoring.assessment import Assessment, Contribution

STRONGEST = 3


def printed_points(
    assessment: Assessment, parts: Sequence[Fraction], whole: Decimal
) -> dict[str, Decimal]:
    """Points of each answer as printed: they add up to the printed whole."""
    items = (c.item for c in assessment.contributions)
    return dict(zip(items, shares(parts, whole=whole), strict=True))


def one_side(title: str, side: Sequence[Contribution], shown: Mapping[str, Decimal]) -> Reasons:
    """The strongest answers of one side, and how much of the side they are."""
    best = sorted(side, key=lambda c: -abs(c.lead))
    rows = tuple(reason(c, shown) for c in best[:STRONGEST])
    whole = sum((abs(shown[c.item]) for c in best), Decimal(0))
    top = sum((abs(shown[c.item]) for c in best[:STRONGEST]), Decimal(0))
    if not side:
        return Reasons(title, (), "Nothing.")
    if len(side) <= STRONGEST:
        return Reasons(title, rows, f"{whole} points in all.")
    remark = f"The strongest {STRONGEST} of {len(side)} answers: {top} of {whole} points."
    return Reasons(title, rows, remark)


def few(title: str, side: Sequence[tuple[Contribution, Fraction]], most: int) -> Reasons:
    """The strongest answers of one side with their points, in whole points where that is enough."""
    told = [one for one in side if rounded(one[1], 1)]
    best = sorted(told, key=lambda one: -abs(one[1]))[:most]
    places = int(any(not rounded(worth) for _, worth in best))
    rows = tuple(
        Reason(f"{rounded(worth, places):+}", c.ask, c.answer, c.item, None) for c, worth in best
    )
    return Reasons(title if rows else f"{title}: nothing", rows, "", dense=True)


def reason(c: Contribution, shown: Mapping[str, Decimal]) -> Reason:
    """One answer with its points."""
    note = f"Note: {c.note}" if c.note else ""
    proof = f"Evidence: {c.evidence.shown()}" if c.evidence else ""
    beside = " ".join(filter(None, (note, proof))) or None
    return Reason(f"{shown[c.item]:+}", c.ask, c.answer, c.item, beside)
