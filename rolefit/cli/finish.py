"""The end of an interview: the report, a file of the answers, and the journal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from rolefit.cli import output
from rolefit.cli.deliver import Scored, deliver
from rolefit.errors import RolefitError
from rolefit.interview import Interview, responses
from rolefit.reports.sentences import headline
from rolefit.scoring import assess
from rolefit.shown import show

if TYPE_CHECKING:
    from rolefit.assessment import Assessment
    from rolefit.cli.asking import Asker
    from rolefit.cli.sessions import Wish
    from rolefit.cli.sitting import Kept
    from rolefit.journal import Store
    from rolefit.responses import Responses
    from rolefit.rubric import Rubric


class Done(NamedTuple):
    """A finished assessment."""

    rubric: Rubric
    responses: Responses
    assessment: Assessment
    quick: bool


def finish(interview: Interview, asker: Asker, wish: Wish, kept: Kept) -> None:
    """Report, offer a file of the answers, and keep the assessment where that is wanted."""
    done = report(interview, wish)
    offer_file(done, asker, wish)
    if kept.store is not None:
        offer_journal(done, asker, kept.store)
    kept.drop()


def report(interview: Interview, wish: Wish) -> Done:
    """Assess and deliver the report."""
    day = date.today().isoformat()
    found = responses(interview, name=wish.name, group=wish.group, day=day)
    assessment = assess(interview.rubric, found)
    deliver([Scored(interview.rubric.rubric, interview.rubric, assessment)], wish.want)
    return Done(interview.rubric, found, assessment, interview.quick)


def offer_file(done: Done, asker: Asker, wish: Wish) -> None:
    """Offer to write the answers to a file that `rolefit score` shows again."""
    from rolefit.library import write_file
    from rolefit.reports.responses_file import responses_text

    if not asker.confirm("Save your answers to a file?", default=True):
        return
    usual = unused(f"{done.rubric.rubric}-{done.responses.day}")
    while True:
        name = asker.line("Name of the file", default=usual)
        if name is None:
            return
        path = Path(name)
        try:
            write_file(path, responses_text(done.responses, done.rubric))
        except RolefitError as error:
            # Answers are not lost over a bad name: another one can be typed.
            asker.tell(f"{error.message}. Another name?")
            continue
        output.to_stderr(show(f"Wrote {path}. To see this report again: {again(done, wish, path)}"))
        return


def again(done: Done, wish: Wish, path: Path) -> str:
    """The command that shows a report again."""
    from rolefit.shelf import shipped

    own = "" if done.rubric.rubric in shipped() else f" --rubric {quote(wish.rubric)}"
    return f"rolefit score {quote(str(path))}{own}"


def unused(stem: str) -> str:
    """A file name that nothing has yet."""
    names = (f"{stem}{'' if k == 1 else f'-{k}'}.yaml" for k in range(1, 1000))
    return next((name for name in names if not Path(name).exists()), f"{stem}.yaml")


def offer_journal(done: Done, asker: Asker, store: Store) -> None:
    """Keep the assessment in the journal; whether to is asked once, ever."""
    wanted = store.wanted()
    if wanted is None:
        text = (
            f"Keep finished assessments in a journal on this computer ({store.file.path}), to see "
            "change over time? You are asked this once; nothing is sent anywhere."
        )
        wanted = asker.confirm(text, default=False)
        if wanted is None:
            return
        store.want(wanted)
    if wanted:
        asker.tell(f"Kept in the journal: rolefit journal show {keep(done, store)}")


def keep(done: Done, store: Store) -> str:
    """Keep the assessment; returns its id."""
    sentence = headline(done.assessment, done.rubric)
    return store.keep(done.responses, done.rubric, sentence=sentence, quick=done.quick).id


def keep_if_wanted(done: Done, wish: Wish) -> None:
    """Keep an assessment that nobody was asked about, if the journal is kept already."""
    from rolefit.journal import Store, store_path

    path = store_path()
    if wish.no_save or not path.exists():
        return
    with Store(path) as store:
        if store.wanted():
            output.remark(f"kept in the journal: {keep(done, store)}", quiet=wish.want.quiet)
