"""Show what changed between finished assessments."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Answered,
    OutputOptions,
    assess_file,
    deliver_study,
    output_options,
    read_one,
)
from rolefit.cli.work.journal import kept_edition, open_store
from rolefit.cli.work.plan import kept_plan
from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.reports.contracts import progress_report
from rolefit.reports.pages.progress.page import progress_page
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Responses, Rubric
from rolefit.rubric.raters import rater_view
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.storage.library import option_for
from rolefit.studies import progress
from rolefit.studies.editions.carrying import is_of
from rolefit.studies.progress import Taken


class _Kept(NamedTuple):
    """What is held against each other."""

    rubric: Rubric
    taken: list[Taken]
    editions: dict[str, Rubric]
    """Other editions of the rubric, by their hashes."""


def report_progress(
    names: list[str], rubric: str | None, editions: list[str], request: OutputRequest
) -> int:
    """Report on what a rubric's entries in the journal, or files of answers, say over time.

    `editions` are earlier ones of the rubric, by name or file.
    """
    want = output_options(request, *complete.STUDY)
    named = [want.inputs.rubric(one) for one in editions]
    if len(names) > 1 or rubric is not None:
        kept = _from_files(names, rubric, named, want)
    else:
        kept = _from_journal(names[0], named, want)
    _refuse_useless(named, kept)
    found = progress.progress(kept.rubric, kept.taken, kept.editions)
    deliver_study(
        lambda: progress_page(found, kept.rubric, full=want.full),
        lambda: progress_report(found, kept.rubric),
        want,
    )
    return Exit.DONE


def _refuse_useless(named: list[Rubric], kept: _Kept) -> None:
    """Raise RolefitError for an edition that none of the assessments answers."""
    answered = {one.rubric_hash for one in kept.taken}
    for one in named:
        if one.content_hash not in answered:
            message = f"--edition: none of these answers edition {one.version} of `{one.rubric}`"
            raise RolefitError(message, "name the edition that was answered, or leave it out")


def _from_journal(name: str, named: list[Rubric], want: OutputOptions) -> _Kept:
    """What the journal keeps of a rubric. Raises RolefitError where that is nothing."""
    rubric = want.inputs.rubric(name)
    with open_store(want.inputs, quiet=want.quiet) as store:
        entries = store.entries(rubric.rubric) if store else ()
        taken = [_as_taken(entry, _steps_done(store, entry)) for entry in entries if store]
        editions = _kept_editions(store, entries) if store else {}
        off = store is not None and store.wanted() is False
    if not entries:
        message = f"no finished assessment of `{rubric.rubric}` is kept"
        first = "keeping is switched off; first: rolefit journal on, then: " if off else ""
        raise RolefitError(message, f"{first or 'to make one: '}rolefit take {quote(name)}")
    known = editions | {one.content_hash: one for one in named}
    if option_for(name):  # a file is meant as it is
        return _Kept(rubric, taken, known)
    return _beside(rubric, taken, known)


def _beside(present: Rubric, taken: list[Taken], editions: dict[str, Rubric]) -> _Kept:
    """Assessments with the edition that they are told by: the present one, if anybody answered it.

    Otherwise the one that was answered last, where it is known.
    """
    known = {present.content_hash: present, **editions}
    answered = [one.rubric_hash for one in taken if one.rubric_hash in known]
    told = present.content_hash
    if told not in answered and answered:
        told = answered[-1]
    return _Kept(known[told], taken, {key: one for key, one in known.items() if key != told})


def _kept_editions(store: Store, entries: Sequence[JournalEntry]) -> dict[str, Rubric]:
    """The contents that entries were made with, where they were kept."""
    found: dict[str, Rubric] = {}
    for entry in entries:
        if entry.rubric_hash not in found:
            kept = kept_edition(store, entry)
            if kept is not None:
                found[entry.rubric_hash] = kept
    return found


def _from_files(
    names: list[str], rubric: str | None, named: list[Rubric], want: OutputOptions
) -> _Kept:
    """Files of answers to one rubric, in the order of their dates. Raises RolefitError."""
    found = [read_one(name, rubric, want.inputs) for name in names]
    first = found[0].rubric.rubric
    named = [one for one in named if one.rubric == first]
    for one in found:
        if one.rubric.rubric != first:
            message = f"{one.document.name}: answers to `{one.rubric.rubric}`"
            raise RolefitError(message, f"the first file answers `{first}`; name one kind")
        if one.responses.day is None:
            hint = "write when it was answered, like date: 2026-11-22"
            raise RolefitError(f"{one.document.name}: has no date", hint)
    present = want.inputs.rubric(rubric or first)
    others = [one.responses for one in found if not is_of(present, one.responses)]
    if any(_edition_of(one, named) is None for one in others):
        named = [*named, *_journal_editions(present, want)]
    taken = sorted((_file_as_taken(one, present, named, want) for one in found), key=_when)
    return _beside(present, taken, {one.content_hash: one for one in named})


def _when(taken: Taken) -> str:
    """By what assessments are put in order."""
    return taken.at


def _journal_editions(rubric: Rubric, want: OutputOptions) -> list[Rubric]:
    """The editions of a rubric that the journal keeps; files can be told without them."""
    try:
        with open_store(want.inputs, quiet=want.quiet) as store:
            found = _kept_editions(store, store.entries(rubric.rubric)) if store else {}
    except StoreError as error:
        output.remark(f"earlier editions are not looked for: {error.message}", quiet=want.quiet)
        return []
    return list(found.values())


def _edition_of(responses: Responses, known: Sequence[Rubric]) -> Rubric | None:
    """The edition that was answered: by its hash, or by a version that only one of them has."""
    fit = {one.content_hash: one for one in known if is_of(one, responses)}
    return next(iter(fit.values())) if len(fit) == 1 else None


def _file_as_taken(
    one: Answered, present: Rubric, known: Sequence[Rubric], want: OutputOptions
) -> Taken:
    """A file of answers as what progress works on."""
    responses, hash = one.responses, present.content_hash
    if not is_of(present, responses):
        earlier = _edition_of(responses, known)
        hash = responses.rubric_hash or "" if earlier is None else earlier.content_hash
        if earlier is not None:
            one = one._replace(rubric=rater_view(earlier, responses.respondent.about))
        else:
            named = f"{one.document.name}: answers another edition of {present.rubric}"
            hint = "to have it compared, name its file: --edition FILE"
            output.remark(f"{named}; {hint}", quiet=want.quiet)
    assessment = assess_file(*one)
    return Taken(
        id=one.document.name,
        at=f"{responses.day}T00:00:00+00:00",
        rubric_hash=hash,
        sentence=headline(assessment, one.rubric),
        quick=False,
        responses=responses,
    )


def _steps_done(store: Store, entry: JournalEntry) -> tuple[str, ...]:
    """The steps of an entry's plan that were done, with their days."""
    plan = kept_plan(store, entry)
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
