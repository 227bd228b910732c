"""Show what changed between finished assessments."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from rolefit.cli import complete
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Answered,
    Inputs,
    OutputOptions,
    assess_file,
    deliver_study,
    output_options,
    read_one,
)
from rolefit.cli.work.journal import open_store
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import progress_report
from rolefit.reports.pages.progress.page import progress_page
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.storage.library import edition
from rolefit.studies import progress
from rolefit.studies.plan import KIND as PLAN
from rolefit.studies.plan import from_data
from rolefit.studies.progress import Taken


def report_progress(names: list[str], rubric: str | None, request: OutputRequest) -> int:
    """Report on what a rubric's entries in the journal, or files of answers, say over time."""
    want = output_options(request, *complete.STUDY)
    if len(names) > 1 or rubric is not None:
        scale, taken = _from_files(names, rubric, want.inputs)
        editions: dict[str, Rubric] = {}
    else:
        scale = want.inputs.rubric(names[0])
        taken, editions = _from_journal(scale, names[0], want)
    found = progress.progress(scale, taken, editions)
    deliver_study(
        lambda: progress_page(found, scale, full=want.full),
        lambda: progress_report(found, scale),
        want,
    )
    return Exit.DONE


def _from_journal(
    rubric: Rubric, name: str, want: OutputOptions
) -> tuple[list[Taken], dict[str, Rubric]]:
    """What the journal keeps of a rubric, and its other editions by their hashes.

    Raises RolefitError where that is nothing.
    """
    with open_store(want.inputs, quiet=want.quiet) as store:
        entries = store.entries(rubric.rubric) if store else ()
        taken = [_as_taken(entry, _steps_done(store, entry)) for entry in entries if store]
        editions = _other_editions(store, entries, rubric) if store else {}
        off = store is not None and store.wanted() is False
    if not entries:
        message = f"no finished assessment of `{rubric.rubric}` is kept"
        first = "keeping is switched off; first: rolefit journal on, then: " if off else ""
        raise RolefitError(message, f"{first or 'to make one: '}rolefit take {quote(name)}")
    return taken, editions


def _other_editions(
    store: Store, entries: Sequence[JournalEntry], rubric: Rubric
) -> dict[str, Rubric]:
    """The other contents of a rubric that its entries were made with, where they were kept."""
    found: dict[str, Rubric] = {}
    for entry in entries:
        if entry.rubric_hash not in (rubric.content_hash, *found):
            content = store.edition(entry)
            kept = edition(content, entry.rubric_hash) if content is not None else None
            if kept is not None:
                found[entry.rubric_hash] = kept
    return found


def _from_files(names: list[str], rubric: str | None, inputs: Inputs) -> tuple[Rubric, list[Taken]]:
    """Files of answers to one rubric, in the order of their dates. Raises RolefitError."""
    found = [read_one(name, rubric, inputs) for name in names]
    first = found[0].rubric
    for one in found:
        if one.rubric.rubric != first.rubric:
            message = f"{one.document.name}: answers to `{one.rubric.rubric}`"
            raise RolefitError(message, f"the first file answers `{first.rubric}`; name one kind")
        if one.responses.day is None:
            hint = "write when it was answered, like date: 2026-11-22"
            raise RolefitError(f"{one.document.name}: has no date", hint)
    return first, sorted((_file_as_taken(one) for one in found), key=lambda taken: taken.at)


def _file_as_taken(one: Answered) -> Taken:
    """A file of answers as what progress works on."""
    assessment = assess_file(*one)
    return Taken(
        id=one.document.name,
        at=f"{one.responses.day}T00:00:00+00:00",
        rubric_hash=one.responses.rubric_hash or one.rubric.content_hash,
        sentence=headline(assessment, one.rubric),
        quick=False,
        responses=one.responses,
    )


def _steps_done(store: Store, entry: JournalEntry) -> tuple[str, ...]:
    """The steps of an entry's plan that were done, with their days."""
    plan = from_data(store.note(entry, PLAN) or {})
    steps = plan.finished if plan else ()
    return tuple(f"{step.done}: {step.text}" for step in steps)


def _as_taken(entry: JournalEntry, done: tuple[str, ...]) -> Taken:
    """An entry as what progress works on."""
    return Taken(
        id=entry.id,
        at=entry.at,
        rubric_hash=entry.rubric_hash,
        sentence=entry.sentence,
        quick=entry.quick,
        responses=Responses.model_validate(entry.responses),
        done=done,
    )
