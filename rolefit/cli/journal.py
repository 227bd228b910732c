"""`rolefit journal`: list, show, export, delete, path and keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import output
from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.score import (
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    QuietOption,
    RubricOption,
)
from rolefit.errors import Exit, Invalid, RolefitError

if TYPE_CHECKING:
    from rolefit.journal import Entry, Store
    from rolefit.rubric import Rubric

app = typer.Typer(
    cls=LightGroup,
    no_args_is_help=True,
    help="Look at finished assessments kept on this computer, take them along, delete them.",
)
EntryId = Annotated[
    str, typer.Argument(metavar="ID", help="As listed; the beginning is enough, if it is alone.")
]
ListFormat = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or markdown.")
]


@contextmanager
def opened(*, quiet: bool = False) -> Iterator[Store | None]:
    """The store, None where nothing was ever kept; what is odd about it is told at the end."""
    from rolefit.journal import Store, store_path

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


def found(store: Store | None, id: str) -> Entry:
    """One entry. Raises RolefitError where there is none."""
    if store is None:
        raise RolefitError(f"nothing in the journal is called `{id[:80]}`", "nothing was kept yet")
    return store.entry(id)


@app.command("list", cls=LightCommand)
def list_entries(format: ListFormat = "terminal") -> int:
    """List finished assessments and unfinished interviews; 3 if some of them are damaged."""
    from rolefit.cli.rubric import deliver_page
    from rolefit.journal import store_path
    from rolefit.reports.journal_page import journal_page

    with opened() as store:
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
) -> int:
    """Show the report on a finished assessment again."""
    from rolefit.cli.deliver import Scored, deliver, wanted
    from rolefit.responses import Responses
    from rolefit.scoring import assess

    want = wanted(format, output_file, full=full, force=force, quiet=quiet)
    with opened(quiet=quiet) as store:
        entry = found(store, id)
    then = f"when it was kept, it said: {entry.sentence}"
    try:
        scale = loaded(entry, rubric)
        assessment = assess(scale, Responses.model_validate(entry.responses))
    except Invalid:
        message = f"{entry.id}: the rubric has changed, and these answers no longer fit it"
        raise RolefitError(message, then) from None
    if assessment.rubric_changed:
        output.remark(f"The rubric has changed since; {then}", quiet=quiet)
    deliver([Scored(entry.id, scale, assessment)], want)
    return Exit.DONE


def loaded(entry: Entry, name: str | None) -> Rubric:
    """The rubric of an entry. Raises RolefitError where it is neither shipped nor named."""
    from rolefit.library import load
    from rolefit.shelf import shipped

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
    from rolefit.cli.deliver import deliver_text, wanted
    from rolefit.reports.journal_page import journal_text

    want = wanted("json", output_file, full=False, force=force, quiet=quiet)
    with opened(quiet=quiet) as store:
        deliver_text(journal_text(store.entries() if store else ()), want)
        return state(store)


@app.command("delete", cls=LightCommand)
def delete(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="As listed; the beginning is enough, if it is alone."),
    ],
    quiet: QuietOption = False,
) -> int:
    """Delete finished assessments or unfinished interviews; nothing of them stays in the file."""
    with opened(quiet=quiet) as store:
        if store is None:
            found(store, ids[0])
            return Exit.UNUSABLE
        # A slip in the last id must not cost the first.
        for name in dict.fromkeys([store.matching(id) for id in ids]):
            store.delete(name)
            output.remark(f"deleted {name}", quiet=quiet)
    return Exit.DONE


@app.command("path", cls=LightCommand)
def path() -> int:
    """Print where the journal is kept; deleting that file deletes everything."""
    from rolefit.journal import store_path
    from rolefit.shown import show as safe

    output.say(f"{safe(str(store_path()))}\n")
    return Exit.DONE


@app.command("keep", cls=LightCommand)
def keep(
    answer: Annotated[
        str | None, typer.Argument(metavar="[yes|no]", help="What to do from now on.")
    ] = None,
) -> int:
    """Say whether finished assessments are kept from now on, or show what was said."""
    from rolefit.journal import Store, store_path

    words = {True: "kept", False: "not kept", None: "kept only if you say so: you will be asked"}
    if answer is None:
        with opened() as store:
            wanted = store.wanted() if store else None
    else:
        wanted = output.choice(answer, ("yes", "no"), "keep") == "yes"
        with Store(store_path()) as store:
            store.want(wanted)
            for remark in store.remarks:
                output.remark(remark)
    output.say(f"Finished assessments are {words[wanted]}.\n")
    if wanted is False:
        with opened() as store:
            many = len(store.entries()) if store else 0
        if many:
            output.remark(f"{many} from before are still there; see: rolefit journal list")
    return Exit.DONE
