"""Show what changed between finished assessments."""

from __future__ import annotations

from shlex import quote

from rolefit.cli import complete
from rolefit.cli.deliver import Draft, deliver, output_options
from rolefit.cli.options import OutputRequest
from rolefit.cli.work.journal import open_store
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import progress_report
from rolefit.reports.pages.progress.page import progress_page
from rolefit.rubric.responses import Responses
from rolefit.storage.journal.store import JournalEntry
from rolefit.studies import progress
from rolefit.studies.progress import Taken


def report_progress(name: str, request: OutputRequest) -> int:
    """Report on every kept assessment of a rubric."""
    want = output_options(request, *complete.STUDY)
    rubric = want.inputs.rubric(name)
    with open_store(want.inputs, quiet=want.quiet) as store:
        entries = store.entries(rubric.rubric) if store else ()
        off = store is not None and store.wanted() is False
    if not entries:
        message = f"no finished assessment of `{rubric.rubric}` is kept"
        first = "keeping is switched off; first: rolefit journal keep yes, then: " if off else ""
        raise RolefitError(message, f"{first or 'to make one: '}rolefit take {quote(name)}")
    found = progress.progress(rubric, [_as_taken(entry) for entry in entries])
    draft: Draft = {
        "page": lambda: [progress_page(found, rubric, full=want.full)],
        "data": lambda: [progress_report(found, rubric)],
    }
    deliver(draft, want)
    return Exit.DONE


def _as_taken(entry: JournalEntry) -> Taken:
    """An entry as what progress works on."""
    return Taken(
        id=entry.id,
        at=entry.at,
        rubric_hash=entry.rubric_hash,
        sentence=entry.sentence,
        quick=entry.quick,
        responses=Responses.model_validate(entry.responses),
    )
