"""Text of files into rubrics and responses, with the file, line and column of every fault."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from rolefit.assessment import Assessment
from rolefit.documents.found import Document, FileProblems
from rolefit.documents.json_text import looks_like_json, read_json
from rolefit.documents.plain_text import MAX_BYTES, checked_text
from rolefit.documents.wording import problems_at, problems_in
from rolefit.documents.yaml_text import read_yaml
from rolefit.errors import Invalid
from rolefit.responses import Responses
from rolefit.rubric import Rubric
from rolefit.scoring import assess
from rolefit.value import Value

__all__ = ["MAX_BYTES", "Document", "FileProblems", "assessed", "parse", "read_responses"]
__all__ += ["problems_at", "validated"]

V = TypeVar("V", bound=Value)


def parse(name: str, raw: bytes) -> Document:
    """A file's content as plain values. Raises RolefitError, or FileProblems with all places."""
    text = checked_text(name, raw)
    return read_json(name, text) if looks_like_json(name, text) else read_yaml(name, text)


def read_responses(document: Document) -> Responses:
    """A responses file's content; its answers are read later, against the rubric it names."""
    return validated(document, Responses)


def assessed(document: Document, responses: Responses, rubric: Rubric) -> Assessment:
    """Assess a responses file. Raises FileProblems for answers that cannot be read."""
    try:
        return assess(rubric, responses)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None


def validated(document: Document, model: type[V]) -> V:
    """A document as a model. Raises FileProblems with everything that is wrong with it."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        raise problems_in(document, error, model) from None
