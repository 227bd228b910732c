"""What each model of scoring demands of a rubric file: which parts it has, and which it must not.

A rubric cannot know how it is scored, for scoring stands on it; these are the facts that its own
rules need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

Model = Literal["contrast", "readiness", "profile"]
STANDARD = "standard"
"""The one outcome where a rubric names none: what every answer is measured against."""


class Demands(NamedTuple):
    """The parts of a rubric that belong to its model."""

    has_outcomes: bool
    """At least two outcomes are told apart, and answers speak for them."""
    has_bands: bool
    """A standard with bands, and a target and steps for each dimension."""
    has_levels: bool
    """Each dimension is a scale by itself, with levels; scales are not weighed against others."""


DEMANDS: Mapping[Model, Demands] = {
    "contrast": Demands(has_outcomes=True, has_bands=False, has_levels=False),
    "profile": Demands(has_outcomes=False, has_bands=False, has_levels=True),
    "readiness": Demands(has_outcomes=False, has_bands=True, has_levels=False),
}
MODEL_NAMES: tuple[Model, ...] = get_args(Model)


def has_poles(outcomes: Sequence[str]) -> bool:
    """Whether items speak for outcomes, rather than for a standard."""
    return tuple(outcomes) != (STANDARD,)
