"""What an interview asks of whoever puts the questions: the words that pass between the two."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from rolefit.cli.work import OutputOptions
    from rolefit.interview.machine import Interview
    from rolefit.rubric.items import Item


class Question(NamedTuple):
    """One item to be asked."""

    interview: Interview
    item: Item
    given: Any
    """What was said to it before, as a responses file would hold it; None where nothing was."""
    message: str = ""
    """Something to say first: what was wrong with the last answer, or where one is now."""


class Answer(NamedTuple):
    """What was said to an item, as a responses file would hold it."""

    raw: Any


class Goto(NamedTuple):
    """An item to be asked again."""

    item: Item


class Navigation(Enum):
    """What else one can want at a question."""

    BACK = "back"
    QUIT = "quit"
    REVIEW = "review"
    DONE = "done"


class Asker(Protocol):
    """Somebody who puts questions: a screen, or plain lines."""

    def ask(self, question: Question) -> Answer | Navigation:
        """Ask one item."""

    def review(self, interview: Interview) -> Goto | Navigation:
        """Show every answer; one of them can be picked."""

    def pick(self, text: str, rows: Sequence[str], *, default: int | None) -> int | None:
        """One of a few rows, from 0; None where the person wants to leave.

        The default is what an empty answer and the end of the input stand for.
        """

    def confirm(self, text: str, *, default: bool) -> bool | None:
        """Yes or no; None where the input ended."""

    def line(self, text: str, *, usual: str = "") -> str | None:
        """A line of text; None where the input ended or the person turned away.

        The usual is told in the question, and is what an empty line stands for.
        """

    def fold(self, interview: Interview, item: Item) -> None:
        """Leave one line about an item that was just answered."""

    def tell(self, text: str) -> None:
        """Say something."""


class TakeOptions(NamedTuple):
    """What was asked for on the command line."""

    rubric: str
    """The rubric as it was typed."""
    quick: bool
    resume: bool | None
    no_save: bool
    name: str | None
    group: str
    want: OutputOptions
    about: str | None = None
    """Whom the answers are about, where somebody else gives them."""
    day: str | None = None
    """The day of the answers; None for today."""


def with_note(raw: Any, note: str | None, given: Any = None) -> Any:
    """What was said to an item together with a note.

    `given` is what was given before: evidence stays beside an answer that stays the same.
    """
    from rolefit.rubric.model import REMARKS

    if isinstance(given, dict) and given.get("evidence") and given.get("answer") == raw:
        kept = {"answer": raw, "evidence": given["evidence"]}
        return {**kept, "note": note} if note else kept
    if not note:
        return raw
    match raw:
        case dict() if any(key in raw for key in REMARKS):
            return {**raw, "note": note}
        case "dont_know" | "skipped" | "not_applicable":
            return {raw: None, "note": note}
        case _:
            return {"answer": raw, "note": note}


def clean_line(text: str) -> str:
    """Typed text as a responses file may hold it: on one line, nothing in it that acts."""
    from rolefit.safe_text import unsafe
    from rolefit.storage.documents.builder import MAX_TEXT

    kept = "".join(" " if c in "\n\t" else c for c in text if not unsafe(c))
    return " ".join(kept.split())[: MAX_TEXT // 5]


_LATER = (
    "Why it is asked, and what it rests on, is told afterwards: rolefit rubric show {rubric}. Told "
    "before, it could steer your answer."
)


def grounds(question: Question) -> tuple[str, ...]:
    """What an item is about, a paragraph each; nothing that tells which answer speaks for what."""
    item, rubric = question.item, question.interview.rubric
    dimension = rubric.dimensions.get(item.dimension) if item.dimension else None
    about = f"It is about: {dimension.name}." if dimension is not None else ""
    later = _LATER.format(rubric=rubric.rubric)
    return tuple(filter(None, (item.help, item.prompt, about, later)))
