"""Forms that others published, scored by their own rules: printed codes, marks, ties, edges."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import answers, contrast, likert, readiness, single

from rolefit.errors import Invalid
from rolefit.reports.pages.score.result import headline, page_of
from rolefit.rubric.model import Rubric, read
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

Raw = dict[str, Any]
PLAIN = {"toward": None}


def scored(rubric: Rubric, **given: Any) -> Assessment:
    return assess(rubric, answers(rubric, **given))


def whole(*items: Raw, **more: Any) -> Rubric:
    """A readiness rubric whose one dimension counts up to its maximum."""
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    return readiness(*items, dimensions=dimensions, **more)


def cut_at(low: Any) -> Raw:
    bands = (
        {"id": "low", "from": 0, "to": low, "name": "low", "summary": "Low."},
        {"id": "high", "from": low, "to": 100, "name": "high", "summary": "High."},
    )
    return {"bands": bands}


# --- printed codes -----------------------------------------------------------------------------

EXTENT = ("Not at all", "A little", "Somewhat", "Largely", "Very largely")
SIDES = ("-3", "-2", "-1", "0", "1", "2", "3")


def form(**more: Any) -> Rubric:
    return whole(*(likert(f"q{k}", labels=EXTENT, **PLAIN, **more) for k in range(1, 5)))


def test_the_codes_0_to_4_of_a_form_are_its_values() -> None:
    # 1 + 2 + 4 + 3 of 16.
    assert scored(form(start=0), q1=1, q2=2, q3=4, q4=3).fit == Fraction("62.5")


def test_a_number_that_is_no_declared_code_is_refused() -> None:
    rubric = form(start=0)
    with pytest.raises(Invalid):
        read(rubric, answers(rubric, q1=5, q2=2, q3=4, q4=3))


def test_a_nine_that_is_printed_for_not_applicable_counts_neither_way() -> None:
    more: Raw = {"labels": EXTENT, "codes": (0, 1, 2, 3, 4), **PLAIN}
    nine: Raw = {"code_for": {"9": "not_applicable"}, "allow_na": True}
    rubric = whole(*(likert(f"q{k}", **more, **(nine if k > 1 else {})) for k in range(1, 5)))
    # 1 + 2 + 4 of 12.
    assert scored(rubric, q1=1, q2=2, q3=4, q4=9).fit == Fraction(700, 12)


def test_a_form_from_minus_3_to_3_is_read_by_what_is_printed() -> None:
    rubric = whole(*(likert(q, labels=SIDES, start=-3, **PLAIN) for q in ("q1", "q2")))
    # -1 lies at 2 of 6, and 2 at 5 of 6.
    assert scored(rubric, q1=-1, q2=2).fit == Fraction(700, 12)


def test_a_number_that_could_be_a_label_or_a_place_is_refused_until_codes_are_declared() -> None:
    rubric = whole(*(likert(q, labels=SIDES, **PLAIN) for q in ("q1", "q2")))
    with pytest.raises(Invalid) as caught:
        read(rubric, answers(rubric, q1=2, q2=2))
    assert "label" in caught.value.problems[0].message
    assert "place" in caught.value.problems[0].message


def test_true_and_false_statements_may_be_keyed_either_way() -> None:
    def statement(name: str, **more: Any) -> Raw:
        item = {"id": name, "type": "yes_no", "ask": f"{name}?", "dimension": "d"}
        return {**item, "also_scores": True, "allow_na": False, **more}

    rubric = whole(statement("p"), statement("q", reverse=True))
    assert scored(rubric, p="yes", q="no").fit == 100
    assert scored(rubric, p="yes", q="yes").fit == 50


# --- ratings from 0 to 10 that are all the same ------------------------------------------------


def rating(name: str) -> Raw:
    points = ({"at": 0, "value": 0}, {"at": 10, "value": 1})
    item = {"id": name, "type": "numeric", "ask": f"{name}?", "dimension": "d", "allow_na": False}
    return {**item, "unit": "points", "range": (0, 10), "breakpoints": points}


def sevens(cut: Any, **more: Any) -> Assessment:
    names = [f"q{k}" for k in range(1, 13)]
    rubric = whole(*map(rating, names), **cut_at(cut), **more)
    return scored(rubric, **dict.fromkeys(names, 7))


def test_twelve_sevens_on_a_cut_of_70_are_on_the_edge() -> None:
    found = sevens(70)
    assert (found.fit, found.verdict.outcome, found.verdict.margin) == (70, "high", 0)
    assert (found.verdict.label, found.verdict.runner_up) == ("too_close_to_call", "low")


@pytest.mark.parametrize("cut", [68, 70, 72])
def test_twelve_sevens_beside_a_cut_are_never_clear(cut: int) -> None:
    assert sevens(cut).verdict.label == "too_close_to_call"


def test_twelve_sevens_have_an_error() -> None:
    variance = sevens(70).outcomes[0].variance
    assert variance is not None
    assert variance > 9


@pytest.mark.parametrize(
    ("threshold", "label"), [(0, "leaning"), (20, "leaning"), (21, "too_close_to_call")]
)
def test_the_indifference_threshold_holds_for_levels_too(threshold: int, label: str) -> None:
    # 20 points from the cut: too close from a threshold of more than 20 on, whatever the error.
    # Twelve equal answers are never clear.
    found = sevens(50, settings={"indifference_threshold": threshold})
    assert (found.verdict.margin, found.verdict.label) == (20, label)


# --- marks -------------------------------------------------------------------------------------


def marked(**given: str) -> Assessment:
    """A right answer is worth 1 point, a wrong one -1/3, a blank none: shifted to 0 and up."""
    worth = {"r": Fraction(1), "w": Fraction(0), "b": Fraction(1, 3) / Fraction(4, 3)}
    options = tuple({"id": o, "text": f"Marked {o}.", "value": v} for o, v in worth.items())
    items = (single(f"q{k}", options=options) for k in range(1, 5))
    # A pass begins at 2 of 4 points: (2 + 4/3) / (16/3).
    return scored(whole(*items, **cut_at(Fraction(125, 2))), **given)


def test_wrong_answers_that_cost_a_third_are_scored_by_shifting_every_mark() -> None:
    found = marked(q1="r", q2="r", q3="w", q4="b")
    # 1 + 1 - 1/3 + 0 = 5/3 of 4 points.
    assert found.fit == 100 * (Fraction(5, 3) + Fraction(4, 3)) / Fraction(16, 3)
    assert found.verdict.outcome == "low"


# --- ties --------------------------------------------------------------------------------------

TYPES = {o: {"name": f"type {o.upper()}", "summary": "It."} for o in ("a", "b", "c")}


def pictures(chosen: str) -> tuple[Assessment, Rubric]:
    """Six pictures, each for one of three types."""
    options = tuple({"id": o, "text": f"Picture {o}.", "favors": {o: 1}} for o in TYPES)
    items = (single(f"q{k}", options=options) for k in range(1, 7))
    rubric = contrast(*items, outcomes=TYPES)
    given = {f"q{k}": choice for k, choice in enumerate(chosen, start=1)}
    return scored(rubric, **given), rubric


def test_a_tie_of_three_names_all_of_them_alike() -> None:
    found, rubric = pictures("aabbcc")
    assert (found.verdict.label, found.verdict.tied) == ("tie", ("a", "b", "c"))
    assert found.verdict.height is None
    said = "Tie: the answers show type A, type B and type C to exactly the same degree."
    assert headline(found, rubric) == said


@pytest.mark.parametrize("chosen", ["aaaabc", "aaaacb", "bcaaaa"])
def test_all_that_share_the_second_place_are_named(chosen: str) -> None:
    found, rubric = pictures(chosen)
    assert [o.rank for o in found.outcomes] == [1, 2, 2]
    assert "more of type A than of type B and of type C" in headline(found, rubric)


def test_three_that_are_as_high_as_each_other_are_all_named_with_their_scores() -> None:
    options = (
        {"id": "all", "text": "All of them.", "favors": dict.fromkeys(TYPES, 1)},
        {"id": "none", "text": "None of them.", "favors": {}},
    )
    items = (single(f"q{k}", options=options) for k in range(1, 5))
    rubric = contrast(*items, outcomes=TYPES)
    high = scored(rubric, q1="all", q2="all", q3="all", q4="none")
    low = scored(rubric, q1="none", q2="none", q3="none", q4="all")
    said = (
        "All of them: much of type A (75), type B (75) and type C (75), to exactly the same degree."
    )
    assert headline(high, rubric) == said
    # Three are no "both", and where they are level nothing points to one of them instead.
    reasons = page_of(high).short_reasons(high, rubric, 3)
    assert [block.title for block in reasons] == ["Counts for all of them"]
    said = (
        "None of them: little of type A (25), type B (25) and type C (25), "
        "to exactly the same degree."
    )
    assert headline(low, rubric) == said


def test_three_thirds_of_one_are_a_tie_with_one_whole_of_another() -> None:
    options = (
        {"id": "x", "text": "Some building.", "favors": {"a": Fraction(1, 3)}},
        {"id": "y", "text": "All guiding.", "favors": {"b": 1}},
        {"id": "z", "text": "Nothing of it.", "favors": {}},
    )
    items = (single(f"q{k}", options=options) for k in range(1, 5))
    found = scored(contrast(*items), q1="x", q2="x", q3="x", q4="y")
    assert (found.verdict.label, found.verdict.tied) == ("tie", ("a", "b"))
    assert [o.score for o in found.outcomes] == [25, 25]


# --- what nobody looked into -------------------------------------------------------------------


def test_what_nobody_looked_into_says_nothing_against_a_candidate() -> None:
    anchors = ("Against it", "Thin", "One example", "Several examples")
    items = (
        {
            "id": f"q{k}",
            "type": "bars",
            "ask": f"{k}?",
            "dimension": "d",
            "allow_na": False,
            "levels": tuple({"anchor": f"{a}, {k}"} for a in anchors),
        }
        for k in range(1, 5)
    )
    rubric = whole(*items)
    found = scored(rubric, q1=4, q2=4, q3="dont_know", q4="dont_know")
    assert (found.fit, found.verdict.outcome) == (100, "high")
    # Half was looked into: that much is said, and no more.
    assert found.dimensions[0].status == "provisional"
    few = scored(rubric, q1=4, q2="dont_know", q3="dont_know", q4="dont_know")
    assert few.verdict.label == "not_enough_answers"
