"""The end of an interview: the report, files to keep it in, and the journal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.cli.deliver import Scored, deliver
from rolefit.cli.saving import Done, offer_files
from rolefit.interview import Interview, responses
from rolefit.reports.sentences import headline
from rolefit.scoring import assess

if TYPE_CHECKING:
    from rolefit.cli.asking import Asker
    from rolefit.cli.sessions import Wish
    from rolefit.cli.sitting import Kept
    from rolefit.journal import Store


def finish(interview: Interview, asker: Asker, wish: Wish, kept: Kept) -> None:
    """Report, offer to save answers and report to files, and keep the assessment if wanted."""
    done = report(interview, wish)
    offer_files(done, asker, wish)
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
