"""Answers that could be others, and the cheapest of them that move a result far enough."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from rolefit.exact import HUNDRED, ZERO, dots
from rolefit.rubric.conditions import Answer, ItemIs, leaves, leaves_by_sign, matches, measure
from rolefit.rubric.items import Item
from rolefit.rubric.model import Response, ResponseSet, Rubric, open_items
from rolefit.scoring.bounds import completions_of, fill_in
from rolefit.scoring.gate_states import effort, left_unknown
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionTally,
    Pull,
    Values,
    fit_score,
    fit_worth,
    shortfall,
    tally,
    target,
    value_of,
)
from rolefit.scoring.verdict import Evaluation


class Pick(NamedTuple):
    """One item with another answer."""

    item: Item
    now: Answer | None
    """The answer given; None where there is none yet."""
    to: Answer
    steps: int
    """Scale steps between the two; a first answer counts as one."""
    change: Values = ()
    """What the other answer is worth for each outcome, minus what the given one is."""


class Move(NamedTuple):
    """A set of picks: what it costs and what it gains."""

    cost: int
    gain: Fraction
    picks: tuple[Pick, ...]


STAY = Move(0, ZERO, ())
"""No other answer at all."""
Group = Sequence[Move]
"""Moves of which at most one is made."""
Price = Callable[[int], int]
"""What one changed answer costs, by its scale steps."""

MANY = 1_000_000
MOST_STATES = 15_000
"""Choices of moves that are looked at to find the cheapest."""


class TooManyWays(Exception):
    """More combinations of answers than are looked at."""


def fewest_answers(steps: int) -> int:
    """Answers count first, scale steps only among equals."""
    return MANY + steps


def fewest_steps(steps: int) -> int:
    """Scale steps count first, answers only among equals."""
    return MANY * steps + 1


LeavesRead = Mapping[str, Sequence[tuple[ItemIs, bool | None]]]
"""Comparisons by item, each with what it would have to be for a deciding condition to come true;
with None where a branch hangs on it."""


def leaves_read(rubric: Rubric) -> LeavesRead:
    """Every comparison by item on which a recommendation or a branch can hang, found once."""
    return rubric.remember(("leaves read",), lambda: _leaves_by_item(rubric))


def _leaves_by_item(rubric: Rubric) -> LeavesRead:
    """What `leaves_read` keeps."""
    found: dict[str, list[tuple[ItemIs, bool | None]]] = {}
    for gate in rubric.gates:
        for leaf, sign in leaves_by_sign(gate.when) if gate.on_fail != "flag" else ():
            if isinstance(leaf, ItemIs):
                found.setdefault(leaf.item, []).append((leaf, sign))
    for item in rubric.items:
        for leaf in leaves(item.ask_when) if item.ask_when is not None else ():
            if isinstance(leaf, ItemIs):
                found.setdefault(leaf.item, []).append((leaf, None))
    return found


def known_others(item: Item, now: Answer, rubric: Rubric) -> tuple[Pick, ...]:
    """The other answers to an item that leave gates and branches as they are, worked out once."""
    return rubric.remember(
        ("others", item.id, now),
        lambda: tuple(
            others(item, now, rubric, [leaf for leaf, _ in leaves_read(rubric).get(item.id, ())])
        ),
    )


def others(item: Item, now: Answer, rubric: Rubric, read: Sequence[ItemIs] = ()) -> Iterator[Pick]:
    """The other answers to an item that leave every comparison read from it as it is."""
    held = [matches(leaf, now) for leaf in read]
    before = item.values(now, rubric.outcome_ids)
    for answer, after in rubric.worths(item).items():
        if answer != now and [matches(leaf, answer) for leaf in read] == held:
            change = tuple(b - a for a, b in zip(before, after, strict=True))
            yield Pick(item, now, answer, item.distance(now, answer), change)


def group_of(picks: Iterable[Pick], pull: Pull, price: Price) -> Group:
    """The moves of one item that gain something: of those that cost the same only the best."""
    choices = list(picks)
    gains, scale = dots(pull, (pick.change for pick in choices))
    found = (_Step(price(p.steps), gain, p) for p, gain in zip(choices, gains, strict=True))
    best = worthwhile(step for step in found if step.gain > 0)
    return [Move(step.cost, Fraction(step.gain, scale), (step.pick,)) for step in best]


class _Step(NamedTuple):
    """A single answer with what it costs, and what it gains as a whole number."""

    cost: int
    gain: int
    pick: Pick


class State(NamedTuple):
    """What a choice from some groups costs and gains; gains are whole numbers here."""

    cost: int
    gain: int
    before: "State | None"
    move: Move | None


_START = State(0, 0, None, None)
Priced = TypeVar("Priced", Move, State, _Step)


def worthwhile(found: Iterable[Priced]) -> list[Priced]:
    """Those that no other one matches in both cost and gain, cheapest first."""
    kept: list[Priced] = []
    for one in sorted(found, key=lambda m: (m.cost, -m.gain)):
        if not kept or one.gain > kept[-1].gain:
            kept.append(one)
    return kept


def join(groups: Sequence[Group]) -> list[Move]:
    """All worthwhile choices of at most one move from each group, cheapest first."""
    scale = denominator(groups)
    front = [_START]
    looked_at = 0
    for group in groups:
        looked_at = _count_states(looked_at, front, group)
        front = worthwhile([*front, *extend(front, group, scale)])
    return [_as_move(state, scale) for state in front[1:]]


def cheapest(
    groups: Sequence[Group],
    needed: Fraction,
    *,
    strictly: bool = False,
    must: Sequence[Group] = (),
) -> Move | None:
    """The cheapest choice of at most one move from each group that gains `needed`, if any does.

    `strictly`: more than that. From each group in `must` one move has to be made. Exact: dynamic
    programming over whole-number gains, in which a state is dropped when another costs no more and
    gains no less. Raises TooManyWays.
    """
    scale = math.lcm(denominator((*must, *groups)), needed.denominator)
    wanted = int(needed * scale) + strictly
    front = [_START]
    looked_at = 0
    for group in must:
        looked_at = _count_states(looked_at, front, group)
        front = worthwhile(extend(front, group, scale))
    best = _cheapest_state(front, wanted)
    # The strongest first: a cheap way is found early, and whatever costs more is dropped.
    for group in sorted(groups, key=lambda g: -max((m.gain for m in g), default=Fraction(0))):
        looked_at = _count_states(looked_at, front, group)
        made = extend(front, group, scale)
        best = _cheapest_state([*([best] if best else []), *made], wanted)
        limit = best.cost if best is not None else math.inf
        states = [s for s in (*front, *made) if s.cost < limit and s.gain < wanted]
        front = worthwhile(states)
    return _as_move(best, scale) if best is not None else None


def _count_states(before: int, front: Sequence[State], group: Group) -> int:
    """The choices looked at so far, with those that a group adds. Raises TooManyWays."""
    looked_at = before + len(front) * len(group)
    if looked_at > MOST_STATES:
        raise TooManyWays
    return looked_at


def _cheapest_state(states: Sequence[State], wanted: int) -> State | None:
    """The cheapest of the states that gain enough."""
    return min((s for s in states if s.gain >= wanted), key=lambda s: s.cost, default=None)


def denominator(groups: Sequence[Group]) -> int:
    """What turns the gains of all moves into whole numbers."""
    return math.lcm(*(move.gain.denominator for group in groups for move in group))


def extend(front: Sequence[State], group: Group, scale: int) -> list[State]:
    """Each state with each move of a group added."""
    steps = [(move.cost, int(move.gain * scale), move) for move in group]
    return [
        State(state.cost + cost, state.gain + gain, state, move)
        for state in front
        for cost, gain, move in steps
    ]


def _as_move(state: State, scale: int) -> Move:
    """A state with all the picks that led to it."""
    picks: list[Pick] = []
    step: State | None = state
    while step is not None and step.move is not None:
        picks += step.move.picks
        step = step.before
    return Move(state.cost, Fraction(state.gain, scale), tuple(picks))


# --- Ways in which a result could be overtaken, as groups of moves to choose from -----------------


Picks = Mapping[str, Sequence[Pick]]
"""The other answers that could be given, by item."""


Gain = Callable[[AnsweredItem], Pull]
"""Points that a change of an answer's values gains."""


class Challenge(NamedTuple):
    """One way in which a result could be overtaken."""

    groups: Sequence[Group]
    """Groups of moves, one of each at most."""
    needed: Fraction
    """Points to be gained."""
    strictly: bool
    """Whether more than that is needed."""
    rival: int | None
    """Number of the outcome that would overtake; None where no outcome does."""
    must: Sequence[Group] = ()
    """Groups of which one move each has to be made."""


def groups_of(d: DimensionTally, picks: Picks, worth: Gain, *, price: Price) -> Iterator[Group]:
    """The moves of each item of a dimension, each with the points that it gains."""
    for entry in d.answered:
        yield group_of(picks.get(entry.item.id, ()), worth(entry), price)


def dimension_moves(d: DimensionTally, picks: Picks, *, sign: int, price: Price) -> list[Move]:
    """The worthwhile moves of one dimension, in points of its score up (1) or down (-1)."""

    def worth(entry: AnsweredItem) -> Pull:
        return ((0, sign * HUNDRED * d.share(entry, 0)),)

    return join(list(groups_of(d, picks, worth, price=price)))


def all_moves(d: DimensionTally, picks: Picks, *, price: Price) -> list[Move]:
    """The cheapest moves of one dimension for each score that it can come to, up or down.

    Raises TooManyWays.
    """
    groups = []
    for entry in d.answered:
        worth = HUNDRED * d.share(entry, 0)
        others = picks.get(entry.item.id, ())
        groups.append([Move(price(p.steps), worth * p.change[0], (p,)) for p in others])
    scale = denominator(groups)
    reached = {0: _START}
    looked_at = 0
    for group in groups:
        looked_at = _count_states(looked_at, list(reached.values()), group)
        for state in extend(list(reached.values()), group, scale):
            if state.gain not in reached or state.cost < reached[state.gain].cost:
                reached[state.gain] = state
    return [_as_move(state, scale) for state in reached.values() if state.before is not None]


def responses_with(rubric: Rubric, given: ResponseSet, picks: Iterable[Pick]) -> ResponseSet:
    """Responses with some answers changed, branches followed anew."""
    return fill_in(rubric, given, {pick.item.id: Response("answered", pick.to) for pick in picks})


# --- What may be tried out: a budget of counted steps, the same on every machine ------------------
#
# What would go beyond it is left out, and the assessment says so.


_MOST_EFFORT = 60_000
"""Items looked at, over all evaluations of other answers that are made for one purpose."""
_PARTS = 10
"""Parts of a condition that take as long to read as an item takes to look at."""


def _effort_of_one(evaluation: Evaluation) -> int:
    """Items looked at in one evaluation, conditions counted as items."""
    rubric, seen = evaluation.rubric, evaluation.outlook

    def count() -> int:
        branches = len(seen.splits) * _branch_parts(rubric)
        reading = (branches + effort(seen, rubric)) // _PARTS
        return len(rubric.items) * len(seen.splits) + reading

    return rubric.remember(("effort", *evaluation.responses.values()), count)


def _branch_parts(rubric: Rubric) -> int:
    """Parts of the conditions of all branches."""
    return rubric.remember(
        ("branch parts",),
        lambda: sum(measure(i.ask_when)[0] for i in rubric.items if i.ask_when is not None),
    )


def within_effort(evaluation: Evaluation, times: int) -> bool:
    """Whether so many evaluations of other answers may be made."""
    return times * _effort_of_one(evaluation) <= _MOST_EFFORT


def open_tries(evaluation: Evaluation) -> int:
    """Evaluations that it takes to try every answer to every open item, one by one."""
    rubric = evaluation.rubric
    waiting = open_items(rubric, evaluation.responses)
    return sum(len(completions_of(item, rubric)) for item in waiting)


def conditions_left_out(evaluation: Evaluation) -> tuple[str, ...]:
    """The conditions whose state would take too many combinations of open answers."""
    return left_unknown(evaluation.outlook, evaluation.rubric)


# --- What changed answers do to a fit -------------------------------------------------------------


class Span(NamedTuple):
    """The scores that a dimension has to come to."""

    least: Fraction = ZERO
    above: bool = False
    """Whether it has to be above the least score, not just at it."""
    most: Fraction | None = None
    """None where any higher score will do."""
    below: bool = False
    """Whether it has to be below the most, not just at it."""

    def holds(self, score: Fraction) -> bool:
        """Whether a score is one of them."""
        if score < self.least or (self.above and score == self.least):
            return False
        return self.most is None or score < self.most or (score == self.most and not self.below)


def groups_within(
    evaluation: Evaluation, picks: Picks, spans: Mapping[str, Span], *, price: Price
) -> tuple[list[Group], list[Group]]:
    """The moves of each dimension in points of the fit: those that may be made, and those that must
    be, for they bring a score to where it has to be.

    Raises TooManyWays.
    """
    free: list[Group] = []
    must: list[Group] = []
    for d in evaluation.tallied.scoreable:
        group = _within_span(evaluation, d, picks, spans.get(d.name), price=price)
        (must if d.name in spans else free).append(group)
    return free, must


def _within_span(
    evaluation: Evaluation,
    d: DimensionTally,
    picks: Picks,
    span: Span | None,
    *,
    price: Price,
) -> Group:
    """The moves of one dimension, in points of the fit, that bring its score to where it has to be.

    Worked out once for the same answers. Raises TooManyWays.
    """

    def work_out() -> Group:
        if span is None or span.most is None:
            moves = dimension_moves(d, picks, sign=1, price=price)
        else:
            moves = all_moves(d, picks, price=price)
        return in_fit(evaluation, d, moves, sign=1, span=span)

    rubric = evaluation.rubric
    own = (p for entry in d.answered for p in picks.get(entry.item.id, ()))
    known = (d, span, price, fit_worth(d, evaluation.tallied, rubric))
    return rubric.remember(("moves within", *known, *((p.item.id, p.to) for p in own)), work_out)


def in_fit(
    evaluation: Evaluation,
    d: DimensionTally,
    moves: Sequence[Move],
    *,
    sign: int,
    span: Span | None = None,
) -> Group:
    """Moves of one dimension in points of the fit; what lies above the target counts for nothing.

    Since more points never count for less, the most points for a price are all that matters. With
    `span` only moves that bring the dimension's score into it, whatever they are worth: none at
    all too, where it is there.
    """
    wanted = target(evaluation.rubric, d.name)
    score = d.score(value_of(0))
    worth = fit_worth(d, evaluation.tallied, evaluation.rubric)
    gap = shortfall(score, wanted)
    found = []
    for move in moves if span is None else (STAY, *moves):
        gained = sign * (gap - shortfall(score + sign * move.gain, wanted))
        if gained > ZERO if span is None else span.holds(score + move.gain):
            found.append(move._replace(gain=worth * gained))
    return worthwhile(found)


def fit_with(evaluation: Evaluation, picks: Iterable[Pick]) -> Fraction:
    """The fit with some answers changed, in points."""
    rubric = evaluation.rubric
    return fit_score(tally(rubric, responses_with(rubric, evaluation.responses, picks)), rubric)
