"""`rolefit match`: a company's need and candidates' sheets, held against each other."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import (
    CandidateOption,
    ForceOption,
    FormatOption,
    NeedOption,
    OutputOption,
    PagerOption,
    QuietOption,
)
from rolefit.cli.sheets_read import (
    names_of,
    read_all,
    refuse_contents,
    refuse_same,
    remark_unmarked,
)
from rolefit.errors import Exit, RolefitError


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
    """Hold candidates against what a company needs: who covers it, and what stays uncovered.

    Exits with 0 when somebody covers the need, and with 1 when nobody does yet.
    """
    from rolefit.cli.deliver import deliver_pages, deliver_text, output_options
    from rolefit.cli.read import same_file
    from rolefit.reports.pages.match.page import match_page, match_text
    from rolefit.studies.matching import CandidateSheet
    from rolefit.studies.matching import match as held_against
    from rolefit.studies.matching.pairing import MatchSheet, check_order, check_pair

    want = output_options(format, output_file, full=full, force=force, quiet=quiet, pager=pager)
    if want.path is not None and any(same_file(want.path, name) for name in (need, *candidates)):
        hint = "write the report to another file"
        raise RolefitError(f"{want.path}: holds answers that are matched", hint)
    refuse_same([need, *candidates])
    company, *sheets = read_all(
        [(need, need_rubric), *((name, candidate_rubric) for name in candidates)]
    )
    first, *others = (MatchSheet(one.document.name, *one[2:]) for one in (company, *sheets))
    check_order(first, others)
    check_pair(company.rubric, sheets[0].rubric)
    # A need of another content is told in the report: it is the same one for every candidate.
    refuse_contents(sheets, "--candidate-rubric")
    remark_unmarked([company, *sheets], quiet=quiet)
    # What `rolefit compare` could not read by the name alone is not offered to it.
    readable = [None if candidate_rubric or file == "-" else file for file in candidates]
    entrants = [
        CandidateSheet(name, sheet.responses, again)
        for name, sheet, again in zip(names_of(sheets), sheets, readable, strict=True)
    ]
    seen_with = sheets[0].rubric
    found = held_against((company.rubric, company.responses), seen_with, entrants)
    if want.format == "json":
        deliver_text(match_text(found, company.rubric, seen_with), want)
    else:
        deliver_pages([match_page(found, company.rubric, seen_with, full=full)], want)
    return Exit.DONE if found.anybody else Exit.NO
