"""The rules about parts that one model of scoring has and another has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rolefit.errors import Problem

if TYPE_CHECKING:
    from rolefit.rubric.fields import RubricFields

Path = tuple[str | int, ...]


def model_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Each model has parts that the others must not have."""
    if rubric.demands.has_outcomes:
        if len(rubric.outcomes) < 2:
            yield Problem(("outcomes",), "a contrast rubric tells at least two outcomes apart")
        yield from _parts_too_many(rubric, ("bands", "standard"), "model: readiness?")
    elif rubric.demands.has_bands:
        yield from _standard_problems(rubric)
    else:
        yield from _parts_too_many(rubric, ("outcomes", "standard", "bands"), "drop it")


def _parts_too_many(rubric: RubricFields, names: Sequence[str], hint: str) -> Iterator[Problem]:
    """Parts that belong to other models."""
    for name in names:
        if getattr(rubric, name):
            yield Problem((name,), f"a {rubric.model} rubric has no {name}", hint)


def _standard_problems(rubric: RubricFields) -> Iterator[Problem]:
    """A rubric with a standard has bands for it, and no outcomes."""
    if rubric.outcomes:
        message = "a readiness rubric has one standard and no outcomes"
        yield Problem(("outcomes",), message, "model: contrast?")
    if rubric.standard is None:
        yield Problem((), "a readiness rubric needs a standard", "add standard: {name, summary}")
    if len(rubric.bands) < 2:
        yield Problem(("bands",), "a readiness rubric needs at least two bands")


def target_problems(rubric: RubricFields, name: str) -> Iterator[Problem]:
    """Targets belong to readiness rubrics, one for each dimension; one at least is above 0."""
    dimension = rubric.dimensions[name]
    at: Path = ("dimensions", name)
    if not rubric.demands.has_bands:
        for part, given in (("target", dimension.target), ("steps", dimension.steps)):
            if given:
                yield Problem(
                    (*at, part), f"a {rubric.model} rubric has no {part}", "model: readiness?"
                )
    elif dimension.target is None:
        yield Problem(at, f"dimension `{name}` needs a target", "add target: 70")
    elif name == next(iter(rubric.dimensions)) and _asks_for_nothing(rubric):
        yield Problem((*at, "target"), "nothing is asked for: every target is 0", "like target: 70")


def _asks_for_nothing(rubric: RubricFields) -> bool:
    """Whether every target is 0."""
    return not any(one.target is None or one.target for one in rubric.dimensions.values())


def level_problems(rubric: RubricFields, name: str) -> Iterator[Problem]:
    """Levels belong to profiles: two or more for each scale, from 0 to 100 without a hole."""
    levels = rubric.dimensions[name].levels
    at: Path = ("dimensions", name, "levels")
    if not rubric.demands.has_levels:
        if levels:
            yield Problem(at, f"a {rubric.model} rubric has no levels", "model: profile?")
        return
    if len(levels) < 2:
        yield Problem(at[:2], f"dimension `{name}` needs at least two levels", "add levels")
        return
    if len({level.id for level in levels}) < len(levels):
        yield Problem(at, f"a level of `{name}` is listed twice", code="duplicate-id")
    if levels[0].from_ != 0 or levels[-1].to != 100:
        yield Problem(at, f"the levels of `{name}` must go from 0 to 100")
    for k, level in enumerate(levels):
        if level.from_ >= level.to:
            yield Problem((*at, k, "to"), f"level `{level.id}` is empty: from must be below to")
        if k and level.from_ != levels[k - 1].to:
            yield Problem((*at, k, "from"), "a level begins where the one before it ends")
