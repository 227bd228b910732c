"""What is still possible: bounds, gates and status over every completion of partial responses."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from make import answers, contrast, likert, readiness, single

from rolefit.rubric.conditions import truth
from rolefit.rubric.model import Rubric, read
from rolefit.scoring import bounds, gate_states, ranges
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.tally import value_of

A = value_of(0)
POINTS = ({"at": 10, "value": 0}, {"at": 20, "value": 1}, {"at": 40, "value": Fraction(1, 2)})


def hours(name: str, dimension: str | None = None, **more: Any) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": name,
        "type": "numeric",
        "ask": f"{name}?",
        "unit": "hours",
        "range": (0, 60),
    }
    if dimension is not None:
        item |= {"dimension": dimension, "toward": "a", "breakpoints": POINTS}
    return {**item, "allow_na": False, **more}


def yes_no(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "yes_no", "ask": f"{name}?", "allow_na": False, **more}


def gate(when: Any, **more: Any) -> dict[str, Any]:
    held = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    return {**held, **more}


def assessed(rubric: Rubric, **given_: Any) -> Assessment:
    return assess(rubric, answers(rubric, **given_))


def a_range(rubric: Rubric, **given_: Any) -> tuple[Fraction, Fraction]:
    limits = assessed(rubric, **given_).outcome("a").bounds
    return limits.low, limits.high


def state(rubric: Rubric, **given_: Any) -> str:
    return assessed(rubric, **given_).gates[0].state


# --- bounds ----------------------------------------------------------------------------------


def test_an_open_item_counts_from_its_worst_to_its_best() -> None:
    # p = 3/4 answered; q from 0 to 1: 37.5 to 87.5.
    assert a_range(contrast(likert("p"), likert("q")), p=4) == (Fraction(75, 2), Fraction(175, 2))


def test_an_item_that_may_not_apply_joins_in_only_where_that_takes_the_score_further() -> None:
    # p = 1/4 must count. Of q (0 to 1) and r (0 to 1) with weight 2, both may drop out.
    # Highest: all the best, (1/4 + 1 + 2)/4 = 13/16; lowest: both at 0, (1/4)/4 = 1/16.
    items = (likert("p"), likert("q", allow_na=True), likert("r", weight=2, allow_na=True))
    assert a_range(contrast(*items), p=2) == (Fraction(100, 16), Fraction(1300, 16))


def test_not_applicable_is_itself_a_completion_at_either_end() -> None:
    # q can only be worth 1/4 to 1/2 for a. Beside p = 1 it would lower, beside p = 0 raise it.
    few = (
        {"id": "low", "text": "Low.", "favors": {"a": Fraction(1, 4)}},
        {"id": "high", "text": "High.", "favors": {"a": Fraction(1, 2), "b": 1}},
    )
    rubric = contrast(single("p"), single("q", options=few, allow_na=True))
    assert a_range(rubric, p="pa") == (Fraction(125, 2), 100)
    assert a_range(rubric, p="pb") == (0, 25)


def test_an_item_behind_an_open_branch_may_drop_out_together_with_what_steers_it() -> None:
    # o = pa (worth 1) asks q too, o = pb (worth 0) does not: 0, or (1 + 0)/2 to (1 + 1)/2.
    rubric = contrast(single("o"), likert("q", ask_when={"item": "o", "is": "pa"}))
    assert a_range(rubric) == (0, 100)
    # With q answered 1/4: o = pb gives 0, o = pa gives (1 + 1/4)/2 = 62.5, both gives the same
    # for a as pa but does not ask q: 100.
    assert a_range(rubric, q=2) == (0, 100)
    only = (
        {"id": "pa", "text": "A.", "favors": {"a": 1}},
        {"id": "pb", "text": "B.", "favors": {"b": 1}},
    )
    rubric = contrast(single("o", options=only), likert("q", ask_when={"item": "o", "is": "pa"}))
    assert a_range(rubric, q=2) == (0, Fraction(125, 2))


def test_an_answer_behind_an_open_branch_counts_and_the_bounds_hold_the_score_of_now() -> None:
    # p and q are answered with the best. q is asked only where o is worth 0 or 1/2: it comes out at
    # (1 + 4 + 0) / 7, at (1 + 4 + 1) / 7, or without q at (1 + 3/2) / 3, and stands at 100 now.
    worth = {"none": Fraction(0), "half": Fraction(1, 2), "most": Fraction(3, 4)}
    options = tuple(
        {"id": name, "text": f"{name}.", "favors": {"a": v, "b": 1 - v}}
        for name, v in worth.items()
    )
    asked = {"item": "o", "is_one_of": ("none", "half")}
    steering = single("o", options=options, weight=2)
    rubric = contrast(single("p"), steering, likert("q", ask_when=asked, weight=4))
    seen = bounds.outlook(rubric, read(rubric, answers(rubric, p="pa", q=5)))
    assert bounds.score_range(seen, rubric, A) == (Fraction(500, 7), Fraction(600, 7))
    assert assessed(rubric, p="pa", q=5).outcome("a").score == 100
    assert a_range(rubric, p="pa", q=5) == (Fraction(500, 7), 100)
    assert a_range(rubric, p="pa", q=5, o="most") == (Fraction(250, 3), Fraction(250, 3))


def test_a_score_stays_within_its_bounds_where_open_answers_cannot_reach_it() -> None:
    few = (
        {"id": "low", "text": "Low.", "favors": {"a": Fraction(1, 4)}},
        {"id": "high", "text": "High.", "favors": {"a": Fraction(1, 2), "b": 1}},
    )
    rubric = contrast(likert("p"), likert("q"), single("o", options=few))
    assert a_range(rubric, p=5, q=5) == (75, 100)


def test_an_open_amount_counts_between_its_lowest_and_highest_value() -> None:
    # Within 0 to 60 hours the value goes 0, 0, 1, 1/2, 1/2.
    assert a_range(contrast(single("p"), hours("n", "d")), p="pa") == (50, 100)
    assert a_range(contrast(single("p"), hours("n", "d", range=(15, 60))), p="pa") == (75, 100)


def test_when_nothing_is_open_the_bounds_are_the_score() -> None:
    rubric = contrast(likert("p"), likert("q"))
    assert a_range(rubric, p=4, q=3) == (Fraction(125, 2), Fraction(125, 2))


# --- gates -----------------------------------------------------------------------------------

VISION = contrast(single("p"), likert("q", None), gates=(gate({"item": "q", "at_most": 2}),))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [({"q": 2}, "fail"), ({"q": 3}, "pass"), ({}, "unknown"), ({"q": "dont_know"}, "unknown")],
)
def test_a_gate_fails_when_its_condition_holds_and_is_unknown_while_that_is_open(
    given_: Any, expected: str
) -> None:
    assert state(VISION, **given_) == expected


def test_unknown_parts_do_not_matter_where_every_answer_leads_to_the_same() -> None:
    either = {"any": ({"item": "q", "at_most": 2}, {"item": "q", "at_least": 3})}
    assert state(contrast(single("p"), likert("q", None), gates=(gate(either),))) == "fail"
    both = {"all": ({"item": "q", "at_most": 2}, {"item": "q", "at_least": 3})}
    assert state(contrast(single("p"), likert("q", None), gates=(gate(both),))) == "pass"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"item": "n", "at_least": 60}, "unknown"),
        ({"item": "n", "at_least": Fraction(601, 10)}, "pass"),
        ({"item": "n", "at_least": 0}, "fail"),
        ({"item": "n", "at_least": 12, "at_most": 13}, "unknown"),
        ({"any": ({"item": "n", "at_least": 12}, {"item": "n", "at_most": 13})}, "fail"),
        # Between the cuts there are amounts that are neither.
        ({"any": ({"item": "n", "at_least": 13}, {"item": "n", "at_most": 12})}, "unknown"),
        ({"all": ({"item": "n", "at_least": 13}, {"item": "n", "at_most": 12})}, "pass"),
        ({"all": ({"item": "n", "at_least": 13}, {"outcome": "a", "at_least": 1})}, "unknown"),
        ({"all": ({"item": "n", "at_least": 13}, {"item": "p", "is": "pb"})}, "pass"),
    ],
)
def test_an_open_amount_may_lie_at_between_and_beyond_the_cuts(when: Any, expected: str) -> None:
    assert state(contrast(single("p"), hours("n"), gates=(gate(when),)), p="pa") == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"outcome": "a", "at_least": 50}, "fail"),
        ({"outcome": "a", "at_least": 51}, "unknown"),
        ({"outcome": "a", "at_most": 49}, "pass"),
        ({"outcome": "b", "at_most": 50}, "fail"),
        ({"dimension": "d", "outcome": "a", "at_least": 50}, "fail"),
        ({"dimension": "e", "outcome": "a", "at_least": 1}, "unknown"),
        ({"not": {"dimension": "d", "outcome": "a", "at_least": 50}}, "pass"),
    ],
)
def test_a_gate_over_a_score_is_decided_when_the_bounds_are(when: Any, expected: str) -> None:
    # d is answered in full for a; e, of the same weight, is open: a from 50 to 100.
    rubric = contrast(single("p"), likert("q", "e"), gates=(gate(when),))
    assert state(rubric, p="pa") == expected


def test_a_gate_over_the_score_of_a_readiness_dimension_needs_no_outcome() -> None:
    item = likert("q", toward=None)
    rubric = readiness(item, gates=(gate({"dimension": "d", "at_most": 50}),))
    assert [state(rubric, q=x) for x in (2, 3, 4)] == ["fail", "fail", "pass"]


def test_a_gate_over_an_item_that_is_not_asked_compares_as_false() -> None:
    items = (single("o"), likert("q", None, ask_when={"item": "o", "is": "pa"}))
    rubric = contrast(*items, gates=(gate({"item": "q", "at_most": 2}),))
    assert state(rubric, o="pb") == "pass"
    assert state(rubric, o="pb", q=1) == "pass"
    assert state(rubric, q=1) == "unknown"
    assert state(rubric, q=5) == "pass"
    assert (
        state(contrast(*items, gates=(gate({"not": {"item": "q", "at_most": 2}}),)), o="pb")
        == "fail"
    )


def test_two_comparisons_over_one_score_are_decided_together() -> None:
    # The score of a is never both at most 40 and at least 60, and always one below or above 50.
    never = {"all": ({"outcome": "a", "at_most": 40}, {"outcome": "a", "at_least": 60})}
    always = {"any": ({"outcome": "a", "at_most": 50}, {"outcome": "a", "at_least": 50})}
    assert state(contrast(single("p"), likert("q"), gates=(gate(never),))) == "pass"
    assert state(contrast(single("p"), likert("q"), gates=(gate(always),))) == "fail"
    # It may be neither: p for a and q at its low end make 50.
    either = {"any": ({"outcome": "a", "at_least": 60}, {"outcome": "a", "at_most": 40})}
    assert state(contrast(single("p"), likert("q"), gates=(gate(either),))) == "unknown"


def test_a_gate_reckons_with_items_that_too_many_branches_may_lead_past() -> None:
    steering = [single(f"s{k}") for k in range(6)]
    asked = {"all": tuple({"item": f"s{k}", "is": "pa"} for k in range(6))}
    never = {"not": {"item": "x", "at_least": 1}}
    found = contrast(*steering, likert("x", ask_when=asked), gates=(gate(never),))
    assert not bounds.outlook(found, read(found, answers(found))).exact
    assert state(found) == "unknown"


def test_a_score_and_the_answer_that_moves_it_are_decided_together() -> None:
    # q at least 4 makes a at least (1 + 3/4)/2 = 87.5; so it is never below 80 then.
    when = {"all": ({"item": "q", "at_least": 4}, {"outcome": "a", "at_most": 80})}
    assert state(contrast(single("p"), likert("q"), gates=(gate(when),)), p="pa") == "pass"


# --- status ----------------------------------------------------------------------------------

EVEN = {"dimensions": {d: {"name": d, "about": d, "weight": 1} for d in "def"}}


def status(rubric: Rubric, **given_: Any) -> str:
    return assessed(rubric, **given_).verdict.status


def test_a_lead_that_no_open_answer_can_overtake_is_settled() -> None:
    # Two dimensions for a, the third open: at worst 2/3 against 1/3.
    rubric = contrast(single("p", "d"), single("q", "e"), single("r", "f"), **EVEN)
    assert status(rubric, p="pa", q="pa") == "settled"


def test_a_lead_that_can_still_become_a_tie_is_provisional() -> None:
    rubric = contrast(single("p", weight=2), single("q", weight=2), single("r", weight=4))
    # p and q, half of the weight, speak for a; r can bring b level with it.
    assert status(rubric, p="pa", q="pa") == "provisional"


def test_a_settled_lead_is_provisional_while_a_gate_is_open() -> None:
    rubric = contrast(
        single("p", "d"),
        single("q", "e"),
        single("r", "f"),
        gates=(gate({"item": "r", "is": "pb"}),),
        **EVEN,
    )
    assert status(rubric, p="pa", q="pa") == "provisional"


def test_two_outcomes_that_tie_in_every_completion_are_settled() -> None:
    same = (
        {"id": "x", "text": "X.", "favors": {"a": 1, "b": 1}},
        {"id": "y", "text": "Y."},
    )
    rubric = contrast(single("p"), single("q"), single("r", allow_na=True, options=same))
    found = assessed(rubric, p="pa", q="pb").verdict
    assert (found.label, found.status) == ("tie", "settled")


def test_a_tie_that_every_completion_breaks_is_not_settled() -> None:
    # d and e tie at present. f is not scoreable yet, one answer of two, but that answer is for a
    # and outweighs whatever s may add: every completion has a ahead of b.
    few = (
        {"id": "x", "text": "X.", "favors": {"a": 1, "b": 1}},
        {"id": "y", "text": "Y."},
    )
    items = (single("p", "d"), single("q", "e"), single("r", "f"), single("s", "f", options=few))
    for outcomes in ("ab", "ba"):
        rubric = contrast(*items, **EVEN)
        rubric = contrast(
            *items, **EVEN, outcomes={o: rubric.outcomes[o].model_dump() for o in outcomes}
        )
        found = assessed(rubric, p="pa", q="pb", r="pa").verdict
        assert (found.label, found.status) == ("tie", "provisional")


def test_a_band_that_no_completion_reaches_is_not_settled() -> None:
    # d answered in full: fit 100 of what is scoreable. e, of weight 3 of 5, is open and cannot
    # bring more than 1/4 of its target: every completion ends below the cut at 60.
    little = (
        {"id": "x", "text": "X.", "value": 0},
        {"id": "y", "text": "Y.", "value": Fraction(1, 4)},
    )
    dimensions = {
        d: {"name": d, "about": d, "weight": w, "target": 100} for d, w in (("d", 2), ("e", 3))
    }
    bands = (
        {"id": "low", "from": 0, "to": 60, "name": "low", "summary": "Low."},
        {"id": "high", "from": 60, "to": 100, "name": "high", "summary": "High."},
    )
    rubric = readiness(
        likert("p", toward=None),
        {
            "id": "q",
            "type": "single",
            "ask": "q?",
            "dimension": "e",
            "options": little,
            "allow_na": False,
        },
        dimensions=dimensions,
        bands=bands,
        settings={"max_lost_weight": Fraction(3, 5)},
    )
    found = assessed(rubric, p=5).verdict
    assert (found.outcome, found.status) == ("high", "provisional")
    assert [assessed(rubric, p=5, q=x).verdict.outcome for x in "xy"] == ["low", "low"]


def test_not_yet_is_settled_only_when_all_other_gates_are_known_too() -> None:
    rubric = contrast(
        single("p"),
        likert("q", None),
        gates=(
            gate({"item": "p", "is": "pa"}, on_fail="exclude"),
            gate({"item": "q", "at_most": 2}, id="h"),
        ),
    )
    assert assessed(rubric, p="pa").verdict.label == "not_yet"
    assert status(rubric, p="pa") == "provisional"
    assert status(rubric, p="pa", q=1) == "settled"


def test_an_answer_that_may_turn_out_not_to_count_settles_nothing() -> None:
    # first = pb leads past `second`; then `third` is asked, and may fail the gate.
    rubric = contrast(
        single("p"),
        yes_no("first"),
        yes_no("second", ask_when={"item": "first", "is": "yes"}),
        yes_no("third", ask_when={"not": {"item": "second", "is": "yes"}}),
        gates=(gate({"item": "third", "is": "no"}),),
    )
    assert state(rubric, p="pa", second="yes", third="no") == "unknown"
    assert state(rubric, p="pa", first="no", second="yes", third="no") == "fail"
    assert state(rubric, p="pa", first="yes", second="yes", third="no") == "pass"


def test_answers_stand_for_all_that_gates_and_branches_tell_apart() -> None:
    between = {"item": "h", "at_least": 30, "at_most": 40}
    for more in ({"gates": (gate(between),)}, {}):
        asked: dict[str, Any] = {} if more else {"ask_when": between}
        rubric = contrast(hours("h"), hours("other"), single("p"), single("q", **asked), **more)
        h, other, *_ = rubric.items
        found = bounds.representatives(h, rubric)
        assert {(a >= 30, a <= 40) for a in found if isinstance(a, int | Fraction)} == {
            (False, True),
            (True, True),
            (True, False),
        }
        assert len(bounds.representatives(other, rubric)) < len(found)


# --- more joint answers than are walked through ----------------------------------------------

STEERS = (likert("s", None), likert("t", None))
HIGH = ({"item": "s", "at_least": 4}, {"item": "t", "at_least": 4})
EITHER = {"any": HIGH}


@pytest.fixture
def at_most_20(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two open items of five places make 25 joint answers: more than are walked through."""
    monkeypatch.setattr(bounds, "MOST_SPLITS", 20)
    monkeypatch.setattr(gate_states, "MOST_STEPS", 20)


@pytest.mark.usefixtures("at_most_20")
def test_bounds_stay_safe_where_too_many_answers_steer() -> None:
    rubric = contrast(*STEERS, single("p"), likert("q", ask_when=EITHER))
    seen = bounds.outlook(rubric, read(rubric, answers(rubric, p="pa", q=1)))
    assert (seen.exact, len(seen.splits)) == (False, 1)
    # q = 0 beside p = 1 if it is asked, p alone if it is not.
    assert bounds.score_range(seen, rubric, A) == (50, 100)


@pytest.mark.usefixtures("at_most_20")
def test_a_gate_over_too_many_open_answers_is_unknown() -> None:
    rubric = contrast(single("p"), *STEERS, gates=(gate(EITHER),))
    assert state(rubric, p="pa") == "unknown"
    # With one of them open all five answers are walked through.
    assert state(rubric, p="pa", s=4) == "fail"
    assert state(rubric, p="pa", s=3) == "unknown"


def test_a_walk_through_completions_takes_just_the_steps_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rubric = contrast(single("p"), *STEERS, gates=(gate({"all": HIGH}),))
    seen = bounds.outlook(rubric, read(rubric, answers(rubric, p="pa", s=5)))
    for most in range(1, 100):
        monkeypatch.setattr(gate_states, "MOST_STEPS", most)
        if not gate_states.left_unknown(seen, rubric):
            break
    # Three parts of the condition: at first, for the answers of t that are low, and those that are
    # high.
    assert (most, gate_states.effort(seen, rubric)) == (6, 9)


@pytest.mark.usefixtures("at_most_20")
def test_a_gate_that_one_answer_decides_is_decided_however_many_others_are_open() -> None:
    rubric = contrast(
        single("p"), *STEERS, gates=(gate({"any": ({"item": "p", "is": "pa"}, *HIGH)}),)
    )
    assert state(rubric, p="pa") == "fail"


def test_a_gate_over_many_open_scores_is_not_walked_through_endlessly(
    at_most_20: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Four scores with a cut inside each: 5^4 combinations if each is taken at five points.
    count = 0

    def counted(*given_: Any) -> Any:
        nonlocal count
        count += 1
        return truth(*given_)

    monkeypatch.setattr(gate_states, "truth", counted)
    names = "defg"
    over = tuple({"dimension": d, "outcome": "a", "at_least": 50} for d in names)
    rubric = contrast(*(likert(f"q{d}", d) for d in names), gates=(gate({"all": over}),))
    assert state(rubric) == "unknown"
    assert count < 100


@pytest.mark.usefixtures("at_most_20")
@pytest.mark.parametrize(
    "when", [{"item": "q", "at_least": 3}, {"not": {"item": "q", "at_least": 3}}]
)
def test_a_gate_over_an_item_that_may_be_hidden_is_unknown_where_too_many_answers_steer(
    when: Any,
) -> None:
    # Answered with 5, q holds; but should s and t be low, q is not asked and compares as false.
    hidden = likert("q", None, ask_when=EITHER)
    rubric = contrast(single("p"), *STEERS, hidden, gates=(gate(when),))
    reached = {state(rubric, p="pa", q=5, s=x, t=x) for x in (1, 5)}
    assert reached == {"pass", "fail"}
    assert state(rubric, p="pa", q=5) == "unknown"


# --- the mean that optional items can reach --------------------------------------------------


@pytest.mark.parametrize("optional", list(product([False, True], repeat=3)))
def test_the_best_mean_is_that_of_the_best_choice_of_optional_items(
    optional: tuple[bool, ...],
) -> None:
    values = [
        (Fraction(2), Fraction(1, 2)),
        (Fraction(1), Fraction(3, 4)),
        (Fraction(3), Fraction(0)),
    ]
    must = (Fraction(1), Fraction(1, 4))
    reached = []
    for joins in product([False, True], repeat=3):
        kept = [must] + [
            part for part, opt, j in zip(values, optional, joins, strict=True) if j or not opt
        ]
        reached.append(sum(w * v for w, v in kept) / sum(w for w, _ in kept))
    parts = [(*must, False), *((w, v, o) for (w, v), o in zip(values, optional, strict=True))]
    assert ranges.best_mean(parts) == max(reached)


def test_the_margin_of_outcomes_with_items_of_their_own_is_exact() -> None:
    def speaking(name: str, outcome: str, weight: int) -> dict[str, Any]:
        favors: tuple[dict[str, int], ...] = ({outcome: 1}, {})
        options = tuple(
            {"id": f"p{k}", "text": str(k), "favors": one} for k, one in enumerate(favors)
        )
        return single(name, options=options, weight=weight)

    items = [speaking(f"{o}{weight}", o, weight) for o in "ab" for weight in (1, 2)]
    rubric = contrast(*items)
    seen = bounds.outlook(rubric, read(rubric, answers(rubric, a1="p0", b1="p0")))
    reach = bounds.margin_range(seen, rubric, (0, 1))
    assert (reach.low, reach.high) == (-Fraction(200, 3), Fraction(200, 3))
