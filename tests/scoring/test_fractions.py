"""Cuts and values that are no decimals: people stand on the side of a cut where they belong."""

from __future__ import annotations

import pytest
from make import answers, contrast, readiness

from rolefit.scoring.assess import assess

THIRD = {"id": "third", "text": "A third.", "favors": {"a": "1/3"}}
WHOLE = {"id": "whole", "text": "All.", "favors": {"b": 1}}
SIX = tuple(f"q{k}" for k in range(6))


def five_levels(name: str) -> dict[str, object]:
    levels = tuple({"anchor": f"{name} {k}."} for k in range(1, 6))
    return {"id": name, "type": "bars", "ask": f"{name}?", "dimension": "d", "levels": levels}


@pytest.mark.parametrize(
    ("points", "band"), [((4, 4, 4, 4, 3, 3), "strong"), ((4, 4, 4, 3, 3, 3), "weak")]
)
def test_a_sum_exactly_on_a_cut_of_thirds_is_above_it(points: tuple[int, ...], band: str) -> None:
    bands = (
        {"id": "weak", "from": 0, "to": "200/3", "name": "weak", "summary": "W."},
        {"id": "strong", "from": "200/3", "to": 100, "name": "strong", "summary": "S."},
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
