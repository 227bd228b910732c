"""Outcomes that stop short of 0 or 100, and what is said about them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from make import contrast, likert, readiness, single

from rolefit.audit.base import Finding
from rolefit.audit.checks.attainable_range import check, reaches
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric


def found(rubric: Rubric) -> list[Finding]:
    return list(check(Subject(rubric)))


def worth(name: str, *worths: dict[str, str], **more: Any) -> dict[str, Any]:
    """A single-choice item whose options favour the outcomes so much."""
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "favors": {o: Fraction(w) for o, w in one.items()}}
        for k, one in enumerate(worths)
    )
    return single(name, options=options, **more)


def test_an_outcome_that_reaches_both_ends_is_left_alone() -> None:
    rubric = contrast(single("p"), likert("q"))
    assert reaches(rubric) == {"a": (0, 100), "b": (0, 100)}
    assert found(rubric) == []


def test_an_outcome_that_stops_below_100_is_told_with_the_item_to_blame() -> None:
    rubric = contrast(worth("p", {"a": "1"}, {"b": "0.5"}), likert("q"))
    (one,) = found(rubric)
    assert one == Finding(
        ("outcomes", "b"),
        "the score of a b is at most 75.0, whatever is answered",
        "no answer is worth 1 for b in `p`",
    )


def test_an_outcome_that_stops_above_0_is_told_with_the_item_to_blame() -> None:
    rubric = contrast(worth("p", {"a": "1", "b": "0.5"}, {"a": "0.5", "b": "1"}), likert("q"))
    said = [(one.path, one.message, one.hint) for one in found(rubric)]
    assert said == [
        (
            ("outcomes", o),
            f"the score of {name} is at least 25.0, whatever is answered",
            f"no answer is worth 0 for {o} in `p`",
        )
        for o, name in (("a", "an a"), ("b", "a b"))
    ]


def test_an_end_just_beside_the_scale_is_never_rounded_to_it() -> None:
    (one,) = found(contrast(worth("p", {"a": "1"}, {"b": "0.9999"})))
    assert one.message == "the score of a b is at most a little below 100, whatever is answered"


def test_a_fit_that_stops_short_is_told_at_the_standard() -> None:
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "value": Fraction(k, 4)} for k in range(3)
    )
    (one,) = found(readiness(single("p", options=options)))
    assert one.path == ("standard",)
    assert one.message == "the fit is at most 62.5, whatever is answered"
    assert one.hint == "no answer is worth 1 in `p`"


def test_a_target_may_be_reached_without_the_full_score() -> None:
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "value": Fraction(k, 5)} for k in range(5)
    )
    assert found(readiness(single("p", options=options))) == []


def test_an_item_that_is_hidden_by_a_branch_need_not_reach_the_end() -> None:
    # Only who speaks for b in p is asked q, so that a reaches 100 without it.
    weak = worth("q", {"a": "0.5"}, {"b": "1"}, ask_when={"item": "p", "is": "pb"})
    assert found(contrast(single("p", options=single("p")["options"][:2]), weak)) == []


def test_a_scale_between_two_of_three_outcomes_takes_nothing_from_the_third() -> None:
    # It cannot speak for c, so c is scored over the other item alone and can reach 100.
    outcomes = {o: {"name": f"an {o}", "summary": "S."} for o in ("a", "b", "c")}
    three = worth("q", {"a": "1"}, {"b": "1"}, {"c": "1"})
    scale = likert("p", opposite="b")
    assert found(contrast(scale, three, outcomes=outcomes)) == []
