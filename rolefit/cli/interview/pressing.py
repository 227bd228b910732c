"""Keys at an open question: a pure machine from what is on the screen and a key to what follows."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from rolefit.cli.interview.asking import Answer, Navigation, Question
from rolefit.cli.interview.question import said_before
from rolefit.rubric import conditions
from rolefit.rubric.items import Item
from rolefit.rubric.items.inputs import Amount, InputKind, Rows, Ticks

AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,6})?|-?", re.ASCII)


class Aside(Enum):
    """What interrupts a question without ending it."""

    WHY = "why"
    NOTE = "note"
    REASON = "reason"
    HELP = "help"


class QuestionState(NamedTuple):
    """An open question with what was pressed so far."""

    item: Item
    kind: InputKind
    at: int = 0
    ticks: frozenset[int] = frozenset()
    typed: str = ""
    note: str | None = None
    warning: str = ""


Pressed = QuestionState | Answer | Navigation | Aside


def open_question(question: Question) -> QuestionState:
    """The pad of a question, standing on what was said before."""
    item = question.item
    pad = QuestionState(item, item.input_kind, warning=question.message)
    before = said_before(item, question.given)
    if before is None:
        return pad
    pad = pad._replace(note=before.note)
    return pad if before.answer is None else standing_on(pad, before.answer)


def standing_on(pad: QuestionState, answer: conditions.Answer) -> QuestionState:
    """A pad as if an answer had been pressed and not yet been confirmed."""
    rows = enumerate(pad.kind.choices)
    match pad.kind:
        case Amount():
            return pad._replace(typed=pad.item.written(answer))
        case Ticks():
            found = [k for k, choice in rows if choice.raw in pad.item.choices_in(answer)]
            return pad._replace(at=min(found, default=0), ticks=frozenset(found))
        case Rows():
            raw = int(answer) if isinstance(answer, Fraction) else answer
            return pad._replace(at=next((k for k, choice in rows if choice.raw == raw), 0))


KEYS: dict[str, Answer | Navigation | Aside] = {
    **dict.fromkeys(("b", "left", "backspace"), Navigation.BACK),
    **dict.fromkeys(("q", "c-d"), Navigation.QUIT),
    "r": Navigation.REVIEW,
    "s": Answer("skipped"),
    "d": Answer("dont_know"),
    "e": Aside.NOTE,
    **dict.fromkeys(("?", "h"), Aside.WHY),
}
"""What a key does at any question."""


def press(pad: QuestionState, key: str) -> Pressed:
    """What a key leads to."""
    pad = pad._replace(warning="")
    typed = press_amount(pad, key) if isinstance(pad.kind, Amount) else None
    if typed is not None:
        return typed
    if key in KEYS:
        return KEYS[key]
    if key == "n":
        return Aside.REASON if pad.item.allow_na else pad._replace(warning=always(pad.item))
    if key == "enter":
        return confirm(pad)
    return press_row(pad, key) if pad.kind.choices else pad


def always(item: Item) -> str:
    """What is said where N/A is no answer."""
    kind = item.input_kind
    number = "; press 2 for No" if isinstance(kind, Rows) and kind.affirms else ""
    return f"This question always applies{number}. d says that you do not know."


def press_amount(pad: QuestionState, key: str) -> QuestionState | None:
    """A figure of an amount, or None where the key means something else."""
    if key == "backspace":  # an empty field stays where it is: nobody means to leave it by that
        return pad._replace(typed=pad.typed[:-1])
    if len(key) == 1 and key in "0123456789.,-":
        typed = pad.typed + key
        if AMOUNT.fullmatch(typed):
            return pad._replace(typed=typed)
        return pad._replace(warning="Plain digits only, like 12 or 0.5.")
    return None


def press_row(pad: QuestionState, key: str) -> Pressed:
    """A key that moves among rows or chooses one."""
    last = len(pad.kind.choices) - 1
    steps = {"up": max(0, pad.at - 1), "down": min(last, pad.at + 1), "home": 0, "end": last}
    if key in steps:
        return pad._replace(at=steps[key])
    if len(key) == 1 and key in "123456789":
        return press_digit(pad, int(key) - 1)
    return press_sign(pad, key)


def press_sign(pad: QuestionState, key: str) -> QuestionState | Answer:
    """A key that some ways of answering know: space ticks, + is half a level, y is yes."""
    match key, pad.kind:
        case "space", Ticks() as kind:
            return tick_row(pad, kind)
        case "+", Rows(choices, halves=True) if pad.at < len(choices) - 1:
            return Answer(Decimal(pad.at + 1) + Decimal("0.5"))
        case "y", Rows(affirms=True):
            return pick_row(pad._replace(at=0))
        case _:
            return pad


def press_digit(pad: QuestionState, row: int) -> QuestionState | Answer:
    """A digit."""
    if row >= len(pad.kind.choices):
        warning = f"There is no {row + 1}; the answers are 1 to {len(pad.kind.choices)}."
        return pad._replace(warning=warning)
    return pick_row(pad._replace(at=row))


def pick_row(pad: QuestionState) -> QuestionState | Answer:
    """A digit: it answers, and where several rows may be ticked it ticks."""
    if isinstance(pad.kind, Ticks):
        return tick_row(pad, pad.kind)
    return Answer(pad.kind.choices[pad.at].raw)


def tick_row(pad: QuestionState, kind: Ticks) -> QuestionState:
    """The row at hand ticked, or no longer; none of these stands alone."""
    none = next((k for k, choice in enumerate(kind.choices) if choice.raw == kind.alone), None)
    ticks = pad.ticks ^ {pad.at}
    if pad.at in ticks:
        ticks = frozenset({pad.at}) if pad.at == none else ticks - {none}
    return pad._replace(ticks=ticks)


def confirm(pad: QuestionState) -> QuestionState | Answer:
    """Enter: the row at hand, the ticked rows, or the amount."""
    match pad.kind:
        case Amount():
            value = amount(pad.typed)
            hint = "Type a number, or s to skip."
            return Answer(value) if value is not None else pad._replace(warning=hint)
        case Ticks(choices):
            chosen = tuple(choice.raw for k, choice in enumerate(choices) if k in pad.ticks)
            hint = "Tick one or more with space or their numbers, or press s to skip."
            return Answer(chosen) if chosen else pad._replace(warning=hint)
        case Rows(choices):
            return Answer(choices[pad.at].raw)


def amount(typed: str) -> Any:
    """A typed amount as a responses file would hold it, or None where it is no number yet."""
    typed = typed.removesuffix(".")
    if not AMOUNT.fullmatch(typed) or typed in ("", "-"):
        return None
    return Decimal(typed) if "." in typed else int(typed)
