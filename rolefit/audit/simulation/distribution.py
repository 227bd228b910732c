"""The distribution of results over all combinations of answers, as if each were equally likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

from rolefit.audit.base import ProgressCallback
from rolefit.audit.simulation.census import Census, ends, line_of
from rolefit.audit.simulation.expected import Expected, expected_scores
from rolefit.audit.simulation.frames import Frame, along, frame_of, routes
from rolefit.audit.simulation.line_census import line_census
from rolefit.audit.simulation.sampling import Sampler, looked_at
from rolefit.audit.simulation.vector_census import vector_census
from rolefit.exact import ZERO
from rolefit.rubric.model import Rubric

MOST_ROUTES = 256
"""Ways through the branches up to which combinations are counted."""

K = TypeVar("K")
_NOBODY = Census(Counter(), Counter(), Counter())
"""The census of nobody."""


class Bin(NamedTuple):
    """One bin of a histogram; its lower end belongs to it, its upper end to the next one."""

    low: Fraction
    high: Fraction
    share: Fraction


class _Influence(NamedTuple):
    """How often an item decides."""

    item: str
    share: Fraction
    """Share of the combinations in which another answer to it alone changes who leads, or the
    band."""
    error: Fraction
    """95 % half-width of the share where it was sampled, else 0."""


class Distribution(NamedTuple):
    """Results over all combinations of answers, each answer to an item equally likely.

    Every item that applies is answered: branches are followed, nothing is N/A or left open. Gates
    are left out of it; these are the scores alone, and the least scores that bands need. An
    amount counts at the ends of its range and where its worth is given or a branch changes, not in
    between.
    """

    exact: bool
    """Whether every combination was counted; otherwise `draws` random ones were."""
    combinations: int
    """Number of combinations of answers to the items that score or steer branches."""
    draws: int
    """Random combinations behind the shares that are not exact, else 0."""
    error: Fraction
    """95 % half-width of a share where it was sampled, else 0."""
    histogram: tuple[Bin, ...]
    """Of the margin between two outcomes (first minus second, -100 to 100), of the lead over the
    second best of three or more, or of the fit (0 to 100)."""
    leading: dict[str, Fraction]
    """Share in which each outcome leads alone, or each band is reached."""
    tied: Fraction
    """Share in which two outcomes or more lead together."""
    expected: Expected
    """Expected score of each outcome, or the expected fit."""
    influence: tuple[_Influence, ...]
    """Of each item that scores or steers, in the order of the rubric."""


def distribution(rubric: Rubric, *, seed: int, progress: ProgressCallback) -> Distribution:
    """Count every combination of answers; where they are too many to count, sample them.

    How often an item decides that steers branches, or where bands need least scores, is told from
    single combinations: from all of them where they are few, otherwise from random ones. The seed
    is where random ones start.
    """
    sampler = Sampler(rubric)
    steers = [item.id for item in sampler.steers]
    census = exact_census(rubric, progress)
    looked = _NOBODY
    needs = any(band.needs or band.needs_each for band in rubric.bands)
    if census is None or steers or needs:
        wanted = list(sampler.answers) if census is None or needs else steers
        looked = looked_at(sampler, seed, items=wanted, progress=progress)
    main = looked if census is None else census
    leading, tied = _shares_of(rubric, main)
    return Distribution(
        exact=census is not None or not sampler.error,
        combinations=sampler.number,
        draws=sampler.looks if looked is not _NOBODY and sampler.error else 0,
        error=sampler.error if census is None else ZERO,
        histogram=histogram(rubric, main),
        leading=leading,
        tied=tied,
        expected=expected_scores(sampler, seed),
        influence=tuple(_influences(sampler, main, looked)),
    )


def exact_census(rubric: Rubric, progress: ProgressCallback) -> Census | None:
    """The exact census over every way through the branches; None where it would take too long."""
    scored = [item for item in rubric.items if item.scores]
    found = routes(rubric, scored)
    if found is None or len(found) > MOST_ROUTES:
        return None
    census = _NOBODY
    for n, route in enumerate(found):
        progress("combinations of answers", n, len(found))
        frame = frame_of(rubric, route.shown)
        part = _counted_along(rubric, along(frame, route), len(found))
        if part is None:
            return None
        census = Census(
            both(census.bins, part.bins, route.ways),
            both(census.tops, part.tops, route.ways),
            both(census.pivotal, part.pivotal, route.ways),
        )
    progress("combinations of answers", len(found), len(found))
    return census


def _counted_along(rubric: Rubric, frame: Frame, ways: int) -> Census | None:
    """The exact census along one of so many ways; None where it would take too long."""
    line = line_of(rubric, frame)
    if len(rubric.outcome_ids) > 2:
        return vector_census(frame, line, ways)
    return line_census(frame, line, ways)


def both(first: Counter[K], second: Counter[K], ways: int) -> Counter[K]:
    """Two counts together, the second one as often as there are ways to it."""
    return first + Counter({key: count * ways for key, count in second.items()})


def histogram(rubric: Rubric, census: Census) -> tuple[Bin, ...]:
    """The bins with their shares."""
    whole = sum(census.bins.values())
    return tuple(
        Bin(low, high, Fraction(census.bins[k], whole))
        for k, (low, high) in enumerate(pairwise(ends(rubric)))
    )


def _shares_of(rubric: Rubric, census: Census) -> tuple[dict[str, Fraction], Fraction]:
    """Share in which each outcome or band leads alone, and in which several do."""
    whole = sum(census.tops.values())
    names = rubric.outcome_ids
    if rubric.demands.has_bands:
        names = tuple(band.id for band in rubric.bands)
    alone = {name: Fraction(census.tops[k,], whole) for k, name in enumerate(names)}
    return alone, 1 - sum(alone.values(), ZERO)


def _influences(sampler: Sampler, census: Census, looked: Census) -> Iterator[_Influence]:
    """The influence of each item that scores or steers."""
    counted_in = sum(census.tops.values())
    for name in sampler.answers:
        if name in looked.pivotal:
            share = Fraction(looked.pivotal[name], sampler.looks)
            yield _Influence(name, share, sampler.error)
        else:
            yield _Influence(name, Fraction(census.pivotal[name], counted_in), ZERO)
