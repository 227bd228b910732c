"""The answers that speak for a verdict and against it, with their exact contributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rolefit.assessment import Assessment, Contribution
from rolefit.exact import HUNDRED, ZERO, shares
from rolefit.reports.blocks import Block, Reason, Reasons
from rolefit.reports.sentences import figure
from rolefit.rubric import Rubric, texts_for

STRONGEST = 3


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The strongest answers for the verdict and against it, with exact contributions."""
    if not assessment.contributions:
        return
    shown = dict(
        zip(
            (c.item for c in assessment.contributions),
            shares([c.lead for c in assessment.contributions]),
            strict=True,
        )
    )
    if assessment.fit is not None:
        yield from readiness_reasons(assessment, shown)
        return
    for title, side in sides(assessment, rubric):
        best = sorted(side, key=lambda c: -abs(c.lead))
        yield Reasons(title, tuple(reason(c, shown) for c in best[:STRONGEST]), weight_of(best))


def sides(assessment: Assessment, rubric: Rubric) -> Iterator[tuple[str, tuple[Contribution, ...]]]:
    """The answers that put the leader ahead, and those that hold it back."""
    first, second = leading_pair(assessment, rubric)
    pro = tuple(c for c in assessment.contributions if c.lead > 0)
    contra = tuple(c for c in assessment.contributions if c.lead < 0)
    yield f"What speaks for {first}", pro
    yield f"What speaks against it, for {second}", contra


def leading_pair(assessment: Assessment, rubric: Rubric) -> tuple[str, str]:
    """Names of the two outcomes that the contributions compare."""
    verdict = assessment.verdict
    if verdict.tied:
        first, second = verdict.tied[:2]
    else:
        order = sorted(assessment.outcomes, key=lambda o: -(o.score or ZERO))
        ids = [o.id for o in order]
        first = verdict.outcome or ids[0]
        second = verdict.runner_up or next(name for name in ids if name != first)
    return texts_for(rubric, first).name, texts_for(rubric, second).name


def reason(c: Contribution, shown: Mapping[str, Decimal]) -> Reason:
    """One answer with its points."""
    points = shown[c.item]
    return Reason(f"{points:+}", c.ask, c.answer, c.item, c.note)


def weight_of(side: Sequence[Contribution]) -> str:
    """How much of a side the strongest answers are."""
    if not side:
        return "No answer does."
    whole = sum((abs(c.lead) for c in side), ZERO)
    top = sum((abs(c.lead) for c in side[:STRONGEST]), ZERO)
    if len(side) <= STRONGEST:
        return f"{figure(whole)} points in all."
    points = f"{figure(top)} of {figure(whole)} points"
    return f"The strongest {STRONGEST} of {len(side)} answers: {points}."


def readiness_reasons(assessment: Assessment, shown: Mapping[str, Decimal]) -> Iterator[Block]:
    """The answers that carry most of the fit, and those that cost most of it."""
    carried = dict(
        zip(
            (c.item for c in assessment.contributions),
            shares([c.points[0] for c in assessment.contributions]),
            strict=True,
        )
    )
    held = [c for c in assessment.contributions if c.lead >= 0]
    best = sorted(held, key=lambda c: -c.points[0])
    rows = tuple(reason(c, carried) for c in best[:STRONGEST] if c.points[0] > 0)
    top = sum((c.points[0] for c in best[:STRONGEST]), ZERO)
    assert assessment.fit is not None
    remark = f"{figure(top)} of the {figure(assessment.fit)} points reached."
    yield Reasons("What carries you", rows, remark if rows else "No answer does.")
    worst = sorted((c for c in assessment.contributions if c.lead < 0), key=lambda c: c.lead)
    rows = tuple(reason(c, shown) for c in worst[:STRONGEST])
    remark = f"{figure(HUNDRED - assessment.fit)} points are missing in all."
    yield Reasons("What holds you back", rows, remark if rows else "No answer does.")
