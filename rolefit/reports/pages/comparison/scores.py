"""The scores of sheets side by side, as bars, and the dimensions in which they differ most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import plain
from rolefit.reports.blocks import BarChart, Block, Paragraph, Table
from rolefit.reports.pages.comparison.words import dimension_title, measured_words, number_text
from rolefit.reports.pages.score.numbers import bar
from rolefit.reports.pages.score.sentences import capital, figure, join_words, percent
from rolefit.rubric.model import Rubric
from rolefit.studies.comparison import Comparison, Spread
from rolefit.studies.reliable_change import Measure

_MOST_BARS = 5
"""Blocks of bars about dimensions (or a few more), unless everything is shown."""
_BESIDE = 3
"""As many sheets have a column of their own."""


def bar_blocks(
    found: Comparison, rubric: Rubric, names: Sequence[str], *, full: bool
) -> Iterator[Block]:
    """A block of bars for each measure: all together first, then the dimensions that differ most.

    Where each point for one of two poles is taken from the other, the first pole is drawn alone.
    """
    outcomes = dict.fromkeys(m.outcome for m in found.measures if m.kind == "dimension")
    places = list(dict.fromkeys(one.dimension for one in found.spreads))
    shown = places if full else places[: -(-_MOST_BARS // len(outcomes))]
    rows = [(k, m) for k, m in enumerate(found.measures) if m.kind != "dimension"]
    rows = [(k, m) for k, m in rows if m.outcome in outcomes]
    for place in shown:
        rows += [
            (k, m) for k, m in enumerate(found.measures) if (m.kind, m.id) == ("dimension", place)
        ]
    drawn = [_bars_of(k, m, found, names=names, rubric=rubric) for k, m in rows]
    kept = [one for one in drawn if any(row.score is not None for row in one.rows)]
    yield from kept
    if kept:
        yield Paragraph(_bar_remark(found, outcomes, left=len(places) - len(shown)), "quiet")


def _bars_of(
    k: int, measure: Measure, found: Comparison, *, names: Sequence[str], rubric: Rubric
) -> BarChart:
    """One measure, a row for each entrant."""
    wanted = rubric.dimensions[measure.id].target if measure.kind == "dimension" else None
    several = len({m.outcome for m in found.measures if m.kind == "dimension"}) > 1
    measured = (measure.outcome,) if several and measure.outcome else ()
    title = capital(measure.name)
    if measure.kind == "dimension":
        title = dimension_title(measure.name, measured, rubric)
    if wanted is not None:
        title += f" (target {plain(wanted)})"
    scores = [entry.scores[k] for entry in found.entries]
    return BarChart(
        tuple(
            bar(name, one.score, one.variance, target=wanted)
            for name, one in zip(names, scores, strict=True)
        ),
        title,
        rubric.cuts if measure.kind == "fit" else (),
        points=True,
    )


def _bar_remark(found: Comparison, outcomes: dict[str | None, None], *, left: int) -> str:
    """What the bars are."""
    said = ["± is one standard error, drawn to both sides of the score."]
    poles = [m.name for m in found.measures if m.kind == "outcome"]
    if len(poles) == 2 and len(outcomes) == 1:
        said.append(f"The bars tell the points for {poles[0]}; {poles[1]} has the rest to 100.")
    if left > 0:
        more = "1 more dimension" if left == 1 else f"{left} more dimensions"
        said.append(f"{more}: --full shows all.")
    return " ".join(said)


def spread_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """Every dimension with its scores, how far they lie apart, and what that is worth."""
    if not any(one.spread for one in found.spreads):
        return
    few = len(names) <= _BESIDE
    rows = tuple(
        (
            dimension_title(one.name, one.measured, rubric),
            *(_every_score(one) if few else ends(one, names)),
            "" if one.spread is None else figure(one.spread),
            percent(one.weight),
            "" if one.worth is None else figure(one.worth),
            {True: "yes", False: "no", None: ""}[one.reliable],
        )
        for one in found.spreads
    )
    between = names if few else ("Lowest", "Highest")
    columns = ("Dimension", *between, "Apart", "Weight", "Worth", "Told apart")
    numeric = (False, *(few for _ in between), True, True, True, True)
    yield Table("", columns, numeric, rows)
    yield Paragraph(_spread_remark(found, rubric), "quiet")


def _every_score(one: Spread) -> Iterator[str]:
    """The score of each entrant."""
    for score in one.scores:
        yield "none" if score.score is None else number_text(score.score, one.measured)


def ends(one: Spread, names: Sequence[str]) -> Iterator[str]:
    """The lowest and the highest score, and whose they are."""
    given = [score.score for score in one.scores if score.score is not None]
    for end in (min(given, default=None), max(given, default=None)):
        yield _end_text(one, end, names)


def _end_text(one: Spread, end: Fraction | None, names: Sequence[str]) -> str:
    """One end of a dimension."""
    if end is None:
        return "none"
    who = [name for name, score in zip(names, one.scores, strict=True) if score.score == end]
    return f"{number_text(end, one.measured)} {join_words(who)}"


def _spread_remark(found: Comparison, rubric: Rubric) -> str:
    """What the columns are."""
    measured = found.rankings[0].measured if len(found.rankings) == 1 else ("",)
    match measured:
        case ():
            points = "Points of each dimension."
            counts = " What lies above a target counts for nothing."
        case (_, _):
            points = f"Points of {measured_words(measured, rubric)} in each dimension."
            counts = ""
        case _:
            points = "Points of each outcome in each dimension."
            counts = ""
    return (
        f"{points} Apart: highest minus lowest. Worth: what that comes to in the result, given the "
        f"weight.{counts} Told apart: whether highest and lowest are further apart than answering "
        "again would move them."
    )
