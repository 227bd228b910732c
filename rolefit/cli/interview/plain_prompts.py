"""Questions as plain lines: for screen readers, braille lines, dumb terminals and pipes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from rolefit.cli import output
from rolefit.cli.interview.asking import (
    Answer,
    Goto,
    Navigation,
    Question,
    clean_line,
    grounds,
    with_note,
)
from rolefit.cli.interview.pressing import Aside, always
from rolefit.cli.interview.question import help_lines, in_words, progress_line, said_before
from rolefit.cli.interview.splitting import parse_answer
from rolefit.interview.machine import Interview, answer_given, visible
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import (
    Amount,
    Rows,
    Shares,
    Ticks,
    Unreadable,
    number_range,
    numbers_of,
)
from rolefit.rubric.model import read_response
from rolefit.safe_text import sanitize

LONGEST = 8000
PATIENCE = 20
"""Unreadable lines in a row after which a pipe is taken to be no person."""
_SAID: dict[str, Answer | Navigation | Aside] = {
    **dict.fromkeys(("b", "back"), Navigation.BACK),
    **dict.fromkeys(("r", "review"), Navigation.REVIEW),
    **dict.fromkeys(("q", "quit", "exit"), Navigation.QUIT),
    **dict.fromkeys(("s", "skip", "skipped"), Answer("skipped")),
    **dict.fromkeys(("d", "don't know", "dont know", "dont_know"), Answer("dont_know")),
    **dict.fromkeys(("n", "na", "n/a", "not applicable", "not_applicable"), Aside.REASON),
    **dict.fromkeys(("e", "note", "evidence"), Aside.NOTE),
    **dict.fromkeys(("?", "why"), Aside.WHY),
    **dict.fromkeys(("h", "help", ""), Aside.HELP),
}
"""What can be typed besides an answer."""


class Ended(Exception):
    """Nothing more will be typed."""


class Plain:
    """Asks in plain lines: no cursor movement, no colour, nothing that hangs on a glance."""

    def __init__(self) -> None:
        self.told_keys = False
        self.refused = 0
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def ask(self, question: Question) -> Answer | Navigation:
        """Ask one item."""
        self.describe(question)
        before = said_before(question.item, question.given)
        note = before.note if before is not None else None
        try:
            while True:
                said = _parse_line(question.item, self.typed("Your answer (h for help): "))
                if said is Aside.NOTE:
                    note = self.noted(note)
                    continue
                found = self.aside(question, said) if isinstance(said, Aside | str) else said
                if isinstance(found, Answer):
                    self.refused = 0
                    return Answer(with_note(found.raw, note, question.given))
                if found is not None:
                    return found
        except Ended:
            return Navigation.QUIT

    def describe(self, question: Question) -> None:
        """Put the question."""
        item = question.item
        self.tell("")
        if question.message:
            self.tell(question.message)
        self.tell(f"{progress_line(question.interview)}.")
        self.tell(item.ask)
        for text in help_lines(item):
            self.tell(text)
        kind = item.input_kind
        for number, choice in zip(numbers_of(kind), kind.choices, strict=False):
            self.tell(f"{number}. {choice.text}".rstrip())
        before = said_before(item, question.given)
        if before is not None:
            self.tell(f"Your answer so far: {in_words(item, before)}")
            if before.note:
                self.tell(f"Your note: {before.note}")
        if not self.told_keys:
            self.told_keys = True
            self.tell(_help_text(item))

    def aside(self, question: Question, said: Aside | str) -> Answer | None:
        """Answer a question about the question, or say what was not understood."""
        match said:
            case Aside.REASON:
                return self.reasoned()
            case Aside.WHY:
                for text in grounds(question):
                    self.tell(text)
            case Aside.HELP:
                self.tell(_help_text(question.item))
            case _:
                self.tell(str(said))
                self.count_refused()
        return None

    def count_refused(self) -> None:
        """A pipe that never says anything we understand is not waited for."""
        self.refused += 1
        if self.refused >= PATIENCE and not sys.stdin.isatty():
            self.tell(f"{PATIENCE} lines in a row are no answer; nothing more is read.")
            raise Ended

    def noted(self, note: str | None) -> str | None:
        """A new note, or the old one."""
        if note:
            self.tell(f"Your note so far: {note}")
        wanted = "Your note, for example what happened (empty: as it is; - removes it): "
        typed = clean_line(self.typed(wanted))
        note = None if typed == "-" else typed or note
        self.tell("The note is kept with your answer." if note else "No note.")
        return note

    def reasoned(self) -> Answer | None:
        """N/A with its reason, or None where the person turned away."""
        typed = clean_line(self.typed("Why does it not apply? (empty: no reason; b: go back) "))
        if typed == "b":
            return None
        return Answer({"not_applicable": typed or None} if typed else "not_applicable")

    def review(self, interview: Interview) -> Goto | Navigation:
        """Show every answer; one of them can be picked."""
        items = visible(interview)
        rows = [self.summary(interview, item) for item in items]
        chosen = self.pick("Your answers", [*rows, "Go on."], default=len(rows))
        return Navigation.DONE if chosen is None or chosen == len(items) else Goto(items[chosen])

    def summary(self, interview: Interview, item: Item) -> str:
        """An item and its answer in a line."""
        before = said_before(item, answer_given(interview, item.id))
        note = ", with a note" if before is not None and before.note else ""
        return f"{item.ask} Answer: {in_words(item, before)}{note}"

    def pick(self, text: str, rows: Sequence[str], *, default: int | None) -> int | None:
        """One of a few rows, from 0; None where the person wants to leave."""
        self.tell("")
        self.tell(text)
        for k, row in enumerate(rows, start=1):
            self.tell(f"{k}. {row}")
        usual = "" if default is None else f" (empty: {default + 1})"
        try:
            while True:
                typed = self.typed(f"A number{usual}: ").strip().casefold()
                if typed in ("q", "quit"):
                    return None
                if not typed and default is not None:
                    return default
                if re.fullmatch("[0-9]{1,3}", typed, re.ASCII) and 1 <= int(typed) <= len(rows):
                    return int(typed) - 1
                self.tell(f"Please type a number from 1 to {len(rows)}.")
                self.count_refused()
        except Ended:
            return default

    def confirm(self, text: str, *, default: bool) -> bool | None:
        """Yes or no; None where the input ended."""
        known = {"y": True, "yes": True, "1": True, "n": False, "no": False, "2": False}
        usual = "yes" if default else "no"
        try:
            while True:
                typed = self.typed(f"{text} (yes or no; empty: {usual}) ").strip().casefold()
                if not typed:
                    return default
                if typed in known:
                    return known[typed]
                self.tell("Please type yes or no.")
                self.count_refused()
        except Ended:
            return None

    def line(self, text: str, *, usual: str = "") -> str | None:
        """A line of text; None where the input ended."""
        told = f" (empty: {usual})" if usual else ""
        try:
            return clean_line(self.typed(f"{text}{told}: ")) or usual
        except Ended:
            return None

    def fold(self, interview: Interview, item: Item) -> None:
        """Say what was understood."""
        self.tell(f"Noted: {in_words(item, said_before(item, answer_given(interview, item.id)))}")

    def tell(self, text: str) -> None:
        """Say something."""
        output.remark(text)

    def typed(self, prompt: str) -> str:
        """A typed line. Raises Ended."""
        sys.stderr.write(sanitize(prompt))
        sys.stderr.flush()
        try:
            text = sys.stdin.readline(LONGEST)
        except BaseException:
            output.to_stderr("")  # what is said next begins on a line of its own
            raise
        if not sys.stdin.isatty():
            sys.stderr.write("\n")
        if not text:
            raise Ended
        return text.rstrip("\n")


def _parse_line(item: Item, typed: str) -> Answer | Navigation | Aside | str:
    """What a typed line means at an item, or what to say about it."""
    text = " ".join(typed.split())
    word = text.casefold()
    kind = item.input_kind
    if isinstance(kind, Rows) and kind.affirms and word in ("n", "y"):
        # A lone n might mean either.
        more = ", or na if it does not apply" if item.allow_na else ""
        return Answer(kind.choices[0].raw) if word == "y" else f"For No, type 2 or no{more}."
    said = _SAID.get(word)
    if said is Aside.REASON and not item.allow_na:
        return always(item)
    if said is not None:
        return said
    try:
        raw = parse_answer(item, text)
        read_response(item, raw)
    except Unreadable as error:
        return sentence(error)
    return Answer(raw)


def sentence(error: Unreadable) -> str:
    """What was wrong with a typed answer."""
    hint = f" ({error.hint})" if error.hint else ""
    return f"That is no answer here: {error.message}{hint}."


def _help_text(item: Item) -> str:
    """What can be typed at an item."""
    match item.input_kind:
        case Amount():
            first = "Type the number"
        case Ticks():
            first = "Type one or more numbers, like 1 3"
        case Shares(choices):
            first = f"Type a number for each of the {len(choices)} lines, in their order"
        case Rows(halves=halves) as kind:
            half = ", a half like 2.5 for between two" if halves else ""
            first = f"Type a number from {number_range(kind)}{half}"
    na = ", na does not apply" if item.allow_na else ""
    return (
        f"{first}. Or: b back, s skip, d don't know{na}, e add a note as evidence, "
        "? why this is asked, r review your answers, q quit (your answers are kept)."
    )
