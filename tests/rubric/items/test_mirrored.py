"""Items whose answers count the other way round."""

from __future__ import annotations

from fractions import Fraction

from drawn import ANY, validated
from hypothesis import given
from make import OUTCOMES, contrast, likert, single
from strategies import Case, ci

from rolefit.rubric.items.multi import Multi
from rolefit.rubric.items.shared import Scaled


@ci
@given(ANY)
def test_a_mirrored_item_swaps_poles_or_is_worth_what_was_lacking(case: Case) -> None:
    rubric = validated(case)
    ids = rubric.outcome_ids
    for item in rubric.items:
        if not item.scores:
            continue
        turned = item.mirror(ids)
        for answer in item.candidates():
            before, after = item.values(answer, ids), turned.values(answer, ids)
            if rubric.model == "readiness":
                assert after == (1 - before[0],)
            elif len(ids) == 2 or "choices" in type(item).model_fields:
                assert after == before[::-1]
            elif isinstance(item, Scaled) and item.low_end(ids) is None:
                # It speaks for one alone: what it was worth for that one is now lacking.
                assert sum(after) == 1 - sum(before)
            else:
                assert sorted(after) == sorted(before)


@ci
@given(ANY)
def test_mirrored_twice_is_as_it_was(case: Case) -> None:
    rubric = validated(case)
    ids = rubric.outcome_ids
    for item in rubric.items:
        twice = item.mirror(ids).mirror(ids)
        if item.scores and not (isinstance(item, Multi) and rubric.model == "readiness"):
            if item.type == "yes_no" and rubric.model == "readiness":
                continue  # what stands for such an item is not turned back
            for answer in item.candidates():
                assert twice.values(answer, ids) == item.values(answer, ids)


def test_everything_else_about_an_item_stays() -> None:
    item = contrast(likert("q", weight=Fraction(3))).items[0]
    turned = item.mirror(("a", "b"))
    assert (turned.id, turned.weight, turned.candidates(), turned.step_width) == (
        item.id,
        item.weight,
        item.candidates(),
        item.step_width,
    )


def test_the_middle_one_of_three_outcomes_keeps_its_options() -> None:
    outcomes = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}
    options = tuple({"id": f"p{o}", "text": f"For {o}.", "favors": {o: 1}} for o in outcomes)
    item = contrast({**single("q"), "options": options}, outcomes=outcomes).items[0]
    turned = item.mirror(("a", "b", "c"))
    assert [turned.values(f"p{o}", ("a", "b", "c")) for o in "abc"] == [
        (0, 0, 1),
        (0, 1, 0),
        (1, 0, 0),
    ]
