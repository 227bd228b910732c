"""`rolefit match`: a company's need and candidates' sheets, held against each other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.score import (
    ForceOption,
    FormatOption,
    OutputOption,
    PagerOption,
    QuietOption,
    read_one,
    same_file,
)
from rolefit.errors import Exit, RolefitError, Several

if TYPE_CHECKING:
    from rolefit.matching.pairing import Sheet

NeedOption = Annotated[
    str | None,
    typer.Option(
        "--need-rubric",
        metavar="RUBRIC",
        help="Read the company's file against this rubric (name or file).",
        autocompletion=complete.rubrics,
    ),
]
CandidateOption = Annotated[
    str | None,
    typer.Option(
        "--candidate-rubric",
        metavar="RUBRIC",
        help="Read the candidates' sheets against this rubric (name or file).",
        autocompletion=complete.rubrics,
    ),
]


def match(
    need: Annotated[
        str,
        typer.Argument(metavar="NEED", help="The company's responses file; - reads stdin."),
    ],
    candidates: Annotated[
        list[str],
        typer.Argument(metavar="CANDIDATE...", help="A responses file about each candidate."),
    ],
    need_rubric: NeedOption = None,
    candidate_rubric: CandidateOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show every dimension of every candidate.")
    ] = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Hold candidates against what a company needs: who covers it, and what stays open.

    Exits with 0 when somebody covers the need, and with 1 when nobody does yet.
    """
    from rolefit.cli.deliver import deliver_pages, deliver_text, wanted
    from rolefit.matching import Entrant
    from rolefit.matching import match as held_against
    from rolefit.matching.pairing import check_content, check_order, check_pair
    from rolefit.reports.match.page import match_page, match_text

    want = wanted(format, output_file, full=full, force=force, quiet=quiet, pager=pager)
    if want.path is not None and any(same_file(want.path, name) for name in (need, *candidates)):
        hint = "write the report to another file"
        raise RolefitError(f"{want.path}: holds answers that are matched", hint)
    company, *sheets = read_all(
        [(need, need_rubric), *((name, candidate_rubric) for name in candidates)]
    )
    check_order(company, sheets)
    check_pair(company.rubric, sheets[0].rubric)
    check_content(sheets)
    entrants = [
        Entrant(name, sheet.responses)
        for name, sheet in zip(listed_as(sheets), sheets, strict=True)
    ]
    seen_with = sheets[0].rubric
    found = held_against((company.rubric, company.responses), seen_with, entrants)
    if want.format == "json":
        deliver_text(match_text(found, company.rubric, seen_with), want)
    else:
        deliver_pages([match_page(found, company.rubric, seen_with, full=full)], want)
    return Exit.DONE if found.anybody else Exit.NO


def read_all(files: list[tuple[str, str | None]]) -> list[Sheet]:
    """Read every file with its rubric; faults of all of them are told together."""
    names = Counter(name for name, _ in files)
    if names["-"] > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    for name, number in names.items():
        if number > 1:
            raise RolefitError(f"{name} is named more than once", "name every file once")
    sheets: list[Sheet] = []
    faults: list[RolefitError] = []
    for name, rubric in files:
        try:
            sheets.append(read_sheet(name, rubric))
        except RolefitError as error:
            faults.append(error)
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]
    return sheets


def read_sheet(name: str, rubric: str | None) -> Sheet:
    """One responses file with its rubric. Raises FileProblems for answers that cannot be read."""
    from rolefit.documents import problems_at
    from rolefit.errors import Invalid
    from rolefit.matching.pairing import Sheet
    from rolefit.responses import read

    document, responses, found = read_one(name, rubric)
    try:
        read(found, responses)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return Sheet(document.name, responses, found)


def listed_as(sheets: list[Sheet]) -> list[str]:
    """What each candidate is listed as: the name in the file, else the file's name."""
    names = [sheet.responses.respondent.name or Path(sheet.file).stem for sheet in sheets]
    counted = Counter(names)
    return [
        name if counted[name] == 1 else f"{name} ({sheet.file})"
        for name, sheet in zip(names, sheets, strict=True)
    ]
