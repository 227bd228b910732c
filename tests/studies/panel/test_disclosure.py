"""No single rating and no withheld mean can be worked out from what is published."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import combinations

import pytest
from effort import tried
from hypothesis import given
from hypothesis import strategies as st

from rolefit.studies.panel.disclosure import Ledger, RaterSet, follows_from_published


def raters(*names: str) -> RaterSet:
    return frozenset(names)


def test_newcomers_wait_until_they_are_as_many_as_a_group_must_be() -> None:
    ledger = Ledger()
    first, more = raters("a", "b", "c"), raters("d", "e", "f")
    assert ledger.publish(first) == (first,)
    assert ledger.publish(first | raters("d")) == (first,)  # told as before: d would be plain
    assert ledger.publish(first | raters("d", "e")) == (first,)  # two of them would be
    assert ledger.publish(first | more) == (first, more)
    assert ledger.published == [first, more]


def test_nothing_is_told_of_those_whom_somebody_has_left() -> None:
    ledger = Ledger([raters("a", "b", "c", "d")])
    assert ledger.publish(raters("a", "b", "c")) == ()
    assert ledger.publish(raters("a", "b", "c", "e", "f", "g")) == ()  # for d came somebody else
    assert ledger.publish(raters("e", "f", "g")) == (raters("e", "f", "g"),)


def test_raters_who_say_otherwise_now_are_not_told_again() -> None:
    ledger = Ledger(spent=[raters("a", "b", "c")])
    assert ledger.publish(raters("a", "b", "c")) == ()
    assert ledger.publish(raters("a", "b", "c", "d", "e", "f")) == ()


def test_a_withheld_group_is_not_given_away_by_the_whole_and_the_rest() -> None:
    ledger = Ledger()
    ledger.withhold(raters("p1", "p2"))
    rest = raters("r1", "r2", "r3")
    assert ledger.publish(rest) == (rest,)
    assert ledger.publish(raters("p1", "p2") | rest) == (rest,)
    asks_for_two = Ledger(fewest=2)
    asks_for_two.withhold(raters("p1", "p2"))
    assert asks_for_two.publish(raters("p1", "p2")) == ()


def test_a_file_of_a_round_that_was_altered_opens_nothing() -> None:
    # Who puts two overlapping figures into it wants the difference.
    ledger = Ledger([raters("a", "b", "c"), raters("a", "b", "c", "d")])
    assert ledger.publish(raters("a", "b", "c", "d")) == ()
    assert ledger.publish(raters("x", "y", "z")) == ()


def test_three_overlapping_means_that_give_one_away_together() -> None:
    # ab + bc - ac = 2b: no two of them do it.
    assert not follows_from_published(raters("b"), [raters("a", "b"), raters("b", "c")])
    assert follows_from_published(
        raters("b"), [raters("a", "b"), raters("b", "c"), raters("a", "c")]
    )


SETS = st.lists(
    st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=7), min_size=1, max_size=5
)


def rank(rows: list[list[Fraction]]) -> int:
    """Rank by elimination without any shortcut: the oracle."""
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((k for k in range(found, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for k in range(found + 1, len(rows)):
            factor = rows[k][column] / rows[found][column]
            rows[k] = [x - factor * y for x, y in zip(rows[k], rows[found], strict=True)]
        found += 1
    return found


def form(one: frozenset[str]) -> list[Fraction]:
    return [Fraction(letter in one) for letter in "abcdefg"]


@pytest.mark.slow
@tried(30)
@given(SETS, st.frozensets(st.sampled_from("abcdefg"), min_size=1))
def test_the_proof_agrees_with_the_rank_of_the_whole_matrix(
    published: list[frozenset[str]], secret: frozenset[str]
) -> None:
    rows = [form(one) for one in published]
    follows = rank([*rows, form(secret)]) == rank(rows)
    assert follows_from_published(secret, published) is follows


@tried(30)
@given(SETS)
def test_whatever_is_asked_for_nobody_is_ever_given_away(wanted: list[frozenset[str]]) -> None:
    ledger = Ledger()
    for one in wanted:
        ledger.publish(one)
    for rater in "abcdefg":
        assert not ledger.published or not follows_from_published(raters(rater), ledger.published)


def test_two_hundred_raters_in_eight_groups_take_less_than_a_second() -> None:
    names = [f"r{k}" for k in range(200)]
    groups = [frozenset(names[k::8]) for k in range(8)]
    begun = time.process_time()
    for _dimension in range(6):
        ledger = Ledger()
        for one in groups:
            assert ledger.publish(one)
        for two in combinations(groups[:4], 2):
            ledger.publish(two[0] | two[1])
        ledger.publish(frozenset(names))
    assert time.process_time() - begun < 1
