"""List, show and check rubrics, and print blank answers."""

from __future__ import annotations

from rolefit.audit.cases import run_cases
from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.raters import rater_of, view_for
from rolefit.cli.rubric_faults import problems_of
from rolefit.cli.work import OutputOptions, deliver_page, deliver_text, output_options
from rolefit.cli.work.own import known_rubrics
from rolefit.errors import Exit, Invalid
from rolefit.reports.pages.audit.findings import render_problems
from rolefit.reports.pages.rubric_page import cases_page, list_page, rubric_page
from rolefit.rubric.model import Respondent
from rolefit.storage.documents import problems_at
from rolefit.storage.library import option_for
from rolefit.storage.shipped import shipped_names
from rolefit.storage.writing import blank_responses

# --------------------------------------------------------------------------------------------------
# What keeps a file from being a rubric: its form, its rules, its claims, the answers of
# cases.


def show_list(request: OutputRequest) -> int:
    """Show the rubrics that are found by their names."""
    want = output_options(request, *complete.PRINTED)
    known = sorted(known_rubrics(want.inputs), key=lambda one: one.rubric.rubric)
    origins = {one.rubric.rubric: one.origin for one in known if one.origin}
    deliver_page(list_page([one.rubric for one in known], origins), want)
    return Exit.DONE


def show_rubric(name: str, request: OutputRequest) -> int:
    """Show one rubric."""
    want = output_options(request, *complete.PRINTED)
    deliver_page(rubric_page(want.inputs.rubric(name)), want)
    return Exit.DONE


def print_blank(name: str, rater: tuple[str | None, str | None], request: OutputRequest) -> int:
    """Print a responses file to fill in; its format is that of the file, whatever its name.

    `rater` is what --about and --as say.
    """
    want = output_options(request._replace(format=complete.PRINTED[0].name), *complete.PRINTED)
    rubric = want.inputs.rubric(name)
    found = rater_of(rubric, *rater)
    who = Respondent(group=found.group, about=found.about) if found else Respondent()
    text = blank_responses(view_for(rubric, found), who, own=option_for(name))
    deliver_text(text, want)
    return Exit.DONE


def check_rubrics(names: list[str], request: OutputRequest) -> int:
    """Tell what is wrong with rubrics, all shipped ones where none is named; 1 if anything is."""
    want = output_options(request, *complete.CHECK)
    wanted = names or shipped_names()
    found = [problems_of(name, want.inputs) for name in wanted]
    faulty = [problems for problems in found if problems is not None]
    text = render_problems(faulty, want.format.name)
    if text:
        deliver_text(text, want)
    sound = len(wanted) - len(faulty)
    output.remark(f"{sound} of {len(wanted)} rubrics are sound", quiet=want.quiet)
    return Exit.NO if faulty else Exit.DONE


def run_cases_of(names: list[str], request: OutputRequest) -> int:
    """Run the cases of rubrics; 1 if one turns out otherwise, or if there are none."""
    want = output_options(request, *complete.PRINTED)
    passed = [_cases_pass(name, want) for name in names or shipped_names()]
    return Exit.DONE if all(passed) else Exit.NO


def _cases_pass(name: str, want: OutputOptions) -> bool:
    """Run the cases of one rubric and show them; whether there are any and all turn out as told."""
    found = want.inputs.rubric_file(name)
    try:
        results = list(run_cases(found.rubric))
    except Invalid as invalid:
        raise problems_at(found.document, invalid) from None
    deliver_page(cases_page(found.rubric, results), want)
    return bool(results) and not any(result.differences for result in results)
