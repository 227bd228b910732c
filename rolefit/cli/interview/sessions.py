"""A sitting at the terminal from its first question to its end, whichever way it ends."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from shlex import quote
from types import FrameType
from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.cli.interview.finish import finish
from rolefit.cli.interview.places import terminal
from rolefit.cli.interview.sitting import SessionSaver, sit, still_readable
from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.interview.machine import Interview, answer_given, begin, responses, visible
from rolefit.rubric.responses import Respondent
from rolefit.safe_text import sanitize
from rolefit.storage.journal.store import Store
from rolefit.studies.editions.carrying import carried, way_from

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rolefit.cli.interview.asking import Asker, TakeOptions
    from rolefit.storage.journal.store import Session

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
    length = f"{_count_text(left, 'question')}, about {_count_text(rubric.minutes, 'minute')}."
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
        before = carried(rubric, way, session.answers, about=session.about).answers
    answers = {**before, **interview.answers}
    quick = interview.quick or (session.quick and rubric.purpose != "hiring")
    interview = begin(rubric, answers, quick=quick)
    if session.rubric_hash == rubric.content_hash:
        kept.session = session
        asker.tell(f"Going on where you left: {_count_text(len(answers), 'answer')} so far.")
        return interview
    kept.begin(interview)
    with suppress(StoreError):  # another window goes on with it: then it stays
        kept.store.drop(session)
    still = _count_text(len(answers), "answer")
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
    count = _count_text(len(found[0].answers), "question")
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
        f"{s.name or 'The one'} of {_day_of(s.updated)}: {_count_text(len(s.answers), 'answer')}"
        for s in found
    ]
    text = "You began this more than once. Which one would you like to go on with?"
    chosen = asker.pick(text, [*rows, "None of them; begin anew"], default=0)
    return found[chosen] if chosen is not None and chosen < len(found) else None


def _count_text(number: int, word: str) -> str:
    """A number of things."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _day_of(stamp: str) -> str:
    """A kept time as people here read it; where TZ names no zone there can be, as it was kept."""
    at = datetime.fromisoformat(stamp)
    with suppress(ValueError, OverflowError):
        at = at.astimezone()
    return at.strftime("%Y-%m-%d, %H:%M")
