"""Change over time: only like with like, and only what answering again would not do counts."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import cases
import pytest
import studies
from hypothesis import given
from hypothesis import strategies as st
from make import contrast, likert, readiness, single

from rolefit.exact import ZERO, total
from rolefit.reports.blocks import BarChart, Page, Table
from rolefit.reports.contracts import progress_report
from rolefit.reports.formats import markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.formats.json import render
from rolefit.reports.pages.progress.changes import (
    MeasureStep,
    Way,
    labels,
    omitted_text,
    verdict,
    way,
)
from rolefit.reports.pages.progress.page import progress_page
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring.assess import assess, quick_verdict
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names
from rolefit.studies.progress import Moves, Progress, SpanComparison, Taken, progress
from rolefit.studies.reliable_change import Measure, ReliableChange, Score, change
from rolefit.studies.whatif import Moved

FOUR = tuple(f"q{k}" for k in range(1, 5))
READY = readiness(*(likert(q, toward=None) for q in FOUR))
STYLE = contrast(*(likert(q) for q in FOUR))
OTHER = contrast(*(single(q) for q in FOUR))


def taken(rubric: Rubric, k: int, answers: dict[str, Any], **more: Any) -> Taken:
    """The k-th assessment that was kept."""
    respondent = {key: more.pop(key) for key in ("name", "group") if key in more}
    raw = {"rubric": rubric.rubric, "answers": answers, "respondent": respondent}
    told = {
        "id": f"{k:08x}",
        "at": f"2026-{k:02}-10T09:30:00+00:00",
        "rubric_hash": rubric.content_hash,
        "sentence": f"sentence {k}",
        "quick": False,
        "responses": Responses.model_validate(raw),
    }
    return Taken(**{**told, **more})


def all_of(*values: Any) -> dict[str, Any]:
    return dict(zip(FOUR, values, strict=True))


def overall(rubric: Rubric, *answers: dict[str, Any]) -> SpanComparison:
    kept = [taken(rubric, k, one) for k, one in enumerate(answers, start=1)]
    (series,) = progress(rubric, kept).series
    assert series.overall is not None
    return series.overall


def drawn(rubric: Rubric, kept: list[Taken], *, full: bool = False, width: int = 80) -> str:
    page = progress_page(progress(rubric, kept), rubric, full=full)
    return terminal.render(page, Look(width=width, colour=False, unicode=True))


LATER = range(1, 20, 4)
"""Some cases of each rubric, as assessments that came after its first one."""


@cache
def between(name: str, last: int) -> Progress:
    """What happened between the first case of a rubric and another."""
    return progress(load(name), studies.taken(name, (0, last)))


def score(value: Any, noise: Any) -> Score:
    """A score with its squared error of answering again."""
    points, error = (None if x is None else Fraction(x) for x in (value, noise))
    return Score.model_construct(score=points, variance=error, noise=error)


# ---- the index


def test_the_index_of_the_paper_is_found_again() -> None:
    # Jacobson & Truax 1991: pre-test 47.5, post-test 32.5, S_diff = 4.74; RCI = -3.16.
    found = change(score("47.5", Fraction("4.74") ** 2 / 2), score("32.5", "11.2338"))
    assert found.difference == -15
    assert found.index is not None
    assert math.isclose(found.index, -3.16, abs_tol=0.01)
    assert found.reliable is True


POINTS = st.fractions(0, 100, max_denominator=48)
ERRORS = st.fractions(0, 900, max_denominator=36)


@given(POINTS, POINTS, ERRORS, ERRORS)
def test_a_change_is_reliable_just_when_its_index_is_beyond_the_line(
    a: Fraction, b: Fraction, first: Fraction, last: Fraction
) -> None:
    found = change(score(a, first), score(b, last))
    whole = float(first + last)
    if whole and abs(abs(float(b - a)) / math.sqrt(whole) - 1.96) > 1e-9:
        index = float(b - a) / math.sqrt(whole)
        assert found.index is not None
        assert math.isclose(found.index, index, abs_tol=1e-9)
        assert found.reliable is (abs(index) > 1.96)
    if not whole:
        assert found.reliable is (a != b)
        assert found.index is None
    back = change(score(b, last), score(a, first))
    assert back.difference == -(b - a)
    assert (back.reliable, back.needed) == (found.reliable, found.needed)


@given(ERRORS, ERRORS)
def test_what_is_needed_is_the_least_tenth_that_would_do(first: Fraction, last: Fraction) -> None:
    needed = change(score(0, first), score(0, last)).needed
    assert needed is not None
    assert (needed * 10).denominator == 1
    assert change(score(0, first), score(needed, last)).reliable is True
    less = change(score(0, first), score(needed - Fraction(1, 10), last)).reliable
    assert less is False


def test_a_change_of_exactly_the_line_is_not_beyond_it() -> None:
    line = Fraction(196, 100)
    assert change(score(0, 1), score(line, 0)).reliable is False
    assert change(score(0, 1), score(line + Fraction(1, 10**9), 0)).reliable is True


@pytest.mark.parametrize(
    ("first", "last"), [((None, None), (5, 1)), ((5, 1), (None, None)), ((None, None),) * 2]
)
def test_without_a_score_nothing_is_claimed(first: Any, last: Any) -> None:
    found = change(score(*first), score(*last))
    assert (found.reliable, found.needed, found.index) == (None, None, None)
    fit = Measure.model_construct(kind="fit", id="fit", name="Fit", outcome=None)
    told = "no score at either date" if first == last else "no score at one of the two dates"
    assert MeasureStep(fit, found, score(*first), score(*last)).verdict == told


def test_the_words_never_contradict_the_figures() -> None:
    moved: dict[str, Any] = {"variance": Fraction(1), "index": None, "reliable": False}
    near = ReliableChange.model_construct(
        difference=Fraction(999, 100), needed=Fraction(10), **moved
    )
    assert (
        verdict(near, Decimal("10.0"), Way(Fraction(60), "to 100"))
        == "no more than answering again would move it (just short of the 10.0 points it needs)"
    )


@pytest.mark.parametrize(
    ("before", "moved", "told"),
    [
        ("42.8", "23.9", "even the whole way to 100 would not be"),
        ("42.8", "-23.9", "even the whole way to 0 would not be"),
        ("27.8", "23.9", "needs at least 72.2 points"),
        ("72.2", "-23.9", "needs at least 72.2 points"),
        ("42.8", "0.0", "even the whole way to 100 would not be"),
        ("27.7", "0.0", "needs at least 72.2 points"),
    ],
)
def test_no_change_is_asked_for_that_cannot_happen(before: str, moved: str, told: str) -> None:
    by = Decimal(moved)
    found = ReliableChange.model_construct(
        difference=Fraction(by),
        variance=Fraction(1),
        index=None,
        needed=Fraction(722, 10),
        reliable=False,
    )
    assert told in verdict(found, by, way(Fraction(before), by))


def test_a_lead_is_asked_for_no_more_than_the_way_that_was_left_to_it() -> None:
    assert way(Fraction(-30), Decimal(5), lowest=Fraction(-100)) == (130, "to 100")
    assert way(Fraction(-30), Decimal(-5), lowest=Fraction(-100)) == (70, "to -100")


def test_headline_and_table_ask_for_nothing_impossible() -> None:
    # From a fit of 93.75 only 6.25 are left; seven neighbours a quarter away, each worth a quarter
    # of 125 points: 1.96 * 125 / 16 * sqrt(7/8) = 14.3. Of the dimension 25 are left, and with
    # the six neighbours of the second time it is 1.96 * 100 / 16 * sqrt(14/8) = 16.2 that count.
    kept = [taken(READY, 1, all_of(5, 4, 4, 3)), taken(READY, 2, all_of(5, 4, 4, 4))]
    text = " ".join(drawn(READY, kept).replace("┃", " ").split())
    assert text.count("even the whole way to 100 would not be") >= 2
    text = text.replace("needs at least 16.3 points", "")
    assert "needs at least" not in text


# ---- what is compared


@pytest.mark.parametrize("rubric", [READY, STYLE, OTHER], ids=["readiness", "poles", "options"])
def test_scores_are_those_of_the_report(rubric: Rubric) -> None:
    given = ("pa", "pb", "both", "pa") if rubric is OTHER else (1, 5, 2, 4)
    kept = taken(rubric, 1, all_of(*given))
    found = progress(rubric, [kept])
    report = assess(rubric, kept.responses)
    (point,) = found.series[0].points
    for measure, one in zip(found.measures, point.scores, strict=True):
        at = 0 if measure.outcome is None else rubric.outcome_ids.index(measure.outcome)
        match measure.kind:
            case "fit":
                assert (one.score, one.variance) == (report.fit, report.verdict.variance)
            case "outcome":
                outcome = report.outcomes[at]
                assert (one.score, one.variance) == (outcome.score, outcome.variance)
            case "dimension":
                dimension = next(d for d in report.dimensions if d.id == measure.id)
                assert dimension.scores is not None
                assert dimension.variances is not None
                expected = dimension.scores[at], dimension.variances[at]
                assert (one.score, one.variance) == expected


@pytest.mark.slow
def test_the_same_answers_again_are_no_change() -> None:
    for rubric in map(load, shipped_names()):
        case = rubric.cases[0]
        responses = case_responses(rubric, case)
        kept = [taken(rubric, k, {}, responses=responses) for k in (1, 2)]
        (series,) = progress(rubric, kept).series
        assert series.overall is not None
        for moved in series.overall.changes:
            assert moved.difference in (None, 0)
            assert moved.reliable in (None, False)
        assert series.overall.crossing is None
        assert series.overall.gates == ()


def test_only_one_content_of_a_rubric_is_compared() -> None:
    kept = [
        taken(READY, 1, all_of(1, 1, 1, 1), rubric_hash="sha256:" + "0" * 64),
        taken(READY, 2, all_of(2, 2, 2, 2)),
        taken(READY, 3, all_of(5, 5, 5, 5)),
    ]
    found = progress(READY, kept)
    assert [point.id for point in found.series[0].points] == [kept[1].id, kept[2].id]
    assert [(one.id, one.why) for one in found.apart] == [(kept[0].id, "content")]
    text = drawn(READY, kept)
    assert "Scores of different questions are not comparable" in " ".join(text.split())
    assert "2026-01-10 · 00000001 · sentence 1" in text


def test_interviews_that_were_stopped_early_are_not_compared() -> None:
    kept = [taken(READY, k, all_of(k, k, k, k), quick=k == 2) for k in (1, 2)]
    found = progress(READY, kept)
    assert [(one.id, one.why) for one in found.apart] == [(kept[1].id, "quick")]
    assert "stopped early" in drawn(READY, kept)


def test_answers_that_cannot_be_read_are_not_compared() -> None:
    kept = [taken(READY, 1, {"q1": 9}), taken(READY, 2, {"gone": 1})]
    found = progress(READY, kept)
    assert [one.why for one in found.apart] == ["unreadable"] * 2
    assert found.series == ()
    assert "cannot be read against this rubric" in drawn(READY, kept)


def test_everybody_is_compared_with_themselves_alone() -> None:
    who = [{"name": "Ada"}, {"name": "Bo"}, {"name": "Ada", "group": "peer"}, {}, {"name": "Ada"}]
    kept = [taken(READY, k, all_of(k, k, k, k), **one) for k, one in enumerate(who, start=1)]
    found = progress(READY, kept)
    listed = [(s.name, s.group, [p.id[-1] for p in s.points]) for s in found.series]
    assert listed == [
        ("Ada", "self", ["1", "5"]),
        ("Bo", "self", ["2"]),
        ("Ada", "peer", ["3"]),
        (None, "self", ["4"]),
    ]
    text = drawn(READY, kept)
    for name in ("Ada ─", "Bo ─", "Ada · answered by: peer ─", "No name given ─"):
        assert name in text


# ---- levels, leaders and conditions


def test_another_level_counts_only_with_a_reliable_change() -> None:
    sure = overall(READY, all_of(1, 1, 1, 1), all_of(5, 5, 5, 5)).crossing
    assert sure is not None
    assert (sure.before, sure.after, sure.counts) == ("low", "high", True)
    # Fits of 46.9 and 54.7. Sixteen neighbours: 1.96 * 125 / 16 * sqrt(16/8) = 21.7 is needed.
    doubtful = overall(READY, all_of(2, 3, 3, 2), all_of(3, 3, 3, 2)).crossing
    assert doubtful is not None
    assert (doubtful.before, doubtful.after, doubtful.counts) == ("low", "high", False)
    assert overall(READY, all_of(4, 4, 4, 4), all_of(5, 5, 5, 5)).crossing is None


def test_a_level_that_a_condition_holds_down_is_told_apart_from_the_fit() -> None:
    gate = {
        "id": "told",
        "name": "It was told",
        "when": {"item": "q1", "at_most": 3},
        "on_fail": "cap_band",
        "cap": "low",
        "reason": "r",
    }
    rubric = readiness(*(likert(q, toward=None) for q in FOUR), gates=(gate,))
    found = overall(rubric, all_of(3, 5, 5, 5), all_of(4, 5, 5, 5))
    assert found.crossing is not None  # the fit was high all along, and yet the level was not
    crossed = found.crossing
    assert (crossed.before, crossed.after) == ("low", "high")
    assert (crossed.by_conditions, crossed.counts) == (True, False)
    assert [(g.id, g.before, g.after) for g in found.gates] == [("told", "fail", "pass")]
    kept = [taken(rubric, k, all_of(k + 2, 5, 5, 5)) for k in (1, 2)]
    text = drawn(rubric, kept)
    assert "“It was told” holds now; before, it did not hold." in text
    assert "The level went from “low” to “high”: by conditions, not by scores." in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["ceo-marketing-partnership", "cmo-readiness", "manager-readiness"]
)
def test_the_levels_of_a_change_are_those_that_each_report_gives(name: str) -> None:
    rubric = load(name)
    seen = 0
    for last in LATER:
        (series,) = between(name, last).series
        assert series.overall is not None
        verdicts = [
            quick_verdict(rubric, read(rubric, cases.responses(name, k))).verdict for k in (0, last)
        ]
        graded = [
            v.outcome for v in verdicts if v.strength not in ("not_yet", "not_enough_answers")
        ]
        crossed = series.overall.crossing
        if len(graded) < 2 or graded[0] == graded[1]:
            assert crossed is None
            continue
        seen += 1
        assert crossed is not None
        assert [crossed.before, crossed.after] == graded
    assert seen > 1


def test_another_leader_counts_only_with_a_reliable_change_of_the_lead() -> None:
    sure = overall(STYLE, all_of(5, 5, 5, 5), all_of(1, 1, 1, 1)).crossing
    assert sure is not None
    assert (sure.before, sure.after, sure.counts) == ("a", "b", True)
    assert sure.change.difference == 200
    doubtful = overall(STYLE, all_of(5, 1, 4, 3), all_of(1, 5, 2, 3)).crossing
    assert doubtful is not None
    assert doubtful.counts is False
    assert overall(STYLE, all_of(3, 3, 3, 3), all_of(1, 1, 1, 1)).crossing is None  # a tie before
    kept = [taken(STYLE, 1, all_of(5, 1, 4, 3)), taken(STYLE, 2, all_of(1, 5, 2, 3))]
    # A notch moves the lead by 12.5; two answers at an end and two inside have six neighbours.
    assert doubtful.change.variance == 2 * 6 * Fraction("12.5") ** 2 / 8
    text = " ".join(drawn(STYLE, kept).split())
    assert "A b is ahead now; before, it was an a. That does not count as a change: " in text
    # 1.96 * 12.5 * sqrt(12/8) = 30.006
    said = "moved by +25.0, no more than answering again would move it (needs at least 30.1 points)"
    assert f"the lead {said}" in text


def test_poles_that_share_100_points_are_told_once() -> None:
    found = progress(STYLE, [taken(STYLE, 1, all_of(5, 1, 4, 3))])
    assert [(m.kind, m.id, m.outcome) for m in found.measures] == [
        ("outcome", "a", "a"),
        ("outcome", "b", "b"),
        ("dimension", "d", "a"),
    ]
    both = progress(OTHER, [taken(OTHER, 1, all_of("both", "pa", "pb", "pa"))])
    assert [m.outcome for m in both.measures] == ["a", "b", "a", "b"]


# ---- the page


def rows_of(rubric: Rubric, kept: list[Taken], *, full: bool) -> tuple[tuple[str, ...], ...]:
    """The rows of the table of answers, first against last."""
    page = progress_page(progress(rubric, kept), rubric, full=full)
    blocks = [block for section in page.sections for block in section.blocks]
    return next(b.rows for b in blocks if isinstance(b, Table) and b.columns[0] == "Item")


@pytest.mark.parametrize("name", shipped_names())
def test_the_short_list_of_answers_has_the_figures_of_the_full_one(name: str) -> None:
    rubric = load(name)
    kept = studies.taken(name, (0, 1))
    short, full = rows_of(rubric, kept, full=False), rows_of(rubric, kept, full=True)
    assert len(full) >= len(short)
    assert short[:-2] == full[: len(short) - 2]
    assert short[-1] == full[-1]
    for column in (2, 3, 4):
        left = sum(Decimal(row[column]) for row in full[len(short) - 2 : -1])
        assert Decimal(short[-2][column]) == left


def test_answers_that_only_weigh_anew_are_not_counted_as_changed() -> None:
    def moved(k: int, after: str) -> Moved:
        return Moved.model_construct(
            item=f"q{k}",
            ask="?",
            before="Yes",
            after=after,
            state_before="answered",
            state_after="answered",
            points_before=Fraction(1),
            points_after=Fraction(2),
        )

    changed, anew = [moved(1, "No"), moved(2, "No")], [moved(3, "Yes"), moved(4, "Yes")]
    assert omitted_text(changed) == "2 more answers changed"
    assert omitted_text(changed[:1]) == "1 more answer changed"
    assert omitted_text(anew) == "2 more answers are as they were but count for more or less"
    assert omitted_text(anew[:1]) == "1 more answer is as it was but counts for more or less"
    both = "1 more answer changed and 2 are as they were but count for more or less"
    assert omitted_text([*changed[:1], *anew]) == both


def test_answers_are_dated_by_the_day_that_they_name() -> None:
    rubric = load("cmo-readiness")
    kept = studies.taken("cmo-readiness", (0, 1))
    days = ("2026-03-01", "2026-02-01")
    dated = [
        one._replace(responses=one.responses.model_copy(update={"day": day}))
        for one, day in zip(kept, days, strict=True)
    ]
    text = " ".join(drawn(rubric, dated).split())
    assert "Change since 2026-03-01" in text
    assert "The dates do not rise: answers of an earlier day were kept later" in text
    assert "2026-01-10" not in text


def test_one_assessment_is_told_as_a_beginning() -> None:
    text = drawn(READY, [taken(READY, 1, all_of(1, 2, 3, 4))])
    assert "One assessment so far. 2026-01-10: sentence 1" in text
    assert "How change is told" not in text


def test_the_last_is_held_against_the_first_and_the_one_before() -> None:
    kept = [taken(READY, k, all_of(v, v, v, v)) for k, v in ((1, 1), (2, 5), (3, 5))]
    text = drawn(READY, kept)
    # Four answers at the low end have a neighbour each, and nothing above target counts:
    # 1.96 * 125 / 16 * sqrt(4/8) = 10.83
    said = (
        "Since 2026-01-10, more than answering again would move it: Fit +100.0 (needs at least 10.9"
    )
    assert said in " ".join(text.replace("┃", " ").split())
    assert text.index("Change since 2026-01-10") < text.index("Change since 2026-02-10")
    assert "Fit    +0.0  no more than answering again would move it" in text


def test_many_dates_are_cut_to_the_first_and_the_last_unless_all_are_wanted() -> None:
    kept = [taken(READY, k, all_of(1, 2, 3, 4)) for k in range(1, 8)]
    short, full = drawn(READY, kept), drawn(READY, kept, full=True)
    some = ["2026-01-10", "2026-05-10", "2026-06-10", "2026-07-10"]
    every = [f"2026-0{k}-10" for k in range(1, 8)]
    assert [line[:10] for line in short.splitlines() if "●" in line] == some * 2  # fit, dimension
    assert [line[2:12] for line in short.splitlines() if line.startswith("• 2026")] == some
    assert "3 dates in between" in short
    assert [line[:10] for line in full.splitlines() if "●" in line] == every * 2
    heads = [line.split() for line in full.splitlines() if line.startswith(" ") and "2026" in line]
    assert [head for line in heads for head in line] == every  # the tables
    assert "in between" not in full


def test_a_clock_that_went_back_is_noted_and_the_order_kept() -> None:
    times = ["2026-03-01T10:00:00+00:00", "1970-01-01T00:00:07+00:00", "2026-03-02T10:00:00+00:00"]
    kept = [taken(READY, k, all_of(k, k, k, k), at=at) for k, at in enumerate(times, start=1)]
    (series,) = progress(READY, kept).series
    assert [p.at for p in series.points] == times
    assert series.backwards == (kept[1].id,)
    assert "the clock of this computer was set back" in " ".join(drawn(READY, kept).split())


def test_assessments_of_one_day_are_told_apart_by_their_time() -> None:
    times = ["2026-03-01T10:00:00+00:00", "2026-03-01T17:45:00+00:00", "2026-03-02T10:00:00+00:00"]
    assert labels(times) == ["2026-03-01 10:00", "2026-03-01 17:45", "2026-03-02"]
    close = ["2026-03-01T10:00:01+00:00", "2026-03-01T10:00:59+00:00"]
    assert labels(close) == ["2026-03-01 10:00:01", "2026-03-01 10:00:59"]


def test_hostile_names_stay_plain_text() -> None:
    evil = "\x1b]0;x\x07[bold]<b>|\u202e"
    kept = [
        taken(READY, k, all_of(k, k, k, k), name="[bold]<b>|", sentence=evil, quick=k == 3)
        for k in (1, 2, 3)
    ]
    page = progress_page(progress(READY, kept), READY)
    for text in (drawn(READY, kept), markdown.render(page)):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "<b>" not in markdown.render(page)


@pytest.mark.parametrize("name", shipped_names())
def test_the_page_fits_every_width(name: str) -> None:
    rubric = load(name)
    page = progress_page(progress(rubric, studies.taken(name, range(4))), rubric, full=True)
    for width in (30, 60, 120):
        assert max(map(len, terminal.render(page, Look(width)).splitlines())) <= width


# ---- what moved


def moves_of(kept: list[Taken], rubric: Rubric) -> Moves | None:
    """What moved between the first and the last."""
    (series,) = progress(rubric, kept).series
    assert series.overall is not None
    return series.overall.moves


@pytest.mark.parametrize("name", shipped_names())
def test_what_answers_moved_by_sums_to_the_difference_exactly(name: str) -> None:
    seen = 0
    for last in LATER:
        whole_page = between(name, last)
        (series,) = whole_page.series
        assert series.overall is not None
        found = series.overall.moves
        if found is None:
            continue
        seen += 1
        before, after = (
            {m.id: one.score or ZERO for m, one in zip(whole_page.measures, p.scores, strict=True)}
            for p in (series.points[0], series.points[-1])
        )
        if found.measured:
            first, second = found.measured
            whole = [one[first] - one[second] for one in (before, after)]
        else:
            whole = [one["fit"] for one in (before, after)]
        assert [found.total_before, found.total_after] == whole
        parts = [m.points_after - m.points_before for m in found.answers]
        assert total(parts) == whole[1] - whole[0]
    assert seen > 1


def test_an_answer_that_moved_no_points_is_among_those_that_changed() -> None:
    gate = {
        "id": "g",
        "name": "g",
        "when": {"item": "x", "at_most": 3},
        "on_fail": "flag",
        "reason": "r",
    }
    rubric = readiness(
        *(likert(q, toward=None) for q in FOUR), likert("x", None, toward=None), gates=(gate,)
    )
    kept = [taken(rubric, k, all_of(2, 2, 2, v) | {"x": k}) for k, v in ((1, 2), (2, 4))]
    found = moves_of(kept, rubric)
    assert found is not None
    assert [m.item for m in found.answers] == ["q4", "x"]
    assert found.answers[1].points_before == found.answers[1].points_after == 0


def test_without_a_score_nothing_is_said_about_answers() -> None:
    kept = [taken(READY, 1, {}), taken(READY, 2, all_of(1, 2, 3, 4))]
    assert moves_of(kept, READY) is None
    assert "Answers that moved most" not in drawn(READY, kept)


def test_the_pair_that_is_told_is_the_one_that_changed_places() -> None:
    kept = [taken(STYLE, 1, all_of(5, 5, 5, 5)), taken(STYLE, 2, all_of(1, 1, 1, 1))]
    found = moves_of(kept, STYLE)
    assert found is not None
    assert found.measured == ("b", "a")
    assert found.total_after - found.total_before == 200


def blocks_of(page: Page, kind: type) -> list[Any]:
    """All blocks of a kind."""
    return [b for section in page.sections for b in section.blocks if isinstance(b, kind)]


@pytest.mark.parametrize("name", shipped_names())
def test_every_printed_difference_is_that_of_the_printed_scores(name: str) -> None:
    rubric = load(name)
    for last in LATER:
        page = progress_page(between(name, last), rubric)
        titles = [b.title.partition(" (target")[0] for b in blocks_of(page, BarChart)]
        shown = dict(zip(titles, blocks_of(page, BarChart), strict=True))
        for table in blocks_of(page, Table):
            if table.title.startswith("Change since"):
                _, colon, outcome = table.title.partition(": ")
                for row in table.rows:
                    drawn_as = row[0] if row[0] in shown else f"{row[0]}{colon}{outcome}"
                    first, second = (bar.shown for bar in shown[drawn_as].rows)
                    if row[1]:
                        assert Decimal(row[1]) == Decimal(second) - Decimal(first)
            else:
                *parts, whole = [[Decimal(cell) for cell in row[2:]] for row in table.rows]
                assert [sum(column) for column in zip(*parts, strict=True)] == whole
                assert all(now - then == moved for then, now, moved in [*parts, whole])


def test_a_difference_is_told_as_the_reader_of_the_scores_would_find_it() -> None:
    seven = tuple(f"q{k}" for k in range(1, 8))
    rubric = readiness(*(likert(q, toward=None) for q in seven))
    first = dict.fromkeys(seven, 1) | {"q1": 2}
    kept = [taken(rubric, 1, first), taken(rubric, 2, first | {"q2": 2})]
    # A notch is 125 / 28 = 4.464 points: nobody who reads 4.5 and 8.9 expects 4.5 between them.
    text = drawn(rubric, kept)
    assert re.search(r" 4\.5 .*\n.* 8\.9 ", text)
    assert "Fit +4.4" in text
    assert "+4.5" not in text.split("Answers that moved most")[0]


def test_cut_scores_are_marked_on_the_fit_alone_and_targets_on_dimensions() -> None:
    rubric = load("manager-readiness")
    page = progress_page(progress(rubric, studies.taken("manager-readiness", (0, 1))), rubric)
    fit, *dimensions = blocks_of(page, BarChart)
    assert (fit.title, fit.cuts) == ("Fit", (50, 75, 90))
    assert all(bars.cuts == () for bars in dimensions)
    targets = [d.target for d in rubric.dimensions.values()]
    assert [bars.rows[0].target for bars in dimensions] == targets


def test_json_tells_the_same_numbers() -> None:
    kept = [taken(READY, 1, all_of(1, 2, 3, 4)), taken(READY, 2, all_of(5, 4, 5, 4))]
    found = json.loads(render([progress_report(progress(READY, kept), READY)]))
    assert (found["format"], found["format_version"]) == ("rolefit-progress", 1)
    told = found["progress"]
    (series,) = told["series"]
    fit = [point["scores"][0] for point in series["points"]]
    moved = series["overall"]["changes"][0]
    assert moved["difference"] == pytest.approx(fit[1]["score"] - fit[0]["score"])
    assert moved["variance"] == pytest.approx(fit[0]["noise"] + fit[1]["noise"])
    assert moved["index"] == pytest.approx(moved["difference"] / math.sqrt(moved["variance"]))


def test_a_date_with_too_few_answers_is_told_as_that_and_as_no_missing_error() -> None:
    some = {"q1": 5}
    for sheets, rows in (
        ((all_of(1, 2, 1, 2), some), "no score at one of the two dates"),
        ((some, some), "no score at either date"),
    ):
        text = drawn(READY, [taken(READY, k, sheet) for k, sheet in enumerate(sheets, start=1)])
        assert "cannot be told: too few answers." in " ".join(text.replace("┃", "").split())
        assert rows in " ".join(text.split())


def test_a_series_without_a_name_says_what_it_takes_for_granted() -> None:
    sheets = [taken(READY, k, all_of(1, 2, 1, k)) for k in (1, 2)]
    assert "No name was given" in drawn(READY, sheets)
    named = [taken(READY, k, all_of(1, 2, 1, k), name="Ada") for k in (1, 2)]
    assert "No name was given" not in drawn(READY, named)
