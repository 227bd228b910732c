"""The texts of a rubric, each with its place and what kind of text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from rolefit.audit.base import Path
from rolefit.rubric.materials import Materials, materials_of
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import ConditionalText
from rolefit.rubric.value import Value

Kind = Literal["question", "prompt", "help", "why", "option", "label", "text", "posting"]

KINDS: dict[str, Kind] = {
    "ask": "question",
    "interview_question": "prompt",
    "help": "help",
    "why": "why",
    "text": "option",
    "anchor": "option",
    "labels": "label",
    "ends": "label",
    "scales": "label",
    "unit": "label",
    "ask_rater": "question",
    "help_rater": "help",
    "label_rater": "option",
    **dict.fromkeys(
        [
            "title",
            "audience",
            "limits",
            "name",
            "about",
            "summary",
            "strengths",
            "watch_outs",
            "pair_with",
            "first_90_days",
            "ask_next",
            "do",
            "first",
            "evidence",
            "effort",
            "notice",
            "steps",
            "reason",
            "fix",
            "say",
            "definition",
            "question",
            "decides",
            "later",
            "cost",
            "undo",
            "drop",
        ],
        "text",
    ),
}
"""What a text of a rubric is, by the key it stands under."""
_FOR_CANDIDATES = (
    *("job_title", "work", "must_haves", "nice_to_haves", "not_for", "results"),
    *("title", "about", "text", "points", "steps", "columns", "rows", "picture", "fill_in"),
)
_MATERIALS: dict[str, Kind] = {
    **dict.fromkeys(_FOR_CANDIDATES, "posting"),
    **dict.fromkeys(["decides", "shared", "first_90_days", "pair_with", "before"], "text"),
    **dict.fromkeys(["owner", "intro", "answer", "why"], "text"),
    **dict.fromkeys(["say", "then"], "prompt"),
}
"""The same for what a kit says: what candidates read, what they are asked, and the rest."""
_UNSAID = ("cases", "sources")
"""Parts that no respondent reads as the author's own words."""


class _RubricText(NamedTuple):
    """A text of a rubric with its place."""

    path: Path
    kind: Kind
    text: str


def texts_to_see(rubric: Rubric) -> Iterator[_RubricText]:
    """Every text that a respondent or a reader of a report may see, cases left out."""
    for key, value in parts(rubric):
        if key not in _UNSAID:
            for found in _texts_in(value, (key,), KINDS.get(key)):
                if not _is_scale_label(rubric, found.path):
                    yield found
    if rubric.materials:
        materials = materials_of(rubric)
        for found in _texts_in(materials, ("materials",), None, _MATERIALS):
            yield found._replace(kind="text") if _for_the_team(materials, found) else found


def _for_the_team(materials: Materials, found: _RubricText) -> bool:
    """Whether a text stands on a page that no candidate reads."""
    match found.path:
        case ("materials", "pages", int() as k, *_):
            return materials.pages[k].reader == "team"
        case _:
            return False


def parts(value: Value) -> Iterator[tuple[str, object]]:
    """The fields of a value, by the keys they have in a file."""
    for name, field in type(value).model_fields.items():
        yield field.alias or name, getattr(value, name)


def _texts_in(
    value: object, path: Path, kind: Kind | None, kinds: Mapping[str, Kind] = KINDS
) -> Iterator[_RubricText]:
    """The texts at and below a value; without a kind, plain text is a name or a setting."""
    match value:
        case str() if kind is not None:
            yield _RubricText(path, kind, value)
        case ConditionalText():
            yield _RubricText((*path, "text"), kind or "text", value.text)
        case Value():
            for key, part in parts(value):
                yield from _texts_in(part, (*path, key), kinds.get(key), kinds)
        case dict():
            for key, part in value.items():
                yield from _texts_in(part, (*path, key), kind, kinds)
        case tuple():
            for k, part in enumerate(value):
                yield from _texts_in(part, (*path, k), kind, kinds)
        case _:
            return


def _is_scale_label(rubric: Rubric, path: Path) -> bool:
    """Whether a text is a label that its item has from a scale, which has a place of its own."""
    match path:
        case ("items", int() as k, "labels", *_):
            return not rubric.items[k].own_labels(rubric.scale_labels)
        case _:
            return False


def phrases(*listed: str) -> re.Pattern[str]:
    """A pattern that finds any of these words and phrases, whole words only."""
    joined = "|".join(one for part in listed for one in part.split(", "))
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


def hits(
    rubric: Rubric, kinds: tuple[Kind, ...], pattern: re.Pattern[str]
) -> Iterator[tuple[_RubricText, str]]:
    """The texts of these kinds in which a pattern is found, with what was found, each once."""
    for one in texts_to_see(rubric):
        if one.kind in kinds:
            text = one.text.replace("\u2019", "'")
            for found in dict.fromkeys(m[0].casefold() for m in pattern.finditer(text)):
                yield one, found
