"""Levels of a readiness rubric: which is reached, how sure that is, and what leads to another."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, takewhile
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import ItemIs, Leaf, Truth, truth
from rolefit.rubric.model import Gate, Label, Rubric, compare_answer
from rolefit.scoring.assessment import Basis, Distance, GateResult, NeedGap
from rolefit.scoring.bounds import Outlook, dimension_range, fit_range, score_means
from rolefit.scoring.floors import Spans, both, ways_to_pass
from rolefit.scoring.moves import (
    Challenge,
    Picks,
    Span,
    dimension_moves,
    fewest_answers,
    groups_within,
    in_fit,
)
from rolefit.scoring.tally import fit_of, value_of
from rolefit.scoring.verdict import (
    Error,
    Evaluation,
    Found,
    Strength,
    dimension_error,
    fit_error,
    of_distance,
)


class _Requirement(NamedTuple):
    """What a band asks for."""

    band: int
    dimension: str | None
    """The dimension whose score is meant; None for the fit."""
    wanted: Fraction
    """Least score, in points; closed on the left."""


class Scores(NamedTuple):
    """The scores that levels are read from."""

    fit: Fraction
    dimensions: Mapping[str, Fraction]
    """Scores of the dimensions that have one, in points."""

    def of(self, dimension: str | None) -> Fraction | None:
        """The fit, or the score of a dimension; None where too little was answered."""
        return self.fit if dimension is None else self.dimensions.get(dimension)

    def meets(self, one: _Requirement) -> bool:
        """Whether a requirement is met; without a score it is not."""
        score = self.of(one.dimension)
        return score is not None and score >= one.wanted


def requirements(rubric: Rubric) -> tuple[tuple[_Requirement, ...], ...]:
    """What each band asks for, in their order; conjunctive (Haladyna & Hess 1999)."""
    known = rubric.memo.get(("requirements",))
    if known is None:
        known = tuple(tuple(_requirements_of(rubric, k)) for k in range(len(rubric.bands)))
        rubric.memo["requirements",] = known
    found: tuple[tuple[_Requirement, ...], ...] = known
    return found


def _requirements_of(rubric: Rubric, k: int) -> Iterator[_Requirement]:
    """What one band asks for: nothing of the lowest."""
    band = rubric.bands[k]
    if k == 0:
        return
    if rubric.has_cuts:
        yield _Requirement(k, None, band.from_)
    for name in rubric.dimensions:
        least = band.needs.get(name, band.needs_each)
        if least is not None:
            yield _Requirement(k, name, least)


def level_of(rubric: Rubric, scores: Scores, ceiling: int) -> int:
    """Number of the highest band that is met together with every band below it."""
    asked = requirements(rubric)[: ceiling + 1]  # nothing for the lowest
    return len(list(takewhile(lambda wanted: all(map(scores.meets, wanted)), asked))) - 1


def level_by_fit(rubric: Rubric, fit: Fraction) -> int:
    """Number of the band that the fit alone would reach; cut scores are closed on the left."""
    return max(k for k, band in enumerate(rubric.bands) if fit >= band.from_)


class Edge(NamedTuple):
    """How far a level is from another one."""

    other: int
    """Number of the band on the other side."""
    about: str | None
    """The dimension whose score decides; None for the fit."""
    distance: Fraction
    """Points to the requirement that decides."""


def edges_up(rubric: Rubric, scores: Scores, here: int, ceiling: int) -> tuple[Edge, ...]:
    """What is missing to the next band: all of it would have to come."""
    if here >= ceiling:
        return ()
    return tuple(
        Edge(here + 1, one.dimension, one.wanted - score)
        for one in requirements(rubric)[here + 1]
        if (score := scores.of(one.dimension)) is not None and score < one.wanted
    )


def edges_down(rubric: Rubric, scores: Scores, here: int) -> tuple[Edge, ...]:
    """What keeps the level: any one of it could go."""
    return tuple(
        Edge(one.band - 1, one.dimension, score - one.wanted)
        for wanted in requirements(rubric)[1 : here + 1]
        for one in wanted
        if (score := scores.of(one.dimension)) is not None
    )


def level_range(seen: Outlook, rubric: Rubric, ceiling: int) -> tuple[int, int]:
    """Lowest and highest level over every completion, as far as scores decide it."""
    low, high = [], []
    for s in seen.splits:
        reach = score_means(s, rubric, value_of(0))
        lows = {name: one.low for name, one in reach.items()}
        highs = {name: one.high for name, one in reach.items()}
        low.append(level_of(rubric, Scores(fit_of(lows, rubric), lows), ceiling))
        high.append(level_of(rubric, Scores(fit_of(highs, rubric), highs), ceiling))
    return min(low), max(high)


def open_needs(evaluation: Evaluation, here: int, ceiling: int) -> tuple[str, ...]:
    """Dimensions whose least score, for this level or the next, hangs on open answers.

    One without a score does not meet it yet, though every answer to what is open may.
    """
    seen, rubric, scores = evaluation.outlook, evaluation.rubric, scores_now(evaluation)
    asked = requirements(rubric)[1 : min(here + 1, ceiling) + 1]
    wanted = [one for each in asked for one in each if one.dimension is not None]
    if not wanted:
        return ()
    most = fit_range(seen, rubric).high
    reach = {
        name: dimension_range(seen, rubric, name, value_of(0))
        for name in dict.fromkeys(one.dimension for one in wanted)
        if name is not None
    }
    names: dict[str, None] = {}
    for one in wanted:
        assert one.dimension is not None
        within_fit = one.band <= here or most >= rubric.bands[one.band].from_
        low, high = reach[one.dimension].low, reach[one.dimension].high
        could_miss = low < one.wanted or scores.of(one.dimension) is None
        if could_miss and one.wanted <= high and within_fit:
            names[one.dimension] = None
    return tuple(names)


# --- gates that cap ----------------------------------------------------------------------------


def ceiling_of(rubric: Rubric, gates: Sequence[GateResult]) -> int:
    """Number of the highest band that the failed gates leave."""
    caps = [g.cap for g in gates if g.state == "fail" and g.cap is not None]
    return min(map(rubric.band_number, caps), default=len(rubric.bands) - 1)


def out_of_reach(evaluation: Evaluation, level: int) -> bool:
    """Whether a condition holds everybody below a level who meets all that levels up to it ask for.

    The comparisons of answers stay as they are.
    """
    rubric, least = evaluation.rubric, dict[str | None, Fraction]()
    for one in chain.from_iterable(requirements(rubric)[: level + 1]):
        least[one.dimension] = max(one.wanted, least.get(one.dimension, one.wanted))

    def compare(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return compare_answer(leaf, evaluation.responses)
        low = least.get(leaf.dimension)
        if low is None:
            return None
        if leaf.at_most is not None:
            return False if leaf.at_most < low else None
        return True if leaf.at_least is not None and leaf.at_least <= low else None

    return any(
        truth(gate.when, compare) is True for gate in rubric.gates if bars(rubric, gate, level)
    )


def bars(rubric: Rubric, gate: Gate | GateResult, level: int) -> bool:
    """Whether a condition that fails keeps everybody from a level."""
    capped = gate.cap is not None and rubric.band_number(gate.cap) < level
    return gate.on_fail == "exclude" or capped


def unscored_needs(evaluation: Evaluation, level: int) -> tuple[str, ...]:
    """The dimensions of which levels up to this one ask a least score, too little being answered.

    No other answer that was given would bring them one.
    """
    known = {d.name for d in evaluation.tallied.scoreable}
    asked = chain.from_iterable(requirements(evaluation.rubric)[: level + 1])
    names = dict.fromkeys(one.dimension for one in asked if one.dimension)
    return tuple(name for name in names if name not in known)


def gates_capping(
    rubric: Rubric, gates: Sequence[GateResult], level: int, state: str
) -> tuple[str, ...]:
    """The gates of that state whose cap lies below a level."""
    return tuple(
        g.id
        for g in gates
        if g.cap is not None and g.state == state and rubric.band_number(g.cap) < level
    )


# --- How sure a level is: what is nearest to changing it, and what holds it down ------------------


def scores_of(found: Found) -> Scores:
    """The scores that levels are read from."""
    assert found.fit is not None
    own = {name: each[0] for name, each in found.dimensions.items()}
    return Scores(found.fit.score, {name: x for name, x in own.items() if x is not None})


_STRENGTHS: tuple[Label, ...] = ("too_close_to_call", "leaning", "clear")
"""How sure an edge of a level can be, least first."""


class _SureEdge(NamedTuple):
    """How far a level is from another one, and how sure that is."""

    edge: Edge
    error: Error

    @property
    def spans(self) -> tuple[bool, Fraction]:
        """Squared distance in standard errors; without any error it spans any number of them."""
        if self.error.variance == 0:
            return self.edge.distance > 0, ZERO
        return False, self.edge.distance**2 / self.error.variance


def nearest_edge(evaluation: Evaluation, here: int, ceiling: int) -> _SureEdge | None:
    """The edge of the level that is least sure: all that misses above, or any one that keeps it.

    Least sure is what has the weakest label, then what spans the fewest standard errors.
    """
    rubric, scores = evaluation.rubric, scores_now(evaluation)

    def sure(edge: Edge) -> _SureEdge:
        return _SureEdge(edge, _error_about(evaluation, edge.about))

    def held(one: _SureEdge) -> tuple[int, tuple[bool, Fraction]]:
        return _STRENGTHS.index(strength_of(rubric, one).label), one.spans

    up = [sure(edge) for edge in edges_up(rubric, scores, here, ceiling)]
    found = [sure(edge) for edge in edges_down(rubric, scores, here)]
    if up:
        found.append(max(up, key=held))
    return min(found, key=held, default=None)


def _error_about(evaluation: Evaluation, dimension: str | None) -> Error:
    """Error of the fit, or of the score of a dimension."""
    tallied = evaluation.tallied
    if dimension is None:
        return fit_error(tallied, evaluation.rubric)
    d = next(d for d in tallied.scoreable if d.name == dimension)
    return dimension_error(tallied, d, value_of(0))


def strength_of(rubric: Rubric, sure: _SureEdge | None) -> Strength:
    """Label of a level by its least sure edge."""
    if sure is None:
        return Strength("clear", Basis.model_construct(code="no_edge"))
    what: Distance = "cut_score" if sure.edge.about is None else "least_score"
    threshold = rubric.settings.indifference_threshold
    return of_distance(sure.edge.distance, sure.error, threshold, what)


def needs_unmet(evaluation: Evaluation, here: int) -> tuple[NeedGap, ...]:
    """Least scores that hold the level down: the fit alone would reach the next one.

    They are told beside a gate that holds it at the same level: either alone would.
    """
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    if level_by_fit(rubric, scores.fit) <= here:
        return ()
    return tuple(
        NeedGap.model_construct(
            band=rubric.bands[here + 1].id,
            dimension=one.dimension,
            score=scores.of(one.dimension),
            wanted=one.wanted,
        )
        for one in requirements(rubric)[here + 1]
        if one.dimension is not None and not scores.meets(one)
    )


def capped_by(evaluation: Evaluation, here: int) -> tuple[str, ...]:
    """The failed gates that hold the level below what the scores would reach.

    A least score may hold it at the same level; the gates that end there are told all the same.
    """
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    free = level_of(rubric, scores, len(rubric.bands) - 1)
    above = min(here + 1, level_by_fit(rubric, scores.fit))
    return gates_capping(rubric, evaluation.gates, max(free, above), "fail")


def naming_gate(
    evaluation: Evaluation, capped: Sequence[str], gaps: Sequence[NeedGap]
) -> str | None:
    """The gate among those that hold the level whose text names the result.

    Where least scores hold it as well, the text says enough only if the gate reads their areas.
    """
    rubric = evaluation.rubric
    reads = {gate.id: set(gate.items) for gate in evaluation.gates}
    missing = {gap.dimension for gap in gaps}
    return next(
        (
            gate.id
            for gate in rubric.gates
            if gate.id in capped
            and gate.verdict
            and missing <= {rubric.item(name).dimension for name in reads[gate.id]}
        ),
        None,
    )


def scores_now(evaluation: Evaluation) -> Scores:
    """The scores that levels are read from, where there are scores."""
    assert evaluation.found is not None
    return scores_of(evaluation.found)


# --- The ways in which another level could be reached: up by all it asks for, down by any one -----


def climbs(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit up to the next cut score, every least score that is missing, and past every cap."""
    scores = scores_now(evaluation)
    if unscored_needs(evaluation, here + 1):
        return
    capping = gates_capping(evaluation.rubric, evaluation.gates, here + 1, "fail")
    held = [gate for gate in evaluation.rubric.gates if gate.id in capping]
    missing = [one for one in requirements(evaluation.rubric)[here + 1] if not scores.meets(one)]
    needs = {one.dimension: Span(one.wanted) for one in missing if one.dimension}
    for lift in ways_to_pass(evaluation, held):
        spans = both(needs, lift)
        if spans is not None:
            yield _climb(evaluation, here, picks, spans)


def _climb(evaluation: Evaluation, here: int, picks: Picks, spans: Spans) -> Challenge:
    """The fit up to the next cut score, and dimensions to where they have to be."""
    groups, must = groups_within(evaluation, picks, spans, price=fewest_answers)
    needed = evaluation.rubric.bands[here + 1].from_ - scores_now(evaluation).fit
    return Challenge(groups, needed, strictly=False, rival=None, must=tuple(must))


def falls(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit down below the cut score, or one dimension below its least score."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    moves = {
        d.name: dimension_moves(d, picks, sign=-1, price=fewest_answers)
        for d in evaluation.tallied.scoreable
    }
    groups = [in_fit(evaluation, d, moves[d.name], sign=-1) for d in evaluation.tallied.scoreable]
    if rubric.has_cuts:
        distance = scores.fit - rubric.bands[here].from_
        yield Challenge(groups, distance, strictly=True, rival=None)
    for edge in edges_down(rubric, scores, here):
        if edge.about is not None:
            yield Challenge([moves[edge.about]], edge.distance, strictly=True, rival=None)
