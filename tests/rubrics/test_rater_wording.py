"""What raters read is held to the same rules of wording as what people read of themselves."""

from __future__ import annotations

import pytest
from cases import rubric as load

from rolefit.audit.checks import (
    absolute_wording,
    double_barrelled,
    leading_question,
    long_wording,
    negation,
    protected_topic,
    reading_grade,
)
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import rater_view, raters_of
from rolefit.storage.shipped import shipped_names

CHECKS = (
    absolute_wording,
    double_barrelled,
    leading_question,
    long_wording,
    negation,
    protected_topic,
    reading_grade,
)
WORDED = tuple(name for name in shipped_names() if any(item.ask_rater for item in load(name).items))


def findings(rubric: Rubric) -> set[tuple[str, tuple[str | int, ...], str]]:
    """What the checks of wording find in the questions: check, place and severity."""
    subject = Subject(rubric)
    return {
        (check.CODE, one.path, one.severity)
        for check in CHECKS
        for one in check.check(subject)
        if one.path[0] == "items"
    }


def test_six_rubrics_have_a_wording_for_raters() -> None:
    assert len(WORDED) == 6
    assert all(raters_of(load(name)) for name in WORDED)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORDED)
def test_no_wording_for_raters_is_worse_than_the_person_s_own(name: str) -> None:
    rubric = load(name)
    assert findings(rater_view(rubric, "Dana")) <= findings(rubric)


@pytest.mark.slow
def test_a_wording_that_is_worse_is_noticed() -> None:
    rubric = load("lead-or-manager")
    long = " ".join(["{name} organises interdepartmental documentation"] * 12)
    items = (rubric.items[0].model_copy(update={"ask_rater": long}), *rubric.items[1:])
    worse = rater_view(rubric.model_copy(update={"items": items}), "Dana")
    assert not findings(worse) <= findings(rubric)
