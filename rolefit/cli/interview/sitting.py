"""One sitting of an interview: ask, understand, save, and only then the next question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from rolefit.cli.interview.asking import Answer, Asker, Goto, Navigation, Question
from rolefit.cli.interview.question import in_words, said_before
from rolefit.interview.machine import (
    Interview,
    answer_given,
    back,
    contradictions,
    current,
    goto,
    questions_saved,
    respond,
    settled,
)
from rolefit.rubric.items.base import Unreadable

if TYPE_CHECKING:
    from rolefit.rubric.model import ConsistencyPair, Rubric
    from rolefit.rubric.responses import Respondent
    from rolefit.storage.journal.store import Session, Store

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
