"""The register of claims: what the sources say, in our own words, and where it comes from."""

from typing import Literal

from pydantic import Field

from rolefit.rubric.conditions import ClaimId, Id, Line, Prose, Value

Kind = Literal["contrast", "trait", "condition", "companion", "step", "overlap", "context"]


_SourceStrength = Literal["article", "practitioner", "survey", "research"]


class ClaimSource(Value):
    """What claims come from: an article, a study, a guide."""

    title: Line
    """Its title."""
    author: Line
    """Its author."""
    short: Line | None = None
    """How reports cite it: `Project Oxygen 2018`."""
    year: int | None = Field(default=None, ge=1900, le=2100)
    """The year it appeared."""
    address: Line | None = None
    """Where to find it; only where that was looked up."""
    strength: _SourceStrength = "article"
    """What it rests on: an article, a practitioner, a survey, or published research."""
    note: Prose | None = None
    """What to bear in mind about it."""


class Claim(Value):
    """One claim."""

    source: Id
    """The article it comes from."""
    kind: Kind
    """What it is for: telling apart, describing, a condition, a companion, a step ..."""
    topic: Line
    """What it is about."""
    text: Prose | None = None
    """What the source says, in our own words."""
    poles: dict[Id, Prose] = Field(default_factory=dict)
    """What the source says of each role or style."""
    vs: tuple[ClaimId, ...] = ()
    """Claims that it contradicts or limits."""

    def words(self) -> str:
        """The claim as one text."""
        parts = [f"{pole}: {said}" for pole, said in self.poles.items()]
        return "; ".join([*([self.text] if self.text else []), *parts])


class ClaimRegister(Value):
    """All claims by id, with their sources."""

    sources: dict[Id, ClaimSource]
    """The articles."""
    claims: dict[ClaimId, Claim]
    """The claims."""
