"""The fewest answers that change a recommendation, and the plan that reaches the next band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    ItemIs,
    Leaf,
    Truth,
    satisfies,
    truth,
)
from rolefit.rubric.model import Gate
from rolefit.scoring.assessment import Change, Direction, FlipSet, GateFlip, GateResult
from rolefit.scoring.crossings import (
    gate_challenges,
    gates_read_scores,
    score_read,
)
from rolefit.scoring.evaluate import evaluate_with, model_of, reevaluate
from rolefit.scoring.moves import (
    Challenge,
    Pick,
    Picks,
    TooManyWays,
    cheapest,
    fewest_answers,
    known_others,
    responses_with,
    within_effort,
)
from rolefit.scoring.sets import sets_in_order
from rolefit.scoring.steering import Turn, led_to_by_gate, points_moved, steers, turning_branches
from rolefit.scoring.verdict import Evaluation

_SHARE = 3
"""What is tried set by set, the next cheapest each time, takes this part of the effort at most."""
_MOST_CHALLENGES = 30
"""Bounds of scores in conditions that are tried for a way across."""


class Flips(NamedTuple):
    """What would change a result."""

    sets: tuple[FlipSet, ...]
    left_out: bool
    """Whether some were not found, for too many combinations would have to be looked at."""


def flips(evaluation: Evaluation) -> Flips:
    """The smallest flip sets: of all answers, and of those that can be changed where that differs.

    Only answers given are changed, and only so that every comparison of gates and branches stays as
    it is; what gates would do is told apart by `gate_flips`. Answers that open or close questions
    are tried one by one. Every set was scored again. Empty without scores and where several results
    are level.
    """
    if evaluation.scores is None:
        return Flips((), left_out=False)
    found: list[FlipSet] = []
    left_out = False
    for direction in model_of(evaluation.rubric).directions(evaluation):
        try:
            found += _flips_in(evaluation, direction, picks_of(evaluation))
        except TooManyWays:
            left_out = True
    return Flips(tuple(found), left_out)


def _flips_in(evaluation: Evaluation, direction: Direction, picks: Picks) -> Iterator[FlipSet]:
    """The smallest flip sets in one direction. Raises TooManyWays."""
    turns = turning_branches(evaluation)
    every = smallest(evaluation, direction, picks, turns)
    if every is None:
        return
    yield every
    if any(not evaluation.rubric.item(c.item).changeable for c in every.changes):
        could = {name: ps for name, ps in picks.items() if ps and ps[0].item.changeable}
        mendable = [turn for turn in turns if turn.pick.item.changeable]
        changeable = smallest(evaluation, direction, could, mendable)
        if changeable is not None:
            yield changeable.model_copy(update={"changeable_only": True})


def turned_by_one(evaluation: Evaluation, found: Flips) -> bool | None:
    """The same as `one_answer_turns`, read off the flip sets: the smallest of them comes first."""
    if found.left_out:
        return one_answer_turns(evaluation)
    return any(len(flip.changes) == 1 for flip in found.sets)


def one_answer_turns(evaluation: Evaluation) -> bool | None:
    """Whether one answer alone would change the result, conditions that read scores included.

    None where that would take too many combinations.
    """
    try:
        return _some_answer_turns(evaluation)
    except TooManyWays:
        return None


def _some_answer_turns(evaluation: Evaluation) -> bool:
    """Whether one answer alone would change the result. Raises TooManyWays."""
    if evaluation.scores is None or len(evaluation.leaders) != 1:
        return False
    model, picks = model_of(evaluation.rubric), picks_of(evaluation)
    ways = model.directions(evaluation)
    if gates_read_scores(evaluation.rubric):
        found = next(_turning_picks(evaluation, picks), None) is not None
    else:
        found = any(
            any(_single_picks(challenge))
            for direction in ways
            for challenge in model.challenges(evaluation, direction, picks)
        )
    return found or any(
        _leads_on(evaluation, turn.then, direction)
        for turn in turning_branches(evaluation)
        for direction in ways
    )


def _single_picks(challenge: Challenge) -> Iterator[Pick]:
    """Single answers that make up for all that a challenge needs."""
    if len(challenge.must) > 1:
        return
    needed = challenge.needed
    for group in challenge.must or challenge.groups:
        for move in group:
            enough = move.gain > needed or (move.gain == needed and not challenge.strictly)
            if enough and len(move.picks) == 1:
                yield move.picks[0]


def _turning_picks(evaluation: Evaluation, picks: Picks) -> Iterator[Pick]:
    """Single answers that change the result where conditions read scores: each scored again.

    The label asks whether there is one, and every direction of the flip sets for all of them: what
    was scored for the one is not scored anew for the others. Raises TooManyWays.
    """
    names = tuple(name for name, others in picks.items() if others)
    found = evaluation.rubric.remember(
        ("turning picks", names, *evaluation.responses.values()),
        lambda: _turning_search(evaluation, picks),
    )
    if found is None:
        raise TooManyWays
    return found.picks()


class _TurningSearch:
    """Single answers that are scored again one by one, as far as somebody asks for more."""

    def __init__(self, evaluation: Evaluation, tried: Sequence[Pick]) -> None:
        self.evaluation = evaluation
        self.left = iter(tried)
        self.found: list[Pick] = []

    def picks(self) -> Iterator[Pick]:
        """Those that change the result, in order."""
        yield from tuple(self.found)
        for pick in self.left:
            if with_picks(self.evaluation, [pick]).leaders != self.evaluation.leaders:
                self.found.append(pick)
                yield pick


def _turning_search(evaluation: Evaluation, picks: Picks) -> _TurningSearch | None:
    """The search; None where there are too many to try."""
    model = model_of(evaluation.rubric)
    ways = [w for one in model.directions(evaluation) for w in model.ways_over(evaluation, one)]
    tried = [
        pick
        for others in picks.values()
        for pick in others
        if any(all(hurdle.taken_by(pick) for hurdle in way) for way in ways)
    ]
    # What is tried here is told about one answer: it takes a third of the effort of all changes.
    return _TurningSearch(evaluation, tried) if within_effort(evaluation, 3 * len(tried)) else None


def picks_of(evaluation: Evaluation) -> Picks:
    """The other answers to each answered item that leave gates and branches as they are."""
    found = {}
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            now = evaluation.responses[entry.item.id].answer
            assert now is not None
            found[entry.item.id] = known_others(entry.item, now, evaluation.rubric)
    return found


class _FlipWay(NamedTuple):
    """Changed answers that may change the result."""

    picks: tuple[Pick, ...]
    cost: int
    needed: Fraction
    """Points that they make up for."""
    rival: int | None


def smallest(
    evaluation: Evaluation, direction: Direction, picks: Picks, turns: Sequence[Turn] = ()
) -> FlipSet | None:
    """The smallest flip set in one direction, scored again; None where there is none.

    Raises TooManyWays.
    """
    best = _least(
        _smallest_way(evaluation, direction, picks), _nearest_turn(evaluation, direction, turns)
    )
    if best is None:
        return None
    way, then = best
    order = {item.id: k for k, item in enumerate(evaluation.rubric.items)}
    chosen = sorted(way.picks, key=lambda p: order[p.item.id])
    return FlipSet.model_construct(
        direction=direction,
        to=then.leaders,
        changes=tuple(change(p, points=_worth_in(evaluation, way, p, then)) for p in chosen),
        steps=sum(pick.steps for pick in chosen),
        needed=way.needed,
        changeable_only=False,
    )


def _least(
    one: tuple[_FlipWay, Evaluation] | None, other: tuple[_FlipWay, Evaluation] | None
) -> tuple[_FlipWay, Evaluation] | None:
    """The cheaper of two ways; the first among equals."""
    found = [way for way in (one, other) if way is not None]
    return min(found, key=lambda way: way[0].cost, default=None)


def _nearest_turn(
    evaluation: Evaluation, direction: Direction, turns: Sequence[Turn]
) -> tuple[_FlipWay, Evaluation] | None:
    """The nearest single answer that opens or closes questions and leads in a direction."""
    for turn in sorted(turns, key=lambda turn: turn.pick.steps):
        if _leads_on(evaluation, turn.then, direction):
            needed, rival = _overtaken_in(evaluation, turn.then)
            cost = fewest_answers(turn.pick.steps)
            return _FlipWay((turn.pick,), cost, needed, rival), turn.then
    return None


def _worth_in(evaluation: Evaluation, way: _FlipWay, pick: Pick, then: Evaluation) -> Fraction:
    """Points that one changed answer of a way moves; all of it where it opens or closes questions.

    Those come one by one, and what they do is read off the sheet as it was scored again.
    """
    if steers(pick, evaluation.rubric):
        return points_moved(evaluation, then, way.rival)
    return model_of(evaluation.rubric).points_of(evaluation, pick, way.rival)


def _smallest_way(
    evaluation: Evaluation, direction: Direction, picks: Picks
) -> tuple[_FlipWay, Evaluation] | None:
    """The smallest set that changes the result, and where it leads; None where there is none.

    Each way is the cheapest that moves some score far enough. Where it breaks a condition, the next
    cheapest is looked for. Raises TooManyWays where none was found so far.
    """
    best, missed = _turned_by_one(evaluation, direction, picks), False
    if best is not None:
        return best
    for way in _ways_to(evaluation, direction, picks):
        best = _found_by(evaluation, way, direction)
        if best is not None:
            break
        missed = True
    if not missed or not gates_read_scores(evaluation.rubric):
        return best
    try:
        nearer = _next_cheapest(evaluation, direction, picks, below=best[0].cost if best else None)
    except TooManyWays:
        if best is None:
            raise
        return best  # it changes the result, if not with the fewest answers
    return nearer or best


def _turned_by_one(
    evaluation: Evaluation, direction: Direction, picks: Picks
) -> tuple[_FlipWay, Evaluation] | None:
    """The nearest single answer that changes the result where conditions read scores.

    Each of them was scored again. Raises TooManyWays.
    """
    if not gates_read_scores(evaluation.rubric):
        return None
    for pick in sorted(_turning_picks(evaluation, picks), key=lambda pick: pick.steps):
        then = with_picks(evaluation, (pick,))
        if _leads_on(evaluation, then, direction):
            needed, rival = _overtaken_in(evaluation, then)
            return _FlipWay((pick,), fewest_answers(pick.steps), needed, rival), then
    return None


def _next_cheapest(
    evaluation: Evaluation, direction: Direction, picks: Picks, *, below: int | None
) -> tuple[_FlipWay, Evaluation] | None:
    """The smallest set of answers that changes the result, of those that cost less.

    Single answers were all tried before. Raises TooManyWays.
    """
    ways = list(model_of(evaluation.rubric).ways_over(evaluation, direction))
    for tried, chosen in enumerate(sets_in_order(picks, ways), start=1):
        cost = sum(fewest_answers(pick.steps) for pick in chosen)
        if below is not None and cost >= below:
            return None
        spend(evaluation, _SHARE * tried)
        then = with_picks(evaluation, chosen)
        if _leads_on(evaluation, then, direction):
            return _FlipWay(chosen, cost, *_overtaken_in(evaluation, then)), then
    return None


def _overtaken_in(now: Evaluation, then: Evaluation) -> tuple[Fraction, int | None]:
    """What was made up, and the outcome that made it up; nobody did where conditions decide."""
    scores, ids = now.scores, now.rubric.outcome_ids
    assert scores is not None
    for k, outcome in enumerate(ids):
        lead, score = scores[ids.index(now.leaders[0])] if len(ids) > 1 else None, scores[k]
        if outcome in then.leaders and lead is not None and score is not None and score < lead:
            return lead - score, k
    return ZERO, None


def _ways_to(evaluation: Evaluation, direction: Direction, picks: Picks) -> list[_FlipWay]:
    """Changed answers that may change the result, the fewest first, for the nearest rival first.

    A condition that reads scores may turn it as well: each score that is compared is moved across
    what it is compared with.
    """
    rivals = list(model_of(evaluation.rubric).challenges(evaluation, direction, picks))
    found = []
    for challenge in (*rivals, *few(gate_challenges(evaluation, picks))):
        move = cheapest(
            challenge.groups, challenge.needed, strictly=challenge.strictly, must=challenge.must
        )
        if move is not None:
            rival = _nearest_rival(rivals) if challenge.rival is None else challenge.rival
            found.append(_FlipWay(move.picks, move.cost, challenge.needed, rival))
    return sorted(found, key=lambda way: (way.cost, way.needed))


def few(challenges: Iterable[Challenge]) -> Iterator[Challenge]:
    """Challenges, as long as there are not too many of them. Raises TooManyWays."""
    for k, challenge in enumerate(challenges):
        if k >= _MOST_CHALLENGES:
            raise TooManyWays
        yield challenge


def spend(evaluation: Evaluation, times: int) -> None:
    """Ask for so many evaluations of other answers. Raises TooManyWays."""
    if not within_effort(evaluation, times):
        raise TooManyWays


def _nearest_rival(challenges: Sequence[Challenge]) -> int | None:
    """The outcome that is nearest to overtaking; None where no outcome does."""
    return min(challenges, key=lambda c: c.needed).rival if challenges else None


def _found_by(
    evaluation: Evaluation, way: _FlipWay, direction: Direction
) -> tuple[_FlipWay, Evaluation] | None:
    """A way without what it does not need, and where it leads; None where it changes nothing."""
    spend(evaluation, 1 + len(way.picks) ** 2 // 2)
    then = with_picks(evaluation, way.picks)
    if not _leads_on(evaluation, then, direction):
        return None
    for pick in way.picks:
        rest = tuple(p for p in way.picks if p is not pick)
        if rest and _leads_on(evaluation, with_picks(evaluation, rest), direction):
            return _found_by(evaluation, way._replace(picks=rest), direction)
    return way, then


def _leads_on(now: Evaluation, then: Evaluation, direction: Direction) -> bool:
    """Whether the result is another one, in the direction that is meant."""
    if then.leaders == now.leaders:
        return False
    if direction == "other" or not then.leaders:
        return direction != "up"
    number = now.rubric.band_number
    higher = number(then.leaders[0]) > number(now.leaders[0])
    return higher is (direction == "up")


def with_picks(evaluation: Evaluation, picks: Sequence[Pick]) -> Evaluation:
    """Where the responses stand with some answers changed."""
    answers = responses_with(evaluation.rubric, evaluation.responses, picks)
    # What is open now may be what a result hangs on.
    first = any(pick.now is None for pick in picks)
    return reevaluate(evaluation, answers, [pick.item.id for pick in picks], look=first)


def change(pick: Pick, *, points: Fraction) -> Change:
    """One pick as a part of an assessment."""
    return Change.model_construct(
        item=pick.item.id,
        ask=pick.item.ask,
        dimension=pick.item.dimension,
        from_=pick.item.shown(pick.now) if pick.now is not None else None,
        to=pick.item.shown(pick.to),
        set_to=pick.item.written(pick.to),
        steps=pick.steps,
        points=points,
    )


# --- The conditions that would change a recommendation if they stood otherwise --------------------


def gate_flips(evaluation: Evaluation) -> tuple[GateFlip, ...]:
    """The gates that would change the recommendation if they stood otherwise.

    The scores stay, but where an answer that turns the gate opens or closes questions: then it is
    what scoring again gives, and nothing where that hangs on which answer it is.
    """
    if evaluation.scores is None:
        return ()
    found = []
    for k, gate in enumerate(evaluation.gates):
        if gate.on_fail == "flag":
            continue
        state: Literal["pass", "fail"] = "pass" if gate.state == "fail" else "fail"
        if state == "fail" and _scores_rule_out(evaluation, evaluation.rubric.gates[k]):
            continue
        turned = gate.model_copy(update={"state": state})
        gates = (*evaluation.gates[:k], turned, *evaluation.gates[k + 1 :])
        to = _leaders_under(evaluation, gates)
        if to != evaluation.leaders:
            scored = _as_scored(evaluation, evaluation.rubric.gates[k], state, to)
            if scored not in (None, evaluation.leaders):
                found.append(GateFlip.model_construct(gate=gate.id, state=state, to=scored))
    return tuple(found)


def _as_scored(
    evaluation: Evaluation, gate: Gate, state: Literal["pass", "fail"], to: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The result with a gate in another state; None where it hangs on what else is asked then."""
    try:
        found = led_to_by_gate(evaluation, gate, state)
    except TooManyWays:
        return None
    if found is None:
        return to
    (one, *more) = found or (None,)
    return None if more or (one == () and to) else one


def _leaders_under(evaluation: Evaluation, gates: tuple[GateResult, ...]) -> tuple[str, ...]:
    """Who leads with gates in other states; nobody where too little was answered then."""
    return evaluate_with(evaluation.rubric, evaluation.responses, evaluation.outlook, gates).leaders


def _scores_rule_out(evaluation: Evaluation, gate: Gate) -> bool:
    """Whether a gate could not fail while the scores are what they are, whatever the answers."""

    def held(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return None
        found = score_read(evaluation, leaf)
        return None if found is None else satisfies(leaf, found)

    return truth(gate.when, held) is False
