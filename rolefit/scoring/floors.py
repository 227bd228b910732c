"""Which scores dimensions have to come to, for conditions that read scores to hold or to fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from rolefit.exact import HUNDRED
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    AtLeastKOf,
    Condition,
    ItemIs,
    Not,
    ScoreIs,
    leaves_by_sign,
    satisfies,
)
from rolefit.rubric.model import Gate, Rubric, compare_answer
from rolefit.scoring.crossings import score_read
from rolefit.scoring.moves import Span, TooManyWays
from rolefit.scoring.verdict import Evaluation

Spans = Mapping[str, Span]
"""The scores that each dimension named has to come to."""

_MOST = 24
"""Alternatives that are looked at."""


def ways_to_pass(
    evaluation: Evaluation, gates: Iterable[Gate], *, keeping: bool = False
) -> Sequence[Spans]:
    """Each set of scores with which all of the gates pass, answers to items as they stand.

    What holds now is taken to hold on, or with `keeping` to have to be kept. Empty where no score
    makes them pass. Raises TooManyWays.
    """
    wished = _Wished(evaluation, keeping)
    return _every([_ways(wished, gate.when, wanted=False) for gate in gates])


class _Wished(NamedTuple):
    """Where the scores stand, and what is wished of them."""

    evaluation: Evaluation
    keeping: bool


def _ways(wished: _Wished, condition: Condition, *, wanted: bool) -> Sequence[Spans]:
    """Each set of scores with which a condition comes out as wanted."""
    match condition:
        case ItemIs():
            held = compare_answer(condition, wished.evaluation.responses)
            return ({},) if held is wanted else ()
        case ScoreIs():
            return _ways_of_score(wished, condition, wanted=wanted)
        case Not(not_=part):
            return _ways(wished, part, wanted=not wanted)
        case All(all=parts):
            return _some(wished, parts, len(parts) if wanted else 1, wanted=wanted)
        case AnyOf(any=parts):
            return _some(wished, parts, 1 if wanted else len(parts), wanted=wanted)
        case AtLeastKOf(at_least=some):
            least = some.k if wanted else len(some.of) - some.k + 1
            return _some(wished, some.of, max(least, 0), wanted=wanted)


def _some(
    wished: _Wished, parts: Sequence[Condition], least: int, *, wanted: bool
) -> Sequence[Spans]:
    """Each set of scores with which at least so many parts come out as wanted."""
    each = [_ways(wished, part, wanted=wanted) for part in parts]
    sure = sum(1 for ways in each if {} in ways)
    open_ = [ways for ways in each if ways and {} not in ways]
    lacking = least - sure
    if lacking <= 0:
        return ({},)
    found: list[Spans] = []
    for chosen in combinations(open_, lacking):
        found += [one for one in _every(chosen) if one not in found]
        _refuse_many(found)
    return found


def _every(each: Sequence[Sequence[Spans]]) -> Sequence[Spans]:
    """Each choice of one from all of them, at once, as far as they go together."""
    found: Sequence[Spans] = ({},)
    for ways in each:
        joined = (both(one, other) for one in found for other in ways)
        found = [spans for spans in joined if spans is not None]
        _refuse_many(found)
    return found


def _refuse_many(found: Sequence[Spans]) -> None:
    """Raise TooManyWays where there are more alternatives than are looked at."""
    if len(found) > _MOST:
        raise TooManyWays


def both(one: Spans, other: Spans) -> Spans | None:
    """The scores that meet both; None where some dimension has none."""
    found = {}
    for name in dict.fromkeys((*one, *other)):
        span = _overlap([part[name] for part in (one, other) if name in part])
        if span is None:
            return None
        found[name] = span
    return found


def _overlap(spans: Sequence[Span]) -> Span | None:
    """The scores that are in all of some spans; None where there are none."""
    least, above = max((span.least, span.above) for span in spans)
    ends = [(span.most, not span.below) for span in spans if span.most is not None]
    if not ends:
        return Span(least, above)
    most, closed = min(ends)
    meet = least < most or (least == most and closed and not above)
    return Span(least, above, most, not closed) if meet else None


def _ways_of_score(wished: _Wished, leaf: ScoreIs, *, wanted: bool) -> Sequence[Spans]:
    """The scores of a dimension with which a comparison comes out as wanted."""
    score = score_read(wished.evaluation, leaf)
    if score is None:
        return ()
    if satisfies(leaf, score) is wanted and not wished.keeping:
        return ({},)
    assert leaf.dimension is not None  # where levels are reached, no outcome is compared
    spans = _spans_in(leaf) if wanted else _spans_out(leaf)
    return [{leaf.dimension: span} for span in spans]


def _spans_in(leaf: ScoreIs) -> Iterator[Span]:
    """The scores that a comparison names."""
    least = leaf.at_least or Span().least
    if leaf.at_most is None or least <= leaf.at_most:
        yield Span(least, most=leaf.at_most)


def _spans_out(leaf: ScoreIs) -> Iterator[Span]:
    """The scores on either side of those that a comparison names."""
    if leaf.at_least is not None and leaf.at_least > 0:
        yield Span(most=leaf.at_least, below=True)
    if leaf.at_most is not None and leaf.at_most < HUNDRED:
        yield Span(leaf.at_most, above=True)


def forbids_more(rubric: Rubric, dimension: str) -> bool:
    """Whether some condition that decides could come to fail by a higher score of a dimension."""
    for gate in rubric.gates:
        for leaf, sign in leaves_by_sign(gate.when) if gate.on_fail != "flag" else ():
            if isinstance(leaf, ScoreIs) and leaf.dimension == dimension:
                bound = leaf.at_least if sign else leaf.at_most
                if bound is not None:
                    return True
    return False
