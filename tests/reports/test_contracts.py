"""What each command writes as JSON: one envelope, valid by its published schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cases import rubric as load
from effort import some
from runs import Ran

from rolefit.reports.contracts import CONTRACTS
from rolefit.storage.documents import parse, read_responses
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.shipped import shipped_names

Run = Callable[..., Ran]
NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"
KINDS = tuple(kind for kind in CONTRACTS if "panel" not in kind)
"""Panels need a folder with a round of forms; they are tested with their command."""
OF_NO_RESULT = ("outcome", "rubric-diff")
"""What tells of no one result of a rubric, and so does not repeat its limits."""
TITLE = "What this is, and what it is not"
VALIDATORS: dict[str, jsonschema.Draft202012Validator] = {}
"""Readers of the schemas that were printed, by kind: it takes long to look at a schema."""


def case_file(folder: Path, name: str, number: int) -> str:
    """A shipped case as a responses file."""
    rubric = load(name)
    answers = dict(rubric.cases[number].answers)
    raw = {"rubric": name, "rubric_hash": rubric.content_hash, "answers": answers}
    path = folder / f"{name}-{number}.json"
    path.write_text(json.dumps(raw, default=float), encoding="utf-8")
    return str(path)


def cohort_file(folder: Path, name: str) -> str:
    """The shipped cases of a rubric as a table, a row each."""
    rubric = load(name)
    path = folder / f"{name}.jsonl"
    rows = [json.dumps({"answers": dict(case.answers)}, default=float) for case in rubric.cases]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def keep(folder: Path, name: str) -> None:
    """Keep three assessments of a rubric in the journal."""
    for number in (0, 1, 2):
        file = case_file(folder, name, number)
        responses = read_responses(parse(file, Path(file).read_bytes()))
        with Store(store_path()) as store:
            store.keep(responses, load(name), sentence="A sentence.", quick=False)


def lines(folder: Path, kind: str, name: str) -> tuple[str, ...]:
    """A command line of a kind about the cases of a rubric."""
    first, second = (case_file(folder, name, number) for number in (0, 1))
    match kind:
        case "score":
            return "score", first
        case "compare":
            return "compare", first, second
        case "whatif":
            return "whatif", first, "--set", f"{load(name).items[0].id}=skipped"
        case "outcome":
            return "outcome", "report"
        case "rubric-diff":
            return "rubric", "diff", name, name
        case "match":
            number = shipped_names().index(name)
            return "match", case_file(folder, NEED, number), case_file(folder, SEEN, number + 1)
        case "cohort":
            return "cohort", cohort_file(folder, name), "--rubric", name
        case _:
            keep(folder, name)
            return "progress", name


OTHERS = [name for name in shipped_names() if name not in (NEED, "manager-readiness")]


def pairs() -> Iterator[tuple[str, str]]:
    """Each kind with a rubric of either model, and each rubric with a kind or two."""
    yield from ((kind, NEED) for kind in KINDS)
    yield from ((kind, "manager-readiness") for kind in ("score", "compare", "whatif", "cohort"))
    others = [name for name in shipped_names() if name not in (NEED, "manager-readiness")]
    yield from (("score", name) for name in some(others, ("management-style",)))
    yield from (("progress", "management-style"), ("match", "cmo-readiness"))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), [*pairs()])
def test_json_is_valid_by_its_published_schema_and_says_what_it_is_not(
    rolefit: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    if kind not in VALIDATORS:
        schema = json.loads(rolefit("rubric", "schema", "--kind", kind).out)
        jsonschema.Draft202012Validator.check_schema(schema)
        VALIDATORS[kind] = jsonschema.Draft202012Validator(schema)
    ran = rolefit(*lines(tmp_path, kind, name), "--format", "json")
    assert ran.code in (0, 1), ran.err
    found = json.loads(ran.out)
    VALIDATORS[kind].validate(found)
    assert list(found)[:5] == ["format", "format_version", "engine", "sentence", "limits"]
    assert found["format"].startswith("rolefit-")
    assert found["sentence"].strip()
    rubric = load(NEED if kind == "match" else name)
    if kind not in OF_NO_RESULT:
        assert len(found["limits"]) >= len(rubric.limits)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_refuses_what_its_command_would_not_write(rolefit: Run, kind: str) -> None:
    schema = json.loads(rolefit("rubric", "schema", "--kind", kind).out)
    validator = jsonschema.Draft202012Validator(schema)
    wrongs: tuple[Any, ...] = ({}, {"format": "rolefit-other"}, [])
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(wrong)


def test_the_schema_of_reports_has_a_short_name(rolefit: Run) -> None:
    named = rolefit("rubric", "schema", "--kind", "score")
    assert named.out == rolefit("rubric", "schema", "--report").out
    assert rolefit("rubric", "schema", "--kind", "nothing").code == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "format"),
    [*((kind, "terminal") for kind in KINDS), *product(("score", "match"), ("markdown", "html"))],
)
def test_every_page_ends_with_what_it_is_not(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, format: str
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    line = lines(tmp_path, kind, NEED)
    if kind == "match":
        line = ("match", case_file(tmp_path, NEED, 0), case_file(tmp_path, SEEN, 14))
    ran = rolefit(*line, "--format", format)
    assert ran.code in (0, 1), ran.err
    # The report on one screen says it in a line.
    short = kind == "score" and format != "html"
    assert ("Limits: " if short else TITLE) in ran.out
