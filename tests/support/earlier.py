"""The first edition of the rubrics that carry answers to it, as it was shipped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.library import load, responses_text

FOLDER = Path(__file__).parent.parent / "examples" / "editions"
CARRIED = ("first-marketing-hire", "lead-or-manager", "manager-readiness")


@cache
def first_edition(name: str) -> Rubric:
    """Edition 1.0 of a shipped rubric."""
    return load(FOLDER / f"{name}-1.0.yaml")


def answered(name: str, k: int = 0) -> Responses:
    """What one of its cases answers."""
    rubric = first_edition(name)
    found = case_responses(rubric, rubric.cases[k])
    update = {"rubric_version": "1.0", "rubric_hash": rubric.content_hash, "day": "2026-01-05"}
    return found.model_copy(update=update)


def answers_file(folder: Path, name: str, k: int = 0) -> str:
    """The same as a file."""
    path = folder / f"{name}-{k}.yaml"
    path.write_text(responses_text(answered(name, k), first_edition(name)), encoding="utf-8")
    return str(path)
