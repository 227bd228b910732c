"""Flip sets: against brute force over smaller sets, and by scoring them again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
import strategies
from flip_sets import (
    FINITE,
    alternatives,
    brute,
    changed,
    item_of,
    leader,
    only,
    steering_turns,
    with_facts,
)
from hypothesis import given
from make import answers, contrast, likert, readiness, single
from strategies import Case, Raw, ci

from rolefit.rubric.model import read
from rolefit.scoring import flips as module
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Direction, FlipSet
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.flips import flips, one_answer_turns, with_picks
from rolefit.scoring.moves import Pick, known_others
from rolefit.scoring.verdict import Evaluation

FILLED = strategies.cases(filled=True, types=FINITE, gates=("items",))


@ci
@given(FILLED)
def test_no_smaller_set_and_no_cheaper_one_of_its_size_changes_the_result(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    rubric, now = checked.raw, checked.evaluate(given_)
    found = {(f.direction, f.changeable_only): f for f in flips(now).sets}
    if len(now.leaders) != 1:
        assert found == {}
        return
    ways: tuple[Direction, ...] = ("other",) if rubric["model"] == "contrast" else ("up", "down")
    for direction in ways:
        expected = brute(rubric, given_, now, direction=direction, facts=True)
        flip = found.get((direction, False))
        if expected == "many":
            continue
        assert (flip and (len(flip.changes), flip.steps)) == expected
        if flip is None or all(item_of(rubric, c.item)["changeable"] for c in flip.changes):
            assert (direction, True) not in found
            continue
        only = found.get((direction, True))
        expected = brute(rubric, given_, now, direction=direction, facts=False)
        if expected != "many":
            assert (only and (len(only.changes), only.steps)) == expected


@ci
@given(strategies.cases(filled=True, gates=("items",)))
def test_a_flip_set_flips_and_none_of_its_parts_does(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    now = checked.evaluate(given_)
    for flip in flips(now).sets:
        names = tuple(c.item for c in flip.changes)
        then = checked.evaluate(changed(checked.raw, given_, flip, names))
        assert leader(then) == {*flip.to} != leader(now)
        for part in combinations(names, len(names) - 1):
            then = checked.evaluate(changed(checked.raw, given_, flip, part))
            assert leader(then) == leader(now) or led_elsewhere(checked.raw, now, then, flip)


def led_elsewhere(rubric: Raw, now: Evaluation, then: Evaluation, flip: FlipSet) -> bool:
    """Whether a part led to a band on the other side than the one that was asked for."""
    if flip.direction == "other":
        return False
    order = [band["id"] for band in rubric["bands"]]
    rose = order.index(only(leader(then))) > order.index(only(leader(now)))
    return rose != (flip.direction == "up")


@ci
@given(strategies.cases(filled=True, models=("contrast",), gates=("items",)))
def test_the_points_of_a_flip_set_make_up_the_margin(case: Case) -> None:
    for flip in flips(with_facts(case).evaluate(case.answers)).sets:
        assert sum(c.points for c in flip.changes) >= flip.needed > 0
        smallest = min(c.points for c in flip.changes)
        assert sum(c.points for c in flip.changes) - smallest < flip.needed


@ci
@given(strategies.cases(filled=True))
def test_every_flip_that_is_told_was_scored_again(case: Case) -> None:
    # Gates over scores are not searched through, but what is told is true for them as well.
    checked, given_ = with_facts(case), case.answers
    for flip in flips(checked.evaluate(given_)).sets:
        names = tuple(c.item for c in flip.changes)
        assert leader(checked.evaluate(changed(checked.raw, given_, flip, names))) == {*flip.to}


@ci
@given(strategies.cases(filled=True, types=FINITE, gates=("score", "mixed")))
def test_one_answer_is_said_to_turn_the_result_where_scoring_each_again_says_so(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    now = checked.evaluate(given_)
    said = one_answer_turns(now)
    if said is None or len(now.leaders) != 1:
        return
    others = alternatives(checked.raw, given_, facts=True)
    turned = any(
        leader(checked.evaluate({**given_, name: other})) != leader(now)
        for name, answers_ in others.items()
        for other, _ in answers_
    ) or any(
        steering_turns(checked.raw, given_, now, direction, facts=True)
        for direction in model_of(now.rubric).directions(now)
    )
    assert said is turned
    # What one answer does is also told.
    found = [flip for flip in flips(now).sets if not flip.changeable_only]
    assert turned is any(len(flip.changes) == 1 for flip in found)


@ci
@given(strategies.cases(filled=True, types=FINITE, gates=("score", "mixed")))
def test_the_smallest_set_is_found_where_conditions_over_scores_forbid_cheaper_ones(
    case: Case,
) -> None:
    checked, given_ = with_facts(case, branches=False), case.answers
    rubric, now = checked.raw, checked.evaluate(given_)
    found = flips(now)
    if found.left_out or len(now.leaders) != 1:
        return
    sets = {(f.direction, f.changeable_only): f for f in found.sets}
    ways: tuple[Direction, ...] = ("other",) if rubric["model"] == "contrast" else ("up", "down")
    for direction in ways:
        expected = brute(rubric, given_, now, direction=direction, facts=True)
        flip = sets.get((direction, False))
        if expected != "many":
            assert (flip and (len(flip.changes), flip.steps)) == expected


# --- by hand -----------------------------------------------------------------------------------


def test_the_fewest_answers_come_first_and_then_the_fewest_steps() -> None:
    # a leads by 100 * (1 + 1 + 0 + 0) / 4 = 50 points. One scale turned around makes up 50 and
    # brings the two level; with s two scales would do, but they are two answers.
    rubric = contrast(likert("p"), likert("q"), likert("r"), likert("s"))
    flips = assess(rubric, answers(rubric, p=5, q=5, r=3, s=3)).alternatives.flips
    assert [(f.to, len(f.changes), f.steps, f.needed) for f in flips] == [(("a", "b"), 1, 4, 50)]
    assert [(c.item, c.from_, c.to, c.set_to) for c in flips[0].changes] == [
        ("p", "all", "none", "1")
    ]


def test_facts_are_left_alone_in_the_set_of_what_can_be_changed() -> None:
    rubric = contrast(likert("p", changeable=False, weight=3), likert("q"), likert("r"))
    flips = assess(rubric, answers(rubric, p=4, q=3, r=3)).alternatives.flips
    told = [([c.item for c in f.changes], f.changeable_only) for f in flips]
    assert told == [(["p"], False), (["q", "r"], True)]


def test_an_answer_that_a_gate_reads_stays_on_its_side_of_the_gate() -> None:
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r"}
    when = {"item": "p", "at_most": 2}
    rubric = contrast(likert("p", weight=9), likert("q"), gates=({**gate, "when": when},))
    (flip,) = assess(rubric, answers(rubric, p=4, q=3)).alternatives.flips
    # 3 on p would make a lead of 0: enough. 2 would make more of it, but fail the gate.
    assert [(c.item, c.set_to) for c in flip.changes] == [("p", "3")]


def test_conditions_that_would_change_the_result_are_told_apart() -> None:
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("a",)}
    when = {"item": "k", "is": "yes"}
    fact = {"id": "k", "type": "yes_no", "ask": "K?", "allow_na": False}
    flag = {**gate, "id": "f", "on_fail": "flag", "when": when}
    rubric = contrast(single("p"), single("q"), fact, gates=({**gate, "when": when}, flag))
    for k, state, to in (("no", "fail", ("b",)), ("yes", "pass", ("a",)), (None, "fail", ("b",))):
        found = assess(rubric, answers(rubric, p="pa", q="pa", k=k)).alternatives.gates
        assert [(g.gate, g.state, g.to) for g in found] == [("g", state, to)]


def test_without_a_single_leader_there_is_nothing_to_flip() -> None:
    rubric = contrast(single("p"), single("q"))
    assert assess(rubric, answers(rubric, p="pa", q="pb")).alternatives.flips == ()
    assert assess(rubric, answers(rubric)).alternatives.flips == ()


def test_no_answer_leads_to_a_level_that_needs_a_dimension_without_a_score() -> None:
    # One answer of d turned around would bring the fit past the cut of 50; but the
    # level asks 25 of e as well, of which nothing is known.
    dimensions = {
        name: {"name": name, "about": name, "weight": weight, "target": 80}
        for name, weight in (("d", 3), ("e", 1))
    }
    bands = (
        {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
        {"id": "high", "from": 50, "to": 100, "name": "high", "summary": "H.", "needs": {"e": 25}},
    )
    plain = {"toward": None}
    items = [likert(name, **plain) for name in "pq"] + [likert(name, "e", **plain) for name in "rs"]
    rubric = readiness(*items, dimensions=dimensions, bands=bands)
    for e, turns in (("dont_know", False), (3, True)):
        now = evaluate(rubric, read(rubric, answers(rubric, p=2, q=2, r=e, s=e)))
        assert now.leaders == ("low",)
        assert one_answer_turns(now) is turns
        assert bool(flips(now).sets) is turns


def test_an_answer_that_takes_a_fit_down_to_its_cut_alone_turns_nothing() -> None:
    # Three of four at the top: a fit of 75, and each of them is worth 25. The cut itself is held.
    whole = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    rubric = readiness(*(likert(f"q{k}", toward=None) for k in range(4)), dimensions=whole)
    now = evaluate(rubric, read(rubric, answers(rubric, q0=5, q1=5, q2=5, q3=1)))
    assert now.leaders == ("high",)
    assert one_answer_turns(now) is False
    lower = evaluate(rubric, read(rubric, answers(rubric, q0=5, q1=5, q2=4, q3=1)))
    assert one_answer_turns(lower) is True


def test_the_points_of_a_flip_set_are_those_over_the_outcome_that_overtakes() -> None:
    # b is nearest (30 of 100 over the ten that speak for it), but one answer leads to c alone.
    outcomes = {name: {"name": name, "summary": name} for name in "abc"}

    def between(*names: str) -> tuple[Raw, ...]:
        return tuple({"id": f"p{n}", "text": n, "favors": {n: 1}} for n in names)

    heavy = single("h", options=between("a", "c"), weight=4)
    light = [single(f"q{k}", options=between("a", "b")) for k in range(10)]
    rubric = contrast(heavy, *light, outcomes=outcomes)
    given = {f"q{k}": "pb" if k < 3 else "pa" for k in range(10)}
    now = evaluate(rubric, read(rubric, answers(rubric, h="pa", **given)))
    (found,) = flips(now).sets
    assert found.to == ("c",)
    assert found.needed == 100 * Fraction(11, 14)
    (change,) = found.changes
    assert (change.item, change.set_to) == ("h", "pc")
    assert change.points == 100 + 100 * Fraction(4, 14)


def test_one_turning_answer_is_enough_to_know_and_is_not_scored_again_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All lean to a; one answer less takes a below the 70 that a condition asks of it.
    when = {"outcome": "a", "at_most": 70}
    rule = {"id": "g", "name": "g", "when": when, "on_fail": "exclude", "reason": "R."}
    rubric = contrast(*(likert(f"q{k}") for k in range(5)), gates=({**rule, "applies_to": ("a",)},))
    now = evaluate(rubric, read(rubric, answers(rubric, **{f"q{k}": 4 for k in range(5)})))
    tried: list[tuple[str, object]] = []

    def counted(evaluation: Evaluation, picks: Sequence[Pick]) -> Evaluation:
        tried.extend((pick.item.id, pick.to) for pick in picks if len(picks) == 1)
        return with_picks(evaluation, picks)

    monkeypatch.setattr(module, "with_picks", counted)
    assert one_answer_turns(now) is True
    first = len(tried)
    assert flips(now).sets
    assert first == 1
    assert len(tried) > first
    assert tried[first] != tried[0]


@pytest.mark.parametrize(
    ("given", "changes", "needed"),
    [
        # Six steps make up 75 to the point.
        ({"p": 5, "q": 4, "r": 4, "s": 5}, [("p", "1"), ("q", "2")], 75),
        # b comes in once e leaves it 37.5; what that gives to a is made up as well.
        ({"p": 5, "q": 3, "r": 3, "s": 2}, [("p", "2"), ("r", "5")], Fraction(25, 2)),
        ({"p": 5, "q": 5, "r": 2, "s": 3}, [("p", "1"), ("q", "4"), ("r", "4")], Fraction(75, 2)),
    ],
)
def test_past_sets_that_a_condition_over_scores_forbids_the_next_cheapest_is_found(
    given: dict[str, int], changes: list[tuple[str, str]], needed: Fraction
) -> None:
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("b",)}
    when = {"dimension": "e", "outcome": "b", "at_least": 40}
    items = (likert("p"), likert("q"), likert("r", "e"), likert("s", "e"))
    rubric = contrast(*items, gates=({**gate, "when": when},))
    now = evaluate(rubric, read(rubric, answers(rubric, **given)))
    assert now.leaders == ("a",)
    (flip,) = (one for one in flips(now).sets if not one.changeable_only)
    assert [(c.item, c.set_to) for c in flip.changes] == changes
    assert (flip.to, flip.needed) == (("a", "b"), needed)


def test_other_answers_that_turn_a_branch_or_a_condition_are_no_part_of_a_set() -> None:
    gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r"}
    rubric = contrast(
        likert("p"),
        likert("q", ask_when={"item": "p", "at_least": 3}),
        likert("r", ask_when={"item": "p", "at_least": 5}),
        likert("s"),
        gates=({**gate, "when": {"item": "s", "at_most": 2}},),
    )
    p, *_, s = rubric.items
    for item, now, others in ((p, 4, [3]), (p, 1, [2]), (p, 5, []), (s, 3, [4, 5]), (s, 1, [2])):
        assert [pick.to for pick in known_others(item, now, rubric)] == others
