"""Show, export and delete what is kept in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rolefit.cli import complete, output
from rolefit.cli.interview import places
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Answered,
    Inputs,
    Scored,
    assess_file,
    deliver_page,
    deliver_scores,
    deliver_text,
    edition_hint,
    is_of_another_edition,
    output_options,
    read_one,
)
from rolefit.errors import Exit, Invalid, RolefitError, StoreError
from rolefit.reports.formats.ink import wrap
from rolefit.reports.pages.journal_page import (
    check_page,
    drafts_page,
    journal_page,
    many,
    readable_text,
)
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Responses, Rubric
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.journal.database import store_exists
from rolefit.storage.journal.exchange import (
    MAX_BYTES,
    Exchange,
    add_all,
    contents,
    exchange_text,
    read_exchange,
)
from rolefit.storage.journal.store import JournalEntry, Store, store_path
from rolefit.storage.journal.survey import entries_of, repair, survey
from rolefit.storage.library import edition
from rolefit.storage.own import is_known

_OFFERS = {True: "yes", False: "no", None: "no"}
_UNDO = "to bring it back: rolefit journal undo; to remove it for good: rolefit journal vacuum"


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
        scale, assessment = kept_assessment(store, entry, rubric, want.inputs)
    if assessment.rubric_changed:
        output.remark(f"The rubric has changed since; {_then(entry)}", quiet=want.quiet)
    deliver_scores([Scored(entry.id, assessment, scale)], want)
    return Exit.DONE


def _then(entry: JournalEntry) -> str:
    """What was said when an entry was kept."""
    return f"when it was kept, it said: {entry.sentence}"


def kept_assessment(
    store: Store | None, entry: JournalEntry, rubric: str | None, inputs: Inputs
) -> tuple[Rubric, Assessment]:
    """An entry assessed again, with the rubric that was kept with it unless one is named.

    Raises RolefitError where there is no rubric, or where the answers no longer fit it.
    """
    edition = kept_edition(store, entry) if store and rubric is None else None
    try:
        scale = edition or _entry_rubric(entry, rubric, inputs)
        return scale, assess(scale, Responses.model_validate(entry.responses))
    except Invalid:
        message = f"{entry.id}: the rubric has changed, and these answers no longer fit it"
        raise RolefitError(message, _then(entry)) from None


def kept_edition(store: Store, entry: JournalEntry) -> Rubric | None:
    """The rubric that an entry was made with, if it was kept with it; a spoilt one is told."""
    content = store.edition(entry)
    found = edition(content, entry.rubric_hash) if content is not None else None
    if content is not None and found is None:
        output.remark(f"{entry.id}: the rubric kept with it is not what it was, and is left out")
    return found


def _entry_rubric(entry: JournalEntry, name: str | None, inputs: Inputs) -> Rubric:
    """The rubric of an entry. Raises RolefitError where it is neither shipped nor named."""
    if name is None and not is_known(entry.rubric):
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
            found, code = contents(store) if store else Exchange(()), state(store)
    except StoreError:
        found, code = Exchange(readable(quiet=want.quiet)), Exit.OUR_TROUBLE
    deliver_text(exchange_text(found), want)
    return code


def import_entries(file: str, *, quiet: bool) -> int:
    """Add the assessments of an exported journal that are not here yet."""
    found = read_exchange(file, Inputs().file(Path(file), "a journal", MAX_BYTES))
    with Store(store_path()) as store:
        done = add_all(store, found)
        for remark in store.remarks:
            output.remark(remark, quiet=quiet)
    known = f"; {many(done.known, 'assessment')} here already" if done.known else ""
    output.remark(f"added {many(len(done.added), 'assessment')}{known}", quiet=quiet)
    return Exit.DONE


def add_files(files: list[str], rubric: str | None, *, quiet: bool) -> int:
    """Keep files of answers as finished assessments; faulty ones are told before any is kept."""
    inputs = Inputs()
    found = [read_one(file, rubric, inputs) for file in files]
    for one in found:
        refuse_other_edition(one)
    scored = [(one, assess_file(*one)) for one in found]
    with Store(inputs.journal()) as store:
        for one, assessment in scored:
            sentence = headline(assessment, one.rubric)
            kept = store.keep(one.responses, one.rubric, sentence=sentence)
            output.remark(f"added {kept.id}: {one.document.name}", quiet=quiet)
        for remark in store.remarks:
            output.remark(remark, quiet=quiet)
    return Exit.DONE


def refuse_other_edition(one: Answered) -> None:
    """Raise RolefitError for answers to an earlier edition: kept, they would pass for new ones."""
    if is_of_another_edition(one.responses, one.rubric):
        named = f"{one.rubric.rubric} {one.responses.rubric_version}"
        message = f"{one.document.name}: answers {named}; this is edition {one.rubric.version}"
        way = edition_hint(one.document.name, one.responses, one.rubric)
        raise RolefitError(message, f"{way}; or to keep them as they are: --rubric OLD.yaml")


def readable(*, quiet: bool) -> tuple[JournalEntry, ...]:
    """What can be read of a damaged journal. Raises StoreError where it cannot be opened at all."""
    path = store_path()
    found = survey(path)
    entries = entries_of(found)
    for damage in found.damage:
        output.remark(f"{path}: {damage}", quiet=quiet)
    output.remark(f"{many(len(entries), 'assessment')} could be read", quiet=quiet)
    return entries


def delete_entries(ids: list[str], *, sure: bool, quiet: bool) -> int:
    """Delete assessments or interviews, after asking; they can be brought back for a week."""
    with open_store(Inputs(), quiet=quiet) as store:
        if store is None:
            _find_entry(store, ids[0])
            return Exit.UNUSABLE
        # A slip in the last id must not cost the first.
        names = tuple(dict.fromkeys(store.matching(id) for id in ids))
        if not sure and not _is_confirmed(store, names):
            output.remark("nothing was deleted", quiet=quiet)
            return Exit.NO
        for name in store.delete(*names):
            output.remark(f"deleted {name}", quiet=quiet)
        if not quiet:
            output.to_stderr(_UNDO)
    return Exit.DONE


def _is_confirmed(store: Store, names: tuple[str, ...]) -> bool:
    """Whether the person says that these are meant. Raises RolefitError where nobody can."""
    asks = places.asker(accessible=False)
    if asks is None:
        raise RolefitError("there is nobody to ask whether you are sure", "add --yes")
    told = {entry.id: f"{entry.rubric}, {entry.day}: {entry.sentence}" for entry in store.entries()}
    for session in store.sessions():
        answers = many(len(session.answers), "answer")
        told[session.id] = f"{session.rubric}, not finished, {answers}"
    for name in names:
        asks.tell(f"{name}: {told.get(name, 'damaged; it cannot be read')}")
    text = "Delete this?" if len(names) == 1 else "Delete these?"
    return asks.confirm(text, default=False) is True


def undo_deletion(*, quiet: bool) -> int:
    """Bring back what was deleted last; 1 where there is nothing."""
    with open_store(Inputs(), quiet=quiet) as store:
        names = store.undo() if store else ()
    for name in names:
        output.remark(f"brought back {name}", quiet=quiet)
    if not names:
        output.remark("nothing was deleted that could be brought back", quiet=quiet)
    return Exit.DONE if names else Exit.NO


def vacuum(*, quiet: bool) -> int:
    """Remove for good what was deleted."""
    with open_store(Inputs(), quiet=quiet) as store:
        count = store.purge() if store else 0
    output.remark(f"removed for good: {many(count, 'deleted thing')}", quiet=quiet)
    return Exit.DONE


def print_path() -> int:
    """Print where the journal is kept."""
    output.say(f"{sanitize(str(store_path()))}\n")
    return Exit.DONE


def offer(*, keep: bool) -> int:
    """Set what an interview offers at its end."""
    with Store(store_path()) as store:
        store.want(keep)
        count = len(store.entries())
        for remark in store.remarks:
            output.remark(remark)
    state = "on" if keep else "off"
    offered = f"At the end of an interview the answer offered is: {_OFFERS[keep]}."
    lines = wrap(f"The journal is {state}. {offered}", max(20, output.columns()))
    output.say("\n".join(lines) + "\n")
    if not keep and count:
        output.remark(f"{count} from before are still there; see: rolefit journal list")
    return Exit.DONE


def show_drafts(request: OutputRequest) -> int:
    """Show unfinished interviews."""
    want = output_options(request, *complete.PRINTED)
    with open_store(want.inputs) as store:
        deliver_page(drafts_page(store.sessions() if store else ()), want)
    return Exit.DONE


# --- Check the journal, and save what can be read of a damaged one --------------------------------


def check_journal(request: OutputRequest) -> int:
    """Show whether the journal is whole; 1 if something is wrong."""
    want = output_options(request, *complete.PRINTED)
    path = store_path()
    if not store_exists(path):
        output.remark("nothing was ever kept; there is nothing to check")
        return Exit.DONE
    found = survey(path)
    deliver_page(check_page(found, path=str(path)), want)
    return Exit.NO if found.damage or found.remarks or found.empty else Exit.DONE


def repair_journal(*, quiet: bool) -> int:
    """Save what can be read in a new file; the damaged one is kept."""
    path = store_path()
    done = repair(path, now=datetime.now()) if store_exists(path) else None
    if done is None:
        output.remark("nothing is damaged; nothing was changed", quiet=quiet)
        return Exit.DONE
    for damage in done.found.damage:
        output.remark(f"what was wrong: {damage}", quiet=quiet)
    output.remark(f"saved in a new file: {readable_text(done.found)}", quiet=quiet)
    kept = "The damaged file holds answers too: delete it once you need it no more. It is kept as"
    if not quiet:  # a path that is broken over two lines cannot be copied
        output.to_stderr(f"{kept}\n{sanitize(str(done.kept))}")
    return Exit.DONE
