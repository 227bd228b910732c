"""What is still possible over every completion of partial responses: branches and scores."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Answer, comparisons_by_item, items_in
from rolefit.rubric.items import Item
from rolefit.rubric.model import (
    OPEN,
    Response,
    ResponseSet,
    Rubric,
    branch,
    follow_branches,
)
from rolefit.scoring.ranges import Range, ScoredItem, best_mean, join_ranges, mean_range, speaking
from rolefit.scoring.tally import OutcomeMeasure, difference, fit_of, value_of, values_of

MOST_SPLITS = 256
"""Joint answers to branching items that are walked through; beyond it bounds are safe but wider."""


class Split(NamedTuple):
    """A family of completions in which every branch is decided."""

    responses: ResponseSet
    entries: dict[str, tuple[ScoredItem, ...]]
    """The scored items that apply, by dimension."""


class Outlook(NamedTuple):
    """What every completion of a set of responses has in common."""

    splits: tuple[Split, ...]
    exact: bool
    """False where branches depended on more joint answers than are walked through."""


def outlook(rubric: Rubric, responses: ResponseSet) -> Outlook:
    """The families of completions of a set of responses, branches followed."""
    steers = steering_items(rubric)
    steering = [i for i in rubric.items if i.id in steers and responses[i.id].state in OPEN]
    choices = [completions_of(item, rubric) for item in steering]
    if math.prod(map(len, choices)) > MOST_SPLITS:
        return Outlook((split_items(rubric, responses),), exact=False)
    found = []
    for answers in product(*choices):
        fixed = dict(zip((item.id for item in steering), answers, strict=True))
        found.append(split_items(rubric, fill_in(rubric, responses, fixed)))
    return Outlook(tuple(found), exact=True)


def steering_items(rubric: Rubric) -> set[str]:
    """The items that some branch depends on."""
    return rubric.remember(
        ("steering",), lambda: {name for item in rubric.items for name in items_in(item.ask_when)}
    )


def fill_in(
    rubric: Rubric, responses: ResponseSet, answers: dict[str, Response]
) -> dict[str, Response]:
    """Responses with some open items filled in, branches followed anew."""
    now = [responses[name] for name in answers]
    if steering_items(rubric).isdisjoint(answers) and all(r.state != "not_presented" for r in now):
        # No branch hangs on them: all others stay as they are.
        given = zip(answers.items(), now, strict=True)
        return {
            **responses,
            **{name: one._replace(undecided=r.undecided) for (name, one), r in given},
        }
    return follow_branches(rubric, {**responses, **answers})


def completions_of(item: Item, rubric: Rubric) -> tuple[Response, ...]:
    """Every way in which an open item could be completed, as far as anything can turn on it."""
    return rubric.remember(("completions", item.id), lambda: _ways_to_complete(item, rubric))


def _ways_to_complete(item: Item, rubric: Rubric) -> tuple[Response, ...]:
    """What `completions_of` keeps."""
    found = tuple(Response("answered", answer) for answer in representatives(item, rubric))
    return (*found, Response("not_applicable")) if item.allow_na else found


def representatives(item: Item, rubric: Rubric) -> tuple[Answer, ...]:
    """Answers between which no condition of the rubric changes, nor any slope of the item."""
    conditions = [gate.when for gate in rubric.gates]
    conditions += [other.ask_when for other in rubric.items if other.ask_when is not None]
    return item.representatives(comparisons_by_item(conditions).get(item.id, ()))


def split_items(rubric: Rubric, responses: ResponseSet) -> Split:
    """The scored items of a set of responses, with what each could still be worth."""
    return Split(
        responses, {name: entries_of(rubric, responses, name) for name in rubric.dimensions}
    )


def entries_of(rubric: Rubric, responses: ResponseSet, dimension: str) -> tuple[ScoredItem, ...]:
    """The scored items of a dimension that apply."""
    found = (entry(item, rubric, responses) for item in rubric.scored_items(dimension))
    return tuple(e for e in found if e is not None)


def entry(item: Item, rubric: Rubric, responses: ResponseSet) -> ScoredItem | None:
    """One scored item, or None where it does not apply."""
    response = responses[item.id]
    undecided = branch(item, responses) is None
    if response.state == "answered":
        answer = response.answer
        assert answer is not None
        return rubric.remember(
            ("entry", item.id, answer, undecided),
            lambda: _scored_item(item, rubric, (answer,), optional=undecided),
        )
    if response.state in OPEN:
        optional = undecided or item.allow_na
        return rubric.remember(
            ("open entry", item.id, optional),
            lambda: _scored_item(item, rubric, item.candidates(), optional=optional),
        )
    return None


def _scored_item(
    item: Item, rubric: Rubric, answers: tuple[Answer, ...], *, optional: bool
) -> ScoredItem:
    """An item with the values of the answers that it may have, each once."""
    possible = dict.fromkeys(values_of(item, rubric, answer) for answer in answers)
    return ScoredItem(item.weight, tuple(possible), optional, rubric.speaking[item.id])


def sample(seen: Outlook) -> Outlook:
    """One way in which the branches may go: enough to choose a question by."""
    return seen._replace(splits=seen.splits[:1])


def dimension_range(
    seen: Outlook, rubric: Rubric, dimension: str, measure: OutcomeMeasure
) -> Range:
    """Bounds of one dimension's score over every completion, in points."""
    return join_ranges([mean_in(s, rubric, dimension, measure) for s in seen.splits])


def score_range(seen: Outlook, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """Bounds of an outcome's score, or of a margin, over every completion, in points."""
    return join_ranges([range_in(s, rubric, measure) for s in seen.splits])


def outcome_range(seen: Outlook, rubric: Rubric, outcome: int) -> Range:
    """Bounds of an outcome's score over the completions in which something can speak for it.

    0 to 0 where nothing ever can.
    """
    telling = tuple(s for s in seen.splits if _speaks(s, outcome))
    return score_range(seen._replace(splits=telling or seen.splits), rubric, value_of(outcome))


def _speaks(s: Split, outcome: int) -> bool:
    """Whether something can speak for an outcome."""
    return any(e.says[outcome] for entries in s.entries.values() for e in entries)


def range_in(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """Bounds of an outcome's score, or of a margin, over one family of completions, in points."""
    key = ("range", *s.entries.values(), measure)
    return rubric.remember(key, lambda: _range_over(s, rubric, measure))


def _range_over(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> Range:
    """What `range_in` keeps."""
    if measure.other is not None and not level(s, measure):
        high, low = (range_in(s, rubric, value_of(o)) for o, _ in measure.signed)
        return Range(high.low - low.high, high.high - low.low)
    weights = rubric.weights()
    known = ((weights[name], _part_in(s, rubric, name, measure)) for name in rubric.dimensions)
    parts = [(weight, *part) for weight, part in known if part is not None]
    if not parts:
        return Range(ZERO, ZERO)
    most = best_mean([(weight, one.high, may_go) for weight, one, may_go in parts])
    least = best_mean([(weight, -one.low, may_go) for weight, one, may_go in parts])
    return Range(-least, most)


def _part_in(
    s: Split, rubric: Rubric, dimension: str, measure: OutcomeMeasure
) -> tuple[Range, bool] | None:
    """Bounds of a dimension's score, and whether all that speaks in it may drop out.

    Worked out once; None where nothing can speak.
    """
    entries = s.entries[dimension]

    def work_out() -> tuple[Range, bool] | None:
        own = speaking(entries, measure.outcome)
        if not own:
            return None
        return mean_in(s, rubric, dimension, measure), all(e.optional for e in own)

    return rubric.remember(("part", entries, measure), work_out)


def level(s: Split, measure: OutcomeMeasure) -> bool:
    """Whether both outcomes of a margin always have the same dimensions, whatever drops out."""
    (first, _), (second, _) = measure.signed
    for entries in s.entries.values():
        one, other = speaking(entries, first), speaking(entries, second)
        if bool(one) != bool(other):
            return False
        if one != other and (all(e.optional for e in one) or all(e.optional for e in other)):
            return False
    return True


def score_means(s: Split, rubric: Rubric, measure: OutcomeMeasure) -> dict[str, Range]:
    """Bounds of the score of each dimension that something can speak in, in points."""
    return {
        name: mean_in(s, rubric, name, measure)
        for name in rubric.dimensions
        if any(e.says[measure.outcome] for e in s.entries[name])
    }


def mean_in(s: Split, rubric: Rubric, dimension: str, measure: OutcomeMeasure) -> Range:
    """Bounds of a dimension's score in one family of completions, worked out once."""
    entries = s.entries[dimension]
    return rubric.remember(("mean", entries, measure), lambda: mean_range(entries, measure))


def fit_range(seen: Outlook, rubric: Rubric) -> Range:
    """Bounds of the fit over every completion, in points."""
    found = []
    for s in seen.splits:
        parts = score_means(s, rubric, value_of(0))
        low = fit_of({name: part.low for name, part in parts.items()}, rubric)
        high = fit_of({name: part.high for name, part in parts.items()}, rubric)
        found.append(Range(low, high))
    return join_ranges(found)


def margin_range(seen: Outlook, rubric: Rubric, pair: tuple[int, int]) -> Range:
    """Bounds of the lead of one outcome over another, over every completion, in points."""
    return score_range(seen, rubric, difference(*pair))


def possible_answers(rubric: Rubric, responses: ResponseSet, item: Item) -> Iterator[ResponseSet]:
    """The responses with one open item answered in each possible way."""
    for response in completions_of(item, rubric):
        yield fill_in(rubric, responses, {item.id: response})
