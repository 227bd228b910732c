"""Several responses files that are held against each other: read, checked and named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rolefit.cli import output
from rolefit.cli.work import Inputs, read_one, refuse_doubled_forms, same_file
from rolefit.errors import Invalid, RolefitError, Several
from rolefit.rubric.model import Responses, Rubric, changed_since, read
from rolefit.safe_text import short_hash
from rolefit.storage.documents import Document, problems_at


class Sheet(NamedTuple):
    """One file that was read."""

    file: str
    """As it was given on the command line."""
    document: Document
    responses: Responses
    rubric: Rubric


def refuse_same(files: Sequence[str]) -> None:
    """Raise RolefitError where one file is named twice, in whatever words."""
    if files.count("-") > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    for k, name in enumerate(files):
        for earlier in files[:k]:
            if _is_same(earlier, name):
                again = name if name == earlier else f"{name} is {earlier}"
                hint = "nothing could differ; name each file once"
                raise RolefitError(f"{again}: the same file is named twice", hint)


def _is_same(one: str, other: str) -> bool:
    """Whether two names lead to one file; `-` is nothing but itself."""
    if "-" in (one, other):
        return one == other
    return one == other or same_file(Path(one), Path(other))


def read_all(files: Sequence[tuple[str, str | None]], inputs: Inputs) -> list[Sheet]:
    """Read every file, each with the rubric named for it; faults of all are told together."""
    sheets: list[Sheet] = []
    faults: list[RolefitError] = []
    for name, rubric in files:
        try:
            sheets.append(_read_sheet(name, rubric, inputs))
        except RolefitError as error:
            faults.append(error)
    refuse(faults)
    refuse_doubled_forms([(sheet.file, sheet.responses) for sheet in sheets])
    return sheets


def _read_sheet(name: str, rubric: str | None, inputs: Inputs) -> Sheet:
    """One file whose answers can be read. Raises RolefitError."""
    document, responses, found = read_one(name, rubric, inputs)
    try:
        read(found, responses)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return Sheet(name, document, responses, found)


def refuse(faults: list[RolefitError]) -> None:
    """Raise what is wrong, all of it together."""
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]


def refuse_contents(sheets: Sequence[Sheet], option: str) -> None:
    """Raise RolefitError for sheets that answer another content than the present one.

    `option` names the content that all of them answered.
    """
    refuse([_other_content(sheet, option) for sheet in sheets if _is_other(sheet)])


def _is_other(sheet: Sheet) -> bool:
    """Whether a sheet says that it answers another content of its rubric."""
    return changed_since(sheet.rubric.content_hash, sheet.responses)


def _other_content(sheet: Sheet, option: str) -> RolefitError:
    """That a sheet answers another content than the present one."""
    answered = sheet.responses.rubric_hash or ""
    present = sheet.rubric.content_hash
    return RolefitError(
        f"{sheet.document.name}: answers another content of `{sheet.rubric.rubric}` "
        f"({short_hash(answered)}) than the present one ({short_hash(present)}); what looks like "
        "a difference between people could be a difference between questions",
        f"answer again, or name the content that all of them answered: {option} FILE",
    )


def remark_unmarked(sheets: Sequence[Sheet], *, quiet: bool) -> None:
    """Say of which sheets nobody can tell the content that they answer: once of all alike."""
    alike: dict[str, list[str]] = {}
    for sheet in sheets:
        if sheet.responses.rubric_hash is None:
            alike.setdefault(_named_instead(sheet), []).append(sheet.document.name)
    for said, (first, *others) in alike.items():
        more = f" and {len(others)} more" if others else ""
        verb, they = ("name", "they answer") if others else ("names", "it answers")
        output.remark(
            f"{first}{more}: {verb} {said}, so whether {they} the present questions cannot be "
            "checked",
            quiet=quiet,
        )


def _named_instead(sheet: Sheet) -> str:
    """What a sheet names in the place of the content that it answers."""
    named, present = sheet.responses.rubric_version, sheet.rubric.version
    return f"version {named}, not {present}" if named not in (None, present) else "no rubric_hash"


def names_of(sheets: Sequence[Sheet]) -> list[str]:
    """A name of its own for each sheet: of whom it is about, else of the file.

    Sheets about people of one name are told apart by the group, then the file's name, then the
    whole path.
    """
    given = [" ".join((sheet.responses.respondent.subject or "").split()) for sheet in sheets]
    names = [name or stem(sheet) for name, sheet in zip(given, sheets, strict=True)]
    names = told_apart(names, [sheet.responses.respondent.group for sheet in sheets])
    longer = told_apart(names, [Path(sheet.file).name for sheet in sheets])
    return [
        f"{name} ({sheet.file})" if _is_shared(long, longer) else long
        for name, long, sheet in zip(names, longer, sheets, strict=True)
    ]


def told_apart(names: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Names with marks added to those that are alike, where the marks differ."""
    of_name: dict[str, set[str]] = {}
    for name, mark in zip(names, marks, strict=True):
        of_name.setdefault(plain(name), set()).add(mark)
    return [
        f"{name} ({mark})" if len(of_name[plain(name)]) > 1 else name
        for name, mark in zip(names, marks, strict=True)
    ]


def _is_shared(name: str, names: Sequence[str]) -> bool:
    """Whether a name stands more than once among names."""
    return sum(plain(other) == plain(name) for other in names) > 1


def plain(name: str) -> str:
    """A name without what tells nobody apart: capitals and spaces."""
    return " ".join(name.casefold().split())


def stem(sheet: Sheet) -> str:
    """A file's name without folder and ending."""
    return "stdin" if sheet.file == "-" else Path(sheet.file).stem
