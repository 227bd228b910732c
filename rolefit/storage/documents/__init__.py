"""Text of files into rubrics and responses, with the file, line and column of every fault."""

from __future__ import annotations

from contextlib import suppress
from shlex import quote
from typing import TypeVar

from pydantic import ValidationError

from rolefit.errors import Invalid, RolefitError
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses
from rolefit.rubric.value import Value
from rolefit.storage.documents.found import Document, FileProblems, Located
from rolefit.storage.documents.plain_text import MAX_BYTES, checked_text
from rolefit.storage.documents.yaml_text import read_yaml

__all__ = ["MAX_BYTES", "Document", "FileProblems", "parse", "read_responses"]
__all__ += ["problems_at", "validate"]

_STDIN = "<stdin>"
V = TypeVar("V", bound=Value)


def parse(name: str, raw: bytes) -> Document:
    """A file's content as plain values. Raises RolefitError, or FileProblems with all places."""
    text = checked_text(name, raw)
    _refuse_table(name, text)
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


def _refuse_table(name: str, text: str) -> None:
    """Raise RolefitError for a table: its columns say nothing of the items they answer."""
    head = text.lstrip("\n").partition("\n")[0]
    by_name = name.lower().endswith((".csv", ".tsv"))
    if by_name or (name == _STDIN and head.count(",") > 1 and not set(head) & set(":{[#")):
        file = "EXPORT" if name == _STDIN else quote(name)
        raise RolefitError(
            f"{name}: a table (CSV), where one person's answers in YAML or JSON are expected",
            "columns called by the ids of the questions: "
            f"rolefit batch RUBRIC {file} -o results.csv; an export of a survey tool: first "
            f"rolefit import draft {file} RUBRIC -o map.yaml, then rolefit score {file} --map "
            "map.yaml",
        )


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
