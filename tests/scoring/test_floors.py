"""The scores with which conditions hold or fail: every way to them, and none that leads nowhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import answers, likert, readiness

from rolefit.rubric.model import read
from rolefit.scoring import floors
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.floors import both, forbids_more, ways_to_pass
from rolefit.scoring.moves import Span, TooManyWays

PLAIN: dict[str, Any] = {"toward": None}
AREAS = {name: {"name": name, "about": name, "weight": 1, "target": 80} for name in "def"}
ITEMS = [likert(f"{name}{k}", name, **PLAIN) for name in "def" for k in range(2)]
Ways = list[dict[str, Span]]


def gate(when: dict[str, Any], id: str = "g", on_fail: str = "exclude") -> dict[str, Any]:
    return {"id": id, "name": id, "on_fail": on_fail, "reason": "r", "when": when}


def ways(*conditions: dict[str, Any], keeping: bool = False, **given: Any) -> Ways:
    """The ways to pass gates where d has 25 points, e 75, and f no score."""
    gates = tuple(gate(when, f"g{k}") for k, when in enumerate(conditions))
    rubric = readiness(*ITEMS, dimensions=AREAS, gates=gates)
    scored = {"d0": 2, "d1": 2, "e0": 4, "e1": 4, **given}
    now = evaluate(rubric, read(rubric, answers(rubric, **scored)))
    return [dict(one) for one in ways_to_pass(now, rubric.gates, keeping=keeping)]


def points(name: str, **bounds: int) -> dict[str, Any]:
    return {"dimension": name, **bounds}


def two_of(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"at_least": {"k": 2, "of": parts}}


def above(least: int) -> Span:
    return Span(Fraction(least), above=True)


def below(most: int) -> Span:
    return Span(most=Fraction(most), below=True)


FIFTY = Span(Fraction(50), most=Fraction(50))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # Out of what a comparison names, on either side where there is one.
        (points("d", at_most=40), [{"d": above(40)}]),
        (points("e", at_least=60), [{"e": below(60)}]),
        (points("d", at_least=20, at_most=40), [{"d": below(20)}, {"d": above(40)}]),
        (points("d", at_least=0), []),
        (points("d", at_least=1), [{"d": below(1)}]),
        (points("d", at_most=100), []),
        (points("d", at_most=99), [{"d": above(99)}]),
        # Into what it names.
        ({"not": points("d", at_least=60)}, [{"d": Span(Fraction(60))}]),
        ({"not": points("e", at_most=50)}, [{"e": Span(most=Fraction(50))}]),
        (
            {"not": points("e", at_least=30, at_most=50)},
            [{"e": Span(Fraction(30), most=Fraction(50))}],
        ),
        ({"not": points("e", at_least=50, at_most=50)}, [{"e": FIFTY}]),
        ({"not": points("e", at_least=60, at_most=50)}, []),
        # What holds already asks for nothing; where there is no score, none does.
        (points("e", at_most=40), [{}]),
        (points("f", at_most=40), []),
        # Answers stand as they are.
        ({"item": "d0", "at_most": 2}, []),
        ({"item": "d0", "at_least": 3}, [{}]),
        # One of several is enough, or all of them have to come.
        (
            {"all": (points("d", at_most=40), points("e", at_least=60))},
            [{"d": above(40)}, {"e": below(60)}],
        ),
        ({"all": (points("d", at_most=40), points("e", at_most=60))}, [{}]),
        (
            {"any": (points("d", at_most=40), points("e", at_least=60))},
            [{"d": above(40), "e": below(60)}],
        ),
        ({"any": (points("d", at_most=40), {"item": "d0", "at_most": 2})}, []),
        (
            two_of(points("d", at_most=40), points("e", at_least=60), points("d", at_most=50)),
            [{"d": above(50)}, {"d": above(40), "e": below(60)}, {"e": below(60), "d": above(50)}],
        ),
        (
            {"not": two_of(*(points(name, at_least=40) for name in "def"))},
            [{"d": Span(Fraction(40))}],
        ),
    ],
)
def test_every_way_out_of_a_condition_is_found(when: dict[str, Any], expected: Ways) -> None:
    found = ways(when)
    assert len(found) == len(expected)
    assert all(one in expected for one in found)


def test_what_holds_now_may_have_to_be_kept() -> None:
    holds = points("e", at_most=40)
    assert ways(holds, keeping=True) == [{"e": above(40)}]
    assert ways(holds, points("d", at_most=30)) == [{"d": above(30)}]
    assert ways(holds, points("d", at_most=30), keeping=True) == [{"d": above(30), "e": above(40)}]


def test_ways_that_exclude_each_other_are_no_way() -> None:
    assert ways(points("d", at_most=60), {"not": points("d", at_most=60)}, keeping=True) == []


@pytest.mark.parametrize("most", [3, 2])
def test_more_ways_than_are_looked_at_are_refused(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    one_of_three = {"all": tuple(points("d", at_most=cut) for cut in (40, 50, 60))}
    either = points("d", at_least=20, at_most=40)
    monkeypatch.setattr(floors, "_MOST", most)
    if most == 3:
        assert len(ways(one_of_three)) == 3
    else:
        assert len(ways(either)) == 2
        with pytest.raises(TooManyWays):
            ways(one_of_three)
        with pytest.raises(TooManyWays):  # two of each, in every pair
            ways(either, points("e", at_least=60, at_most=90), keeping=True)


SPANS = (
    Span(),
    Span(Fraction(40)),
    above(40),
    Span(most=Fraction(40)),
    below(40),
    Span(Fraction(20), most=Fraction(40), below=True),
    Span(Fraction(20), above=True, most=Fraction(60)),
    above(60),
)
SCORES = [Fraction(k) for k in range(0, 101, 5)]


def test_both_of_two_spans_is_what_lies_in_each_of_them() -> None:
    for one in SPANS:
        for other in SPANS:
            within = [s for s in SCORES if one.holds(s) and other.holds(s)]
            joined = both({"d": one}, {"d": other})
            assert [s for s in SCORES if joined is not None and joined["d"].holds(s)] == within
            assert (joined is None) is (not within)
    assert both({"d": above(40)}, {"e": below(40)}) == {"d": above(40), "e": below(40)}


@pytest.mark.parametrize(
    ("when", "on_fail", "forbidden"),
    [
        (points("d", at_least=60), "exclude", True),
        (points("d", at_least=60), "flag", False),
        (points("d", at_most=60), "exclude", False),
        ({"not": points("d", at_most=60)}, "exclude", True),
        ({"not": points("d", at_least=60)}, "exclude", False),
        (points("e", at_least=60), "exclude", False),
        ({"item": "d0", "at_least": 5}, "exclude", False),
        ({"any": (points("e", at_least=60), points("d", at_least=60))}, "exclude", True),
    ],
)
def test_more_points_are_forbidden_where_they_can_make_a_condition_fail(
    when: dict[str, Any], on_fail: str, *, forbidden: bool
) -> None:
    rubric = readiness(*ITEMS, dimensions=AREAS, gates=(gate(when, on_fail=on_fail),))
    assert forbids_more(rubric, "d") is forbidden
