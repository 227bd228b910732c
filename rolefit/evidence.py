"""What to find out next when a result is too close to call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.alternatives import Evidence
from rolefit.assessment import Missing, Verdict
from rolefit.bounds import completed
from rolefit.conditions import Answer
from rolefit.exact import HUNDRED, ZERO
from rolefit.items import Item
from rolefit.judgement import judge
from rolefit.responses import Response
from rolefit.standing import Standing, changed
from rolefit.tally import (
    DimensionTally,
    Weighed,
    difference,
    fit_worth,
    shortfall,
    target,
    value_of,
)

CLOSE = ("tie", "too_close_to_call")
SHOWN = 3
MOST_TRIED = 9
"""Answers to one item that are tried out; of more, evenly spread ones."""


def evidence(
    standing: Standing, verdict: Verdict, missing: Sequence[Missing]
) -> tuple[Evidence, ...]:
    """The open items, then the given answers, whose evidence moves a close result most."""
    if verdict.strength not in CLOSE or verdict.label == "not_yet" or not standing.leaders:
        return ()
    waiting = sorted((m for m in missing if m.swing), key=lambda m: -(m.swing or ZERO))
    found = [(m.item, m.swing or ZERO, True) for m in waiting[:SHOWN]]
    if len(found) < SHOWN:
        given = sorted(swings(standing, verdict), key=lambda pair: -pair[1])
        found += [(name, swing, False) for name, swing in given[: SHOWN - len(found)]]
    return tuple(
        Evidence.model_construct(
            item=name,
            ask=standing.rubric.item(name).ask,
            open=waits,
            swing=swing,
            settles=settles(standing, standing.rubric.item(name)),
        )
        for name, swing, waits in found
    )


def swings(standing: Standing, verdict: Verdict) -> Iterator[tuple[str, Fraction]]:
    """How far the answer to each answered item can move the margin, or the fit below targets."""
    for d in standing.tallied.scoreable:
        for entry in d.answered:
            worths = [worth(standing, verdict, entry.item, a) for a in entry.item.candidates()]
            yield entry.item.id, reach(standing, d, entry, (min(worths), max(worths)))


def reach(
    standing: Standing, d: DimensionTally, entry: Weighed, ends: tuple[Fraction, Fraction]
) -> Fraction:
    """Points of the margin or the fit between the least and the most an answer can be worth.

    Of a fit, what lies above a target counts for nothing.
    """
    share = HUNDRED * entry.weight / d.answered_weight
    low, high = (share * end for end in ends)
    if standing.fit is None:
        return standing.tallied.effective(d) * (high - low)
    rest = d.score(value_of(0)) - share * entry.values[0]
    wanted = target(standing.rubric, d.name)
    closed = shortfall(rest + low, wanted) - shortfall(rest + high, wanted)
    return fit_worth(d, standing.tallied, standing.rubric) * closed


def worth(standing: Standing, verdict: Verdict, item: Item, answer: Answer) -> Fraction:
    """What an answer says for the leader, beside the runner-up."""
    ids = standing.rubric.outcome_ids
    values = item.values(answer, ids)
    if standing.fit is not None:
        return value_of(0)(values)
    first = ids.index(standing.leaders[0])
    other = verdict.runner_up or next((o for o in verdict.tied if o != ids[first]), None)
    return difference(first, ids.index(other))(values) if other else values[first]


def settles(standing: Standing, item: Item) -> bool:
    """Whether some answer to one item, alone, would end the doubt."""
    answers = item.candidates()
    tried = answers[:: -(-len(answers) // MOST_TRIED)]
    return any(strength_with(standing, item, answer) not in CLOSE for answer in tried)


def strength_with(standing: Standing, item: Item, answer: Answer) -> str:
    """How strong the result would be with another answer to one item."""
    given = {item.id: Response("answered", answer)}
    responses = completed(standing.rubric, standing.responses, given)
    # Flags and weights can only hold back what is clear; here it matters what is not close.
    return judge(changed(standing, responses, item.id), (), None).strength
