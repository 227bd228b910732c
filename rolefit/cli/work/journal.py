"""Show, export and delete what is kept in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rolefit.cli import complete, output
from rolefit.cli.deliver import deliver_page, deliver_text, output_options
from rolefit.cli.inputs import Inputs
from rolefit.cli.options import OutputRequest
from rolefit.cli.scored import Scored, deliver_scores
from rolefit.errors import Exit, Invalid, RolefitError, StoreError
from rolefit.reports.formats.ink import wrap
from rolefit.reports.pages.check_page import many
from rolefit.reports.pages.journal_page import journal_page, journal_text
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess
from rolefit.storage.journal.database import store_exists
from rolefit.storage.journal.store import JournalEntry, Store, store_path
from rolefit.storage.journal.survey import entries_of, survey
from rolefit.storage.shipped import shipped

WORDS = {True: "kept", False: "not kept", None: "kept only if you say so: you will be asked"}


@contextmanager
def open_store(inputs: Inputs, *, quiet: bool = False) -> Iterator[Store | None]:
    """The store, None where nothing was ever kept; what is odd about it is told at the end."""
    path = inputs.journal()
    if not store_exists(path):
        yield None
        return
    with Store(path) as store:
        yield store
        for remark in store.remarks:
            output.remark(remark, quiet=quiet)


def state(store: Store | None) -> int:
    """The exit code of a look at the whole journal: damaged parts are trouble of ours."""
    return Exit.OUR_TROUBLE if store is not None and store.damaged() else Exit.DONE


def _find_entry(store: Store | None, id: str) -> JournalEntry:
    """One entry. Raises RolefitError where there is none."""
    if store is None:
        raise RolefitError(f"nothing in the journal is called `{id[:80]}`", "nothing was kept yet")
    return store.entry(id)


def show_entries(request: OutputRequest) -> int:
    """Show what is kept; 3 if some of it is damaged."""
    want = output_options(request, *complete.PRINTED)
    with open_store(want.inputs) as store:
        entries = store.entries() if store else ()
        sessions = store.sessions() if store else ()
        deliver_page(journal_page(entries, sessions, path=str(store_path())), want)
        return state(store)


def show_entry(id: str, rubric: str | None, request: OutputRequest) -> int:
    """Report on a finished assessment again."""
    want = output_options(request, *complete.REPORT)
    with open_store(want.inputs, quiet=want.quiet) as store:
        entry = _find_entry(store, id)
    then = f"when it was kept, it said: {entry.sentence}"
    try:
        scale = _entry_rubric(entry, rubric, want.inputs)
        assessment = assess(scale, Responses.model_validate(entry.responses))
    except Invalid:
        message = f"{entry.id}: the rubric has changed, and these answers no longer fit it"
        raise RolefitError(message, then) from None
    if assessment.rubric_changed:
        output.remark(f"The rubric has changed since; {then}", quiet=want.quiet)
    deliver_scores([Scored(entry.id, assessment, scale)], want)
    return Exit.DONE


def _entry_rubric(entry: JournalEntry, name: str | None, inputs: Inputs) -> Rubric:
    """The rubric of an entry. Raises RolefitError where it is neither shipped nor named."""
    if name is None and entry.rubric not in shipped():
        message = f"{entry.id}: answers to your own rubric `{entry.rubric}`"
        raise RolefitError(message, "say where it is: --rubric FILE")
    rubric = inputs.rubric(name or entry.rubric)
    if rubric.rubric != entry.rubric:
        message = f"{entry.id}: answers to `{entry.rubric}`, not to `{rubric.rubric}`"
        raise RolefitError(message, "name the rubric that was answered")
    return rubric


def export_entries(request: OutputRequest) -> int:
    """Write every finished assessment as JSON; 3 if some are damaged."""
    want = output_options(request, *complete.MATRIX)
    try:
        with open_store(want.inputs, quiet=want.quiet) as store:
            entries, code = store.entries() if store else (), state(store)
    except StoreError:
        entries, code = readable(quiet=want.quiet), Exit.OUR_TROUBLE
    deliver_text(journal_text(entries), want)
    return code


def readable(*, quiet: bool) -> tuple[JournalEntry, ...]:
    """What can be read of a damaged journal. Raises StoreError where it cannot be opened at all."""
    path = store_path()
    found = survey(path)
    entries = entries_of(found)
    for damage in found.damage:
        output.remark(f"{path}: {damage}", quiet=quiet)
    output.remark(f"{many(len(entries), 'assessment')} could be read", quiet=quiet)
    return entries


def delete_entries(ids: list[str], *, quiet: bool) -> int:
    """Delete assessments or interviews for good."""
    with open_store(Inputs(), quiet=quiet) as store:
        if store is None:
            _find_entry(store, ids[0])
            return Exit.UNUSABLE
        # A slip in the last id must not cost the first.
        for name in dict.fromkeys([store.matching(id) for id in ids]):
            store.delete(name)
            output.remark(f"deleted {name}", quiet=quiet)
    return Exit.DONE


def print_path() -> int:
    """Print where the journal is kept."""
    output.say(f"{sanitize(str(store_path()))}\n")
    return Exit.DONE


def keep_or_not(answer: str | None) -> int:
    """Say what is kept from now on, after changing it where an answer is given."""
    wanted = asked_for() if answer is None else decided(answer)
    lines = wrap(f"Finished assessments are {WORDS[wanted]}.", max(20, output.columns()))
    output.say("\n".join(lines) + "\n")
    if wanted is False:
        with open_store(Inputs()) as store:
            count = len(store.entries()) if store else 0
        if count:
            output.remark(f"{count} from before are still there; see: rolefit journal list")
    return Exit.DONE


def asked_for() -> bool | None:
    """What was said about keeping before."""
    with open_store(Inputs()) as store:
        return store.wanted() if store else None


def decided(answer: str) -> bool:
    """Note what is said about keeping now."""
    wanted = output.choice(answer, ("yes", "no"), "keep") == "yes"
    with Store(store_path()) as store:
        store.want(wanted)
        for remark in store.remarks:
            output.remark(remark)
    return wanted
