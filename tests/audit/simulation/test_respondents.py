"""Respondents who answer by position or at random."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from random import Random
from typing import Any

import heavy
import oracle
import pytest
from cases import rubric as shipped
from drawn import ANY, validated
from hypothesis import given
from make import contrast, likert, single
from overlay import sound
from strategies import Case, ci

from rolefit.audit.simulation import respondents
from rolefit.audit.simulation.respondents import (
    AMOUNTS,
    PATTERNS,
    filled_in,
    random_labels,
    straight_liners,
    wilson,
    zigzag,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric, follow_branches
from rolefit.scoring.assess import quick_verdict
from rolefit.storage.documents import parse, validate
from rolefit.storage.shipped import shipped_names

NUMERIC = {"id": "n", "type": "numeric", "ask": "n?", "unit": "h", "range": (2, 10)}
MULTI = {
    **single("m"),
    "type": "multi",
    "max_selected": 2,
}


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks at the progress."""


def given_by(rubric: Rubric, pattern: int) -> dict[str, Any]:
    """What a respondent answers."""
    return {name: r.answer for name, r in filled_in(rubric, PATTERNS[pattern][1]).items()}


# --- by position -----------------------------------------------------------------------------


def every_type() -> Rubric:
    yes_no = {"id": "y", "type": "yes_no", "ask": "y?"}
    return contrast(single("s"), likert("l"), MULTI, NUMERIC, yes_no, single("t"))


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ("takes the first choice each time", ("pa", 1, ("pa",), 2, "yes", "pa")),
        ("takes the last choice each time", ("both", 5, ("none_of_these",), 10, "no", "both")),
        ("agrees with everything", ("pa", 5, ("pa", "pb"), 10, "yes", "pa")),
        ("denies everything", ("both", 1, ("none_of_these",), 2, "no", "both")),
        ("takes the middle choice each time", ("pb", 3, ("pb",), 6, "yes", "pb")),
        ("takes the later middle choice each time", ("pb", 3, ("both",), 6, "no", "pb")),
        (
            "takes the first and the last choice in turn",
            ("pa", 5, ("pa",), 10, "yes", "both"),
        ),
        (
            "takes the last and the first choice in turn",
            ("both", 1, ("none_of_these",), 2, "no", "pa"),
        ),
        ("goes up and down the choices", ("pa", 2, ("both",), 6, "yes", "pb")),
    ],
)
def test_each_pattern_answers_every_item_type(does: str, expected: tuple[Any, ...]) -> None:
    at = [name for name, _ in PATTERNS].index(does)
    assert given_by(every_type(), at) == dict(zip("slmnyt", expected, strict=True))


def test_a_zigzag_walks_up_and_down() -> None:
    assert [zigzag(turn, 4) for turn in range(9)] == [0, 1, 2, 3, 2, 1, 0, 1, 2]
    assert [zigzag(turn, 1) for turn in range(3)] == [0, 0, 0]


def test_the_fewest_options_are_ticked_where_a_list_asks_for_two() -> None:
    rubric = contrast({**MULTI, "min_selected": 2, "none_of_these": False})
    assert given_by(rubric, 0) == {"m": ("pa", "pb")}
    assert given_by(rubric, 1) == {"m": ("pb", "both")}


def test_turns_count_only_the_items_that_are_asked() -> None:
    hidden = single("q", ask_when={"item": "p", "is": "pb"})
    at = [name for name, _ in PATTERNS].index("takes the first and the last choice in turn")
    assert given_by(contrast(single("p"), hidden, single("r")), at) == {
        "p": "pa",
        "q": None,
        "r": "both",
    }


@ci
@given(ANY)
def test_whoever_answers_by_position_answers_all_that_is_asked_and_nothing_else(case: Case) -> None:
    rubric = validated(case)
    _, pattern = PATTERNS[case.content[0] % len(PATTERNS)]
    given_ = filled_in(rubric, pattern)
    raw = {name: r.answer for name, r in given_.items() if r.state == "answered"}
    states = oracle.presented(case.rubric, raw)
    assert {n: r.state for n, r in given_.items()} == {n: s for n, (s, _) in states.items()}
    followed = follow_branches(rubric, given_)
    assert {n: (r.state, r.answer) for n, r in followed.items()} == {
        n: (r.state, r.answer) for n, r in given_.items()
    }
    assert all(rubric.item(name).read(answer) == answer for name, answer in raw.items())


def test_everybody_who_answers_by_position_gets_the_verdict_of_those_answers() -> None:
    rubric = sound("sound")
    everybody = straight_liners(rubric)
    assert [one.name for one in everybody] == [name for name, _ in PATTERNS]
    assert all(one.verdict == quick_verdict(rubric, one.answers).verdict for one in everybody)


# --- at random -------------------------------------------------------------------------------


@ci
@given(ANY)
def test_every_answer_to_an_item_is_equally_likely(case: Case) -> None:
    for raw, item in zip(case.rubric["items"], validated(case).items, strict=True):
        found = item.spread(AMOUNTS)
        if raw["type"] != "numeric":
            assert sorted(map(str, found)) == sorted(map(str, oracle.every_answer(raw)))
        assert len(set(found)) == len(found)
        assert all(item.read(answer) == answer for answer in found)


def test_an_amount_that_scores_nothing_may_lie_anywhere_in_its_range() -> None:
    amounts = every_type().item("n").spread(AMOUNTS)
    assert (min(amounts), max(amounts), len(amounts)) == (2, 10, 101)


def picked(chosen: Mapping[str, Any], item: Item, _: object) -> Any:
    """The answer that was chosen for an item."""
    return chosen[item.id]


def exact_labels(rubric: Rubric) -> Counter[str]:
    """Labels of all complete respondents, one by one."""
    found: Counter[str] = Counter()
    for answers in product(*(item.candidates() for item in rubric.items)):
        chosen = dict(zip((item.id for item in rubric.items), answers, strict=True))
        given_ = filled_in(rubric, partial(picked, chosen))
        found[quick_verdict(rubric, given_).verdict.label] += 1
    return found


@pytest.mark.parametrize("gated", [False, True])
def test_sampled_shares_are_the_exact_ones_within_twice_their_stated_error(
    monkeypatch: pytest.MonkeyPatch, *, gated: bool
) -> None:
    monkeypatch.setattr(respondents, "DRAWS", 200)
    gate = {"id": "g", "name": "g", "when": {"item": "p", "is": "pa"}, "reason": "r"}
    gates = ({**gate, "on_fail": "exclude"},) if gated else ()
    rubric = contrast(single("p"), single("q"), likert("r", "e"), gates=gates)
    exact = exact_labels(rubric)
    sampled = random_labels(rubric, seed=4, progress=quiet)
    for label, share in sampled.shares.items():
        assert abs(share.share - exact[label] / exact.total()) <= 2 * share.error, label
    assert sum(share.share for share in sampled.shares.values()) == 1


def test_the_same_seed_gives_the_same_shares_and_another_seed_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(respondents, "DRAWS", 60)
    rubric = contrast(single("p"), likert("q"), likert("r"))
    first, again, other = (random_labels(rubric, seed=s, progress=quiet) for s in (1, 1, 2))
    assert first == again != other


def test_the_share_of_clear_verdicts_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respondents, "DRAWS", 40)
    # Every item can speak for b as well: an outcome with one answer has too large an error.
    favors: dict[str, dict[str, object]] = {
        "pa": {"a": 1},
        "pb": {"a": 1},
        "both": {"a": 1, "b": "1/10"},
    }
    alike = {name: {"favors": worth} for name, worth in favors.items()}
    options = tuple({"id": o, "text": f"{o}.", **worth} for o, worth in alike.items())
    items = (single(f"q{k}", options=options) for k in range(6))
    sure = random_labels(contrast(*items, likert("r")), seed=1, progress=quiet)
    assert sure.draws == 40
    assert sure.clear == sure.shares["clear"]
    assert sure.clear.share > 0


def test_progress_is_told_to_the_end() -> None:
    said: list[tuple[str, int, int]] = []
    random_labels(contrast(single("p")), seed=1, progress=lambda *step: said.append(step))
    assert said[0] == ("random respondents", 0, respondents.DRAWS)
    assert said[-1] == ("random respondents", respondents.DRAWS, respondents.DRAWS)


def test_random_answers_come_from_the_given_chance_alone() -> None:
    rubric = every_type()
    draws = [filled_in(rubric, respondents.drawn_by(rubric, Random(7))) for _ in range(2)]
    assert draws[0] == draws[1]


# --- how far a share can be trusted ----------------------------------------------------------


def test_the_interval_of_a_share_is_wilson_s() -> None:
    # 10 of 100: 0.0552 to 0.1744, as Wilson's formula gives it by hand.
    found = wilson(10, 100)
    assert (found.share, round(found.low, 4), round(found.high, 4)) == (
        Fraction(1, 10),
        0.0552,
        0.1744,
    )


def test_a_share_of_nought_keeps_an_error() -> None:
    found = wilson(0, 500)
    assert found.low == 0
    assert math.isclose(found.error, 0.00762, abs_tol=1e-5)


def test_the_error_is_the_longer_side() -> None:
    found = wilson(10, 100)
    assert math.isclose(found.error, found.high - 0.1)
    assert wilson(90, 100).error == pytest.approx(found.error)


def test_fewer_respondents_are_drawn_where_each_takes_long() -> None:
    def drawn(gates: int, outcomes: int) -> int:
        made = heavy.outcomes_under_conditions(gates, outcomes)
        return respondents.draws_for(validate(parse("rubric.json", made.rubric.encode()), Rubric))

    assert [drawn(1, 2), drawn(6, 32), drawn(60, 32)] == [500, 200, 100]
    assert all(respondents.draws_for(shipped(name)) == 500 for name in shipped_names())
