"""How much of a standard is met, and what makes the level another one than the fit alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO, plain, root, rounded
from rolefit.reports.pages.score.sentences import (
    MOST_PLACES,
    capital,
    figure_at,
    join_words,
    plus_minus,
)
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.texts import Band, TextBlock
from rolefit.scoring.assessment import Assessment, NeedGap


def standing(assessment: Assessment, rubric: Rubric, places: int) -> Iterator[str]:
    """How much of the standard is met, and what holds the level below that, as sentences."""
    if assessment.fit is None:
        return
    assert rubric.standard is not None
    who = "You meet" if assessment.group == "self" else "The answers meet"
    met, around = _fit_words(assessment, rubric, places)
    verdict = assessment.verdict
    held = tuple(_held_texts(assessment, rubric, f"{met}{around}"))
    if held:
        yield from held
        if verdict.about not in {None, *(gap.dimension for gap in verdict.needs_unmet)}:
            yield _about_text(assessment, rubric, places)
        return
    if rubric.has_cuts or assessment.verdict.outcome is None:
        yield f"{who} {met} % of the standard for {rubric.standard.name}{around}."
    if assessment.verdict.about is not None:
        yield _about_text(assessment, rubric, places)


def _fit_words(assessment: Assessment, rubric: Rubric, places: int) -> tuple[str, str]:
    """The fit, and its error: as a range where it would pass 0 or 100."""
    fit, variance = assessment.fit, fit_variance(assessment)
    assert fit is not None
    places = apart_from(fit, rubric.cuts, places)
    shown = figure_at(fit, places)
    if not variance:
        return shown, ""
    error = Fraction(root(variance))
    if fit - error < 0 or fit + error > HUNDRED:
        low, high = max(ZERO, fit - error), min(HUNDRED, fit + error)
        return shown, f", between {figure_at(low, places)} and {figure_at(high, places)}"
    return shown, f" ({plus_minus(variance, places).strip()})"


def fit_variance(assessment: Assessment) -> Fraction | None:
    """Squared error of the fit."""
    return assessment.outcomes[0].variance if assessment.outcomes else None


def apart_from(value: Fraction, marks: Sequence[Fraction], places: int) -> int:
    """Decimals with which a value is printed on the right side of each mark."""
    while places < MOST_PLACES and any(
        (rounded(value, places) >= mark) != (value >= mark) for mark in marks
    ):
        places += 1
    return places


def _held_texts(assessment: Assessment, rubric: Rubric, average: str) -> Iterator[str]:
    """What holds the level below the one that the average alone would reach."""
    verdict = assessment.verdict
    if verdict.outcome is None:
        return
    here = texts_for(rubric, verdict.outcome).name
    above = (
        f"The average alone, {average}, would be “{level_by_fit(assessment, rubric)}”; the level"
    )
    if not rubric.has_cuts:
        above = "The level"
    if verdict.needs_unmet:
        missing = join_words([_gap_text(gap, rubric) for gap in verdict.needs_unmet])
        yield f"{above} is “{here}” because {missing}."
    if verdict.capped_by:
        gates = {gate.id: gate.name for gate in assessment.gates}
        names = join_words([f"“{gates[g]}”" for g in verdict.capped_by])
        fails = f"{names} fails" if len(verdict.capped_by) == 1 else f"{names} fail"
        if verdict.needs_unmet:
            yield f"Besides, {fails}."
            return
        yield f"{above} is “{here}” because {fails}."


def level_by_fit(assessment: Assessment, rubric: Rubric) -> str:
    """The name of the level that the fit alone would reach."""
    fit = assessment.fit
    assert fit is not None
    return next(band.name for band in reversed(rubric.bands) if fit >= band.from_)


def _gap_text(gap: NeedGap, rubric: Rubric) -> str:
    """A dimension below the least score that a level needs."""
    name, wanted = rubric.dimensions[gap.dimension].name, plain(gap.wanted)
    if gap.score is None:
        return f"{name} has too few answers and needs {wanted}"
    places = apart_from(gap.score, [gap.wanted], 0)
    return f"{name} is {figure_at(gap.score, places)} and needs {wanted}"


def range_text(level: TextBlock) -> str:
    """Where a level begins and ends."""
    assert isinstance(level, Band)
    return f"{capital_quoted(level.name)} runs from {plain(level.from_)} to {plain(level.to)}."


def capital_quoted(name: str) -> str:
    """A name in quotes with a capital letter."""
    return f"“{capital(name)}”"


def _about_text(assessment: Assessment, rubric: Rubric, places: int) -> str:
    """The dimension on whose least score the level depends most narrowly."""
    verdict = assessment.verdict
    d = next(d for d in assessment.dimensions if d.id == verdict.about)
    assert verdict.outcome is not None
    assert verdict.runner_up is not None
    upper = rubric.bands[max(map(rubric.band_number, (verdict.outcome, verdict.runner_up)))]
    wanted = upper.needs.get(d.id, upper.needs_each)
    score, variance = d.scores[0] if d.scores else None, d.variances[0] if d.variances else None
    if score is None or wanted is None:
        return ""
    places = apart_from(score, [wanted], places)
    shown = f"{figure_at(score, places)}{plus_minus(variance, places)}"
    each = " in every area" if d.id not in upper.needs else ""
    needs = f"“{upper.name}” needs at least {plain(wanted)}{each}"
    return f"What is nearest to a change: {d.name} is {shown}, and {needs}."


def edge_text(assessment: Assessment, rubric: Rubric, away: str) -> str:
    """How far away the nearest other level begins or ends, or how far a least score could fall."""
    verdict = assessment.verdict
    assert verdict.outcome is not None
    assert verdict.runner_up is not None
    here, there = map(rubric.band_number, (verdict.outcome, verdict.runner_up))
    if verdict.about is not None:
        name = rubric.dimensions[verdict.about].name
        if there < here:
            return f"That leaves {away}"
        return f"{name} is {away} short of that"
    other = texts_for(rubric, verdict.runner_up)
    assert isinstance(other, Band)
    if there > here:
        return f"{capital_quoted(other.name)} begins at {plain(other.from_)}, {away} away"
    return f"{capital_quoted(other.name)} ends at {plain(rubric.bands[here].from_)}, {away} away"
