"""Every row of the compiled expression equals the single path, in every column."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from batches import Given, differences, drawn, given, scored
from cases import responses
from cases import rubric as shipped_rubric
from effort import searching, some, tried
from hypothesis import given as examples
from hypothesis import strategies as st
from make import contrast, likert, readiness, single
from strategies import Raw, Tape, complete, partial, rubric_of

from rolefit.batch.columns import Cell, result_columns, result_row
from rolefit.batch.compiled.program import SINGLE, compiled
from rolefit.rubric.model import Rubric, follow_branches
from rolefit.scoring.assess import assess
from rolefit.scoring.certainty import flags as found_flags
from rolefit.storage.shipped import shipped_names

Row = dict[str, Cell]
slow = pytest.mark.slow
SMALL = ("lead-or-manager", "manager-readiness")
"""One of each model, which is enough for a quick run."""
LARGE = ("first-marketing-hire", "cmo-readiness")
REST = tuple(name for name in shipped_names() if name not in (*SMALL, *LARGE))
"""Each takes two seconds, and is made of the same parts: where a run searches, these as well."""
ROWS = 5
LONG = st.binary(min_size=3000, max_size=3000)
KINDS: dict[str, dict[str, Any]] = {
    "contrast": {"models": ("contrast",)},
    "own items": {"models": ("contrast",), "apart": True},
    "needs": {"models": ("readiness",), "needs": True},
    "profile": {"models": ("profile",)},
}


def check(rubric: Rubric, sets: list[Given], *, most_single: float = 1.0) -> None:
    """Hold what the expression decides by itself against the single path."""
    hold(rubric, sets, scored(compiled(rubric), sets), most_single=most_single)


def hold(rubric: Rubric, sets: list[Given], rows: list[Row], *, most_single: float) -> None:
    """Hold rows of the expression against the single path, but for those that it leaves to it."""
    left = 0
    for row, answers in zip(rows, sets, strict=True):
        if row[SINGLE]:
            left += 1
            continue
        found = {name: cell for name, cell in row.items() if name != SINGLE}
        assert differences(found, rubric, answers) == {}
    assert left <= most_single * len(sets)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@tried(3)
@examples(content=LONG)
def test_random_rubrics_score_the_same_in_every_column(kind: str, content: bytes) -> None:
    """Each of them becomes an expression of its own, which takes half a second to make."""
    score_both_ways(kind, content)


def score_both_ways(kind: str, content: bytes) -> None:
    """Score random answers to a random rubric both ways."""
    tape = Tape(content)
    raw = rubric_of(tape, **KINDS[kind])
    rubric = Rubric.model_validate(raw)
    sets = [
        given(
            rubric,
            partial(tape, raw, most=10**6, amounts_open=True) if k % 2 else complete(tape, raw),
        )
        for k in range(ROWS)
    ]
    chance = random.Random(content)
    sets += [drawn(rubric, chance, skipped=0.35, away=0.2) for _ in range(ROWS)]
    check(rubric, sets)


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_rubric_can_be_compiled(name: str) -> None:
    rubric = shipped_rubric(name)
    assert compiled(rubric).columns == result_columns(rubric)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [*SMALL, *(pytest.param(n, marks=slow) for n in (*LARGE, *(REST if searching() else ())))],
)
def test_shipped_rubrics_score_the_same_in_every_column(name: str) -> None:
    rubric = shipped_rubric(name)
    sets = [given(rubric, responses(name, k).answers) for k in range(8)]
    chance = random.Random(name)
    sets += [drawn(rubric, chance, skipped=0) for _ in range(12)]
    whole = len(sets)
    sets += [drawn(rubric, chance, skipped=0.1, away=0.2) for _ in range(10)]
    sets += [drawn(rubric, chance, skipped=0.4, away=0.3) for _ in range(10)]
    rows = scored(compiled(rubric), sets)
    # Those are left that are clear and one answer away from a bound that a condition reads.
    hold(rubric, sets[:whole], rows[:whole], most_single=0.25)
    hold(rubric, sets[whole:], rows[whole:], most_single=0.2)


@pytest.mark.parametrize("name", ["lead-or-manager", "manager-readiness"])
def test_the_row_of_the_single_path_is_what_a_report_says(name: str) -> None:
    rubric = shipped_rubric(name)
    found = assess(rubric, responses(name, 0))
    row = result_row(rubric, found.answers)
    assert row["label"] == found.verdict.label
    assert row["answered"] == found.answered
    assert row["margin"] == pytest.approx(float(found.verdict.margin or 0), abs=1e-9)
    assert row["error"] == pytest.approx(found.verdict.error, abs=1e-9)
    assert row["failed"] == (";".join(g.id for g in found.gates if g.state == "fail") or None)
    assert row["flags"] == (";".join(flag.flag for flag in found.quality) or None)
    for d in found.dimensions:
        assert row[f"coverage:{d.id}"] == pytest.approx(float(d.coverage), abs=1e-9)
    assert tuple(row) == result_columns(rubric)


def amounts(count: int, name: str = "q", unit: str = "points") -> list[Raw]:
    points = ({"at": -2, "value": 0}, {"at": 8, "value": 1})
    item: Raw = {"type": "numeric", "dimension": "d", "unit": unit, "range": (-2, 8)}
    item |= {"breakpoints": points, "allow_na": False}
    return [{**item, "id": f"{name}{k}", "ask": f"{name}{k}?"} for k in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "items",
    [
        pytest.param([*amounts(8), *amounts(7, "r", "hours")], id="two blocks"),
        pytest.param(
            [*amounts(9), *(likert(f"p{k}", toward=None) for k in range(9))],
            id="beside many places",
        ),
        *(pytest.param(amounts(k), id=f"a block of {k}") for k in some((12, 20), ())),
        *(
            pytest.param(
                [*amounts(7), *(likert(f"p{k}", toward=None) for k in range(count))],
                id="beside few places",
            )
            for count in some((5,), ())
        ),
    ],
)
def test_the_same_number_again_and_again_raises_the_same_flags(items: list[Raw]) -> None:
    rubric, chance = readiness(*items), random.Random(len(items))
    sets = []
    for k in range(40):
        flat = chance.choice([-2, 0, 7, Fraction(15, 2)])
        one = {i["id"]: flat if i["type"] == "numeric" else 2 for i in items}
        for name in chance.sample(list(one), k % 4):
            one[name] = chance.choice([1, 3, 3, "dont_know"])
        sets.append(given(rubric, one))
    check(rubric, sets, most_single=0.95)
    kinds = {f.flag for one in sets for f in found_flags(rubric, one)}
    assert kinds


def test_exact_ties_are_ties() -> None:
    rubric = contrast(*(likert(f"q{k}") for k in range(6)))
    raw = [{f"q{k}": 1 + (k + j) % 5 for k in range(6)} for j in range(5)]
    sets = [given(rubric, {**one, "q5": 3}) for one in raw]
    level = {f"q{k}": 2 + 2 * (k % 2) for k in range(6)}
    sets.append(given(rubric, level))
    rows = scored(compiled(rubric), sets)
    hold(rubric, sets, rows, most_single=0)
    row = rows[-1]
    assert (row["label"], row["outcome"], row["margin"]) == ("tie", "a;b", 0)


@pytest.mark.slow
def test_a_fit_at_a_cut_score_is_above_it() -> None:
    rubric = readiness(*(likert(f"q{k}", toward=None) for k in range(4)))
    every = [
        {f"q{k}": answer for k, answer in enumerate((a, b, c, 3))}
        for a in range(1, 6)
        for b in range(1, 6)
        for c in range(1, 6)
    ]
    check(rubric, [given(rubric, one) for one in every], most_single=0)


def test_a_clear_row_that_one_answer_turns_by_closing_questions_is_told_as_a_report_tells_it() -> (
    None
):
    switch: Raw = {"id": "s", "type": "yes_no", "ask": "s?", "allow_na": False}
    asked = (likert(f"a{k}", ask_when={"item": "s", "is": "yes"}) for k in range(6))
    rubric = contrast(switch, *asked, likert("b0"), likert("b1"))
    sure = {"s": "yes", **{f"a{k}": 5 for k in range(6)}}
    sets = [given(rubric, {**sure, "b0": low, "b1": low}) for low in (2, 4)]
    rows = scored(compiled(rubric), sets)
    hold(rubric, sets, rows, most_single=1)
    assert [row[SINGLE] for row in rows] == [True, True]
    assert [result_row(rubric, one)["label"] for one in sets] == ["leaning", "clear"]


def test_what_is_said_twice_by_one_item_is_known_while_it_is_open() -> None:
    when = {"any": ({"item": "q0", "is": "pa"}, {"not": {"item": "q0", "is": "pa"}})}
    gate = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    rubric = contrast(single("q0", None), *(likert(f"q{k}") for k in range(1, 4)), gates=(gate,))
    sets = [given(rubric, {"q1": 5, "q2": 4, "q3": 1})]
    (row,) = scored(compiled(rubric), sets)
    hold(rubric, sets, [row], most_single=0)
    assert row["failed"] == "g"


TWO_READ = {
    "all": (
        {"item": "q0", "at_most": 2},
        {"item": "q1", "at_least": 4},
        {"outcome": "a", "at_least": 50},
    )
}
ONE_TWICE = {
    "any": (
        {"all": ({"item": "q0", "is": "pa"}, {"item": "q1", "at_least": 3})},
        {"all": ({"not": {"item": "q0", "is": "pa"}}, {"item": "q2", "at_most": 2})},
    )
}
EITHER_SCORE = {
    "any": ({"dimension": "d", "outcome": "a", "at_least": 60}, {"outcome": "b", "at_most": 30})
}
LOOSE = {
    "score and its items": TWO_READ,
    "one item in two parts": ONE_TWICE,
    "two scores of the same items": EITHER_SCORE,
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "on_fail"), list(zip(LOOSE, ("flag", "exclude", "exclude"), strict=True))
)
def test_conditions_whose_parts_hang_together_are_told_over_all_completions(
    name: str, on_fail: str
) -> None:
    gate = {"id": "g", "name": "g", "when": LOOSE[name], "on_fail": on_fail, "reason": "r"}
    first = single("q0", "d") if name == "one item in two parts" else likert("q0")
    rubric = contrast(first, *(likert(f"q{k}", allow_na=k > 2) for k in range(1, 6)), gates=(gate,))
    chance = random.Random(name)
    sets = [drawn(rubric, chance, skipped=0.4, away=0.2) for _ in range(30)]
    rows = scored(compiled(rubric), sets)
    assert {row["unknown"] for row in rows} == {"g", None}
    hold(rubric, sets, rows, most_single=0 if on_fail == "flag" else 0.1)


@pytest.mark.slow
def test_least_scores_are_told_while_branches_are_open() -> None:
    rubric = shipped_rubric("manager-readiness")
    chance = random.Random(1)
    sets = [drawn(rubric, chance, skipped=0.2, away=0.1) for _ in range(10)]
    for one in sets:
        one.pop("team", None)
    check(rubric, sets, most_single=0)


def test_the_oracle_notices_a_wrong_number() -> None:
    rubric = contrast(*(likert(f"q{k}") for k in range(4)))
    answers = given(rubric, {f"q{k}": 4 for k in range(4)})
    row = result_row(rubric, follow_branches(rubric, answers))
    assert differences(row, rubric, answers) == {}
    assert set(differences({**row, "margin": 50.000_001}, rubric, answers)) == {"margin"}
    assert set(differences({**row, "label": "tie"}, rubric, answers)) == {"label"}
