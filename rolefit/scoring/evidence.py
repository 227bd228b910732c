"""What to find out next when a result is too close to call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ZERO
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.responses import Response
from rolefit.scoring.alternatives import Evidence
from rolefit.scoring.assessment import Missing, Verdict
from rolefit.scoring.bounds import completed
from rolefit.scoring.evaluate import changed
from rolefit.scoring.evaluation import Standing
from rolefit.scoring.judgement import judge
from rolefit.scoring.models import model_of
from rolefit.scoring.tally import Measure
from rolefit.scoring.verdict import CLOSE

SHOWN = 3
MOST_TRIED = 9
"""Answers to one item that are tried out, about; of more, evenly spread ones and both ends."""


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
    measure = model_of(standing.rubric).speaking(standing, verdict)
    return tuple(
        Evidence.model_construct(
            item=name,
            ask=standing.rubric.item(name).ask,
            open=waits,
            swing=swing,
            settles=settles(standing, standing.rubric.item(name), measure),
        )
        for name, swing, waits in found
    )


def swings(standing: Standing, verdict: Verdict) -> Iterator[tuple[str, Fraction]]:
    """How far another answer to each answered item can move the margin, or the fit."""
    model, ids = model_of(standing.rubric), standing.rubric.outcome_ids
    measure = model.speaking(standing, verdict)
    for d in standing.tallied.scoreable:
        for entry in d.answered:
            share = HUNDRED * entry.weight / d.answered_weight
            worths = [measure(entry.item.values(a, ids)) for a in entry.item.candidates()]
            ends = (share * (w - measure(entry.values)) for w in (min(worths), max(worths)))
            yield entry.item.id, max(abs(model.moved(standing, d, points)) for points in ends)


def settles(standing: Standing, item: Item, measure: Measure) -> bool:
    """Whether some answer to one item, alone, would end the doubt."""
    return any(
        strength_with(standing, item, a) not in CLOSE for a in tried(standing, item, measure)
    )


def tried(standing: Standing, item: Item, measure: Measure) -> Iterator[Answer]:
    """Answers from what says least for the leader to what says most, both of them, not too many."""
    answers = list(item.candidates())
    if item.scores:
        ids = standing.rubric.outcome_ids
        answers.sort(key=lambda answer: measure(item.values(answer, ids)))
    *most, last = answers
    yield from most[:: -(-len(answers) // MOST_TRIED)]
    yield last


def strength_with(standing: Standing, item: Item, answer: Answer) -> str:
    """How strong the result would be with another answer to one item."""
    given = {item.id: Response("answered", answer)}
    responses = completed(standing.rubric, standing.responses, given)
    # Flags and weights can only hold back what is clear; here it matters what is not close.
    return judge(changed(standing, responses, item.id), (), None).strength
