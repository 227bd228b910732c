"""Respondents who never read a question: those who answer by position, and those at random."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple, get_args

from rolefit.audit.base import ProgressCallback
from rolefit.exact import root
from rolefit.rubric.conditions import Answer, measure
from rolefit.rubric.items import Item
from rolefit.rubric.model import Label, Response, ResponseSet, Rubric, branch
from rolefit.scoring.assess import QuickVerdict, quick_verdict
from rolefit.scoring.assessment import Verdict
from rolefit.scoring.levels import gates_capping
from rolefit.scoring.verdict import NORMAL

DRAWS = 500
"""Random respondents: the 95 % interval of a share of one in ten is then 7.7 to 12.9 %."""
_FEWEST = 100
_MANY_PARTS = 1000
"""Items and parts of conditions, times outcomes, from which fewer are drawn, down to the fewest:
each of them takes so much longer."""
AMOUNTS = 100
"""Steps into which the plausible range of an amount is cut for random respondents."""
_Z = NORMAL
"""The two-sided 95 % point of the normal curve."""

Pattern = Callable[[Item, int], Answer]
"""Which answer is given to an item, in which turn (from 0)."""


class Straight(NamedTuple):
    """A respondent who answers by position, and what that gets."""

    name: str
    """What such a person does: `takes the first choice each time`."""
    answers: ResponseSet
    verdict: Verdict


class Share(NamedTuple):
    """A share found by sampling, with its 95 % interval; all from 0 to 1."""

    share: Fraction
    low: float
    high: float

    @property
    def error(self) -> float:
        """How far the true share may lie from the one found, at 95 % confidence."""
        return max(self.high - float(self.share), float(self.share) - self.low)


class Labels(NamedTuple):
    """How often random respondents get each label."""

    draws: int
    shares: dict[Label, Share]
    """Every label, also those that nobody got."""
    unearned: Share
    """How often a verdict is clear that no failed must-have decides: a gate's cap, or a need."""

    @property
    def clear(self) -> Share:
        """How often a verdict is clear."""
        return self.shares["clear"]


# --- by position -----------------------------------------------------------------------------


def _by_place(place: Callable[[int, int], int]) -> Pattern:
    """The pattern that gives the answer at a place, told the turn and the number of places."""

    def answer(item: Item, turn: int) -> Answer:
        found = item.places()
        return found[place(turn, len(found))]

    return answer


def agreeing_answer(item: Item, turn: int) -> Answer:  # noqa: ARG001 - a pattern
    """The top of every scale, everything on a list, and the first choice elsewhere."""
    return item.agreeing()


def denying_answer(item: Item, turn: int) -> Answer:  # noqa: ARG001 - a pattern
    """The bottom of every scale, nothing on a list, and the last choice elsewhere."""
    return item.denying()


def zigzag(turn: int, n: int) -> int:
    """The place reached by walking up and down again, one place a turn."""
    if n == 1:
        return 0
    at = turn % (2 * (n - 1))
    return min(at, 2 * (n - 1) - at)


PATTERNS: tuple[tuple[str, Pattern], ...] = (
    ("takes the first choice each time", _by_place(lambda _, __: 0)),
    ("takes the last choice each time", _by_place(lambda _, n: n - 1)),
    ("agrees with everything", agreeing_answer),
    ("denies everything", denying_answer),
    ("takes the middle choice each time", _by_place(lambda _, n: (n - 1) // 2)),
    ("takes the later middle choice each time", _by_place(lambda _, n: n // 2)),
    ("takes the first and the last choice in turn", _by_place(lambda k, n: k % 2 * (n - 1))),
    ("takes the last and the first choice in turn", _by_place(lambda k, n: (k + 1) % 2 * (n - 1))),
    ("goes up and down the choices", _by_place(zigzag)),
)


def straight_liners(rubric: Rubric) -> tuple[Straight, ...]:
    """The verdicts of respondents who answer by position, never by content."""
    found = []
    for name, pattern in PATTERNS:
        answers = filled_in(rubric, pattern)
        found.append(Straight(name, answers, quick_verdict(rubric, answers).verdict))
    return tuple(found)


def filled_in(rubric: Rubric, pattern: Pattern) -> dict[str, Response]:
    """Complete responses by a pattern, branches followed; turns count the items asked."""
    found: dict[str, Response] = {}
    turn = 0
    for item in rubric.items:
        if branch(item, found) is False:
            found[item.id] = Response("not_presented")
            continue
        found[item.id] = Response("answered", pattern(item, turn))
        turn += 1
    return found


# --- at random -------------------------------------------------------------------------------


def random_labels(rubric: Rubric, *, seed: int, progress: ProgressCallback) -> Labels:
    """Labels of complete respondents for whom every answer to an item is equally likely.

    Sampled from `random.Random(seed)`: the same seed gives the same shares.
    """
    draws = draws_for(rubric)
    draw = drawn_by(rubric, random.Random(seed))  # noqa: S311 - a sample, no secret
    counts: Counter[Label] = Counter()
    unearned = 0
    for k in range(draws):
        if k % 20 == 0:
            progress("random respondents", k, draws)
        found = quick_verdict(rubric, filled_in(rubric, draw))
        counts[found.verdict.label] += 1
        unearned += found.verdict.label == "clear" and not _lacks_must_have(rubric, found)
    progress("random respondents", draws, draws)
    shares = {label: wilson(counts[label], draws) for label in get_args(Label)}
    return Labels(draws, shares, wilson(unearned, draws))


def draws_for(rubric: Rubric) -> int:
    """How many random respondents are drawn."""
    conditions = sum(measure(gate.when)[0] for gate in rubric.gates)
    size = (len(rubric.items) + conditions) * len(rubric.outcome_ids)
    return min(DRAWS, max(_FEWEST, DRAWS * _MANY_PARTS // size))


def _lacks_must_have(rubric: Rubric, found: QuickVerdict) -> bool:
    """Whether a failed gate keeps a level from rising, or a least score that the next one needs."""
    verdict = found.verdict
    if not rubric.bands or verdict.outcome is None:
        return False
    here = rubric.band_number(verdict.outcome)
    if verdict.about is not None and verdict.runner_up is not None:
        return rubric.band_number(verdict.runner_up) > here
    return bool(verdict.needs_unmet) or bool(gates_capping(rubric, found.gates, here + 1, "fail"))


def drawn_by(rubric: Rubric, chance: random.Random) -> Pattern:
    """The pattern that gives any answer with equal chance."""
    possible = {item.id: item.spread(AMOUNTS) for item in rubric.items}
    return lambda item, _: chance.choice(possible[item.id])


def wilson(count: int, draws: int) -> Share:
    """A share with its 95 % score interval, which stays honest near 0 and 1.

    (p + z^2 / 2n -+ z * sqrt(p * (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n). Source: Wilson 1927.
    """
    p = Fraction(count, draws)
    shrunk = 1 + _Z**2 / draws
    centre = (p + _Z**2 / (2 * draws)) / shrunk
    half = root((_Z / shrunk) ** 2 * (p * (1 - p) / draws + _Z**2 / (4 * draws**2)))
    return Share(p, max(0.0, float(centre) - half), min(1.0, float(centre) + half))
