"""What differs in a report by the model of its rubric: a module for each, beside this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from rolefit.reports.blocks import Action, BarChart, Block, Reasons
from rolefit.reports.pages.score.sentences import PointColumn
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment, FlipSet, Worst


class Words(NamedTuple):
    """Parts of sentences."""

    measure: str
    """What an answer moves."""
    changes: str
    """What changes when the result does."""
    no_result: str
    no_result_then: str
    named: str
    """How a result stands within a sentence: with quotes where it is a level."""
    points_add_up: bool
    """Whether the points of several changed answers add up."""


class ModelPage(Protocol):
    """What a report leads with, and how it says what would change it."""

    @property
    def WORDS(self) -> Words:  # noqa: N802
        """Parts of sentences."""

    def result(self, assessment: Assessment, rubric: Rubric) -> str:
        """What the numbers recommend, as part of a sentence."""

    def figures(self, assessment: Assessment, rubric: Rubric) -> str:
        """The numbers behind the headline, as a sentence."""

    def meaning_blocks(self, assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
        """What the result means, beyond what the author says of it."""

    def score_blocks(self, assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
        """The scores as bars."""

    def score_cells(self, assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
        """Name, figure with its error, and number of each score."""

    def point_columns(self, assessment: Assessment) -> list[PointColumn]:
        """What the points of answers add up to."""

    def reason_blocks(self, assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
        """The strongest answers on either side, with exact contributions."""

    def distance(self, assessment: Assessment, rubric: Rubric) -> str:
        """How far the result is from another one, and how far would count, as sentences."""

    def short_meaning(self, assessment: Assessment, rubric: Rubric) -> list[str]:
        """What the result means, sentence by sentence, the most telling first."""

    def short_chart(self, assessment: Assessment, rubric: Rubric) -> BarChart | None:
        """The scores in few figures."""

    def short_reasons(self, assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Reasons]:
        """So many of the strongest answers on either side."""

    def short_steps(self, assessment: Assessment, rubric: Rubric) -> list[Action]:
        """What to do next, the most valuable first."""

    def plan_blocks(self, assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
        """The way to a better result."""

    def becomes(self, flip: FlipSet, assessment: Assessment, rubric: Rubric) -> str:
        """What a flip set does, to follow `would`."""

    def would_be(self, names: Sequence[str]) -> str:
        """What the result would be, with its names."""

    def takes_over(self, rival: str) -> str:
        """What happens where another result takes over."""

    def worst_text(self, said: str, worst: Worst, assessment: Assessment, rubric: Rubric) -> str:
        """What would come out if every open answer spoke against the result."""
