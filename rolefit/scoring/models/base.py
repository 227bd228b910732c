"""What a model of scoring is: everything that differs between the kinds of rubrics.

Each module beside this one is such a model: its functions are the protocol. Whatever asks for the
result of a rubric asks through `model_of`, and knows no model by its name.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, Protocol

from rolefit.rubric.model import Label, Rubric, Status
from rolefit.scoring.assessment import (
    Basis,
    Direction,
    GateResult,
    QualityFlag,
    Sensitivity,
    Verdict,
    Worst,
)
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.crossings import WayOver
from rolefit.scoring.moves import Challenge, Pick, Picks
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Fit,
    OutcomeMeasure,
    Tally,
    Values,
)
from rolefit.scoring.verdict import Evaluation, Found

Worth = Callable[[DimensionTally, AnsweredItem], tuple[Values, Fraction]]
"""What an answer gives: its points for each outcome, or of the fit; and its part of the lead."""


class Lead(NamedTuple):
    """What the result is ahead of one rival in each scoreable dimension, on a common scale.

    The weighted mean of `parts` is above 0 while the result holds.
    """

    rival: str
    parts: tuple[Fraction, ...]
    holds_level: bool = False
    """Whether the result holds at 0 too: a cut score belongs to the band above it, and outcomes
    that are level whatever the weights stay so."""
    tied: bool = False
    """Whether the rival is part of the result: then it holds only while the two are level."""


class HeadScore(NamedTuple):
    """A score that a report leads with, and that is followed over time."""

    kind: Literal["fit", "outcome"]
    id: str
    name: str
    outcome: str | None
    """The outcome whose points are meant, where there are outcomes."""


class ResultNames(NamedTuple):
    """What a verdict comes to, without how strong it is."""

    kind: Literal["outcome", "band", "levels", "close", "not_yet", "not_enough_answers"]
    """`close` is a tie or too close to call: a result of its own, whoever is a little ahead."""
    names: tuple[str, ...]
    """The outcome, the band, or the outcomes that cannot be told apart."""


class ScoringModel(Protocol):
    """What a rubric's result is, how strong it is, and what would change it."""

    # --- the result ---------------------------------------------------------------------------

    def enough(self, tallied: Tally, seen: Outlook, gates: Sequence[GateResult]) -> bool:
        """Whether enough was answered for a result."""

    def fit(self, rubric: Rubric, scores: DimensionScores) -> Fit | None:
        """How far targets are met; None for a model without targets."""

    def leaders(
        self, rubric: Rubric, gates: tuple[GateResult, ...], found: Found
    ) -> tuple[str, ...]:
        """The result by its names: the eligible outcomes with the top score, or the band."""

    def verdict(
        self,
        evaluation: Evaluation,
        flags: tuple[QualityFlag, ...],
        sensitive: Sensitivity | None,
    ) -> Verdict:
        """The verdict where there are scores and not every outcome is excluded."""

    def result_settled(self, evaluation: Evaluation) -> bool:
        """Whether every completion has the result of now; gates as they stand."""

    def result_names(self, verdict: Verdict, rubric: Rubric) -> ResultNames:
        """What a verdict that recommends something comes to."""

    def by_scores(self, evaluation: Evaluation) -> str | None:
        """The one result by the scores alone; None where there is none."""

    # --- how far it is from another one -------------------------------------------------------

    def lead_in(self, then: Evaluation, now: Evaluation) -> Fraction:
        """Points by which the result of `now` holds its ground in `then`: its lead, or the fit."""

    def worst(self, evaluation: Evaluation) -> Worst | None:
        """The result if every open answer spoke against it; None without a rival."""

    def leads(self, evaluation: Evaluation) -> Iterator[Lead]:
        """The lead over each result that could take over."""

    # --- single answers -----------------------------------------------------------------------

    def worth(self, evaluation: Evaluation, verdict: Verdict) -> Worth:
        """What answers give to the result."""

    def speaking(self, evaluation: Evaluation, verdict: Verdict) -> OutcomeMeasure:
        """What an answer says for the result, beside the next one."""

    def shift(
        self,
        evaluation: Evaluation,
        d: DimensionTally,
        entry: AnsweredItem,
        change: Values,
        measure: OutcomeMeasure,
    ) -> Fraction:
        """How far the result moves when the score of a dimension moves by some points."""

    def deciding(self, evaluation: Evaluation) -> OutcomeMeasure:
        """What an open answer says about the two results between which it is decided."""

    def room(self, evaluation: Evaluation, dimension: str) -> Fraction | None:
        """Points by which a dimension can still move the result; None where every point counts."""

    # --- what would change it -----------------------------------------------------------------

    def directions(self, evaluation: Evaluation) -> tuple[Direction, ...]:
        """Where a result could go."""

    def challenges(
        self, evaluation: Evaluation, direction: Direction, picks: Picks
    ) -> Iterator[Challenge]:
        """Each way in which the result could be overtaken."""

    def ways_over(self, evaluation: Evaluation, direction: Direction) -> Iterator[WayOver]:
        """What any set of other answers has to move, one way or another, to change the result."""

    def points_of(self, evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:
        """Points by which one changed answer cuts the lead over a rival, or moves the fit."""

    def next_band(self, evaluation: Evaluation) -> str | None:
        """The band to be reached next; None at the top, and without an order of results."""

    # --- several assessments ------------------------------------------------------------------

    def head_scores(self, rubric: Rubric) -> tuple[HeadScore, ...]:
        """The scores that a report leads with."""

    def ranked_by(self, rubric: Rubric) -> tuple[tuple[str, ...], ...]:
        """What entrants are ranked by: () the fit, (a,) an outcome, (a, b) the lead of a over b."""

    def differ_on(self, rubric: Rubric, names: Sequence[str]) -> tuple[str, ...]:
        """The scale on which two results with these names differ: the fit, or two outcomes."""


def weight_left(tallied: Tally) -> bool:
    """Whether no more of the dimension weight is lost than a rubric allows."""
    return bool(tallied.scoreable) and tallied.lost <= tallied.rubric.settings.max_lost_weight


def no_verdict(
    label: Label,
    status: Status,
    basis: Basis,
    *,
    leader_settled: bool,
    named_by: str | None = None,
) -> Verdict:
    """A verdict without a winner, and so without a margin."""
    return Verdict.model_construct(
        label=label,
        strength=label,
        status=status,
        leader_settled=leader_settled,
        outcome=None,
        tied=(),
        runner_up=None,
        margin=None,
        variance=None,
        t=None,
        about=None,
        height=None,
        named_by=named_by,
        conditions=(),
        needs_open=(),
        needs_unmet=(),
        capped_by=(),
        basis=basis,
    )
