"""Yes-or-no items: facts that feed gates and branches, and score only when told to."""

from __future__ import annotations

from typing import Any

import pytest

from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.yes_no import YesNo
from rolefit.rubric.models import STANDARD


def yes_no(**more: Any) -> YesNo:
    return YesNo.model_validate({"id": "q", "type": "yes_no", "ask": "q?", **more})


@pytest.mark.parametrize(
    ("raw", "answer"), [("yes", "yes"), (True, "yes"), ("no", "no"), (False, "no")]
)
def test_a_boolean_is_as_good_as_the_word(raw: Any, answer: str) -> None:
    assert yes_no().read(raw) == answer


@pytest.mark.parametrize("raw", ["Yes", "y", 1, 0, 1.0, None, "true", ("yes",)])
def test_nothing_else_is_taken_for_yes_or_no(raw: Any) -> None:
    with pytest.raises(Unreadable, match="expected yes or no"):
        yes_no().read(raw)


def test_it_has_no_weight_unless_it_also_scores() -> None:
    assert not yes_no(dimension="d").scores
    assert yes_no(dimension="d", also_scores=True).scores


def test_yes_counts_1_and_no_counts_0() -> None:
    item = yes_no(dimension="d", also_scores=True)
    assert [item.values(a, (STANDARD,)) for a in ("yes", "no")] == [(1,), (0,)]
    item = yes_no(dimension="d", also_scores=True, toward="b")
    assert [item.values(a, ("a", "b")) for a in ("yes", "no")] == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        (
            {"dimension": "d"},
            ("dimension",),
            "a yes_no item with a dimension scores only with also_scores: true",
        ),
        (
            {"also_scores": True},
            ("also_scores",),
            "without a dimension there is nothing to score in",
        ),
    ],
)
def test_a_dimension_and_scoring_go_together(more: Any, path: Any, message: str) -> None:
    problems = list(yes_no(**more).problems(("a", "b")))
    assert [(p.path, p.message) for p in problems] == [(path, message)]


def test_reverse_keyed_no_counts_1() -> None:
    item = yes_no(dimension="d", also_scores=True, reverse=True)
    assert [item.values(a, (STANDARD,)) for a in ("yes", "no")] == [(0,), (1,)]
    assert [p.message for p in yes_no(reverse=True).problems((STANDARD,))] == [
        "reverse turns what an answer counts, and this item counts nothing"
    ]
