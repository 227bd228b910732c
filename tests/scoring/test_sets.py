"""Sets of changed answers, the smallest first: against all sets there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from operator import itemgetter

import pytest
from make import contrast, likert

from rolefit.scoring import sets
from rolefit.scoring.crossings import Hurdle, WayOver
from rolefit.scoring.moves import Pick, Picks, TooManyWays
from rolefit.scoring.sets import sets_in_order

ITEMS = contrast(*(likert(name) for name in "pqrs")).items


def picks_by_chance(chance: random.Random) -> Picks:
    """Up to three other answers to each item; none to some."""
    return {
        item.id: tuple(
            Pick(item, 1, to, chance.randint(1, 4), (Fraction(chance.randint(-2, 4), 4),))
            for to in range(2, 2 + chance.choice((0, 1, 2, 2, 3)))
        )
        for item in ITEMS
    }


def way_by_chance(chance: random.Random) -> WayOver:
    """One or two hurdles, some of which none can take."""
    return tuple(
        Hurdle(
            {item.id: ((0, Fraction(chance.randint(-3, 9), 3)),) for item in ITEMS},
            Fraction(chance.randint(1, 9), 2),
            strictly=chance.random() < 0.5,
            cut_off=chance.random() < 0.3,
        )
        for _ in range(chance.choice((1, 1, 2)))
    )


def takes(chosen: tuple[Pick, ...], way: WayOver) -> bool:
    gains = [(sum(hurdle.gain(pick) for pick in chosen), hurdle) for hurdle in way]
    return all(gain > h.needed if h.strictly else gain >= h.needed for gain, h in gains)


def every_set(picks: Picks, ways: list[WayOver]) -> Iterator[tuple[Pick, ...]]:
    """All that take some way over, in order; of those alike the first answers come first."""
    others = [each for each in picks.values() if each]
    for size in range(2, len(others) + 1):
        found = []
        for places in combinations(range(len(others)), size):
            for ns in product(*(range(len(others[k])) for k in places)):
                chosen = tuple(others[k][n] for k, n in zip(places, ns, strict=True))
                if any(takes(chosen, way) for way in ways):
                    order = (sum(pick.steps for pick in chosen), [*zip(places, ns, strict=True)])
                    found.append((order, chosen))
        yield from (chosen for _, chosen in sorted(found, key=itemgetter(0)))


@pytest.mark.slow
def test_all_sets_that_take_a_way_over_come_in_order_and_no_others() -> None:
    told = 0
    for seed in range(120):
        chance = random.Random(seed)
        picks = picks_by_chance(chance)
        ways = [way_by_chance(chance) for _ in range(chance.choice((0, 1, 1, 2)))]
        expected = [*every_set(picks, ways)]
        assert [*sets_in_order(picks, ways)] == expected, seed
        told += len(expected)
    assert told > 300


def test_no_more_answers_are_looked_at_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    picks = {item.id: (Pick(item, 1, 2, 1, (Fraction(1),)),) for item in ITEMS[:2]}
    way = (Hurdle({item.id: ((0, Fraction(1)),) for item in ITEMS}, Fraction(2), strictly=False),)
    monkeypatch.setattr(sets, "_MOST_LOOKED_AT", 2)  # one answer to each
    assert len([*sets_in_order(picks, [way])]) == 1
    monkeypatch.setattr(sets, "_MOST_LOOKED_AT", 1)
    with pytest.raises(TooManyWays):
        next(sets_in_order(picks, [way]))
