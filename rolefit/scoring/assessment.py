"""The result of an assessment: every number a report may show, and what would change it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pydantic import Field

from rolefit.exact import ZERO, root
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import (
    EvidenceStatus,
    Flag,
    GateState,
    Height,
    Label,
    OnFail,
    Response,
    State,
    Status,
)
from rolefit.rubric.models import Model
from rolefit.rubric.proof import Proof
from rolefit.scoring.intervals import WeightInterval

# --- What would change a result: flip sets, plans and other weights, as parts of an assessment ----


Direction = Literal["other", "up", "down"]


class Change(Value):
    """One answer that would be another one."""

    item: str
    ask: str
    dimension: str | None
    from_: str | None
    """The answer given, as the report quotes it; None where there is none yet."""
    to: str
    """The other answer, as the report quotes it."""
    set_to: str
    """The other answer as `rolefit whatif --set item=...` takes it."""
    steps: int
    """Scale steps between the two."""
    points: Number
    """Flip sets: points that it moves margin or fit by. Plans: those of the fit that it adds."""


class FlipSet(Value):
    """The fewest answers that would change the recommendation, and of those the fewest scale steps.

    No part of it would do. Source: counterfactual explanation, irreducible (Wachter 2018).
    """

    direction: Direction
    """`other`: another outcome; `up` and `down`: a band above or below."""
    to: tuple[str, ...]
    """The result then: several where they would be level, none where nothing is recommended."""
    changes: tuple[Change, ...]
    steps: int
    """Scale steps in all."""
    needed: Number
    """Points to be made up: the margin, or the distance of the fit from the cut score."""
    changeable_only: bool
    """Uses only what can still be changed; facts are left as they are."""


class GateFlip(Value):
    """A gate that would change the recommendation if its state were another."""

    gate: str
    state: Literal["pass", "fail"]
    """The state it would have to be in."""
    to: tuple[str, ...]
    """What the result would then be; see FlipSet."""


class Plan(Value):
    """The cheapest set of changes that provably reaches a band and passes its gates."""

    band: str
    """The band that it reaches."""
    fit: Number
    """The fit after all of it, in points: what scoring the changed answers gives."""
    changes: tuple[Change, ...]
    """In order of priority: the dimension with the most weight times shortfall first."""
    steps: int
    """Scale steps in all."""
    gates: tuple[str, ...]
    """Gates that hold back the band now and pass afterwards."""
    opens: tuple[str, ...]
    """Items that are asked only after these changes, and have no answer yet: the band then hangs
    on them."""
    undone_by: tuple[str, ...] = ()
    """Open items whose answers could still take the band back, which is reached without them."""
    fewest: bool = True
    """Whether no changes to what can be changed need fewer steps; False where some are untried."""


class Rival(Value):
    """How often the result holds against one other result, over plausible weights and scores."""

    id: str
    ahead: Number
    """Chance that the result stays ahead of it, or level with it where it is tied, 0 to 1."""


class Sensitivity(Value):
    """What the result owes to the weights, to single answers, and to what is missing."""

    acceptability: Number
    """Chance that the result holds over plausible weights, the scores being what they are, 0 to 1.
    With several rivals the least it can be; the most is the smallest of theirs. Source: first-rank
    acceptability (Lahdelma, Hokkanen & Salminen 1998)."""
    rivals: tuple[Rival, ...]
    intervals: tuple[WeightInterval, ...]
    nearest: str | None
    """Dimension whose weight is nearest to a flip, relative to itself."""
    nearest_change: Number | None
    """Part of its own weight by which that weight would have to move, such as 0.25."""
    items: int
    """Answers that score."""
    turned_by: tuple[str, ...]
    """Items without any one of which the result would be another."""
    robust: bool
    """Holds over enough plausible weights, and no weight is close to a flip."""


class Worst(Value):
    """The result if every open answer spoke against it as strongly as it could."""

    lead: Number
    """Least margin over the strongest rival, or least fit, in points."""
    to: str
    """The outcome or band that would lead then; the leader itself where it holds."""
    or_to: tuple[str, ...]
    """Other outcomes that could lead by as much, each with other answers."""


class Evidence(Value):
    """One answer worth finding out, or worth looking at again."""

    item: str
    ask: str
    open: bool
    """Not answered yet; otherwise answered, and worth checking."""
    swing: Number
    """Points by which its answer can move the margin or the fit: of an open item from worst to
    best, of a given answer from what it is."""
    settles: bool
    """Some answer to it, alone, would end the doubt."""


class Alternatives(Value):
    """What would change a result, and how much it would take."""

    flips: tuple[FlipSet, ...]
    gates: tuple[GateFlip, ...]
    plan: Plan | None
    """Readiness: the way to the next band; None at the top, or where no changes reach it."""
    next_band: str | None
    """Readiness: the band that a plan is for; None at the top."""
    sensitivity: Sensitivity | None
    """None without scores or with a single result that can be recommended."""
    worst: Worst | None
    """None where nothing is open."""
    evidence: tuple[Evidence, ...]
    """Too close to call: what to find out next, most useful first."""


Level = Literal["high", "moderate", "low"]
Coverage = Literal["complete", "provisional", "insufficient"]


_ByMargin = Literal[
    "equal_scores", "below_threshold", "within_error", "below_clear", "clear", "only_outcome"
]
BasisCode = Literal[
    _ByMargin, "no_edge", "no_score", "scales_apart", "condition_fails", "too_few_answers"
]
"""The rule by which a verdict was reached."""
HeldBy = Literal["quality_flags", "weights", "single_answer", "untried_answers"]
"""Why a verdict that is clear by its margin is no more than leaning."""
Distance = Literal["margin", "cut_score", "least_score"]
"""What a verdict compares with its error: the lead, or the way to the nearest of those scores."""
PrecisionCode = Literal[
    "no_margin", "no_rival", "no_error", "clear", "far_enough", "moderate", "low"
]
CompletenessCode = Literal[
    "condition_fails", "too_few_answers", "all_answered", "open_settled", "open"
]
RobustnessCode = Literal["no_result", "nothing_overtakes", "robust", "near_weight", "other_weights"]
PartLeftOut = Literal["changes", "plan", "open_answers"]
"""What would change the result; the plan; what each open answer could change."""


class Bounds(Value):
    """Least and greatest value over every completion of what is still open, and as it stands."""

    low: Number
    high: Number


class RubricName(Value):
    """Which rubric was used."""

    name: str
    version: str
    hash: str
    title: str
    model: Model
    evidence_status: EvidenceStatus
    indifference_threshold: Number
    max_lost_weight: Number


class OutcomeScore(Value):
    """One outcome's score; in a readiness rubric the one standard."""

    id: str
    name: str
    score: Number | None
    """Points from 0 to 100; None where too little was answered."""
    bounds: Bounds
    variance: Number | None
    """Squared standard error, in squared points."""
    rank: int | None
    """Competition rank among eligible outcomes: 1, 1, 3."""
    excluded_by: tuple[str, ...]
    """Failed gates that take it out of the recommendation."""
    averaged: int
    """Dimensions that its score is the weighted mean of."""
    all_dimensions: int

    @property
    def error(self) -> float | None:
        """Standard error, in points."""
        return None if self.variance is None else root(self.variance)


class DimensionScore(Value):
    """One dimension's scores."""

    id: str
    name: str
    about: str
    weight: Number
    """Share of the weight of all dimensions, 0 to 1."""
    scores: tuple[Number | None, ...] | None
    """Points for each outcome in order; None where too little was answered, never 0."""
    variances: tuple[Number | None, ...] | None
    """Squared conditional standard error for each outcome; None where there is no score."""
    bounds: tuple[Bounds, ...]
    coverage: Number
    """Answered share of the weight that applies, 0 to 1."""
    status: Coverage
    answered: int
    applicable: int
    target: Number | None
    shortfall: Number | None
    """Readiness: points missing to the target."""
    priority: Number | None
    """Readiness: weight times shortfall; the order of the plan."""
    worth: Number | None
    """Readiness: points of the fit that closing the whole shortfall would add."""


class Contribution(Value):
    """What one answer does to the result."""

    item: str
    ask: str
    dimension: str
    answer: str
    note: str | None
    weight: Number
    """Effective weight; all of them sum to 1."""
    values: tuple[Number, ...]
    """Value for each outcome, 0 to 1."""
    points: tuple[Number, ...]
    """Contrast: points for each outcome, which sum to its score. Readiness: to the fit."""
    lead: Number
    """Contrast: points by which it puts the leader ahead of the runner-up; they sum to the margin.
    Readiness: minus the points it leaves missing; they sum to the fit minus 100."""
    source: tuple[str, ...]
    evidence: Proof | None = None
    """What can be shown for the answer."""


class GateResult(Value):
    """State of one gate."""

    id: str
    name: str
    state: GateState
    on_fail: OnFail
    applies_to: tuple[str, ...]
    """Outcomes concerned; empty for all."""
    cap: str | None
    items: tuple[str, ...]
    """Items it reads."""
    reason: str
    fix: str | None
    source: tuple[str, ...]


class Unscored(Value):
    """An answer that moves no score: it feeds conditions, or nothing."""

    item: str
    ask: str
    answer: str
    note: str | None
    evidence: Proof | None = None
    """What can be shown for the answer."""


class Missing(Value):
    """An item without a usable answer."""

    item: str
    ask: str
    state: State
    remark: str | None
    could_change: bool | None
    """Whether an answer to it, alone, could change the recommendation; None where that no longer
    counts, or was not worked out because too many branches are open."""
    swing: Number | None
    """Points by which its answer moves the margin or the fit, from worst to best."""


class QualityFlag(Value):
    """A sign that answers were given without reading."""

    flag: Flag
    items: tuple[str, ...]
    place: int | None = None
    """long_string: the place that was chosen again and again, counted from 1."""
    number: Number | None = None
    """long_string: the number that was given again and again, where numbers are asked for."""
    rated: Literal["high", "low"] | None = None
    """acquiescence: how statements that point in opposite directions were all rated."""
    seconds: int | None = None
    """too_fast: seconds for each answer that would be enough."""
    told: str | None = None
    """contradiction: what the rubric says of such answers."""


class Confidence(Value):
    """How sure the result is: three facts and their worst."""

    precision: Level | None
    completeness: Level | None
    robustness: Level | None
    """None where nothing could overtake."""
    overall: Level | None
    precision_code: PrecisionCode
    completeness_code: CompletenessCode
    robustness_code: RobustnessCode
    open_questions: int
    """Questions that could still be answered."""


class NeedGap(Value):
    """A least score that holds a level down which the fit alone would reach."""

    band: str
    """The band that asks for it."""
    dimension: str
    score: Number | None
    """Score of the dimension, in points; None where too little was answered."""
    wanted: Number
    """Least score, in points."""


class Basis(Value):
    """By which rule a verdict was reached, with the values that the rule compared."""

    code: BasisCode
    distance: Distance | None = None
    threshold: Number | None = None
    """below_threshold: points below which a distance is too close to call."""
    held_by: HeldBy | None = None
    signs: int = 0
    """quality_flags: how many put the answers in doubt."""
    gates: tuple[str, ...] = ()
    """condition_fails: the names of the conditions."""
    lost: Number | None = None
    """too_few_answers: share of the weight that cannot be scored, 0 to 1."""
    lost_for: tuple[str, ...] = ()
    """too_few_answers: the outcomes that this is about, where others have a score."""
    allowed: Number | None = None
    """too_few_answers: the share that may be missing."""


class Verdict(Value):
    """The recommendation and how strong it is."""

    label: Label
    strength: Label
    """The label by the numbers alone, before gates."""
    status: Status
    leader_settled: bool
    """Every completion recommends the same; conditions that only warn may still be open."""
    outcome: str | None
    """The leading outcome (contrast) or the band reached (readiness)."""
    tied: tuple[str, ...]
    """All leading outcomes where several share the top score."""
    runner_up: str | None
    """The next outcome, or the band on the other side of the nearest cut score."""
    seconds: tuple[str, ...] = ()
    """Contrast: the runner-up with all that share its score, in the order of the rubric."""
    margin: Number | None
    """Points between the first two, or between the fit and the nearest cut score."""
    variance: Number | None
    """Squared standard error of the margin."""
    t: Number | None
    """Standard errors that a clear margin spans: two-sided 95 % point of Student's t."""
    about: str | None
    """Readiness: the dimension whose least score the margin is about; None for the fit."""
    height: Height | None
    """Contrast: `both` where both leading outcomes fit, `neither` where neither does."""
    named_by: str | None
    """The failed gate that names the result."""
    conditions: tuple[str, ...]
    """Gates whose state is unknown and on which the recommendation hangs."""
    capped_by: tuple[str, ...]
    """Failed gates that limit the band."""
    levels: dict[str, str] = Field(default_factory=dict)
    """Profiles: the level of each scale that has a score."""
    needs_open: tuple[str, ...]
    """Dimensions whose least score, for this band or the next, hangs on open answers."""
    needs_unmet: tuple[NeedGap, ...]
    """Least scores that hold down a level which the fit alone would reach."""
    basis: Basis

    @property
    def error(self) -> float | None:
        """Standard error of the margin, in points."""
        return None if self.variance is None else root(self.variance)


def compared_outcomes(verdict: Verdict, scores: Mapping[str, Fraction]) -> tuple[str, ...]:
    """The two outcomes of a contrast rubric whose difference explains a verdict.

    The leader and the runner-up; without them the first of those that are level or score highest.
    """
    if verdict.tied:
        return verdict.tied[:2]
    order = sorted(scores, key=lambda o: -scores[o])
    first = verdict.outcome or order[0]
    return first, verdict.runner_up or next(o for o in order if o != first)


class Assessment(Value):
    """Everything that follows from one set of responses to one rubric."""

    rubric: RubricName
    respondent: str | None
    group: str
    about: str | None
    """Whom the answers are about, where somebody else gave them."""
    date: str | None
    rubric_changed: bool
    """The responses were given to another content of this rubric."""
    verdict: Verdict
    outcomes: tuple[OutcomeScore, ...]
    preference: Number | None
    """Contrast with two poles: first minus second, in points."""
    elevation: Number | None
    """Mean of the two poles; None where the items make their sum 100 anyway."""
    fit: Number | None
    """Readiness: percent of the standard."""
    fit_variance: Number | None
    """Squared standard error of the fit, in squared points."""
    dimensions: tuple[DimensionScore, ...]
    contributions: tuple[Contribution, ...]
    unscored: tuple[Unscored, ...]
    gates: tuple[GateResult, ...]
    missing: tuple[Missing, ...]
    quality: tuple[QualityFlag, ...]
    confidence: Confidence
    alternatives: Alternatives
    lost_weight: Number
    """Share of the dimension weight that could not be scored, 0 to 1."""
    answered: int
    applicable: int
    evidenced: int = 0
    """Answers for which something can be shown."""
    answers: dict[str, Response] = Field(exclude=True, repr=False)
    """The response to each item, for texts with conditions; part of no file."""
    left_out: tuple[str, ...] = ()
    """Conditions that were not worked out: too many combinations."""
    parts_left_out: tuple[PartLeftOut, ...] = ()
    """The same of parts of the report."""

    @property
    def compared(self) -> tuple[str, ...]:
        """The two outcomes whose difference the contributions make up; () of a single one."""
        if len(self.outcomes) < 2:
            return ()
        return compared_outcomes(self.verdict, {o.id: o.score or ZERO for o in self.outcomes})

    def outcome(self, name: str) -> OutcomeScore:
        """The outcome of that id."""
        return next(outcome for outcome in self.outcomes if outcome.id == name)
