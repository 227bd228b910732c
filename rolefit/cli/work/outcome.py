"""Ask what came of assessments, keep it beside them, and report how well verdicts held."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.interview import places
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Inputs,
    assess_file,
    deliver_page,
    deliver_study,
    output_options,
    read_one,
)
from rolefit.cli.work.journal import kept_assessment, open_store, refuse_other_edition
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import outcome_report
from rolefit.reports.pages.outcome_page import asked_about, due_page, outcome_page, question_lines
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assessment import Assessment
from rolefit.storage.journal.records import file_content
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.studies.outcome import (
    KIND,
    LOOKS,
    OutcomeLook,
    OutcomeRecord,
    as_data,
    checked_answer,
    due_look,
    from_data,
    months_since,
    outcome_in_words,
    questions,
    study,
    with_look,
)

_FILES = (".yaml", ".yml", ".json")


class OutcomeRequest(NamedTuple):
    """What was typed about what came of an assessment."""

    target: str
    after: int | None
    changes: tuple[str, ...]
    rubric: str | None
    no_input: bool
    quiet: bool


def tell_outcome(typed: OutcomeRequest) -> int:
    """Ask the three questions and keep the answers; 1 where the person left before the end."""
    if typed.after not in (None, *LOOKS):
        raise RolefitError(f"--after {typed.after}: is neither 6 nor 12", "write --after 6")
    inputs = Inputs(quiet=typed.quiet)
    is_file = typed.target.endswith(_FILES) or os.sep in typed.target or typed.target == "-"
    if is_file:
        with Store(inputs.journal()) as store:
            return _tell(store, _subject_of_file(store, typed, inputs), typed)
    with open_store(inputs, quiet=typed.quiet) as found:
        if found is None:
            hint = "name a file of answers, or keep one: rolefit journal add FILE"
            raise RolefitError(f"nothing in the journal is called `{typed.target[:80]}`", hint)
        entry = found.entry(typed.target)
        rubric, assessment = kept_assessment(found, entry, typed.rubric, inputs)
        responses = Responses.model_validate(entry.responses)
        return _tell(found, _Subject(rubric, responses, assessment, entry), typed)


class _Subject(NamedTuple):
    """An assessment of which it is told what came."""

    rubric: Rubric
    responses: Responses
    assessment: Assessment
    entry: JournalEntry | None
    """None where it is not in the journal yet."""

    @property
    def day(self) -> date:
        """The day of the answers; where they name none, the one on which they were kept."""
        if self.entry is not None:
            return date.fromisoformat(self.entry.day)
        return date.fromisoformat(self.responses.day) if self.responses.day else date.today()


def _subject_of_file(store: Store, typed: OutcomeRequest, inputs: Inputs) -> _Subject:
    """The assessment of a file, with its place in the journal if it has one."""
    one = read_one(typed.target, typed.rubric, inputs)
    refuse_other_edition(one)
    content = file_content(one.responses, one.rubric)
    known = (e for e in store.entries(one.rubric.rubric) if e.responses == content)
    return _Subject(one.rubric, one.responses, assess_file(*one), next(known, None))


def _refuse(subject: _Subject, typed: OutcomeRequest) -> None:
    """Raise RolefitError where nothing came of it that could be told, or not yet."""
    if subject.assessment.verdict.label == "not_enough_answers":
        message = f"{typed.target[:80]}: too little was answered for a verdict"
        raise RolefitError(message, "nothing that came of it could bear one out")
    today = date.today()
    if typed.after is None and due_look(subject.day, today, None) is None:
        passed = max(0, int(months_since(subject.day, today)))
        message = f"answered {passed} months ago; it is asked after six and after twelve"
        raise RolefitError(message, "to tell it now all the same: --after 6")


def _tell(store: Store, subject: _Subject, typed: OutcomeRequest) -> int:
    """Ask about one assessment, and keep what is said."""
    entry, rubric, today = subject.entry, subject.rubric, date.today()
    before = _record(store, entry) if entry else None
    if before is None:
        _refuse(subject, typed)
    passed = months_since(subject.day, today)
    months = typed.after or due_look(subject.day, today, before) or LOOKS[passed >= LOOKS[1] - 1]
    said = headline(subject.assessment, rubric)
    asked = asked_about(rubric.rubric, subject.day, entry.sentence if entry else said)
    given = _answers(rubric, asked, typed)
    if given is None:
        output.remark("nothing was kept", quiet=typed.quiet)
        return Exit.NO
    look = OutcomeLook(months=months, day=today, **given)
    record = with_look(before, subject.assessment.verdict.label, look)
    if entry is None:
        entry = store.keep(subject.responses, rubric, sentence=said)
        output.remark(f"added to the journal as {entry.id}: {typed.target}", quiet=typed.quiet)
    store.set_note(entry, KIND, as_data(record))
    output.remark(f"kept beside {entry.id}: {months} months after", quiet=typed.quiet)
    if not typed.quiet:
        output.to_stderr("to see how verdicts held so far: rolefit outcome report")
    return Exit.DONE


def _answers(rubric: Rubric, asked: str, typed: OutcomeRequest) -> dict[str, str] | None:
    """The three answers, asked for where they were not typed; None where the person left."""
    given = _given(typed, rubric)
    lacking = [one for one in questions(rubric.purpose) if one.id not in given]
    asker = None if typed.no_input or not lacking else places.asker(accessible=False)
    if lacking and asker is None:
        open_ = ", ".join(one.id for one in lacking)
        raise RolefitError(f"no answer to {open_}", question_lines(rubric.purpose))
    if asker is not None:
        asker.tell(asked)
    for one in lacking:
        assert asker is not None
        chosen = asker.pick(one.ask, [text for _, text in one.options], default=None)
        if chosen is None:
            return None
        given[one.id] = one.options[chosen][0]
    return given


def _record(store: Store, entry: JournalEntry) -> OutcomeRecord | None:
    """What was told before; what is none of ours counts as nothing, and is told."""
    found = store.note(entry, KIND)
    record = from_data(found) if found is not None else None
    if found is not None and record is None:
        output.remark(f"{entry.id}: what was kept of its outcome cannot be read, and is left out")
    return record


def _given(typed: OutcomeRequest, rubric: Rubric) -> dict[str, str]:
    """The answers on the command line. Raises RolefitError for what is none."""
    given: dict[str, str] = {}
    for change in typed.changes:
        name, equals, answer = change.partition("=")
        if not equals:
            hint = f"write it like {question_lines(rubric.purpose).split(';')[0]}"
            raise RolefitError(f"--set {change[:80]}: has no `=`", hint)
        if name in given:
            raise RolefitError(f"--set {name}: is given more than once", "keep one")
        given[name] = checked_answer(rubric.purpose, name, answer)
    return given


def show_due(request: OutputRequest) -> int:
    """Show of which assessments it is time to tell what came."""
    want = output_options(request, *complete.PRINTED)
    with open_store(want.inputs) as store:
        rows = tuple(_due_rows(store)) if store else ()
        deliver_page(due_page(rows), want)
    return Exit.DONE


def _due_rows(store: Store) -> Iterator[tuple[str, str, str, str]]:
    """A row for each assessment of which something is due."""
    for entry in store.entries():
        months = due_look(date.fromisoformat(entry.day), date.today(), _record(store, entry))
        if months is not None:
            named = ", ".join(filter(None, (entry.rubric, entry.name)))
            yield entry.id, entry.day, named, f"{months} months"


def report_outcomes(request: OutputRequest) -> int:
    """Report how well verdicts held."""
    want = output_options(request, *complete.STUDY)
    with open_store(want.inputs, quiet=want.quiet) as store:
        entries = store.entries() if store else ()
        found = [(one, _record(store, one)) for one in entries if store]
    known = [
        outcome_in_words(one.rubric, one.rubric_version, record) for one, record in found if record
    ]
    result = study(known)
    deliver_study(lambda: outcome_page(result), lambda: outcome_report(result), want)
    return Exit.DONE
