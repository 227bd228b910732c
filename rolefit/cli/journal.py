"""`rolefit journal`: list, show, export, delete, path, keep, check and repair."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import output
from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    PageFormat,
    PagerOption,
    QuietOption,
    RubricOption,
)
from rolefit.errors import Exit, Invalid, RolefitError, StoreError

if TYPE_CHECKING:
    from rolefit.rubric.model import Rubric
    from rolefit.storage.journal.store import JournalEntry, Store

app = typer.Typer(
    cls=LightGroup,
    help="Look at finished assessments kept on this computer, take them along, delete them.",
)
EntryId = Annotated[
    str, typer.Argument(metavar="ID", help="As listed; the beginning is enough, if it is alone.")
]


@contextmanager
def open_store(*, quiet: bool = False) -> Iterator[Store | None]:
    """The store, None where nothing was ever kept; what is odd about it is told at the end."""
    from rolefit.storage.journal.store import Store, store_path

    path = store_path()
    if not path.exists():
        yield None
        return
    with Store(path) as store:
        yield store
        for remark in store.remarks:
            output.remark(remark, quiet=quiet)


def state(store: Store | None) -> int:
    """The exit code of a look at the whole journal: damaged parts are trouble of ours."""
    return Exit.OUR_TROUBLE if store is not None and store.damaged() else Exit.DONE


def find_entry(store: Store | None, id: str) -> JournalEntry:
    """One entry. Raises RolefitError where there is none."""
    if store is None:
        raise RolefitError(f"nothing in the journal is called `{id[:80]}`", "nothing was kept yet")
    return store.entry(id)


@app.command("list", cls=LightCommand)
def list_entries(format: PageFormat = "terminal") -> int:
    """List finished assessments and unfinished interviews; 3 if some of them are damaged."""
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.journal_page import journal_page
    from rolefit.storage.journal.store import store_path

    with open_store() as store:
        entries = store.entries() if store else ()
        sessions = store.sessions() if store else ()
        deliver_page(journal_page(entries, sessions, path=str(store_path())), format)
        return state(store)


@app.command("show", cls=LightCommand)
def show(
    id: EntryId,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Show the report on a finished assessment again."""
    from rolefit.cli.deliver import FORMATS, Scored, deliver, output_options
    from rolefit.rubric.responses import Responses
    from rolefit.scoring.assess import assess

    want = output_options(
        format, output_file, full=full, force=force, quiet=quiet, pager=pager, formats=FORMATS
    )
    with open_store(quiet=quiet) as store:
        entry = find_entry(store, id)
    then = f"when it was kept, it said: {entry.sentence}"
    try:
        scale = entry_rubric(entry, rubric)
        assessment = assess(scale, Responses.model_validate(entry.responses))
    except Invalid:
        message = f"{entry.id}: the rubric has changed, and these answers no longer fit it"
        raise RolefitError(message, then) from None
    if assessment.rubric_changed:
        output.remark(f"The rubric has changed since; {then}", quiet=quiet)
    deliver([Scored(entry.id, scale, assessment)], want)
    return Exit.DONE


def entry_rubric(entry: JournalEntry, name: str | None) -> Rubric:
    """The rubric of an entry. Raises RolefitError where it is neither shipped nor named."""
    from rolefit.storage.library import load
    from rolefit.storage.shipped import shipped

    if name is None and entry.rubric not in shipped():
        message = f"{entry.id}: answers to your own rubric `{entry.rubric}`"
        raise RolefitError(message, "say where it is: --rubric FILE")
    rubric = load(name or entry.rubric)
    if rubric.rubric != entry.rubric:
        message = f"{entry.id}: answers to `{entry.rubric}`, not to `{rubric.rubric}`"
        raise RolefitError(message, "name the rubric that was answered")
    return rubric


@app.command("export", cls=LightCommand)
def export(
    output_file: OutputOption = None, force: ForceOption = False, quiet: QuietOption = False
) -> int:
    """Write all finished assessments as JSON, answers and all; 3 if some are damaged."""
    from rolefit.cli.deliver import deliver_text, output_options
    from rolefit.reports.pages.journal_page import journal_text

    want = output_options("json", output_file, full=False, force=force, quiet=quiet)
    try:
        with open_store(quiet=quiet) as store:
            entries, code = store.entries() if store else (), state(store)
    except StoreError:
        entries, code = readable(quiet=quiet), Exit.OUR_TROUBLE
    deliver_text(journal_text(entries), want)
    return code


def readable(*, quiet: bool) -> tuple[JournalEntry, ...]:
    """What can be read of a damaged journal. Raises StoreError where it cannot be opened at all."""
    from rolefit.reports.pages.check_page import many
    from rolefit.storage.journal.store import store_path
    from rolefit.storage.journal.survey import entries_of, survey

    path = store_path()
    found = survey(path)
    entries = entries_of(found)
    for damage in found.damage:
        output.remark(f"{path}: {damage}", quiet=quiet)
    output.remark(f"{many(len(entries), 'assessment')} could be read", quiet=quiet)
    return entries


@app.command("delete", cls=LightCommand)
def delete(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="As listed; the beginning is enough, if it is alone."),
    ],
    quiet: QuietOption = False,
) -> int:
    """Delete finished assessments or unfinished interviews; nothing of them stays in the file."""
    with open_store(quiet=quiet) as store:
        if store is None:
            find_entry(store, ids[0])
            return Exit.UNUSABLE
        # A slip in the last id must not cost the first.
        for name in dict.fromkeys([store.matching(id) for id in ids]):
            store.delete(name)
            output.remark(f"deleted {name}", quiet=quiet)
    return Exit.DONE


@app.command("path", cls=LightCommand)
def path() -> int:
    """Print where the journal is kept; deleting that file deletes everything."""
    from rolefit.safe_text import sanitize as safe
    from rolefit.storage.journal.store import store_path

    output.say(f"{safe(str(store_path()))}\n")
    return Exit.DONE


@app.command("keep", cls=LightCommand)
def keep(
    answer: Annotated[
        str | None, typer.Argument(metavar="[yes|no]", help="What to do from now on.")
    ] = None,
) -> int:
    """Say whether finished assessments are kept from now on, or show what was said."""
    from rolefit.storage.journal.store import Store, store_path

    words = {True: "kept", False: "not kept", None: "kept only if you say so: you will be asked"}
    if answer is None:
        with open_store() as store:
            wanted = store.wanted() if store else None
    else:
        wanted = output.choice(answer, ("yes", "no"), "keep") == "yes"
        with Store(store_path()) as store:
            store.want(wanted)
            for remark in store.remarks:
                output.remark(remark)
    from rolefit.reports.formats.ink import wrap

    told = wrap(f"Finished assessments are {words[wanted]}.", max(20, output.columns()))
    output.say("\n".join(told) + "\n")
    if wanted is False:
        with open_store() as store:
            many = len(store.entries()) if store else 0
        if many:
            output.remark(f"{many} from before are still there; see: rolefit journal list")
    return Exit.DONE


@app.command("check", cls=LightCommand)
def check(format: PageFormat = "terminal") -> int:
    """Check that the journal is whole; 1 if something is wrong, 3 if it cannot be opened."""
    from rolefit.cli.deliver import deliver_page
    from rolefit.reports.pages.check_page import check_page
    from rolefit.storage.journal.store import store_path
    from rolefit.storage.journal.survey import survey

    path = store_path()
    if not os.path.lexists(path):
        output.remark("nothing was ever kept; there is nothing to check")
        return Exit.DONE
    found = survey(path)
    deliver_page(check_page(found, path=str(path)), format)
    return Exit.NO if found.damage or found.remarks or found.empty else Exit.DONE


@app.command("repair", cls=LightCommand)
def repair(quiet: QuietOption = False) -> int:
    """Save what can be read of a damaged journal in a new file; the damaged one is kept."""
    from datetime import datetime

    from rolefit.reports.pages.check_page import readable as counted
    from rolefit.safe_text import sanitize as safe
    from rolefit.storage.journal.repair import repair as repaired
    from rolefit.storage.journal.store import store_path

    path = store_path()
    done = repaired(path, now=datetime.now()) if os.path.lexists(path) else None
    if done is None:
        output.remark("nothing is damaged; nothing was changed", quiet=quiet)
        return Exit.DONE
    for damage in done.found.damage:
        output.remark(f"what was wrong: {damage}", quiet=quiet)
    output.remark(f"saved in a new file: {counted(done.found)}", quiet=quiet)
    kept = "The damaged file holds answers too: delete it once you need it no more. It is kept as"
    if not quiet:  # a path that is broken over two lines cannot be copied
        output.to_stderr(f"{kept}\n{safe(str(done.kept))}")
    return Exit.DONE
