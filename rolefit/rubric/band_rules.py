"""The rules about the levels of a rubric and their cut scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from rolefit.errors import Problem
from rolefit.rubric.items.base import unknown

if TYPE_CHECKING:
    from rolefit.rubric.fields import RubricFields


def band_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Bands cover 0 to 100 once: no hole, no overlap, rising, each with a name of its own."""
    for name, count in Counter(band.id for band in rubric.bands).items():
        if count > 1:
            yield Problem(("bands",), f"band `{name}` is listed twice", code="duplicate-id")
    for k in range(len(rubric.bands)):
        yield from _need_problems(rubric, k)
    yield from _cut_problems(rubric) if rubric.has_cuts else _stair_problems(rubric)


def _stair_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Without cut scores each level above the first asks for least scores."""
    for k, band in enumerate(rubric.bands[1:], start=1):
        if not band.needs and band.needs_each is None:
            message = f"band `{band.id}` asks for nothing"
            yield Problem(("bands", k), message, "add from and to, or needs")


def _cut_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Cut scores cover 0 to 100 once, and rise."""
    unstated = tuple(_unstated_cuts(rubric))
    if unstated:
        yield from unstated
        return
    yield from _seam_problems(rubric)
    for k, band in enumerate(rubric.bands):
        if band.from_ >= band.to:
            yield Problem(("bands", k, "to"), f"band `{band.id}` is empty: from must be below to")
    if rubric.bands[0].from_ != 0:
        yield Problem(("bands", 0, "from"), "the first band must begin at 0")
    if rubric.bands[-1].to != 100:
        yield Problem(("bands", len(rubric.bands) - 1, "to"), "the last band must end at 100")


def _unstated_cuts(rubric: RubricFields) -> Iterator[Problem]:
    """Where one band has cut scores, all have."""
    for k, band in enumerate(rubric.bands):
        for name, field in (("from", "from_"), ("to", "to")):
            if field not in band.model_fields_set:
                message = f"`{name}` is missing: other bands have cut scores"
                yield Problem(("bands", k), message, f"add {name}: 50")


def _seam_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Each band begins where the one before it ends."""
    for k, (lower, upper) in enumerate(pairwise(rubric.bands), start=1):
        if upper.from_ < lower.to:
            yield Problem(("bands", k, "from"), f"bands `{lower.id}` and `{upper.id}` overlap")
        if upper.from_ > lower.to:
            message = f"no band covers the fit between `{lower.id}` and `{upper.id}`"
            yield Problem(("bands", k, "from"), message, "begin where the last one ends")


def _need_problems(rubric: RubricFields, k: int) -> Iterator[Problem]:
    """Least scores of a band name dimensions that exist."""
    for name in rubric.bands[k].needs:
        if name not in rubric.dimensions:
            known = tuple(rubric.dimensions)
            yield unknown(("bands", k, "needs", name), name, kind="dimension", known=known)
