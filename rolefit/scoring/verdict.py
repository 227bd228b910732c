"""From scores to a verdict: how exact scores are, who leads, and by which rule that is said."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, mean, rounded, total
from rolefit.rubric.items import Item
from rolefit.rubric.model import (
    Height,
    Label,
    ResponseSet,
    Rubric,
    Status,
    open_items,
    prior_variance,
)
from rolefit.scoring.assessment import (
    Basis,
    Distance,
    GateResult,
    QualityFlag,
    Sensitivity,
)
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.tally import (
    AnsweredItem,
    AnswerSpread,
    DimensionScores,
    DimensionTally,
    Fit,
    OutcomeMeasure,
    Tally,
    Values,
    difference,
    fit_worth,
    target,
    value_of,
)

# --- Student's t: how many standard errors a difference must span when the error is estimated -----


NORMAL = Fraction(19600, 10000)
"""The limit for many degrees of freedom: the two-sided 95 % point of the normal curve."""
MANY = 400
"""Degrees of freedom from which the limit is used: it differs by less than 0.006 there."""
_HALVINGS = 60


@lru_cache(maxsize=MANY)
def t95(freedom: int) -> Fraction:
    """Two-sided 95 % point of Student's t for 1 or more degrees of freedom, to four decimals."""
    if freedom >= MANY:
        return NORMAL
    low, high = 0.0, 13.0  # t(1) is 12.7062
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle, freedom) < 0.95 else (low, middle)
    return Fraction(rounded(Fraction((low + high) / 2), 4))


def inside(t: float, freedom: int) -> float:
    """Chance that |T| stays below t, in closed form for whole degrees of freedom.

    Source: Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
    """
    angle = math.atan(t / math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    series = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        series += term
    return 2 / math.pi * (angle + sine * series) if odd else sine * series


# --------------------------------------------------------------------------------------------------
# Errors of scores: how far they would lie elsewhere had other questions of the kind been
# asked.
#
# Moderated variance: with two to five answers a dimension, a variance of its own would claim nearly
# no error for answers that happen to be alike. So one single-answer variance serves all dimensions,
# shrunk towards that of answers without information. Sources: Brennan 1998, conditional standard
# error of measurement; Smyth 2004, moderated variance.


OPPOSED, APART = 4, 2
"""How often the error of a scale's steps enters a difference: four times where an answer gives to
one outcome what it takes from the other, otherwise twice."""


class _AnswerPart(NamedTuple):
    """What one answer puts into a measure: its weight, and what of it is read."""

    entry: AnsweredItem
    weight: Fraction
    """Effective weight in the measure; those of an outcome sum to 1."""
    measure: OutcomeMeasure
    """The difference where both outcomes are spoken for, otherwise the one that is."""


class Error(NamedTuple):
    """How far off a score or a difference may be."""

    variance: Fraction
    """Squared standard error, in squared points."""
    t: Fraction
    """Standard errors that span the two-sided 95 % range: Student's t."""


def error_of(tallied: Tally, measure: OutcomeMeasure) -> Error:
    """Error of a measure over the scoreable dimensions.

    100^2 * sum c_i^2 (sigma2 + k step_i^2 / 12), c_i being the effective weight of an answer. For
    outcomes that share no items that is the sum of both errors.
    """
    if measure.other is None:
        weights = ((d, tallied.effective(d, measure.outcome)) for d in tallied.scoreable)
        return _error_of_value(tallied, measure, [(d, weight) for d, weight in weights if weight])

    return tallied.rubric.remember(
        ("error", measure, *tallied.scoreable),
        lambda: _error_of_difference(tallied, measure, tallied.scoreable),
    )


def dimension_error(tallied: Tally, d: DimensionTally, measure: OutcomeMeasure) -> Error:
    """Error of the score of one dimension, or of a difference in it."""
    if measure.other is None:
        known = d.column(measure.outcome).scoreable
        return _error_of_value(tallied, measure, [(d, ONE)] if known else [])

    return tallied.rubric.remember(
        ("error in", d, measure, *tallied.scoreable),
        lambda: _error_of_difference(tallied, measure, (d,), alone=True),
    )


def _error_of_value(
    tallied: Tally, measure: OutcomeMeasure, weights: Sequence[tuple[DimensionTally, Fraction]]
) -> Error:
    """Error of a score of one outcome over some dimensions: `_error_over` with parts of one kind.

    The weights of the answers within a dimension, and their steps, are added up there.
    """
    if not weights:
        return Error(ZERO, t95(1))
    pool, columns = _pool_of(tallied, measure), []
    for d, weight in weights:
        column = d.column(measure.outcome)
        columns.append((weight * weight, pool.variance * column.squares + column.steps / 12))
    return Error(HUNDRED**2 * dot(columns), t95(pool.freedom))


def _error_of_difference(
    tallied: Tally,
    measure: OutcomeMeasure,
    dimensions: Sequence[DimensionTally],
    *,
    alone: bool = False,
) -> Error:
    """Error of a difference over some dimensions, or in one of them `alone`.

    Where every item can speak for every outcome, the weights of the answers and their steps are
    added up once for each dimension; otherwise each answer is looked at by itself.
    """
    rubric = tallied.rubric
    parts = [p for d in dimensions if d.apart for p in parts_of(tallied, d, measure, alone=alone)]
    whole = [d for d in dimensions if not d.apart and d.scoreable]
    read = {part.measure for part in parts} | ({measure} if whole else set())
    known = {one: single_answer_variance(tallied, one) for one in read}
    squares = [
        (part.weight * part.weight, known[part.measure] + _step_variance(rubric, part))
        for part in parts
    ]
    for d in whole:
        outer = ONE if alone else mean([tallied.effective(d, o) for o, _ in measure.signed])
        own = known[measure] * d.whole.squares + _steps_apart(rubric, d, measure) / 12
        squares.append((outer * outer, own))
    least = min((freedom(tallied, one) for one in read), default=1)
    return Error(HUNDRED**2 * dot(squares), t95(least))


def _steps_apart(rubric: Rubric, d: DimensionTally, measure: OutcomeMeasure) -> Fraction:
    """Sum of k step^2 times the squared weights of the answers, worked out once."""

    def work_out() -> Fraction:
        steps = (
            (e.weight * e.weight, _times(rubric, e.item, measure) * e.step_width * e.step_width)
            for e in d.answered
        )
        return dot(steps) / d.whole.answered_weight**2

    return rubric.remember(("steps apart", d, measure), work_out)


def parts_of(
    tallied: Tally, d: DimensionTally, measure: OutcomeMeasure, *, alone: bool = False
) -> Iterator[_AnswerPart]:
    """What each answer of a dimension puts into a measure of all dimensions, or of this `alone`."""
    whole = [(o, ONE if alone else tallied.effective(d, o)) for o, _ in measure.signed]
    for entry in d.answered:
        says = [(o, d.share(entry, o) * weight) for o, weight in whole]
        own = [(o, weight) for o, weight in says if weight > 0]
        if len(own) == len(says):
            yield _AnswerPart(entry, mean([weight for _, weight in own]), measure)
        else:
            yield from (_AnswerPart(entry, weight, value_of(o)) for o, weight in own)


def _step_variance(rubric: Rubric, part: _AnswerPart) -> Fraction:
    """What the steps of a scale leave open of one answer (value scale): k step^2 / 12."""
    times = 1
    if part.measure.other is not None:
        times = _times(rubric, part.entry.item, part.measure)
    return times * part.entry.step_width**2 / 12


def _times(rubric: Rubric, item: Item, measure: OutcomeMeasure) -> int:
    """How often the steps of an item enter a difference."""
    return OPPOSED if _gives_what_it_takes(rubric, item, measure) else APART


def sums_to_100(tallied: Tally, first: int, second: int) -> bool:
    """Whether every answer given takes from one outcome what it gives to the other."""
    parts = (
        p for d in tallied.scoreable for p in parts_of(tallied, d, OutcomeMeasure(first, second))
    )
    return all(
        p.measure.other is not None and p.entry.values[first] + p.entry.values[second] == ONE
        for p in parts
    )


def shared_out(rubric: Rubric) -> bool:
    """Whether every answer shares out one whole among the outcomes: none is scored apart."""
    scored = (item for item in rubric.items if item.scores)
    return rubric.remember(
        ("shared out",),
        lambda: all(total(v) == ONE for item in scored for v in rubric.worths(item).values()),
    )


def _gives_what_it_takes(rubric: Rubric, item: Item, measure: OutcomeMeasure) -> bool:
    """Whether every answer to an item gives to one outcome what it takes from the other."""
    first, second = measure
    assert second is not None
    return rubric.remember(
        ("opposed", item.id, first, second),
        lambda: all(v[first] + v[second] == ONE for v in rubric.worths(item).values()),
    )


def single_answer_variance(tallied: Tally, measure: OutcomeMeasure) -> Fraction:
    """sigma2: variance of a single answer, pooled over dimensions and shrunk (value scale).

    (nu0 sigma2_0 + sum of squared deviations from each dimension's mean) / (nu0 + sum (n - 1)).
    """
    return _pool_of(tallied, measure).variance


def freedom(tallied: Tally, measure: OutcomeMeasure) -> int:
    """nu: degrees of freedom of the single-answer variance."""
    return _pool_of(tallied, measure).freedom


class _Pooled(NamedTuple):
    """The variance of a single answer, over all dimensions."""

    variance: Fraction
    freedom: int


def _pool_of(tallied: Tally, measure: OutcomeMeasure) -> _Pooled:
    """The variance of a single answer and its degrees of freedom, worked out once."""

    def work_out() -> _Pooled:
        found = spreads(tallied, measure)
        prior = tallied.rubric.settings.prior_answers
        known = prior * prior_variance(tallied.rubric, measure.outcome, measure.other)
        free = prior + sum(one.number - 1 for one in found)
        return _Pooled((known + total(one.squares for one in found)) / free, free)

    return tallied.rubric.remember(("pooled", measure, *tallied.scoreable), work_out)


def spreads(tallied: Tally, measure: OutcomeMeasure) -> list[AnswerSpread]:
    """The spread in each dimension that has answers which speak for all that a measure reads."""
    return [one for d in tallied.scoreable if (one := d.spread(measure)).number]


# --- the fit -----------------------------------------------------------------------------------


def fit_error(tallied: Tally, rubric: Rubric) -> Error:
    """Error of the fit.

    Variance: sum (100 W_d / sum W t)^2 Var[min(S_d, t_d)] with S_d normal about its score. Exact
    moments of scores that are cut off at their targets, rounded to nine decimals.
    """
    measure = value_of(0)
    found = ZERO
    for d in tallied.scoreable:
        if not target(rubric, d.name):
            continue  # no score lies below 0
        spread = math.sqrt(dimension_error(tallied, d, measure).variance)
        above = float(d.score(measure) - target(rubric, d.name))
        cut = Fraction(rounded(Fraction(cut_off_variance(above, spread)), 9))
        found += fit_worth(d, tallied, rubric) ** 2 * cut
    return Error(found, t95(freedom(tallied, measure)))


def cut_off_variance(above: float, spread: float) -> float:
    """Variance of min(X, 0) for X normal with mean `above` and standard deviation `spread`."""
    if spread == 0:
        return 0.0
    z = above / spread
    below, height = math.erfc(z / math.sqrt(2)) / 2, math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    first = z * below - height
    second = (z * z + 1) * below - z * height
    return max(0.0, spread**2 * (second - first**2))


# --- Where a set of responses stands: scores, gates, and who leads --------------------------------


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


CLOSE: tuple[Label, ...] = ("tie", "too_close_to_call")
"""Labels of results that cannot be told apart."""
CAPPING_FLAGS = 2
"""Response-quality flags that hold a verdict at leaning."""


class Strength(NamedTuple):
    """What the numbers alone say."""

    label: Label
    basis: Basis


def of_margin(margin: Fraction, error: Error, threshold: Fraction) -> Strength:
    """Label of a margin between outcomes, in points.

    All comparisons are exact: squares are compared instead of roots.
    """
    if margin == 0:
        return Strength("tie", Basis.model_construct(code="equal_scores"))
    return of_distance(margin, error, threshold, "margin")


def of_distance(distance: Fraction, error: Error, threshold: Fraction, what: Distance) -> Strength:
    """Label of a distance: too close below the threshold or its error, clear from t errors on."""
    if distance < threshold:
        below = Basis.model_construct(code="below_threshold", distance=what, threshold=threshold)
        return Strength("too_close_to_call", below)
    if distance**2 < error.variance:
        within = Basis.model_construct(code="within_error", distance=what)
        return Strength("too_close_to_call", within)
    if distance**2 < error.t**2 * error.variance:
        return Strength("leaning", Basis.model_construct(code="below_clear", distance=what))
    return Strength("clear", Basis.model_construct(code="clear", distance=what))


def hold_back(
    strength: Strength, flags: Sequence[QualityFlag], sensitive: Sensitivity | None
) -> Strength:
    """Flags on the answers, or weights that could turn the result, make a clear one leaning."""
    if strength.label != "clear":
        return strength
    if len(flags) >= CAPPING_FLAGS:
        held = {"held_by": "quality_flags", "signs": len(flags)}
        return Strength("leaning", strength.basis.model_copy(update=held))
    if sensitive is not None and not sensitive.robust:
        return Strength("leaning", strength.basis.model_copy(update={"held_by": "weights"}))
    return strength


def excluding(gates: Sequence[GateResult], outcome: str, state: str) -> tuple[str, ...]:
    """The gates of that state which could take an outcome out of the recommendation."""
    return tuple(
        gate.id
        for gate in gates
        if gate.on_fail == "exclude"
        and gate.state == state
        and (not gate.applies_to or outcome in gate.applies_to)
    )


def free_outcomes(rubric: Rubric, gates: Sequence[GateResult]) -> tuple[str, ...]:
    """The outcomes that no failed gate takes out of the recommendation, in order."""
    failed = [gate for gate in gates if gate.on_fail == "exclude" and gate.state == "fail"]
    if not failed:
        return rubric.outcome_ids
    return tuple([o for o in rubric.outcome_ids if not excluding(failed, o, "fail")])


def ranks(scores: Sequence[Fraction | None]) -> tuple[int | None, ...]:
    """Competition ranks, 1, 1, 3; None stays None."""
    places: dict[Fraction, int] = {}
    for k, score in enumerate(sorted((s for s in scores if s is not None), reverse=True), start=1):
        places.setdefault(score, k)
    return tuple(None if score is None else places[score] for score in scores)


def share_text(part: Fraction) -> str:
    """A share as a percentage."""
    return f"{rounded(HUNDRED * part)} %"


# --- Which outcomes could overtake the leader, and how high the leading ones stand ----------------


def rivals(evaluation: Evaluation) -> tuple[int, ...]:
    """Numbers of the outcomes that could overtake the leader: all others that no gate excludes.

    An outcome without enough answers is none: it cannot lead, or there would be no result.
    """
    scores = evaluation.scores or ()
    free = free_outcomes(evaluation.rubric, evaluation.gates)
    return tuple(
        k
        for k, outcome in enumerate(evaluation.rubric.outcome_ids)
        if outcome != evaluation.leaders[0] and scores[k] is not None and outcome in free
    )


def height_of(evaluation: Evaluation, first: int, second: int | None) -> Height | None:
    """Whether both of the two leading outcomes fit, or neither; None where poles are not apart.

    Source: two-dimensional (configural) scoring, Spence & Helmreich 1978.
    """
    if second is None or sums_to_100(evaluation.tallied, first, second):
        return None
    if shared_out(evaluation.rubric):
        return None  # what is shared out among three is high for none of them
    high, low = (outcome_scores(evaluation)[k] for k in (first, second))
    if low >= evaluation.rubric.settings.both_from:
        return "both"
    return "neither" if high < evaluation.rubric.settings.neither_below else None


def outcome_scores(evaluation: Evaluation) -> Values:
    """The score of each outcome, where there are scores; 0 for one that cannot lead."""
    assert evaluation.scores is not None
    return tuple(ZERO if score is None else score for score in evaluation.scores)


def rival(evaluation: Evaluation, first: int) -> int | None:
    """The best of the other outcomes; among equals the one whose margin is least certain."""
    rest = rivals(evaluation)
    if evaluation.scores is None or not rest:
        return None
    scores = outcome_scores(evaluation)
    best = max(scores[k] for k in rest)
    level = [k for k in rest if scores[k] == best]
    if len(level) == 1:
        return level[0]
    return max(
        level, key=lambda k: (error_of(evaluation.tallied, difference(first, k)).variance, -k)
    )


def status_of(evaluation: Evaluation, *, leader_settled: bool) -> Status:
    """Settled where every completion has the same leader and the same state of every gate."""
    gates_known = all(gate.state != "unknown" for gate in evaluation.gates)
    return "settled" if leader_settled and gates_known else "provisional"
