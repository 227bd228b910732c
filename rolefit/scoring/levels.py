"""Levels of a readiness rubric: cut scores on the fit, and least scores of single dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Outlook, dimension_range, fit_range, score_means
from rolefit.scoring.fit import fit_of
from rolefit.scoring.tally import value_of


class _Requirement(NamedTuple):
    """What a band asks for."""

    band: int
    dimension: str | None
    """The dimension whose score is meant; None for the fit."""
    wanted: Fraction
    """Least score, in points; closed on the left."""


class Scores(NamedTuple):
    """The scores that levels are read from."""

    fit: Fraction
    dimensions: Mapping[str, Fraction]
    """Scores of the dimensions that have one, in points."""

    def of(self, dimension: str | None) -> Fraction | None:
        """The fit, or the score of a dimension; None where too little was answered."""
        return self.fit if dimension is None else self.dimensions.get(dimension)

    def meets(self, one: _Requirement) -> bool:
        """Whether a requirement is met; without a score it is not."""
        score = self.of(one.dimension)
        return score is not None and score >= one.wanted


def requirements(rubric: Rubric) -> tuple[tuple[_Requirement, ...], ...]:
    """What each band asks for, in their order; conjunctive (Haladyna & Hess 1999)."""
    known = rubric.memo.get(("requirements",))
    if known is None:
        known = tuple(tuple(_requirements_of(rubric, k)) for k in range(len(rubric.bands)))
        rubric.memo["requirements",] = known
    found: tuple[tuple[_Requirement, ...], ...] = known
    return found


def _requirements_of(rubric: Rubric, k: int) -> Iterator[_Requirement]:
    """What one band asks for: nothing of the lowest."""
    band = rubric.bands[k]
    if k == 0:
        return
    if rubric.has_cuts:
        yield _Requirement(k, None, band.from_)
    for name in rubric.dimensions:
        least = band.needs.get(name, band.needs_each)
        if least is not None:
            yield _Requirement(k, name, least)


def level_of(rubric: Rubric, scores: Scores, ceiling: int) -> int:
    """Number of the highest band that is met together with every band below it."""
    reached = 0
    for k, wanted in enumerate(requirements(rubric)[: ceiling + 1]):
        if not all(scores.meets(one) for one in wanted):
            break
        reached = k
    return reached


def level_by_fit(rubric: Rubric, fit: Fraction) -> int:
    """Number of the band that the fit alone would reach; cut scores are closed on the left."""
    return max(k for k, band in enumerate(rubric.bands) if fit >= band.from_)


class Edge(NamedTuple):
    """How far a level is from another one."""

    other: int
    """Number of the band on the other side."""
    about: str | None
    """The dimension whose score decides; None for the fit."""
    distance: Fraction
    """Points to the requirement that decides."""


def edges_up(rubric: Rubric, scores: Scores, here: int, ceiling: int) -> tuple[Edge, ...]:
    """What is missing to the next band: all of it would have to come."""
    if here >= ceiling:
        return ()
    return tuple(
        Edge(here + 1, one.dimension, one.wanted - score)
        for one in requirements(rubric)[here + 1]
        if (score := scores.of(one.dimension)) is not None and score < one.wanted
    )


def edges_down(rubric: Rubric, scores: Scores, here: int) -> tuple[Edge, ...]:
    """What keeps the level: any one of it could go."""
    return tuple(
        Edge(one.band - 1, one.dimension, score - one.wanted)
        for wanted in requirements(rubric)[1 : here + 1]
        for one in wanted
        if (score := scores.of(one.dimension)) is not None
    )


def level_range(seen: Outlook, rubric: Rubric, ceiling: int) -> tuple[int, int]:
    """Lowest and highest level over every completion, as far as scores decide it."""
    low, high = [], []
    for s in seen.splits:
        reach = score_means(s, rubric, value_of(0))
        lows = {name: one.low for name, one in reach.items()}
        highs = {name: one.high for name, one in reach.items()}
        low.append(level_of(rubric, Scores(fit_of(lows, rubric), lows), ceiling))
        high.append(level_of(rubric, Scores(fit_of(highs, rubric), highs), ceiling))
    return min(low), max(high)


def open_needs(seen: Outlook, rubric: Rubric, here: int, ceiling: int) -> tuple[str, ...]:
    """Dimensions whose least score, for this level or the next, hangs on open answers."""
    asked = requirements(rubric)[1 : min(here + 1, ceiling) + 1]
    names: dict[str, None] = {}
    for one in (one for wanted in asked for one in wanted if one.dimension is not None):
        assert one.dimension is not None
        reach = dimension_range(seen, one.dimension, value_of(0))
        within_fit = (
            one.band <= here or fit_range(seen, rubric).high >= rubric.bands[one.band].from_
        )
        if reach.low < one.wanted <= reach.high and within_fit:
            names[one.dimension] = None
    return tuple(names)


# --- gates that cap ----------------------------------------------------------------------------


def ceiling_of(rubric: Rubric, gates: Sequence[GateResult]) -> int:
    """Number of the highest band that the failed gates leave."""
    caps = [g.cap for g in gates if g.state == "fail" and g.cap is not None]
    return min(map(rubric.band_number, caps), default=len(rubric.bands) - 1)


def gates_capping(
    rubric: Rubric, gates: Sequence[GateResult], level: int, state: str
) -> tuple[str, ...]:
    """The gates of that state whose cap lies below a level."""
    return tuple(
        g.id
        for g in gates
        if g.cap is not None and g.state == state and rubric.band_number(g.cap) < level
    )
