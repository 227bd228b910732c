"""A report on a readiness rubric: which level is reached, and what the next one asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO, readable, root, rounded
from rolefit.reports.blocks import Action, Bar, BarChart, Block, Paragraph, Reasons
from rolefit.reports.pages.score.development import development_blocks, ranked_steps
from rolefit.reports.pages.score.models.base import Words
from rolefit.reports.pages.score.sentences import (
    MOST_PLACES,
    STRONGEST,
    WHISKERS,
    PointColumn,
    apart,
    bar,
    capital,
    few,
    figure,
    figure_at,
    join_words,
    ladder,
    plus_minus,
    point_column,
    points,
    points_to,
    reason,
    sentences_in,
    shared_out,
    what_counts,
    with_error,
)
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.texts import Band, TextBlock
from rolefit.scoring.assessment import (
    Assessment,
    Contribution,
    DimensionScore,
    FlipSet,
    NeedGap,
    Worst,
)
from rolefit.scoring.verdict import CLOSE

# --- How much of a standard is met, and what makes the level another one than the fit alone -------


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
    fit, variance = assessment.fit, assessment.fit_variance
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


def apart_from(value: Fraction, marks: Sequence[Fraction], places: int) -> int:
    """Decimals with which a value is printed on the right side of each mark."""
    while places < MOST_PLACES and any(
        (rounded(value, places) >= Fraction(readable(mark, places))) != (value >= mark)
        for mark in marks
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
        yield f"{above} is “{here}” because {_needs_text(verdict.needs_unmet, rubric)}."
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


def _needs_text(gaps: Sequence[NeedGap], rubric: Rubric) -> str:
    """The least scores that hold a level down, by the level that asks for them."""
    asked: dict[str, list[str]] = {}
    for gap in gaps:
        asked.setdefault(gap.band, []).append(_gap_text(gap, rubric))
    return join_words(
        [
            f"“{texts_for(rubric, band).name}” needs {join_words(found)}"
            for band, found in asked.items()
        ]
    )


def _gap_text(gap: NeedGap, rubric: Rubric) -> str:
    """The least score that a level needs in a dimension, and what it is."""
    name = rubric.dimensions[gap.dimension].name
    if gap.score is None:
        return f"at least {readable(gap.wanted)} in {name} (too few answers)"
    places = apart_from(gap.score, [gap.wanted], 0)
    return f"at least {readable(gap.wanted, places)} in {name} ({figure_at(gap.score, places)})"


def range_text(level: TextBlock) -> str:
    """Where a level begins and ends."""
    assert isinstance(level, Band)
    return (
        f"{capital_quoted(level.name)} runs from {readable(level.from_)} to {readable(level.to)}."
    )


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
    needs = f"“{upper.name}” needs at least {readable(wanted, places)}{each}"
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
    assert assessment.fit is not None
    places = apart_from(assessment.fit, rubric.cuts, 1)
    if there > here:
        return (
            f"{capital_quoted(other.name)} begins at {readable(other.from_, places)}, {away} away"
        )
    ends = readable(rubric.bands[here].from_, places)
    return f"{capital_quoted(other.name)} ends at {ends}, {away} away"


WORDS = Words(
    measure="the fit",
    changes="the level",
    no_result="no level is named",
    no_result_then="no level would be named",
    named="“{}”",
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
    """The fit with its error, the nearest other level, and what holds the level down."""
    said = list(standing(assessment, rubric, 1))
    verdict = assessment.verdict
    if said and verdict.outcome and verdict.runner_up and not verdict.about and len(said) == 1:
        said.append(range_text(texts_for(rubric, verdict.runner_up)))
    return " ".join(said)


def distance(assessment: Assessment, rubric: Rubric) -> str:
    """How far from the nearest cut score or least score, and how far would count."""
    verdict = assessment.verdict
    said = list(standing(assessment, rubric, 0))
    if verdict.margin is None or verdict.variance is None or verdict.t is None:
        return " ".join(said)
    threshold = assessment.rubric.indifference_threshold
    sure = max(threshold, Fraction(root(verdict.t**2 * verdict.variance)))
    least = max(threshold, Fraction(root(verdict.variance)))
    places = apart_from(verdict.margin, [sure, least], 0)
    places = apart(verdict.margin, least if verdict.strength in CLOSE else sure, places)
    marks = [figure_at(mark, places) for mark in (least, sure)]
    away = edge_text(assessment, rubric, points(rounded(verdict.margin, places)))
    said.append(f"{away}{what_counts(verdict, *marks)}.")
    return " ".join(said)


def score_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The fit, then each dimension with its target."""
    if assessment.fit is None:
        return
    rows = [bar("Fit", assessment.fit, assessment.fit_variance)]
    for d in assessment.dimensions:
        score = d.scores[0] if d.scores else None
        variance = d.variances[0] if d.variances else None
        wanted = f"needed {readable(d.target)}" if d.target is not None else ""
        rows.append(bar(d.name, score, variance, extra=wanted, target=d.target))
    yield BarChart(tuple(rows))
    yield Paragraph(WHISKERS, "quiet")
    yield Paragraph(ladder(rubric), "quiet")


def score_cells(assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
    """Name, figure with its error, and number of the fit and of each dimension."""
    yield "Fit", with_error(assessment.fit, assessment.fit_variance), assessment.fit
    for d in assessment.dimensions:
        score = d.scores[0] if d.scores else None
        yield d.name, with_error(score, d.variances[0] if d.variances else None), score


def point_columns(assessment: Assessment) -> list[PointColumn]:
    """What the points of answers add up to: the fit."""
    best, _ = both_sides(assessment, STRONGEST)
    told = [c.item for c in best]
    return [point_column("Points of the fit", points_to(assessment, 0), told)]


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """The answers that carry most of the fit, and those that cost most of it."""
    if assessment.fit is None:
        return
    reached = rounded(assessment.fit, 1)
    (carried,) = point_columns(assessment)
    leads = {c.item: c.lead for c in assessment.contributions}
    lost = shared_out(leads, list(leads), reached - 100)
    best, short = both_sides(assessment, STRONGEST)
    top = sum((carried.shown[c.item] for c in best), Decimal(0))
    strengths, gaps = _side_titles(assessment)
    rows = tuple(reason(c, carried.shown) for c in best)
    yield Reasons(
        strengths, rows, f"{top} of the {reached} points reached." if rows else "Nothing."
    )
    rows = tuple(reason(c, lost) for c in short)
    remark = f"{100 - reached} points are missing in all." if rows else "Nothing."
    yield Reasons(gaps, rows, remark)


def _side_titles(assessment: Assessment) -> tuple[str, str]:
    """What the two sides are called: the respondent's own, or somebody's."""
    if assessment.group == "self":
        return "Your strengths", "Your gaps"
    return "Strengths", "Gaps"


def both_sides(assessment: Assessment, most: int) -> tuple[list[Contribution], list[Contribution]]:
    """So many strengths and gaps, none of them both: large gaps first, then what gives most."""
    short = [c for c in weak(assessment) if rounded(c.lead, 1)]
    large = [c for c in short if -2 * c.lead > c.points[0]][:most]
    best = [c for c in strong(assessment) if c not in large][:most]
    left = [c for c in short if c not in best]
    if short and not left:  # points are missing: those that lack most of what they give are gaps
        most_lacking = max(-c.lead / c.points[0] for c in short)
        left = [c for c in short if -c.lead / c.points[0] == most_lacking]
        best = [c for c in best if c not in left]
    return best, left[:most]


def strong(assessment: Assessment) -> list[Contribution]:
    """The answers that give most: those that cost more than they give only where no other does."""
    given = [c for c in assessment.contributions if c.points[0] > 0]
    more = [c for c in given if c.points[0] + c.lead >= 0]
    return sorted(more or given, key=lambda c: -c.points[0])


def weak(assessment: Assessment) -> list[Contribution]:
    """The answers that cost most."""
    return sorted((c for c in assessment.contributions if c.lead < 0), key=lambda c: c.lead)


def short_reasons(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Reasons]:
    """The answers that give most and cost most, in whole points where those tell them apart."""
    if assessment.fit is None:
        return
    strengths, gaps = _side_titles(assessment)
    best, short = both_sides(assessment, most)
    yield few(strengths, [(c, c.points[0]) for c in best], most, assessment, rubric)
    if short or not assessment.verdict.capped_by:
        yield few(gaps, [(c, c.lead) for c in short], most, assessment, rubric)


def short_chart(assessment: Assessment, rubric: Rubric) -> BarChart | None:  # noqa: ARG001
    """Each dimension with its target, the strongest first."""
    if assessment.fit is None:
        return None
    order = sorted(assessment.dimensions, key=lambda d: -((d.scores or (None,))[0] or ZERO))
    return BarChart(tuple(map(_dimension_bar, order)), title="Scores", heads=("you", "needed"))


def _dimension_bar(d: DimensionScore) -> Bar:
    """A dimension in as few decimals as tell on which side of its target it is."""
    score = d.scores[0] if d.scores else None
    variance = d.variances[0] if d.variances else None
    places = 0
    if score is not None and d.target is not None:
        places = apart_from(score, [d.target], 0)
    needed = f"needed {readable(d.target, places)}" if d.target is not None else ""
    if score is None:
        return bar(d.name, None, None, extra=needed, target=d.target)._replace(shown="-")
    return bar(d.name, score, variance, extra=needed, target=d.target, places=places)


def short_meaning(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What the level means, and near an edge what the other one does."""
    verdict = assessment.verdict
    if verdict.outcome is None:
        return []
    said = sentences_in(text_of(texts_for(rubric, verdict.outcome).summary))
    if verdict.strength in CLOSE and verdict.runner_up is not None:
        other = texts_for(rubric, verdict.runner_up)
        first = sentences_in(text_of(other.summary))[:1]
        said[1:1] = [f"{capital_quoted(other.name)} means: {one}" for one in first]
    return said


def short_steps(assessment: Assessment, rubric: Rubric) -> list[Action]:
    """The steps worth most, each with its first move; at the standard what comes then."""
    steps = ranked_steps(assessment, rubric)
    if steps or assessment.verdict.outcome is None:
        return steps
    band = texts_for(rubric, assessment.verdict.outcome)
    return [Action(step) for step in sentences_of(band.first_90_days)]


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
