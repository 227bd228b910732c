"""Items whose better answer seems to lower what they measure."""

from __future__ import annotations

import statistics
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from make import OUTCOMES, contrast, likert, readiness, single
from overlay import found
from strategies import TAPES, Raw, Tape, ci

from rolefit.audit.checks import wrong_sign
from rolefit.audit.checks.wrong_sign import Pair, against, lead
from rolefit.rubric.model import Rubric

NAMES = ("p", "q", "r", "s")


def case(k: int, **answers: Any) -> Raw:
    return {"name": f"person {k}", "answers": answers, "expect": {}}


def people(*rows: tuple[int, ...]) -> tuple[Raw, ...]:
    """Cases that answer p, q, r, s."""
    return tuple(case(k, **dict(zip(NAMES, row, strict=True))) for k, row in enumerate(rows))


AGREEING = people(*[(k, k, k, k % 3 + 1) for k in (1, 2, 3, 4, 5, 4)])
OPPOSED = people(*[(k, k, 6 - k, k) for k in (1, 2, 3, 4, 5, 4)])


def likerts(cases: tuple[Raw, ...]) -> Rubric:
    return contrast(*(likert(name) for name in NAMES), cases=cases)


@ci
@given(TAPES)
def test_the_correlation_is_the_one_of_the_textbook(content: bytes) -> None:
    tape = Tape(content)
    values = [Fraction(k, 4) for k in range(5)]
    pairs = [Pair(tape.pick(*values), tape.pick(*values)) for _ in range(tape.pick(6, 7, 12))]
    xs, ys = [float(p.item) for p in pairs], [float(p.rest) for p in pairs]
    found_ = against(pairs)
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found_ is None
        return
    r = statistics.correlation(xs, ys)
    if r >= 0 or abs(r) < 1e-9:
        assert found_ is None
    else:
        assert float(found_ or 0) == pytest.approx(r**2)


def test_five_cases_are_too_few() -> None:
    assert against([Pair(Fraction(k), Fraction(-k)) for k in range(5)]) is None
    assert against([Pair(Fraction(k), Fraction(-k)) for k in range(6)]) == 1


def test_an_item_that_speaks_against_the_others_is_told() -> None:
    (finding,) = found(wrong_sign, likerts(OPPOSED))
    assert finding.path == ("items", 2)
    assert finding.message == (
        "over 6 cases the answers to `r` speak against the other items: item-rest correlation -1.00"
    )


def test_items_that_agree_are_left_alone() -> None:
    assert found(wrong_sign, likerts(AGREEING)) == []


def test_answers_that_are_not_given_do_not_count() -> None:
    partial = tuple(
        {**c, "answers": {k: v for k, v in c["answers"].items() if k != "r"}} for c in OPPOSED
    )
    assert found(wrong_sign, likerts(partial)) == []


def test_cases_with_many_open_answers_do_not_count() -> None:
    few = tuple({**c, "answers": {k: c["answers"][k] for k in ("p", "r")}} for c in OPPOSED)
    assert found(wrong_sign, likerts(few)) == []


def test_cases_of_people_who_do_not_read_do_not_count() -> None:
    names = [f"q{k}" for k in range(8)]
    flat = [case(k, **dict.fromkeys(names, k % 5 + 1)) for k in range(6)]
    turned = likert("q7", reverse=True)
    rubric = contrast(*(likert(n) for n in names[:-1]), turned, cases=tuple(flat))
    assert found(wrong_sign, rubric) == []


def test_a_correlation_just_above_the_limit_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(1, 1, 5, 1), (2, 2, 1, 2), (3, 3, 4, 3), (4, 4, 2, 4), (5, 5, 3, 5), (3, 3, 3, 3)]
    (finding,) = found(wrong_sign, likerts(people(*rows)))
    assert finding.message.endswith("correlation -0.30")
    monkeypatch.setattr(wrong_sign, "AGAINST", Fraction(3, 10))
    assert found(wrong_sign, likerts(people(*rows))) == []


def test_in_a_readiness_rubric_the_value_itself_is_compared() -> None:
    items = [{**likert(name), "toward": None} for name in NAMES]
    (finding,) = found(wrong_sign, readiness(*items, cases=OPPOSED))
    assert finding.path == ("items", 2)


def test_an_answer_that_speaks_for_all_outcomes_puts_none_ahead() -> None:
    half = Fraction(1, 2)
    assert [lead((Fraction(1), Fraction(b)), 0) for b in (0, 1)] == [1, 0]
    assert lead((half, Fraction(1), Fraction(0)), 1) == Fraction(3, 4)
    assert lead((half,), 0) == half


def test_among_three_outcomes_the_one_it_is_about_is_named() -> None:
    outcomes = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}
    options = tuple({"id": f"p{o}", "text": f"For {o}.", "favors": {o: 1}} for o in outcomes)
    items = [{**single(name), "options": options} for name in NAMES]
    turned = {"pa": "pc", "pb": "pb", "pc": "pa"}
    rows = [("pa", "pa", turned["pa"], "pa"), ("pc", "pc", turned["pc"], "pc")] * 3
    cases = tuple(case(k, **dict(zip(NAMES, row, strict=True))) for k, row in enumerate(rows))
    about = [f.message for f in found(wrong_sign, contrast(*items, outcomes=outcomes, cases=cases))]
    assert [("`a`" in said, "`c`" in said) for said in about] == [(True, False), (False, True)]


def amount(*values: float, **more: Any) -> Raw:
    points = tuple({"at": k, "value": Fraction(str(v))} for k, v in enumerate(values))
    item = {"id": "n", "type": "numeric", "ask": "n?", "unit": "h", "range": (0, 9)}
    return {**item, "breakpoints": points, "dimension": "d", "toward": "a", **more}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((0, 1, 0.5), True),
        ((1, 0, 0.5), True),
        ((0, 0.5, 1), False),
        ((1, 0.5, 0.5, 0), False),
        ((0, 0.5, 0.5, 1), False),
        ((0.5, 0.5), False),
    ],
)
def test_an_amount_whose_value_rises_and_falls_is_told(
    values: tuple[float, ...], *, told: bool
) -> None:
    findings = found(wrong_sign, contrast(likert("p"), amount(*values)))
    assert [f.path for f in findings] == [("items", 1, "breakpoints")] * told


def test_an_amount_that_scores_nothing_has_no_sign() -> None:
    item = {key: v for key, v in amount(0, 1, 0).items() if key not in ("dimension", "toward")}
    assert found(wrong_sign, contrast(likert("p"), item)) == []
