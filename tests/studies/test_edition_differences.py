"""What differs between two editions of a rubric, and which verdicts that turns."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from earlier import CARRIED, FOLDER, answered, first_edition
from make import contrast, single
from runs import Run

from rolefit.rubric.model import Rubric
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load
from rolefit.studies.editions.differences import NamedAnswers, difference

CASE = {"name": "Somebody", "answers": {"x": "pa", "y": "pb"}, "expect": {}}


def edition(version: str, *, weight: int = 1, **more: object) -> Rubric:
    """Two dimensions with a choice each, and a case."""
    rubric = contrast(single("x", "d"), single("y", "e"), version=version, cases=(CASE,), **more)
    e = rubric.dimensions["e"].model_copy(update={"weight": Fraction(weight)})
    return rubric.model_copy(update={"dimensions": {**rubric.dimensions, "e": e}})


def test_nothing_differs_between_a_rubric_and_itself() -> None:
    found = difference(edition("1.0"), edition("1.0"))
    assert (found.same, found.parts, found.turns, found.cases) == (True, (), (), 1)


def test_a_weight_that_turns_a_verdict_is_told_with_the_case() -> None:
    found = difference(edition("1.0"), edition("1.0", weight=4))
    (part,) = found.parts
    assert (part.kind, part.id, part.fate) == ("dimensions", "e", "changed")
    (value,) = part.values
    assert (value.path, value.facet, value.before, value.after) == (
        "weight",
        "weight",
        "1/1",
        "4/1",
    )
    (turn,) = found.turns
    assert (turn.name, turn.before) == ("Somebody", "tie: a, b")
    assert turn.after.endswith(": b")
    assert turn.unread == 0


@pytest.mark.parametrize(
    ("key", "value", "facet"),
    [
        ("ask", "Otherwise?", "wording"),
        ("weight", Fraction(2), "weight"),
        ("allow_na", True, "condition"),
    ],
)
def test_what_a_change_is_of_is_told(key: str, value: object, facet: str) -> None:
    old = edition("1.0")
    items = (old.items[0].model_copy(update={key: value}), old.items[1])
    (part,) = difference(old, old.model_copy(update={"items": items})).parts
    assert [(one.path, one.facet) for one in part.values] == [(key, facet)]


def test_new_and_gone_questions_are_told_and_answers_counted_that_cannot_be_read() -> None:
    old = edition("1.0")
    way = ({"from": "1.0", "keep": ("x",), "drop": {"y": "Gone."}},)
    new = contrast(single("x", "d"), single("z", "d"), version="2.0", migrations=way)
    found = difference(old, new)
    fates = {(part.id, part.fate) for part in found.parts}
    assert {("y", "removed"), ("z", "added"), ("e", "removed")} <= fates
    (turn,) = found.turns
    assert turn.unread == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", CARRIED)
def test_every_case_of_both_shipped_editions_is_tried(name: str) -> None:
    old, new = first_edition(name), load(name)
    kept = NamedAnswers("kept", "mine", answered(name), of_new=False)
    found = difference(old, new, (kept,))
    assert found.cases == len(old.cases) + len(new.cases)
    assert found.kept == 1
    asked = {part.id: part.fate for part in found.parts if part.kind == "items"}
    before, after = set(old.items_by_id), set(new.items_by_id)
    assert {n for n, fate in asked.items() if fate == "added"} == after - before
    assert {n for n, fate in asked.items() if fate == "removed"} == before - after


@pytest.mark.slow
def test_the_command_tells_it_and_exits_with_what_it_found(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    name = "lead-or-manager"
    old = str(FOLDER / f"{name}-1.0.yaml")
    with Store(store_path()) as store:
        store.keep(answered(name), first_edition(name), sentence="Then.")
    ran = rolefit("rubric", "diff", old, name)
    assert (ran.code, ran.err) == (1, "")
    assert "2 questions added, 4 questions removed" in " ".join(ran.out.split())
    assert "New: strategy_set, authority" in ran.out
    found = json.loads(rolefit("rubric", "diff", old, name, "--format", "json").out)
    assert found["difference"]["kept"] == 1
    full = rolefit("rubric", "diff", old, name, "--full").out
    assert len(full) > len(ran.out)
    same = rolefit("rubric", "diff", name, name)
    assert same.code == 0
    assert "Both ask, count and say the same." in same.out


def test_rubrics_of_two_models_are_no_editions_of_one(rolefit: Run) -> None:
    ran = rolefit("rubric", "diff", "lead-or-manager", "manager-readiness")
    assert ran.code == 2
    assert "editions of one rubric have one model" in ran.err
