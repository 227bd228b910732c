"""What is said where a part of the answers is too few for a score: nothing that they could deny."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from contradictions import flat
from make import answers, contrast, likert, readiness, single

from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

Raw = dict[str, Any]
HALF = Fraction(1, 2)
PLAIN = {"toward": None}
ITEMS = tuple(likert(f"{d}{k}", d, **PLAIN) for d in ("work", "people") for k in (1, 2, 3))
NAMES = ("low", "middle", "high")


def scored(rubric: Rubric, **given: Any) -> Assessment:
    return assess(rubric, answers(rubric, **given))


def told(rubric: Rubric, found: Assessment, *, full: bool) -> str:
    return flat(terminal.render(page(found, rubric, full=full), Look(80)))


# --- least scores --------------------------------------------------------------------------------


AREAS = {
    "work": {"name": "work", "about": "work", "weight": 3, "target": 80},
    "people": {"name": "people", "about": "people", "weight": 1, "target": 80},
}


def stairs(*needs: Raw) -> Rubric:
    """Levels by least scores alone, over work (which counts three quarters) and people."""
    bands: list[Raw] = [{"id": n, "name": n, "summary": f"{n}."} for n in NAMES[: len(needs) + 1]]
    bands = [bands[0], *({**b, "needs": n} for b, n in zip(bands[1:], needs, strict=True))]
    return readiness(*ITEMS, bands=tuple(bands), dimensions=AREAS)


def test_a_least_score_of_an_area_without_a_score_leaves_the_level_open() -> None:
    rubric = stairs({"people": 50})
    found = scored(rubric, work1=5, work2=5)
    assert (found.verdict.label, found.verdict.needs_open) == ("conditional", ("people",))


def test_it_does_so_too_where_every_answer_would_meet_it() -> None:
    # Each answer to people is worth half or all, and the least score is a quarter.
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "value": v} for k, v in enumerate((HALF, 1))
    )
    people = tuple(single(f"people{k}", "people", options=options) for k in (1, 2))
    rubric = readiness(
        *ITEMS[:3],
        *people,
        bands=(
            {"id": "low", "name": "low", "summary": "Low."},
            {"id": "middle", "name": "middle", "summary": "M.", "needs": {"people": 25}},
        ),
        dimensions=AREAS,
    )
    found = scored(rubric, work1=5, work2=5)
    assert (found.verdict.outcome, found.verdict.label) == ("low", "conditional")
    then = scored(rubric, work1=5, work2=5, people1="o0", people2="o0")
    assert then.verdict.outcome == "middle"


def test_the_level_that_asks_for_an_open_least_score_is_named() -> None:
    rubric = stairs({"work": 50}, {"people": 50})
    next_one = scored(rubric, work1=5, work2=5)
    assert next_one.verdict.outcome == "middle"
    assert headline(next_one, rubric).endswith(
        "It still depends on the least score that “high” needs in people."
    )
    # 75 now, and 50 should the third answer be the lowest one.
    rubric = stairs({"people": 60})
    own = scored(rubric, work1=5, work2=5, people1=4, people2=4)
    assert own.verdict.outcome == "middle"
    assert headline(own, rubric).endswith(
        "It still depends on the least score that it needs in people."
    )


def test_a_plan_begins_with_the_questions_of_an_area_without_a_score() -> None:
    rubric = stairs({"people": 50})
    found = scored(rubric, work1=1, work2=1)
    assert (found.alternatives.plan, found.parts_left_out) == (None, ())
    said = told(rubric, found, full=True)
    assert (
        "“middle” needs a least score in people, where too little was answered: those questions "
        "come first."
    ) in said
    assert "too many combinations" not in said
    assert "Why “conditional”" in said
    assert "while its conditions fail" not in said


# --- gaps ----------------------------------------------------------------------------------------


def test_where_points_are_missing_some_answer_is_a_gap() -> None:
    # Each gives exactly twice what it lacks: none of them gives less than it costs.
    options = (
        {"id": "third", "text": "A third.", "value": Fraction(1, 3)},
        {"id": "all", "text": "All.", "value": 1},
    )
    items = tuple(single(f"q{k}", options=options) for k in (1, 2))
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 50}}
    rubric = readiness(*items, dimensions=dimensions)
    found = scored(rubric, q1="third", q2="third")
    said = told(rubric, found, full=False)
    assert "Your gaps: nothing" not in said
    assert "Your strengths: nothing" in said


# --- outcomes ------------------------------------------------------------------------------------

THREE = {o: {"name": f"type {o}", "summary": "It."} for o in ("a", "b", "c")}


def speaking(name: str, **favors: Any) -> Raw:
    options = (
        {"id": "yes", "text": "Yes, so.", "favors": favors},
        {"id": "half", "text": "Half so.", "favors": dict.fromkeys(favors, HALF)},
        {"id": "no", "text": "Not so.", "favors": {}},
    )
    return single(name, options=options)


def barred(**given: Any) -> tuple[Rubric, Assessment]:
    """B can no longer reach the hundred points of a, and c is ruled out."""
    gate = {
        "id": "g",
        "name": "G",
        "when": {"item": "fact", "is": "no"},
        "on_fail": "exclude",
        "applies_to": ("c",),
        "reason": "R.",
    }
    fact = {"id": "fact", "type": "yes_no", "ask": "Fact?", "allow_na": False}
    low = {"id": "low", "text": "Somewhat.", "favors": {"b": HALF}}
    only_b = single("b1", options=(low, {"id": "no", "text": "Not so.", "favors": {}}))
    items = (fact, speaking("a1", a=1), only_b, speaking("c1", c=1))
    rubric = contrast(*items, outcomes=THREE, gates=(gate,), settings={"max_lost_weight": 1})
    return rubric, scored(rubric, **given)


def test_a_report_is_whole_where_the_others_have_no_score_and_cannot_lead() -> None:
    rubric, found = barred(fact="no", a1="yes", b1="dont_know", c1="dont_know")
    scores = {o.id: o.score for o in found.outcomes}
    assert scores == {"a": 100, "b": None, "c": None}
    assert headline(found, rubric) == "Leaning: type a, for nothing else can lead."
    for full in (False, True):
        said = told(rubric, found, full=full)
        assert "+100" in said
        assert "no condition rules out" not in said


def test_the_only_one_left_by_conditions_is_called_so() -> None:
    items = (speaking("a1", a=1), speaking("b1", b=1))
    gate: Raw = {"id": "g", "name": "G", "on_fail": "exclude", "applies_to": ("b",), "reason": "R."}
    gate["when"] = {"item": "b1", "is": "no"}
    rubric = contrast(*items, gates=(gate,))
    found = scored(rubric, a1="yes", b1="no")
    assert "as the only one that no condition rules out" in headline(found, rubric)


def test_a_condition_turns_nothing_where_answers_would_then_be_too_few() -> None:
    # Were it not for the gate, b could still come to lead: nothing could be said yet.
    gate: Raw = {"id": "g", "name": "G", "on_fail": "exclude", "reason": "R."}
    gate["when"] = {"item": "fact", "is": "no"}
    fact = {"id": "fact", "type": "yes_no", "ask": "Fact?", "allow_na": False}
    items = (fact, speaking("a1", a=1), speaking("b1", b=1))
    rubric = contrast(*items, gates=(gate,), settings={"max_lost_weight": 1})
    found = scored(rubric, fact="no", a1="half", b1="dont_know")
    assert found.verdict.label == "not_yet"
    assert found.alternatives.gates == ()
    assert scored(rubric, fact="yes", a1="half", b1="dont_know").verdict.outcome is None


def test_open_answers_that_cannot_change_the_result_are_nothing_to_find_out() -> None:
    rubric = contrast(likert("p"), likert("q"), likert("r", weight=Fraction(1, 100)))
    found = scored(rubric, p=3, q=4)
    assert (found.verdict.label, found.verdict.status) == ("too_close_to_call", "settled")
    assert "Find out" not in told(rubric, found, full=False)
    open_one = scored(rubric, p=3, r=3)
    assert "Find out: q?" in told(rubric, open_one, full=False)
