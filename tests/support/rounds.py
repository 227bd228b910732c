"""Forms of a round that came back: answers drawn for each, as the page saves them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF, rater_view


def saved_form(
    rubric: Rubric, asked: dict[str, Any], answers: dict[str, Any], *, shares_notes: bool = False
) -> dict[str, Any]:
    """The file that the page of a form saves."""
    about = None if asked["group"] == SELF else asked.get("about")
    respondent = {"group": asked["group"], **({"about": about} if about else {})}
    return {
        "rubric": rubric.rubric,
        "rubric_version": rubric.version,
        "rubric_hash": rubric.content_hash,
        "form": {"id": asked["form"], "version": 1, "shares_notes": shares_notes},
        "respondent": respondent,
        "date": "2026-11-30",
        "answers": answers,
    }


def drawn_answers(rubric: Rubric, about: str | None, *, seed: int) -> dict[str, Any]:
    """An answer to each item that is asked whatever else is said."""
    chance = random.Random(seed)
    view = rater_view(rubric, about)
    return {
        item.id: item.parse_typed(item.written(chance.choice(item.candidates())))
        for item in view.items
        if item.ask_when is None
    }


def fill_round(folder: Path, rubric: Rubric, *, seed: int = 1, leave_out: int = 0) -> list[Path]:
    """Answers to all forms of a round but the last few; returns the files."""
    round_ = json.loads((folder / "round.json").read_text(encoding="utf-8"))
    forms = round_["forms"][: len(round_["forms"]) - leave_out]
    files = []
    for k, asked in enumerate(forms):
        about = None if asked["group"] == SELF else asked.get("about")
        answers = drawn_answers(rubric, about, seed=seed + k)
        path = folder / "answers" / f"{k:03d}.json"
        text = json.dumps(saved_form(rubric, asked, answers), default=float)
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return files
