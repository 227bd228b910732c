"""Answers that could be others, and the cheapest of them that move a result far enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from rolefit.rubric.conditions import Answer, ItemIs, leaves, matches
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import Values


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


def _leaves_read(rubric: Rubric) -> dict[str, list[ItemIs]]:
    """Every comparison by item on which a recommendation or a branch can hang."""
    return rubric.remember(("leaves read",), lambda: _leaves_by_item(rubric))


def _leaves_by_item(rubric: Rubric) -> dict[str, list[ItemIs]]:
    """What `leaves_read` keeps."""
    conditions = [gate.when for gate in rubric.gates if gate.on_fail != "flag"]
    conditions += [item.ask_when for item in rubric.items if item.ask_when is not None]
    found: dict[str, list[ItemIs]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, ItemIs):
                found.setdefault(leaf.item, []).append(leaf)
    return found


def known_others(item: Item, now: Answer, rubric: Rubric) -> tuple[Pick, ...]:
    """The other answers to an item that leave gates and branches as they are, worked out once."""
    return rubric.remember(
        ("others", item.id, now),
        lambda: tuple(others(item, now, rubric.outcome_ids, _leaves_read(rubric).get(item.id, ()))),
    )


def others(
    item: Item, now: Answer, outcomes: Sequence[str], read: Sequence[ItemIs] = ()
) -> Iterator[Pick]:
    """The other answers to an item that leave every comparison read from it as it is."""
    held = [matches(leaf, now) for leaf in read]
    before = item.values(now, outcomes)
    for answer in item.candidates():
        if answer != now and [matches(leaf, answer) for leaf in read] == held:
            after = item.values(answer, outcomes)
            change = tuple(b - a for a, b in zip(before, after, strict=True))
            yield Pick(item, now, answer, item.distance(now, answer), change)


def group_of(picks: Iterable[Pick], worth: Callable[[Values], Fraction], price: Price) -> Group:
    """The moves of one item that gain something: of those that cost the same only the best."""
    gains = ((pick, worth(pick.change)) for pick in picks)
    return worthwhile(Move(price(p.steps), gain, (p,)) for p, gain in gains if gain > 0)


class State(NamedTuple):
    """What a choice from some groups costs and gains; gains are whole numbers here."""

    cost: int
    gain: int
    before: State | None
    move: Move | None


_START = State(0, 0, None, None)
Priced = TypeVar("Priced", Move, State)


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
