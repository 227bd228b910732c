"""Responses files as a command reads them: each with its rubric, and assess_file."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import NamedTuple

from rolefit.cli.inputs import Inputs
from rolefit.errors import Invalid, NoRubric, RolefitError, nearest, sentences
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import rater_view
from rolefit.rubric.responses import Responses
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.documents import Document, parse, problems_at, read_responses
from rolefit.storage.shipped import shipped_names


class Answered(NamedTuple):
    """One responses file with the rubric it answers."""

    document: Document
    responses: Responses
    rubric: Rubric


def read_document(name: str, inputs: Inputs) -> Document:
    """One responses file as it is written; `-` is stdin."""
    return parse("<stdin>" if name == "-" else name, inputs.responses(name))


def read_one(name: str, rubric: str | None, inputs: Inputs) -> Answered:
    """One responses file and its rubric. Raises RolefitError where they do not belong together."""
    document = read_document(name, inputs)
    responses = read_responses(document)
    try:
        found = inputs.rubric(rubric or responses.rubric)
    except NoRubric as error:
        if rubric is not None:
            raise
        own = "for your own, add --rubric FILE, or once: rolefit rubric add FILE"
        hint = sentences(nearest(responses.rubric, shipped_names()), own)
        raise RolefitError(f"{document.name}: {error.message}", hint) from None
    if found.rubric != responses.rubric:
        hint = "score it against the rubric that was answered"
        message = f"{document.name}: answers to `{responses.rubric}`, not to `{found.rubric}`"
        raise RolefitError(message, hint)
    return Answered(document, responses, rater_view(found, responses.respondent.about))


def refuse_doubled_forms(named: Sequence[tuple[str, Responses]]) -> None:
    """Raise RolefitError where two files were saved from one form: they would count twice."""
    seen: dict[str, str] = {}
    for name, responses in named:
        if responses.form is not None:
            first = seen.setdefault(responses.form.id, name)
            if first != name:
                hint = "keep the one that counts: the last one that was sent, as a rule"
                message = f"{first} and {name}: both were saved from the form {responses.form.id}"
                raise RolefitError(message, hint)


def assess_file(document: Document, responses: Responses, rubric: Rubric) -> Assessment:
    """Assess a responses file. Raises FileProblems for answers that cannot be read."""
    try:
        return assess(rubric, responses)
    except Invalid as invalid:
        if is_of_another_edition(responses, rubric):
            raise _other_edition(document, responses, rubric, len(invalid.problems)) from None
        raise problems_at(document, invalid) from None


def is_of_another_edition(responses: Responses, rubric: Rubric) -> bool:
    """Whether answers name another edition of their rubric than the present one."""
    return responses.rubric_version not in (None, rubric.version)


def _other_edition(
    document: Document, responses: Responses, rubric: Rubric, wrong: int
) -> RolefitError:
    """That answers were given to another edition and do not fit, and how to carry them."""
    named = f"{rubric.rubric} {responses.rubric_version}"
    fit = "1 answer does" if wrong == 1 else f"{wrong} answers do"
    message = (
        f"{document.name}: answers {named}; the present edition is {rubric.version}, and {fit} "
        "not fit it"
    )
    return RolefitError(message, edition_hint(document.name, responses, rubric))


def edition_hint(file: str, responses: Responses, rubric: Rubric) -> str:
    """What to do with answers to another edition."""
    if any(way.from_ == responses.rubric_version for way in rubric.migrations):
        return f"to carry what still means the same: rolefit migrate {quote(file)} -o NEW.yaml"
    return f"they cannot be carried over; to answer anew: rolefit take {rubric.rubric}"
