"""Text of files into rubrics and responses, with the file, line and column of every fault."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from shlex import quote
from typing import TypeVar

from pydantic import ValidationError

from rolefit.errors import Invalid, RolefitError
from rolefit.exact import MAX_DIGITS
from rolefit.rubric.conditions import Value
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.documents.builder import (
    MAX_BYTES,
    Builder,
    Document,
    FileProblems,
    Located,
    Mark,
    Plain,
    checked_text,
)
from rolefit.storage.documents.quick_yaml import yaml

__all__ = [
    "MAX_BYTES",
    "Document",
    "Events",
    "FileProblems",
    "V",
    "at",
    "parse",
    "problems_at",
    "read_responses",
    "read_yaml",
    "validate",
]


# --- YAML by YAML 1.2's core rules, read from the parser's events: the only door to `yaml` --------
#
# Nothing a stranger wrote is ever composed, constructed or called: the parser's events go straight
# into the builder, which stops at its limits before anything recursive could run.


_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_CONSTANTS = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


def _resolve_scalar(text: str) -> Plain:
    """What a plain scalar means by YAML 1.2: only true, false, null and decimal numbers mean more
    than their text. `no`, `on`, `12:30`, `010`, `1_000` stay what the author wrote.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "+-0123456789":
        if _INTEGER.match(text):
            return int(text) if len(text) <= MAX_DIGITS else text
        if _DECIMAL.match(text):
            return Decimal(text) if len(text) <= 2 * MAX_DIGITS else text
    return text


def read_yaml(name: str, text: str) -> Document:
    """The content of YAML text. Raises FileProblems."""
    reader = Events(name, text)
    if len(_DIRECTIVE.findall(text)) > _MOST_DIRECTIVES:
        # The parser's time grows with their square.
        raise reader.builder.stop("too many lines begin with %", Mark(0, 0), "remove them")
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except yaml.YAMLError as error:
        raise _syntax_error(reader.builder, error) from None
    except (ValueError, KeyError, AttributeError, IndexError):
        # Measured: the library's own slips on odd input are not all YAMLError.
        raise reader.builder.stop("this is not YAML that can be read", Mark(0, 0)) from None
    return reader.builder.document()


class Events:
    """Feeds a builder from a parser's events, refusing what a safe file does not need."""

    def __init__(self, name: str, text: str) -> None:
        self.builder = Builder(name, text)
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """Deal with one event."""
        match event:
            case yaml.ScalarEvent():
                self.check_node(event)
                self.scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.check_node(event)
                mapping = isinstance(event, yaml.MappingStartEvent)
                self.builder.open(at(event), mapping=mapping)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.builder.close()
            case yaml.AliasEvent():
                raise self.builder.stop("aliases (*name) are not allowed", at(event), _ALIAS_HINT)
            case yaml.DocumentStartEvent():
                self.start_document(event)
            case _:
                pass  # ends of streams and documents say nothing

    def start_document(self, event: yaml.DocumentStartEvent) -> None:
        """One document a file, and no directives."""
        self.documents += 1
        if self.documents > 1:
            hint = "one file holds one document"
            raise self.builder.stop("a second document begins here", at(event), hint)
        if event.tags:
            hint = "remove the directive"
            raise self.builder.stop("%TAG directives are not allowed", at(event), hint)

    def check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse anchors and tags."""
        if event.anchor is not None:
            raise self.builder.stop("anchors (&name) are not allowed", at(event), _ALIAS_HINT)
        if event.tag is not None:
            message = f"tags ({event.tag[:80]}) are not allowed"
            raise self.builder.stop(message, at(event), "remove the tag")

    def scalar(self, event: yaml.ScalarEvent) -> None:
        """A key or a value."""
        plain = event.implicit[0]
        if not self.builder.wants_key():
            self.builder.scalar(_resolve_scalar(event.value) if plain else event.value, at(event))
        elif plain and event.value == "<<":
            raise self.builder.stop("merge keys (<<) are not allowed", at(event), _ALIAS_HINT)
        else:
            self.builder.name_key(event.value, at(event))


def _syntax_error(builder: Builder, error: yaml.YAMLError) -> FileProblems:
    """The error for text that is no YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Mark(mark.line, mark.column) if mark else Mark(0, 0)
    said = getattr(error, "problem", None) or "this is not YAML"
    return builder.stop(f"not valid YAML: {said}", place, _broken_hint(builder.text, place))


_GLUED = r"\s*[A-Za-z_][\w-]*:[^\s:/\"'][^:]*\Z"
_DIRECTIVE = re.compile("^%", re.MULTILINE)
_MOST_DIRECTIVES = 8
_ALIAS_HINT = "write the value out, or share label lists under `scales:`"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def at(event: yaml.Event) -> Mark:
    """Where an event begins."""
    start = event.start_mark
    assert start is not None
    return Mark(start.line, start.column)


def _broken_hint(text: str, mark: Mark) -> str:
    """What most often is behind a syntax error at this place."""
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if any(one.startswith(("<<<<<<< ", ">>>>>>> ")) for one in lines):
        return "these are the marks of a merge conflict: settle it first"
    for number, above in enumerate(lines[: mark.line + 1], start=1):
        if re.match(_GLUED, above):
            return f"in line {number}: put a blank behind the colon"
    if text.lstrip()[:1] == "<":
        return "this looks like a web page, not like YAML"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not with tabs"
    if ": " in line.partition(": ")[2]:
        return "put quotes around a text that holds a colon"
    return ""


_STDIN = "<stdin>"
V = TypeVar("V", bound=Value)


def parse(name: str, raw: bytes) -> Document:
    """A file's content as plain values. Raises RolefitError, or FileProblems with all places."""
    if name.lower().endswith(_TABLES):  # in whatever encoding, or of a spreadsheet program
        raise _is_table(name)
    text = checked_text(name, raw)
    head = text.lstrip("\n").partition("\n")[0]
    if name == _STDIN and head.count(",") > 1 and not set(head) & set(":{[#"):
        raise _is_table(name)
    if _looks_like_json(name, text):
        from rolefit.storage.documents.json_text import read_json  # noqa: PLC0415

        try:
            return read_json(name, text)
        except FileProblems:
            # A flow mapping may begin like JSON and be plain YAML.
            if name.endswith(".json"):
                raise
            with suppress(FileProblems):
                return read_yaml(name, text)
            raise
    return read_yaml(name, text)


_TABLES = (".csv", ".tsv", ".xlsx", ".parquet")


def _is_table(name: str) -> RolefitError:
    """What is said of a table: its columns say nothing of the items they answer."""
    file = "EXPORT" if name == _STDIN else quote(name)
    kind = {".xlsx": "a workbook", ".parquet": "a table (Parquet)"}
    said = next((text for end, text in kind.items() if name.lower().endswith(end)), "a table (CSV)")
    hint = f"columns called by the ids of the questions: rolefit batch RUBRIC {file} -o results.csv"
    if said != kind[".parquet"]:
        hint += (
            f"; an export of a survey tool: first rolefit import draft {file} RUBRIC -o map.yaml, "
            f"then rolefit score {file} --map map.yaml"
        )
    return RolefitError(f"{name}: {said}, where one person's answers are expected", hint)


def _looks_like_json(name: str, text: str) -> bool:
    """Whether a file is JSON, by its name or by how it begins."""
    head = "".join(text[:200].split())[:2]
    return name.endswith(".json") or head in ('{"', "{}")


def read_responses(document: Document) -> Responses:
    """A responses file's content; its answers are read later, against the rubric it names."""
    return validate(document, Responses)


def problems_at(document: Document, invalid: Invalid) -> FileProblems:
    """Problems of our own, each at its place in the file."""
    found = [Located(p, document.mark(p.path, at_key=p.at_key)) for p in invalid.problems]
    return FileProblems(document.name, document.text, found)


def _refuse_mistaken(document: Document, model: type[Value]) -> None:
    """Tell a rubric that was taken for responses, or the reverse, in a word instead of in fifty."""
    kind = document.value.get("format")
    taken = model in (Responses, Rubric) and "answers" not in document.value
    if taken and isinstance(kind, str) and kind.startswith("rolefit-"):
        hint = "name the file of answers that it was made from"
        raise RolefitError(f"{document.name}: a result ({kind[:30]}), not answers", hint)
    is_rubric = "items" in document.value and "answers" not in document.value
    is_responses = "answers" in document.value and "items" not in document.value
    if model is Responses and is_rubric:
        hint = f"check it with: rolefit rubric check {document.name}"
        raise RolefitError(f"{document.name}: a rubric, where responses are expected", hint)
    if model is Rubric and is_responses:
        hint = f"score it with: rolefit score {document.name}"
        raise RolefitError(f"{document.name}: responses, where a rubric is expected", hint)


def validate(document: Document, model: type[V]) -> V:
    """A document as a model. Raises FileProblems with everything that is wrong with it."""
    _refuse_mistaken(document, model)
    found = _as_model(document, model)
    if isinstance(found, Rubric) and found.materials:
        _check_materials(document, found)
    return found


def _as_model(document: Document, model: type[V], part: str = "") -> V:
    """A document, or a part of it under its own key, as a model. Raises FileProblems."""
    try:
        return model.model_validate({part: document.value[part]} if part else document.value)
    except ValidationError as error:
        # Files without a fault have no use for words about faults.
        from rolefit.storage.documents.wording import word_problems  # noqa: PLC0415

        problems = tuple(word_problems(document.value, error, model))
        raise problems_at(document, Invalid(problems)) from None


def _check_materials(document: Document, rubric: Rubric) -> None:
    """Raise FileProblems for materials that no kit could be made of."""
    # Most rubrics have none, and shipped ones are read from the cache.
    from rolefit.rubric.materials import MaterialsFile, material_problems  # noqa: PLC0415

    found = _as_model(document, MaterialsFile, "materials").materials
    problems = tuple(material_problems(rubric, found))
    if problems:
        raise problems_at(document, Invalid(problems))
