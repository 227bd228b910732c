"""What is printed as a change is true: the changed answers, scored from a file, end as told."""

from __future__ import annotations

from typing import Any

import strategies
from flip_sets import changed, leader, set_to, with_facts, worked_out
from hypothesis import given
from make import answers, likert, readiness
from strategies import Case, Raw

from rolefit.rubric.model import OPEN
from rolefit.scoring.assess import assess
from rolefit.scoring.flips import flips
from rolefit.scoring.plans import plan

BRANCHED = strategies.cases(models=("readiness",), needs=True)
ANY = strategies.cases(needs=True)


@strategies.many
@given(BRANCHED)
def test_every_plan_reaches_its_band_and_its_fit_when_it_is_scored_from_a_file(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    now = checked.evaluate(given_)
    found = worked_out(plan, now)
    if found is None:
        return
    items = {i["id"]: i for i in checked.raw["items"]}
    new = {c.item: set_to(items[c.item], c.set_to) for c in found.changes}
    then = checked.evaluate({**given_, **new})
    assert then.fit is not None
    assert then.fit.score == found.fit
    order = [band["id"] for band in checked.raw["bands"]]
    assert order.index(then.leaders[0]) >= order.index(found.band)
    # What an opened question still needs is named with the plan.
    before = {name for name, r in now.responses.items() if r.state == "not_presented"}
    opened = {name for name in before if then.responses[name].state in OPEN}
    assert {*found.opens} == opened


@strategies.many
@given(ANY)
def test_every_flip_set_leads_where_it_says_when_it_is_scored_from_a_file(case: Case) -> None:
    checked, given_ = with_facts(case), case.answers
    for flip in flips(checked.evaluate(given_)).sets:
        names = tuple(c.item for c in flip.changes)
        then = checked.evaluate(changed(checked.raw, given_, flip, names))
        assert leader(then) == {*flip.to}


# --- by hand -----------------------------------------------------------------------------------

PLAIN = {"toward": None}


def opening(**given: Any) -> tuple[Any, Any]:
    """An answer that ends a cap also opens a question; what stands behind it counts then."""
    told = {"id": "told", "type": "yes_no", "ask": "Told?", "allow_na": False}
    gate = {"id": "g", "name": "g", "reason": "r", "on_fail": "cap_band", "cap": "low"}
    items = (
        told,
        likert("kept", **PLAIN),
        likert("seen", **PLAIN),
        likert("planning", ask_when={"item": "told", "is": "yes"}, **PLAIN),
    )
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 100}}
    when = {"item": "told", "is": "no"}
    rubric = readiness(*items, dimensions=dimensions, gates=({**gate, "when": when},))
    return rubric, assess(rubric, answers(rubric, **given))


def scored_again(rubric: Any, given: Raw, found: Any) -> Any:
    new = {c.item: c.set_to if c.item == "told" else int(c.set_to) for c in found.changes}
    return assess(rubric, answers(rubric, **{**given, **new}))


def test_an_answer_behind_a_branch_counts_in_the_plan_that_opens_it() -> None:
    # Two answers at 3 have a fit of 50. With `told` the third one, at 1, counts as well: 33.3.
    given = {"told": "no", "kept": 3, "seen": 3, "planning": 1}
    rubric, now = opening(**given)
    found = now.alternatives.plan
    assert (now.fit, now.verdict.outcome) == (50, "low")
    # Two more steps of the eight: 4 + 4 + 1 or the like makes 6 of 12.
    assert found.changes[0].item == "told"
    assert (found.steps, found.fit, found.opens) == (3, 50, ())
    then = scored_again(rubric, given, found)
    assert (then.fit, then.verdict.outcome) == (50, "high")


def test_a_plan_that_opens_a_question_says_that_the_level_hangs_on_it() -> None:
    given = {"told": "no", "kept": 3, "seen": 3}
    rubric, now = opening(**given)
    found = now.alternatives.plan
    assert ([c.item for c in found.changes], found.opens) == (["told"], ("planning",))
    then = scored_again(rubric, given, found)
    assert (then.fit, then.verdict.outcome) == (found.fit, found.band)
