"""What stands on the screen for an open question, and choosing among rows: pure, no terminal."""

from __future__ import annotations

from typing import NamedTuple

from rolefit.cli.interview.asking import Question
from rolefit.cli.interview.pressing import QuestionState
from rolefit.cli.interview.question import (
    QuestionSheet,
    help_lines,
    in_words,
    progress_line,
    said_before,
)
from rolefit.cli.interview.splitting import rest_in_words, typed_parts
from rolefit.rubric.items.inputs import (
    Amount,
    InputKind,
    Rows,
    Shares,
    Ticks,
    answers_at_once,
    numbers_of,
)


class Menu(NamedTuple):
    """Rows to choose from, with what was pressed so far."""

    text: str
    rows: tuple[str, ...]
    at: int = 0
    typed: str = ""
    last: int | None = None
    """The row that Esc stands for; without one it chooses nothing."""


class Chosen(NamedTuple):
    """The row that was chosen, from 0; None where the person wants to leave."""

    row: int | None


def question_sheet(question: Question, pad: QuestionState) -> QuestionSheet:
    """An open question."""
    item, kind = question.item, pad.kind
    return QuestionSheet(
        progress=progress_line(question.interview),
        ask=item.ask,
        below=help_lines(item),
        rows=tuple(choice.text for choice in kind.choices),
        numbers=numbers_of(kind),
        at=pad.at,
        ticks=pad.ticks if isinstance(kind, Ticks) else None,
        typed=pad.typed if isinstance(kind, Amount) else None,
        unit=kind.unit if isinstance(kind, Amount) else "",
        parts=typed_parts(kind, pad.parts) if isinstance(kind, Shares) else None,
        remarks=remarks(question, pad),
        warning=pad.warning,
        keys=keys(question, pad),
    )


def remarks(question: Question, pad: QuestionState) -> tuple[str, ...]:
    """What was said before, and the note."""
    before = said_before(question.item, question.given)
    said = [f"Your answer so far: {in_words(question.item, before)}"] if before else []
    if isinstance(pad.kind, Shares):
        said.insert(0, rest_in_words(pad.kind, pad.parts))
    return (*said, *([f"Your note: {pad.note}"] if pad.note else []))


def keys(question: Question, pad: QuestionState) -> tuple[str, ...]:
    """What the keys do at this question."""
    back = [] if first(question) else ["b back"]
    na = ["n does not apply"] if question.item.allow_na else []
    rest = ["e add a note", "? why", "r review", "q save and quit"]
    return (*_answering_keys(pad.kind), *back, "s skip", "d don't know", *na, *rest)


def _answering_keys(kind: InputKind) -> tuple[str, ...]:
    """What the keys do that answer."""
    numbers = numbers_of(kind)
    first, last = (numbers[0], numbers[-1]) if numbers else (1, 0)
    match kind:
        case Amount():
            return ("type the number, then Enter",)
        case Ticks():
            return (f"1-{last} or space ticks", "Enter answers")
        case Shares():
            return ("type a number for each", "Enter goes on", "space takes what is left")
        case Rows():
            half = ("+ half a level above",) if kind.halves else ()
            if not answers_at_once(kind):
                return ("type the number, then Enter", "arrows and Enter too", *half)
            return (f"{first}-{last} answers", "arrows and Enter too", *half)


def first(question: Question) -> bool:
    """Whether there is nothing to go back to."""
    from rolefit.interview.machine import back

    return back(question.interview).at == question.interview.at


def rows_sheet(state: Menu) -> QuestionSheet:
    """Rows to choose from."""
    how = ("a number and Enter" if len(state.rows) > 9 else f"1-{len(state.rows)}", "arrows, Enter")
    esc = ("Esc goes on",) if state.last is not None else ()
    return QuestionSheet("", state.text, rows=state.rows, at=state.at, keys=(*how, *esc))


def press_rows(state: Menu, key: str) -> Menu | Chosen:
    """What a key leads to among rows."""
    last = len(state.rows) - 1
    steps = {"up": max(0, state.at - 1), "down": min(last, state.at + 1), "home": 0, "end": last}
    if key in steps:
        return state._replace(at=steps[key], typed="")
    if key == "enter":
        return Chosen(state.at)
    if key in ("q", "c-d"):
        return Chosen(None)
    if key == "escape":
        return Chosen(state.last)
    if len(key) == 1 and key in "0123456789":
        return _press_digit(state, key)
    return state


def _press_digit(state: Menu, digit: str) -> Menu | Chosen:
    """A digit: chooses at once where there are few rows, and moves to the row where many."""
    if len(state.rows) <= 9:
        row = int(digit) - 1
        return Chosen(row) if 0 <= row < len(state.rows) else state
    for typed in (state.typed + digit, digit):
        if 1 <= int(typed) <= len(state.rows):
            return state._replace(at=int(typed) - 1, typed=typed)
    return state._replace(typed="")
