"""Labels at and around each threshold, bands with left-closed cuts, ranks: all of it exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import HEAD, answers, contrast, likert, readiness, single

from rolefit.rubric.model import read
from rolefit.scoring.assess import assess, quick_verdict
from rolefit.scoring.assessment import Basis, GateResult, QualityFlag, Sensitivity
from rolefit.scoring.evaluate import elevation, evaluate, preference
from rolefit.scoring.judging import role_of
from rolefit.scoring.levels import Scores, ceiling_of, edges_down, edges_up, level_by_fit, level_of
from rolefit.scoring.tally import OutcomeMeasure
from rolefit.scoring.verdict import (
    Error,
    Strength,
    dimension_error,
    excluding,
    hold_back,
    of_margin,
    ranks,
    share_text,
)

TINY = Fraction(1, 10**12)


T = Fraction("2.776")
"""Student's t for four degrees of freedom."""


@pytest.mark.parametrize(
    ("margin", "variance", "threshold", "label"),
    [
        # Ties are exact, whatever the error.
        (0, 25, 5, "tie"),
        (TINY, 0, 0, "clear"),
        # q = 5 rules while sed = 1 and 2.776 sed = 2.776: at 5 points the verdict begins.
        (5 - TINY, 1, 5, "too_close_to_call"),
        (5, 1, 5, "clear"),
        (5 + TINY, 1, 5, "clear"),
        # sed = 6 rules over q = 5: at exactly one sed it leans.
        (6 - TINY, 36, 5, "too_close_to_call"),
        (6, 36, 5, "leaning"),
        # 2.776 * 6 = 16.656: at exactly that it is clear.
        (Fraction("16.656") - TINY, 36, 5, "leaning"),
        (Fraction("16.656"), 36, 5, "clear"),
        # sed = 3, 2.776 sed = 8.328: between q and that it leans.
        (5, 9, 5, "leaning"),
        (Fraction("8.328") - TINY, 9, 5, "leaning"),
        (Fraction("8.328"), 9, 5, "clear"),
        # sed = sqrt(2) is no fraction: squares are compared.
        (Fraction(14142, 10_000), 2, 0, "too_close_to_call"),
        (Fraction(14143, 10_000), 2, 0, "leaning"),
    ],
)
def test_a_margin_gets_its_label_exactly_at_each_threshold(
    margin: Any, variance: Any, threshold: Any, label: str
) -> None:
    error = Error(Fraction(variance), T)
    assert of_margin(Fraction(margin), error, Fraction(threshold)).label == label


FLAG = QualityFlag(flag="no_spread", items=())
WHY = Basis(code="clear", distance="margin")


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
    held = hold_back(Strength(label, WHY), [FLAG] * flags, None)
    assert held.label == expected
    assert (held.basis.code, held.basis.distance) == ("clear", "margin")
    assert held.basis.held_by == ("quality_flags" if label != expected else None)
    assert held.basis.signs == (flags if label != expected else 0)
    assert (held == Strength(label, WHY)) == (label == expected)


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
    held = hold_back(Strength(label, WHY), [], sensitive)
    assert held.label == expected
    assert (held.basis.held_by == "weights") == (label != expected)


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
    scores = Scores(Fraction(fit), {})
    assert level_by_fit(BANDS, scores.fit) == level_of(BANDS, scores, 3) == band


def edges(rubric: Any, fit: int, ceiling: int, **scores: int) -> set[Any]:
    """The edges of a level: number of the other band, what decides, and points."""
    known = Scores(Fraction(fit), {name: Fraction(score) for name, score in scores.items()})
    here = level_of(rubric, known, ceiling)
    return {*edges_up(rubric, known, here, ceiling), *edges_down(rubric, known, here)}


@pytest.mark.parametrize(
    ("fit", "highest", "expected"),
    [
        (10, 3, {(1, 30)}),
        (40, 3, {(0, 0), (2, 30)}),
        (69, 3, {(0, 29), (2, 1)}),
        (100, 3, {(0, 60), (1, 30), (2, 10)}),
        # A failed gate leaves the bands a and b: the cut at 70 can no longer be crossed.
        (69, 1, {(0, 29)}),
        (30, 1, {(1, 10)}),
        # It leaves nothing but a.
        (95, 0, set()),
    ],
)
def test_the_edges_of_a_level_are_the_cuts_that_can_be_crossed(
    fit: int, highest: int, expected: set[Any]
) -> None:
    assert edges(BANDS, fit, highest) == {(k, None, points) for k, points in expected}


# --- least scores ----------------------------------------------------------------------------


def needing(*needs: dict[str, Any]) -> Any:
    """Bands a from 0, b from 40 and c from 70, with least scores; dimensions d and e."""
    cuts = ((0, 40), (40, 70), (70, 100))
    bands = tuple(
        {"id": "abc"[k], "from": low, "to": high, "name": "n", "summary": "s", **more}
        for k, ((low, high), more) in enumerate(zip(cuts, ({}, *needs), strict=True))
    )
    return readiness(likert("q", toward=None), likert("r", "e", toward=None), bands=bands)


ONE_NEED = needing({"needs": {"d": 50}}, {"needs_each": 60})


@pytest.mark.parametrize(
    ("fit", "d", "e", "level"),
    [
        (90, 90, 90, 2),
        (90, 60, 60, 2),
        # A strong average never hides a missing must-have.
        (90, 60, 59, 1),
        (90, 50, 100, 1),
        (90, 49, 100, 0),
        # Needs alone do not do it either.
        (69, 90, 90, 1),
        (39, 90, 90, 0),
    ],
)
def test_a_level_needs_its_cut_and_its_least_scores_and_those_of_all_below(
    fit: int, d: int, e: int, level: int
) -> None:
    scores = Scores(Fraction(fit), {"d": Fraction(d), "e": Fraction(e)})
    assert level_of(ONE_NEED, scores, 2) == level


def test_a_need_of_a_lower_band_holds_back_a_higher_one_that_does_not_name_it() -> None:
    scores = Scores(Fraction(90), {"d": Fraction(49), "e": Fraction(90)})
    assert level_of(needing({"needs": {"d": 50}}, {}), scores, 2) == 0


def test_a_least_score_without_a_score_is_not_met() -> None:
    assert level_of(ONE_NEED, Scores(Fraction(90), {"e": Fraction(90)}), 2) == 0


def test_any_one_requirement_that_goes_takes_the_level_along() -> None:
    # At b: the fit above 40, d above 50; c would need 5 of the fit and 8 of e; d has its 60.
    assert edges(ONE_NEED, 65, 2, d=65, e=52) == {
        (0, None, 25),
        (0, "d", 15),
        (2, None, 5),
        (2, "e", 8),
    }


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
    assert ceiling_of(BANDS, caps) == 1
    assert ceiling_of(BANDS, caps[2:]) == 3


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


def test_an_edge_without_any_error_is_surer_than_each_that_has_one() -> None:
    bands = (
        {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
        {"id": "high", "from": 50, "to": 100, "name": "high", "summary": "H.", "needs": {"d": 40}},
    )
    names = ["d0", "d1", "d2", "d3", "e0", "e1"]
    rubric = readiness(
        *(likert(name, name[0], toward=None) for name in names),
        bands=bands,
        dimensions={d: {"name": d, "about": d, "weight": 1, "target": 10} for d in "de"},
    )
    given = read(rubric, answers(rubric, **dict.fromkeys(names, 5)))
    found = quick_verdict(rubric, given).verdict
    # The fit is 50 points above its cut, and no score is near its target: nothing moves the fit.
    assert (found.about, found.margin) == ("d", 60)
    tallied = evaluate(rubric, given).tallied
    d, e = (dimension_error(tallied, one, OutcomeMeasure(0)).variance for one in tallied.scoreable)
    assert 0 < d < e  # four answers tell more than two
    assert found.variance == d


TEXTS: Any = HEAD["texts"]
ROLES = contrast(
    *(single(f"q{k}") for k in range(8)),
    {"id": "fact", "type": "yes_no", "ask": "So?", "allow_na": False},
    texts={**TEXTS, "both": {"summary": "Both."}, "neither": {"summary": "Neither."}},
    gates=(
        {
            "id": "g",
            "name": "g",
            "on_fail": "exclude",
            "reason": "r",
            "when": {"item": "fact", "is": "no"},
        },
    ),
)


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (["pa"] * 8, "a"),
        (["pb"] * 8, "b"),
        (["both"] * 8, "both"),
        (["pa", "pb"] * 4, "close"),
        (["pa"] * 2, "not_enough_answers"),
    ],
)
def test_answers_settle_a_role_or_say_why_they_settle_none(given: list[str], role: str) -> None:
    said = {f"q{k}": one for k, one in enumerate(given)}
    assert role_of(assess(ROLES, answers(ROLES, fact="yes", **said))) == role
    assert role_of(assess(ROLES, answers(ROLES, fact="no", **said))) == "not_yet"


def test_an_outcome_without_a_score_leaves_neither_a_lead_nor_a_height() -> None:
    def speaking(name: str, outcome: str) -> dict[str, Any]:
        favors: tuple[dict[str, int], ...] = ({outcome: 1}, {})
        options = tuple(
            {"id": f"p{k}", "text": str(k), "favors": one} for k, one in enumerate(favors)
        )
        return single(name, options=options, allow_na=outcome == "b")

    rubric = contrast(
        *(speaking(f"q{k}", "a") for k in range(3)), *(speaking(f"r{k}", "b") for k in range(3))
    )
    first = {"q0": "p0", "q1": "p0", "q2": "p1"}
    for second, lead, height in (("not_applicable", None, None), ("p0", -Fraction(100, 3), 250)):
        given = read(rubric, answers(rubric, **first, **{f"r{k}": second for k in range(3)}))
        now = evaluate(rubric, given)
        assert now.scores == (Fraction(200, 3), None if lead is None else 100)
        assert preference(now) == lead
        assert elevation(now) == (None if height is None else Fraction(height, 3))
