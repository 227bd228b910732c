"""Keys at an open question: a pure machine from what is on the screen and a key to what follows."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from rolefit.cli.interview.asking import Answer, Navigation, Question
from rolefit.cli.interview.question import said_before
from rolefit.cli.interview.splitting import (
    FIGURES,
    amount,
    give_rest,
    left_of,
    parts_of,
    press_part,
    split_answer,
    typed_parts,
)
from rolefit.rubric import conditions
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import (
    Amount,
    InputKind,
    Rows,
    Shares,
    Ticks,
    Unreadable,
    answers_at_once,
    number_range,
    numbers_of,
)

_DIGITS = "0123456789"


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
    """Figures of an amount, or of the number of a row."""
    parts: tuple[str, ...] = ()
    """The figures of each row, where a total is split over them."""
    note: str | None = None
    warning: str = ""


_Pressed = QuestionState | Answer | Navigation | Aside


def open_question(question: Question) -> QuestionState:
    """The pad of a question, standing on what was said before."""
    item = question.item
    pad = QuestionState(item, item.input_kind, warning=question.message)
    before = said_before(item, question.given)
    if before is None:
        return pad
    pad = pad._replace(note=before.note)
    return pad if before.answer is None else _standing_on(pad, before.answer)


def _standing_on(pad: QuestionState, answer: conditions.Answer) -> QuestionState:
    """A pad as if an answer had been pressed and not yet been confirmed."""
    rows = enumerate(pad.kind.choices)
    match pad.kind:
        case Amount():
            return pad._replace(typed=pad.item.written(answer))
        case Shares() as kind:
            return pad._replace(parts=parts_of(kind, answer))
        case Ticks():
            found = [k for k, choice in rows if choice.raw in pad.item.choices_in(answer)]
            return pad._replace(at=min(found, default=0), ticks=frozenset(found))
        case Rows() as kind if isinstance(answer, Fraction) and answer.denominator > 1:
            # Half a level stands on the lower one.
            return pad._replace(at=max(0, bisect_right(numbers_of(kind), answer) - 1))
        case Rows():
            found = [k for k, choice in rows if str(choice.raw) in pad.item.choices_in(answer)]
            return pad._replace(at=min(found, default=0))


_KEYS: dict[str, Answer | Navigation | Aside] = {
    **dict.fromkeys(("b", "left", "backspace"), Navigation.BACK),
    **dict.fromkeys(("q", "c-d"), Navigation.QUIT),
    "r": Navigation.REVIEW,
    "s": Answer("skipped"),
    "d": Answer("dont_know"),
    "e": Aside.NOTE,
    **dict.fromkeys(("?", "h"), Aside.WHY),
}
"""What a key does at any question."""


def press(pad: QuestionState, key: str) -> _Pressed:
    """What a key leads to."""
    pad = pad._replace(warning="")
    typed = _press_figure(pad, key)
    if typed is not None:
        return typed
    if key in _KEYS:
        return _KEYS[key]
    if key == "n":
        return Aside.REASON if pad.item.allow_na else pad._replace(warning=always(pad.item))
    if key == "enter":
        return confirm(pad)
    return _press_row(pad, key) if pad.kind.choices else pad


def always(item: Item) -> str:
    """What is said where N/A is no answer."""
    kind = item.input_kind
    number = "; press 2 for No" if isinstance(kind, Rows) and kind.affirms else ""
    return f"This question always applies{number}. d says that you do not know."


def _press_figure(pad: QuestionState, key: str) -> QuestionState | None:
    """A figure where numbers are typed, or None where the key means something else."""
    match pad.kind:
        case Amount():
            return _press_amount(pad, key)
        case Shares() as kind:
            parts = press_part(typed_parts(kind, pad.parts), at=pad.at, key=key)
            return None if parts is None else pad._replace(parts=parts)
        case _:
            return None


def _press_amount(pad: QuestionState, key: str) -> QuestionState | None:
    """A figure of an amount, or None where the key means something else."""
    if key == "backspace":  # an empty field stays where it is: nobody means to leave it by that
        return pad._replace(typed=pad.typed[:-1])
    if len(key) == 1 and key in "0123456789.,-":
        typed = pad.typed + key
        if FIGURES.fullmatch(typed):
            return pad._replace(typed=typed)
        return pad._replace(warning="Plain digits only, like 12 or 0.5.")
    return None


def _press_row(pad: QuestionState, key: str) -> _Pressed:
    """A key that moves among rows or chooses one."""
    last = len(pad.kind.choices) - 1
    steps = {"up": max(0, pad.at - 1), "down": min(last, pad.at + 1), "home": 0, "end": last}
    if key in steps:
        return pad._replace(at=steps[key], typed="")
    if not answers_at_once(pad.kind):
        return _type_number(pad, key)
    if len(key) == 1 and key in _DIGITS and (key != "0" or 0 in numbers_of(pad.kind)):
        return _press_digit(pad, int(key))
    return _press_sign(pad, key)


def _type_number(pad: QuestionState, key: str) -> QuestionState | Answer:
    """A figure or a minus where numbers of rows have several: it moves there, and Enter answers."""
    numbers = numbers_of(pad.kind)
    if len(key) != 1 or key not in f"{_DIGITS}-":
        return _press_sign(pad, key)
    for typed in (pad.typed + key, key):
        if typed == "-" and numbers[0] < 0:
            return pad._replace(typed=typed)
        if typed[-1] != "-" and int(typed) in numbers:
            return pad._replace(at=numbers.index(int(typed)), typed=typed)
    return _press_digit(pad._replace(typed=""), int(key)) if key != "-" else pad


def _press_sign(pad: QuestionState, key: str) -> QuestionState | Answer:
    """A key that some ways of answering know: space ticks, + is half a level, y is yes."""
    match key, pad.kind:
        case "space", Ticks() as kind:
            return _tick_row(pad, kind)
        case "space", Shares() as kind:
            return pad._replace(parts=give_rest(kind, typed_parts(kind, pad.parts), at=pad.at))
        case "+", Rows(choices, halves=True) if pad.at < len(choices) - 1:
            return Answer(Decimal(sum(numbers_of(pad.kind)[pad.at : pad.at + 2])) / 2)
        case "y", Rows(affirms=True):
            return _pick_row(pad._replace(at=0))
        case _:
            return pad


def _press_digit(pad: QuestionState, number: int) -> QuestionState | Answer:
    """The number before a row, or a printed code that means no answer."""
    numbers = numbers_of(pad.kind)
    if number in numbers:
        return _pick_row(pad._replace(at=numbers.index(number)))
    state = pad.item.state_for(number)
    if state == "not_applicable" and not pad.item.allow_na:
        return pad._replace(warning=always(pad.item))
    if state is not None:
        return Answer(number)
    warning = f"There is no {number}; the answers are {number_range(pad.kind)}."
    return pad._replace(warning=warning)


def _pick_row(pad: QuestionState) -> QuestionState | Answer:
    """A digit: it answers, and where several rows may be ticked it ticks."""
    if isinstance(pad.kind, Ticks):
        return _tick_row(pad, pad.kind)
    return Answer(pad.kind.choices[pad.at].raw)


def _tick_row(pad: QuestionState, kind: Ticks) -> QuestionState:
    """The row at hand ticked, or no longer; none of these stands alone."""
    none = next((k for k, choice in enumerate(kind.choices) if choice.raw == kind.alone), None)
    ticks = pad.ticks ^ {pad.at}
    if pad.at in ticks:
        ticks = frozenset({pad.at}) if pad.at == none else ticks - {none}
    return pad._replace(ticks=ticks)


def confirm(pad: QuestionState) -> QuestionState | Answer:
    """Enter: the row at hand, the ticked rows, the amount, or the parts."""
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
        case Shares() as kind:
            return _confirm_split(pad, kind)


def _confirm_split(pad: QuestionState, kind: Shares) -> QuestionState | Answer:
    """The parts, once they add up; until then the next row."""
    given = split_answer(kind, pad.parts)
    try:
        pad.item.read(given)
    except Unreadable as error:
        if pad.at < len(kind.choices) - 1 and left_of(kind, pad.parts) > 0:
            return pad._replace(at=pad.at + 1)
        return pad._replace(warning=error.message[:1].upper() + error.message[1:] + ".")
    return Answer(given)
