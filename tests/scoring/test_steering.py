"""Single answers that open or close other questions: tried one by one, and told where they turn."""

from __future__ import annotations

from typing import Any

import pytest
from make import answers, contrast, likert, readiness, single

from rolefit.rubric.model import Rubric, read
from rolefit.scoring import steering
from rolefit.scoring.assess import assess, quick_verdict
from rolefit.scoring.evaluate import evaluate, reevaluate
from rolefit.scoring.flips import one_answer_turns

YES = {"item": "s", "is": "yes"}


def yes_no(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "yes_no", "ask": f"{name}?", "allow_na": False, **more}


def behind(count: int, **more: Any) -> tuple[dict[str, Any], ...]:
    return tuple(likert(f"a{k}", ask_when=YES, **more) for k in range(count))


def poles() -> Rubric:
    return contrast(yes_no("s"), *behind(6), likert("b0"), likert("b1"))


POLES = {"s": "yes", **{f"a{k}": 5 for k in range(6)}, "b0": 2, "b1": 2}
PRO = {"toward": None}


def levels(**more: Any) -> Rubric:
    options = ({"id": "x", "text": "All.", "value": 1}, {"id": "y", "text": "None.", "value": 0})
    way = {"item": "s", "is": "x"}
    asked = (likert(f"a{k}", ask_when=way, **PRO) for k in range(5))
    return readiness(single("s", options=options), *asked, likert("b", **PRO), **more)


LEVELS = {"s": "x", **{f"a{k}": 5 for k in range(5)}, "b": 3}


def test_no_leader_is_clear_whom_one_answer_overtakes_by_closing_questions() -> None:
    rubric = poles()
    found = assess(rubric, answers(rubric, **POLES))
    assert found.verdict.label == "leaning"
    assert found.verdict.basis.held_by == "single_answer"
    (flip,) = found.alternatives.flips
    assert [(c.item, c.set_to) for c in flip.changes] == [("s", "no")]
    assert flip.to == ("b",)
    now = evaluate(rubric, read(rubric, answers(rubric, **POLES)))
    then = evaluate(rubric, read(rubric, answers(rubric, **{**POLES, "s": "no"})))
    assert now.scores is not None
    assert then.scores is not None
    lead = [one[0] - one[1] for one in (now.scores, then.scores) if one[0] and one[1]]
    assert flip.needed == lead[0]
    assert flip.changes[0].points == lead[0] - lead[1]
    assert quick_verdict(rubric, now.responses).verdict.label == "leaning"


def test_no_level_is_clear_that_one_answer_lowers_by_closing_questions() -> None:
    rubric = levels()
    found = assess(rubric, answers(rubric, **LEVELS))
    assert found.verdict.label == "leaning"
    (flip,) = found.alternatives.flips
    assert [(c.item, c.set_to) for c in flip.changes] == [("s", "y")]
    assert flip.to == ("low",)


def test_a_leader_stays_clear_where_too_little_is_answered_after_the_one_other_answer() -> None:
    items = (yes_no("s"), *(likert(f"q{k}", ask_when=YES) for k in range(5)))
    late = (likert(f"r{k}", ask_when={"item": "s", "is": "no"}) for k in range(5))
    rubric = contrast(*items, *late, likert("z"))
    given = {"s": "yes", **{f"q{k}": 5 for k in range(5)}, "z": 5}
    found = assess(rubric, answers(rubric, **given))
    assert found.verdict.label == "clear"
    assert all(c.item != "s" for flip in found.alternatives.flips for c in flip.changes)


def test_what_a_condition_does_by_itself_is_no_answer_that_turns_a_branch() -> None:
    gate = {"id": "g", "name": "G", "on_fail": "exclude", "applies_to": ("a",), "reason": "R."}
    asked = tuple(likert(f"a{k}") for k in range(6))
    rubric = contrast(
        yes_no("s"), *asked, likert("b0", ask_when=YES), gates=({**gate, "when": {"not": YES}},)
    )
    given = {"s": "yes", **{f"a{k}": 5 for k in range(6)}, "b0": 5}
    found = assess(rubric, answers(rubric, **given))
    assert found.verdict.label == "clear"
    assert [flip.gate for flip in found.alternatives.gates] == ["g"]


def test_a_sheet_on_which_no_answer_steers_a_branch_is_not_scored_again_for_branches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(steering, "scored_with", lambda *args: tried.append(args))
    for rubric, given in (
        (contrast(*(likert(f"q{k}") for k in range(4))), {f"q{k}": 5 for k in range(4)}),
        (contrast(yes_no("s"), *behind(2), likert("b"), likert("c")), {"b": 5, "c": 5}),
    ):
        assert (
            one_answer_turns(evaluate(rubric, read(rubric, answers(rubric, **given)))) is not None
        )
    assert tried == []


def test_the_nearest_of_the_answers_that_anything_tells_apart_is_tried() -> None:
    amount = {"id": "s", "type": "numeric", "ask": "s?", "unit": "weeks", "range": (0, 2000)}
    rubric = contrast(
        {**amount, "allow_na": False},
        likert("q", ask_when={"item": "s", "at_least": 12}),
        likert("r"),
    )
    now = evaluate(rubric, read(rubric, answers(rubric, s=20, q=3, r=3)))
    (pick,) = steering.steering_picks(now)
    assert pick.to < 12  # type: ignore[operator]


def capped(given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What a condition that an item behind a branch hangs on would lead to, by its state."""
    cap = {"id": "g", "name": "G", "on_fail": "cap_band", "cap": "low", "reason": "R."}
    rubric = readiness(
        yes_no("s"),
        likert("a", **PRO),
        likert("b", ask_when=YES, **PRO),
        likert("c", ask_when=YES, **PRO),
        gates=({**cap, "when": {"not": YES}},),
    )
    found = assess(rubric, answers(rubric, **given)).alternatives.gates
    return {flip.state: flip.to for flip in found}


def test_what_a_condition_leads_to_is_told_as_scoring_gives_it_with_the_questions_it_opens() -> (
    None
):
    assert capped({"s": "no", "a": 5, "b": 5, "c": 4}) == {"pass": ("high",)}
    # Were it so, two bad answers would count, and the level would stay where it is.
    assert capped({"s": "no", "a": 5, "b": 1, "c": 1}) == {}
    # Nobody knows what those answers would be.
    assert capped({"s": "no", "a": 5}) == {}


def fork(*items: dict[str, Any]) -> Rubric:
    """Two ways on from one question, of which b is asked on the one and c on the other."""
    asked = (
        likert("a", **PRO),
        likert("b", ask_when=YES, **PRO),
        likert("c", ask_when={"item": "s", "is": "no"}, **PRO),
    )
    return readiness(yes_no("s", dimension="d", also_scores=True), *asked, *items)


def planned(given: dict[str, Any], *items: dict[str, Any]) -> tuple[list[tuple[str, str]], bool]:
    """The changes of a plan, and whether it is said to take the fewest steps."""
    rubric = fork(*items)
    plan = assess(rubric, answers(rubric, **given)).alternatives.plan
    return ([(c.item, c.set_to) for c in plan.changes], plan.fewest) if plan else ([], False)


def test_a_plan_may_start_with_an_answer_that_opens_questions_answered_before() -> None:
    assert planned({"s": "no", "a": 3, "b": 2, "c": 1}) == ([("s", "yes")], False)
    # Nobody knows what the open question would bring.
    assert planned({"s": "no", "a": 3, "c": 1}) == ([("c", "4")], False)


def test_a_plan_is_the_shortest_only_where_no_question_that_may_be_opened_was_left_untried() -> (
    None
):
    rubric = readiness(
        yes_no("s"), *(likert(f"q{k}", **PRO) for k in range(4)), likert("b", ask_when=YES, **PRO)
    )
    bad = {f"q{k}": 1 for k in range(4)}
    for given, fewest in (
        ({"s": "dont_know"}, False),
        ({"s": "no"}, False),  # what it opens may be answered well
        ({"s": "no", "b": 1}, True),
        ({"s": "yes", "b": 1}, True),  # without b it takes a step less, and one to get there
    ):
        plan = assess(rubric, answers(rubric, **bad, **given)).alternatives.plan
        assert plan is not None
        assert plan.fewest is fewest, given


def test_a_changed_answer_is_held_against_the_ranges_that_it_leaves_where_one_lacks_a_score() -> (
    None
):
    outcomes = {n: {"name": f"an {n}", "summary": "It."} for n in ("a", "b", "c")}

    def option(name: str, **favors: float) -> dict[str, Any]:
        return {"id": name, "text": name, "favors": favors}

    pair = (option("y", a=1, b=0), option("n", c=1), option("z", a=1, c=1))
    rubric = contrast(
        single("p", options=(option("x", a=1), option("y", b=1))),
        single("q", options=(option("x", a=1), option("y", b=1))),
        single("r", options=pair),
        single("t", options=pair),
        outcomes=outcomes,
    )
    given = {"p": "x", "q": "x", "r": "y", "t": "dont_know"}
    now = evaluate(rubric, read(rubric, answers(rubric, **given)))
    for name, other in (("p", "y"), ("q", "y"), ("r", "n"), ("r", "z")):
        whole = read(rubric, answers(rubric, **{**given, name: other}))
        assert reevaluate(now, whole, (name,)).leaders == evaluate(rubric, whole).leaders
