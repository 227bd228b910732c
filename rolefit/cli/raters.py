"""Who answers about whom, as it is typed: `--about NAME --as GROUP`."""

from __future__ import annotations

from typing import NamedTuple

from rolefit.errors import RolefitError
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF, rater_view, raters_of
from rolefit.storage.documents.builder import text_problem

_LONGEST = 200


class Rater(NamedTuple):
    """Somebody who answers about somebody else."""

    about: str
    group: str


def rater_of(rubric: Rubric, about: str | None, group: str | None) -> Rater | None:
    """Who answers about whom; None where the person answers. Raises RolefitError."""
    if about is None and group is None:
        return None
    known = raters_of(rubric)
    listed = _choice_of_groups(known)
    if not known:
        message = f"`{rubric.rubric}` is answered only by those whom it is about"
        raise RolefitError(message, "leave out --about and --as")
    if about is None:
        raise RolefitError(f"--as {group}: about whom?", "add --about NAME")
    name = clean_name(about, "--about")
    if group is None:
        message = f"--about {name}: who answers about {name}?"
        raise RolefitError(message, f"add --as {listed}")
    if group == SELF:
        hint = "leave out --about and --as where people answer about themselves"
        raise RolefitError(f"--as {SELF}: answers about {name} come from {listed}", hint)
    if group not in known:
        message = f"--as {group[:80]}: `{rubric.rubric}` is answered about somebody by {listed}"
        raise RolefitError(message, f"write --as {known[0]}" if len(known) == 1 else "")
    return Rater(name, group)


def clean_name(typed: str, option: str) -> str:
    """A typed name on one line. Raises RolefitError where a file could not hold it."""
    name = " ".join(typed.split())
    wrong = text_problem(typed.replace("\n", " "))
    if wrong:
        raise RolefitError(f"{option}: {wrong}", "type the name in plain letters")
    if not name or len(name) > _LONGEST:
        raise RolefitError(f"{option}: expected a name of 1 to {_LONGEST} characters")
    return name


def view_for(rubric: Rubric, rater: Rater | None) -> Rubric:
    """A rubric as whoever answers reads it."""
    return rater_view(rubric, rater.about if rater else None)


def _choice_of_groups(known: tuple[str, ...]) -> str:
    """Groups as a choice: `boss, peer or mentor`."""
    return f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else "".join(known)
