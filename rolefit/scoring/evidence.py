"""What to find out next when a result is too close to call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.responses import Response
from rolefit.scoring.alternatives import Evidence
from rolefit.scoring.assessment import Missing, Verdict
from rolefit.scoring.bounds import fill_in
from rolefit.scoring.evaluate import reevaluate
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.judgement import judge
from rolefit.scoring.models import model_of
from rolefit.scoring.tally import OutcomeMeasure
from rolefit.scoring.verdict import CLOSE

_SHOWN = 3
_MOST_TRIED = 9
"""Answers to one item that are tried out, about; of more, evenly spread ones and both ends."""


def evidence(
    evaluation: Evaluation, verdict: Verdict, missing: Sequence[Missing]
) -> tuple[Evidence, ...]:
    """The open items, then the given answers, whose evidence moves a close result most."""
    if verdict.strength not in CLOSE or verdict.label == "not_yet" or not evaluation.leaders:
        return ()
    waiting = sorted((m for m in missing if m.swing), key=lambda m: -(m.swing or ZERO))
    found = [(m.item, m.swing or ZERO, True) for m in waiting[:_SHOWN]]
    if len(found) < _SHOWN:
        given = sorted(_swings(evaluation, verdict), key=lambda pair: -pair[1])
        found += [(name, swing, False) for name, swing in given[: _SHOWN - len(found)]]
    measure = model_of(evaluation.rubric).speaking(evaluation, verdict)
    return tuple(
        Evidence.model_construct(
            item=name,
            ask=evaluation.rubric.item(name).ask,
            open=waits,
            swing=swing,
            settles=settles(evaluation, evaluation.rubric.item(name), measure),
        )
        for name, swing, waits in found
    )


def _swings(evaluation: Evaluation, verdict: Verdict) -> Iterator[tuple[str, Fraction]]:
    """How far another answer to each answered item can move the margin, or the fit."""
    model, ids = model_of(evaluation.rubric), evaluation.rubric.outcome_ids
    measure = model.speaking(evaluation, verdict)
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            others = (entry.item.values(answer, ids) for answer in entry.item.candidates())
            changes = [
                tuple(after - now for after, now in zip(values, entry.values, strict=True))
                for values in others
            ]
            moved = [abs(model.shift(evaluation, d, entry, one, measure)) for one in changes]
            yield entry.item.id, max(moved)


def settles(evaluation: Evaluation, item: Item, measure: OutcomeMeasure) -> bool:
    """Whether some answer to one item, alone, would end the doubt."""
    return any(
        strength_with(evaluation, item, a) not in CLOSE
        for a in _answers_to_try(evaluation, item, measure)
    )


def _answers_to_try(
    evaluation: Evaluation, item: Item, measure: OutcomeMeasure
) -> Iterator[Answer]:
    """Answers from what says least for the leader to what says most, both of them, not too many."""
    answers = list(item.candidates())
    if item.scores:
        ids = evaluation.rubric.outcome_ids
        answers.sort(key=lambda answer: measure.of(item.values(answer, ids)))
    *most, last = answers
    yield from most[:: -(-len(answers) // _MOST_TRIED)]
    yield last


def strength_with(evaluation: Evaluation, item: Item, answer: Answer) -> str:
    """How strong the result would be with another answer to one item."""
    given = {item.id: Response("answered", answer)}
    responses = fill_in(evaluation.rubric, evaluation.responses, given)
    # Flags and weights can only hold back what is clear; here it matters what is not close.
    return judge(reevaluate(evaluation, responses, item.id), (), None).strength
