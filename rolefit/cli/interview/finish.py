"""The end of an interview: the report, files to keep it in, and the journal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.cli.interview.saving import Done, offer_files
from rolefit.cli.scored import Scored, deliver_scores
from rolefit.interview.machine import Interview, responses
from rolefit.reports.pages.score.headline import headline
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess
from rolefit.storage.journal.store import Store
from rolefit.storage.library import option_for

if TYPE_CHECKING:
    from rolefit.cli.interview.asking import Asker, TakeOptions
    from rolefit.cli.interview.sitting import SessionSaver


def finish(interview: Interview, asker: Asker, options: TakeOptions, kept: SessionSaver) -> None:
    """Report, offer to save answers and report to files, and keep the assessment if wanted."""
    done = report(interview, options)
    offer_files(done, asker, options)
    if kept.store is not None:
        _offer_journal(done, asker, kept.store, own=option_for(options.rubric))
    kept.drop()


def report(interview: Interview, options: TakeOptions) -> Done:
    """Assess and deliver the report."""
    day = options.day or date.today().isoformat()
    found = responses(
        interview, name=options.name, group=options.group, about=options.about, day=day
    )
    assessment = assess(interview.rubric, found)
    deliver_scores([Scored(interview.rubric.rubric, assessment, interview.rubric)], options.want)
    return Done(interview.rubric, found, assessment, interview.quick)


def _offer_journal(done: Done, asker: Asker, store: Store, *, own: str) -> None:
    """Offer to keep the assessment in the journal; what was chosen last is the answer offered.

    `own` is what names a rubric of one's own on a command line.
    """
    before = store.wanted()
    text = (
        f"Keep this assessment on this computer ({store.file.path}), so that you can see later "
        "what changed? Nothing is sent anywhere."
    )
    wanted = asker.confirm(text, default=before is True)
    if wanted is None:
        return
    if wanted is not before:
        store.want(wanted)
    if wanted:
        output.to_stderr(_kept_text(keep(done, store), own))


def keep(done: Done, store: Store) -> str:
    """Keep the assessment; returns its id."""
    sentence = headline(done.assessment, done.rubric)
    return store.keep(done.responses, done.rubric, sentence=sentence, quick=done.quick).id


def _kept_text(id: str, own: str) -> str:
    """How to see a kept assessment again, on one line: a broken command cannot be copied."""
    return sanitize(f"Kept in the journal: rolefit journal show {id}{own}")


def keep_unasked(done: Done, options: TakeOptions) -> None:
    """Keep an assessment that nobody was asked about, because the command line says so."""
    with Store(options.want.inputs.journal()) as store:
        said = _kept_text(keep(done, store), option_for(options.rubric))
    if not options.want.quiet:
        output.to_stderr(said)
