"""The values of a comparison, and candidates ranked as far as their scores allow."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Literal

from rolefit.exact import HUNDRED, ZERO, dot
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring.assessment import Assessment, DimensionScore, Verdict
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.judging import judge
from rolefit.scoring.tally import difference
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.reliable_change import (
    Measure,
    Score,
    lead,
    reliably_above,
    score,
    within_dimension,
)

Kind = Literal["fit", "outcome", "dimension"]
Measured = tuple[str, ...]
"""What is ranked: () the fit, (a,) the score of an outcome, (a, b) the lead of a over b."""


class Rank(Value):
    """Where one entrant stands among those that have a score."""

    best: int
    """1 + number of entrants that are reliably ahead."""
    worst: int
    """Number of entrants with a score, less those that are reliably behind."""
    level_with: tuple[int, ...]
    """Numbers of the entrants that it cannot be told apart from."""


class Ranking(Value):
    """All entrants along one measure."""

    measured: Measured
    """() for the fit, one outcome for its score, two for the lead of the first over the second."""
    scores: tuple[Score, ...]
    """One for each entrant, in order."""
    ranks: tuple[Rank | None, ...]
    """None where there is no score."""
    order: tuple[int, ...]
    """Numbers of the entrants from the highest score down; those without a score come last."""


class Spread(Value):
    """How far apart all entrants are in one dimension."""

    dimension: str
    name: str
    measured: Measured
    weight: Number
    """Share of the weight of all dimensions, 0 to 1."""
    scores: tuple[Score, ...]
    """One for each entrant: of the fit or an outcome 0 to 100, of a lead -100 to 100."""
    spread: Number | None
    """Highest minus lowest, in points; None where fewer than two have a score."""
    worth: Number | None
    """What the spread comes to in the result when every dimension counts: weight times spread. Of
    the fit, what is above the target counts for nothing."""
    reliable: bool | None
    """Whether highest and lowest are further apart than answering again would move them; None where
    fewer than two have a score."""


def scales(rubric: Rubric) -> tuple[Measured, ...]:
    """What a rubric ranks by."""
    return model_of(rubric).ranked_by(rubric)


def _measure_of(measured: Measured, dimension: str = "") -> Measure:
    """A score by itself, or in one dimension, as reliable change measures it."""
    outcome = measured[0] if measured else None
    kind: Kind = "outcome" if measured else "fit"
    if dimension:
        kind = "dimension"
    name = dimension or outcome or "fit"
    return Measure.model_construct(kind=kind, id=name, name=name, outcome=outcome)


class EntrantScores:
    """One entrant's scores, each worked out once: it is listed, ranked and spread out by them."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._known: dict[tuple[str, str, str | None], Score] = {}

    def score(self, measure: Measure) -> Score:
        """One measure."""
        key = (measure.kind, measure.id, measure.outcome)
        if key not in self._known:
            self._known[key] = score(self.evaluation, measure)
        return self._known[key]

    def overall(self, measured: Measured) -> Score:
        """What an entrant is ranked by."""
        if len(measured) == 2:
            return lead(self.evaluation, *measured)
        return self.score(_measure_of(measured))

    def within(self, measured: Measured, dimension: str) -> Score:
        """The same in one dimension."""
        if len(measured) != 2:
            return self.score(_measure_of(measured, dimension))
        ids = self.evaluation.rubric.outcome_ids
        ahead = difference(ids.index(measured[0]), ids.index(measured[1]))
        found = within_dimension(self.evaluation, dimension, ahead)
        return found or Score.model_construct(score=None, variance=None, noise=None)


def ranking(entrants: Sequence[EntrantScores], measured: Measured) -> Ranking:
    """All entrants along one measure, ranked as far as answering again would leave it so."""
    scores = [one.overall(measured) for one in entrants]
    return Ranking.model_construct(
        measured=measured,
        scores=tuple(scores),
        ranks=tuple(rank(scores)),
        order=tuple(sorted(range(len(scores)), key=lambda k: _highest_first(scores[k]))),
    )


def _highest_first(one: Score) -> tuple[bool, Fraction]:
    """Sorts scores from the highest down; none comes last."""
    return one.score is None, -(one.score or ZERO)


def rank(scores: Sequence[Score]) -> Iterator[Rank | None]:
    """The ranks that each entrant may have: who is not reliably ahead or behind may be either."""
    scored = [n for n, one in enumerate(scores) if one.score is not None]
    ahead: dict[int, set[int]] = {n: set() for n in scored}
    behind: dict[int, set[int]] = {n: set() for n in scored}
    for n, k in permutations(scored, 2):
        if reliably_above(scores[n], scores[k]):
            ahead[k].add(n)
            behind[n].add(k)
    for k, one in enumerate(scores):
        if one.score is None:
            yield None
            continue
        apart = {k} | ahead[k] | behind[k]
        yield Rank.model_construct(
            best=1 + len(ahead[k]),
            worst=len(scored) - len(behind[k]),
            level_with=tuple(n for n in scored if n not in apart),
        )


def spreads(
    rubric: Rubric, entrants: Sequence[EntrantScores], assessments: Sequence[Assessment]
) -> tuple[Spread, ...]:
    """Every dimension along every measure, from what is worth most to what is worth least."""
    found = []
    for measured in scales(rubric):
        for k, name in enumerate(rubric.dimensions):
            scores = [one.within(measured, name) for one in entrants]
            rows = [assessment.dimensions[k] for assessment in assessments]
            found.append(dimension_spread(rows, scores, measured=measured, rubric=rubric))
    return tuple(sorted(found, key=lambda one: (one.worth is None, -(one.worth or ZERO))))


def dimension_spread(
    rows: Sequence[DimensionScore], scores: Sequence[Score], *, measured: Measured, rubric: Rubric
) -> Spread:
    """One dimension along one measure."""
    apart = width(scores, lambda k: scores[k].score)
    return Spread.model_construct(
        dimension=rows[0].id,
        name=rows[0].name,
        measured=measured,
        weight=rows[0].weight,
        scores=tuple(scores),
        spread=apart,
        worth=worth(rows, scores, measured=measured, rubric=rubric),
        reliable=_ends_apart(scores) if apart is not None else None,
    )


def width(scores: Sequence[Score], value: Callable[[int], Fraction | None]) -> Fraction | None:
    """Greatest minus least value over those that have a score; None for fewer than two."""
    values = [value(k) or ZERO for k, one in enumerate(scores) if one.score is not None]
    return max(values) - min(values) if len(values) > 1 else None


def worth(
    rows: Sequence[DimensionScore], scores: Sequence[Score], *, measured: Measured, rubric: Rubric
) -> Fraction | None:
    """Weight times spread, in points of the result.

    Of the fit: 100 * W_d * (spread of shortfalls) / sum W t; see `tally.fit_of`.
    """
    if measured:
        apart = width(scores, lambda k: scores[k].score)
        return None if apart is None else rows[0].weight * apart
    missing = width(scores, lambda k: rows[k].priority)
    weights = rubric.weights()
    asked = dot((weights[d], one.target or ZERO) for d, one in rubric.dimensions.items())
    # `priority` is the shortfall times the share of the weight.
    return None if missing is None else HUNDRED * missing * sum(weights.values()) / asked


def _ends_apart(scores: Sequence[Score]) -> bool:
    """Whether one of the highest and one of the lowest scores are reliably apart."""
    given = [one.score for one in scores if one.score is not None]
    low, high = min(given), max(given)
    bottom, top = (
        min((one for one in scores if one.score == end), key=lambda one: one.noise or ZERO)
        for end in (low, high)
    )
    return reliably_above(top, bottom)


# --- What an assessment comes to, so that two of them can be said to agree or not -----------------


class Result(Value):
    """What was found, without how strong it is."""

    kind: Literal["outcome", "band", "levels", "close", "not_yet", "not_enough_answers"]
    """`close` is a tie or too close to call: a result of its own, whoever is a little ahead."""
    names: tuple[str, ...]
    """The outcome, the band, or the outcomes that cannot be told apart."""
    conditions: tuple[str, ...]
    """Gates without an answer yet that could rule the result out, or lower the band."""


def result_of(verdict: Verdict, rubric: Rubric) -> Result:
    """The result of a verdict. Outcomes that are close are named in the order of the rubric."""
    if verdict.strength in ("not_yet", "not_enough_answers"):
        return Result.model_construct(kind=verdict.strength, names=(), conditions=())
    kind, names = model_of(rubric).result_names(verdict, rubric)
    return Result.model_construct(kind=kind, names=names, conditions=verdict.conditions)


def same(one: Result, other: Result) -> bool:
    """Whether two results name the same.

    Conditions are told beside a result, but do not make it another one: whether they hold is not
    known yet.
    """
    return (one.kind, one.names) == (other.kind, other.names)


def result_for(rubric: Rubric, responses: Responses) -> Result:
    """The result of responses. Raises Invalid where an answer cannot be read.

    Flags and weights decide between clear and leaning alone, so they are left out.
    """
    return result_of(judge(evaluate(rubric, read(rubric, responses)), (), None), rubric)
