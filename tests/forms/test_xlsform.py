"""The forms for phones and for other survey tools: what they ask, and the way back."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from every import every
from pyxform.xls2xform import convert

from rolefit.batch.cells import mapping_by_id, read_cell, read_row
from rolefit.batch.exports.draft import draft_map
from rolefit.batch.exports.layout import open_export
from rolefit.forms.plain_form import plain_form
from rolefit.forms.questions import questions_of
from rolefit.forms.workbook import workbook
from rolefit.forms.xlsform import expression, xlsform
from rolefit.rubric.model import Response, Rubric, branch, follow_branches
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

EVERY_WAY = Path(__file__).parents[1] / "examples" / "every-way.yaml"
NAMES = (*shipped_names(), str(EVERY_WAY))


@pytest.mark.slow
@every("name", NAMES)
def test_every_rubric_is_a_form_that_converts_without_a_warning(name: str) -> None:
    warnings: list[str] = []
    content = io.BytesIO(workbook(xlsform(load(name))))
    form = convert(xlsform=content, file_type=".xlsx", validate=False, warnings=warnings).xform
    assert warnings == []
    for item in load(name).items:
        assert f"/{item.id}" in form


class Node:
    """The answers of one person, as an expression of the form reads them."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells = cells

    def holds(self, text: str) -> bool:
        """Whether an expression holds; the same words mean the same in XPath."""
        ours = re.sub(r"\$\{([a-z0-9_-]+)\}", r'cell("\1")', text)
        ours = ours.replace(" = ", " == ").replace("if(", "iff(").replace("false()", "False")
        known = {
            "cell": lambda name: self.cells.get(name, ""),
            "selected": lambda cell, name: name in cell.split(),
            "number": lambda cell: (
                float(cell) if re.fullmatch(r"-?[0-9.]+", cell) else float("nan")
            ),
            "iff": lambda holds, one, other: one if holds else other,
        }
        return bool(eval(ours, {"__builtins__": {}}, known))


def cells_of(rubric: Rubric, responses: dict[str, Any]) -> dict[str, str]:
    """What the form holds for responses."""
    found = {}
    for name, one in responses.items():
        if one.answer is not None:
            found[name] = rubric.item(name).written(one.answer).replace(",", " ")
        elif one.state in ("not_applicable", "dont_know"):
            found[name] = one.state
    return found


def any_answers(rubric: Rubric, chance: random.Random) -> dict[str, Response]:
    """An answer to every item, a few of which do not apply."""
    found = {}
    for item in rubric.items:
        text = item.written(chance.choice(item.candidates()))
        away = item.allow_na and chance.random() < 0.1
        found[item.id] = read_cell(item, "not_applicable" if away else text)
    return found


@pytest.mark.slow
@every("name", NAMES)
def test_branches_of_the_form_are_those_of_the_rubric(name: str) -> None:
    rubric, chance = load(name), random.Random(7)
    asked = {question.item.id: question for question in questions_of(rubric)}
    branching = [q.item for q in asked.values() if q.item.ask_when is not None]
    seen: set[bool] = set()
    for _ in range(60 if branching else 0):
        given = follow_branches(rubric, any_answers(rubric, chance))
        for item in branching:
            assert item.ask_when is not None
            before = {k: one for k, one in given.items() if one.state != "not_presented"}
            holds = Node(cells_of(rubric, before)).holds(expression(item.ask_when, asked))
            assert holds is branch(item, given), item.id
            seen.add(holds)
    assert not branching or seen == {True, False}


def test_what_a_phone_sends_back_needs_no_map() -> None:
    """The columns and cells of an ODK or KoboToolbox export: ids, sets with spaces."""
    rubric = load(EVERY_WAY)
    head = "start end date name owns role tools tools/pen tools/board tools/clock often level"
    columns = [*head.split(), "hours__amount", "hours", "split__making", "split", "mood", "_uuid"]
    cells = dict.fromkeys(columns, "")
    cells |= {"name": "Ada", "owns": "yes", "role": "both", "tools": "pen clock", "often": "3"}
    cells |= {"level": "2.5", "hours": "not_applicable", "split": "making:6,planning:4"}
    cells |= {"mood": "dont_know"}
    mapping = mapping_by_id(rubric, columns)
    read = read_row(rubric, mapping, cells, 2)
    assert read.faults == ()
    assert read.answers["tools"].answer == ("pen", "clock")
    assert read.answers["level"].answer == 2.5
    assert read.answers["split"].answer == (("making", 6), ("planning", 4))
    assert read.answers["hours"].state == "not_applicable"
    assert read.answers["mood"].state == "dont_know"
    assert mapping.about == {"name": "name", "date": "date"}


def test_every_answer_of_the_form_is_an_answer_of_the_rubric() -> None:
    for name in NAMES:
        rubric = load(name)
        _, choices, _ = xlsform(rubric)
        for row in choices.rows:
            cells = {row["list_name"]: row["name"]}
            read = read_row(rubric, mapping_by_id(rubric, [*cells]), cells, 2)
            assert read.faults == (), row


def test_no_cell_of_a_hostile_rubric_runs() -> None:
    rubric = load(EVERY_WAY)
    asks = rubric.items[0].model_copy(update={"ask": '=HYPERLINK("http://x") ${role}'})
    sheets = xlsform(rubric.model_copy(update={"items": (asks, *rubric.items[1:])}))
    assert sheets[0].rows[3]["label"] == '=HYPERLINK("http://x") $ {role}'
    assert b"<f>" not in workbook(sheets)


@pytest.mark.slow
@every("name", NAMES)
def test_questions_pasted_from_the_text_are_found_again(name: str, tmp_path: Path) -> None:
    rubric = load(name)
    text = plain_form(rubric).splitlines()
    asks = [item.ask for item in rubric.items]
    assert [line for line in text if line in asks] == [q.item.ask for q in questions_of(rubric)]
    path = tmp_path / "forms.csv"
    head = ",".join('"{}"'.format(ask.replace('"', '""')) for ask in asks)
    path.write_text(f"Timestamp,{head}\n2026,{','.join(['Not applicable'] * len(asks))}\n", "utf-8")
    with open_export(path) as export:
        found = draft_map(rubric, export)
    assert found.missing == ()
    assert found.doubtful == {}
    refused = {name for name, texts in found.unknown.items() if texts == ("Not applicable",)}
    assert refused <= {item.id for item in rubric.items if not item.allow_na}


def test_the_text_says_how_to_come_back() -> None:
    assert "rolefit import draft EXPORT every-way -o map.yaml" in plain_form(load(EVERY_WAY))
