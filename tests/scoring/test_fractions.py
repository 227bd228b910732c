"""Cuts and values that are no decimals: people stand on the side of a cut where they belong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from make import answers, contrast, readiness

from rolefit.rubric.conditions import content, points
from rolefit.scoring.assess import assess
from rolefit.storage.library import edition

THIRD = {"id": "third", "text": "A third.", "favors": {"a": "1/3"}}
WHOLE = {"id": "whole", "text": "All.", "favors": {"b": 1}}
SIX = tuple(f"q{k}" for k in range(6))


def five_levels(name: str) -> dict[str, object]:
    levels = tuple({"anchor": f"{name} {k}."} for k in range(1, 6))
    return {"id": name, "type": "bars", "ask": f"{name}?", "dimension": "d", "levels": levels}


@pytest.mark.parametrize("cut", ["200/3", "2/3", "16/24"])
@pytest.mark.parametrize(
    ("points", "band"), [((4, 4, 4, 4, 3, 3), "strong"), ((4, 4, 4, 3, 3, 3), "weak")]
)
def test_a_sum_exactly_on_a_cut_of_thirds_is_above_it(
    points: tuple[int, ...], band: str, cut: str
) -> None:
    bands = (
        {"id": "weak", "from": 0, "to": cut, "name": "weak", "summary": "W."},
        {"id": "strong", "from": cut, "to": 100, "name": "strong", "summary": "S."},
    )
    whole = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    items = [{**five_levels(name), "allow_na": False} for name in SIX]
    rubric = readiness(*items, bands=bands, dimensions=whole)
    found = assess(rubric, answers(rubric, **dict(zip(SIX, points, strict=True))))
    assert found.verdict.outcome == band


def test_three_thirds_against_one_are_a_tie() -> None:
    items = [
        {
            "id": f"q{k}",
            "type": "single",
            "ask": f"q{k}?",
            "dimension": "d",
            "allow_na": False,
            "options": (THIRD, WHOLE),
        }
        for k in range(4)
    ]
    rubric = contrast(*items)
    found = assess(rubric, answers(rubric, q0="third", q1="third", q2="third", q3="whole"))
    assert found.verdict.label == "tie"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1/2", 50), ("1/1", 100), ("0/5", 0), ("3/2", Fraction(3, 2)), (1, 1), (Decimal("0.5"), 0.5)],
)
def test_a_cut_written_as_a_fraction_of_one_is_a_share_and_digits_are_points(
    written: object, meant: float
) -> None:
    assert points(written) == meant


@pytest.mark.parametrize("cut", [Fraction(1), Fraction(1, 100), Fraction(200, 3), Fraction(7, 2)])
def test_a_kept_rubric_reads_back_with_the_cuts_that_it_had(cut: Fraction) -> None:
    first = {"id": "low", "from": 0, "to": cut, "name": "low", "summary": "L."}
    second = {"id": "high", "from": cut, "to": 100, "name": "high", "summary": "H."}
    items = (five_levels("q0"), five_levels("q1") | {"allow_na": False})
    rubric = readiness(*items, bands=(first, second))
    again = edition(content(rubric, given=True), rubric.content_hash)
    assert again is not None
    assert again.bands[1].from_ == cut
