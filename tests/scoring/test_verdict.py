"""Labels at and around each threshold, bands with left-closed cuts, ranks: all of it exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import likert, readiness

from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import GateResult, QualityFlag
from rolefit.scoring.verdict import (
    Strength,
    band_of,
    ceiling,
    excluding,
    hold_back,
    of_margin,
    of_place,
    place,
    ranks,
    share_text,
)

TINY = Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("margin", "variance", "threshold", "label"),
    [
        # Ties are exact, whatever the error.
        (0, 25, 5, "tie"),
        (0, None, 0, "tie"),
        (TINY, 0, 0, "clear"),
        # q = 5 rules while sed = 1: at 5 points the verdict begins.
        (5 - TINY, 1, 5, "too_close_to_call"),
        (5, 1, 5, "clear"),
        (5 + TINY, 1, 5, "clear"),
        # sed = 6 rules over q = 5: at exactly one sed it leans.
        (6 - TINY, 36, 5, "too_close_to_call"),
        (6, 36, 5, "leaning"),
        # 1.96 * 6 = 11.76: at exactly that it is clear.
        (Fraction(1176, 100) - TINY, 36, 5, "leaning"),
        (Fraction(1176, 100), 36, 5, "clear"),
        # sed = 3, 1.96 sed = 5.88: between q and that it leans.
        (5, 9, 5, "leaning"),
        (Fraction(588, 100) - TINY, 9, 5, "leaning"),
        (Fraction(588, 100), 9, 5, "clear"),
        # sed = sqrt(2) is no fraction; 1.96^2 * 2 = 7.6832 is compared with the squared margin.
        (Fraction(14142, 10_000), 2, 0, "too_close_to_call"),
        (Fraction(14143, 10_000), 2, 0, "leaning"),
        # Without a known error nothing is clear.
        (4, None, 5, "too_close_to_call"),
        (100, None, 5, "leaning"),
        # No error at all: amounts that all say the same.
        (100, 0, 5, "clear"),
    ],
)
def test_a_margin_gets_its_label_exactly_at_each_threshold(
    margin: Any, variance: Any, threshold: Any, label: str
) -> None:
    variance = None if variance is None else Fraction(variance)
    assert of_margin(Fraction(margin), variance, Fraction(threshold)).label == label


FLAG = QualityFlag(flag="no_spread", items=(), say="Odd.")


@pytest.mark.parametrize(
    ("label", "flags", "expected"),
    [
        ("clear", 0, "clear"),
        ("clear", 1, "clear"),
        ("clear", 2, "leaning"),
        ("clear", 3, "leaning"),
        ("leaning", 2, "leaning"),
        ("too_close_to_call", 2, "too_close_to_call"),
        ("tie", 2, "tie"),
    ],
)
def test_two_flags_hold_a_clear_verdict_at_leaning_and_change_no_other(
    label: Any, flags: int, expected: str
) -> None:
    held = hold_back(Strength(label, "why"), [FLAG] * flags, None)
    assert held.label == expected
    assert held.reason.startswith("why")
    assert (held == Strength(label, "why")) == (label == expected)


@pytest.mark.parametrize(
    ("label", "robust", "expected"),
    [
        ("clear", True, "clear"),
        ("clear", False, "leaning"),
        ("leaning", False, "leaning"),
        ("tie", False, "tie"),
    ],
)
def test_a_result_that_other_weights_could_turn_is_never_clear(
    label: Any, robust: bool, expected: str
) -> None:
    known: dict[str, Any] = {"robust": robust}  # all that is looked at
    sensitive = Sensitivity.model_construct(**known)
    held = hold_back(Strength(label, "why"), [], sensitive)
    assert held.label == expected
    assert ("weights" in held.reason) == (label != expected)


# --- bands -----------------------------------------------------------------------------------


def banded(*cuts: int) -> Any:
    ends = (*cuts[1:], 100)
    bands = tuple(
        {"id": "abcde"[k], "from": low, "to": high, "name": "n", "summary": "s"}
        for k, (low, high) in enumerate(zip(cuts, ends, strict=True))
    )
    return readiness(likert("q", toward=None), bands=bands)


BANDS = banded(0, 40, 70, 90)


@pytest.mark.parametrize(
    ("fit", "band"),
    [
        (0, 0),
        (40 - TINY, 0),
        (40, 1),
        (70 - TINY, 1),
        (70, 2),
        (90 - TINY, 2),
        (90, 3),
        (100, 3),
    ],
)
def test_a_cut_score_belongs_to_the_band_above_it(fit: Any, band: int) -> None:
    assert band_of(BANDS, Fraction(fit)) == band


@pytest.mark.parametrize(
    ("fit", "highest", "band", "neighbour", "distance"),
    [
        (10, 3, "a", "b", 30),
        (40, 3, "b", "a", 0),
        (54, 3, "b", "a", 14),
        (56, 3, "b", "c", 14),
        (55, 3, "b", "a", 15),
        (69, 3, "b", "c", 1),
        (100, 3, "d", "c", 10),
        # A failed gate leaves the bands a and b: the cut at 70 can no longer be crossed.
        (69, 1, "b", "a", 29),
        (95, 1, "b", "a", 55),
        (30, 1, "a", "b", 10),
        # It leaves nothing but a.
        (95, 0, "a", None, None),
    ],
)
def test_the_nearest_cut_is_the_nearest_that_can_be_crossed(
    fit: int, highest: int, band: str, neighbour: str | None, distance: int | None
) -> None:
    where = place(BANDS, Fraction(fit), highest)
    assert where.band.id == band
    assert (where.neighbour.id if where.neighbour else None) == neighbour
    assert where.distance == distance


@pytest.mark.parametrize(
    ("fit", "variance", "label"),
    [
        # sed = 2 around the cut at 40
        (40, 4, "too_close_to_call"),
        (42 - TINY, 4, "too_close_to_call"),
        (38 + TINY, 4, "too_close_to_call"),
        (42, 4, "leaning"),
        (38, 4, "leaning"),
        (Fraction(4392, 100) - TINY, 4, "leaning"),
        (Fraction(4392, 100), 4, "clear"),
        (40, 0, "clear"),
        (60, None, "leaning"),
    ],
)
def test_a_band_is_near_a_cut_within_one_standard_error(
    fit: Any, variance: Any, label: str
) -> None:
    variance = None if variance is None else Fraction(variance)
    assert of_place(place(BANDS, Fraction(fit), 3), variance).label == label


def test_a_band_that_no_score_can_change_is_clear() -> None:
    assert of_place(place(BANDS, Fraction(95), 0), Fraction(400)).label == "clear"


# --- gates -----------------------------------------------------------------------------------


def gate(name: str, state: Any, **more: Any) -> GateResult:
    held: dict[str, Any] = {"on_fail": "exclude", "applies_to": (), "cap": None, **more}
    words: dict[str, Any] = {"name": name, "items": (), "reason": "r", "fix": None, "source": ()}
    return GateResult(id=name, state=state, **words, **held)


def test_the_lowest_cap_of_the_failed_gates_counts() -> None:
    caps = [
        gate("one", "fail", on_fail="cap_band", cap="c"),
        gate("two", "fail", on_fail="cap_band", cap="b"),
        gate("three", "unknown", on_fail="cap_band", cap="a"),
        gate("four", "pass", on_fail="cap_band", cap="a"),
        gate("five", "fail"),
    ]
    assert ceiling(BANDS, caps) == 1
    assert ceiling(BANDS, caps[2:]) == 3


def test_a_gate_excludes_those_to_whom_it_applies() -> None:
    gates = [
        gate("all", "fail"),
        gate("some", "fail", applies_to=("a",)),
        gate("flag", "fail", on_fail="flag"),
        gate("open", "unknown"),
    ]
    assert excluding(gates, "a", "fail") == ("all", "some")
    assert excluding(gates, "b", "fail") == ("all",)
    assert excluding(gates, "b", "unknown") == ("open",)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3, 2, 1], [1, 2, 3]),
        ([1, 3, 3], [3, 1, 1]),
        ([2, 2, 2], [1, 1, 1]),
        ([3, 1, 1], [1, 2, 2]),
        ([None, 1, 2], [None, 2, 1]),
        ([None, None], [None, None]),
    ],
)
def test_ranks_are_competition_ranks(scores: Any, expected: Any) -> None:
    assert list(ranks([None if s is None else Fraction(s) for s in scores])) == expected


def test_a_share_is_written_as_a_percentage() -> None:
    assert share_text(Fraction(2, 5)) == "40 %"
    assert share_text(Fraction(1, 3)) == "33 %"
