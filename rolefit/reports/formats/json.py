"""JSON: data for programs, and the report on an assessment as a versioned contract.

`rolefit rubric schema --report` prints its schema; those of studies are in `reports.contracts`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from rolefit import __version__
from rolefit.reports.formats import Canvas
from rolefit.reports.pages.limits import limits_of
from rolefit.reports.pages.score.grounds import TEXT_FIELDS, TEXTS, confidence_texts
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.conditions import Value
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment

VERSION: Literal[1] = 1


class Envelope(Value):
    """What every report begins with. Numbers are rounded to nine decimals."""

    format: str
    format_version: int
    """Rises when a field changes its meaning or goes away; new fields do not raise it."""
    engine: str
    """Version of rolefit."""
    sentence: str
    """The result in words."""
    limits: tuple[str, ...]
    """What this does not show."""


class ProvedResult(Value):
    """The result on the answers alone for which something can be shown; all others are open."""

    sentence: str
    """The result in words."""
    assessment: Assessment


class Report(Envelope):
    """The report on one assessment."""

    format: Literal["rolefit-report"]
    format_version: Literal[1]
    assessment: Assessment
    proved: ProvedResult | None = None
    """Where --proved asks for it."""


def document(values: Sequence[Any], _canvas: Canvas) -> str:
    """All values as one text."""
    return render(values)


def render(values: Sequence[Any]) -> str:
    """One value as an object, several as a list; ASCII, so that nothing in it can act."""
    dumped = [plain(one) for one in values]
    return dump(dumped[0] if len(dumped) == 1 else dumped)


def plain(one: Any) -> Any:
    """A value as JSON knows it; numbers are rounded to nine decimals."""
    if not isinstance(one, Value):
        return one
    dumped = one.model_dump(mode="json", by_alias=True)
    _add_texts(one, dumped)
    return dumped


def _add_texts(one: Any, dumped: Any) -> None:
    """Put what scoring gives as codes into words beside them, wherever in a value it stands."""
    match one:
        case Value():
            for name, field in type(one).model_fields.items():
                key = field.serialization_alias or field.alias or name
                if not field.exclude:
                    _add_texts(getattr(one, name), dumped[key])
            dumped |= TEXTS[type(one)](one) if type(one) in TEXTS else {}
            if isinstance(one, Assessment):
                dumped["confidence"] |= confidence_texts(one)
        case tuple() | list():
            for part, into in zip(one, dumped, strict=True):
                _add_texts(part, into)
        case dict():
            for part, into in zip(one.values(), dumped.values(), strict=True):
                _add_texts(part, into)
        case _:
            pass


def with_texts(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a report with the fields that are words."""
    for name, fields in TEXT_FIELDS.items():
        found = schema.get("$defs", {}).get(name)
        if found is not None:
            found["properties"] |= {key: {"type": "string"} for key in fields}
            found["required"] = [*found.get("required", ()), *fields]
    return schema


def dump(content: Any) -> str:
    """Plain content as text."""
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def report(assessment: Assessment, rubric: Rubric, *, proved: Assessment | None = None) -> Report:
    """The report on one assessment, and on what of it can be shown where that is wanted."""
    shown = None
    if proved is not None:
        shown = ProvedResult.model_construct(sentence=headline(proved, rubric), assessment=proved)
    return Report.model_construct(
        format="rolefit-report",
        format_version=VERSION,
        engine=__version__,
        sentence=headline(assessment, rubric),
        limits=limits_of((), rubric),
        assessment=assessment,
        proved=shown,
    )
