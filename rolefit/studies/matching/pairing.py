"""Whether two rubrics measure a need and a candidate alike, and which of two files is which."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.errors import RolefitError
from rolefit.exact import HUNDRED, rounded, total
from rolefit.rubric.model import Responses, Rubric


class MatchSheet(NamedTuple):
    """A responses file with the rubric that it answers."""

    file: str
    responses: Responses
    rubric: Rubric


_USE = "rolefit match NEED CANDIDATE...: first the company's file, then a sheet for each candidate"


def check_order(need: MatchSheet, candidates: Sequence[MatchSheet]) -> None:
    """Raise RolefitError unless candidates answered one rubric, and the company another one."""
    sheets = [need, *candidates]
    companies = [sheet for sheet in sheets if not sheet.rubric.about_a_person]
    same = any(sheet.rubric.rubric == need.rubric.rubric for sheet in candidates)
    if need.rubric.about_a_person and (companies or same):
        message = f"{need.file}: answers to `{need.rubric.rubric}`, a sheet about a candidate"
        raise RolefitError(
            f"{message}; NEED is the company's own file", correct_command(companies, sheets)
        )
    for sheet in candidates:
        if sheet.rubric.rubric == need.rubric.rubric:
            message = f"{sheet.file}: answers to `{sheet.rubric.rubric}`, as the company's own file"
            raise RolefitError(f"{message} does; a candidate is seen with another rubric", _USE)
        if sheet.rubric.rubric != candidates[0].rubric.rubric:
            one, other = candidates[0], sheet
            raise RolefitError(
                f"{one.file} answers `{one.rubric.rubric}`, {other.file} answers "
                f"`{other.rubric.rubric}`: candidates are held against each other only by the "
                "same questions",
                "match them one rubric at a time",
            )


def match_instead(sheets: Sequence[MatchSheet]) -> str | None:
    """What to type where files are a company's and candidates'; None where they are not."""
    companies = [sheet for sheet in sheets if not sheet.rubric.about_a_person]
    seen = [sheet for sheet in sheets if sheet.rubric.about_a_person]
    if len({sheet.rubric.rubric for sheet in companies}) != 1:
        return None
    if len({sheet.rubric.rubric for sheet in seen}) != 1:
        return None
    if any(differences(companies[0].rubric, seen[0].rubric)):
        return None
    return correct_command(companies, sheets)


def correct_command(companies: Sequence[MatchSheet], sheets: Sequence[MatchSheet]) -> str:
    """What to type instead, where one of the files is the company's."""
    if len(companies) != 1:
        return _USE
    people = [sheet.file for sheet in sheets if sheet.file != companies[0].file]
    return f"type: rolefit match {shlex.join([companies[0].file, *people])}"


def check_pair(need: Rubric, candidate: Rubric) -> None:
    """Raise RolefitError unless both tell the same outcomes apart by the same dimensions."""
    found = list(differences(need, candidate))
    if found:
        message = f"`{need.rubric}` and `{candidate.rubric}` do not measure alike: "
        hint = (
            "a match needs two contrast rubrics with the same outcomes, and dimensions that mean "
            "the same: these have the same id and weigh alike beside each other"
        )
        raise RolefitError(message + "; ".join(found), hint)


def differences(need: Rubric, candidate: Rubric) -> Iterator[str]:
    """Everything in which two rubrics measure differently."""
    for rubric in (need, candidate):
        if not rubric.demands.has_outcomes:
            yield f"`{rubric.rubric}` is a {rubric.model} rubric"
    if not (need.demands.has_outcomes and candidate.demands.has_outcomes):
        return
    yield from _only_in(need, tuple(need.outcomes), other=tuple(candidate.outcomes))
    yield from _only_in(candidate, tuple(candidate.outcomes), other=tuple(need.outcomes))
    if not asked_of_both(need, candidate):
        yield "they have no dimension in common"
    yield from _weight_differences(need, candidate)


def asked_of_both(need: Rubric, candidate: Rubric) -> tuple[str, ...]:
    """The dimensions that mean the same to both sides: they have the same id.

    Others ask the two sides about different things, so that nothing can be subtracted there.
    """
    return tuple(name for name in need.dimensions if name in candidate.dimensions)


def _only_in(rubric: Rubric, names: tuple[str, ...], *, other: tuple[str, ...]) -> Iterator[str]:
    """The outcomes that the other rubric does not have."""
    for name in names:
        if name not in other:
            yield f"outcome `{name}` only in `{rubric.rubric}`"


def _weight_differences(need: Rubric, candidate: Rubric) -> Iterator[str]:
    """The dimensions of both that do not have the same share of the weight that both give."""
    shared = asked_of_both(need, candidate)
    ours, theirs = ({name: one.weights()[name] for name in shared} for one in (need, candidate))
    whole, other = total(ours.values()), total(theirs.values())
    for name, weight in ours.items():
        if weight * other != theirs[name] * whole:
            here, there = (rounded(HUNDRED * w, 1) for w in (weight / whole, theirs[name] / other))
            yield f"dimension `{name}` weighs {here} % against {there} %"
