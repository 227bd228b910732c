"""What a rater can say at all, and what a mean tells of those behind it, on hand-worked scales."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import LABELS, contrast, likert, readiness, single

from rolefit.studies.panel.attainable import Attainable
from rolefit.studies.panel.measured import panel_measures

ASPECT = {"d": {"name": "D", "about": "About D.", "weight": 1, "target": 75}}


def of(*items: dict[str, Any]) -> Attainable:
    """What one rater can say of these questions."""
    rubric = readiness(*items, dimensions=ASPECT)
    (measure,) = panel_measures(rubric)
    return Attainable(rubric, measure)


def ratings(*values: float) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_a_mean_is_told_but_at_the_ends_where_one_rater_may_have_said_one_less() -> None:
    five = of(likert("q", toward=None))
    assert five.mean_to_tell(ratings(25, 50, 75)) == (50, None)
    assert five.mean_to_tell(ratings(100, 100, 100)) == (Fraction(275, 3), "at_least")
    assert five.mean_to_tell(ratings(75, 100, 100)) == (Fraction(275, 3), "at_least")
    assert five.mean_to_tell(ratings(50, 100, 100)) == (Fraction(250, 3), None)
    assert five.mean_to_tell(ratings(0, 0, 0)) == (Fraction(25, 3), "at_most")
    two = of(*(likert(f"q{k}", toward=None) for k in range(2)))
    assert two.mean_to_tell(ratings(100, 100, 100)) == (100 - Fraction(25, 6), "at_least")


def test_raters_who_say_the_same_are_taken_for_the_nearest_who_do_not() -> None:
    five = of(likert("q", toward=None))
    assert five.blur(ratings(50, 50, 75)) == (50, 50, 75)
    assert five.blur(ratings(50, 50, 50, 50)) == (25, 75, 50, 50)
    assert five.blur(ratings(100, 100, 100)) == (75, 100, 100)
    assert five.blur(ratings(0, 0, 0)) == (25, 0, 0)


def test_on_an_uneven_scale_a_mean_that_comes_about_in_one_way_is_told_with_its_neighbour() -> None:
    worths = (0, Fraction(1, 4), 1)
    options = tuple({"id": f"o{k}", "text": f"{k}.", "value": v} for k, v in enumerate(worths))
    uneven = of(single("q", options=options))
    # 25 is three times 25 and nothing else: it is told as what lies up to (25 + 25 + 100)/3.
    assert uneven.mean_to_tell(ratings(25, 25, 25)) == (25, "about")
    assert uneven.mean_to_tell(ratings(25, 25, 100)) == (25, "about")
    assert uneven.mean_to_tell(ratings(0, 25, 100)) == (25, "about")
    assert uneven.mean_to_tell(ratings(0, 25, 25)) == (Fraction(50, 3), None)
    assert uneven.mean_to_tell(ratings(0, 100, 100)) == (Fraction(200, 3), None)
    assert uneven.blur(ratings(25, 25, 25)) == (100, 25, 25)


def test_where_all_are_worth_the_same_there_is_nothing_to_tell() -> None:
    options = tuple({"id": f"o{k}", "text": f"{k}.", "value": 1} for k in range(2))
    assert not of(single("q", options=options)).tellable


@pytest.mark.slow
def test_a_dimension_of_too_many_answers_to_list_is_told_but_at_the_ends() -> None:
    items = [likert(f"q{k}", toward=None, weight=7**k) for k in range(7)]
    many = of(*items)
    score, bound = many.mean_to_tell(ratings(100, 100, 100))
    assert bound == "at_least"
    assert 100 - score == Fraction(25, 3 * sum(7**k for k in range(7)))


def test_two_poles_are_one_scale_from_the_second_to_the_first() -> None:
    rubric = contrast(single("q"), single("r"), likert("s", labels=LABELS))
    (measure,) = panel_measures(rubric)
    assert (measure.id, measure.outcome) == ("d", "a")
    reach = Attainable(rubric, measure)
    assert reach.mean_to_tell(ratings(100, 100, 100))[1] == "at_least"
    assert reach.mean_to_tell(ratings(0, 0, 0))[1] == "at_most"
    assert reach.mean_to_tell(ratings(0, 100, 50)) == (50, None)
