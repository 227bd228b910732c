"""A kit that was made before: its seal, its need, its forms, and what has changed since."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rolefit.cli import output
from rolefit.cli.sheets_read import Sheet, names_of, refuse_contents, stem, told_apart
from rolefit.cli.work import Inputs
from rolefit.errors import Invalid, RolefitError, StoreError
from rolefit.reports.pages.match.words import Rubrics, result
from rolefit.rubric.conditions import content
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.documents import parse, validate
from rolefit.storage.library import value_text
from rolefit.storage.shipped import shipped_names
from rolefit.studies import matching
from rolefit.studies.kit.plan import FORMS, NEED, SEAL, SEALED
from rolefit.studies.kit.seal import (
    SealedSide,
    changes,
    intact,
    moves_scores,
    questions_changed,
    sealed_responses,
    sealed_rubric,
)
from rolefit.studies.kit.sealed import Seal, SealChange, SealCheck

_HEAD = (
    "The seal of a hiring kit: what was fixed before the first candidate. `rolefit match` reads it",
    "and says what has changed since then. Leave it as it is.",
)


class OpenedKit(NamedTuple):
    """A kit as a match takes it."""

    folder: Path
    seal: Seal
    forms: tuple[str, ...]
    """The forms that are filled in."""
    before: tuple[Rubric, Rubric] | None
    """Both rubrics as they were sealed; None where they are not there, or are others."""

    @property
    def need(self) -> str:
        """The file of the need."""
        return str(self.folder / NEED)

    def rubric_for(self, sealed: str) -> str | None:
        """What to read a side with: shipped rubrics by name, others as they were sealed."""
        return None if sealed in shipped_names() else str(self.folder / SEALED / f"{sealed}.yaml")


def _read_seal(path: Path, inputs: Inputs) -> Seal:
    """A seal from its file. Raises FileProblems where it is none."""
    return validate(parse(str(path), inputs.responses(str(path))), Seal)


def seal_text(seal: Seal) -> str:
    """A seal as the text of a file."""
    lines = [f"# {line}" for line in _HEAD]
    for name in type(seal).model_fields:
        value = getattr(seal, name)
        if isinstance(value, dict):
            lines += [f"{name}:", *(f"  {key}: {_text(part)}" for key, part in value.items())]
        elif value or name == "answers":
            lines.append(f"{name}: {_text(value)}")
    return "\n".join(lines) + "\n"


def _text(value: Any) -> str:
    """A value as YAML on one line."""
    return value_text(content(value))


def is_filled_in(path: Path, inputs: Inputs) -> bool:
    """Whether there is a form with an answer in it; a file that cannot be read is taken for one."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    try:
        answers = parse(str(path), inputs.peek(path)).value.get("answers")
    except RolefitError:
        return True
    return isinstance(answers, dict) and any(raw is not None for raw in answers.values())


def open_kit(name: str, inputs: Inputs) -> OpenedKit | None:
    """The kit that a name leads to, by its folder or its seal; None where it is none."""
    path = Path(name)
    if os.path.isdir(path):
        path = path / SEAL
        if not os.path.isfile(path):
            hint = "name the company's own file, or a folder that `rolefit kit` made"
            raise RolefitError(f"{name}: a folder without {SEAL}", hint)
    elif path.name != SEAL:
        return None
    seal, folder = _read_seal(path, inputs), path.parent
    filled = tuple(str(one) for one in _forms_in(folder / FORMS) if is_filled_in(one, inputs))
    return OpenedKit(folder, seal, filled, _sealed_rubrics(folder, seal, inputs))


def _forms_in(folder: Path) -> list[Path]:
    """The forms of a kit, each in the folder of its interviewer.

    Raises StoreError where one cannot be looked into: a form that is not seen could be lost.
    """
    try:
        inside = [folder / name for name in os.listdir(folder)] if os.path.lexists(folder) else []
        every = [one / name for one in inside if os.path.isdir(one) for name in os.listdir(one)]
    except OSError as error:
        hint = "without it nobody knows which forms are filled in"
        raise StoreError(f"{error.filename or folder}: {error.strerror}", hint) from None
    return sorted(one for one in every if one.name.endswith(".yaml"))


def _sealed_rubrics(folder: Path, seal: Seal, inputs: Inputs) -> tuple[Rubric, Rubric] | None:
    """Both rubrics as they were sealed, if they are still the ones that the seal names."""
    found = []
    for one in (seal.need, seal.candidates):
        try:
            rubric = _rubric_at(folder / SEALED / f"{one.rubric}.yaml", one.rubric, inputs)
        except RolefitError:
            return None
        if rubric.content_hash != one.hash:
            return None
        found.append(rubric)
    return found[0], found[1]


def _rubric_at(path: Path, name: str, inputs: Inputs) -> Rubric:
    """A sealed rubric; where the shipped one is the very same, that is read much faster."""
    if name in shipped_names() and inputs.peek(path) == inputs.rubric_text(name):
        return inputs.rubric(name)
    return inputs.rubric(str(path))


def form_names(sheets: Sequence[Sheet]) -> list[str]:
    """A name for each form of a kit: the candidate's, with the interviewer's if need be."""
    names = names_of(sheets)
    people = [sheet.responses.respondent for sheet in sheets]
    given = [" ".join((one.subject or "").split()) for one in people]
    raters = [
        (one.about and one.name) or Path(sheet.file).parent.name
        for one, sheet in zip(people, sheets, strict=True)
    ]
    whom = [name or stem(one) for name, one in zip(given, sheets, strict=True)]
    plainly = told_apart(whom, raters)
    alone = len({name.casefold() for name in plainly}) == len(plainly)
    return plainly if alone else names


def remark_blank(kit: OpenedKit, *, quiet: bool) -> None:
    """Say which forms nobody has filled in yet: a match is fair once all are in."""
    blank = [str(one) for one in _forms_in(kit.folder / FORMS) if str(one) not in kit.forms]
    if blank:
        word = "form is" if len(blank) == 1 else "forms are"
        shown = ", ".join(blank[:5]) + (" ..." if len(blank) > 5 else "")
        text = f"{len(blank)} {word} not filled in yet: {shown}. Look at places once all are in."
        output.remark(text, quiet=quiet)


def check_seal(
    kit: OpenedKit, company: Sheet, sheets: Sequence[Sheet], names: Sequence[str]
) -> SealCheck:
    """What has changed since a kit was sealed, and what the result was before.

    Raises RolefitError for forms that answer other questions than the present ones.
    """
    seen_with = sheets[0].rubric
    if kit.before is None and _same_as_sealed(kit.seal, (company.rubric, seen_with)):
        kit = kit._replace(before=(company.rubric, seen_with))
    found = changes_since(kit, company.rubric, seen_with, company.responses)
    _refuse_other_questions(kit, sheets, found)
    moved = moves_scores(found)
    return SealCheck(
        sealed=kit.seal.sealed,
        digest=kit.seal.digest,
        intact=intact(kit.seal),
        complete=kit.before is not None,
        earlier=kit.seal.earlier,
        changes=found,
        rescored=moved,
        result_before=_result_before(kit, company, sheets, names) if moved else None,
    )


def _same_as_sealed(seal: Seal, now: tuple[Rubric, Rubric]) -> bool:
    """Whether the present rubrics are the sealed ones, texts of the kit included."""
    sides = zip((seal.need, seal.candidates), now, strict=True)
    return all(sealed == sealed_rubric(rubric) for sealed, rubric in sides)


def changes_since(
    kit: OpenedKit, need: Rubric, seen_with: Rubric, responses: Responses
) -> tuple[SealChange, ...]:
    """What has changed; without the sealed rubrics only what the present ones can tell."""
    before, now = kit.before or (need, seen_with), (need, seen_with)
    ours, theirs = (SealedSide(*pair) for pair in zip(before, now, strict=True))
    try:
        return changes(kit.seal, ours, theirs, responses)
    except Invalid:
        raise RolefitError(
            f"{kit.folder / SEAL}: the sealed answers cannot be read with the present questions",
            f"the sealed questions should stand in {kit.folder / SEALED}: put them back, or make "
            "a new kit",
        ) from None


def _refuse_other_questions(
    kit: OpenedKit, sheets: Sequence[Sheet], found: Sequence[SealChange]
) -> None:
    """Raise RolefitError for forms of another content, unless only what counts has changed."""
    others = questions_changed(found, "candidates")
    sealed = [one for one in sheets if one.responses.rubric_hash == kit.seal.candidates.hash]
    if sealed and others:
        names = ", ".join(f"`{name}`" for name in others)
        file = kit.folder / SEALED / f"{kit.seal.candidates.rubric}.yaml"
        raise RolefitError(
            f"{kit.folder}: the forms answer the sealed questions; others since then: {names}",
            f"go on with the sealed ones: --candidate-rubric {file}",
        )
    refuse_contents([one for one in sheets if one not in sealed], "--candidate-rubric")


def _result_before(
    kit: OpenedKit, company: Sheet, sheets: Sequence[Sheet], names: Sequence[str]
) -> str | None:
    """The result by the sealed need and the sealed rubrics, in words."""
    if kit.before is None:
        return None
    need, seen_with = kit.before
    responses = sealed_responses(kit.seal).model_copy(
        update={"respondent": company.responses.respondent}
    )
    entrants = [
        matching.CandidateSheet(name, sheet.responses)
        for name, sheet in zip(names, sheets, strict=True)
    ]
    try:
        found = matching.match((need, responses), seen_with, entrants)
    except Invalid:
        return None
    return result(found, Rubrics(need, seen_with))
