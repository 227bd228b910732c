"""What a report on a standard says of the level: its error, what it hangs on, the way up."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, likert, readiness

from rolefit.reports.formats import markdown
from rolefit.reports.pages.score.page import page
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.verdict import fit_error
from rolefit.studies.comparison import Entrant, compare

PLAIN: dict[str, Any] = {"toward": None}


def band(name: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "from": start, "to": end, "name": name, "summary": f"{name}.", **more}


def yes_no(name: str, dimension: str | None = None) -> dict[str, Any]:
    scores = {"dimension": dimension} if dimension else {}
    return {"id": name, "type": "yes_no", "ask": f"{name}?", "allow_na": False, **scores}


def area(name: str, target: int = 75) -> dict[str, Any]:
    return {"name": name, "about": name, "weight": 1, "target": target}


def levels(**more: Any) -> Rubric:
    """Two areas of two questions; the upper levels ask for least scores in one of them."""
    people, money = (
        [likert(name, area, **PLAIN) for name in names]
        for area, names in (("people", ("p1", "p2")), ("money", ("m1", "m2")))
    )
    return readiness(
        *people,
        *money,
        bands=(
            band("start", 0, 40),
            band("way", 40, 80, needs={"people": 50}),
            band("ready", 80, 100, needs={"people": 60}),
        ),
        dimensions={"people": area("people"), "money": area("money")},
        **more,
    )


def full(rubric: Rubric, found: Assessment) -> str:
    text = markdown.render(page(found, rubric, full=True))
    return " ".join(text.replace("*", "").replace("\\", "").split())


def scored(rubric: Rubric, **given: Any) -> Assessment:
    return assess(rubric, answers(rubric, **given))


@pytest.mark.parametrize(
    "given",
    [
        {"p1": 5, "p2": 5, "m1": 5, "m2": 5},
        {"p1": 4, "p2": 4, "m1": 5, "m2": 5},
        {"p1": 2, "p2": 1, "m1": 3, "m2": 1},
    ],
)
def test_the_error_that_is_printed_is_that_of_the_fit(given: dict[str, int]) -> None:
    rubric = levels()
    sheet = answers(rubric, **given)
    found = assess(rubric, sheet)
    assert found.fit_variance == fit_error(evaluate(rubric, found.answers).tallied, rubric).variance
    # A score above its target can fall without costing anything: the mean varies more.
    mean = found.outcomes[0].variance
    assert mean is not None
    assert found.fit_variance != mean
    other = answers(rubric, p1=3, p2=3, m1=3, m2=3)
    held = compare(rubric, [Entrant("a", sheet), Entrant("b", other)])
    assert held.entries[0].scores[0].variance == found.fit_variance


def test_a_condition_that_bars_the_way_is_not_told_as_a_score_that_is_missing() -> None:
    gate = {"id": "g", "name": "A team", "when": {"item": "team", "is": "no"}, "reason": "No."}
    rubric = readiness(
        likert("p1", "people", **PLAIN),
        yes_no("team"),
        bands=(band("start", 0, 40), band("way", 40, 100)),
        dimensions={"people": area("people")},
        gates=({**gate, "on_fail": "cap_band", "cap": "start"},),
    )
    found = scored(rubric, p1=1, team="no")
    text = full(rubric, found)
    assert found.verdict.basis.code == "no_edge"
    assert "no score yet" not in text
    assert "no cut score decides the level while its conditions fail" in text
    assert "rival" not in text


def test_a_least_score_that_is_open_is_no_condition_and_clear_by_no_numbers() -> None:
    rubric = readiness(
        likert("a1", "a", **PLAIN),
        likert("a2", "a", **PLAIN),
        likert("a3", "a", **PLAIN),
        likert("b1", "b", **PLAIN),
        bands=(
            {"id": "start", "name": "start", "summary": "Start."},
            {"id": "end", "name": "end", "summary": "End.", "needs": {"a": 50}},
        ),
        dimensions={"a": area("a"), "b": {**area("b"), "weight": 2}},
    )
    found = scored(rubric, a1=3, b1=5)
    assert (found.verdict.label, found.verdict.basis.code) == ("conditional", "no_score")
    text = full(rubric, found)
    assert "a condition is still open" not in text
    assert "By the numbers alone" not in text
    assert "a least score is still open" in text


def test_what_is_not_known_is_not_among_those_that_were_compared() -> None:
    rubric = levels()
    found = scored(rubric, p1=5, p2=5, m1=5, m2=5)
    assert "the lowest of those below" in full(rubric, found)
    capped = readiness(
        likert("p1", "people", **PLAIN),
        yes_no("team"),
        bands=(band("start", 0, 40), band("way", 40, 100)),
        dimensions={"people": area("people")},
        gates=(
            {
                "id": "g",
                "name": "A team",
                "when": {"item": "team", "is": "no"},
                "reason": "No.",
                "on_fail": "cap_band",
                "cap": "start",
            },
        ),
    )
    known = scored(capped, p1=5, team="no")
    assert known.confidence.precision is None
    assert "the lowest of those below" not in full(capped, known)
    # No weight could lift what a condition holds: that is known, and not unknown.
    assert (known.confidence.robustness, known.confidence.robustness_code) == (
        "high",
        "nothing_overtakes",
    )


def test_a_way_that_leads_past_a_level_names_the_one_that_is_reached() -> None:
    rubric = readiness(
        {**yes_no("done", "d"), "also_scores": True},
        bands=(band("low", 0, 30), band("middle", 30, 60), band("top", 60, 100)),
        dimensions={"d": area("d", 100)},
    )
    found = scored(rubric, done="no")
    plan = found.alternatives.plan
    assert plan is not None
    assert (plan.band, plan.fit) == ("top", 100)
    assert "past “middle” to “top”" in full(rubric, found)


def test_what_an_open_question_spans_is_not_told_as_a_move_from_here() -> None:
    rubric = readiness(
        *(likert(name, "d", **PLAIN) for name in ("a", "b", "c")), dimensions={"d": area("d")}
    )
    found = scored(rubric, a=5, b=4)
    missing = next(one for one in found.missing if one.item == "c")
    assert missing.swing
    text = full(rubric, found)
    assert "it moves" not in text.lower()
    assert "its answers lie up to" in text
