"""Numbers whose decimals do not end: people read 66.7, a file and a command line say 200/3."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from make import HEAD, LABELS
from runs import Ran

Run = Callable[..., Ran]
FRACTION = re.compile(r"(?<![\w./-])\d+/\d+(?![\w/])")
SHARES = {
    "options": [
        {"id": "one", "text": "One.", "value": 1},
        {"id": "two", "text": "Two.", "value": 0},
    ],
    "total": "100/3",
    "unit": "hours",
}


def item(name: str, dimension: str = "d", **more: Any) -> dict[str, Any]:
    base = {"id": name, "type": "likert", "dimension": dimension, "ask": f"{name}?"}
    return {**base, "labels": LABELS, "allow_na": False, **more}


def in_thirds() -> dict[str, Any]:
    """A rubric with a third wherever a number may stand."""
    amount = {"type": "numeric", "unit": "days", "range": ["1/3", "22/3"], "labels": None}
    curve = [{"at": "1/3", "value": 0}, {"at": "7/3", "value": 1}]
    split = {**SHARES, "type": "allocation", "labels": None}
    items: list[dict[str, Any]] = [
        item("p"),
        item("q"),
        item("days", "e", **amount, breakpoints=curve),
        item("hours", "e", **split),
        item("r", "e"),
    ]
    items = [{k: v for k, v in one.items() if v is not None} for one in items]
    bands: list[dict[str, Any]] = [
        {"id": "low", "from": 0, "to": "100/3", "name": "low", "summary": "L."},
        {"id": "middle", "from": "100/3", "to": "200/3", "name": "middle", "summary": "M."},
        {"id": "high", "from": "200/3", "to": 100, "name": "high", "summary": "H."},
    ]
    bands[1]["needs"] = {"d": "100/3"}
    bands[2]["needs_each"] = "200/3"
    when = {"any": [{"dimension": "e", "at_most": "50/3"}, {"item": "days", "at_most": "4/3"}]}
    gate = {"id": "g", "name": "g holds", "reason": "R.", "when": when}
    return {
        **HEAD,
        "model": "readiness",
        "standard": {"name": "a pro", "summary": "Pro."},
        "bands": bands,
        "dimensions": {
            name: {"name": name, "about": name, "weight": "1/3", "target": "250/3"} for name in "de"
        },
        "items": items,
        "gates": [{**gate, "on_fail": "cap_band", "cap": "low"}],
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubric.json").write_text(json.dumps(in_thirds()), encoding="utf-8")
    low = {"p": 2, "q": 2, "days": "4/3", "hours": {"one": "50/3", "two": "50/3"}, "r": 3}
    for name, given in (("one", low), ("two", {**low, "p": 3, "q": 3, "days": "7/3"})):
        sheet = {"rubric": "tiny", "respondent": {"name": name}, "answers": given}
        (tmp_path / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")
    return tmp_path


READ = (
    ("rubric", "show", "rubric.json"),
    ("score", "one.json", "--rubric", "rubric.json", "--full"),
    ("score", "two.json", "--rubric", "rubric.json"),
    ("score", "two.json", "--rubric", "rubric.json", "--full", "--format", "markdown"),
    ("compare", "one.json", "two.json", "--rubric", "rubric.json"),
    ("whatif", "one.json", "--rubric", "rubric.json", "--set", "p=5"),
    ("form", "rubric.json", "--to", "text"),
)


@pytest.mark.parametrize("command", READ, ids=" ".join)
def test_people_read_no_fractions(command: tuple[str, ...], folder: Path, rolefit: Run) -> None:
    ran = rolefit(*command)
    assert ran.code == 0, ran.err
    told = [line for line in ran.out.splitlines() if line != "• days: 4/3 or 7/3"]  # to be typed
    assert FRACTION.findall("\n".join(told)) == []


def test_what_is_typed_and_what_programs_read_stays_exact(folder: Path, rolefit: Run) -> None:
    ran = rolefit("whatif", "one.json", "--rubric", "rubric.json", "--set", "days=7/3")
    assert "2.3 days" in ran.out, ran.out + ran.err
    ran = rolefit("score", "one.json", "--rubric", "rubric.json", "--format", "json")
    plan = json.loads(ran.out)["assessment"]["alternatives"]["plan"]
    assert "7/3" in [change["set_to"] for change in plan["changes"]]


def test_a_message_names_no_amount_that_would_be_refused(folder: Path, rolefit: Run) -> None:
    ran = rolefit("whatif", "one.json", "--rubric", "rubric.json", "--set", "days=0.33")
    assert "expected 0.34 to 7.3 days" in ran.err
