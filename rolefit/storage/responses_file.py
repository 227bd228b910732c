"""Responses as the text of a file that `rolefit score` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rolefit.rubric.form_marks import FormMark
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Respondent, Responses


def responses_text(responses: Responses, rubric: Rubric) -> str:
    """A responses file, each answer under its question."""
    person = responses.respondent
    lines = [
        f"# {_one_line(rubric.title)}",
        f"rubric: {id_text(responses.rubric)}",
        f"rubric_version: {value_text(responses.rubric_version or rubric.version)}",
        f"rubric_hash: {responses.rubric_hash or rubric.content_hash}",
        "respondent:",
        *([f"  name: {value_text(person.name)}"] if person.name else []),
        f"  group: {id_text(person.group)}",
        *_rater_lines(person),
        *([f"date: {value_text(responses.day)}"] if responses.day else []),
        *_mark_lines(responses.form),
        "answers:" if responses.answers else "answers: {}",
    ]
    for item in rubric.items:
        if item.id in responses.answers:
            lines += ["", f"  # {_one_line(item.ask)}"]
            lines.append(f"  {item.id}: {value_text(responses.answers[item.id])}")
    return "\n".join(lines) + "\n"


def _rater_lines(person: Respondent) -> Iterator[str]:
    """Whom a rater answers about, and how they know the person's work."""
    if person.about is not None:
        yield f"  about: {value_text(person.about)}"
    if person.sees_work is not None:
        yield f"  sees_work: {person.sees_work}"
    if person.known_for is not None:
        yield f"  known_for: {person.known_for}"


def _mark_lines(form: FormMark | None) -> Iterator[str]:
    """The form that the answers came from."""
    if form is not None:
        shares = ", shares_notes: true" if form.shares_notes else ""
        yield f'form: {{id: "{form.id}", version: {form.version}{shares}}}'


def id_text(id: str) -> str:
    """A name as YAML reads it back: `true`, `false` and `null` are no texts unless quoted."""
    return f'"{id}"' if id in ("true", "false", "null") else id


def _one_line(text: str) -> str:
    """A text as a comment: a line break would end it."""
    return " ".join(text.split())


def value_text(value: Any) -> str:
    """A value so that it is read back as it is: in the part of YAML that is JSON."""
    match value:
        case dict():
            return "{" + ", ".join(pairs(value)) + "}"
        case tuple() | list():
            return "[" + ", ".join(value_text(part) for part in value) + "]"
        case Decimal():
            return f"{value:f}"
        case None:
            return "null"
        case _:
            return json.dumps(value, ensure_ascii=False)


def pairs(value: dict[str, Any]) -> Iterator[str]:
    """The entries of a mapping; its keys are words of ours."""
    for key, part in value.items():
        yield f"{key}: {value_text(part)}"
