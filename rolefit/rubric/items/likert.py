"""Likert items: an ordered scale of labels, every point labelled."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, Self

from rolefit.errors import Problem, nearest
from rolefit.exact import ONE
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import Unreadable, folded
from rolefit.rubric.items.inputs import Rows, levels_of
from rolefit.rubric.items.parts import Labels, Rating
from rolefit.rubric.items.scaled import Scaled, read_whole
from rolefit.rubric.value import Id

FEWEST, MOST = 4, 7


class Likert(Scaled):
    """An ordered scale of 4 to 7 labels. Value: (x - 1) / (K - 1); reverse-keyed: 1 minus that."""

    type: Literal["likert"]
    """The item type."""
    scale: Id | None = None
    """Name of a scale declared under `scales`."""
    labels: Labels = ()
    """The labels, lowest first, where the item has a scale of its own."""
    reverse: bool = False
    """The high end speaks against what the item measures."""
    shows_evidence = True

    @property
    def step_width(self) -> Fraction:
        return Fraction(1, len(self.labels) - 1)

    def read(self, raw: object) -> Answer:
        if isinstance(raw, str):
            labels = [folded(label) for label in self.labels]
            if folded(raw) not in labels:
                hint = nearest(raw[:80], self.labels)
                raise Unreadable(f"expected 1 to {len(self.labels)} or one of the labels", hint)
            return labels.index(folded(raw)) + 1
        return read_whole(raw, len(self.labels))

    def along(self, answer: Answer) -> Fraction:
        assert isinstance(answer, int)
        v = (answer - 1) * self.step_width
        return ONE - v if self.reverse else v

    def candidates(self) -> tuple[Answer, ...]:
        return tuple(range(1, len(self.labels) + 1))

    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(k), label) for k, label in enumerate(self.labels, start=1))

    def answer_schema(self) -> dict[str, Any]:
        return {"enum": [*range(1, len(self.labels) + 1), *self.labels]}

    @property
    def input_kind(self) -> Rows:
        return Rows(levels_of(self.options()))

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, int)
        return self.labels[answer - 1]

    def position(self, answer: Answer) -> tuple[int, int] | None:
        assert isinstance(answer, int)
        return answer, len(self.labels)

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, int)
        assert isinstance(other, int)
        return abs(one - other)

    def agreement(self, answer: Answer, outcomes: Sequence[str]) -> Rating:
        assert isinstance(answer, int)
        place = Fraction(answer - 1, len(self.labels) - 1)
        if self.toward is None:
            return Rating(self.reverse, place)
        return Rating(self.low_end(outcomes) if self.reverse else self.toward, place)

    def own_labels(self, scales: Mapping[str, Labels]) -> Labels:
        return () if self.labels == scales.get(self.scale or "") else self.labels

    @property
    def compared_range(self) -> tuple[Fraction, Fraction]:
        return ONE, Fraction(len(self.labels))

    def turn_round(self) -> Self:
        return self.model_copy(update={"reverse": not self.reverse})

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        if not FEWEST <= len(self.labels) <= MOST:
            hint = "name one of `scales` (scale: ...) or list them (labels: [...])"
            message = f"a likert item needs {FEWEST} to {MOST} labels, not {len(self.labels)}"
            yield Problem((), message, hint)
        if len({label.casefold() for label in self.labels}) < len(self.labels):
            yield Problem(("labels",), "two labels of the scale are the same")
