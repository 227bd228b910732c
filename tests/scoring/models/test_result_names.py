"""What a result is called: by its outcome, by those that are close, by its band, by its levels."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, contrast, likert, profile, readiness, single

from rolefit.rubric.model import Rubric, read
from rolefit.scoring.assess import quick_verdict
from rolefit.scoring.evaluate import evaluate, model_of

FOUR = ("q1", "q2", "q3", "q4")
SINGLE = contrast(*map(single, FOUR))
READY = readiness(*(likert(name, toward=None) for name in FOUR))
SCALES = profile(*(likert(name, name[0], toward=None) for name in ("d1", "d2", "e1", "e2")))


@pytest.mark.parametrize(
    ("rubric", "given", "kind", "names", "alone"),
    [
        (SINGLE, dict.fromkeys(FOUR, "pa"), "outcome", ("a",), "a"),
        (SINGLE, dict.fromkeys(FOUR, "pb"), "outcome", ("b",), "b"),
        # A tie names both, in the order of the rubric; so does a lead that is too small to tell.
        (SINGLE, {"q1": "pb", "q2": "pb", "q3": "pa", "q4": "pa"}, "close", ("a", "b"), None),
        (SINGLE, {"q1": "pb", "q2": "pb", "q3": "pa", "q4": "both"}, "close", ("a", "b"), "b"),
        (READY, dict.fromkeys(FOUR, 5), "band", ("high",), "high"),
        (READY, dict.fromkeys(FOUR, 1), "band", ("low",), "low"),
        (SCALES, {"d1": 5, "d2": 5, "e1": 1, "e2": 1}, "levels", ("d:high", "e:low"), None),
    ],
)
def test_a_result_is_called_by_what_leads(
    rubric: Rubric, given: dict[str, Any], kind: str, names: tuple[str, ...], alone: str | None
) -> None:
    answered = read(rubric, answers(rubric, **given))
    verdict = quick_verdict(rubric, answered).verdict
    model = model_of(rubric)
    assert tuple(model.result_names(verdict, rubric)) == (kind, names)
    assert model.by_scores(evaluate(rubric, answered)) == alone
