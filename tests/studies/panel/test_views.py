"""Oneself beside others, on hand-worked ratings of two dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from make import answers, contrast, likert, readiness, single
from pydantic import ValidationError

from rolefit.rubric.model import Rubric, read
from rolefit.scoring.evaluate import evaluate
from rolefit.studies.panel.measured import panel_measures, rate
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


def round_of(rubric: Rubric) -> Round:
    return Round(
        format="rolefit-round",
        version=1,
        rubric=rubric.rubric,
        rubric_hash=rubric.content_hash,
        begun="2026-11-30",
    )


def boss_and_peers(rubric: Rubric, peers: Sequence[int], boss: int) -> PanelView:
    """A boss and peers who say the same of every question."""
    given = [("p", "peer", peers[0]), ("q", "peer", peers[1]), ("r", "peer", peers[2])]
    sheets = [
        RaterSheet(form(letter), group, evaluate(rubric, read(rubric, said)))
        for letter, group, level in [*given, ("b", "boss", boss)]
        for said in [answers(rubric, **{item.id: level for item in rubric.items})]
    ]
    return panel_view(round_of(rubric), rubric, sheets, "Dana")[0]


def weighted(**weights: int) -> Rubric:
    """A dimension of two ratings, and how much groups count."""
    items = [likert(f"q{k}", toward=None, ask_rater="Did {name} do it?") for k in range(2)]
    return readiness(*items, dimensions={"d": ASPECT}, settings={"group_weights": weights})


@pytest.mark.parametrize(
    ("weights", "others"),
    [
        ({}, Fraction(50 + 100, 2)),  # 3, 3 and 3 of peers against 5 of the boss: the same weight
        ({"boss": 3}, Fraction(50 + 3 * 100, 4)),
        ({"peer": 4, "boss": 1}, Fraction(4 * 50 + 100, 5)),
    ],
)
def test_groups_count_the_same_unless_the_rubric_weighs_them(
    weights: dict[str, int], others: Fraction
) -> None:
    found = boss_and_peers(weighted(**weights), (2, 3, 4), 5)
    assert found.measures[0].others == others
    assert {group.name: group.weight for group in found.groups} == {
        "peer": weights.get("peer", 1),
        "boss": weights.get("boss", 1),
    }


def test_a_weight_of_a_group_that_nobody_is_in_is_refused() -> None:
    with pytest.raises(ValidationError, match="unknown group of raters `chief`"):
        weighted(chief=2)


def test_the_error_of_others_is_that_of_the_mean_of_their_groups() -> None:
    # Five questions, each answered between the ends: an answer slips by a step either way, an
    # eighth of the time each, so a form varies by 2/8 * 25^2 / 5 = 31.25. Of others, half a boss
    # and half three peers, that is 31.25 * (1/4 + 1/12). 12.5 points of difference are within
    # 1.96 * sqrt(31.25 + 10.42) = 12.65; were all four raters one group, 12.25 would be the line.
    given = {
        "own": ("self", (4, 4, 4, 4, 4)),
        "boss": ("boss", (4, 4, 4, 3, 3)),
        "p": ("peer", (4, 4, 3, 3, 3)),
        "q": ("peer", (3, 3, 3, 4, 4)),
        "r": ("peer", (4, 3, 4, 3, 3)),
    }
    items = [likert(f"q{k}", toward=None) for k in range(5)]
    rubric = readiness(*items, dimensions={"d": ASPECT})
    sheets = [
        RaterSheet(form(name[0]), group, evaluate(rubric, read(rubric, answers(rubric, **said))))
        for name, (group, levels) in given.items()
        for said in [{f"q{k}": level for k, level in enumerate(levels)}]
    ]
    (view,) = panel_view(round_of(rubric), rubric, sheets, "Dana")[0].measures
    assert (view.own, view.others, view.category) == (75, Fraction(125, 2), "agreed_need")


def test_two_poles_are_told_on_one_scale_under_one_name() -> None:
    rubric = contrast(single("q"), single("r"), likert("s"))
    (measure,) = panel_measures(rubric)
    for given, points in (
        ({"q": "pa", "r": "pa", "s": 5}, 100),
        ({"q": "pb", "r": "pb", "s": 1}, 0),
        ({"q": "both", "r": "both", "s": 3}, 50),
        ({"q": "pa", "r": "both", "s": 3}, 50 + Fraction(1, 2) * Fraction(100, 3)),
    ):
        found = rate(evaluate(rubric, read(rubric, answers(rubric, **given))), measure)
        assert found.score == points
