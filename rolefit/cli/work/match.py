"""Hold candidates against what a company needs."""

from __future__ import annotations

from rolefit.cli import complete
from rolefit.cli.deliver import Draft, deliver, output_options
from rolefit.cli.options import OutputRequest
from rolefit.cli.sheets_read import (
    names_of,
    read_all,
    refuse_contents,
    refuse_same,
    remark_unmarked,
)
from rolefit.errors import Exit
from rolefit.reports.contracts import match_report
from rolefit.reports.pages.match.page import match_page
from rolefit.studies import matching
from rolefit.studies.matching.pairing import MatchSheet, check_order, check_pair


def match_files(
    need: tuple[str, str | None],
    candidates: list[str],
    candidate_rubric: str | None,
    request: OutputRequest,
) -> int:
    """Report who covers the need; 1 where nobody does yet.

    `need` is the company's file with the rubric that was named for it.
    """
    want = output_options(request, *complete.STUDY)
    refuse_same([need[0], *candidates])
    files = [need, *((name, candidate_rubric) for name in candidates)]
    company, *sheets = read_all(files, want.inputs)
    first, *others = (MatchSheet(one.document.name, *one[2:]) for one in (company, *sheets))
    check_order(first, others)
    check_pair(company.rubric, sheets[0].rubric)
    # A need of another content is told in the report: it is the same one for every candidate.
    refuse_contents(sheets, "--candidate-rubric")
    remark_unmarked([company, *sheets], quiet=want.quiet)
    # What `rolefit compare` could not read by the name alone is not offered to it.
    readable = [None if candidate_rubric or file == "-" else file for file in candidates]
    entrants = [
        matching.CandidateSheet(name, sheet.responses, again)
        for name, sheet, again in zip(names_of(sheets), sheets, readable, strict=True)
    ]
    seen_with = sheets[0].rubric
    found = matching.match((company.rubric, company.responses), seen_with, entrants)
    draft: Draft = {
        "page": lambda: [match_page(found, company.rubric, seen_with, full=want.full)],
        "data": lambda: [match_report(found, company.rubric, seen_with)],
    }
    deliver(draft, want)
    return Exit.DONE if found.anybody else Exit.NO
