"""A question of an interview as lines of styled text, and an answered one folded to one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size

from rolefit.interview.machine import Interview, answer_given, progress, visible
from rolefit.reports.formats.ink import Look, StyledLine
from rolefit.reports.formats.terminal import Pen
from rolefit.reports.words import STATES
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Response, State, read_response


class _Signs(NamedTuple):
    """A sign for each state, so that nothing hangs on colour."""

    answered: str
    skipped: str
    dont_know: str
    not_applicable: str
    open: str
    here: str
    ticked: str
    more: str
    then: str


UNICODE = _Signs(*"✓–?○·▸x…→")
ASCII = _Signs(*"+-?o.>x~=")
_SAID: dict[State, str] = {**STATES, "not_applicable": "does not apply"}
_SHORTEST_PART = 4
"""Room for the figures of a part."""
COLOURS = {"answered": "green", "dont_know": "cyan", "not_applicable": "cyan"}


class QuestionSheet(NamedTuple):
    """What stands on the screen while one question is open."""

    progress: str
    ask: str
    below: tuple[str, ...] = ()
    """Help and the like, under the question."""
    rows: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    """What stands before each row; 1, 2, 3 and so on where nothing is named."""
    at: int = 0
    """The row the cursor stands on."""
    ticks: frozenset[int] | None = None
    """Rows that are ticked, where several may be."""
    parts: tuple[str, ...] | None = None
    """Figures typed for each row, where a total is split over them."""
    typed: str | None = None
    """Figures typed so far, where an amount is asked for."""
    unit: str = ""
    remarks: tuple[str, ...] = ()
    warning: str = ""
    keys: tuple[str, ...] = ()


class DrawnSheet(NamedTuple):
    """Lines of a sheet, and where the terminal's cursor belongs."""

    lines: list[StyledLine]
    row: int
    column: int
    foot: int = 0
    """Lines at the end that stay in sight where the rows above them have to scroll."""


def signs(look: Look) -> _Signs:
    """The signs that a terminal can draw."""
    return UNICODE if look.unicode else ASCII


def progress_line(interview: Interview) -> str:
    """How far the interview is, in words."""
    at = progress(interview)
    again = interview.at is not None and answer_given(interview, interview.at) is not None
    rest = at.left - (not again)
    if interview.quick:
        number = at.asked + (not again)
    else:
        names = [item.id for item in visible(interview)]
        number = names.index(interview.at) + 1 if interview.at in names else at.asked
    left = f"at most {rest} left" if rest > 0 else "the last one"
    return f"Question {number}, {'nothing else is open' if again and not rest else left}"


def help_lines(item: Item) -> tuple[str, ...]:
    """What stands under a question."""
    ask = f"To ask: {item.prompt}" if item.prompt else ""
    return tuple(line for line in (item.help, ask, item.instruction) if line)


def said_before(item: Item, raw: Any) -> Response | None:
    """What was said to an item, or None where nothing was or where it cannot be read."""
    if raw is None:
        return None
    try:
        return read_response(item, raw)
    except Unreadable:
        return None


def in_words(item: Item, response: Response | None) -> str:
    """What was said to an item, in words."""
    if response is None:
        return "open"
    said = _SAID[response.state]
    if response.answer is not None:
        said = item.shown(response.answer)
    return f"{said} ({response.remark})" if response.remark else said


def fold_answer(item: Item, raw: Any, look: Look) -> StyledLine:
    """An item and what was said to it on one line."""
    response = said_before(item, raw)
    state = response.state if response is not None else "not_presented"
    sign = signs(look).open if response is None else getattr(signs(look), state, signs(look).open)
    note = " (noted)" if response is not None and response.note else ""
    width = Pen(look).width - 3
    # The answer is the news; the question gets what is left of the line.
    answer = _cut_line(in_words(item, response), max(12, width // 2 - len(note)), look) + note
    ask = _cut_line(item.ask, max(0, width - cell_len(answer) - 3), look)
    gap = f" {signs(look).then} " if ask else ""
    return [(sign, COLOURS.get(state, "dim")), (" ", ""), (ask, "dim"), (gap, ""), (answer, "")]


def _cut_line(text: str, width: int, look: Look) -> str:
    """A text on one line of at most `width` cells."""
    clean = Pen(look).clean(text)
    if cell_len(clean) <= width:
        return clean
    return set_cell_size(clean, width - 1).rstrip() + signs(look).more if width > 1 else ""


def review_rows(interview: Interview, look: Look) -> tuple[str, ...]:
    """Every question with its answer, a line each."""
    room = _row_width(look)
    lines = [
        fold_answer(item, answer_given(interview, item.id), room) for item in visible(interview)
    ]
    return tuple("".join(text for text, _ in line) for line in lines)


def _row_width(look: Look) -> Look:
    """Room for the marker and the number before a row."""
    return look._replace(width=max(20, min(look.width, 100) - 7))


def render_sheet(sheet: QuestionSheet, look: Look) -> DrawnSheet:
    """A sheet as lines, each no wider than the terminal."""
    pen = Pen(look)
    lines: list[StyledLine] = [[]]
    if sheet.progress:
        lines += [*pen.wrapped(sheet.progress, style="dim"), []]
    if sheet.ask:
        lines += pen.wrapped(sheet.ask, style="bold")
    for text in sheet.below:
        lines += pen.wrapped(text, style="dim")
    lines.append([])
    row, column = len(lines), 0
    for k, text in enumerate(sheet.rows):
        if k == sheet.at:
            row = len(lines)
        lines += _drawn_row(sheet, k, text, pen)
    if sheet.typed is not None:
        row, column = len(lines), 2 + cell_len(sheet.typed)
        lines.append([(f"{signs(look).here} ", "bold"), (sheet.typed, "bold"), (" ", "")])
        lines[-1].append((pen.clean(sheet.unit), "dim"))
    foot = list(_footer(sheet, pen))
    return DrawnSheet([*lines, *foot], row, column, len(foot))


def _drawn_row(sheet: QuestionSheet, k: int, text: str, pen: Pen) -> list[StyledLine]:
    """One row: where the cursor is, its number, whether it is ticked, and its wording."""
    known = signs(pen.look)
    here = sheet.at == k
    tick = ""
    if sheet.ticks is not None:
        tick = f"[{known.ticked if k in sheet.ticks else ' '}] "
    numbers = sheet.numbers or tuple(range(1, len(sheet.rows) + 1))
    number = str(numbers[k]).rjust(max(len(str(one)) for one in (numbers[0], numbers[-1])))
    if sheet.parts is not None:
        number = sheet.parts[k].rjust(max(_SHORTEST_PART, *map(len, sheet.parts)))
    first = f"{known.here if here else ' '} {number} {tick}"
    style = "bold" if here else ""
    # A point between labelled ends has a number and no wording.
    return pen.wrapped(text, style=style, first=first, sign=style) or [[(first, style)]]


def _footer(sheet: QuestionSheet, pen: Pen) -> Iterator[StyledLine]:
    """What stands under the rows: remarks, what was wrong, and the keys."""
    below = [*sheet.remarks, *([sheet.warning] if sheet.warning else [])]
    if below:
        yield []
    for text in sheet.remarks:
        yield from pen.wrapped(text, style="dim")
    if sheet.warning:
        yield from pen.wrapped(sheet.warning, style="yellow", first="! ", sign="yellow")
    if sheet.keys:
        yield []
        yield from _key_lines(sheet.keys, pen)


def _key_lines(keys: tuple[str, ...], pen: Pen) -> Iterator[StyledLine]:
    """What the keys do, as many to a line as fit, none of them broken where it can be helped."""
    dot = " \N{MIDDLE DOT} " if pen.look.unicode else ", "
    line = ""
    for key in keys:
        if line and cell_len(line + dot + key) > pen.width:
            yield from pen.wrapped(line, style="dim")
            line = key
        else:
            line = f"{line}{dot}{key}" if line else key
    yield from pen.wrapped(line, style="dim")
