"""Oneself beside others, on hand-worked ratings of two dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from make import answers, likert, readiness

from rolefit.rubric.model import read
from rolefit.scoring.evaluate import evaluate
from rolefit.studies.panel.round import Round
from rolefit.studies.panel.views import PanelView, RaterSheet, panel_view

ITEMS = (likert(f"q{k}", toward=None) for k in range(8))
ASPECT = {"name": "D", "about": "About D.", "weight": 1, "target": 75}
RUBRIC = readiness(*ITEMS, dimensions={"d": ASPECT})
"""One dimension of eight ratings from 1 to 5; 4 of 5 is 75 points, which is the target."""


def form(letter: str) -> str:
    """The id of a form."""
    return f"aaaa-bbbb-cccc-ddd{letter}"


def sheet(letter: str, group: str, level: int) -> RaterSheet:
    given = answers(RUBRIC, **{item.id: level for item in RUBRIC.items})
    return RaterSheet(form(letter), group, evaluate(RUBRIC, read(RUBRIC, given)))


def seen(own: int | None, others: Sequence[int], *, fewest: int = 3) -> PanelView:
    """The view of one person, rated by peers; each rating is the same in all items."""
    round_ = Round(
        format="rolefit-round",
        version=1,
        rubric=RUBRIC.rubric,
        rubric_hash=RUBRIC.content_hash,
        begun="2026-11-30",
        fewest=fewest,
    )
    sheets = [sheet(letter, "peer", level) for letter, level in zip("pqrst", others, strict=False)]
    if own is not None:
        sheets.append(sheet("z", "self", own))
    return panel_view(round_, RUBRIC, sheets, "Dana")[0]


@pytest.mark.parametrize(
    ("own", "others", "category"),
    [
        (5, (2, 2, 3), "blind_spot"),  # 100 against 33, needed 75
        (2, (5, 4, 5), "hidden_strength"),  # 25 against 92
        (4, (4, 4, 4), "agreed_strength"),  # 75 against 75
        (5, (4, 4, 4), "agreed_strength"),  # above others, who see enough as well
        (2, (2, 2, 3), "agreed_need"),  # 25 against 33
        (1, (3, 3, 3), "agreed_need"),  # others see more, and too little all the same
        (None, (4, 4, 4), None),
    ],
)
def test_self_and_others_are_apart_or_alike_and_above_or_below_what_is_needed(
    own: int | None, others: Sequence[int], category: str | None
) -> None:
    (view,) = seen(own, others).measures
    assert view.category == category


def test_a_group_is_told_as_the_mean_of_its_raters() -> None:
    (view,) = seen(5, (2, 2, 3)).measures
    assert view.own == 100
    assert view.others == Fraction(25 + 25 + 50, 3)
    assert [one.score for one in view.groups] == [view.others]


def test_a_round_that_asks_for_more_raters_withholds_what_fewer_could_tell() -> None:
    assert seen(5, (2, 2, 3), fewest=4).withheld == ("peer",)
    assert seen(5, (2, 2, 3, 3), fewest=4).withheld == ()


def test_a_dimension_that_too_few_of_a_group_could_tell_is_withheld() -> None:
    round_ = Round(
        format="rolefit-round",
        version=1,
        rubric=RUBRIC.rubric,
        rubric_hash=RUBRIC.content_hash,
        begun="2026-11-30",
        fewest=4,
    )
    blank = RaterSheet(form("z"), "peer", evaluate(RUBRIC, read(RUBRIC, answers(RUBRIC))))
    sheets = [*(sheet(letter, "peer", 3) for letter in "pqr"), blank]
    (view,) = panel_view(round_, RUBRIC, sheets, "Dana")[0].measures
    (figure,) = view.groups
    assert (figure.score, figure.withheld) == (None, "few")
