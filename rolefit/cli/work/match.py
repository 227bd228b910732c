"""Hold candidates against what a company needs."""

from __future__ import annotations

from rolefit.cli import complete
from rolefit.cli.options import OutputRequest
from rolefit.cli.sheets_read import (
    names_of,
    read_all,
    refuse_contents,
    refuse_same,
    remark_unmarked,
)
from rolefit.cli.work import OutputOptions, deliver_study, output_options
from rolefit.cli.work.sealed import OpenedKit, check_seal, form_names, open_kit, remark_blank
from rolefit.errors import Exit, RolefitError
from rolefit.reports.blocks import Page
from rolefit.reports.contracts import match_report
from rolefit.reports.pages.kit.seal import with_seal
from rolefit.reports.pages.match.page import match_page
from rolefit.studies import matching
from rolefit.studies.kit.plan import FORMS
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
    return match_for(need, candidates, candidate_rubric, output_options(request, *complete.STUDY))


def match_for(
    need: tuple[str, str | None],
    candidates: list[str],
    candidate_rubric: str | None,
    want: OutputOptions,
    *,
    names: list[str] | None = None,
) -> int:
    """The same for options that were read already; `names` tell the candidates' files apart."""
    kit = open_kit(need[0], want.inputs)
    if kit is not None:
        need = (kit.need, need[1] or kit.rubric_for(kit.seal.need.rubric))
        candidate_rubric = candidate_rubric or kit.rubric_for(kit.seal.candidates.rubric)
        candidates = candidates or list(kit.forms)
        remark_blank(kit, quiet=want.quiet)
    _refuse_nobody(candidates, kit)
    refuse_same([need[0], *candidates])
    files = [need, *((name, candidate_rubric) for name in candidates)]
    company, *sheets = read_all(files, want.inputs)
    first, *others = (MatchSheet(one.document.name, *one[2:]) for one in (company, *sheets))
    check_order(first, others)
    check_pair(company.rubric, sheets[0].rubric)
    if names is None:
        names = names_of(sheets) if kit is None else form_names(sheets)
    check = None if kit is None else check_seal(kit, company, sheets, names)
    if check is None:
        # A need of another content is told in the report: it is the same one for every candidate.
        refuse_contents(sheets, "--candidate-rubric")
    # Which content a kit's need answers stands in its seal.
    remark_unmarked([*([company] if kit is None else []), *sheets], quiet=want.quiet)
    # What `rolefit compare` could not read by the name alone is not offered to it.
    readable = [None if candidate_rubric or file == "-" else file for file in candidates]
    entrants = [
        matching.CandidateSheet(name, sheet.responses, again)
        for name, sheet, again in zip(names, sheets, readable, strict=True)
    ]
    seen_with = sheets[0].rubric
    found = matching.match((company.rubric, company.responses), seen_with, entrants)

    def page() -> Page:
        drawn = match_page(found, company.rubric, seen_with, full=want.full)
        return drawn if check is None else with_seal(drawn, check, company.rubric, seen_with)

    deliver_study(page, lambda: match_report(found, company.rubric, seen_with, check), want)
    return Exit.DONE if found.anybody else Exit.NO


def _refuse_nobody(candidates: list[str], kit: OpenedKit | None) -> None:
    """Raise RolefitError where there is no file about a candidate."""
    if candidates:
        return
    if kit is None:
        hint = "rolefit match NEED CANDIDATE...; the folder of a kit brings its own forms"
        raise RolefitError("no file about a candidate is named", hint)
    raise RolefitError(
        f"{kit.folder}: no form of this kit is filled in yet",
        f"fill in the forms in {kit.folder / FORMS}, or name the files about candidates",
    )
