"""Sums of independent choices, counted exactly: how many combinations give each sum.

The counts of all sums are kept in one whole number, a fixed number of bits for each sum (Kronecker
substitution). Adding a choice is then a few shifts and additions of that number, which the
interpreter does at the speed of memory.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

Terms = Mapping[int, int]
"""One choice: what an answer adds, and how many answers add it."""


class Counts(NamedTuple):
    """How many combinations give each sum low, low + step, low + 2 step, ..."""

    low: int
    step: int
    places: int
    """Number of sums, from the lowest to the highest."""
    bits: int
    """Bits that a count takes; more than the count of all combinations needs."""
    packed: int


def counts_of_sums(choices: Sequence[Terms]) -> Counts:
    """The counts of all sums of one answer to each choice."""
    return _with_choices(nothing(choices), choices)


def nothing(choices: Sequence[Terms]) -> Counts:
    """The counts before the first of some choices: one way to the sum 0."""
    return Counts(0, step_of(choices), 1, _bits_for(choices), 1)


def _bits_for(choices: Sequence[Terms]) -> int:
    """Bits in which every count fits, with one to spare, in whole bytes."""
    combinations = math.prod(sum(terms.values()) for terms in choices)
    return 8 * (combinations.bit_length() // 8 + 1)


def step_of(choices: Iterable[Terms]) -> int:
    """Greatest width of a step that meets every sum."""
    return math.gcd(*(value - min(terms) for terms in choices for value in terms)) or 1


def places_of(choices: Sequence[Terms]) -> int:
    """Number of places that the counts of all sums take."""
    spread = sum(max(terms) - min(terms) for terms in choices)
    return spread // step_of(choices) + 1


def _with_choices(counts: Counts, choices: Iterable[Terms]) -> Counts:
    """The counts after some more choices, the answers of which differ by whole steps."""
    low, step, places, bits, packed = counts
    for terms in choices:
        lowest = min(terms)
        shifts = {(value - lowest) // step: ways for value, ways in terms.items()}
        packed = sum(ways * packed << bits * shift for shift, ways in shifts.items())
        low, places = low + lowest, places + max(shifts)
    return Counts(low, step, places, bits, packed)


def all_but_one(choices: Sequence[Terms]) -> Iterator[Counts]:
    """For each choice in order, the counts of the sums of all others.

    By halving: each half is added to what the other half leaves out, so that n choices cost
    n log n additions.
    """
    if choices:
        yield from left_out(nothing(choices), choices)


def left_out(counts: Counts, choices: Sequence[Terms]) -> Iterator[Counts]:
    """Counts with all but one of some choices added, for each of them in order."""
    if len(choices) == 1:
        yield counts
        return
    half = len(choices) // 2
    yield from left_out(_with_choices(counts, choices[half:]), choices[:half])
    yield from left_out(_with_choices(counts, choices[:half]), choices[half:])


def below(counts: Counts, value: int) -> int:
    """Number of combinations whose sum is below a value."""
    place = min(max(0, -((counts.low - value) // counts.step)), counts.places)
    part = counts.packed & ((1 << counts.bits * place) - 1)
    # The digits of a number to base B sum to its remainder by B - 1, as by 9 in base ten.
    return part % ((1 << counts.bits) - 1)


def sums_with_counts(counts: Counts) -> Iterator[tuple[int, int]]:
    """Every sum that occurs, with its count."""
    for place, count in enumerate(count_list(counts)):
        if count:
            yield counts.low + place * counts.step, count


def count_list(counts: Counts) -> list[int]:
    """The counts place by place."""
    width = counts.bits // 8
    raw = counts.packed.to_bytes(width * counts.places, "little")
    return [int.from_bytes(raw[k : k + width], "little") for k in range(0, len(raw), width)]


def counts_below(counts: Counts) -> list[int]:
    """For each place, and one after the last, the number of combinations below it."""
    return [0, *accumulate(count_list(counts))]


def few_sums(choices: Iterable[Terms]) -> Counter[int]:
    """The counts of all sums one by one, for choices with few sums."""
    found = Counter({0: 1})
    for terms in choices:
        longer: Counter[int] = Counter()
        for value, ways in terms.items():
            for so_far, count in found.items():
                longer[so_far + value] += count * ways
        found = longer
    return found
