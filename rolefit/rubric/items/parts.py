"""The pieces that items are made of and read by: options, wordings, ratings."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from pydantic import Field

from rolefit.exact import ZERO
from rolefit.rubric.models import STANDARD
from rolefit.rubric.value import ClaimId, Id, Line, Prose, Share, Value


class Wording(NamedTuple):
    """A sentence that can be an answer, with its place in the item."""

    path: tuple[str | int, ...]
    text: str
    anchor: bool = False
    """It describes a level, which two observers should agree on."""


class Rating(NamedTuple):
    """How far a rating agrees with a statement."""

    side: str | bool | None
    """What the high end speaks for, or whether the statement is reverse-keyed."""
    place: Fraction
    """From 0, the lowest label, to 1."""


Labels = tuple[Line, ...]


class Option(Value):
    """One answer that can be chosen."""

    id: Id
    """What a responses file says for this option."""
    text: Prose
    """The option, as the respondent reads it."""
    label_rater: Prose | None = None
    """The option as somebody else reads it who answers about the person {name}."""
    favors: dict[Id, Share] = Field(default_factory=dict)
    """Contrast rubrics: how much it speaks for each outcome, 0 to 1; an absent outcome counts 0."""
    value: Share | None = None
    """Readiness rubrics: how much of the standard it meets, 0 to 1."""
    source: tuple[ClaimId, ...] = ()
    """Claims this option rests on, beyond those of its item."""

    def evidence(self, outcome: str) -> Fraction:
        """What this option is worth for one outcome."""
        if outcome == STANDARD:
            return self.value if self.value is not None else ZERO
        return self.favors.get(outcome, ZERO)

    def worths(self, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        """What this option is worth for each outcome."""
        worth = self.favors if self.value is None else {STANDARD: self.value, **self.favors}
        return tuple([worth.get(outcome, ZERO) for outcome in outcomes])
