"""JSON Schemas for editors: rubric files, responses files, and the JSON report."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from rolefit.errors import StoreError
from rolefit.rubric.conditions import Value
from rolefit.rubric.items import Item
from rolefit.rubric.materials import Materials
from rolefit.rubric.model import Responses, Rubric
from rolefit.rubric.models import DEMANDS, Demands
from rolefit.rubric.proof import LONGEST_QUOTE, LONGEST_SOURCE

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CONDITION_KEYS = {
    "All": "all",
    "AnyOf": "any",
    "Not": "not",
    "ItemIs": "item",
}
_COMPARED = [{"required": [key]} for key in ("item", "dimension", "outcome")]
_COUNTED = {"required": ["at_least"], "not": {"anyOf": _COMPARED}}
"""What tells `at_least: {k, of}` from the comparison of an item or a score."""


def rubric_schema() -> dict[str, Any]:
    """The schema of a rubric file."""
    schema = model_schema(Rubric, "rolefit rubric")
    schema["allOf"] = [
        _when_equal("model", name, parts_of(demands)) for name, demands in DEMANDS.items()
    ]
    materials = model_schema(Materials, "materials")
    schema["$defs"].update(materials.pop("$defs"))
    for key in ("$schema", "title"):
        materials.pop(key)
    schema["$defs"]["Materials"] = materials
    known = schema["properties"]["materials"]
    schema["properties"]["materials"] = {
        "description": known["description"],
        "$ref": "#/$defs/Materials",
    }
    labels = schema["$defs"]["Expect"]["properties"]["label"]
    schema["$defs"]["Expect"]["properties"]["label"] = {
        "description": labels.pop("description"),
        "anyOf": [labels["items"], labels],
    }
    return schema


def responses_schema(rubric: Rubric) -> dict[str, Any]:
    """The schema of responses files to one rubric: its item ids and their possible answers."""
    schema = model_schema(Responses, f"responses to {rubric.rubric}")
    schema["properties"]["rubric"] = {"const": rubric.rubric}
    schema["properties"]["answers"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {item.id: answer_schema(item) for item in rubric.items},
    }
    return schema


def report_schema(one: dict[str, Any]) -> dict[str, Any]:
    """The schema of a JSON report, or of the list that several files give."""
    definitions = one.pop("$defs")
    head = {"$schema": one.pop("$schema"), "title": one["title"]}
    report = {"$ref": "#/$defs/Report"}
    several = {"type": "array", "minItems": 2, "items": report}
    return {**head, "anyOf": [report, several], "$defs": {**definitions, "Report": one}}


def model_schema(model: type[Value], title: str, *, output: bool = False) -> dict[str, Any]:
    """The schema of a model, with the docstrings of its fields as descriptions."""
    schema = TypeAdapter(model).json_schema(
        by_alias=True, mode="serialization" if output else "validation"
    )
    schema = {"$schema": _DIALECT, **schema, "title": title}
    definitions = schema.get("$defs", {})
    for name, cls in _models_of(model):
        describe(definitions.get(name, schema if cls is model else {}), cls)
    rewrite(schema)
    return schema


def _models_of(model: type[Value]) -> Iterator[tuple[str, type[Value]]]:
    """Every model that a schema may define, by the name it has there."""
    yield model.__name__, model
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("rolefit."):
            for name, cls in vars(module).items():
                if isinstance(cls, type) and issubclass(cls, Value):
                    yield name, cls


def describe(schema: dict[str, Any], cls: type[Value]) -> None:
    """Put the docstrings of a model's fields into its schema."""
    documented = field_docs(cls)
    for name, field in cls.model_fields.items():
        key = field.alias or name
        if key in schema.get("properties", {}) and name in documented:
            schema["properties"][key]["description"] = documented[name]


def field_docs(cls: type[Value]) -> dict[str, str]:
    """The docstrings that stand below a model's fields, those of its bases included.

    Read when a schema is wanted only: pydantic's own way would read the source at each start.
    """
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if not issubclass(base, Value) or base is Value:
            continue
        body = ast.parse(inspect.cleandoc("\n" + _source(base))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, text in zip(body.body, body.body[1:], strict=False):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                found[field.target.id] = inspect.cleandoc(str(text.value.value)).replace("\n", " ")
    return found


def _source(cls: type[Value]) -> str:
    """The source of a model. Raises StoreError where it is not there, or the disk refuses it."""
    try:
        return inspect.getsource(cls)
    except OSError as error:
        message = f"rolefit's own source cannot be read: {error.strerror or error}"
        raise StoreError(
            message, "install rolefit anew; it is needed to describe rubrics"
        ) from None


def rewrite(node: Any) -> None:
    """Rewrite unions, everywhere below `node`, so that a fault is blamed on the right member.

    An editor that meets `oneOf` reports against whichever member it likes. `if type is X then X`
    leaves it no choice.
    """
    if isinstance(node, list):
        for part in node:
            rewrite(part)
    if not isinstance(node, dict):
        return
    for part in list(node.values()):
        rewrite(part)
    union = node.get("oneOf")
    if not isinstance(union, list):
        return
    discriminator = node.pop("discriminator", None)
    node.pop("oneOf")
    if any("$ref" not in member for member in union):
        node["anyOf"] = union  # a text, or a text with its condition: told apart by their form
    elif discriminator is not None and "mapping" in discriminator:
        _by_type(node, discriminator)
    else:
        _by_key(node, union)


def _by_type(node: dict[str, Any], discriminator: dict[str, Any]) -> None:
    """A union told apart by the value of one key."""
    key = discriminator["propertyName"]
    mapping = discriminator["mapping"]
    node["type"] = "object"
    node["required"] = [key]
    node["properties"] = {key: {"enum": list(mapping)}}
    node["allOf"] = [_when_equal(key, tag, {"$ref": ref}) for tag, ref in mapping.items()]


def _by_key(node: dict[str, Any], union: list[dict[str, Any]]) -> None:
    """A union of conditions, told apart by the key that each is built around."""
    node["type"] = "object"
    node["allOf"] = []
    others = []
    for member in union:
        name = member["$ref"].rpartition("/")[2]
        key = _CONDITION_KEYS.get(name)
        if name == "AtLeastKOf":
            node["allOf"].append({"if": _COUNTED, "then": member})
            continue
        if key is None:
            others.append(member)
            continue
        node["allOf"].append({"if": {"required": [key]}, "then": member})
    for member in others:
        neither = [*({"required": [key]} for key in _CONDITION_KEYS.values()), _COUNTED]
        node["allOf"].append({"if": {"not": {"anyOf": neither}}, "then": member})


def _when_equal(key: str, value: str, then: dict[str, Any]) -> dict[str, Any]:
    """A rule that holds when a key has a value."""
    test = {"properties": {key: {"const": value}}, "required": [key]}
    return {"if": test, "then": then}


def parts_of(demands: Demands) -> dict[str, Any]:
    """The parts that a model asks for, and those that must not be there."""
    parts = {
        "outcomes": demands.has_outcomes,
        "standard": demands.has_bands,
        "bands": demands.has_bands,
    }
    return {
        "required": [name for name, wanted in parts.items() if wanted],
        "properties": {name: False for name, wanted in parts.items() if not wanted},
    }


def _evidence_schema() -> dict[str, Any]:
    """What can be shown for an answer."""
    said = {"type": "string", "minLength": 1}
    properties = {
        "quote": {
            **said,
            "maxLength": LONGEST_QUOTE,
            "description": "The words or figures themselves.",
        },
        "source": {
            **said,
            "maxLength": LONGEST_SOURCE,
            "description": "Where they stand, or who said them.",
        },
        "date": {
            "type": ["string", "null"],
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "The day they are of, like 2026-06-01.",
        },
    }
    return {
        "type": ["object", "null"],
        "properties": properties,
        "required": ["quote", "source"],
        "additionalProperties": False,
        "description": "What can be shown for the answer; --proved counts only answers with it.",
    }


def answer_schema(item: Item) -> dict[str, Any]:
    """What a responses file may say for one item."""
    values = item.answer_schema()
    states = ["dont_know", "skipped", None, *(["not_applicable"] if item.allow_na else [])]
    text = {"type": ["string", "null"]}
    remarks: dict[str, Any] = {"answer": values, "note": text, "dont_know": text, "skipped": text}
    remarks["evidence"] = _evidence_schema()
    if item.allow_na:
        remarks["not_applicable"] = text
    mapping = {"type": "object", "properties": remarks, "additionalProperties": False}
    listed = "\n".join(f"- {key}: {label}" for key, label in item.options())
    return {
        "description": f"{item.ask}\n{listed}",
        "anyOf": [values, {"enum": states}, mapping],
    }
