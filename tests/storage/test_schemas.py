"""The JSON Schemas: valid by their own rules, true to the models, and fair in their blame."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from make import contrast, likert, single
from runs import Ran
from telling import FEW

from rolefit.errors import StoreError
from rolefit.rubric.model import Rubric
from rolefit.storage import schemas
from rolefit.storage.documents import parse
from rolefit.storage.library import find, load
from rolefit.storage.schemas import responses_schema, rubric_schema
from rolefit.storage.shipped import shipped_names
from rolefit.storage.writing import new_rubric


def plain(value: Any) -> Any:
    """A document as JSON tools see it."""
    match value:
        case dict():
            return {key: plain(part) for key, part in value.items()}
        case tuple():
            return [plain(part) for part in value]
        case Decimal():
            return float(value)
        case _:
            return value


def faults(schema: dict[str, Any], value: Any) -> list[jsonschema.ValidationError]:
    """What a validator finds, the deepest first."""
    found = jsonschema.Draft202012Validator(schema).iter_errors(value)
    return sorted(found, key=lambda error: -len(error.absolute_path))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return rubric_schema()


@pytest.mark.slow
def test_the_rubric_schema_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_names())
def test_shipped_rubrics_satisfy_the_schema(schema: dict[str, Any], name: str) -> None:
    assert faults(schema, plain(find(name).document.value)) == []


@pytest.mark.parametrize("model", ["contrast", "readiness"])
def test_a_new_rubric_satisfies_the_schema(schema: dict[str, Any], model: str) -> None:
    assert faults(schema, plain(parse("x", new_rubric("mine", model).encode()).value)) == []


@pytest.mark.slow
def test_a_wrong_item_is_blamed_for_its_own_type(schema: dict[str, Any]) -> None:
    value = plain(find("first-marketing-hire").document.value)
    single = next(item for item in value["items"] if item["type"] == "single")
    single["optoins"] = single.pop("options")
    found = faults(schema, value)
    said = " ".join(error.message for error in found)
    assert "options" in said
    # None of the other five item types may be blamed for it.
    assert "levels" not in said
    assert "unit" not in said


@pytest.mark.slow
def test_an_unknown_item_type_is_told_with_the_known_ones(schema: dict[str, Any]) -> None:
    value = plain(find("first-marketing-hire").document.value)
    value["items"][0]["type"] = "lickert"
    found = [error for error in faults(schema, value) if error.validator == "enum"]
    assert any("likert" in error.message for error in found)


@pytest.mark.slow
def test_a_wrong_condition_is_blamed_for_its_own_kind(schema: dict[str, Any]) -> None:
    value = plain(find("first-marketing-hire").document.value)
    value["gates"][0]["when"] = {"item": "vision", "at_last": 2}
    said = [error.message for error in faults(schema, value)]
    assert any("at_last" in message for message in said)
    assert not any("'all' is a required" in message for message in said)


def test_fields_carry_their_docstrings(schema: dict[str, Any]) -> None:
    single = schema["$defs"]["Single"]["properties"]
    assert single["options"]["description"] == "The options, in the order shown."
    assert schema["properties"]["minutes"]["description"] == "Minutes it takes to answer."
    undocumented = [
        f"{name}.{key}"
        for name, definition in schema["$defs"].items()
        for key, field in definition.get("properties", {}).items()
        if isinstance(field, dict) and "description" not in field
    ]
    assert undocumented == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FEW)
def test_every_case_is_a_valid_responses_file_by_its_schema(name: str) -> None:
    rubric = load(name)
    schema = responses_schema(rubric)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = find(name).document.value
    for case in plain(document["cases"])[::6]:
        value = {"rubric": name, "answers": case["answers"]}
        assert faults(schema, value) == [], case["name"]


def test_a_misspelt_item_and_a_wrong_option_are_found_by_the_responses_schema() -> None:
    schema = responses_schema(load("first-marketing-hire"))
    single = next(item for item in load("first-marketing-hire").items if item.type == "single")
    wrong = {"rubric": "first-marketing-hire", "answers": {"budgett": 1, single.id: "nonsense"}}
    said = " ".join(error.message for error in faults(schema, wrong))
    assert "budgett" in said
    assert "nonsense" in said


@pytest.mark.slow
def test_json_reports_satisfy_the_published_schema_and_no_other_contract_does(
    rolefit: Callable[..., Ran],
) -> None:
    schema = json.loads(rolefit("rubric", "schema", "--report").out)
    # Each rubric with another case; the first of each is held by test_contracts.
    for k, name in enumerate(shipped_names(), start=2):
        report = json.loads(rolefit("demo", name, "--case", str(k), "--format", "json").out)
        assert faults(schema, report) == [], name
    report["format_version"] = 2
    assert faults(schema, report)


def test_a_source_that_cannot_be_read_is_told_and_is_no_bug(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_cls: object) -> str:
        raise OSError("could not get source code")

    monkeypatch.setattr(inspect, "getsource", refuse)
    with pytest.raises(StoreError, match="own source cannot be read: could not get source code"):
        schemas._source(Rubric)


TINY = contrast(
    single("p"),
    likert("q", allow_na=True),
    single("r", ask_when={"item": "p", "is": "pa"}),
)


def test_answers_may_say_what_their_item_allows_and_nothing_else() -> None:
    schema = responses_schema(TINY)
    jsonschema.Draft202012Validator.check_schema(schema)
    shown = {"quote": "Three of four.", "source": "The minutes", "date": "2026-06-01"}
    for answer, sound in (
        ("pa", True),
        ("pc", False),
        (None, True),
        ("dont_know", True),
        ("skipped", True),
        ("not_applicable", False),
        ({"answer": "pa", "note": "N."}, True),
        ({"answer": "pa", "nota": "N."}, False),
        ({"dont_know": "why"}, True),
        ({"skipped": None}, True),
        ({"not_applicable": "why"}, False),
        ({"answer": "pa", "evidence": shown}, True),
        ({"answer": "pa", "evidence": None}, True),
        ({"answer": "pa", "evidence": {**shown, "date": None}}, True),
        ({"answer": "pa", "evidence": {**shown, "date": "1.6.2026"}}, False),
        ({"answer": "pa", "evidence": {**shown, "quote": ""}}, False),
        ({"answer": "pa", "evidence": {"quote": "Three of four."}}, False),
        ({"answer": "pa", "evidence": {**shown, "page": 1}}, False),
        ({"answer": "pa", "evidence": "shown"}, False),
    ):
        value = {"rubric": "tiny", "answers": {"p": answer}}
        assert (faults(schema, value) == []) is sound, answer
    for answer in ("not_applicable", {"not_applicable": "why"}):
        assert faults(schema, {"rubric": "tiny", "answers": {"q": answer}}) == []
    asked = schema["properties"]["answers"]["properties"]["p"]["description"]
    assert asked == "p?\n- pa: For a.\n- pb: For b.\n- both: For both."
    assert faults(schema, {"rubric": "other", "answers": {}})


def condition_faults(schema: dict[str, Any], when: Any) -> list[str]:
    value = plain(parse("x", new_rubric("mine", "contrast").encode()).value)
    value["gates"] = [{"id": "g", "name": "G", "on_fail": "flag", "reason": "R.", "when": when}]
    return [error.message for error in faults(schema, value)]


def test_every_kind_of_condition_is_told_by_what_it_is_built_around(schema: dict[str, Any]) -> None:
    leaf, score = {"item": "a", "is": "x"}, {"dimension": "d", "at_least": 50}
    sound: list[dict[str, Any]] = [
        leaf,
        score,
        {"outcome": "a", "at_most": 50},
        {"all": [leaf, score]},
        {"any": [{"not": leaf}]},
        {"at_least": {"k": 1, "of": [leaf, score]}},
    ]
    for when in sound:
        assert condition_faults(schema, when) == [], when
    faulty: list[tuple[dict[str, Any], str]] = [
        ({"dimension": "d", "at_leest": 50}, "at_leest"),
        ({"outcome": "d", "at_leest": 50}, "at_leest"),
        ({"at_least": {"k": 1, "off": [leaf]}}, "off"),
        ({"not": {"item": "a", "iss": "x"}}, "iss"),
        ({"all": leaf}, "is not of type 'array'"),
    ]
    for when, said in faulty:
        found = condition_faults(schema, when)
        assert found, when
        assert any(said in message for message in found), (when, found)
