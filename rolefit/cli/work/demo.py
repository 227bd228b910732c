"""Report on a shipped case."""

from __future__ import annotations

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import Scored, deliver_scores, output_options
from rolefit.errors import Exit, RolefitError
from rolefit.rubric.cases import case_responses
from rolefit.scoring.assess import assess


def report_case(rubric: str, case: str, request: OutputRequest) -> int:
    """Report on one case of a rubric, named by its number."""
    want = output_options(request, *complete.REPORT)
    found = want.inputs.rubric(rubric)
    plain = case.isascii() and case.isdigit() and len(case) <= 4
    if not plain or not 1 <= int(case) <= len(found.cases):
        raise RolefitError(f"--case: `{case[:20]}` is none of 1 to {len(found.cases)}")
    chosen = found.cases[int(case) - 1]
    story = f"A made-up case: {chosen.story}" if chosen.story else "A made-up case."
    output.remark(f"{story}\n", quiet=want.quiet)
    assessment = assess(found, case_responses(found, chosen))
    deliver_scores([Scored(chosen.name, assessment, found)], want)
    output.remark(f"Your own: rolefit take {rubric}", quiet=want.quiet)
    return Exit.DONE
