"""Where a set of responses stands: scores, gates, and who leads."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import ResponseSet, open_items
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.fit import Fit
from rolefit.scoring.tally import DimensionScores, Tally


class Found(NamedTuple):
    """The numbers that a result is read from."""

    outcomes: tuple[Fraction | None, ...]
    """Score of each outcome, in points; None for one without enough answers that cannot lead."""
    dimensions: DimensionScores
    """Scores of each scoreable dimension, one for each outcome, in points."""
    fit: Fit | None
    """How far targets are met, where the model has targets."""


class Evaluation(NamedTuple):
    """Scores, gates and who leads: what every question about partial responses starts from."""

    rubric: Rubric
    responses: ResponseSet
    tallied: Tally
    outlook: Outlook
    gates: tuple[GateResult, ...]
    found: Found | None
    """None where too much weight is lost."""
    leaders: tuple[str, ...]
    """Eligible outcomes with the top score, or the band."""

    @property
    def scores(self) -> tuple[Fraction | None, ...] | None:
        """Score of each outcome; None where too much weight is lost, of all or of one."""
        return None if self.found is None else self.found.outcomes

    @property
    def fit(self) -> Fit | None:
        """How far targets are met; None without targets, and where too much weight is lost."""
        return None if self.found is None else self.found.fit


def nothing_open(evaluation: Evaluation) -> bool:
    """Whether no answer is outstanding."""
    return next(open_items(evaluation.rubric, evaluation.responses), None) is None
