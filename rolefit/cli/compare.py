"""`rolefit compare`: several sheets of one rubric side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rolefit.cli import output
from rolefit.cli.score import (
    ForceOption,
    FormatOption,
    OutputOption,
    PagerOption,
    QuietOption,
    RubricOption,
    read_one,
    same_file,
)
from rolefit.errors import Exit, Invalid, RolefitError, Several

if TYPE_CHECKING:
    from rolefit.comparison import Entrant
    from rolefit.documents import Document
    from rolefit.responses import Responses
    from rolefit.rubric import Rubric

SHORT_HASH = 19
"""Characters of a content hash that are shown, as reports do."""


class Sheet(NamedTuple):
    """One file that was read."""

    file: str
    """As it was given on the command line."""
    document: Document
    responses: Responses
    rubric: Rubric


def compare(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE FILE...", help="Two or more responses files, YAML or JSON; - reads stdin."
        ),
    ],
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Add every dimension and every answer that differs.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Hold people, roles or scenarios side by side: who agrees, and what sets them apart."""
    from rolefit.cli.deliver import deliver_pages, deliver_text, wanted
    from rolefit.comparison import compare as compared
    from rolefit.reports.comparison.page import comparison_page, comparison_text

    want = wanted(format, output_file, full=full, force=force, quiet=quiet, pager=pager)
    refuse_names(files)
    if want.path is not None and any(same_file(want.path, name) for name in files):
        hint = "write the comparison to another file"
        raise RolefitError(f"{want.path}: holds answers that are compared", hint)
    sheets = read_all(files, rubric)
    refuse_mixed(sheets)
    for sheet in sheets:
        if sheet.responses.rubric_hash is None:
            output.remark(unmarked(sheet), quiet=quiet)
    found = compared(sheets[0].rubric, entrants(sheets))
    if want.format == "json":
        deliver_text(comparison_text(found), want)
    else:
        deliver_pages([comparison_page(found, sheets[0].rubric, full=full)], want)
    return Exit.DONE


def refuse_names(files: list[str]) -> None:
    """Raise RolefitError for files that cannot be compared, whatever they hold."""
    if len(files) < 2:
        hint = f"name another one: rolefit compare {files[0]} FILE"
        raise RolefitError("one file alone cannot be compared", hint)
    if files.count("-") > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    for k, name in enumerate(files):
        for earlier in files[:k]:
            if name == earlier or (earlier != "-" and same_file(Path(earlier), name)):
                again = name if name == earlier else f"{name} is {earlier}"
                hint = "nothing could differ; name each file once"
                raise RolefitError(f"{again}: the same file is named twice", hint)


def read_all(files: list[str], rubric: str | None) -> list[Sheet]:
    """Read every file; faults of all of them are told together."""
    sheets: list[Sheet] = []
    faults: list[RolefitError] = []
    for name in files:
        try:
            sheets.append(read_sheet(name, rubric))
        except RolefitError as error:
            faults.append(error)
    refuse(faults)
    return sheets


def read_sheet(name: str, rubric: str | None) -> Sheet:
    """One file whose answers can be read. Raises RolefitError."""
    from rolefit.documents import problems_at
    from rolefit.responses import read

    document, responses, found = read_one(name, rubric)
    try:
        read(found, responses)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return Sheet(name, document, responses, found)


def refuse(faults: list[RolefitError]) -> None:
    """Raise what is wrong, all of it together."""
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]


def refuse_mixed(sheets: list[Sheet]) -> None:
    """Raise RolefitError unless all sheets answer the same questions."""
    rubrics = dict.fromkeys(sheet.rubric.rubric for sheet in sheets)
    if len(rubrics) > 1:
        each = "; ".join(f"{sheet.document.name}: {sheet.rubric.rubric}" for sheet in sheets)
        raise RolefitError(
            f"these files answer different questions, and scores of different rubrics share no "
            f"scale: {each}",
            "compare files of one rubric",
        )
    refuse([other_content(sheet) for sheet in sheets if is_other(sheet)])


def is_other(sheet: Sheet) -> bool:
    """Whether a sheet says that it answers another content of its rubric."""
    from rolefit.responses import changed_since

    return changed_since(sheet.rubric.content_hash, sheet.responses)


def other_content(sheet: Sheet) -> RolefitError:
    """That a sheet answers another content than the present one."""
    answered = sheet.responses.rubric_hash or ""
    present = sheet.rubric.content_hash
    return RolefitError(
        f"{sheet.document.name}: answers another content of `{sheet.rubric.rubric}` "
        f"({answered[:SHORT_HASH]}) than the present one ({present[:SHORT_HASH]}); what looks like "
        "a difference between people could be a difference between questions",
        "answer again, or name the content that all of them answered: --rubric FILE",
    )


def unmarked(sheet: Sheet) -> str:
    """That nobody can tell which content a sheet answers."""
    present = sheet.rubric.version
    named = sheet.responses.rubric_version
    said = f"version {named}, not {present}" if named not in (None, present) else "no rubric_hash"
    return (
        f"{sheet.document.name}: names {said}, so whether it answers the present questions cannot "
        "be checked"
    )


def entrants(sheets: list[Sheet]) -> list[Entrant]:
    """Every sheet under a name of its own: of the respondent, else of the file."""
    from rolefit.comparison import Entrant

    names = [sheet.responses.respondent.name or stem(sheet) for sheet in sheets]
    for more in (lambda sheet: Path(sheet.file).name, lambda sheet: sheet.file):
        names = [
            f"{name} ({more(sheet)})" if names.count(name) > 1 else name
            for name, sheet in zip(names, sheets, strict=True)
        ]
    return [Entrant(name, sheet.responses) for name, sheet in zip(names, sheets, strict=True)]


def stem(sheet: Sheet) -> str:
    """A file's name without folder and ending."""
    return "stdin" if sheet.file == "-" else Path(sheet.file).stem
