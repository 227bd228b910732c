"""A need and candidates for it: what is left open, who comes first, and that better never loses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

import oracle
import pytest
import strategies
from effort import some
from hypothesis import assume, given
from make import answers, contrast, likert, single
from strategies import Case, Tape, ci

from rolefit.errors import RolefitError
from rolefit.exact import total
from rolefit.rubric.cases import case_responses
from rolefit.rubric.conditions import Answer, Condition, Leaf, ScoreIs, matches, truth
from rolefit.rubric.model import Gate, Respondent, Response, Responses, ResponseSet, Rubric, read
from rolefit.scoring.assess import assess
from rolefit.scoring.bounds import completions_of, outlook
from rolefit.scoring.evaluate import evaluate, evaluate_with
from rolefit.scoring.tally import value_of
from rolefit.scoring.verdict import Evaluation
from rolefit.storage import library
from rolefit.studies.matching import CandidateSheet, Match, match
from rolefit.studies.matching.candidate_match import CandidateMatch, match_candidate, state_of
from rolefit.studies.matching.needs import Need, asked_for, need_for, role_gates
from rolefit.studies.matching.pairing import MatchSheet, asked_of_both, check_order, check_pair
from rolefit.studies.matching.places import (
    CLASSES,
    RankedCandidate,
    combine_sheets,
    rank_candidates,
)

NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"


@lru_cache
def load(name: str) -> Rubric:
    """A shipped rubric, read once."""
    return library.load(name)


def matched(need: Rubric, need_answers: Any, seen: Rubric, *sheets: Any) -> Match:
    """A match of raw answers; candidates are named one, two, three."""
    names = ("one", "two", "three", "four")
    entrants = [
        CandidateSheet(name, answers(seen, **sheet))
        for name, sheet in zip(names, sheets, strict=False)
    ]
    return match((need, answers(need, **need_answers)), seen, entrants)


def shipped_match(need: int, *sheets: int) -> Match:
    """A match of shipped cases, by their numbers from 1."""
    company, seen = load(NEED), load(SEEN)
    entrants = [CandidateSheet(f"c{k}", case_responses(seen, seen.cases[k - 1])) for k in sheets]
    return match((company, case_responses(company, company.cases[need - 1])), seen, entrants)


def states(found: Match) -> dict[str, str]:
    """State of each candidate for the first role, by name."""
    rows = found.holdings[0].entrants
    return {found.candidates[row.held.candidate].name: row.held.state for row in rows}


# A need for an a of 100 in d and 50 in e, with d three times as heavy.
WEIGHTS: dict[str, dict[str, Any]] = {
    "d": {"name": "D", "about": "d", "weight": 3},
    "e": {"name": "E", "about": "e", "weight": 1},
}
ITEMS = (likert("p"), likert("q"), likert("r", "e"), likert("s", "e"))
PAIR = contrast(*ITEMS, dimensions=WEIGHTS)
ASKED = {"p": 5, "q": 5, "r": 3, "s": 3}
PAIR_NEED = need_for(evaluate(PAIR, read(PAIR, answers(PAIR, **ASKED))), "a")


# --- what is left open -----------------------------------------------------------------------


def test_what_is_left_open_is_the_weighted_mean_of_the_one_sided_shortfalls() -> None:
    found = matched(PAIR, ASKED, PAIR, {"p": 5, "q": 3, "r": 5, "s": 5})
    (row,) = found.holdings[0].entrants
    # d: 100 needed, 75 shown; e: 50 needed, 100 shown, and nothing is gained above the need.
    assert [side.missing for side in row.held.sides] == [25, 0]
    assert row.held.leaves == Fraction(3 * 25 + 0, 4)
    # Needed in all: 3 x 100 + 50.
    assert row.held.covered == 100 * (1 - Fraction(3 * 25, 3 * 100 + 50))


def test_its_error_is_that_of_both_sheets_where_something_is_missing() -> None:
    found = matched(PAIR, ASKED, PAIR, {"p": 5, "q": 3, "r": 5, "s": 5})
    held_ = found.holdings[0].entrants[0].held
    floor = Fraction(100**2, 2 * 12 * 4**2)  # two answers, a quarter a step
    # An item of five steps that says nothing has a variance of 1/8; it counts as four answers. In d
    # p and q are 1/4 from their mean of 3/4 ... : 1/16 and 1/16 more over 4 + 1 + 1.
    seen = Fraction(100**2, 2) * (4 * Fraction(1, 8) + 2 * Fraction(1, 16)) / 6
    asked = Fraction(100**2, 2) * (4 * Fraction(1, 8)) / 6
    assert held_.own_variance == Fraction(3, 4) ** 2 * (seen + floor)
    assert held_.variance == Fraction(3, 4) ** 2 * (seen + asked + 2 * floor)


def test_what_may_stay_open_depends_on_the_need_alone() -> None:
    first = shipped_match(1, 1, 21)
    second = shipped_match(1, 33, 8, 2)
    holding = first.holdings[0]
    assert holding.tolerance == second.holdings[0].tolerance > 5
    weights = {"gap": 3, "direction": 3, "stage": 2, "hands": 2}
    errors = {d.id: (d.variances or (None,))[0] for d in first.need.dimensions}
    parts = [Fraction(w, 10) ** 2 * (errors[name] or 0) for name, w in weights.items()]
    assert abs(float(holding.tolerance) - 1.96 * float(total(parts)) ** 0.5) < 1e-9


def test_covering_is_decided_exactly_at_the_edge() -> None:
    rubric = contrast(likert("p"), likert("q"))
    company = evaluate(rubric, read(rubric, answers(rubric, p=5, q=4)))
    need = need_for(company, "a")
    known = need._replace(threshold=Fraction(5), variance=Fraction(0))
    assert known.covered(Fraction(5))
    assert not known.covered(Fraction(5) + Fraction(1, 10**30))
    exact = need._replace(threshold=Fraction(0), variance=Fraction(10_000))
    edge = Fraction(196)
    assert exact.covered(edge)
    assert not exact.covered(edge + Fraction(1, 10**30))


@ci
@given(strategies.cases(models=("contrast",), gates=("items",)))
def test_nobody_who_shows_nothing_of_a_need_covers_it(case: Case) -> None:
    raw, _, tape = case
    rubric = Rubric.model_validate(raw)
    company = evaluate(rubric, read(rubric, of(strategies.complete(tape, raw))))
    for role in rubric.outcome_ids:
        need = need_for(company, role)
        nothing = total(n.weight * n.score for n in need.dimensions.values()) / need.weight
        assert nothing == need.score
        if nothing:
            assert state_of(need, nothing, ()) != "fits"
            assert (state_of(need, nothing / 2, ()) == "fits") <= (not need.loose)
        assert state_of(need, Fraction(0), ()) == "fits"


@pytest.mark.slow
def test_a_vague_need_places_candidates_and_declares_no_fit() -> None:
    found = shipped_match(11, *range(1, 34))
    for holding in found.holdings:
        assert (holding.loose, holding.from_error) == (True, True)
        rows = [row for row in holding.entrants if row.held.state in ("fits", "short", "vague")]
        assert all(row.held.leaves == 0 for row in rows if row.held.state == "fits")
        for row in rows:
            assert row.held.leaves is not None
            if row.held.state == "vague":
                assert 0 < row.held.leaves <= holding.tolerance
        assert any(row.held.state == "vague" for row in rows)
        assert [row.held.leaves for row in rows] == sorted(
            row.held.leaves for row in rows if row.held.leaves is not None
        )
    assert not shipped_match(1, 1).holdings[0].loose


def test_a_single_answer_has_the_error_that_a_score_report_shows() -> None:
    pair = contrast(*ITEMS[:3], dimensions=WEIGHTS)
    seen = {"p": 5, "q": 3, "r": 2}
    (row,) = matched(pair, {"p": 5, "q": 5, "r": 3}, pair, seen).holdings[0].entrants
    d, e = row.held.sides
    assert d.own_variance is not None
    assert e.shown == 25
    assert e.own_variance == e.variance
    shown = assess(pair, answers(pair, **seen)).dimensions
    assert [one.variances[0] if one.variances else None for one in shown] == [
        d.own_variance,
        e.own_variance,
    ]


def test_a_dimension_that_the_need_cannot_score_is_left_out_and_named() -> None:
    unknown = {"p": 5, "q": 5, "r": "dont_know", "s": "dont_know"}
    found = matched(PAIR, unknown, PAIR, {"p": 5, "q": 5, "r": 1, "s": 1})
    (holding,) = found.holdings
    assert holding.left_out == ("e",)
    assert [side.dimension for side in holding.entrants[0].held.sides] == ["d"]
    assert holding.entrants[0].held.leaves == 0


def test_an_unscored_dimension_is_open_and_neither_zero_nor_full() -> None:
    found = matched(PAIR, ASKED, PAIR, {"p": 5, "q": 5, "r": "dont_know", "s": "skipped"})
    (row,) = found.holdings[0].entrants
    assert (row.held.state, row.held.leaves) == ("open", None)
    assert [row.held.low, row.held.high] == [0, Fraction(50, 4)]
    assert [side.missing for side in row.held.sides] == [0, None]
    assert {item.item: item.why for item in row.held.open} == {"r": "dimension", "s": "dimension"}


@ci
@given(strategies.cases(models=("contrast",), gates=("items",)))
def test_the_ends_hold_every_completion_and_are_reached(case: Case) -> None:
    raw, given_, tape = case
    rubric = Rubric.model_validate(raw)
    company = evaluate(rubric, read(rubric, of(strategies.complete(tape, raw))))
    role = rubric.outcome_ids[0]
    need = need_for(company, role)
    whole = match_candidate(need, evaluate(rubric, read(rubric, of(given_))), 0)
    found = []
    for filled in oracle.completions(raw, given_):
        one = match_candidate(need, evaluate(rubric, read(rubric, of(filled))), 0)
        assert one.leaves == one.low == one.high
        found.append(one.leaves)
    assert (min(found), max(found)) == (whole.low, whole.high)


def of(raw: Any) -> Responses:
    """Responses to a random rubric."""
    return Responses.model_validate({"rubric": "tiny", "answers": raw})


# --- which role is needed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "roles"),
    [
        (1, ["doer"]),  # clear
        (2, ["conductor"]),
        (3, ["conductor"]),  # leaning
        (8, ["doer"]),  # conditional
        (4, ["doer", "conductor"]),  # too close
        (11, ["doer", "conductor"]),  # too close, and hardly known
        (6, []),  # not yet
        (10, []),  # not enough answers
    ],
)
def test_the_role_follows_from_the_needs_own_verdict(case: int, roles: list[str]) -> None:
    found = shipped_match(case, 1)
    assert [holding.outcome for holding in found.holdings] == roles
    assert found.anybody is any(holding.fitting for holding in found.holdings)


def test_nobody_fits_while_no_role_is_settled() -> None:
    found = shipped_match(6, *range(1, 34))
    assert not found.anybody
    assert all(shown.scores for shown in found.candidates[0].profile)


def test_of_three_outcomes_only_those_too_close_to_the_leader_are_held() -> None:
    outcomes = {o: {"name": f"an {o}", "summary": o} for o in ("a", "b", "c")}
    options = (
        {"id": "ab", "text": "ab", "favors": {"a": 1, "b": 1}},
        {"id": "c", "text": "c", "favors": {"c": 1}},
    )
    items = [single(name, options=options) for name in ("p", "q", "r")]
    rubric = contrast(*items, outcomes=outcomes)
    given_ = {"p": "ab", "q": "ab", "r": "ab"}
    found = matched(rubric, given_, rubric, given_)
    assert [holding.outcome for holding in found.holdings] == ["a", "b"]


# --- conditions of a role --------------------------------------------------------------------


def gate(when: Any, **more: Any) -> dict[str, Any]:
    return {"id": "g", "name": "g", "when": when, "on_fail": "exclude", "reason": "r", **more}


def role_state(when: Any, given_: dict[str, Any], **more: Any) -> str | None:
    """State of one gate for role a; None where it does not concern the role."""
    rubric = contrast(likert("p"), likert("q"), gates=(gate(when, **more),))
    evaluation = evaluate(rubric, read(rubric, answers(rubric, **given_)))
    return next((found.state for found in role_gates(evaluation, "a")), None)


LOW, HIGH = {"p": 1, "q": 1}, {"p": 5, "q": 5}
BOTH = ({"item": "p", "at_most": 5}, {"outcome": "a", "at_least": 50})


@pytest.mark.parametrize(
    ("when", "low", "high"),
    [
        # The case is for the role, whatever the sheet shows.
        ({"outcome": "a", "at_least": 50}, "fail", "fail"),
        ({"all": BOTH}, "fail", "fail"),
        ({"not": {"outcome": "a", "at_most": 50}}, "fail", "fail"),
        ({"dimension": "d", "outcome": "a", "at_least": 50}, "fail", "fail"),
        # A minimum is compared as it stands.
        ({"outcome": "a", "at_most": 50}, "fail", "pass"),
        ({"not": {"outcome": "a", "at_least": 50}}, "fail", "pass"),
        ({"dimension": "d", "outcome": "a", "at_most": 50}, "fail", "pass"),
        ({"outcome": "a", "at_least": 10, "at_most": 50}, "fail", "pass"),
        ({"not": {"outcome": "a", "at_least": 40, "at_most": 60}}, "fail", "fail"),
        # What concerns another outcome is no condition of this role.
        ({"outcome": "b", "at_least": 50}, None, None),
        ({"outcome": "b", "at_most": 50}, None, None),
        ({"not": {"outcome": "b", "at_least": 50}}, None, None),
        ({"all": (BOTH[0], {"outcome": "b", "at_least": 0})}, None, None),
        ({"any": (BOTH[0], {"outcome": "b", "at_least": 0})}, "fail", "fail"),
        (
            {"not": {"any": ({"item": "p", "at_least": 5}, {"outcome": "b", "at_most": 0})}},
            None,
            None,
        ),
        # Answers are compared as they are.
        ({"item": "p", "at_most": 2}, "fail", "pass"),
    ],
)
def test_a_condition_is_asked_for_the_role(when: Any, low: str | None, high: str | None) -> None:
    assert (role_state(when, LOW), role_state(when, HIGH)) == (low, high)


def test_a_condition_of_another_role_is_left_out_and_an_open_one_is_unknown() -> None:
    when = {"item": "p", "at_most": 2}
    assert role_state(when, LOW, applies_to=("b",)) is None
    assert role_state(when, LOW, applies_to=("a",)) == "fail"
    assert role_state(when, {"p": "dont_know", "q": 5}) == "unknown"


def test_a_candidate_who_fails_a_condition_is_ruled_out_and_an_open_one_is_open() -> None:
    seen = contrast(
        *ITEMS,
        single("own", None),
        dimensions=WEIGHTS,
        gates=(gate({"item": "own", "is": "pb"}, fix="Look."),),
    )
    best = {"p": 5, "q": 5, "r": 5, "s": 5}
    sheets = (
        {**best, "own": "pb"},
        {**best, "own": "dont_know"},
        {**best, "own": "pa", "q": 1},
        best,
    )
    found = matched(PAIR, ASKED, seen, *sheets)
    assert states(found) == {"three": "short", "two": "open", "four": "open", "one": "ruled_out"}
    by_name = {found.candidates[r.held.candidate].name: r.held for r in found.holdings[0].entrants}
    assert by_name["two"].points == by_name["one"].points == "enough"
    assert [(item.item, item.why) for item in by_name["two"].open] == [("own", "condition")]


def test_a_warning_condition_changes_no_state() -> None:
    seen = contrast(
        *ITEMS,
        dimensions=WEIGHTS,
        gates=(gate({"item": "p", "at_least": 1}, on_fail="flag"),),
    )
    found = matched(PAIR, ASKED, seen, {"p": 5, "q": 5, "r": 5, "s": 5})
    (row,) = found.holdings[0].entrants
    assert (row.held.state, row.held.gates[0].state) == ("fits", "fail")


def test_a_sheet_that_leans_elsewhere_fails_a_condition_for_the_role_only() -> None:
    found = shipped_match(1, 2)
    held_ = found.holdings[0].entrants[0].held
    assert (held_.state, held_.for_role) == ("ruled_out", ("doer-seen",))


# --- what is bought beside the person --------------------------------------------------------


def test_beside_the_person_is_what_neither_role_supplies_and_it_moves_no_place() -> None:
    options = (
        {"id": "x", "text": "x", "favors": {"a": 1}},
        {"id": "y", "text": "y", "favors": {"a": 1, "b": 1}},
        {"id": "z", "text": "z", "favors": {"b": 1}},
    )
    names = [f"p{k}" for k in range(8)]
    rubric = contrast(*(single(name, options=options) for name in names))
    need = {name: "x" if k % 2 else "y" for k, name in enumerate(names)}  # a 100, b 50
    plain, rich = dict.fromkeys(names, "x"), dict.fromkeys(names, "y")
    found = matched(rubric, need, rubric, plain, rich)
    assert [holding.outcome for holding in found.holdings] == ["a"]
    one, two = found.holdings[0].entrants
    (bought,) = one.held.beside
    assert (bought.outcome, bought.dimension) == ("b", "d")
    assert [bought.needed, bought.shown, bought.missing] == [50, 0, 50]
    assert two.held.beside == ()
    assert (one.place, two.place) == (1, 1)


# --- places ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_places_go_by_class_then_by_what_is_left_open_and_equals_share() -> None:
    found = shipped_match(1, *range(1, 34))
    rows = found.holdings[0].entrants
    keys = [(CLASSES[row.held.state], row.held.high) for row in rows]
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    for first, second in combinations(rows, 2):
        assert first.place <= second.place
        if first.held.leaves is not None and first.held.state in ("fits", "short"):
            same = (first.held.leaves, 0) == (second.held.leaves, CLASSES[second.held.state])
            assert (first.place == second.place) is same


def test_open_sheets_are_placed_by_their_worst_case() -> None:
    safe = {"p": 5, "q": 4, "r": 5, "s": "skipped"}
    wild = {"p": 5, "q": 5, "r": "dont_know", "s": "dont_know"}
    found = matched(PAIR, dict.fromkeys("pqrs", 5), PAIR, wild, safe)
    first, second = found.holdings[0].entrants
    assert (first.held.state, second.held.state) == ("open", "open")
    assert [first.held.low, first.held.high] == [Fraction(75, 8), Fraction(175, 8)]
    assert [second.held.low, second.held.high] == [0, 25]
    assert (first.place, second.place) == (1, 2)
    # Neither is surely ahead: their ends overlap.
    assert (first.best, first.worst) == (second.best, second.worst) == (1, 2)


def test_a_range_holds_the_place_and_does_not_cross_a_class() -> None:
    rows = shipped_match(1, *range(1, 34)).holdings[0].entrants
    for row in rows:
        assert row.best <= row.place <= row.worst
        mates = [r for r in rows if CLASSES[r.held.state] == CLASSES[row.held.state]]
        before = sum(CLASSES[r.held.state] < CLASSES[row.held.state] for r in rows)
        assert before < row.best <= row.worst <= before + len(mates)
    assert any(row.best < row.worst for row in rows)


def test_a_difference_counts_beyond_196_errors_of_the_two_sheets_alone() -> None:
    def fixed(number: int, leaves: int, own: int) -> CandidateMatch:
        return CandidateMatch.model_construct(
            candidate=number,
            state="short",
            leaves=Fraction(leaves),
            low=Fraction(leaves),
            high=Fraction(leaves),
            covered=None,
            variance=Fraction(10**6),
            own_variance=Fraction(own),
            points="too_much",
            sides=(),
            beside=(),
            gates=(),
            for_role=(),
            speaks_for=None,
            open=(),
        )

    def ranges(gap: int) -> list[tuple[int, int, int]]:
        rows = rank_candidates(PAIR_NEED, [fixed(0, 100, 5000), fixed(1, 100 + gap, 5000)])
        return [(row.place, row.best, row.worst) for row in rows]

    assert ranges(196) == [(1, 1, 2), (2, 1, 2)]
    assert ranges(197) == [(1, 1, 1), (2, 2, 2)]


# --- several sheets about one person ---------------------------------------------------------


def named(*sheets: tuple[str | None, dict[str, Any]]) -> Match:
    """A match of sheets that name their people; sheets are listed as 0, 1, 2."""
    entrants = [
        CandidateSheet(
            str(k), answers(PAIR, **given_).model_copy(update={"respondent": about(name)})
        )
        for k, (name, given_) in enumerate(sheets)
    ]
    return match((PAIR, answers(PAIR, **ASKED)), PAIR, entrants)


def about(name: str | None) -> Respondent:
    """A respondent of a name."""
    return Respondent.model_construct(name=name, group="interviewer")


FULL, LITTLE = {"p": 5, "q": 5, "r": 5, "s": 5}, {"p": 1, "q": 1, "r": 1, "s": 1}


def test_a_person_with_two_sheets_has_one_place_by_their_mean() -> None:
    some = {"p": 4, "q": 3, "r": 3, "s": 3}
    (holding,) = named(("dan", FULL), ("gus", some), ("dan", LITTLE)).holdings
    listed = [(row.held.candidate, row.person, row.first, row.place) for row in holding.entrants]
    assert listed == [(1, 1, True, 1), (0, 0, True, 2), (2, 0, False, 2)]
    assert max(row.worst for row in holding.entrants) == 2
    gus, dan = holding.people
    assert gus.whole is None
    # d: 100 and 0 shown, 100 needed; e: 100 and 0 shown, 50 needed.
    assert [side.shown for side in dan.held.sides] == [50, 50]
    assert dan.held.leaves == Fraction(3 * 50, 4)


def test_the_worst_of_two_sheets_does_not_decide() -> None:
    strong, thin = FULL, {"p": 5, "q": 5, "r": 1, "s": 1}
    (holding,) = named(("dan", strong), ("dan", thin)).holdings
    assert [row.held.leaves for row in holding.entrants] == [0, Fraction(50, 4)]
    assert holding.people[0].held.leaves == 0
    assert [row.person for row in holding.fitting] == [0]


def test_where_two_sheets_are_far_apart_is_told() -> None:
    (holding,) = named(("dan", FULL), ("dan", LITTLE)).holdings
    told = [(one.dimension, one.low, one.high) for one in holding.people[0].spread]
    assert told == [("d", 0, 100), ("e", 0, 100)]
    (same,) = named(("dan", FULL), ("dan", FULL)).holdings
    assert same.people[0].spread == ()


def test_sheets_that_are_far_apart_make_their_mean_less_sure() -> None:
    (holding,) = named(("dan", FULL), ("dan", LITTLE)).holdings
    (alike,) = named(("dan", LITTLE), ("dan", LITTLE)).holdings
    one, two = (h.people[0].held.sides[0].variance for h in (holding, alike))
    assert one is not None
    assert two is not None
    assert one == 2500  # (50^2 + 50^2) / (2 * 1)
    assert two < one


def test_a_condition_goes_by_most_of_the_sheets_and_is_open_where_they_are_split() -> None:
    when = {"item": "own", "is": "pb"}
    seen = contrast(*ITEMS, single("own", None), dimensions=WEIGHTS, gates=(gate(when),))
    need = evaluate(PAIR, read(PAIR, answers(PAIR, **ASKED)))

    def state(*marks: str) -> str:
        sheets = [evaluate(seen, read(seen, answers(seen, **FULL, own=mark))) for mark in marks]
        wanted = need_for(need, "a")
        found = [match_candidate(wanted, sheet, k) for k, sheet in enumerate(sheets)]
        return combine_sheets(wanted, found).gates[0].state

    assert state("pb", "pb", "pa") == "fail"
    assert state("pb", "pa", "pa") == "pass"
    assert state("pb", "pa") == "unknown"
    assert state("pa", "pa", "dont_know") == "pass"
    assert state("pa", "dont_know") == "unknown"


def test_capitals_and_spaces_make_no_second_person() -> None:
    found = named(("Dan  Roe", FULL), ("dan roe", LITTLE), ("dana", FULL))
    (holding,) = found.holdings
    assert [row.person for row in holding.people] == [2, 0]
    assert [one.person for one in found.candidates] == ["Dan Roe", "Dan Roe", "dana"]


def test_a_person_counts_once_and_strangers_count_apart() -> None:
    (apart,) = named(("dan", FULL), ("dan", LITTLE)).holdings
    assert [row.held.state for row in apart.entrants] == ["fits", "short"]
    assert apart.fitting == ()
    (alike,) = named(("dan", FULL), ("dan", FULL)).holdings
    assert [row.person for row in alike.fitting] == [0]
    (strangers,) = named((None, FULL), (None, LITTLE)).holdings
    assert [row.person for row in strangers.people] == [0, 1]


# --- what the two sides are asked about different things -------------------------------------


def test_a_dimension_of_one_side_alone_is_listed_and_never_subtracted() -> None:
    theirs = {"d": WEIGHTS["d"], "x": {**WEIGHTS["e"], "weight": 7}}
    seen = contrast(*ITEMS[:2], likert("r", "x"), likert("s", "x"), dimensions=theirs)
    check_pair(PAIR, seen)
    found = matched(PAIR, ASKED, seen, {"p": 5, "q": 5, "r": 1, "s": 1}, {**FULL, "p": 5})
    (holding,) = found.holdings
    assert holding.listed == ("e", "x")
    assert [side.dimension for side in holding.entrants[0].held.sides] == ["d"]
    assert [(row.place, row.held.leaves) for row in holding.entrants] == [(1, 0), (1, 0)]
    assert [one.dimension for one in found.candidates[0].profile] == ["d", "x"]
    assert [one.dimension for one in found.needs] == ["d", "e"]


def test_what_a_company_and_a_candidate_know_of_a_market_is_not_subtracted() -> None:
    shared = asked_of_both(load(NEED), load(SEEN))
    assert shared == ("gap", "direction", "stage", "hands")
    holding = shipped_match(1, 2).holdings[0]
    assert holding.listed == ("market", "field")


KNOWLEDGE: dict[str, tuple[Answer, ...]] = {
    "map_gaps": ("own", "rivals", "some", "players"),
    "outside_calls": ("nobody", "one", "players"),
    "buyer_contact": (
        ("none_of_these",),
        ("words",),
        ("words", "sales"),
        ("words", "sales", "field"),
    ),
}


@ci
@given(strategies.TAPES)
def test_knowing_more_of_the_market_never_costs_a_place_for_either_role(content: bytes) -> None:
    rubric, tape = load(SEEN), Tape(content)
    sheet = {item.id: tape.pick(*answers_to(item.id)) for item in rubric.items}
    number, role = tape.pick((0, "doer"), (1, "conductor"), (12, "conductor"), (0, "conductor"))
    need, others = shipped_need(number, role), rivals(number, role)
    name = tape.pick(*KNOWLEDGE)
    steps = [Response("answered", answer) for answer in KNOWLEDGE[name]]
    found = [match_candidate(need, bare(rubric, {**sheet, name: step}), 0) for step in steps]
    placed = [(one, standings(need, one, others)) for one in found]
    for (less, stood), (more, stands) in combinations(placed, 2):
        never_loses(less, more, stood, stands)


# --- what hangs on an open question ----------------------------------------------------------


def test_every_open_question_is_told_once_with_what_hangs_on_it() -> None:
    seen = contrast(
        *ITEMS,
        likert("t", "e"),
        single("own", None),
        single("idle", None),
        dimensions=WEIGHTS,
        gates=(gate({"item": "own", "is": "pb"}),),
    )
    found = matched(PAIR, ASKED, seen, {"r": 5, "s": 5})
    (row,) = found.holdings[0].entrants
    assert {item.item: item.why for item in row.held.open} == {
        "p": "dimension",
        "q": "dimension",
        "t": "score",
        "own": "condition",
        "idle": "nothing",
    }
    # What the company's answers leave out of the need moves nothing.
    unknown = {**ASKED, "r": "dont_know", "s": "dont_know"}
    (row,) = matched(PAIR, unknown, seen, {"p": 5, "q": 5, "r": 5, "s": 5}).holdings[0].entrants
    assert {i.item: i.why for i in row.held.open} == {
        "t": "nothing",
        "own": "condition",
        "idle": "nothing",
    }


@ci
@given(strategies.cases(models=("contrast",), gates=("items",)))
def test_an_open_question_that_changes_nothing_leaves_every_figure_alone(case: Case) -> None:
    raw, given_, tape = case
    rubric = Rubric.model_validate(raw)
    company = evaluate(rubric, read(rubric, of(strategies.complete(tape, raw))))
    role = tape.pick(*rubric.outcome_ids)
    need = need_for(company, role)
    sheet = read(rubric, of(given_))
    old = match_candidate(need, evaluate(rubric, sheet), 0)
    for idle in (item.item for item in old.open if item.why == "nothing"):
        for response in completions_of(rubric.item(idle), rubric):
            new = match_candidate(need, evaluate(rubric, {**sheet, idle: response}), 0)
            assert (new.state, new.leaves, new.low, new.high) == (
                (old.state, old.leaves, old.low, old.high)
            )
            assert [g.state for g in new.gates] == [g.state for g in old.gates]


def test_a_condition_on_a_score_keeps_questions_outside_the_need_in_play() -> None:
    when = {"outcome": "a", "at_most": 70}
    seen = contrast(*ITEMS, likert("t", "e"), dimensions=WEIGHTS, gates=(gate(when),))
    unknown = {**ASKED, "r": "dont_know", "s": "dont_know"}
    found = matched(PAIR, unknown, seen, {"p": 5, "q": 3, "r": 3, "s": 3})
    (row,) = found.holdings[0].entrants
    assert row.held.gates[0].state == "unknown"
    assert [(item.item, item.why) for item in row.held.open] == [("t", "score")]


def test_a_sheet_speaks_for_another_role_only_beyond_its_error() -> None:
    clear = shipped_match(1, 2).holdings[0].entrants[0].held
    assert clear.speaks_for == "conductor"
    same = shipped_match(2, 2).holdings[0].entrants[0].held
    close_ = shipped_match(1, 6).holdings[0].entrants[0].held
    assert (same.speaks_for, close_.speaks_for) == (None, None)


# --- better never loses ----------------------------------------------------------------------


@lru_cache
def shipped_need(number: int, role: str) -> Need:
    """What a shipped case needs of a role."""
    rubric = load(NEED)
    company = evaluate(rubric, read(rubric, case_responses(rubric, rubric.cases[number])))
    return need_for(company, role, load(SEEN).dimensions)


@lru_cache
def rivals(number: int, role: str) -> tuple[CandidateMatch, ...]:
    """Fixed competitors: shipped candidates of every kind."""
    rubric, need = load(SEEN), shipped_need(number, role)
    sheets = [read(rubric, case_responses(rubric, rubric.cases[k])) for k in (2, 14, 32, 7)]
    return tuple(
        match_candidate(need, bare(rubric, sheet), k) for k, sheet in enumerate(sheets, start=1)
    )


def no_worse(gate_: Gate, old: ResponseSet, new: ResponseSet, *, role: str) -> bool:
    """Whether an answer changed nothing for the worse at a gate, the case being for the role."""

    def fails(responses: ResponseSet) -> bool:
        def compare(leaf: Leaf) -> bool:
            if isinstance(leaf, ScoreIs):
                return leaf.outcome == role
            answer = responses[leaf.item].answer
            assert answer is not None
            return matches(leaf, answer)

        return truth(gate_.when, compare) is True

    concerned = gate_.on_fail == "exclude" and (not gate_.applies_to or role in gate_.applies_to)
    return not concerned or fails(old) or not fails(new)


def better(
    rubric: Rubric, sheet: ResponseSet, name: str, *, role: str
) -> Iterator[dict[str, Response]]:
    """A sheet with another answer to one item: as good for the role, and for every gate."""
    item, at = rubric.item(name), rubric.outcome_ids.index(role)
    before = sheet[name].answer
    assert before is not None

    def worth(answer: Answer) -> Fraction:
        return item.values(answer, rubric.outcome_ids)[at] if item.scores else Fraction(0)

    for response in completions_of(item, rubric):
        if response.answer is None or worth(response.answer) < worth(before):
            continue
        changed = {**sheet, name: response}
        if all(no_worse(g, sheet, changed, role=role) for g in rubric.gates):
            yield changed


def bare(rubric: Rubric, sheet: ResponseSet) -> Evaluation:
    """Where a sheet stands, without its own gates: a match asks them anew, for the role."""
    return evaluate_with(rubric, sheet, outlook(rubric, sheet), ())


Standing = tuple[int, bool]
"""A place, and whether the person covers the need by all sheets together."""


def standings(
    need: Need, one: CandidateMatch, others: tuple[CandidateMatch, ...]
) -> list[Standing]:
    """Where a candidate stands alone, and as one of two sheets about a person, whichever else."""
    seconds = (None, *range(1, len(others) + 1))
    found = [rows_of(need, one, others, second) for second in seconds]
    return [(place(rows), covering(rows)) for rows in found]


def never_loses(
    old: CandidateMatch, new: CandidateMatch, stood: list[Standing], stands: list[Standing]
) -> None:
    """Hold two results of one candidate against each other, beside fixed competitors."""
    assert CLASSES[new.state] <= CLASSES[old.state]
    assert (new.state, old.state) != ("short", "fits")
    assert (new.low, new.high) <= (old.low, old.high)
    assert new.high <= old.high
    if old.leaves is not None and new.leaves is not None:
        assert new.leaves <= old.leaves
    for after, before in zip(stands, stood, strict=True):
        assert after[0] <= before[0]
        assert after[1] >= before[1]


def rows_of(
    need: Need, one: CandidateMatch, others: tuple[CandidateMatch, ...], second: int | None = None
) -> tuple[RankedCandidate, ...]:
    """Candidate 0 beside others, of whom one may be a second sheet about the same person."""
    people = [0 if k == second else k for k in range(len(others) + 1)]
    return rank_candidates(need, [one, *others], people)


def place(rows: tuple[RankedCandidate, ...]) -> int:
    """The place of candidate 0."""
    return next(row.place for row in rows if row.person == 0)


def covering(rows: tuple[RankedCandidate, ...]) -> bool:
    """Whether the person of candidate 0 covers the need, by all sheets together."""
    return any(
        row.person == 0 and row.first and (row.whole or row.held).state == "fits" for row in rows
    )


@ci
@given(strategies.TAPES)
def test_a_better_answer_never_costs_a_place_on_the_shipped_pair(content: bytes) -> None:
    rubric, tape = load(SEEN), Tape(content)
    sheet = {item.id: tape.pick(*answers_to(item.id)) for item in rubric.items}
    number, role = tape.pick((0, "doer"), (1, "conductor"), (12, "conductor"))
    need, others = shipped_need(number, role), rivals(number, role)
    old = match_candidate(need, bare(rubric, sheet), 0)
    stood = standings(need, old, others)
    name = tape.pick(*(item.id for item in rubric.items))
    for changed in tape.shuffled(list(better(rubric, sheet, name, role=role)))[:2]:
        new = match_candidate(need, bare(rubric, changed), 0)
        never_loses(old, new, stood, standings(need, new, others))


@lru_cache
def answers_to(name: str) -> tuple[Response, ...]:
    """Every answer to an item of the shipped sheet, as far as anything can turn on it."""
    rubric = load(SEEN)
    return tuple(r for r in completions_of(rubric.item(name), rubric) if r.answer is not None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "role", "case"),
    some([(0, "doer", 8), (1, "conductor", 22)], usual=[(0, "doer", 8)]),
)
def test_no_single_better_answer_to_a_shipped_sheet_costs_a_place(
    number: int, role: str, case: int
) -> None:
    rubric = load(SEEN)
    sheet = read(rubric, case_responses(rubric, rubric.cases[case]))
    need, others = shipped_need(number, role), rivals(number, role)
    old = match_candidate(need, bare(rubric, sheet), 0)
    moved, stood = 0, standings(need, old, others)
    for item in rubric.items:
        for changed in better(rubric, sheet, item.id, role=role):
            new = match_candidate(need, bare(rubric, changed), 0)
            stands = standings(need, new, others)
            never_loses(old, new, stood, stands)
            moved += stands[0][0] < stood[0][0]
    assert moved


@ci
@given(strategies.cases(models=("contrast",), branches=False, most=strategies.MANY))
def test_a_higher_score_never_costs_a_place_in_any_rubric(case: Case) -> None:
    raw, given_, tape = case
    rubric = Rubric.model_validate(raw)
    role = tape.pick(*rubric.outcome_ids)
    company, *rest = (
        evaluate(rubric, read(rubric, of(strategies.complete(tape, raw)))) for _ in range(3)
    )
    need = need_for(company, role)
    others = tuple(match_candidate(need, one, k) for k, one in enumerate(rest, start=1))
    sheet = read(rubric, of(given_))
    evaluation = evaluate(rubric, sheet)
    old = match_candidate(need, evaluation, 0)
    read_by_gates = {name for g in raw["gates"] for name in strategies.reads(g["when"])}
    at = value_of(rubric.outcome_ids.index(role)).of
    free = [
        i for i in rubric.items if i.scores and i.id not in read_by_gates and sheet[i.id].answer
    ]
    assume(free)
    item = tape.pick(*free)
    worth = partial(item.values, outcomes=rubric.outcome_ids)
    answer = sheet[item.id].answer
    stood = standings(need, old, others)
    for other in item.candidates():
        if at(worth(other)) >= at(worth(answer)):
            new = match_candidate(
                need, evaluate(rubric, {**sheet, item.id: Response("answered", other)}), 0
            )
            never_loses(old, new, stood, standings(need, new, others))


def test_without_the_roles_reading_a_candidate_could_be_ruled_out_by_showing_more() -> None:
    seen = contrast(
        *ITEMS,
        single("own", None),
        dimensions=WEIGHTS,
        gates=(gate({"all": ({"item": "own", "is": "pb"}, {"outcome": "a", "at_least": 50})}),),
    )
    weak = {"p": 1, "q": 3, "r": 3, "s": 3, "own": "pb"}
    strong = {**weak, "p": 5, "q": 5}
    plain = [evaluate(seen, read(seen, answers(seen, **sheet))) for sheet in (weak, strong)]
    assert [evaluation.gates[0].state for evaluation in plain] == ["pass", "fail"]
    found = matched(PAIR, ASKED, seen, weak, strong)
    assert states(found) == {"one": "ruled_out", "two": "ruled_out"}
    assert [row.held.candidate for row in found.holdings[0].entrants] == [1, 0]


# --- rubrics that do not measure alike, and files in the wrong place -------------------------


def test_the_shipped_pair_measures_alike() -> None:
    check_pair(load(NEED), load(SEEN))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            contrast(
                likert("p", "x"), likert("q", "x"), rubric="other", dimensions={"x": WEIGHTS["d"]}
            ),
            "they have no dimension in common",
        ),
        (
            contrast(*ITEMS, dimensions={**WEIGHTS, "e": {**WEIGHTS["e"], "weight": 2}}),
            "dimension `d` weighs 75.0 % against 60.0 %; dimension `e` weighs 25.0 % against 40.0",
        ),
        (
            contrast(
                *(likert(i, d, toward="c") for i, d in (("p", "d"), ("q", "d"), ("r", "e"))),
                likert("s", "e", toward="b"),
                dimensions=WEIGHTS,
                rubric="other",
                outcomes={o: {"name": f"an {o}", "summary": o} for o in ("c", "b")},
            ),
            "outcome `a` only in `tiny`; outcome `c` only in `other`",
        ),
    ],
)
def test_what_differs_between_two_rubrics_is_told_exactly(other: Rubric, said: str) -> None:
    with pytest.raises(RolefitError) as error:
        check_pair(PAIR, other)
    assert said in error.value.message


def test_scaled_weights_measure_alike() -> None:
    scaled = {name: {**d, "weight": 7 * d["weight"]} for name, d in WEIGHTS.items()}
    check_pair(PAIR, contrast(*ITEMS, dimensions=scaled))


def test_a_readiness_rubric_cannot_be_matched() -> None:
    with pytest.raises(RolefitError, match="`cmo-readiness` is a readiness rubric"):
        check_pair(load(NEED), load("cmo-readiness"))


def sheet(file: str, rubric: str) -> MatchSheet:
    """A sheet without answers."""
    return MatchSheet(
        file, Responses.model_validate({"rubric": rubric, "answers": {}}), load(rubric)
    )


def test_swapped_files_are_told_with_what_to_type() -> None:
    ana, ben, company = sheet("ana a.yaml", SEEN), sheet("ben.yaml", SEEN), sheet("co.yaml", NEED)
    for need, *rest in ([ana, company], [ana, ben, company], [ben, company, ana]):
        with pytest.raises(RolefitError) as error:
            check_order(need, rest)
        assert error.value.hint.startswith("type: rolefit match co.yaml ")
        assert ("'ana a.yaml'" in error.value.hint) is (ana in (need, *rest))
    check_order(company, [ana, ben])


def test_a_candidate_may_not_answer_the_companys_questions() -> None:
    with pytest.raises(RolefitError, match="as the company's own file does"):
        check_order(sheet("co.yaml", NEED), [sheet("ana.yaml", SEEN), sheet("b.yaml", NEED)])


def test_candidates_who_answered_different_questions_are_not_held_against_each_other() -> None:
    with pytest.raises(RolefitError, match="only by the same questions"):
        check_order(
            sheet("co.yaml", NEED), [sheet("a.yaml", SEEN), sheet("b.yaml", "lead-or-manager")]
        )


def test_a_gate_that_is_read_for_a_role_stays_a_gate_of_the_same_name() -> None:
    for one in load(SEEN).gates:
        for role in ("doer", "conductor"):
            asked = asked_for(one, role)
            assert asked is None or (asked.id, asked.reason) == (one.id, one.reason)
    asked_by = {one.id: asked_for(one, "doer") for one in load(SEEN).gates}
    assert asked_by["conductor-seen"] is asked_by["plan-for-here"] is None
    seen_gate = asked_by["doer-seen"]
    assert seen_gate is not None
    assert not any(isinstance(leaf, ScoreIs) for leaf in leaves_of(seen_gate.when))


def leaves_of(when: Condition) -> list[Leaf]:
    """Every comparison of a condition."""
    found: list[Leaf] = []
    truth(when, found.append)
    return found
