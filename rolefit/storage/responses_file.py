"""Responses as the text of a file that `rolefit score` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses


def responses_text(responses: Responses, rubric: Rubric) -> str:
    """A responses file, each answer under its question."""
    person = responses.respondent
    lines = [
        f"# {_one_line(rubric.title)}",
        f"rubric: {id_text(responses.rubric)}",
        f"rubric_version: {_value_text(responses.rubric_version or rubric.version)}",
        f"rubric_hash: {responses.rubric_hash or rubric.content_hash}",
        "respondent:",
        *([f"  name: {_value_text(person.name)}"] if person.name else []),
        f"  group: {id_text(person.group)}",
        *([f"date: {_value_text(responses.day)}"] if responses.day else []),
        "answers:" if responses.answers else "answers: {}",
    ]
    for item in rubric.items:
        if item.id in responses.answers:
            lines += ["", f"  # {_one_line(item.ask)}"]
            lines.append(f"  {item.id}: {_value_text(responses.answers[item.id])}")
    return "\n".join(lines) + "\n"


def id_text(id: str) -> str:
    """A name as YAML reads it back: `true`, `false` and `null` are no texts unless quoted."""
    return f'"{id}"' if id in ("true", "false", "null") else id


def _one_line(text: str) -> str:
    """A text as a comment: a line break would end it."""
    return " ".join(text.split())


def _value_text(value: Any) -> str:
    """A value so that it is read back as it is: in the part of YAML that is JSON."""
    match value:
        case dict():
            return "{" + ", ".join(pairs(value)) + "}"
        case tuple() | list():
            return "[" + ", ".join(_value_text(part) for part in value) + "]"
        case Decimal():
            return f"{value:f}"
        case None:
            return "null"
        case _:
            return json.dumps(value, ensure_ascii=False)


def pairs(value: dict[str, Any]) -> Iterator[str]:
    """The entries of a mapping; its keys are words of ours."""
    for key, part in value.items():
        yield f"{key}: {_value_text(part)}"
