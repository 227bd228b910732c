"""Allocation items: a total split over options, worth what each option got of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from make import answers, contrast, likert, readiness
from pydantic import ValidationError

from rolefit.rubric.conditions import ItemIs
from rolefit.rubric.items.allocation import Allocation
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import read_response
from rolefit.rubric.models import STANDARD
from rolefit.scoring.assess import assess
from rolefit.storage.journal.records import from_line, to_line

OPTIONS = (
    {"id": "making", "text": "making.", "favors": {"a": 1}},
    {"id": "planning", "text": "planning", "favors": {"b": 1}},
    {"id": "meeting", "text": "meeting", "favors": {"a": Fraction(1, 4), "b": Fraction(1, 2)}},
)
LADDER = tuple({"id": f"o{k}", "text": f"Option {k}.", "value": Fraction(k, 2)} for k in range(3))
HOURS = {"total": 40, "unit": "hours"}
RAW = {"id": "q", "type": "allocation", "ask": "q?", "dimension": "d", "options": OPTIONS}
OUTCOMES = ("a", "b")


def allocation(**more: Any) -> Allocation:
    return Allocation.model_validate({**RAW, **more})


def split(making: Any = 0, planning: Any = 0, meeting: Any = 0) -> tuple[tuple[str, Fraction], ...]:
    parts = {"making": making, "planning": planning, "meeting": meeting}
    return tuple((name, Fraction(part)) for name, part in parts.items())


def refused(item: Allocation, raw: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        item.read(raw)
    return caught.value.message


# --- reading ---------------------------------------------------------------------------------


def test_options_without_a_part_get_nothing_and_the_order_is_that_of_the_rubric() -> None:
    assert allocation().read({"planning": 40, "making": 60}) == split(60, 40)
    assert allocation().read({"meeting": 100}) == split(meeting=100)


def test_parts_are_whole_numbers_decimals_or_exact_fractions() -> None:
    raw = {"making": Decimal("12.5"), "planning": "55/2"}
    assert allocation(**HOURS).read(raw) == split("25/2", "55/2")


def test_an_option_may_be_given_by_its_wording() -> None:
    assert allocation().read({"Making": 60, "planning": 40}) == split(60, 40)
    assert refused(allocation(), {"Making": 60, "making": 40}) == "`making` is listed twice"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"making": 20, "planning": 10}, "the parts add up to 30 of 40 hours: 10 are left"),
        ({"making": 39}, "the parts add up to 39 of 40 hours: 1 is left"),
        ({"making": 40, "planning": 2}, "the parts add up to 42 of 40 hours: 2 are too many"),
        ({"making": Decimal("39.5")}, "the parts add up to 39.5 of 40 hours: 0.5 are left"),
    ],
)
def test_a_wrong_sum_is_refused_with_the_sum_and_what_is_missing(
    raw: dict[str, Any], message: str
) -> None:
    assert refused(allocation(**HOURS), raw) == message


@pytest.mark.parametrize("raw", [-1, True, "ten", None, Decimal("NaN"), 4.0, (), {}])
def test_a_part_is_a_number_and_not_below_0(raw: Any) -> None:
    assert "making" in refused(allocation(), {"making": raw, "planning": 101})


def test_an_unknown_option_is_refused_with_the_nearest() -> None:
    assert refused(allocation(), {"makin": 100}) == "unknown option `makin`"


def test_a_mapping_is_an_answer_unless_it_is_a_remark_about_one() -> None:
    item = allocation()
    assert read_response(item, {"making": 100}).answer == split(100)
    noted = read_response(item, {"answer": {"making": 100}, "note": "as counted"})
    assert (noted.answer, noted.note) == (split(100), "as counted")
    assert read_response(item, {"not_applicable": "no work"}).state == "not_applicable"
    assert read_response(item, {}).state == "skipped"


def test_what_is_kept_in_the_journal_reads_back_as_it_was() -> None:
    raw = {"making": Decimal("12.5"), "planning": 20, "meeting": "15/2"}
    assert from_line(to_line(raw)) == raw
    answer = allocation(**HOURS).read(raw)
    assert from_line(to_line(answer)) == answer
    assert allocation(**HOURS).read(answer) == answer


@pytest.mark.parametrize(
    "answer", [split(100), split(60, 40), split("12.5", "0.5", 87), split("100/3", "200/3")]
)
def test_what_is_written_on_a_command_line_reads_back(answer: Any) -> None:
    item = allocation()
    assert item.read(item.parse_typed(item.written(answer))) == answer


def test_a_command_line_may_hold_blanks_and_states_and_no_option_twice() -> None:
    item = allocation()
    assert item.read(item.parse_typed(" making : 60, planning:40,")) == split(60, 40)
    assert item.parse_typed("skipped") == "skipped"
    with pytest.raises(Unreadable, match="`making` is listed twice"):
        item.parse_typed("making:60,making:40")


# --- worth -----------------------------------------------------------------------------------


def test_the_value_is_the_share_of_each_option_times_its_worth() -> None:
    answer = split(50, 30, 20)
    assert allocation().values(answer, OUTCOMES) == (Fraction(55, 100), Fraction(40, 100))
    item = allocation(options=LADDER, total=10)
    halves = item.read({"o1": 5, "o2": 5})
    assert item.values(halves, (STANDARD,)) == (Fraction(3, 4),)


def test_no_split_is_worth_more_or_less_than_all_of_it_on_one_option() -> None:
    item = allocation(total=6)
    for k, outcome in enumerate(OUTCOMES):
        corners = [item.values(corner, OUTCOMES)[k] for corner in item.candidates()]
        for making, planning in product(range(7), repeat=2):
            if making + planning <= 6:
                answer = split(making, planning, 6 - making - planning)
                assert min(corners) <= item.values(answer, OUTCOMES)[k] <= max(corners), outcome


@pytest.mark.slow
def test_bounds_are_those_of_every_split() -> None:
    rubric = contrast({**RAW, "total": 8, "allow_na": False}, likert("l"))
    open_ = assess(rubric, answers(rubric, l=2))
    lows: dict[str, list[Fraction]] = {"a": [], "b": []}
    highs: dict[str, list[Fraction]] = {"a": [], "b": []}
    for making, planning in product(range(9), repeat=2):
        if making + planning <= 8:
            given = {"making": making, "planning": planning, "meeting": 8 - making - planning}
            for outcome in assess(rubric, answers(rubric, l=2, q=given)).outcomes:
                assert outcome.score is not None
                lows[outcome.id].append(outcome.score)
                highs[outcome.id].append(outcome.score)
    for outcome in open_.outcomes:
        assert outcome.bounds.low == min(lows[outcome.id])
        assert outcome.bounds.high == max(highs[outcome.id])


def test_a_flip_gives_all_of_it_to_one_option() -> None:
    rubric = contrast({**RAW, "allow_na": False})
    found = assess(rubric, answers(rubric, q={"making": 70, "planning": 30}))
    (change,) = found.alternatives.flips[0].changes
    assert (change.item, change.set_to) == ("q", "planning:100")
    turned = assess(rubric, answers(rubric, q=rubric.item("q").parse_typed(change.set_to)))
    assert turned.verdict.outcome == "b"


def test_a_plan_of_a_readiness_rubric_moves_the_shares() -> None:
    item = {**RAW, "options": LADDER, "allow_na": False}
    rubric = readiness(item)
    found = assess(rubric, answers(rubric, q={"o0": 50, "o1": 50}))
    plan = found.alternatives.plan
    assert plan is not None
    (change,) = plan.changes
    assert (change.item, change.set_to) == ("q", "o1:100")
    assert assess(rubric, answers(rubric, q={"o1": 100})).verdict.outcome == plan.band


def test_the_distance_counts_the_options_that_give_or_get() -> None:
    item = allocation()
    assert item.distance(split(60, 40), split(60, 40)) == 0
    assert item.distance(split(60, 40), split(100)) == 1
    assert item.distance(split(50, 30, 20), split(100)) == 2


# --- words and rules -------------------------------------------------------------------------


def test_an_answer_is_quoted_by_the_wording_of_its_options() -> None:
    assert allocation().shown(split(60, 40)) == "60 making, 40 planning"
    assert allocation().shown(split("12.5", 0, "87.5")) == "12.5 making, 87.5 meeting"


@pytest.mark.parametrize("total", [0, -1, 1_000_001, "many", True])
def test_a_total_is_above_0_and_at_most_a_million(total: Any) -> None:
    with pytest.raises(ValidationError):
        allocation(total=total)


@pytest.mark.parametrize("leaf", [{"is_": "making"}, {"at_least": 5}, {"includes": "making"}])
def test_no_condition_can_compare_a_split(leaf: dict[str, Any]) -> None:
    problems = list(allocation().comparison_problems(ItemIs(item="q", **leaf)))
    assert [p.message for p in problems] == [
        "`q` is split over options; no condition can compare it"
    ]


@pytest.mark.parametrize("name", ["note", "answer", "skipped"])
def test_no_option_is_called_like_a_word_of_a_responses_file(name: str) -> None:
    options = ({"id": name, "text": "One."}, {"id": "other", "text": "Other."})
    (problem,) = allocation(options=options).problems(OUTCOMES)
    assert problem.message == f"`{name}` has a meaning of its own"
