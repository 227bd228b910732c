"""Which of these fits: outcomes are scored apart, and the one with the top score leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from rolefit.exact import greatest
from rolefit.rubric.model import Rubric
from rolefit.scoring import bounds
from rolefit.scoring.assessment import (
    Basis,
    Direction,
    GateResult,
    QualityFlag,
    Sensitivity,
    Verdict,
    Worst,
    compared_outcomes,
)
from rolefit.scoring.crossings import Hurdle, WayOver, crossings, ways_past
from rolefit.scoring.models.base import HeadScore, Lead, ResultNames, Worth
from rolefit.scoring.moves import Challenge, Group, Pick, Picks, fewest_answers, groups_of
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Fit,
    OutcomeMeasure,
    Tally,
    Values,
    difference,
    value_of,
)
from rolefit.scoring.verdict import (
    CLOSE,
    Evaluation,
    Found,
    Strength,
    error_of,
    excluding,
    free_outcomes,
    height_of,
    hold_back,
    nothing_open,
    of_margin,
    outcome_scores,
    rival,
    rivals,
    status_of,
)

# --- the result --------------------------------------------------------------------------------


def enough(tallied: Tally, seen: bounds.Outlook, gates: Sequence[GateResult]) -> bool:
    """Whether some outcome has a score, and none without one could still lead.

    An outcome that a gate excludes cannot lead; one that a gate may yet exclude keeps none back.
    """
    ids = tallied.rubric.outcome_ids
    scored = [one.scored for one in tallied.outcomes]
    if all(scored) or not any(scored):
        return all(scored)
    free = [ids.index(outcome) for outcome in free_outcomes(tallied.rubric, gates)]
    if free and not any(scored[k] for k in free):
        return False
    waiting = [k for k in free if not scored[k] and tallied.applies(k)]
    sure = [k for k in free if scored[k] and not excluding(gates, ids[k], "unknown")]
    reach = {k: bounds.score_range(seen, tallied.rubric, value_of(k)) for k in (*waiting, *sure)}
    return all(any(reach[k].high < reach[other].low for other in sure) for k in waiting)


def fit(rubric: Rubric, scores: DimensionScores) -> Fit | None:  # noqa: ARG001
    """Nothing: outcomes have no target."""
    return None


def leaders(rubric: Rubric, gates: tuple[GateResult, ...], found: Found) -> tuple[str, ...]:
    """The outcomes with the top score among those that no gate excludes."""
    free = free_outcomes(rubric, gates)
    by_name = dict(zip(rubric.outcome_ids, found.outcomes, strict=True))
    given = [score for o in free if (score := by_name[o]) is not None]
    if not given:
        return ()
    top = greatest(given)
    return tuple([o for o in free if by_name[o] == top])


def verdict(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict between outcomes."""
    rubric, first_ones = evaluation.rubric, evaluation.leaders
    ids, scores = rubric.outcome_ids, outcome_scores(evaluation)
    first = ids.index(first_ones[0])
    second = rival(evaluation, first)
    margin = error = None
    if second is None:
        strength = Strength("leaning", Basis.model_construct(code="only_outcome"))
    else:
        margin = scores[first] - scores[second]
        error = error_of(evaluation.tallied, difference(first, second))
        strength = of_margin(margin, error, rubric.settings.indifference_threshold)
    strength = hold_back(strength, flags, sensitive)
    open_gates = tuple(
        dict.fromkeys(g for o in first_ones for g in excluding(evaluation.gates, o, "unknown"))
    )
    leads_on = result_settled(evaluation)
    return Verdict.model_construct(
        label="conditional" if open_gates else strength.label,
        strength=strength.label,
        status=status_of(evaluation, leader_settled=leads_on),
        leader_settled=leads_on and not open_gates,
        outcome=first_ones[0] if len(first_ones) == 1 else None,
        tied=first_ones if len(first_ones) > 1 else (),
        runner_up=ids[second] if second is not None and len(first_ones) == 1 else None,
        seconds=_level_with(evaluation, second) if len(first_ones) == 1 else (),
        margin=margin,
        variance=error.variance if error else None,
        t=error.t if error else None,
        about=None,
        height=height_of(evaluation, first, second),
        named_by=None,
        conditions=open_gates,
        needs_open=(),
        needs_unmet=(),
        capped_by=(),
        basis=strength.basis,
    )


def _level_with(evaluation: Evaluation, second: int | None) -> tuple[str, ...]:
    """All that could overtake the leader and have the score of the second."""
    scores, ids = outcome_scores(evaluation), evaluation.rubric.outcome_ids
    rest = () if second is None else rivals(evaluation)
    return tuple([ids[k] for k in rest if second is not None and scores[k] == scores[second]])


def result_settled(evaluation: Evaluation) -> bool:
    """Whether the leaders of now, and they alone, lead in every completion."""
    rubric, ids = evaluation.rubric, evaluation.rubric.outcome_ids
    if nothing_open(evaluation):
        return True
    first = ids.index(evaluation.leaders[0])
    for k in rivals(evaluation):
        lead = bounds.margin_range(evaluation.outlook, rubric, (first, k))
        level = ids[k] in evaluation.leaders
        if (level and not lead.low == lead.high == 0) or (not level and lead.low <= 0):
            return False
    return True


def result_names(verdict: Verdict, rubric: Rubric) -> ResultNames:
    """The outcome; those that are close are named in the order of the rubric."""
    names = verdict.tied or (*filter(None, (verdict.outcome,)), *verdict.seconds)
    if verdict.strength in CLOSE:
        return ResultNames("close", tuple(sorted(names, key=rubric.outcome_ids.index)))
    return ResultNames("outcome", names[:1])


def by_scores(evaluation: Evaluation) -> str | None:
    """The one leader."""
    return evaluation.leaders[0] if len(evaluation.leaders) == 1 else None


# --- how far it is from another one ------------------------------------------------------------


def lead_in(then: Evaluation, now: Evaluation) -> Fraction:
    """The lead of the present leader over the best of the others."""
    scores = outcome_scores(then)
    first = then.rubric.outcome_ids.index(now.leaders[0])
    return scores[first] - greatest([*scores[:first], *scores[first + 1 :]])


def worst(evaluation: Evaluation) -> Worst | None:
    """The least lead over the strongest rival."""
    rubric, ids = evaluation.rubric, evaluation.rubric.outcome_ids
    first = ids.index(evaluation.leaders[0])
    lows = [
        (bounds.margin_range(evaluation.outlook, rubric, (first, k)).low, k)
        for k in rivals(evaluation)
    ]
    if not lows:
        return None
    lead, k = min(lows)
    if lead > 0:
        return Worst.model_construct(lead=lead, to=ids[first], or_to=())
    or_to = tuple(ids[other] for low, other in sorted(lows) if low == lead and other != k)
    return Worst.model_construct(lead=lead, to=ids[k], or_to=or_to)


def leads(evaluation: Evaluation) -> Iterator[Lead]:
    """The leader's lead over each other eligible outcome, in points.

    A dimension that cannot speak for an outcome leaves its score as it is: it counts with that.
    """
    ids, scores = evaluation.rubric.outcome_ids, outcome_scores(evaluation)
    first = ids.index(evaluation.leaders[0])

    def score(d: DimensionTally, k: int) -> Fraction:
        own = d.score_or_none(k)
        return scores[k] if own is None else own

    for k in rivals(evaluation):
        parts = (score(d, first) - score(d, k) for d in evaluation.tallied.scoreable)
        tied = ids[k] in evaluation.leaders
        yield Lead(ids[k], tuple(parts), tied and _always_level(evaluation, first, k), tied)


def _always_level(evaluation: Evaluation, first: int, k: int) -> bool:
    """Whether two outcomes have the same score whatever the weights of the dimensions.

    They do where every dimension scores them alike, or all that score one of them say the same.
    Otherwise the weights with which they are level are too few to have a chance.
    """
    own = [(d.score_or_none(first), d.score_or_none(k)) for d in evaluation.tallied.scoreable]
    if all(one == other for one, other in own):
        return True
    return len({score for pair in own for score in pair if score is not None}) == 1


# --- single answers ----------------------------------------------------------------------------


def worth(evaluation: Evaluation, verdict: Verdict) -> Worth:
    """Points for each outcome, which sum to its score; and for the leader over the runner-up."""
    ids = evaluation.rubric.outcome_ids
    by_name = dict(zip(ids, outcome_scores(evaluation), strict=True))
    first, second = map(ids.index, compared_outcomes(verdict, by_name))

    def of(d: DimensionTally, entry: AnsweredItem) -> tuple[Values, Fraction]:
        points = tuple(
            evaluation.tallied.points(d, entry, entry.values, value_of(k)) for k in range(len(ids))
        )
        return points, points[first] - points[second]

    return of


def speaking(evaluation: Evaluation, verdict: Verdict) -> OutcomeMeasure:
    """What an answer says for the leader, beside the runner-up."""
    ids = evaluation.rubric.outcome_ids
    first = ids.index(evaluation.leaders[0])
    other = verdict.runner_up or next((o for o in verdict.tied if o != ids[first]), None)
    return difference(first, ids.index(other)) if other else value_of(first)


def shift(
    evaluation: Evaluation,
    d: DimensionTally,
    entry: AnsweredItem,
    change: Values,
    measure: OutcomeMeasure,
) -> Fraction:
    """How far the margin moves: by the effective weights of the answer."""
    return evaluation.tallied.points(d, entry, change, measure)


def deciding(evaluation: Evaluation) -> OutcomeMeasure:
    """The difference of the two outcomes between which the result is most likely decided."""
    ids = evaluation.rubric.outcome_ids
    if len(ids) == 2:
        return difference(0, 1)
    seen = bounds.sample(evaluation.outlook)
    reach = [bounds.score_range(seen, evaluation.rubric, value_of(k)) for k in range(len(ids))]
    barred = [bool(excluding(evaluation.gates, outcome, "fail")) for outcome in ids]
    order = sorted(range(len(ids)), key=lambda k: (barred[k], -(reach[k].low + reach[k].high), k))
    return difference(order[0], order[1])


def room(evaluation: Evaluation, dimension: str) -> Fraction | None:  # noqa: ARG001
    """No limit: every point counts."""
    return None


# --- what would change it ----------------------------------------------------------------------


def directions(evaluation: Evaluation) -> tuple[Direction, ...]:
    """To another outcome, where one leads alone."""
    return ("other",) if len(evaluation.leaders) == 1 else ()


def challenges(
    evaluation: Evaluation,
    direction: Direction,  # noqa: ARG001
    picks: Picks,
) -> Iterator[Challenge]:
    """The margin over each other eligible outcome, to be made up answer by answer."""
    scores = outcome_scores(evaluation)
    first = evaluation.rubric.outcome_ids.index(evaluation.leaders[0])
    for k in rivals(evaluation):
        pull = partial(evaluation.tallied.pull, measure=difference(k, first))
        groups: list[Group] = []
        for d in evaluation.tallied.scoreable:
            groups += groups_of(d, picks, partial(pull, d), price=fewest_answers)
        yield Challenge(groups, scores[first] - scores[k], False, k)


def ways_over(evaluation: Evaluation, direction: Direction) -> Iterator[WayOver]:  # noqa: ARG001
    """Past a rival; or the leader is ruled out; or one that is ruled out now comes in, and past."""
    ids, gates = evaluation.rubric.outcome_ids, evaluation.gates
    leader = evaluation.leaders[0]
    yield from ((_hurdle(evaluation, k),) for k in rivals(evaluation))
    barring = {*excluding(gates, leader, "pass"), *excluding(gates, leader, "unknown")}
    yield from ((one,) for one in crossings(evaluation, barring))
    for k, outcome in enumerate(ids):
        scored = evaluation.scores is not None and evaluation.scores[k] is not None
        past = (_hurdle(evaluation, k),) if scored else ()
        barred = excluding(gates, outcome, "fail")
        if barred:
            yield from ((*past, *over) for over in ways_past(evaluation, barred))


def _hurdle(evaluation: Evaluation, k: int) -> Hurdle:
    """The lead over another outcome."""
    scores = outcome_scores(evaluation)
    first = evaluation.rubric.outcome_ids.index(evaluation.leaders[0])
    pulls = {
        entry.item.id: evaluation.tallied.pull(d, entry, difference(k, first))
        for d in evaluation.tallied.scoreable
        for entry in d.answered
    }
    return Hurdle(pulls, scores[first] - scores[k], strictly=False)


def points_of(evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:
    """Points by which one changed answer cuts the lead over a rival, or without one the score."""
    first = evaluation.rubric.outcome_ids.index(evaluation.leaders[0])
    d = next(d for d in evaluation.tallied.scoreable if d.name == pick.item.dimension)
    entry = next(entry for entry in d.answered if entry.item is pick.item)
    if rival is None:
        return -evaluation.tallied.points(d, entry, pick.change, value_of(first))
    return evaluation.tallied.points(d, entry, pick.change, difference(rival, first))


def next_band(evaluation: Evaluation) -> str | None:  # noqa: ARG001
    """None: outcomes have no order."""
    return None


# --- several assessments -----------------------------------------------------------------------


def head_scores(rubric: Rubric) -> tuple[HeadScore, ...]:
    """Each outcome."""
    return tuple(
        HeadScore("outcome", name, one.name, outcome=name) for name, one in rubric.outcomes.items()
    )


def ranked_by(rubric: Rubric) -> tuple[tuple[str, ...], ...]:
    """The lead of the first of two outcomes, or each of more."""
    ids = rubric.outcome_ids
    return (ids,) if len(ids) == 2 else tuple((name,) for name in ids)


def differ_on(rubric: Rubric, names: Sequence[str]) -> tuple[str, ...]:
    """The first two outcomes that the results name."""
    return tuple(dict.fromkeys((*names, *rubric.outcome_ids)))[:2]
