"""Multiple-choice items: a set of options, scaled by what a permitted set can attain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import oracle
import pytest
from hypothesis import given
from strategies import Tape, ci, tapes

from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.items.multi import COMBINE, Multi
from rolefit.rubric.models import STANDARD

WORTHS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))


def raw_multi(*worths: Any, **more: Any) -> dict[str, Any]:
    options = tuple({"id": f"o{k}", "text": f"{k}.", "value": w} for k, w in enumerate(worths))
    raw = {"id": "q", "type": "multi", "ask": "q?", "dimension": "d", "options": options}
    return {**raw, **more}


def multi(*worths: Any, **more: Any) -> Multi:
    return Multi.model_validate(raw_multi(*worths, **more))


def worth(item: Multi, *chosen: str) -> Fraction:
    return item.values(chosen, (STANDARD,))[0]


HALF = Decimal("0.5")


def test_a_sum_is_scaled_by_the_greatest_sum() -> None:
    # Attainable: 0 (none of these) to 1 + 0.5 + 0.5 = 2.
    item = multi(1, HALF, HALF)
    assert worth(item, "o0") == Fraction(1, 2)
    assert worth(item, "o1", "o2") == Fraction(1, 2)
    assert worth(item, "o0", "o1", "o2") == 1
    assert worth(item, "none_of_these") == 0


def test_a_mean_is_scaled_by_the_least_and_greatest_mean() -> None:
    # Two or three of 1, 0.5, 0: least mean (0.5 + 0) / 2 = 1/4, greatest (1 + 0.5) / 2 = 3/4.
    item = multi(1, HALF, 0, mode="mean", min_selected=2, none_of_these=False)
    assert worth(item, "o0", "o1") == 1
    assert worth(item, "o1", "o2") == 0
    assert worth(item, "o0", "o2") == Fraction(1, 2)
    assert worth(item, "o0", "o1", "o2") == Fraction(1, 2)


def test_a_maximum_is_scaled_by_the_least_and_greatest_maximum() -> None:
    # Two or three of 1, 0.5, 0.25: the least maximum is 0.5, the greatest 1.
    item = multi(1, HALF, Fraction(1, 4), mode="max", min_selected=2, none_of_these=False)
    assert worth(item, "o1", "o2") == 0
    assert worth(item, "o0", "o2") == 1


def test_a_set_that_can_only_be_worth_one_thing_is_worth_nothing() -> None:
    item = multi(1, 1, mode="max", none_of_these=False)
    assert worth(item, "o0") == worth(item, "o0", "o1") == 0


def sized(tape: Tape) -> dict[str, Any]:
    """A random multi item."""
    worths = [tape.pick(*WORTHS) for _ in range(tape.pick(2, 3, 4, 5))]
    fewest = tape.pick(*range(1, len(worths) + 1))
    most = tape.pick(*range(fewest, len(worths) + 1))
    more = {"min_selected": fewest, "max_selected": most, "none_of_these": tape.pick(True, False)}
    return raw_multi(*worths, mode=tape.pick("sum", "mean", "max"), **more)


@ci
@given(tapes(sized))
def test_the_attainable_ends_are_those_of_all_permitted_sets(raw: dict[str, Any]) -> None:
    item = Multi.model_validate(raw)
    every = [oracle.combined(raw, chosen, STANDARD, Fraction) for chosen in oracle.sets_of(raw)]
    assert item.attainable(STANDARD) == (min(every), max(every))
    assert set(item.candidates()) == set(oracle.sets_of(raw))


def test_the_order_of_a_set_does_not_count() -> None:
    assert multi(1, 0, 1).read(["o2", "o0"]) == ("o0", "o2")


def test_one_option_needs_no_brackets() -> None:
    assert multi(1, 0).read("o1") == ("o1",)
    assert multi(1, 0).read("none_of_these") == ("none_of_these",)


@pytest.mark.parametrize(
    ("raw", "more", "message"),
    [
        (["none_of_these"], {"none_of_these": False}, "none_of_these is no answer"),
        (["none_of_these", "o0"], {}, "none_of_these cannot stand beside an option"),
        (["o0", "o0"], {}, "an option is listed twice"),
        (["o0"], {"min_selected": 2}, "expected 2 to 3 options"),
        (["o0", "o1"], {"max_selected": 1}, "expected 1 to 1 options"),
        (["o0", "x"], {}, "unknown option `x`"),
        (["o0", 1], {}, "expected the name of an option"),
        (7, {}, "expected a list of options"),
    ],
)
def test_a_set_that_is_not_permitted_is_refused(raw: Any, more: Any, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        multi(1, 0, 1, **more).read(raw)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"min_selected": 3, "max_selected": 2}, "cannot choose 3 to 2 of 3"),
        ({"max_selected": 4}, "cannot choose 1 to 4 of 3"),
        ({"min_selected": 4}, "cannot choose 4 to 3 of 3"),
    ],
)
def test_limits_that_no_set_can_keep_are_a_problem(more: Any, message: str) -> None:
    problems = list(multi(1, 0, 1, **more).problems((STANDARD,)))
    assert [(p.path, p.message) for p in problems] == [(("max_selected",), message)]


def test_options_are_checked_like_those_of_a_single_item() -> None:
    doubled = multi(1, 0).model_copy(update={"choices": (*multi(1, 0).choices,) * 2})
    codes = [p.code for p in doubled.problems((STANDARD,))]
    assert codes.count("duplicate-id") == 2


@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_nothing_chosen_is_worth_nothing(mode: Any) -> None:
    assert COMBINE[mode]([]) == 0
