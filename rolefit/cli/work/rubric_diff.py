"""Show what differs between two editions of a rubric."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.cli import complete
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import OutputOptions, deliver_study, output_options
from rolefit.cli.work.journal import open_store
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import difference_report
from rolefit.reports.pages.edition_page import edition_page
from rolefit.rubric.model import Responses, Rubric
from rolefit.studies.editions.differences import NamedAnswers, difference


def compare_editions(old: str, new: str, request: OutputRequest) -> int:
    """Report what differs, and which verdicts that turns; 1 where anything does."""
    want = output_options(request, *complete.STUDY)
    before, after = want.inputs.rubric(old), want.inputs.rubric(new)
    if before.demands != after.demands:
        message = f"{old} is a {before.model} rubric, and {new} a {after.model} one"
        raise RolefitError(message, "editions of one rubric have one model")
    found = difference(before, after, tuple(_answers_in_journal(before, after, want)))
    deliver_study(
        lambda: edition_page(found, full=want.full), lambda: difference_report(found), want
    )
    return Exit.DONE if found.same else Exit.NO


def _answers_in_journal(old: Rubric, new: Rubric, want: OutputOptions) -> Iterator[NamedAnswers]:
    """The answers in the journal to one of the two contents."""
    with open_store(want.inputs, quiet=want.quiet) as store:
        entries = store.entries() if store else ()
    hashes = {old.content_hash: False, new.content_hash: True}
    for entry in entries:
        responses = Responses.model_validate(entry.responses)
        if entry.rubric_hash in hashes and responses.respondent.about is None:
            name = " · ".join(filter(None, (entry.id, entry.day, entry.name)))
            yield NamedAnswers("kept", name, responses, hashes[entry.rubric_hash])
