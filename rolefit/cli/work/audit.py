"""Audit rubrics."""

from __future__ import annotations

from rolefit.audit import audit
from rolefit.audit.base import SEED, ProgressCallback
from rolefit.audit.subject import Subject
from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.output import Meter
from rolefit.cli.rubric_faults import problems_of
from rolefit.cli.work import Draft, OutputOptions, deliver, deliver_text, output_options
from rolefit.errors import Exit
from rolefit.reports.formats import sarif
from rolefit.reports.pages.audit import findings
from rolefit.reports.pages.audit.audit_json import content
from rolefit.reports.pages.audit.audit_page import audit_page
from rolefit.reports.pages.audit.findings import Audited, locate_findings
from rolefit.storage.documents import FileProblems
from rolefit.storage.library import LocatedRubric
from rolefit.storage.shipped import shipped_names


def audit_rubrics(
    names: list[str], request: OutputRequest, *, strict: bool, seed: int | None
) -> int:
    """Report what the checks find in rubrics, all shipped ones where none is named.

    1 where there are errors, or with `strict` warnings.
    """
    want = output_options(request, *complete.AUDIT)
    named = names or shipped_names()
    faulty = [found for name in named if (found := problems_of(name, want.inputs)) is not None]
    if faulty:
        deliver_text(_refusal(faulty, want.format.name), want)
        return Exit.NO
    with Meter(quiet=want.quiet) as meter:
        ones = [audited_rubric(want.inputs.rubric_file(name), seed, meter) for name in named]
        _deliver_audits(ones, want)
    bad = ("error", "warning") if strict else ("error",)
    failed = sum(1 for one in ones if any(f.severity in bad for f in one.findings))
    kinds = " and ".join(f"{kind}s" for kind in bad)
    output.remark(f"{len(ones) - failed} of {len(ones)} rubrics without {kinds}", quiet=want.quiet)
    return Exit.NO if failed else Exit.DONE


def _deliver_audits(ones: list[Audited], want: OutputOptions) -> None:
    """Deliver every audit in one document."""
    draft: Draft = {
        "findings": lambda: ones,
        "page": lambda: [audit_page(one, with_findings=True) for one in ones],
        "data": lambda: [content(one) for one in ones],
    }
    deliver(draft, want)


def _refusal(faulty: list[FileProblems], format: str) -> str:
    """What keeps files from being rubrics at all, as `rolefit rubric check` tells it."""
    return sarif.problems(faulty) if format == "sarif" else findings.render_problems(faulty, format)


def audited_rubric(found: LocatedRubric, seed: int | None, meter: ProgressCallback) -> Audited:
    """One rubric with everything that the checks find."""

    def progress(what: str, done: int, total: int) -> None:
        meter(f"{found.rubric.rubric}: {what}", done, total)

    subject = Subject(found.rubric, seed=SEED if seed is None else seed, progress=progress)
    return locate_findings(found.document, subject, audit(subject))
