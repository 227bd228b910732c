"""A rubric: what is asked, how answers count, and what is said about the result."""

from typing import Self

from pydantic import model_validator

from rolefit.errors import Invalid
from rolefit.rubric.fields import RubricFields, centroid
from rolefit.rubric.parts import (
    Case,
    ConsistencyPair,
    Dimension,
    EvidenceStatus,
    Expect,
    Flag,
    Gate,
    GateState,
    Hash,
    Height,
    Label,
    OnFail,
    Settings,
    Source,
    Status,
)
from rolefit.rubric.rules import rubric_problems
from rolefit.rubric.texts import TextBlock

__all__ = [
    "Case",
    "ConsistencyPair",
    "Dimension",
    "EvidenceStatus",
    "Expect",
    "Flag",
    "Gate",
    "GateState",
    "Hash",
    "Height",
    "Label",
    "OnFail",
    "Rubric",
    "Settings",
    "Source",
    "Status",
    "centroid",
    "texts_for",
]


class Rubric(RubricFields):
    """A rubric that breaks none of the rules across its fields."""

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Hold the rubric against the rules that reach across its fields."""
        problems = tuple(rubric_problems(self))
        if problems:
            raise Invalid(problems)
        return self


def texts_for(rubric: Rubric, name: str) -> TextBlock:
    """What the rubric says about an outcome, a band, or a level as `scale:level`.

    Raises KeyError where there is none.
    """
    if rubric.demands.has_outcomes:
        return rubric.outcomes[name]
    scale, _, level = name.rpartition(":")
    levels = rubric.dimensions[scale].levels if scale else rubric.bands
    for one in levels:
        if one.id == level:
            return one
    raise KeyError(name)
