"""What a report says of how far a standard is met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import plain, rounded
from rolefit.reports.blocks import BarChart, Block, Paragraph, Reasons
from rolefit.reports.pages.score.development import development_blocks
from rolefit.reports.pages.score.models.base import Words
from rolefit.reports.pages.score.numbers import WHISKERS, bar, ladder, with_error
from rolefit.reports.pages.score.reasons import STRONGEST, printed_points, reason
from rolefit.reports.pages.score.sentences import capital, figure, join_words, plus_minus, points
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.texts import Band, text_of
from rolefit.scoring.alternatives import FlipSet, Worst
from rolefit.scoring.assessment import Assessment

WORDS = Words(
    measure="the fit",
    changes="the level",
    stays="the level stays",
    no_result="no level is named",
    no_result_then="no level would be named",
    # What lies above a target counts for nothing.
    points_add_up=False,
)


def result(assessment: Assessment, rubric: Rubric) -> str:
    """The band reached, and the other one near a cut score."""
    verdict = assessment.verdict
    assert verdict.outcome is not None
    here = texts_for(rubric, verdict.outcome).name
    if verdict.strength == "too_close_to_call" and verdict.runner_up is not None:
        other = texts_for(rubric, verdict.runner_up).name
        return f"the level is “{here}”, on the edge of “{other}”"
    return f"the level is “{here}”"


def figures(assessment: Assessment, rubric: Rubric) -> str:
    """The fit, its error and the nearest cut score, as a sentence."""
    verdict = assessment.verdict
    if assessment.fit is None:
        return ""
    assert rubric.standard is not None
    error = plus_minus(verdict.variance)
    text = f"{figure(assessment.fit)}{error} % of what is asked of {rubric.standard.name} is met"
    if verdict.outcome is not None and verdict.runner_up is not None:
        here, other = (texts_for(rubric, b) for b in (verdict.outcome, verdict.runner_up))
        assert isinstance(here, Band)
        assert isinstance(other, Band)
        reached = rounded(assessment.fit, 1)
        if other.from_ > here.from_:
            text += f"; “{other.name}” begins {points(rounded(other.from_, 1) - reached)} higher"
        else:
            text += f"; “{other.name}” ends {points(reached - rounded(here.from_, 1))} below"
    if verdict.capped_by:
        gates = {gate.id: gate.name for gate in assessment.gates}
        names = join_words([f"“{gates[g]}”" for g in verdict.capped_by])
        text += f". The level is held down, because this does not hold: {names}"
    return f"{text}."


def score_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The fit, then each dimension with its target."""
    if assessment.fit is None:
        return
    rows = [bar("Fit", assessment.fit, assessment.verdict.variance)]
    for d in assessment.dimensions:
        score = d.scores[0] if d.scores else None
        variance = d.variances[0] if d.variances else None
        wanted = f"target {plain(d.target)}" if d.target is not None else ""
        rows.append(bar(d.name, score, variance, extra=wanted, target=d.target))
    yield BarChart(tuple(rows))
    yield Paragraph(WHISKERS, "quiet")
    yield Paragraph(ladder(rubric), "quiet")


def score_cells(assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
    """Name, figure with its error, and number of the fit and of each dimension."""
    yield "Fit", with_error(assessment.fit, assessment.verdict.variance), assessment.fit
    for d in assessment.dimensions:
        score = d.scores[0] if d.scores else None
        yield d.name, with_error(score, d.variances[0] if d.variances else None), score


def point_columns(assessment: Assessment) -> list[str]:  # noqa: ARG001
    """What the points of answers add up to: the fit."""
    return ["Points of the fit"]


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """The answers that carry most of the fit, and those that cost most of it."""
    if assessment.fit is None:
        return
    reached = rounded(assessment.fit, 1)
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


def meaning_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What the levels on both sides of a cut score mean, where a fit is close to it."""
    verdict = assessment.verdict
    close = verdict.strength == "too_close_to_call" and verdict.label != "not_yet"
    if assessment.fit is None or not close:
        return
    for band in rubric.bands:
        if band.id in (verdict.outcome, verdict.runner_up):
            yield Paragraph(f"“{capital(band.name)}” means: {text_of(band.summary)}")


def plan_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The way to the next level."""
    if assessment.fit is not None:
        yield from development_blocks(assessment, rubric)


def becomes(flip: FlipSet, assessment: Assessment, rubric: Rubric) -> str:  # noqa: ARG001
    """What a flip set does, to follow `would`."""
    if not flip.to:
        return "leave no level to name"
    verb = "raise" if flip.direction == "up" else "lower"
    return f"{verb} the level to “{texts_for(rubric, flip.to[0]).name}”"


def would_be(names: Sequence[str]) -> str:
    """What the result would be, with the name of the level."""
    return f"the level would be “{names[0]}”"


def takes_over(rival: str) -> str:
    """What happens where another result takes over."""
    return f"“{rival}” would begin"


def worst_text(said: str, worst: Worst, assessment: Assessment, rubric: Rubric) -> str:
    """What would come out if every open answer spoke against the level."""
    level = "still be" if worst.to == assessment.verdict.outcome else "be"
    name = texts_for(rubric, worst.to).name
    return f"{said}, the fit would be {figure(worst.lead)} and the level would {level} “{name}”."
