"""Interviews as sessions: begun or resumed, saved while they run, and finished with a report."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, datetime
from shlex import quote
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple

from rolefit.cli import output
from rolefit.cli.interview.asking import Answer, Asker, Goto, Navigation, Question
from rolefit.cli.interview.places import terminal
from rolefit.cli.interview.question import in_words, said_before
from rolefit.cli.interview.saving import Done, offer_files
from rolefit.cli.work import Scored, deliver_scores
from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.interview.machine import (
    Interview,
    answer_given,
    back,
    begin,
    contradictions,
    current,
    goto,
    questions_saved,
    respond,
    responses,
    settled,
    visible,
)
from rolefit.reports.pages.journal_page import many
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Respondent
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess
from rolefit.storage.journal.store import Store
from rolefit.storage.library import option_for
from rolefit.studies.editions.carrying import carry_answers, way_from

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rolefit.cli.interview.asking import TakeOptions
    from rolefit.rubric.model import ConsistencyPair, Rubric
    from rolefit.storage.journal.store import Session


# --- One sitting of an interview: ask, understand, save, and only then the next question ----------


FINISH, REVIEW, BACK = range(3)


class SessionSaver:
    """Where the answers of a sitting go: a session in the store, or nowhere."""

    def __init__(
        self,
        store: Store | None,
        session: Session | None = None,
        who: Respondent | None = None,
    ) -> None:
        self.store = store
        self.session = session
        self.who = who

    def save(self, interview: Interview) -> str:
        """Put all answers on disk before this returns; says what the person should know."""
        if self.store is None:
            return ""
        from rolefit.storage.journal.store import Conflict

        if self.session is not None:
            try:
                self.session = self.store.save(self.session, interview.answers)
            except Conflict:
                self.begin(interview)
                return (
                    "These questions were also answered in another window. Nothing there was "
                    "changed; your answers here are kept apart from now on."
                )
        else:
            self.begin(interview)
        return ""

    def begin(self, interview: Interview) -> None:
        """Save into a session of its own."""
        assert self.store is not None
        session = self.store.start(interview.rubric, quick=interview.quick, who=self.who)
        self.session = self.store.save(session, interview.answers)

    def drop(self) -> None:
        """The sitting is over: its session is needed no more."""
        from rolefit.storage.journal.store import Conflict

        if self.store is None or self.session is None:
            return
        try:
            self.store.drop(self.session)
        except Conflict:  # another window goes on with it
            return


class _SittingState(NamedTuple):
    """Where a sitting stands between two questions."""

    interview: Interview
    message: str = ""
    over: bool | None = None
    """True: finished; False: left before the end."""


def sit(interview: Interview, asker: Asker, kept: SessionSaver) -> _SittingState:
    """Ask until all is asked, or the person leaves."""
    said = _SittingState(interview)
    asked_again: set[tuple[str, str]] = set()
    while said.over is None:
        pair = next(_open_pairs(said.interview, asked_again), None)
        if said.interview.at is not None:
            said = _one_question(said, asker, kept)
        elif pair is not None:
            asked_again.add(pair.items)
            said = _ask_again(said, asker, pair)
        else:
            said = ending(said, asker)
    return said


def _one_question(said: _SittingState, asker: Asker, kept: SessionSaver) -> _SittingState:
    """Ask the item at hand once."""
    interview = said.interview
    item = current(interview)
    assert item is not None
    match asker.ask(Question(interview, item, answer_given(interview, item.id), said.message)):
        case Answer(raw):
            try:
                after = respond(interview, raw)
            except Unreadable as error:
                hint = f" ({error.hint})" if error.hint else ""
                return _SittingState(interview, f"That is no answer here: {error.message}{hint}.")
            message = kept.save(after)
            asker.fold(after, item)
            return _SittingState(after, message)
        case Navigation.BACK:
            before = back(interview)
            start = before.at == interview.at
            return _SittingState(before, "This is the first question." if start else "")
        case Navigation.REVIEW:
            return review(said, asker)
        case _:
            return _SittingState(interview, over=False)


def review(said: _SittingState, asker: Asker) -> _SittingState:
    """Show all answers; go to the one that is picked, or on with the question at hand."""
    match asker.review(said.interview):
        case Goto(item):
            return _SittingState(goto(said.interview, item.id))
        case _:
            return _SittingState(said.interview)


def _open_pairs(
    interview: Interview, asked_again: set[tuple[str, str]]
) -> Iterator[ConsistencyPair]:
    """Contradictions that were not talked about yet."""
    if interview.at is None:
        for pair in contradictions(interview):
            if pair.items not in asked_again:
                yield pair


def _ask_again(said: _SittingState, asker: Asker, pair: ConsistencyPair) -> _SittingState:
    """Two answers that do not go together well: offer to change one, once."""
    interview = said.interview
    rows = []
    for name in pair.items:
        item = interview.rubric.item(name)
        answer = in_words(item, said_before(item, answer_given(interview, name)))
        rows.append(f"Look again at: {item.ask} (you said: {answer})")
    text = f"Two of your answers may not go together, or both may be true. {pair.say}"
    chosen = asker.pick(text, [*rows, "Both are right as they are"], default=2)
    return _SittingState(goto(interview, pair.items[chosen]) if chosen in (0, 1) else interview)


def ending(said: _SittingState, asker: Asker) -> _SittingState:
    """All was asked: show the report, or look over the answers first."""
    interview = said.interview
    rows = ["Show the report", "Look over your answers first", "Back to the last question"]
    chosen = asker.pick(_all_asked_text(interview), rows, default=FINISH)
    match chosen:
        case 1:
            return review(said, asker)
        case 2:
            return _SittingState(back(interview))
        case _:
            return _SittingState(interview, over=chosen is not None)


def _all_asked_text(interview: Interview) -> str:
    """That there is nothing more to ask, and why."""
    spared = questions_saved(interview) if interview.quick and settled(interview) else 0
    if not spared:
        return "That was the last question."
    questions = "question" if spared == 1 else "questions"
    return (
        f"The result is settled: no answer to the {spared} {questions} left can change who leads, "
        "which level it is, or a condition. How clear it is could still change."
    )


def still_readable(rubric: Rubric, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that this rubric can still read."""
    known = {item.id: item for item in rubric.items}
    return {
        name: raw
        for name, raw in answers.items()
        if name in known and said_before(known[name], raw) is not None
    }


# --- The end of an interview: the report, files to keep it in, and the journal --------------------


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


_SAVED_ON_THE_WAY = "Each answer is saved as you go: you can leave and go on later."
_UNSAVED = "Nothing is saved on the way (--no-save): answers last until you leave."
_ABOUT = (
    "These questions are about {name}. Answer from what you have seen yourself; don't know is a "
    "good answer where you have not."
)
_MOST_OFFERED = 8
"""Earlier sittings that are offered, so that one digit picks each."""


class Signalled(BaseException):
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Stopped(RolefitError):
    """A sitting that was ended from outside."""

    def __init__(self, number: int, hint: str) -> None:
        super().__init__("interrupted" if number == signal.SIGINT else "terminated", hint)
        self.exit_code = Exit(128 + number)


def sitting(interview: Interview, asker: Asker, options: TakeOptions) -> int:
    """Ask, report, and keep what is to be kept; returns the exit code."""
    kept = SessionSaver(None, who=_respondent(options))
    try:
        with signals(), _name_no_save(), _store_of(options) as store:
            kept.store = store
            if store is None:
                output.remark(_UNSAVED)
            earlier = _earlier(interview, asker, options, kept)
            if earlier is None:
                options = _introduce(interview, asker, options)
            else:
                options = options._replace(name=options.name or earlier.name)
            kept.who = _respondent(options)
            if earlier is not None:
                interview = _resume(interview, earlier, asker, kept)
            said = sit(interview, asker, kept)
            if said.over:
                finish(said.interview, asker, options, kept)
                return Exit.DONE
    except KeyboardInterrupt:
        raise Stopped(signal.SIGINT, _go_on(kept, options)) from None
    except Signalled as signalled:
        raise Stopped(signalled.number, _go_on(kept, options)) from None
    output.to_stderr(sanitize(_go_on(kept, options)))
    return Exit.NO


def _go_on(kept: SessionSaver, options: TakeOptions) -> str:
    """How to go on after leaving."""
    if kept.store is None and options.no_save:
        return "Nothing was saved (--no-save)."
    about = f" --about {quote(options.about)} --as {options.group}" if options.about else ""
    command = f"rolefit take {quote(options.rubric)}{about}"
    if kept.session is None:
        return f"Nothing was answered yet. To begin: {command}"
    return f"All your answers are saved. To go on: {command}"


def _store_of(options: TakeOptions) -> AbstractContextManager[Store | None]:
    """The store, unless nothing is to be saved."""
    if options.no_save:
        return nullcontext()
    return Store(options.want.inputs.journal())


@contextmanager
def _name_no_save() -> Iterator[None]:
    """Trouble with the store names the way around it."""
    try:
        yield
    except StoreError as error:
        if "--no-save" not in error.hint:
            error.hint = "; ".join(filter(None, (error.hint, "--no-save goes on without saving")))
        raise


@contextmanager
def signals() -> Iterator[None]:
    """Turn the signals that end a process into an exception, so that the last line can be said."""
    before = {}
    with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # under nohup, going on is wanted
                before[number] = signal.signal(number, _raise_signal)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_signal(number: int, _frame: FrameType | None) -> None:
    """A signal that ends the process."""
    raise Signalled(number)


def _respondent(options: TakeOptions) -> Respondent:
    """Who answers, about whom."""
    return Respondent(name=options.name, group=options.group, about=options.about)


def _introduce(interview: Interview, asker: Asker, options: TakeOptions) -> TakeOptions:
    """Say what begins here, and ask for a name where a person can type one."""
    rubric = interview.rubric
    left = sum(answer_given(interview, item.id) is None for item in visible(interview))
    length = f"{many(left, 'question')}, about {many(rubric.minutes, 'minute')}."
    asker.tell(rubric.title)
    asker.tell(" ".join(rubric.audience.split()))
    asker.tell(length if options.no_save else f"{length} {_SAVED_ON_THE_WAY}")
    if options.about is not None:
        asker.tell(_ABOUT.format(name=sanitize(options.about)))
    if options.name is not None or options.about is not None or not terminal(sys.stdin):
        return options  # a rater says whom it is about; who they are is theirs to tell
    name = asker.line("A name for the report (company, position or person; may be left empty)")
    while name and not _can_stand(interview, name):
        asker.tell("Use one line of at most 200 characters.")
        name = asker.line("A name for the report (may be left empty)")
    return options._replace(name=name or None)


def _can_stand(interview: Interview, name: str) -> bool:
    """Whether a name can stand in a file of answers."""
    try:
        responses(interview, name=name)
    except RolefitError:
        return False
    return True


def _resume(interview: Interview, session: Session, asker: Asker, kept: SessionSaver) -> Interview:
    """The interview as it is gone on with from an earlier sitting."""
    assert kept.store is not None
    rubric = interview.rubric
    way = way_from(rubric, version=None, hash=session.rubric_hash)
    before = still_readable(rubric, session.answers)
    if way is not None:  # the rubric itself says what the answers of that edition mean today
        before = carry_answers(rubric, way, session.answers, about=session.about).answers
    answers = {**before, **interview.answers}
    quick = interview.quick or (session.quick and rubric.purpose != "hiring")
    interview = begin(rubric, answers, quick=quick)
    if session.rubric_hash == rubric.content_hash:
        kept.session = session
        asker.tell(f"Going on where you left: {many(len(answers), 'answer')} so far.")
        return interview
    kept.begin(interview)
    with suppress(StoreError):  # another window goes on with it: then it stays
        kept.store.drop(session)
    still = many(len(answers), "answer")
    edition = f" (from edition {way.from_} to {rubric.version})" if way else ""
    said = f"The rubric has changed since then{edition}: {still} can be kept; what is new is asked."
    asker.tell(said)
    return interview


def _earlier(
    interview: Interview, asker: Asker, options: TakeOptions, kept: SessionSaver
) -> Session | None:
    """The earlier sitting to go on with, if there is one and it is wanted."""
    if kept.store is None or options.resume is False or (interview.answers and not options.resume):
        return None
    for remark in kept.store.remarks:
        asker.tell(remark)
    sessions = kept.store.sessions(interview.rubric.rubric)
    found = [s for s in sessions if s.answers and _is_alike(s, options)]
    if not found:
        if options.resume:
            asker.tell("There is nothing to go on with; this begins anew.")
        return None
    if options.resume:
        return found[0]
    if len(found) > 1:
        return one_of(found[:_MOST_OFFERED], asker)
    count = many(len(found[0].answers), "question")
    about = f" about {found[0].name}" if found[0].name else ""
    text = f"You answered {count} of this{about} on {_day_of(found[0].updated)}. Go on from there?"
    return found[0] if asker.confirm(text, default=True) else None


def _is_alike(session: Session, options: TakeOptions) -> bool:
    """Whether an earlier sitting was about the same person, by the same group of raters."""
    if options.about is None:
        named = options.name is None or session.name in (None, options.name)
        return session.about is None and named
    return (session.about, session.group) == (options.about, options.group)


def one_of(found: Sequence[Session], asker: Asker) -> Session | None:
    """The earlier sitting that is picked among several, newest first; None to begin anew."""
    rows = [
        f"{s.name or 'The one'} of {_day_of(s.updated)}: {many(len(s.answers), 'answer')}"
        for s in found
    ]
    text = "You began this more than once. Which one would you like to go on with?"
    chosen = asker.pick(text, [*rows, "None of them; begin anew"], default=0)
    return found[chosen] if chosen is not None and chosen < len(found) else None


def _day_of(stamp: str) -> str:
    """A kept time as people here read it; where TZ names no zone there can be, as it was kept."""
    at = datetime.fromisoformat(stamp)
    with suppress(ValueError, OverflowError):
        at = at.astimezone()
    return at.strftime("%Y-%m-%d, %H:%M")
