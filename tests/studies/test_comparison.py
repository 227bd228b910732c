"""Sheets side by side: told apart only beyond answering again, and every difference adds up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import cycle
from typing import Any

import cases
import oracle
import pytest
import strategies
import studies
from hypothesis import given
from make import answers, contrast, likert, readiness, single
from rich.cells import cell_len
from strategies import Case, few
from telling import FEW

from rolefit.exact import rounded
from rolefit.reports.contracts import comparison_report
from rolefit.reports.formats import markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.formats.json import render
from rolefit.reports.pages.comparison.answers import LONGEST, labels
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.reports.pages.score.page import page as score_page
from rolefit.reports.pages.whatif_page import whatif_page
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.safe_text import cells
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.library import load
from rolefit.studies.comparison import Comparison, Dispute, Entrant, compare
from rolefit.studies.whatif import what_if

LINE = Fraction(196, 100) ** 2
FOUR = tuple(f"q{k}" for k in range(1, 5))
READY = readiness(*(likert(q, toward=None) for q in FOUR))
STYLE = contrast(*(likert(q) for q in FOUR))


def of(raw: dict[str, Any]) -> Responses:
    return Responses.model_validate({"rubric": "tiny", "answers": raw})


def entrants(*sheets: Responses) -> list[Entrant]:
    return [Entrant(name, sheet) for name, sheet in zip("ABCDEF", sheets, strict=False)]


def drawn(case: Case, count: int, *, filled: bool = False) -> tuple[Rubric, list[dict[str, Any]]]:
    """A random rubric with several sheets of answers to it."""
    raw, first, tape = case
    more = strategies.complete if filled else strategies.partial
    return Rubric.model_validate(raw), [first, *(more(tape, raw) for _ in range(count - 1))]


def all_of(rubric: Rubric, *values: Any) -> Responses:
    return answers(rubric, **dict(zip(FOUR, values, strict=True)))


def page(rubric: Rubric, found: Comparison, *, width: int = 80, full: bool = False) -> str:
    return terminal.render(comparison_page(found, rubric, full=full), Look(width=width))


def words(text: str) -> str:
    return " ".join(text.replace("┃", " ").split())


# ---- ranks


def held_against(raw: Any, sheets: Sequence[Any]) -> list[list[tuple[Any, Any]]]:
    """Score of every sheet in each ranking and squared error of answering again, by the reference
    model.
    """
    found = [oracle.reference(raw, sheet) for sheet in sheets]
    if raw["model"] == "readiness":
        return [[(r.fit(), r.fit_again()) if r.enough() else (None, None) for r in found]]
    if len(found[0].outcomes) == 2:
        return [
            [
                (r.score(0) - r.score(1), r.again((0, 1))) if r.enough() else (None, None)
                for r in found
            ]
        ]
    return [
        [(r.score(k), r.again((k,))) if r.has_score(k) else (None, None) for r in found]
        for k in range(len(found[0].outcomes))
    ]


@few
@given(strategies.cases(filled=True))
def test_ranks_count_those_who_are_ahead_and_behind_beyond_the_error(case: Case) -> None:
    rubric, sheets = drawn(case, 4, filled=True)
    found = compare(rubric, entrants(*map(of, sheets)))
    expected = held_against(case.rubric, sheets)
    for ranking, scores in zip(found.rankings, expected, strict=True):
        assert [(s.score, s.noise) for s in ranking.scores] == scores
        ranked = [k for k, (score, _) in enumerate(scores) if score is not None]

        def above(j: int, k: int, scores: Any = scores) -> bool:
            (a, first), (b, last) = scores[j], scores[k]
            if first is None or last is None:
                return False
            return bool(a > b and (a - b) ** 2 > LINE * (first + last))

        for k, rank in enumerate(ranking.ranks):
            if k not in ranked:
                assert rank is None
                continue
            assert rank is not None
            assert rank.best == 1 + sum(above(j, k) for j in ranked)
            assert rank.worst == len(ranked) - sum(above(k, j) for j in ranked)
            assert 1 <= rank.best <= rank.worst <= len(ranked)
            assert set(rank.level_with) == {
                j for j in ranked if j != k and not above(j, k) and not above(k, j)
            }
            for j in ranked:
                other = ranking.ranks[j]
                if above(k, j):
                    assert other is not None
                    assert (rank.best, rank.worst) < (other.best, other.worst)
                    assert rank.worst <= other.worst
        in_order = [scores[k][0] for k in ranking.order]
        assert in_order[: len(ranked)] == sorted(in_order[: len(ranked)], reverse=True)


@few
@given(strategies.cases(filled=True))
def test_dimensions_are_told_apart_by_their_own_error(case: Case) -> None:
    rubric, sheets = drawn(case, 3, filled=True)
    found = compare(rubric, entrants(*map(of, sheets)))
    models = [oracle.reference(case.rubric, sheet) for sheet in sheets]
    for spread in found.spreads:
        ids = tuple(models[0].outcomes.index(name) for name in spread.measured) or (0,)
        expected: list[tuple[Any, Any]] = []
        for model, one in zip(models, spread.scores, strict=True):
            part = model.parts[spread.dimension]
            if not all(part.scoreable(k) for k in ids):
                expected.append((None, None))
                assert one.variance is None
                continue
            score = part.score(ids[0]) - sum(part.score(k) for k in ids[1:])
            expected.append((score, model.again(ids, part)))
            error = (
                model.csem2(part, ids[0]) if len(ids) == 1 else model.sed(ids[0], ids[1], part)[0]
            )
            assert one.variance == error
        assert [(one.score, one.noise) for one in spread.scores] == expected
        given_ = [pair for pair in expected if pair[0] is not None]
        if len(given_) < 2:
            assert (spread.spread, spread.worth, spread.reliable) == (None, None, None)
            continue
        top, bottom = max(s for s, _ in given_), min(s for s, _ in given_)
        assert spread.spread == top - bottom
        ends = [[e for s, e in given_ if s == end] for end in (top, bottom)]
        sure = any((top - bottom) ** 2 > LINE * (a + b) for a in ends[0] for b in ends[1])
        assert spread.reliable is sure


@few
@given(strategies.cases())
def test_the_order_of_the_sheets_changes_nothing_but_order(case: Case) -> None:
    rubric, sheets = drawn(case, 3)
    found = compare(rubric, entrants(*map(of, sheets)))
    for order in ((1, 2, 0), (1, 0, 2)):
        again = compare(rubric, [Entrant("ABC"[k], of(sheets[k])) for k in order])
        assert again.entries == tuple(found.entries[k] for k in order)
        for one, other in zip(found.rankings, again.rankings, strict=True):
            assert other.scores == tuple(one.scores[k] for k in order)
            pairs = zip(other.ranks, (one.ranks[k] for k in order), strict=True)
            for now, then in pairs:
                assert (now is None) == (then is None)
                if now is not None and then is not None:
                    assert (now.best, now.worst) == (then.best, then.worst)
                    assert {order[k] for k in now.level_with} == set(then.level_with)
        for spread, other_spread in zip(found.spreads, again.spreads, strict=True):
            assert spread.model_copy(update={"scores": ()}) == other_spread.model_copy(
                update={"scores": ()}
            )
            assert other_spread.scores == tuple(spread.scores[k] for k in order)
        for mine, theirs in ((found.disputes, again.disputes), (found.shifted, again.shifted)):
            assert [d.item for d in mine] == [d.item for d in theirs]
            assert [tuple(d.given[k] for k in order) for d in mine] == [d.given for d in theirs]
        assert [g.states for g in again.gates] == [
            tuple(g.states[k] for k in order) for g in found.gates
        ]
        assert (again.alike, again.asked, again.same_result) == (
            found.alike,
            found.asked,
            found.same_result,
        )


@few
@given(strategies.cases())
def test_a_page_says_the_same_where_ways_to_other_results_were_not_looked_for(case: Case) -> None:
    rubric, sheets = drawn(case, 3)
    whole = compare(rubric, entrants(*map(of, sheets)))
    short = compare(rubric, entrants(*map(of, sheets)), ways=False)
    assert page(rubric, short, full=True) == page(rubric, whole, full=True)
    for one in short.entries:
        assert one.assessment.parts_left_out == ("changes", "plan", "open_answers")
        assert all(m.could_change is None for m in one.assessment.missing)


@few
@given(strategies.cases())
def test_two_sheets_swapped_tell_the_same_about_each(case: Case) -> None:
    rubric, (first, second) = drawn(case, 2)
    one = compare(rubric, entrants(of(first), of(second)))
    other = compare(rubric, entrants(of(second), of(first)))
    assert [d.turns[::-1] for d in one.disputes] == [d.turns for d in other.disputes]
    assert {(a.taker, a.items) for a in one.agreements} == {
        (1 - a.taker, a.items) for a in other.agreements
    }


@few
@given(strategies.cases())
def test_the_same_answers_again_are_no_difference(case: Case) -> None:
    rubric, (sheet,) = drawn(case, 1)
    found = compare(rubric, entrants(*([of(sheet)] * 3)))
    assert (found.disputes, found.shifted, found.gates, found.agreements) == ((), (), (), ())
    assert found.same_result
    assert found.alike == found.asked
    for ranking in found.rankings:
        assert all(
            rank is None or (rank.best, rank.worst, len(rank.level_with)) == (1, 3, 2)
            for rank in ranking.ranks
        )
    assert all(spread.spread in (None, 0) for spread in found.spreads)
    assert all(spread.worth in (None, 0) for spread in found.spreads)
    assert not any(spread.reliable for spread in found.spreads)


# ---- what the differences add up to


@few
@given(strategies.cases())
def test_the_answers_that_differ_add_up_to_the_difference_of_the_results(case: Case) -> None:
    rubric, sheets = drawn(case, 2)
    found = compare(rubric, entrants(*map(of, sheets)))
    for r, ranking in enumerate(found.rankings):
        first, second = (score.score for score in ranking.scores)
        if first is None or second is None:
            continue
        rows = [row.given for row in (*found.disputes, *found.shifted)]
        moved = [(b.points[r] or 0) - (a.points[r] or 0) for a, b in rows]
        assert sum(moved) == second - first
    reports = [assess(rubric, of(sheet)) for sheet in sheets]
    for k, report in enumerate(reports):
        for ranking in found.rankings:
            assert ranking.scores[k].score == by_report(report, ranking.measured)


def by_report(report: Assessment, measured: Sequence[str]) -> Fraction | None:
    """What a report says about the measure that ranks."""
    if not measured:
        return report.fit
    scores = [report.outcome(name).score for name in measured]
    if None in scores:
        return None
    return (scores[0] or Fraction(0)) - sum((s or Fraction(0) for s in scores[1:]), Fraction(0))


@few
@given(strategies.cases(filled=True))
def test_the_worth_of_a_dimension_is_what_it_moves_in_the_result(case: Case) -> None:
    rubric, sheets = drawn(case, 2, filled=True)
    found = compare(rubric, entrants(*map(of, sheets)))
    reports = [assess(rubric, of(sheet)) for sheet in sheets]
    if not all(d.scores for report in reports for d in report.dimensions):
        return
    for spread in found.spreads:
        if any(not report.contributions for report in reports):
            continue
        parts = [
            sum(
                by_points(report, c.points, spread.measured)
                for c in report.contributions
                if c.dimension == spread.dimension
            )
            for report in reports
        ]
        assert spread.worth == abs(parts[1] - parts[0])
        if spread.measured:
            assert spread.spread is not None
            assert spread.worth == spread.weight * spread.spread


def by_points(report: Assessment, points: Sequence[Any], measured: Sequence[str]) -> Any:
    ids = [outcome.id for outcome in report.outcomes]
    if not measured:
        return points[0]
    first, *rest = (points[ids.index(name)] for name in measured)
    return first - sum(rest)


def absent(report: Assessment, item: str) -> bool:
    """Whether somebody said that an item does not apply."""
    return any(m.item == item and m.state == "not_applicable" for m in report.missing)


@few
@given(strategies.cases())
def test_every_item_answered_differently_is_told_and_no_other(case: Case) -> None:
    rubric, sheets = drawn(case, 3)
    found = compare(rubric, entrants(*map(of, sheets)))
    reports = [assess(rubric, of(sheet)) for sheet in sheets]
    differ = set()
    for item in rubric.items:
        said = [
            (answer_in(report, item.id, of(sheet)), absent(report, item.id))
            for report, sheet in zip(reports, sheets, strict=True)
        ]
        if len(set(said)) > 1:
            differ.add(item.id)
    assert {d.item for d in found.disputes} == differ
    assert not differ & {d.item for d in found.shifted}


def answer_in(report: Assessment, item: str, sheet: Responses) -> str | None:
    """The answer to an item as it counts; None where it is open, does not apply or is hidden."""
    if any(m.item == item for m in report.missing):
        return None
    raw = sheet.answers[item]
    raw = raw["answer"] if isinstance(raw, dict) else raw
    return str(sorted(raw)) if isinstance(raw, tuple | list) else str(raw)


# ---- taking answers over


def outcome_of(report: Assessment) -> tuple[object, ...]:
    """What a whole assessment comes to."""
    verdict = report.verdict
    if verdict.strength in ("not_yet", "not_enough_answers"):
        return (verdict.strength,)
    if report.fit is not None:
        return (verdict.outcome,)
    if verdict.strength in ("tie", "too_close_to_call"):
        return ("close", frozenset(verdict.tied or (verdict.outcome, verdict.runner_up)))
    return (verdict.outcome,)


@few
@given(strategies.cases())
def test_an_answer_turns_a_result_just_when_the_whole_sheet_says_so(case: Case) -> None:
    rubric, sheets = drawn(case, 2)
    found = compare(rubric, entrants(*map(of, sheets)))
    reports = [assess(rubric, of(sheet)) for sheet in sheets]
    assert found.same_result == (outcome_of(reports[0]) == outcome_of(reports[1]))
    for dispute in found.disputes:
        for taker in (0, 1):
            giver = 1 - taker
            if dispute.given[giver].state not in ("answered", "not_applicable"):
                assert dispute.turns[taker] is dispute.becomes[taker] is None
                continue
            taken = {**sheets[taker], dispute.item: sheets[giver][dispute.item]}
            after = outcome_of(assess(rubric, of(taken)))
            assert dispute.turns[taker] is (after != outcome_of(reports[taker]))


@few
@given(strategies.cases())
def test_the_answers_that_bring_two_together_do_and_none_is_idle(case: Case) -> None:
    rubric, sheets = drawn(case, 2)
    found = compare(rubric, entrants(*map(of, sheets)))
    goal = [outcome_of(assess(rubric, of(sheet))) for sheet in sheets]

    def with_taken(taker: int, items: Sequence[str]) -> tuple[object, ...]:
        taken = {item: sheets[1 - taker][item] for item in items}
        return outcome_of(assess(rubric, of({**sheets[taker], **taken})))

    for one in found.agreements:
        assert with_taken(one.taker, one.items) == goal[1 - one.taker]
        for item in one.items:
            fewer = [other for other in one.items if other != item]
            assert with_taken(one.taker, fewer) != goal[1 - one.taker]
    if found.same_result:
        assert found.agreements == ()
    told = {one.taker for one in found.agreements}
    for taker in {0, 1} - told if not found.same_result else ():
        states = {i.id: read(rubric, of(sheets[1 - taker]))[i.id].state for i in rubric.items}
        able = [name for name, state in states.items() if state in ("answered", "not_applicable")]
        assert with_taken(taker, able) != goal[1 - taker]


def test_one_answer_that_turns_the_result_is_preferred_to_several() -> None:
    gate = {
        "id": "told",
        "name": "It was told",
        "when": {"item": "ok", "is": "no"},
        "on_fail": "exclude",
        "reason": "r",
    }
    ask = {"id": "ok", "type": "yes_no", "ask": "ok?", "allow_na": False}
    rubric = contrast(*(likert(q) for q in FOUR), ask, gates=(gate,))
    first = answers(rubric, q1=5, q2=5, q3=5, q4=5, ok="no")
    second = answers(rubric, q1=4, q2=5, q3=4, q4=5, ok="yes")
    found = compare(rubric, entrants(first, second))
    assert [(one.taker, one.items) for one in found.agreements] == [(0, ("ok",)), (1, ("ok",))]
    (row,) = [d for d in found.disputes if d.item == "ok"]
    assert row.turns == (True, True)
    assert [g.points for g in row.given] == [(None,), (None,)]
    assert [(g.id, g.states) for g in found.gates] == [("told", ("fail", "pass"))]


def test_one_answer_is_preferred_to_several_that_would_do_it_too() -> None:
    gate = {
        "id": "free",
        "name": "B is free",
        "when": {"item": "ok", "is": "no"},
        "on_fail": "exclude",
        "applies_to": ("b",),
        "reason": "r",
    }
    ask = {"id": "ok", "type": "yes_no", "ask": "ok?", "allow_na": False}
    rubric = contrast(*(likert(q) for q in FOUR), ask, gates=(gate,))
    first = answers(rubric, q1=1, q2=1, q3=1, q4=1, ok="yes")
    second = answers(rubric, q1=5, q2=5, q3=5, q4=5, ok="no")
    found = compare(rubric, entrants(first, second))
    assert (0, ("ok",)) in [(one.taker, one.items) for one in found.agreements]
    assert "ruled out, because this does not hold: “B is free”" in words(page(rubric, found))


def told_gate(**more: Any) -> dict[str, Any]:
    when = {"item": "ok", "is": "no"}
    return {"id": "told", "name": "It was told", "when": when, "reason": "r", **more}


OK = {"id": "ok", "type": "yes_no", "ask": "ok?", "allow_na": False}


def test_what_a_result_hangs_on_is_told_wherever_it_is_named() -> None:
    gate = told_gate(on_fail="exclude", applies_to=("a",))
    rubric = contrast(*(likert(q) for q in FOUR), OK, gates=(gate,), purpose="hiring")
    high = {"q1": 5, "q2": 5, "q3": 5, "q4": 5}
    open_ = answers(rubric, **high)
    yes = answers(rubric, **high, ok="yes")
    low = answers(rubric, q1=1, q2=2, q3=2, q4=2, ok="yes")
    found = compare(rubric, entrants(open_, open_.model_copy()))
    assert found.entries[0].result.conditions == ("told",)
    text = words(page(rubric, found))
    assert "Both come to the same result: an a, provided that “It was told” holds." in text
    found = compare(rubric, entrants(yes, open_))
    assert found.same_result
    assert found.agreements == ()
    text = words(page(rubric, found))
    assert "come to the same result: an a, for B provided that “It was told” holds." in text
    found = compare(rubric, entrants(low, open_))
    text = words(page(rubric, found))
    assert "a b for A; an a for B, provided that “It was told” holds." in text
    # With an answer of its own the condition holds for A: only B's result hangs on it.
    assert "(an a, for B provided that “It was told” holds)" in text
    (one,) = [agreed for agreed in found.agreements if agreed.taker == 0]
    assert one.result.names == ("a",)
    assert one.result.conditions == ()


def test_the_result_that_one_answer_brings_is_told_with_its_conditions() -> None:
    gate = told_gate(on_fail="exclude", applies_to=("a",))
    rubric = contrast(likert("q1"), likert("q2"), OK, gates=(gate,), purpose="hiring")
    sheets = answers(rubric, q1=5, q2=5), answers(rubric, q1=1, q2=4)
    text = words(page(rubric, compare(rubric, entrants(*sheets)), full=True)).split(
        "Answers that differ"
    )[1]
    said = "With this one answer of A, the result of B is: an a, provided that “It was told” holds."
    assert said in text


def test_a_level_that_hangs_on_a_condition_says_so() -> None:
    gates = (
        told_gate(on_fail="cap_band", cap="low"),
        {**told_gate(on_fail="exclude"), "id": "heard", "name": "It was heard"},
    )
    rubric = readiness(*(likert(q, toward=None) for q in FOUR), OK, gates=gates)
    sheet = answers(rubric, q1=5, q2=5, q3=5, q4=5)
    text = words(page(rubric, compare(rubric, entrants(sheet, sheet))))
    assert "“high”, provided that “It was heard” and “It was told” hold." in text
    failed = answers(rubric, q1=5, q2=5, q3=5, q4=5, ok="no")
    text = words(page(rubric, compare(rubric, entrants(sheet, failed))))
    assert (
        "“high” for A, provided that “It was heard” and “It was told” hold; not yet for B" in text
    )


# ---- what is missing is never zero


def test_what_does_not_apply_is_no_zero() -> None:
    two = [likert(q, d, toward=None, allow_na=q == "q3") for q, d in zip(FOUR, "ddee", strict=True)]
    rubric = readiness(*two)
    full = answers(rubric, q1=1, q2=2, q3=5, q4=5)
    less = answers(rubric, q1=1, q2=2, q3="not_applicable", q4=5)
    none = answers(rubric, q1=1, q2=2)
    found = compare(rubric, entrants(full, less, none))
    by_name = {spread.dimension: spread for spread in found.spreads}
    assert [score.score for score in by_name["e"].scores] == [100, 100, None]
    assert by_name["e"].spread == 0
    (row,) = [d for d in found.disputes if d.item == "q3"]
    assert [g.state for g in row.given] == ["answered", "not_applicable", "skipped"]
    assert row.given[1].points == row.given[2].points == (None,)
    alone = compare(rubric, entrants(none, full)).spreads
    (spread,) = [one for one in alone if one.dimension == "e"]
    assert (spread.spread, spread.worth, spread.reliable) == (None, None, None)


def test_a_sheet_without_a_score_has_no_rank_and_takes_none_from_others() -> None:
    empty = answers(READY)
    found = compare(READY, entrants(all_of(READY, 5, 5, 5, 5), empty, all_of(READY, 1, 1, 1, 1)))
    (ranking,) = found.rankings
    assert [r and (r.best, r.worst) for r in ranking.ranks] == [(1, 1), None, (2, 2)]
    assert ranking.order == (0, 2, 1)
    text = words(page(READY, found))
    assert "too few answers for a score, so no rank" in text
    assert "not enough answers for B" in text


def test_one_question_alone_tells_sheets_apart_beyond_a_notch() -> None:
    # A notch is 25 points, 31.25 of the fit; one neighbour makes 1/8 * 31.25^2, two make twice
    # that; what lies above the target makes nothing. 1.96 * 31.25 * sqrt(1/8 + 2/8) = 37.5.
    rubric = readiness(likert("q1", toward=None))
    far = compare(rubric, entrants(*(answers(rubric, q1=value) for value in (1, 3, 5))))
    assert [(r.best, r.worst) for r in far.rankings[0].ranks if r] == [(3, 3), (2, 2), (1, 1)]
    near = compare(rubric, entrants(*(answers(rubric, q1=value) for value in (1, 2))))
    assert [(r.best, r.worst) for r in near.rankings[0].ranks if r] == [(1, 2), (1, 2)]


def test_a_spread_is_judged_between_its_ends() -> None:
    sheets = [all_of(READY, *values) for values in ((5, 5, 5, 5), (1, 1, 1, 1), (1, 5, 1, 5))]
    (spread,) = compare(READY, entrants(*sheets)).spreads
    assert (spread.spread, spread.reliable) == (100, True)
    # Of a target of 80, points above it are worth nothing: all there is to gain is the whole fit.
    assert spread.worth == 100
    (close,) = compare(READY, entrants(sheets[2], all_of(READY, 1, 5, 2, 5))).spreads
    assert close.reliable is False


# ---- the page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"), list(zip((*FEW, "marketing-hire-candidate"), cycle((2, 3, 6)), strict=False))
)
def test_the_page_fits_every_width(name: str, count: int) -> None:
    rubric = load(name)
    sheets = [case_responses(rubric, case) for case in rubric.cases[:count]]
    names = ["株式会社北風商会" * 20, *(case.name for case in rubric.cases[1:count])]
    found = compare(rubric, list(map(Entrant, names, sheets)))
    for width, full in ((30, True), (60, False), (80, True), (120, False)):
        lines = page(rubric, found, width=width, full=full).splitlines()
        assert max(map(cell_len, lines)) <= width


def test_hostile_names_stay_plain_text() -> None:
    evil = "\x1b]0;x\x07[bold]<b>|\u202e"
    sheets = [all_of(READY, *(k,) * 4) for k in (1, 5)]
    found = compare(READY, [Entrant(f"{evil}{k}", sheet) for k, sheet in enumerate(sheets)])
    shown = comparison_page(found, READY)
    for text in (page(READY, found), markdown.render(shown)):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "<b>" not in markdown.render(shown)


@pytest.mark.parametrize(
    "names",
    [
        ("Ada", "Bo"),
        ("x" * 200, "x" * 199 + "y"),
        ("株" * 90, "株" * 90 + "式"),
        ("e\u0301" * 60, "e\u0301" * 61),
    ],
)
def test_short_names_are_short_and_all_different(names: tuple[str, str]) -> None:
    short = labels(names)
    assert len(set(short)) == 2
    assert all(cells(name) <= LONGEST for name in short)


def test_two_who_agree_by_a_hair_are_told_which_answer_would_part_them() -> None:
    first, second = all_of(STYLE, 5, 5, 4, 4), all_of(STYLE, 4, 4, 4, 4)
    found = compare(STYLE, entrants(first, second))
    text = words(page(STYLE, found))
    assert "Both come to the same result: more of an a." in text
    assert "A and B give the same answer to 2 of the 4 questions" in text
    assert "No single answer in dispute would change either result." in text


def test_neither_of_two_outcomes_is_called_the_better_one() -> None:
    found = compare(STYLE, entrants(all_of(STYLE, 5, 5, 5, 5), all_of(STYLE, 1, 1, 1, 1)))
    text = words(page(STYLE, found))
    assert "From most of an a to most of a b" in text
    assert "The two come to different results: more of an a for A; more of a b for B." in text
    for word in ("best", "worse", "winner", "higher is"):
        assert word not in text.split("How this is told")[0]


def test_results_that_differ_within_the_error_are_said_to() -> None:
    # Leads of +25 and -12.5; a notch moves a lead by 12.5, seven answers have two neighbours and
    # one has one: 1.96 * 12.5 * sqrt(15/8) = 33.5, less than the 37.5 between them. The two below
    # have leads of +37.5 and +12.5, and 1.96 * 12.5 * sqrt(16/8) = 34.6.
    apart = compare(STYLE, entrants(all_of(STYLE, 4, 4, 3, 3), all_of(STYLE, 1, 3, 3, 4)))
    assert [(r.best, r.worst) for r in apart.rankings[0].ranks if r] == [(1, 1), (2, 2)]
    found = compare(STYLE, entrants(all_of(STYLE, 4, 4, 4, 3), all_of(STYLE, 4, 3, 3, 3)))
    (ranking,) = found.rankings
    assert [(r.best, r.worst) for r in ranking.ranks if r] == [(1, 2), (1, 2)]
    assert not found.same_result
    text = words(page(STYLE, found))
    assert "But their scores cannot be told apart: answering again would move them as far." in text
    assert "1 to 2" in text


def test_a_readiness_ranking_names_the_condition_that_holds_a_level_down() -> None:
    gate = {
        "id": "told",
        "name": "It was told",
        "when": {"item": "q1", "at_most": 3},
        "on_fail": "cap_band",
        "cap": "low",
        "reason": "r",
    }
    rubric = readiness(*(likert(q, toward=None) for q in FOUR), gates=(gate,))
    found = compare(rubric, entrants(all_of(rubric, 3, 5, 5, 5), all_of(rubric, 4, 5, 5, 5)))
    assert [entry.placed for entry in found.entries] == ["high", "high"]
    assert [entry.result.names for entry in found.entries] == [("low",), ("high",)]
    text = words(page(rubric, found))
    assert "the level would be higher without this: “It was told”" in text
    assert "“It was told” does not hold for A; holds for B." in text


def test_more_than_two_outcomes_are_ranked_each_by_itself() -> None:
    three = {
        name: {"name": f"a {name}", "summary": "S."} for name in ("painter", "singer", "dancer")
    }
    options = tuple({"id": n, "text": f"{n}.", "favors": {n: 1}} for n in three)
    items = tuple(single(q, options=options) for q in FOUR)
    rubric = contrast(*items, outcomes=three)
    sheets = [all_of(rubric, *row) for row in (("painter",) * 4, ("singer",) * 4, ("dancer",) * 4)]
    found = compare(rubric, entrants(*sheets))
    assert [r.measured for r in found.rankings] == [("painter",), ("singer",), ("dancer",)]
    assert [r.order[0] for r in found.rankings] == [0, 1, 2]
    assert {spread.measured for spread in found.spreads} == {(n,) for n in three}
    text = words(page(rubric, found))
    assert "By the score of a singer" in text
    assert "a painter for A; a singer for B; a dancer for C" in text.replace("more of ", "")


def said_in(row: Dispute) -> list[str | None]:
    return [given.answer for given in row.given]


@pytest.mark.slow
def test_printed_points_of_two_sheets_add_up_but_for_their_rounding() -> None:
    rubric, found = cases.rubric("first-marketing-hire"), studies.comparison("first-marketing-hire")
    text = page(rubric, found, width=120, full=True)
    part = text[text.index("Answers that differ") : text.index("Conditions ─")]
    reports = [entry.assessment for entry in found.entries]
    leads = [by_report(one, found.rankings[0].measured) or Fraction(0) for one in reports]
    for k, name in enumerate(("Ada", "Bo")):
        column = [
            Fraction(line.rsplit("(", 1)[1].rstrip(") "))
            for line in map(str.strip, part.splitlines())
            if line.startswith(f"{name}: ") and line.endswith(")")
        ]
        assert len(column) > 10
        rest = points_of_shifted(found, k)
        assert abs(sum(column) + rest - leads[k]) <= len(column) * Fraction(1, 20)
    first, second = (rounded(lead, 1) for lead in leads)
    assert f"goes from {first:+} to {second:+}: that is {second - first:+} points." in words(part)


def test_equal_points_are_never_said_to_be_apart() -> None:
    also = {"id": "also", "text": "For a too.", "favors": {"a": 1}}
    options = (*single("q1")["options"], also)
    rubric = contrast(*(single(q, options=options) for q in FOUR[:3]))
    first = answers(rubric, q1="pa", q2="pa", q3="pa")
    second = answers(rubric, q1="also", q2="pa", q3="pb")
    found = compare(rubric, entrants(first, second))
    assert [(d.item, d.spread) for d in found.disputes] == [("q3", Fraction(200, 3)), ("q1", 0)]
    text = words(page(rubric, found, full=True)).split("Answers that differ")[1]
    # Rounded once each, and not by what would make the points of A add up to its +100.0.
    assert "A: For a. (+33.3) B: For a too. (+33.3) From A to B" in text
    assert text.count("points apart") == 1
    assert "66.7 points apart" in text


def test_a_lead_is_printed_as_its_own_report_prints_it() -> None:
    names = tuple(f"q{k}" for k in range(12))
    rubric = contrast(*(single(name) for name in names))
    first = answers(rubric, **{name: "pa" if k < 5 else "pb" for k, name in enumerate(names)})
    second = answers(rubric, **{name: "pa" if k < 6 else "pb" for k, name in enumerate(names)})
    found = compare(rubric, entrants(first, second))
    assert found.rankings[0].scores[0].score == Fraction(-100, 6)
    text = words(page(rubric, found, full=True))
    # Rounded once from the exact -16.67, as `score` and `whatif` print it, and not 41.7 - 58.3.
    assert "A 1 to 2 -16.7 ± " in text
    assert "goes from -16.7 to +0.0: that is +16.7 points" in text
    own = terminal.render(score_page(found.entries[0].assessment, rubric, full=True), Look())
    assert "the margin is 16.7 ± " in words(own)
    other = terminal.render(whatif_page(what_if(rubric, first, {"q11": "pa"}), rubric), Look())
    assert "-16.7" in other
    assert "16.6" not in f"{text}{own}{other}"


@pytest.mark.slow
def test_only_sheets_about_a_person_are_said_to_be_about_people_who_apply() -> None:
    for name, said in (("first-marketing-hire", False), ("marketing-hire-candidate", True)):
        text = words(page(cases.rubric(name), studies.comparison(name)))
        assert ("These forms are about people who apply: an order among" in text) is said
        assert "If these forms" not in text


def points_of_shifted(found: Comparison, k: int) -> Fraction:
    """Points of the answers that are not in dispute."""
    whole = found.rankings[0].scores[k].score or Fraction(0)
    return whole - sum((d.given[k].points[0] or Fraction(0) for d in found.disputes), Fraction(0))


@pytest.mark.slow
def test_json_tells_the_same_numbers() -> None:
    found = studies.comparison("marketing-hire-candidate")
    told = json.loads(render([comparison_report(found, cases.rubric("marketing-hire-candidate"))]))
    assert (told["format"], told["format_version"]) == ("rolefit-comparison", 1)
    body = told["comparison"]
    assert [one["name"] for one in body["entries"]] == [entry.name for entry in found.entries]
    for one, entry in zip(body["entries"], found.entries, strict=True):
        assert one["assessment"]["verdict"]["label"] == entry.assessment.verdict.label
    (ranking,) = body["rankings"]
    for one, score in zip(ranking["scores"], found.rankings[0].scores, strict=True):
        assert one["score"] == pytest.approx(float(score.score or 0))
    assert [d["item"] for d in body["disputes"]] == [d.item for d in found.disputes]
    assert [[g["answer"] for g in d["given"]] for d in body["disputes"]] == [
        said_in(d) for d in found.disputes
    ]


def test_that_an_item_does_not_apply_differs_from_leaving_it_open() -> None:
    rubric = contrast(*(likert(q, allow_na=q != "q1") for q in ("q1", "q2", "q3", "q4")))
    given_ = {"q1": 5, "q2": 5}
    away = {"q3": "not_applicable", "q4": "not_applicable"}
    found = compare(rubric, entrants(answers(rubric, **given_, **away), answers(rubric, **given_)))
    assert [d.item for d in found.disputes] == ["q3", "q4"]
    assert all(d.turns[0] is None for d in found.disputes)
