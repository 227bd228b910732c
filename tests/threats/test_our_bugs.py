"""A bug of ours is one message without any value of the user."""

from __future__ import annotations

import pytest
from runs import Run
from strangers import (
    ANSWERS,
    harmless,
)

SECRET = "Jane Doe, 4711"
FAULTS = {
    "ValueError": ValueError(SECRET),
    "KeyError": KeyError(SECRET),
    "RecursionError": RecursionError(SECRET),
    "MemoryError": MemoryError(SECRET),
    "AssertionError": AssertionError(SECRET),
    "UnicodeEncodeError": UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_bug_of_ours_is_one_message_without_any_value_of_the_user(
    kind: str, score: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        name = SECRET  # a local variable that must not be shown either
        raise FAULTS[kind] from RuntimeError(name)

    monkeypatch.setattr("rolefit.cli.work.assess", fail)
    ran = score(f"{ANSWERS}respondent: {{name: '{SECRET}'}}\n")
    assert (ran.code, ran.out) == (3, "")
    assert "this is a bug" in ran.err
    assert ran.err.count("\n") == 2
    for word in (SECRET, "Jane", "4711", "Traceback", "RuntimeError"):
        assert word not in ran.err
    assert harmless(ran.err)


def test_details_of_a_bug_are_shown_only_to_those_who_ask(
    score: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("rolefit.cli.work.assess", fail)
    monkeypatch.setenv("ROLEFIT_DEBUG", "1")
    with pytest.raises(ValueError, match=SECRET):
        score()


def test_a_model_that_refuses_a_value_does_not_quote_it() -> None:
    from rolefit.rubric.model import Responses  # noqa: PLC0415

    with pytest.raises(ValueError, match="rubric") as caught:
        Responses.model_validate({"rubric": SECRET, "answers": SECRET})
    assert "Jane" not in str(caught.value)
