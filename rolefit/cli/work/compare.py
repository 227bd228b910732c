"""Hold sheets of one rubric side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rolefit.cli import complete
from rolefit.cli.options import OutputRequest
from rolefit.cli.sheets_read import (
    Sheet,
    names_of,
    read_all,
    refuse_contents,
    refuse_same,
    remark_unmarked,
)
from rolefit.cli.work import OutputOptions, deliver_study, output_options
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import comparison_report
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import rater_view
from rolefit.studies import comparison
from rolefit.studies.matching import pairing

_MOST_WITH_WAYS = 640
"""Sheets times outcomes of which JSON tells what would change each by itself; of more, each says
that it was left out. No page says it in any case."""


def compare_files(files: list[str], rubric: str | None, request: OutputRequest) -> int:
    """Report who agrees, and what sets the others apart."""
    want = output_options(request, *complete.STUDY)
    _refuse_names(files)
    sheets = read_all([(name, rubric) for name in files], want.inputs)
    _refuse_mixed(sheets)
    remark_unmarked(sheets, quiet=want.quiet)
    named = zip(names_of(sheets), sheets, strict=True)
    entrants = [comparison.Entrant(name, sheet.responses) for name, sheet in named]
    common = _common_rubric(sheets, want.inputs.rubric(rubric or sheets[0].responses.rubric))
    deliver_comparison(common, entrants, want, file=files[0])
    return Exit.DONE


def deliver_comparison(
    rubric: Rubric, entrants: Sequence[comparison.Entrant], want: OutputOptions, *, file: str
) -> None:
    """Print or write a comparison; `file` is the sheet that the page names for the next command."""
    few = len(entrants) * max(1, len(rubric.outcome_ids)) <= _MOST_WITH_WAYS
    deliver_study(
        lambda: comparison_page(
            comparison.compare(rubric, entrants, ways=False), rubric, full=want.full, file=file
        ),
        lambda: comparison_report(comparison.compare(rubric, entrants, ways=few), rubric),
        want,
    )


def _common_rubric(sheets: list[Sheet], rubric: Rubric) -> Rubric:
    """The rubric in whose words all are compared: those of raters where nobody else answered."""
    subjects = {sheet.responses.respondent.about for sheet in sheets}
    if len(subjects) == 1:
        return sheets[0].rubric
    return rubric if None in subjects else rater_view(rubric, "this person")


def _refuse_names(files: list[str]) -> None:
    """Raise RolefitError for files that cannot be compared, whatever they hold."""
    if len(files) < 2:
        hint = f"name another one: rolefit compare {files[0]} FILE"
        raise RolefitError("one file alone cannot be compared", hint)
    refuse_same(files)


def _refuse_mixed(sheets: list[Sheet]) -> None:
    """Raise RolefitError unless all sheets answer the same questions."""
    rubrics = dict.fromkeys(sheet.rubric.rubric for sheet in sheets)
    if len(rubrics) > 1:
        each = "; ".join(f"{sheet.document.name}: {sheet.rubric.rubric}" for sheet in sheets)
        raise RolefitError(
            f"these files answer different questions, and scores of different rubrics share no "
            f"scale: {each}",
            instead(sheets),
        )
    refuse_contents(sheets, "--rubric")


def instead(sheets: list[Sheet]) -> str:
    """What to do with files of several rubrics: a need and candidates can be matched."""
    found = pairing.match_instead(
        [pairing.MatchSheet(sheet.file, sheet.responses, sheet.rubric) for sheet in sheets]
    )
    if found is None:
        return "compare files of one rubric"
    return f"to hold candidates against a need, {found}"
