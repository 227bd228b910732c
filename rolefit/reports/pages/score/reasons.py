"""The answers that speak for a verdict and against it, with their exact contributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, shares
from rolefit.reports.blocks import Block, Reason, Reasons
from rolefit.reports.pages.score.sentences import printed_lead
from rolefit.rubric.model import Rubric, texts_for
from rolefit.scoring.assessment import Assessment, Contribution

STRONGEST = 3


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The strongest answers for the verdict and against it, with exact contributions."""
    if not assessment.contributions:
        return
    if assessment.fit is not None:
        yield from readiness_reasons(assessment, assessment.fit)
        return
    first, second = map(assessment.outcome, assessment.compared)
    shown = printed_points(
        assessment, [c.lead for c in assessment.contributions], printed_lead(first, second)
    )
    names = [texts_for(rubric, outcome.id).name for outcome in (first, second)]
    pro = [c for c in assessment.contributions if c.lead > 0]
    contra = [c for c in assessment.contributions if c.lead < 0]
    yield one_side(f"What speaks for {names[0]}", pro, shown)
    yield one_side(f"What speaks against it, for {names[1]}", contra, shown)


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
        return Reasons(title, (), "No answer does.")
    if len(side) <= STRONGEST:
        return Reasons(title, rows, f"{whole} points in all.")
    remark = f"The strongest {STRONGEST} of {len(side)} answers: {top} of {whole} points."
    return Reasons(title, rows, remark)


def reason(c: Contribution, shown: Mapping[str, Decimal]) -> Reason:
    """One answer with its points."""
    return Reason(f"{shown[c.item]:+}", c.ask, c.answer, c.item, c.note)


def readiness_reasons(assessment: Assessment, fit: Fraction) -> Iterator[Block]:
    """The answers that carry most of the fit, and those that cost most of it."""
    reached = rounded(fit, 1)
    carried = printed_points(assessment, [c.points[0] for c in assessment.contributions], reached)
    lost = printed_points(assessment, [c.lead for c in assessment.contributions], reached - 100)
    short = sorted((c for c in assessment.contributions if c.lead < 0), key=lambda c: c.lead)
    costly = {c.item for c in short[:STRONGEST]}
    held = [c for c in assessment.contributions if c.points[0] > 0 and c.item not in costly]
    best = sorted(held, key=lambda c: -c.points[0])[:STRONGEST]
    top = sum((carried[c.item] for c in best), Decimal(0))
    rows = tuple(reason(c, carried) for c in best)
    yield Reasons("What carries you", rows, f"{top} of the {reached} points reached.")
    rows = tuple(reason(c, lost) for c in short[:STRONGEST])
    remark = f"{100 - reached} points are missing in all." if rows else "No answer does."
    yield Reasons("What holds you back", rows, remark)
