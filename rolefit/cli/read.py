"""Responses files as a command reads them: each with its rubric, and assessed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rolefit.errors import Invalid, RolefitError, nearest, sentences
from rolefit.scoring.assess import assess
from rolefit.storage.documents import parse, problems_at, read_responses
from rolefit.storage.library import load, read_file, read_stdin
from rolefit.storage.shipped import shipped

if TYPE_CHECKING:
    from rolefit.rubric.model import Rubric
    from rolefit.rubric.responses import Responses
    from rolefit.scoring.assessment import Assessment
    from rolefit.storage.documents import Document


def same_file(path: Path, name: str) -> bool:
    """Whether two paths lead to one file."""
    if name == "-":
        return False
    try:
        return os.path.samefile(path, name)
    except (OSError, ValueError):  # one of them is not there, or cannot be
        return False


def read_one(name: str, rubric: str | None) -> tuple[Document, Responses, Rubric]:
    """One responses file and its rubric. Raises RolefitError where they do not belong together."""
    shown_name = "<stdin>" if name == "-" else name
    raw = read_stdin() if name == "-" else read_file(Path(name))
    document = parse(shown_name, raw)
    responses = read_responses(document)
    try:
        found = load(rubric or responses.rubric)
    except RolefitError as error:
        if rubric is not None or responses.rubric in shipped():
            raise
        hint = sentences(nearest(responses.rubric, shipped()), "for your own, add --rubric FILE")
        raise RolefitError(f"{shown_name}: {error.message}", hint) from None
    if found.rubric != responses.rubric:
        hint = "score it against the rubric that was answered"
        message = f"{shown_name}: answers to `{responses.rubric}`, not to `{found.rubric}`"
        raise RolefitError(message, hint)
    return document, responses, found


def assess_file(document: Document, responses: Responses, rubric: Rubric) -> Assessment:
    """Assess a responses file. Raises FileProblems for answers that cannot be read."""
    try:
        return assess(rubric, responses)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
