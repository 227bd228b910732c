"""Change over time: only like with like, and only what exceeds its error counts."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import contrast, likert, readiness, single

from rolefit.cases import case_responses
from rolefit.library import load
from rolefit.progress import Comparison, Taken, progress
from rolefit.reliable_change import Change, Score, change
from rolefit.reports import markdown, terminal
from rolefit.reports.ink import Look
from rolefit.reports.progress_page import labels, progress_page, progress_text, verdict
from rolefit.responses import Responses
from rolefit.rubric import Rubric
from rolefit.scoring import assess
from rolefit.shelf import shipped

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


def overall(rubric: Rubric, *answers: dict[str, Any]) -> Comparison:
    kept = [taken(rubric, k, one) for k, one in enumerate(answers, start=1)]
    (series,) = progress(rubric, kept).series
    assert series.overall is not None
    return series.overall


def drawn(rubric: Rubric, kept: list[Taken], *, full: bool = False, width: int = 80) -> str:
    page = progress_page(progress(rubric, kept), rubric, full=full)
    return terminal.render(page, Look(width=width, colour=False, unicode=True))


def score(value: Any, variance: Any) -> Score:
    as_fraction = [None if x is None else Fraction(x) for x in (value, variance)]
    return Score.model_construct(score=as_fraction[0], variance=as_fraction[1])


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
    ("first", "last"),
    [((None, None), (5, 1)), ((5, 1), (None, None)), ((5, None), (6, 1)), ((5, 1), (6, None))],
)
def test_without_a_score_or_an_error_nothing_is_claimed(first: Any, last: Any) -> None:
    found = change(score(*first), score(*last))
    assert (found.reliable, found.needed, found.index) == (None, None, None)
    assert verdict(found) == (
        "no score at one of the two dates"
        if found.difference is None
        else "its error is not known: one question"
    )


def test_the_words_never_contradict_the_figures() -> None:
    moved = {"variance": Fraction(1), "index": None, "reliable": False}
    near = Change.model_construct(difference=Fraction(999, 100), needed=Fraction(10), **moved)
    assert verdict(near) == "no reliable change (just short of the 10.0 points it needs)"
    far = Change.model_construct(difference=Fraction(9), needed=Fraction(1001, 10), **moved)
    assert "too few questions" in verdict(far)


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


def test_the_same_answers_again_are_no_change() -> None:
    for rubric in map(load, shipped()):
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
    doubtful = overall(READY, all_of(1, 4, 2, 2), all_of(1, 5, 2, 4)).crossing
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
    assert found.crossing is None  # the fit was high all along
    assert [(g.id, g.before, g.after) for g in found.gates] == [("told", "fail", "pass")]
    kept = [taken(rubric, k, all_of(k + 2, 5, 5, 5)) for k in (1, 2)]
    assert "“It was told” holds now; before, it did not hold." in drawn(rubric, kept)


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
    errors = [assess(STYLE, one.responses).verdict.variance or 0 for one in kept]
    assert doubtful.change.variance == sum(errors) > 0
    text = " ".join(drawn(STYLE, kept).split())
    assert "A b is ahead now; before, it was an a. That does not count as a change: " in text
    assert "the lead moved by +25.0, no reliable change (needs at least" in text


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


def test_one_assessment_is_told_as_a_beginning() -> None:
    text = drawn(READY, [taken(READY, 1, all_of(1, 2, 3, 4))])
    assert "One assessment so far. 2026-01-10: sentence 1" in text
    assert "How change is told" not in text


def test_the_last_is_held_against_the_first_and_the_one_before() -> None:
    kept = [taken(READY, k, all_of(v, v, v, v)) for k, v in ((1, 1), (2, 5), (3, 5))]
    text = drawn(READY, kept)
    assert "Reliable change since 2026-01-10: Fit +100.0" in text
    assert text.index("Change since 2026-01-10") < text.index("Change since 2026-02-10")
    assert "Fit    +0.0  no reliable change (needs at least" in text


def test_many_dates_are_cut_to_the_first_and_the_last_unless_all_are_wanted() -> None:
    kept = [taken(READY, k, all_of(1, 2, 3, 4)) for k in range(1, 8)]
    short, full = drawn(READY, kept), drawn(READY, kept, full=True)
    heads = [line.split() for line in short.splitlines() if line.lstrip().startswith("2026")]
    assert heads == [["2026-01-10", "2026-05-10", "2026-06-10", "2026-07-10"]]
    assert "3 dates in between" in short
    heads = [line.split() for line in full.splitlines() if line.lstrip().startswith("2026")]
    assert [head for line in heads for head in line] == [f"2026-0{k}-10" for k in range(1, 8)]
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


def test_hostile_names_stay_plain_text() -> None:
    evil = "\x1b]0;x\x07[bold]<b>|\u202e"
    kept = [
        taken(READY, k, all_of(k, k, k, k), name=evil, sentence=evil, quick=k == 3)
        for k in (1, 2, 3)
    ]
    page = progress_page(progress(READY, kept), READY)
    for text in (drawn(READY, kept), markdown.render(page)):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "<b>" not in markdown.render(page)


@pytest.mark.parametrize("width", [30, 60, 120])
def test_the_page_fits_every_width(width: int) -> None:
    for rubric in map(load, shipped()):
        kept = [
            taken(rubric, k, {}, responses=case_responses(rubric, case), name=None)
            for k, case in enumerate(rubric.cases[:5], start=1)
        ]
        text = drawn(rubric, kept, full=True, width=width)
        assert max(map(len, text.splitlines())) <= width


def test_the_page_is_as_it_was(golden: Callable[[str, str], None]) -> None:
    rubric = load("manager-readiness")
    kept = [
        taken(
            rubric,
            k,
            {},
            responses=case_responses(rubric, case).model_copy(update={"respondent": NOBODY}),
            sentence="The verdict as it was told then.",
            quick=k == 2,
        )
        for k, case in enumerate(rubric.cases[:6], start=1)
    ]
    golden("progress.txt", drawn(rubric, kept))
    golden("progress.md", markdown.render(progress_page(progress(rubric, kept), rubric)))


NOBODY = Responses.model_validate({"rubric": "x", "answers": {}}).respondent


def test_json_tells_the_same_numbers() -> None:
    kept = [taken(READY, 1, all_of(1, 2, 3, 4)), taken(READY, 2, all_of(5, 4, 5, 4))]
    found = json.loads(progress_text(progress(READY, kept)))
    assert (found["format"], found["format_version"]) == ("rolefit-progress", 1)
    told = found["progress"]
    (series,) = told["series"]
    fit = [point["scores"][0] for point in series["points"]]
    moved = series["overall"]["changes"][0]
    assert moved["difference"] == pytest.approx(fit[1]["score"] - fit[0]["score"])
    assert moved["variance"] == pytest.approx(fit[0]["variance"] + fit[1]["variance"])
    assert moved["index"] == pytest.approx(moved["difference"] / math.sqrt(moved["variance"]))
