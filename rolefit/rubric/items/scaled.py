"""Items whose answers lie on one line between two poles."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Self

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import ItemBase, unknown
from rolefit.rubric.models import has_poles
from rolefit.rubric.value import Id


class Scaled(ItemBase):
    """An item whose answers lie on one line: toward a pole and away from its opposite."""

    toward: Id | None = None
    """Contrast rubrics: the outcome that the high end of the scale speaks for."""
    opposite: Id | None = None
    """Contrast rubrics: the outcome that the low end speaks for; the other one of two."""

    @abstractmethod
    def along(self, answer: Answer) -> Fraction:
        """Where an answer lies between the low end (0) and the high end (1)."""

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        v = self.along(answer)
        if self.toward is None:
            return tuple(v for _ in outcomes)
        worth = {self.toward: v, self.low_end(outcomes): ONE - v}
        return tuple(worth.get(outcome, ZERO) for outcome in outcomes)

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """The neighbouring answers of the scale, each with the whole chance."""
        places = self.candidates()
        at = places.index(answer)
        yield from ((places[k], ONE) for k in (at - 1, at + 1) if 0 <= k < len(places))

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from _pole_problems(self, outcomes)

    @property
    def high_end(self) -> str | None:
        return self.toward

    def low_end(self, outcomes: Sequence[str]) -> str | None:
        """The outcome that the low end of the scale speaks for."""
        return self.opposite or _other_of_two(self.toward or "", outcomes)

    def mirror(self, outcomes: Sequence[str]) -> Self:
        if not has_poles(outcomes):
            return self.turn_round()
        swapped = {"toward": self.low_end(outcomes), "opposite": self.toward}
        return self.model_copy(update=swapped)

    @abstractmethod
    def turn_round(self) -> Self:
        """The item of a readiness rubric in which what was worth v is worth 1 - v."""

    def agreeing(self) -> Answer:
        return self.places()[-1]

    def denying(self) -> Answer:
        return self.places()[0]


def _other_of_two(pole: str, outcomes: Sequence[str]) -> str | None:
    """The opposite of a pole where there are just two."""
    others = [outcome for outcome in outcomes if outcome != pole]
    return others[0] if len(others) == 1 else None


def _pole_problems(item: Scaled, outcomes: Sequence[str]) -> Iterator[Problem]:
    """A scored scale of a contrast rubric names its poles; one of a readiness rubric has none."""
    if not has_poles(outcomes):
        if item.toward or item.opposite:
            yield Problem(("toward",), "only a contrast rubric has poles", "drop it")
        return
    if not item.scores:
        return
    if item.toward is None:
        hint = f"add toward: {' or '.join(outcomes)}"
        yield Problem((), "a scored item must say which outcome its high end speaks for", hint)
    for name, pole in (("toward", item.toward), ("opposite", item.opposite)):
        if pole is not None and pole not in outcomes:
            yield unknown((name,), pole, kind="outcome", known=outcomes)
    if item.toward is not None and item.toward == item.opposite:
        yield Problem(("opposite",), "an outcome cannot be its own opposite")
    if item.opposite is None and len(outcomes) > 2:
        yield Problem((), "with more than two outcomes a scale must name its opposite", "add it")
