"""How sure a result is: what is missing, what it depends on, and doubts about the answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple

from rolefit.exact import ONE, ZERO, dot, mean, rounded, total
from rolefit.rubric.conditions import Answer, reads_scores, truth
from rolefit.rubric.items.base import Amount
from rolefit.rubric.model import OPEN, Response, ResponseSet, Rubric, compare_answer, open_items
from rolefit.scoring import bounds
from rolefit.scoring.assessment import (
    CompletenessCode,
    Confidence,
    Level,
    Missing,
    PrecisionCode,
    QualityFlag,
    Rival,
    RobustnessCode,
    Sensitivity,
    Verdict,
    Worst,
)
from rolefit.scoring.bounds import outlook
from rolefit.scoring.evaluate import evaluation_of, gate_result, model_of, reevaluate
from rolefit.scoring.intervals import WeightInterval
from rolefit.scoring.models.base import Lead
from rolefit.scoring.moves import open_tries, within_effort
from rolefit.scoring.tally import FULL_COVERAGE, retally
from rolefit.scoring.verdict import Evaluation, nothing_open

# --- Chances over plausible weights, in closed form: no draws, always the same --------------------


CONCENTRATION = 30
"""Weights vary like a Dirichlet distribution with this total: a fifth has a spread of 7 points."""


def chance_ahead(weights: Sequence[Fraction], leads: Sequence[Fraction]) -> Fraction | None:
    """Chance that the weighted mean of fixed leads is above 0, weights being Dirichlet.

    None where nothing varies: the leads are all the same. The first three moments of the mean are
    exact; the tail is normal with the first Edgeworth term for skewness. Where no lead is below 0,
    or none above, there is nothing to estimate. Rounded to nine decimals, so that every machine
    decides alike. Source: SMAA (Lahdelma, Hokkanen & Salminen 1998).
    """
    if max(leads) == min(leads):
        return None
    if min(leads) >= 0 or max(leads) <= 0:
        return Fraction(min(leads) >= 0)
    mean, variance, third = weighted_moments(weights, leads)
    sigma = math.sqrt(variance)
    z, skewness = mean / sigma, third / sigma**3
    chance = _tail(z) + skewness / 6 * (z * z - 1) * _density(z)
    return Fraction(rounded(Fraction(min(1.0, max(0.0, chance))), 9))


def weighted_moments(
    weights: Sequence[Fraction], leads: Sequence[Fraction]
) -> tuple[float, float, float]:
    """Mean, variance and third central moment of sum w_d x_d, w ~ Dirichlet(a * weights).

    About the mean m, with P_r = sum of weights * (x - m)^r: variance P_2 / (a + 1) and third moment
    2 P_3 / ((a + 1)(a + 2)), a being the concentration.
    """
    m = dot(zip(weights, leads, strict=True))
    second = dot((w, (x - m) ** 2) for w, x in zip(weights, leads, strict=True))
    third = dot((w, (x - m) ** 3) for w, x in zip(weights, leads, strict=True))
    a = CONCENTRATION
    return float(m), float(second / (a + 1)), float(2 * third / ((a + 1) * (a + 2)))


def _tail(z: float) -> float:
    """The standard normal distribution function."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _density(z: float) -> float:
    """The standard normal density."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


# --- How far a result depends on the weights and on single answers --------------------------------


ROBUST = Fraction(9, 10)
"""Least acceptability of a robust result."""
NEAR = Fraction(1, 10)
"""A weight that flips the result when it moves by this part of itself, or less, is close to one."""


def sensitivity(evaluation: Evaluation) -> Sensitivity | None:
    """How sensitive a result is; None where there is no result or nothing that could overtake."""
    found = sensitivity_to_weights(evaluation)
    if found is None:
        return None
    return found.model_copy(update={"turned_by": _items_that_turn(evaluation)})


def sensitivity_to_weights(evaluation: Evaluation) -> Sensitivity | None:
    """The same without the answers that turn a result: no label hangs on them, and they cost."""
    if evaluation.scores is None or not evaluation.leaders:
        return None
    leads = tuple(model_of(evaluation.rubric).leads(evaluation))
    if not leads:
        return None
    weights = evaluation.tallied.shares
    ahead = tuple(
        Rival.model_construct(id=lead.rival, ahead=chance(weights, lead)) for lead in leads
    )
    acceptability = max(ZERO, ONE - total(ONE - rival.ahead for rival in ahead))
    intervals = tuple(_intervals_of(evaluation, weights, leads))
    nearest, change = _nearest_flip(intervals)
    near = change is not None and change <= NEAR
    return Sensitivity.model_construct(
        acceptability=acceptability,
        rivals=ahead,
        intervals=intervals,
        nearest=nearest,
        nearest_change=change,
        items=sum(len(d.answered) for d in evaluation.tallied.scoreable),
        turned_by=(),
        robust=acceptability >= ROBUST and not near,
    )


def chance(weights: Sequence[Fraction], lead: Lead) -> Fraction:
    """Chance that the result stays ahead of one rival, or level with one that is tied."""
    if lead.tied:
        return ONE if lead.holds_level else ZERO
    found = chance_ahead(weights, lead.parts)
    if found is not None:
        return found
    mean = dot(zip(weights, lead.parts, strict=True))
    return ONE if mean > 0 or (mean == 0 and lead.holds_level) else ZERO


# --- single weights and single answers ---------------------------------------------------------


def _intervals_of(
    evaluation: Evaluation, weights: Sequence[Fraction], leads: Sequence[Lead]
) -> Iterator[WeightInterval]:
    """The stability interval of each weight, the others rescaled in proportion.

    With r the weighted mean of the other dimensions and a the lead in this one, the crossing is at
    r / (r - a). Source: Mareschal 1988.
    """
    for k, d in enumerate(evaluation.tallied.scoreable):
        found = [] if weights[k] == ONE else [_crossing(weights, lead, k) for lead in leads]
        low, below = _first_met(evaluation, weights[k], found, -1)
        high, above = _first_met(evaluation, weights[k], found, 1)
        yield WeightInterval.model_construct(
            dimension=d.name,
            weight=weights[k],
            low=low,
            high=high,
            below=below[0] if below else None,
            above=above[0] if above else None,
            below_too=below[1:],
            above_too=above[1:],
        )


class _Crossing(NamedTuple):
    """Where a rival is level with the leader while one weight moves."""

    at: Fraction
    gains: Fraction
    """What it gains on the leader as that weight rises."""
    lead: Lead


def _crossing(weights: Sequence[Fraction], lead: Lead, k: int) -> _Crossing:
    """Where the weight of one dimension makes a rival level; where it is where none does."""
    a = lead.parts[k]
    mean = dot(zip(weights, lead.parts, strict=True))
    r = (mean - weights[k] * a) / (ONE - weights[k])
    return _Crossing(weights[k] if a == r or lead.tied else r / (r - a), r - a, lead)


def _first_met(
    evaluation: Evaluation, weight: Fraction, found: Sequence[_Crossing], sign: int
) -> tuple[Fraction, tuple[str, ...]]:
    """How far a weight can fall (sign -1) or rise (1), and what leads beyond: several if level."""
    tied = [one for one in found if one.lead.tied]
    if any(one.gains for one in tied):
        gains = [(ZERO, evaluation.leaders[0])]
        gains += [(sign * one.gains, one.lead.rival) for one in tied]
        return weight, _best(gains)
    ends = [one for one in found if sign * one.gains > 0 and ZERO < one.at < ONE]
    if not ends:
        return (ONE if sign > 0 else ZERO), ()
    end = min((one.at for one in ends), key=lambda at: sign * at)
    return end, _best([(sign * one.gains, one.lead.rival) for one in ends if one.at == end])


def _best(gains: Sequence[tuple[Fraction, str]]) -> tuple[str, ...]:
    """Those that gain most."""
    most = max(gain for gain, _ in gains)
    return tuple(name for gain, name in gains if gain == most)


def _nearest_flip(intervals: Sequence[WeightInterval]) -> tuple[str | None, Fraction | None]:
    """The weight that has to move least, relative to itself, and by how much of itself."""
    moves = [
        (abs(end - i.weight) / i.weight, i.dimension)
        for i in intervals
        for end, taken in ((i.low, i.below), (i.high, i.above))
        if taken is not None
    ]
    if not moves:
        return None, None
    change, dimension = min(moves, key=lambda move: move[0])
    return dimension, change


def _items_that_turn(evaluation: Evaluation) -> tuple[str, ...]:
    """The answered items without which the result would be another one, all gates included."""
    return tuple(
        entry.item.id
        for d in evaluation.tallied.scoreable
        for entry in d.answered
        if _leaders_without(evaluation, entry.item.id) != evaluation.leaders
    )


def _leaders_without(evaluation: Evaluation, item: str) -> tuple[str, ...]:
    """The result if one item did not apply."""
    rubric = evaluation.rubric
    answers = {**evaluation.responses, item: Response("not_applicable")}
    gates = evaluation.gates
    if any(reads_scores(gate.when) for gate in rubric.gates):
        seen = outlook(rubric, answers)
        gates = tuple(
            gate_result(rubric, seen, gate) if reads_scores(gate.when) else state
            for gate, state in zip(rubric.gates, gates, strict=True)
        )
    tallied = retally(evaluation.tallied, answers, (item,))
    return evaluation_of(tallied, answers, evaluation.outlook, gates).leaders


ALMOST = Fraction(995, 1000)
"""Acceptability above this would be shown as 100 %, which it never is."""
_FAIR = Fraction(3, 4)
"""Least acceptability of a moderately robust result."""
MOST_SPLITS = 64
"""Families of completions up to which single answers are tried out one by one."""


def missing(evaluation: Evaluation, verdict: Verdict, *, tried: bool = True) -> Iterator[Missing]:
    """Items without an answer, and whether one to them alone could change the recommendation.

    That is not known where they are not `tried`, or would be too many to try.
    """
    tried = tried and answers_are_tried(evaluation)
    for item in evaluation.rubric.items:
        response = evaluation.responses[item.id]
        if response.state == "answered":
            continue
        could, swing = None, None
        asked = evaluation.scores is not None and verdict.label != "not_yet"
        if response.state in OPEN and asked and tried:
            could, swing = effect(evaluation, item.id)
        yield Missing.model_construct(
            item=item.id,
            ask=item.ask,
            state=response.state,
            remark=response.remark,
            could_change=could,
            swing=swing,
        )


def answers_are_tried(evaluation: Evaluation) -> bool:
    """Whether every answer to every open item can be tried out."""
    few = len(evaluation.outlook.splits) <= MOST_SPLITS
    return few and within_effort(evaluation, open_tries(evaluation))


def effect(evaluation: Evaluation, name: str) -> tuple[bool, Fraction]:
    """Whether an answer could change who leads, and by how much answers move the margin or fit."""
    item = evaluation.rubric.item(name)
    turned = False
    reached = []
    for answers in bounds.possible_answers(evaluation.rubric, evaluation.responses, item):
        then = reevaluate(evaluation, answers, (name,))
        turned = turned or then.leaders != evaluation.leaders
        if then.scores is not None:
            reached.append(model_of(then.rubric).lead_in(then, evaluation))
    return turned, (max(reached) - min(reached)) if reached else ZERO


def worst(evaluation: Evaluation) -> Worst | None:
    """The result if every open answer spoke against it; None where nothing is open."""
    if evaluation.scores is None or not evaluation.leaders or nothing_open(evaluation):
        return None
    return model_of(evaluation.rubric).worst(evaluation)


def confidence(
    evaluation: Evaluation, verdict: Verdict, sensitive: Sensitivity | None
) -> Confidence:
    """Three facts, and the worst of those that are known."""
    waiting = sum(1 for _ in open_items(evaluation.rubric, evaluation.responses))
    if verdict.label in ("not_yet", "not_enough_answers"):
        fails = verdict.label == "not_yet"
        return Confidence.model_construct(
            precision=None,
            completeness=None,
            robustness=None,
            overall=None,
            precision_code="no_margin",
            completeness_code="condition_fails" if fails else "too_few_answers",
            robustness_code="no_result",
            open_questions=waiting,
        )
    precision, precision_code = _precision_of(verdict)
    completeness, completeness_code = _completeness_of(evaluation, verdict, waiting)
    robustness, robustness_code = _robustness_of(sensitive)
    known = [level for level in (precision, completeness, robustness) if level is not None]
    return Confidence.model_construct(
        precision=precision,
        completeness=completeness,
        robustness=robustness,
        overall=min(known, key=("low", "moderate", "high").index),
        precision_code=precision_code,
        completeness_code=completeness_code,
        robustness_code=robustness_code,
        open_questions=waiting,
    )


def _robustness_of(sensitive: Sensitivity | None) -> tuple[Level | None, RobustnessCode]:
    """Whether other plausible weights, and scores within their errors, give the same result."""
    if sensitive is None:
        return "high", "nothing_overtakes"
    if sensitive.robust:
        return "high", "robust"
    change = sensitive.nearest_change
    near = change is not None and change <= NEAR
    level: Level = "moderate" if sensitive.acceptability >= _FAIR else "low"
    return level, "near_weight" if near else "other_weights"


def _precision_of(verdict: Verdict) -> tuple[Level | None, PrecisionCode]:
    """How many standard errors the margin spans."""
    if verdict.margin is None:
        return None, "no_rival"
    assert verdict.variance is not None
    assert verdict.t is not None
    if verdict.variance == 0:
        return "high", "no_error"
    if verdict.margin**2 >= verdict.t**2 * verdict.variance and verdict.strength != "tie":
        return "high", "clear" if verdict.strength == "clear" else "far_enough"
    level: Literal["moderate", "low"] = (
        "moderate" if verdict.margin**2 >= verdict.variance else "low"
    )
    return level, level


def _completeness_of(
    evaluation: Evaluation, verdict: Verdict, waiting: int
) -> tuple[Level, CompletenessCode]:
    """Whether what is still open could change the result."""
    if not waiting:
        return "high", "all_answered"
    if verdict.leader_settled:
        return "high", "open_settled"
    thin = any(d.coverage < FULL_COVERAGE for d in evaluation.tallied.dimensions)
    return "low" if thin else "moderate", "open"


# --- Response-quality flags: signs that answers were given without reading. They change no score


SHORTEST_STRING = 8
FEWEST_FOR_SPREAD = 6
FEWEST_A_SIDE = 2
AGREES = Fraction(3, 4)
_FASTEST = 2

_Positions = list[tuple[str, int, int]]
_Numbers = Sequence[Sequence[tuple[str, Answer]]]


def flags(
    rubric: Rubric, responses: ResponseSet, seconds: dict[str, Fraction] | None = None
) -> tuple[QualityFlag, ...]:
    """Every flag that a set of responses raises; `seconds` are spent on each item, if timed."""
    placed, numbered = positions(rubric, responses), numbers(rubric, responses)
    found = [
        *long_string(placed),
        *same_number(numbered),
        *no_spread(placed, numbered),
        *acquiescence(rubric, responses),
        *contradictions(rubric, responses),
        *too_fast(seconds or {}),
    ]
    return tuple(found)


def positions(rubric: Rubric, responses: ResponseSet) -> _Positions:
    """Item, chosen place and number of places, for each answer that has a place on the page."""
    found: _Positions = []
    for item in rubric.items:
        answer = responses[item.id].answer
        if responses[item.id].state == "answered" and answer is not None:
            place = item.position(answer)
            if place is not None:
                found.append((item.id, *place))
    return found


def numbers(rubric: Rubric, responses: ResponseSet) -> _Numbers:
    """Items with the number given, by what it is a number of: a block of items that ask alike."""
    found: dict[object, list[tuple[str, Answer]]] = {}
    for item in rubric.items:
        answer, asks = responses[item.id].answer, item.input_kind
        if responses[item.id].state == "answered" and isinstance(asks, Amount):
            assert answer is not None
            found.setdefault(asks, []).append((item.id, answer))
    return tuple(found.values())


def longest_allowed(block: Sequence[object]) -> int:
    """From how many times in a row on an answer of a block is a long string."""
    return max(SHORTEST_STRING, -(-len(block) // 2))


def same_number(numbered: _Numbers) -> Iterator[QualityFlag]:
    """The same number given as often in a row where a block asks for numbers."""
    for block in numbered:
        for number, run in groupby(block, key=lambda entry: entry[1]):
            items = tuple(entry[0] for entry in run)
            if len(items) >= longest_allowed(block):
                yield QualityFlag.model_construct(flag="long_string", items=items, number=number)


def long_string(placed: _Positions) -> Iterator[QualityFlag]:
    """The same place chosen max(8, half of the block) times or more in a row."""
    limit = longest_allowed(placed)
    for place, run in groupby(placed, key=lambda entry: entry[1]):
        items = tuple(entry[0] for entry in run)
        if len(items) >= limit:
            yield QualityFlag.model_construct(flag="long_string", items=items, place=place)


def no_spread(placed: _Positions, numbered: _Numbers) -> Iterator[QualityFlag]:
    """Every answer stands at the same place; where few have a place, it is the same number."""
    if len(placed) < FEWEST_FOR_SPREAD:
        if len(numbered) == 1 and len(numbered[0]) >= FEWEST_FOR_SPREAD:
            names, given = zip(*numbered[0], strict=True)
            if len(set(given)) == 1:
                yield QualityFlag.model_construct(flag="no_spread", items=names)
        return
    if len({place for _, place, _ in placed}) == 1 or len({relative(p) for p in placed}) == 1:
        items = tuple(name for name, _, _ in placed)
        yield QualityFlag.model_construct(flag="no_spread", items=items)


def relative(placed: tuple[str, int, int]) -> Fraction:
    """Place of a choice between 0 (first) and 1 (last)."""
    return Fraction(placed[1] - 1, placed[2] - 1)


def acquiescence(rubric: Rubric, responses: ResponseSet) -> Iterator[QualityFlag]:
    """Statements keyed in opposite directions are all agreed with, or all denied."""
    sides: dict[object, list[tuple[str, Fraction]]] = {}
    for item in rubric.items:
        answer = responses[item.id].answer
        if item.scores and answer is not None:
            found = item.agreement(answer, rubric.outcome_ids)
            if found is not None:
                sides.setdefault(found.side, []).append((item.id, found.place))
    balanced = [side for side in sides.values() if len(side) >= FEWEST_A_SIDE]
    if len(balanced) < 2:
        return
    means = [mean([place for _, place in side]) for side in balanced]
    items = tuple(name for side in balanced for name, _ in side)
    if all(m >= AGREES for m in means):
        yield QualityFlag.model_construct(flag="acquiescence", items=items, rated="high")
    if all(m <= 1 - AGREES for m in means):
        yield QualityFlag.model_construct(flag="acquiescence", items=items, rated="low")


def contradictions(rubric: Rubric, responses: ResponseSet) -> Iterator[QualityFlag]:
    """Pairs that the rubric declares, whose answers contradict each other."""
    for pair in rubric.consistency_pairs:
        if truth(pair.when, lambda leaf: compare_answer(leaf, responses)):
            yield QualityFlag.model_construct(flag="contradiction", items=pair.items, told=pair.say)


def too_fast(seconds: dict[str, Fraction]) -> Iterator[QualityFlag]:
    """Less than two seconds an item, on average over the timed ones."""
    if seconds and mean(list(seconds.values())) < _FASTEST:
        yield QualityFlag.model_construct(flag="too_fast", items=tuple(seconds), seconds=_FASTEST)
