"""Small assessments from end to end, every number and every label worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from make import OUTCOMES, answers, contrast, likert, readiness, single

from rolefit.errors import Invalid
from rolefit.reports.formats.json import plain, report
from rolefit.reports.pages.score.grounds import basis_text, completeness_text
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess, topic_and_answer
from rolefit.scoring.assessment import Assessment, Verdict

POINTS = ({"at": 0, "value": 0}, {"at": 1000, "value": 1})
THREE = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}


def amount(name: str, dimension: str = "d", **more: Any) -> dict[str, Any]:
    """A number of thousandths, worth just that for `a`; it has no scale steps, so no floor."""
    item = {"id": name, "type": "numeric", "ask": f"{name}?", "dimension": dimension}
    shape = {"unit": "parts", "range": (0, 1000), "breakpoints": POINTS, "allow_na": False}
    return {**item, **shape, "toward": "a", **more}


def favouring(name: str, dimension: str = "d", **favors: Any) -> dict[str, Any]:
    """An item with one option worth something, `it`, and one worth nothing."""
    options = ({"id": "it", "text": "It.", "favors": favors}, {"id": "not", "text": "Not."})
    return single(name, dimension, options=options)


def gate(when: Any, **more: Any) -> dict[str, Any]:
    held = {"id": "g", "name": "g holds", "when": when, "on_fail": "exclude", "reason": "r"}
    return {**held, **more}


def weighed(**weights: Any) -> dict[str, Any]:
    return {"dimensions": {d: {"name": d, "about": d, "weight": w} for d, w in weights.items()}}


def assessed(rubric: Rubric, **given: Any) -> Assessment:
    return assess(rubric, answers(rubric, **given))


# --- scores and contributions ----------------------------------------------------------------

# d (W = 3): p = 3/4 with weight 2, q = 1/4 with weight 1; e (W = 1): r is both.
# S_d,a = 100 * (2 * 3/4 + 1/4) / 3 = 175/3; S_e,a = 100. S_a = (3 * 175/3 + 100) / 4 = 68.75
# S_d,b = 125/3; S_e,b = 100. S_b = (125 + 100) / 4 = 56.25
WORKED = contrast(likert("p", weight=2), likert("q"), single("r", "e"), **weighed(d=3, e=1))
DONE = {"p": 4, "q": 2, "r": "both"}


def test_an_outcome_score_is_the_weighted_mean_of_its_dimensions() -> None:
    found = assessed(WORKED, **DONE)
    assert [o.score for o in found.outcomes] == [Fraction(275, 4), Fraction(225, 4)]
    assert [d.scores for d in found.dimensions] == [
        (Fraction(175, 3), Fraction(125, 3)),
        (100, 100),
    ]
    assert [d.weight for d in found.dimensions] == [Fraction(3, 4), Fraction(1, 4)]


def test_contributions_are_effective_weights_times_values() -> None:
    # w' = 3/4 * 2/3 = 1/2, 3/4 * 1/3 = 1/4, 1/4; times 3/4, 1/4, 1 for a and 1/4, 3/4, 1 for b.
    found = assessed(WORKED, **DONE).contributions
    assert [c.weight for c in found] == [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    assert [c.points for c in found] == [
        (Fraction(75, 2), Fraction(25, 2)),
        (Fraction(25, 4), Fraction(75, 4)),
        (25, 25),
    ]
    assert [c.lead for c in found] == [25, Fraction(-25, 2), 0]
    assert [c.answer for c in found] == ["much", "little", "For both."]


def test_preference_is_the_difference_of_the_poles_and_elevation_their_mean() -> None:
    found = assessed(WORKED, **DONE)
    assert found.preference == Fraction(25, 2)
    assert found.elevation == Fraction(125, 2)


def test_elevation_is_not_reported_where_every_answer_makes_the_poles_sum_to_100() -> None:
    found = assessed(WORKED, p=4, q=2, r="pa")
    assert found.preference is not None
    assert found.elevation is None


def test_three_outcomes_have_neither_preference_nor_elevation() -> None:
    rubric = contrast(single("p"), favouring("q", c=1), outcomes=THREE)
    found = assessed(rubric, p="pa", q="it")
    assert (found.preference, found.elevation) == (None, None)


def test_the_standard_error_of_the_margin_comes_from_item_differences() -> None:
    # Equally likely answers: likert deltas -1, -1/2, 0, 1/2, 1 vary by 1/2 (twice), a choice of
    # 1, -1, 0 by 2/3: on average 5/9. Own: d 1/2 and -1/2 about 0: 1/2 over 1; e: nothing over 0.
    # sigma2 = (4 * 5/9 + 1/2) / (4 + 1) = 49/90
    # Steps: likert 4 * (1/4)^2 / 12 = 1/48 each; choice, which may favour both: 2 * (1/2)^2 / 12.
    # Weights: 1/2, 1/4 in d and 1/4 in e.
    sigma2 = Fraction(49, 90)
    d = (Fraction(1, 4) + Fraction(1, 16)) * (sigma2 + Fraction(1, 48))
    e = Fraction(1, 16) * (sigma2 + Fraction(1, 24))
    assert assessed(WORKED, **DONE).verdict.variance == 10_000 * (d + e)


@pytest.mark.parametrize(
    ("answered", "coverage", "status"),
    [
        (5, "1", "complete"),
        (4, "4/5", "complete"),
        (3, "3/5", "provisional"),
        (2, "2/5", "insufficient"),
    ],
)
def test_coverage_is_complete_from_80_percent_and_provisional_from_50(
    answered: int, coverage: str, status: str
) -> None:
    rubric = contrast(*(single(f"q{k}") for k in range(5)))
    (d,) = assessed(rubric, **{f"q{k}": "pa" for k in range(answered)}).dimensions
    assert (d.coverage, d.status) == (Fraction(coverage), status)
    assert (d.scores is None) == (status == "insufficient")


def test_exactly_half_is_provisional_and_an_unscoreable_dimension_is_insufficient() -> None:
    rubric = contrast(*(single(f"q{k}") for k in range(4)))
    assert assessed(rubric, q0="pa", q1="pa").dimensions[0].status == "provisional"
    rubric = contrast(single("p", weight=9), single("q"))
    (d,) = assessed(rubric, p="pa").dimensions
    assert (d.coverage, d.status, d.scores) == (Fraction(9, 10), "insufficient", None)


def test_what_was_answered_and_what_applies_is_counted() -> None:
    items = (single("p"), single("q", allow_na=True), single("r"), single("s"))
    branched = single("t", ask_when={"item": "p", "is": "pb"})
    found = assessed(contrast(*items, branched), p="pa", q="not_applicable", r="pb", s="dont_know")
    assert (found.answered, found.applicable) == (2, 3)
    assert [(m.item, m.state) for m in found.missing] == [
        ("q", "not_applicable"),
        ("s", "dont_know"),
        ("t", "not_presented"),
    ]
    assert (found.dimensions[0].answered, found.dimensions[0].applicable) == (2, 3)


def test_a_note_and_a_remark_are_passed_on() -> None:
    rubric = contrast(single("p"), single("q"), single("r"))
    given = {"p": {"answer": "pa", "note": "seen it"}, "q": "pa", "r": {"dont_know": "ask Ann"}}
    found = assessed(rubric, **given)
    assert [c.note for c in found.contributions] == ["seen it", None]
    assert [m.remark for m in found.missing] == ["ask Ann"]


def test_who_answered_when_and_what_is_passed_on() -> None:
    rubric = contrast(single("p"))
    raw = {"rubric": "tiny", "answers": {"p": "pa"}, "date": "2026-11-22"}
    who = {"respondent": {"name": "Northwind", "group": "founder"}}
    same = assess(
        rubric, Responses.model_validate({**raw, **who, "rubric_hash": rubric.content_hash})
    )
    assert (same.respondent, same.group, same.date) == ("Northwind", "founder", "2026-11-22")
    assert (same.rubric.hash, same.rubric_changed) == (rubric.content_hash, False)
    other = assess(rubric, Responses.model_validate({**raw, "rubric_hash": "sha256:" + "0" * 64}))
    assert other.rubric_changed
    assert (other.respondent, other.group) == (None, "self")


def test_the_settings_that_were_used_are_reported() -> None:
    settings = {"indifference_threshold": 7, "max_lost_weight": Decimal("0.25")}
    rubric = contrast(single("p"), settings=settings)
    found = assessed(rubric, p="pa").rubric
    assert (found.indifference_threshold, found.max_lost_weight) == (7, Fraction(1, 4))


def test_answers_that_cannot_be_read_are_never_scored() -> None:
    with pytest.raises(Invalid, match=r"answers\.p: unknown option"):
        assessed(contrast(single("p")), p="px")


# --- labels ----------------------------------------------------------------------------------

AMOUNTS = contrast(amount("p"), amount("q"))


def lead_variance(h: Fraction) -> Fraction:
    """Squared error of the margin of two amounts v + h and v - h, each worth v for a and the rest.

    A difference 2v - 1 of an amount anywhere in its range varies by 1/3; the own ones by 2 (2h)^2
    over 1. An amount is known to a twentieth of its range, which counts four times.
    """
    sigma2 = (4 * Fraction(1, 3) + 2 * (2 * h) ** 2) / 5
    return 10_000 * (sigma2 + 4 * Fraction(1, 400) / 12) / 2


@pytest.mark.parametrize(
    ("p", "q", "margin", "label"),
    [
        (500, 500, 0, "tie"),
        (524, 524, Decimal("4.8"), "too_close_to_call"),
        # Both amounts v: sed = 36.57; t(5) = 2.5706, so 94.0 are clear.
        (682, 682, Decimal("36.4"), "too_close_to_call"),
        (683, 683, Decimal("36.6"), "leaning"),
        # 2.5706 * 36.57 = 94.0
        (969, 969, Decimal("93.8"), "leaning"),
        # Apart by h = .1 each way the error is larger: 37.65.
        (788, 588, Decimal("37.6"), "too_close_to_call"),
        (789, 589, Decimal("37.8"), "leaning"),
    ],
)
def test_the_margin_is_held_against_its_own_error(p: int, q: int, margin: Any, label: str) -> None:
    verdict = assessed(AMOUNTS, p=p, q=q).verdict
    assert verdict.margin == Fraction(margin)
    assert verdict.variance == lead_variance(Fraction(p - q, 2000))
    assert verdict.label == verdict.strength == label


def test_one_question_a_dimension_has_the_error_of_answers_without_information() -> None:
    # Deltas 1, -1, 0 vary by 2/3; the step 1/2 counts twice: 1/24; each weighs a half.
    verdict = assessed(contrast(single("p"), single("q", "e")), p="pa", q="pa").verdict
    assert verdict.variance == 10_000 * (Fraction(2, 3) + Fraction(1, 24)) / 2
    assert verdict.label == "leaning"


def test_a_leader_and_its_runner_up_are_named() -> None:
    verdict = assessed(AMOUNTS, p=300, q=300).verdict
    assert (verdict.outcome, verdict.runner_up, verdict.tied) == ("b", "a", ())


def three(**favors: Any) -> Assessment:
    rubric = contrast(favouring("p", **favors), favouring("q", **favors), outcomes=THREE)
    return assessed(rubric, p="it", q="it")


def test_a_tie_names_all_tied_outcomes_in_the_order_of_the_rubric_with_ranks_1_1_3() -> None:
    found = three(c=1, b=1, a=Fraction(1, 2))
    assert found.verdict.label == "tie"
    assert found.verdict.tied == ("b", "c")
    assert (found.verdict.outcome, found.verdict.runner_up) == (None, None)
    assert [o.rank for o in found.outcomes] == [3, 1, 1]
    assert [o.rank for o in three(a=1, b=1, c=1).outcomes] == [1, 1, 1]
    assert [o.rank for o in three(a=1, b=Fraction(1, 2), c=Fraction(1, 2)).outcomes] == [1, 2, 2]


def test_the_lead_of_tied_outcomes_sums_to_nothing() -> None:
    found = three(c=1, b=1, a=Fraction(1, 2))
    assert sum(c.lead for c in found.contributions) == 0


def test_which_of_two_equal_rivals_comes_first_in_the_file_decides_no_label() -> None:
    # a leads with 80; b and c both have 60. Nine options make steps of 1/8, so a floor of
    # q2 = 2 * (1/8)^2 / 12 / 4 = 1/1536.
    # Against b: deltas .2 .2, sed = 100 * sqrt(2/1536) = 3.6: 20 points are clear.
    # Against c: deltas -.2 .6, s2 = 2 * (.16 + .16) / 4: sed over 40: too close to call.
    def tenths(name: str, **favors: int) -> dict[str, Any]:
        worth = {o: Fraction(v, 10) for o, v in favors.items()}
        rest = tuple({"id": f"o{k}", "text": f"No {k}."} for k in range(8))
        return single(name, options=({"id": "it", "text": "It.", "favors": worth}, *rest))

    items = (tenths("p", a=8, b=6, c=10), tenths("q", a=8, b=6, c=2))
    labels = set()
    for order in ("abc", "acb"):
        rubric = contrast(*items, outcomes={o: THREE[o] for o in order})
        verdict = assessed(rubric, p="it", q="it").verdict
        assert verdict.margin == 20
        labels.add(verdict.label)
    assert len(labels) == 1


# --- not enough answers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "lost", "label"),
    [(3, 2, "leaning"), (299, 201, "not_enough_answers"), (301, 199, "leaning")],
)
def test_exactly_40_percent_of_the_weight_may_be_lost_and_not_more(
    kept: int, lost: int, label: str
) -> None:
    rubric = contrast(single("p"), single("q", "e"), **weighed(d=kept, e=lost))
    found = assessed(rubric, p="pa")
    assert found.lost_weight == Fraction(lost, kept + lost)
    assert found.verdict.label == label
    assert (found.outcomes[0].score is None) == (label == "not_enough_answers")


def test_how_much_may_be_lost_is_a_setting() -> None:
    rubric = contrast(single("p"), single("q", "e"), settings={"max_lost_weight": Decimal("0.5")})
    assert assessed(rubric, p="pa").verdict.label == "leaning"


def test_where_nothing_was_answered_there_is_nothing_to_say_whatever_may_be_lost() -> None:
    rubric = contrast(single("p"), single("q"), settings={"max_lost_weight": 1})
    found = assessed(rubric)
    assert found.verdict.label == "not_enough_answers"
    assert basis_text(found.verdict).startswith("100 % of the weight")
    assert found.contributions == ()
    assert [m.could_change for m in found.missing] == [None, None]
    assert [o.rank for o in found.outcomes] == [None, None]
    assert (found.preference, found.elevation, found.fit) == (None, None, None)
    assert found.confidence.overall is None


# --- gates -----------------------------------------------------------------------------------

ALL_OUT = (gate({"item": "o", "is": "pb"}),)
A_OUT = (gate({"item": "o", "is": "pb"}, applies_to=("a",)),)
FLAGGED = (gate({"item": "o", "is": "pb"}, on_fail="flag"),)
SCORED = (single("o", None), amount("p"), amount("q"))
FOR_A = {"p": 900, "q": 900}


def test_an_outcome_that_a_failed_gate_excludes_keeps_its_score_and_loses_its_rank() -> None:
    found = assessed(contrast(*SCORED, gates=A_OUT), o="pb", **FOR_A)
    a, b = found.outcomes
    assert (a.score, a.rank, a.excluded_by) == (90, None, ("g",))
    assert (b.score, b.rank, b.excluded_by) == (10, 1, ())
    assert found.verdict.outcome == "b"
    assert (found.verdict.label, found.verdict.margin) == ("leaning", None)
    assert found.confidence.precision is None
    assert sum(c.lead for c in found.contributions) == 10 - 90


def test_when_all_outcomes_are_excluded_the_verdict_is_not_yet() -> None:
    found = assessed(contrast(*SCORED, gates=ALL_OUT), o="pb", **FOR_A)
    assert (found.verdict.label, found.verdict.outcome) == ("not_yet", None)
    assert found.verdict.basis.gates == ("g holds",)
    assert [o.score for o in found.outcomes] == [90, 10]
    assert found.confidence.overall is None


def test_not_yet_is_said_even_where_too_little_was_answered() -> None:
    found = assessed(contrast(*SCORED, gates=ALL_OUT), o="pb")
    assert found.verdict.label == "not_yet"
    assert found.outcomes[0].score is None


@pytest.mark.parametrize("gates", [ALL_OUT, A_OUT])
def test_an_unknown_gate_makes_the_verdict_conditional(gates: Any) -> None:
    verdict = assessed(contrast(*SCORED, gates=gates), **FOR_A).verdict
    assert (verdict.label, verdict.strength, verdict.outcome) == ("conditional", "leaning", "a")
    assert (verdict.conditions, verdict.status) == (("g",), "provisional")


def test_an_unknown_gate_over_another_outcome_is_no_condition() -> None:
    verdict = assessed(contrast(*SCORED, gates=A_OUT), p=100, q=100).verdict
    assert (verdict.label, verdict.outcome, verdict.conditions) == ("leaning", "b", ())


@pytest.mark.parametrize(("o", "state"), [("pb", "fail"), ("pa", "pass"), (None, "unknown")])
def test_a_flag_raises_a_named_risk_and_changes_no_verdict(o: Any, state: str) -> None:
    found = assessed(contrast(*SCORED, gates=FLAGGED), o=o, **FOR_A)
    assert (found.gates[0].state, found.gates[0].name) == (state, "g holds")
    assert (found.verdict.label, found.verdict.outcome) == ("leaning", "a")


def test_a_gate_that_holds_changes_nothing() -> None:
    assert assessed(contrast(*SCORED, gates=ALL_OUT), o="pa", **FOR_A).verdict.label == "leaning"


def test_a_gate_over_a_score_excludes_by_the_score() -> None:
    low = gate({"outcome": "a", "at_most": 60}, applies_to=("a",))
    rubric = contrast(amount("p"), amount("q"), gates=(low,))
    assert assessed(rubric, p=600, q=600).verdict.outcome == "b"
    assert assessed(rubric, p=601, q=601).verdict.outcome == "a"


# --- readiness -------------------------------------------------------------------------------


def ready(**more: Any) -> Rubric:
    """d: W = 3, t = 80; e: W = 1, t = 50; bands low to 50, high from there."""
    items = [amount(n, d, toward=None) for n, d in (("p", "d"), ("q", "d"), ("r", "e"), ("s", "e"))]
    dimensions = {
        d: {"name": d, "about": d, "weight": w, "target": t}
        for d, w, t in (("d", 3, 80), ("e", 1, 50))
    }
    return readiness(*items, *more.pop("items", ()), dimensions=dimensions, **more)


# S_d = 60, g = 20; S_e = 75, g = 0; fit = 100 * (1 - 3 * 20 / (240 + 50)) = 100 * 230/290
MIXED = {"p": 700, "q": 500, "r": 750, "s": 750}


def test_fit_shortfall_and_priority_follow_the_targets() -> None:
    found = assessed(ready(), **MIXED)
    d, e = found.dimensions
    assert found.fit == Fraction(2300, 29)
    assert (d.shortfall, e.shortfall) == (20, 0)
    # Priority is W_d * g_d with weights that sum to 1.
    assert (d.priority, e.priority) == (15, 0)
    assert found.outcomes[0].id == "standard"
    assert found.outcomes[0].score == Fraction(3 * 60 + 75, 4)


def test_contributions_to_the_fit_sum_to_it_and_what_is_missing_to_the_rest() -> None:
    # d is below target: 100 * 3 * 1/2 / 290 = 15/29 a point: .7 -> 1050/29, .5 -> 750/29;
    #   missing 15/29 * (70 - 80) = -150/29 and 15/29 * (50 - 80) = -450/29.
    # e is above: it passes on its target, 50/290 * 100 = 500/29, halves of it as r = s.
    found = assessed(ready(), **MIXED).contributions
    assert [c.points for c in found] == [
        (Fraction(1050, 29),),
        (Fraction(750, 29),),
        (Fraction(250, 29),),
        (Fraction(250, 29),),
    ]
    assert [c.lead for c in found] == [Fraction(-150, 29), Fraction(-450, 29), 0, 0]


def flat(v: int, **more: Any) -> dict[str, Any]:
    """All four amounts the same, so that there is no error; below both targets."""
    return {"p": v, "q": v, "r": v, "s": v, **more}


def at_cut(**more: Any) -> Rubric:
    """One dimension with target 100, so that the fit is the score."""
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    items = (amount("p", toward=None), amount("q", toward=None))
    return readiness(*items, *more.pop("items", ()), dimensions=dimensions, **more)


@pytest.mark.parametrize(
    ("p", "q", "band", "neighbour", "label"),
    [
        # The cut lies at 50. Closer than 5 points is on the edge, on the cut itself too.
        (500, 500, "high", "low", "too_close_to_call"),
        (499, 499, "low", "high", "too_close_to_call"),
        (549, 549, "high", "low", "too_close_to_call"),
        # Both amounts v: sigma2 = 4/12/5, step (1/20)^2 / 12, halved: an error of 18.3, a little
        # less of the fit, which is cut off at 100.
        (660, 660, "high", "low", "too_close_to_call"),
        (690, 690, "high", "low", "leaning"),
        (310, 310, "low", "high", "leaning"),
        (320, 320, "low", "high", "too_close_to_call"),
    ],
)
def test_a_band_near_a_cut_names_the_band_on_the_other_side(
    p: int, q: int, band: str, neighbour: str, label: str
) -> None:
    verdict = assessed(at_cut(), p=p, q=q).verdict
    assert (verdict.outcome, verdict.runner_up) == (band, neighbour)
    assert verdict.margin == abs(Fraction(p + q, 20) - 50)
    assert verdict.label == label


CAP = gate({"item": "o", "is": "pb"}, on_fail="cap_band", cap="low")
VALUES = ({"id": "pa", "text": "A.", "value": 1}, {"id": "pb", "text": "B.", "value": 0})
EXTRA = {"items": ({**single("o", None), "options": VALUES},)}


def test_a_failed_cap_limits_the_band_and_never_the_fit() -> None:
    found = assessed(at_cut(gates=(CAP,), **EXTRA), o="pb", p=900, q=900)
    assert found.fit == 90
    verdict = found.verdict
    assert (verdict.outcome, verdict.capped_by, verdict.runner_up) == ("low", ("g",), None)
    assert (verdict.label, verdict.margin) == ("clear", None)


def test_a_failed_cap_above_the_band_that_was_reached_limits_nothing() -> None:
    verdict = assessed(at_cut(gates=(CAP,), **EXTRA), o="pb", p=100, q=100).verdict
    assert (verdict.outcome, verdict.capped_by) == ("low", ())


def held_twice(reads: str) -> Verdict:
    """A level that a least score in `e` and a gate hold, whose text names the result."""
    dimensions = {
        "d": {"name": "d", "about": "d", "weight": 9, "target": 100},
        "e": {"name": "e", "about": "e", "weight": 1, "target": 100},
    }
    named = {"name": "held", "summary": "H.", "steps": ("Do.",)}
    failing = gate({"item": reads, "at_most": 100}, on_fail="cap_band", cap="low")
    rubric = readiness(
        amount("p", "d", toward=None),
        amount("q", "d", toward=None),
        amount("r", "e", toward=None),
        dimensions=dimensions,
        bands=(
            {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
            {
                "id": "high",
                "from": 50,
                "to": 100,
                "name": "high",
                "summary": "High.",
                "needs": {"e": 50},
            },
        ),
        gates=({**failing, "verdict": named},),
    )
    return assessed(rubric, p=1000 if reads == "r" else 100, q=1000, r=100).verdict


def test_a_gate_and_a_least_score_at_the_same_level_are_both_told() -> None:
    """Neither hides the other, and the gate names the result where it is about that score."""
    verdict = held_twice("r")
    assert verdict.outcome == "low"
    assert verdict.capped_by == ("g",)
    assert [gap.dimension for gap in verdict.needs_unmet] == ["e"]
    assert verdict.named_by == "g"


def test_a_gate_does_not_name_a_result_that_a_least_score_elsewhere_holds_too() -> None:
    verdict = held_twice("p")
    assert verdict.capped_by == ("g",)
    assert [gap.dimension for gap in verdict.needs_unmet] == ["e"]
    assert verdict.named_by is None


@pytest.mark.parametrize(
    ("p", "label", "conditions"), [(900, "conditional", ("g",)), (100, "leaning", ())]
)
def test_an_unknown_cap_is_a_condition_only_where_it_would_lower_the_band(
    p: int, label: str, conditions: Any
) -> None:
    verdict = assessed(at_cut(gates=(CAP,), **EXTRA), p=p, q=p).verdict
    assert (verdict.label, verdict.conditions) == (label, conditions)


def test_a_failed_exclusion_of_the_standard_is_not_yet() -> None:
    rubric = at_cut(gates=(gate({"item": "o", "is": "pb"}),), **EXTRA)
    found = assessed(rubric, o="pb", p=900, q=900)
    assert (found.verdict.label, found.fit) == ("not_yet", 90)
    assert assessed(rubric, p=900, q=900).verdict.conditions == ("g",)


def test_a_readiness_rubric_with_too_few_answers_has_no_fit() -> None:
    found = assessed(ready(), r=900, s=900)
    assert (found.fit, found.verdict.label) == (None, "not_enough_answers")
    assert found.lost_weight == Fraction(3, 4)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (flat(900), "settled"),
        # Without s the fit is 100 either way: d is above target, e at least 45 of 50, so
        # 100 * (1 - 5/290) = 98.3.
        (flat(900, s=None), "settled"),
        # d at 30 of 80 misses 150, e at worst 35: 100 * (1 - 185/290) = 36; at best 48: low.
        (flat(300, r=300, s=None), "settled"),
        # d at 32 misses 144: 100 * (1 - 144/290) = 50.3 at best.
        (flat(320, s=None), "provisional"),
    ],
)
def test_a_band_is_settled_when_both_ends_of_the_fit_lie_in_it(given: Any, status: str) -> None:
    assert assessed(ready(), **given).verdict.status == status


# --- how sure --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "q", "precision"),
    [(980, 980, "high"), (900, 900, "moderate"), (600, 480, "low"), (700, 300, "low")],
)
def test_precision_is_how_many_standard_errors_the_margin_spans(
    p: int, q: int, precision: str
) -> None:
    # 96 and 80 with an error of 36.6, of which 2.57 make 94; 8 of 36.9; a tie.
    found = assessed(AMOUNTS, p=p, q=q).confidence
    assert (found.precision, found.completeness) == (precision, "high")


@pytest.mark.parametrize(
    ("given", "completeness", "said"),
    [
        ({"p": "pa", "q": "pa", "r": "pa", "s": "pa", "t": "pa"}, "high", "every question"),
        # One of five is open, 80 % covered: at worst 4 to 1.
        ({"p": "pa", "q": "pa", "r": "pa", "s": "pa"}, "high", "1 question open; no"),
        # 3 to 1, so that t could make it 3 to 2 at most.
        ({"p": "pa", "q": "pa", "r": "pa", "s": "pb"}, "high", "1 question open; no"),
        # 2 to 2: t decides; 80 % are covered.
        ({"p": "pa", "q": "pa", "r": "pb", "s": "pb"}, "moderate", "1 question open; the"),
        # 2 to 1: two are open, 60 % are covered.
        ({"p": "pa", "q": "pa", "r": "pb"}, "low", "2 questions open; the"),
    ],
)
def test_completeness_is_whether_open_answers_could_change_the_result(
    given: Any, completeness: str, said: str
) -> None:
    found = assessed(contrast(*(single(n) for n in "pqrst")), **given)
    assert found.confidence.completeness == completeness
    assert completeness_text(found).startswith(said)


def test_with_too_few_answers_nobody_is_told_that_a_condition_fails() -> None:
    found = assessed(contrast(*(single(n) for n in "pqrst")), p="pa").confidence
    assert found.completeness is None
    assert found.completeness_code == "too_few_answers"


def test_the_word_for_confidence_is_the_worst_of_what_is_known() -> None:
    # All for a: high precision; two of five open, but settled: high.
    five = contrast(*(amount(n) for n in "pqrst"))
    assert assessed(five, p=900, q=900, r=900, s=900).confidence.overall == "high"
    # .9 .9 .9 -> 80 points without error, but t and s at 0 give .54: still ahead, settled.
    assert assessed(five, p=900, q=900, r=900).confidence.overall == "high"
    # .8 .8 .8: t and s at 0 give .48: behind. 60 points with an error of 27.3: t(6) = 2.45 of it
    # are 66.8.
    found = assessed(five, p=800, q=800, r=800).confidence
    assert (found.precision, found.completeness, found.overall) == ("moderate", "low", "low")


def test_an_open_item_says_whether_it_alone_could_change_the_leader_and_by_how_much() -> None:
    # p, q for a; r for b; 2 to 1 with s open: 3 to 1 or 2 to 2. Margin 50, or 0 as a tie;
    # with `both` it is 3 to 2 of 4: 25.
    found = assessed(contrast(*(single(n) for n in "pqrs")), p="pa", q="pa", r="pb").missing
    assert [(m.item, m.could_change, m.swing) for m in found] == [("s", True, 50)]
    # 2 to 0: with s for b 2 to 1, ahead by 33 1/3; for a 100.
    found = assessed(contrast(*(single(n) for n in "pqs")), p="pa", q="pa").missing
    assert [(m.item, m.could_change, m.swing) for m in found] == [("s", False, Fraction(200, 3))]


def test_an_open_item_that_no_longer_counts_says_nothing() -> None:
    found = assessed(contrast(*SCORED, gates=ALL_OUT), o="pb", p=900)
    assert [(m.item, m.could_change, m.swing) for m in found.missing] == [("q", None, None)]


def test_an_open_item_that_feeds_a_gate_could_change_the_leader() -> None:
    found = assessed(contrast(*SCORED, gates=A_OUT), **FOR_A).missing
    assert [(m.item, m.could_change) for m in found] == [("o", True)]
    found = assessed(contrast(*SCORED, gates=FLAGGED), **FOR_A).missing
    assert [(m.item, m.could_change, m.swing) for m in found] == [("o", False, 0)]


def test_an_answer_that_leaves_too_little_to_score_could_change_the_leader() -> None:
    # e has x and y of three. If o leads past x, only y of two is left: half of all weight is lost.
    x = single("x", "e", ask_when={"item": "o", "is": "pa"})
    items = (single("p"), single("o", None), single("r", "e"), x, single("y", "e"))
    found = assessed(contrast(*items), p="pa", x="pa", y="pa")
    assert [(m.item, m.could_change) for m in found.missing] == [("o", True), ("r", False)]
    assert assessed(contrast(*items), p="pa", x="pa", y="pa", o="pb").lost_weight == Fraction(1, 2)


def test_an_open_item_whose_score_a_gate_reads_could_change_the_leader() -> None:
    # With x a has (.65 + .65 + .4) / 3 = 56.7: ahead of b with 43.3, but not above 60.
    worths = (
        {"id": "x", "text": "X.", "favors": {"a": Fraction(4, 10)}},
        {"id": "y", "text": "Y.", "favors": {"a": 1}},
    )
    low = gate({"outcome": "a", "at_most": 60}, applies_to=("a",))
    items = (amount("p"), amount("q"), single("r", options=worths))
    found = assessed(contrast(*items, gates=(low,)), p=650, q=650).missing
    assert [(m.item, m.could_change) for m in found] == [("r", True)]
    assert not assessed(contrast(*items), p=650, q=650).missing[0].could_change


def test_the_swing_of_an_open_item_of_a_readiness_rubric_is_in_points_of_fit() -> None:
    # All at 300 but s: e from 15 to 65, of target 50: from 35 to 0 missing of 290.
    found = assessed(ready(), **flat(300, s=None)).missing
    assert [(m.item, m.swing) for m in found] == [("s", Fraction(3500, 290))]


# --- the assessment itself -------------------------------------------------------------------


def test_every_number_has_its_reason() -> None:
    found = plain(report(assessed(WORKED, **DONE), WORKED))["assessment"]
    facts = ("precision", "completeness", "robustness")
    assert found["verdict"]["reason"]
    assert all(found["confidence"][f"{fact}_reason"] for fact in facts)
    assert {o["reason"] for o in found["outcomes"]} == {"weighted mean of 2 of 2 dimensions"}
    assert all("questions that apply" in d["reason"] for d in found["dimensions"])


def test_an_outcome_is_found_by_its_id_and_has_its_error() -> None:
    # An amount anywhere in its range varies by 1/12, these two by .01 + .01 about their mean.
    found = assessed(AMOUNTS, p=700, q=500).outcome("b")
    sigma2 = (4 * Fraction(1, 12) + Fraction(2, 100)) / 5
    assert found.id == "b"
    assert found.variance == 10_000 * (sigma2 + Fraction(1, 400) / 12) / 2
    assert found.error == pytest.approx(18.825, abs=0.001)


def test_an_answer_is_told_behind_its_topic_where_there_are_both() -> None:
    rubric = contrast(
        single("p", topic="The topic"), single("q"), single("r", topic="Another", allow_na=True)
    )
    found = assess(rubric, answers(rubric, p="pa", q="pa", r="not_applicable"))
    told = {name: topic_and_answer(rubric, found, name) for name in ("p", "q", "r", "none")}
    assert told == {"p": "The topic: for a", "q": None, "r": None, "none": None}
