"""Single answers that open or close other questions, and what scoring the sheet again gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Answer, items_in, matches
from rolefit.rubric.items import Item
from rolefit.rubric.model import OPEN, Gate, GateState, Rubric
from rolefit.scoring.bounds import representatives, steering_items
from rolefit.scoring.evaluate import evaluate, evaluate_with
from rolefit.scoring.moves import Pick, TooManyWays, leaves_read, responses_with, within_effort
from rolefit.scoring.tally import Values
from rolefit.scoring.verdict import Evaluation

_SHARE = 3
"""What is tried here, one answer at a time, takes this part of the effort at most."""


class Turn(NamedTuple):
    """An answer that gives another result, and where the sheet then stands."""

    pick: Pick
    then: Evaluation


def turning_branches(evaluation: Evaluation) -> tuple[Turn, ...]:
    """The other answers given to single questions that turn the result by what is asked then.

    Each was scored again, with the answers that then count or fall away. What the conditions that
    it turns do by themselves is told apart, and so is a sheet on which too little is answered then.
    Raises TooManyWays.
    """
    if steering_items(evaluation.rubric).isdisjoint(_names_with_answer(evaluation)):
        return ()
    found = evaluation.rubric.remember(
        ("turning branches", *evaluation.responses.values()), lambda: _turns(evaluation)
    )
    if found is None:
        raise TooManyWays
    return found


def _names_with_answer(evaluation: Evaluation) -> Iterator[str]:
    """The items with an answer that counts."""
    return (name for name, one in evaluation.responses.items() if one.state == "answered")


def _turns(evaluation: Evaluation) -> tuple[Turn, ...] | None:
    """What `turning_branches` keeps; None where there are too many answers to try."""
    picks = tuple(steering_picks(evaluation))
    if not within_effort(evaluation, _SHARE * len(picks)):
        return None
    tried = (Turn(pick, scored_with(evaluation, pick)) for pick in picks)
    return tuple(turn for turn in tried if _is_turned(evaluation, turn.then))


def _is_turned(now: Evaluation, then: Evaluation) -> bool:
    """Whether the result is another one, and not by conditions alone."""
    if then.leaders in ((), now.leaders):
        return False
    return then.leaders != leaders_under(now, then)


def leaders_under(now: Evaluation, then: Evaluation) -> tuple[str, ...]:
    """Who would lead with the conditions of another evaluation and the scores of now."""
    return evaluate_with(now.rubric, now.responses, now.outlook, then.gates).leaders


def led_to_by_gate(
    evaluation: Evaluation, gate: Gate, state: GateState
) -> tuple[tuple[str, ...], ...] | None:
    """Each result that a single other answer gives by which a gate comes to a state.

    None where no answer that the gate reads opens or closes questions: then the scores stay. Each
    answer was scored again; without a result where too little is answered then.
    Raises TooManyWays.
    """
    rubric = evaluation.rubric
    read = set(items_in(gate.when))
    if steering_items(rubric).isdisjoint(read):
        return None
    picks = [pick for name in read for pick in _other_answers(evaluation, rubric.item(name))]
    if not within_effort(evaluation, _SHARE * len(picks)):
        raise TooManyWays
    found: dict[tuple[str, ...], None] = {}
    for pick in picks:
        then = scored_with(evaluation, pick)
        if any(one.id == gate.id and one.state == state for one in then.gates):
            found[then.leaders] = None
    return tuple(found)


def _other_answers(evaluation: Evaluation, item: Item) -> Iterator[Pick]:
    """The other answers to an item that has one, or every first answer where it is open."""
    state, now, *_ = evaluation.responses[item.id]
    if state == "answered" and now is not None:
        yield from distinct_others(item, now, evaluation.rubric)
    elif state in OPEN:
        yield from (Pick(item, None, to, 1) for to in representatives(item, evaluation.rubric))


def scored_with(evaluation: Evaluation, pick: Pick) -> Evaluation:
    """Where the responses stand with another answer, everything that hangs on it done anew."""
    answers = responses_with(evaluation.rubric, evaluation.responses, (pick,))
    return evaluate(evaluation.rubric, answers)


def steering_picks(evaluation: Evaluation) -> Iterator[Pick]:
    """The other answers to answered items that turn a comparison some branch depends on."""
    rubric = evaluation.rubric
    for item in rubric.items:
        state, now, *_ = evaluation.responses[item.id]
        if item.id in steering_items(rubric) and state == "answered" and now is not None:
            yield from (pick for pick in distinct_others(item, now, rubric) if steers(pick, rubric))


def steers(pick: Pick, rubric: Rubric) -> bool:
    """Whether a branch's comparison turns out otherwise with another answer; a first one may."""
    return any(
        sign is None and (pick.now is None or matches(leaf, pick.to) is not matches(leaf, pick.now))
        for leaf, sign in leaves_read(rubric).get(pick.item.id, ())
    )


def distinct_others(item: Item, now: Answer, rubric: Rubric) -> tuple[Pick, ...]:
    """The other answers to an item that anything can tell apart, the nearest of each kind."""
    return rubric.remember(
        ("distinct others", item.id, now), lambda: tuple(_distinct(item, now, rubric))
    )


def _distinct(item: Item, now: Answer, rubric: Rubric) -> Iterator[Pick]:
    """What `distinct_others` keeps."""
    read = [leaf for leaf, _ in leaves_read(rubric).get(item.id, ())]
    found: dict[tuple[Values, tuple[bool, ...]], Pick] = {}
    before = _values(item, now, rubric)
    for answer in representatives(item, rubric):
        if answer == now:
            continue
        after = _values(item, answer, rubric)
        change = tuple(b - a for a, b in zip(before, after, strict=True))
        pick = Pick(item, now, answer, item.distance(now, answer), change)
        kind = (after, tuple(matches(leaf, answer) for leaf in read))
        if kind not in found or pick.steps < found[kind].steps:
            found[kind] = pick
    yield from found.values()


def _values(item: Item, answer: Answer, rubric: Rubric) -> Values:
    """What an answer is worth for each outcome; nothing where the item moves no score."""
    return item.values(answer, rubric.outcome_ids) if item.scores else ()


def points_moved(now: Evaluation, then: Evaluation, rival: int | None) -> Fraction:
    """Points by which the lead over a rival shrinks, or by which the fit or a scale moves."""
    assert now.found is not None
    assert then.found is not None
    if now.found.fit is not None and then.found.fit is not None:
        return abs(then.found.fit.score - now.found.fit.score)
    if rival is not None:
        first = now.rubric.outcome_ids.index(now.leaders[0])
        lead = [
            (one.outcomes[first] or ZERO) - (one.outcomes[rival] or ZERO)
            for one in (now.found, then.found)
        ]
        return lead[0] - lead[1]
    scales = now.found.dimensions.keys() & then.found.dimensions.keys()
    moved = (
        abs(after - before)
        for name in scales
        for before, after in zip(
            now.found.dimensions[name], then.found.dimensions[name], strict=True
        )
        if before is not None and after is not None
    )
    return max(moved, default=ZERO)
