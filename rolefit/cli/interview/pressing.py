"""Keys at an open question: a pure machine from what is on the screen and a key to what follows."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from rolefit.cli.interview.asking import Answer, Navigation, Question
from rolefit.cli.interview.question import Choice, choices, said_before
from rolefit.rubric.items import Item
from rolefit.rubric.items.multi import NONE_OF_THESE

AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,6})?|-?", re.ASCII)
STATES = {"s": "skipped", "d": "dont_know"}
MOVES = {
    **dict.fromkeys(("b", "left", "backspace"), Navigation.BACK),
    **dict.fromkeys(("q", "c-d"), Navigation.QUIT),
    "r": Navigation.REVIEW,
}


class Aside(Enum):
    """What interrupts a question without ending it."""

    WHY = "why"
    NOTE = "note"
    REASON = "reason"
    HELP = "help"


class QuestionState(NamedTuple):
    """An open question with what was pressed so far."""

    item: Item
    choices: tuple[Choice, ...]
    at: int = 0
    ticks: frozenset[int] = frozenset()
    typed: str = ""
    note: str | None = None
    warning: str = ""


Pressed = QuestionState | Answer | Navigation | Aside


def open_question(question: Question) -> QuestionState:
    """The pad of a question, standing on what was said before."""
    item = question.item
    pad = QuestionState(item, choices(item), warning=question.message)
    before = said_before(item, question.given)
    if before is None:
        return pad
    pad = pad._replace(note=before.note)
    if before.answer is None:
        return pad
    if item.type == "numeric":
        return pad._replace(typed=item.written(before.answer))
    chosen: Any = before.answer
    if item.type == "bars":
        chosen = int(chosen)
    if not isinstance(chosen, tuple):
        chosen = (chosen,)
    found = [k for k, choice in enumerate(pad.choices) if choice.raw in chosen]
    ticks = frozenset(found) if item.type == "multi" else frozenset()
    return pad._replace(at=found[0] if found else 0, ticks=ticks)


ASIDES = {"e": Aside.NOTE, "?": Aside.WHY, "h": Aside.WHY}


def press(pad: QuestionState, key: str) -> Pressed:
    """What a key leads to."""
    pad = pad._replace(warning="")
    typed = press_amount(pad, key) if pad.item.type == "numeric" else None
    if typed is not None:
        return typed
    if key in MOVES:
        return MOVES[key]
    if key in STATES:
        return Answer(STATES[key])
    if key in ASIDES:
        return ASIDES[key]
    if key == "n":
        return Aside.REASON if pad.item.allow_na else pad._replace(warning=always(pad.item))
    return confirm(pad) if key == "enter" else press_row(pad, key)


def always(item: Item) -> str:
    """What is said where N/A is no answer."""
    number = "; press 2 for No" if item.type == "yes_no" else ""
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
    last = len(pad.choices) - 1
    steps = {"up": max(0, pad.at - 1), "down": min(last, pad.at + 1), "home": 0, "end": last}
    if last < 0:
        return pad
    if key in steps:
        return pad._replace(at=steps[key])
    if len(key) == 1 and key in "123456789":
        return press_digit(pad, int(key) - 1)
    if key == "space" and pad.item.type == "multi":
        return tick_row(pad)
    if key == "+" and pad.item.type == "bars" and pad.item.half_levels and pad.at < last:
        return Answer(Decimal(pad.at + 1) + Decimal("0.5"))
    return pick_row(pad._replace(at=0)) if key == "y" and pad.item.type == "yes_no" else pad


def press_digit(pad: QuestionState, row: int) -> QuestionState | Answer:
    """A digit."""
    if row >= len(pad.choices):
        warning = f"There is no {row + 1}; the answers are 1 to {len(pad.choices)}."
        return pad._replace(warning=warning)
    return pick_row(pad._replace(at=row))


def pick_row(pad: QuestionState) -> QuestionState | Answer:
    """A digit: it answers, and where several rows may be ticked it ticks."""
    return tick_row(pad) if pad.item.type == "multi" else Answer(pad.choices[pad.at].raw)


def tick_row(pad: QuestionState) -> QuestionState:
    """The row at hand ticked, or no longer; none of these stands alone."""
    none = next((k for k, c in enumerate(pad.choices) if c.raw == NONE_OF_THESE), None)
    ticks = pad.ticks ^ {pad.at}
    if pad.at in ticks:
        ticks = frozenset({pad.at}) if pad.at == none else ticks - {none}
    return pad._replace(ticks=ticks)


def confirm(pad: QuestionState) -> QuestionState | Answer:
    """Enter: the row at hand, the ticked rows, or the amount."""
    match pad.item.type:
        case "numeric":
            value = amount(pad.typed)
            hint = "Type a number, or s to skip."
            return Answer(value) if value is not None else pad._replace(warning=hint)
        case "multi":
            chosen = tuple(c.raw for k, c in enumerate(pad.choices) if k in pad.ticks)
            hint = "Tick one or more with space or their numbers, or press s to skip."
            return Answer(chosen) if chosen else pad._replace(warning=hint)
        case _:
            return Answer(pad.choices[pad.at].raw)


def amount(typed: str) -> Any:
    """A typed amount as a responses file would hold it, or None where it is no number yet."""
    typed = typed.removesuffix(".")
    if not AMOUNT.fullmatch(typed) or typed in ("", "-"):
        return None
    return Decimal(typed) if "." in typed else int(typed)
