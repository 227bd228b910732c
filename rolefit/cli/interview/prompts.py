"""Questions on a terminal's screen, one at a time; the real cursor stands on the chosen row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TextIO, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollOffsets,
    Window,
)
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import PromptSession

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
from rolefit.cli.interview.pressing import Aside, QuestionState, open_question, press
from rolefit.cli.interview.question import (
    DrawnSheet,
    QuestionSheet,
    fold_answer,
    help_lines,
    in_words,
    progress_line,
    render_sheet,
    review_rows,
    said_before,
)
from rolefit.cli.interview.splitting import rest_in_words, typed_parts
from rolefit.interview.machine import Interview, answer_given, visible
from rolefit.reports.formats.ink import Look, StyledLine, render_ansi, wrap
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import (
    Amount,
    InputKind,
    Rows,
    Shares,
    Ticks,
    answers_at_once,
    numbers_of,
)
from rolefit.safe_text import sanitize

# --- What stands on the screen for an open question, and choosing among rows: pure, no terminal


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


# Before 3.0.52 prompt_toolkit refuses "dim"; what is to be read now is better not dimmed anyway.
_STYLES = {"dim": "", "green": "ansigreen", "yellow": "ansiyellow", "cyan": "ansicyan"}
_NAMES = {
    "c-m": "enter",
    "c-j": "enter",
    " ": "space",
    "c-h": "backspace",
    "c-p": "up",
    "c-n": "down",
}
_MARGIN = ScrollOffsets(top=2, bottom=2)
_FEWEST_ROWS = 3
"""Rows that are seen however small a terminal is."""
S = TypeVar("S", bound=tuple[Any, ...])


class Screen:
    """Asks on the terminal; a question is taken away once it is answered and leaves one line."""

    def __init__(self, stream: TextIO, look: Look) -> None:
        self.stream = stream
        self.first_look = look
        self.shown: SheetScreen[Any]
        self.input = create_input(sys.stdin)
        self.output = create_output(stdout=stream)
        if isinstance(self.output, Vt100_Output):
            # Asking the terminal where its cursor is costs two seconds where it does not answer.
            self.output.enable_cpr = False

    @property
    def look(self) -> Look:
        """What the terminal can show, at its width of now."""
        # A line that fills the last column makes some terminals wrap.
        return self.first_look._replace(width=self.output.get_size().columns - 1)

    def ask(self, question: Question) -> Answer | Navigation:
        """Ask one item."""
        pad = open_question(question)
        while True:
            pad, said = self.run(pad, lambda pad: question_sheet(question, pad), press)
            match said:
                case Answer(raw):
                    return Answer(with_note(raw, pad.note, question.given))
                case Navigation():
                    return said
                case Aside.NOTE:
                    pad = self.with_note(pad)
                case Aside.REASON:
                    reason = self.line("Why does it not apply? (Enter: no reason, Esc: back)")
                    if reason is not None:
                        raw = {"not_applicable": reason} if reason else "not_applicable"
                        return Answer(with_note(raw, pad.note, question.given))
                case None:
                    return Navigation.QUIT
                case _:
                    self.tell(f"Why it is asked: {question.item.ask}")
                    for text in grounds(question):
                        self.tell(f"  {text}")

    def with_note(self, pad: QuestionState) -> QuestionState:
        """The pad with a new note; an empty one takes the note away."""
        typed = self.edited("Your note, what happened for example", pad.note or "")
        return pad if typed is None else pad._replace(note=typed or None)

    def review(self, interview: Interview) -> Goto | Navigation:
        """Show every answer; one of them can be picked."""
        items = visible(interview)
        names = [item.id for item in items]
        at = names.index(interview.at) if interview.at in names else len(names)
        rows = (*review_rows(interview, self.look), "Go on")
        chosen = self.choose(Menu("Your answers", rows, at, last=len(names)))
        return Navigation.DONE if chosen is None or chosen == len(names) else Goto(items[chosen])

    def pick(self, text: str, rows: Sequence[str], *, default: int | None) -> int | None:
        """One of a few rows, from 0; None where the person wants to leave."""
        return self.choose(Menu(text, tuple(rows), default or 0, last=default))

    def confirm(self, text: str, *, default: bool) -> bool | None:
        """Yes or no; None where the input ended."""
        chosen = self.choose(Menu(text, ("Yes", "No"), int(not default), last=int(not default)))
        return None if chosen is None else chosen == 0

    def choose(self, rows: Menu) -> int | None:
        """The row chosen."""
        _, said = self.run(rows, rows_sheet, press_rows)
        return said.row if isinstance(said, Chosen) else None

    def line(self, text: str, *, usual: str = "") -> str | None:
        """A line of text; None where the person turned away."""
        typed = self.edited(f"{text} (Enter: {usual})" if usual else text)
        return usual if typed == "" else typed

    def edited(self, text: str, given: str = "") -> str | None:
        """A given text as the person changes it; None where the person turned away."""
        keys = KeyBindings()

        @keys.add("escape", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=None)

        session: PromptSession[str | None] = PromptSession(
            input=self.input, output=self.output, key_bindings=keys, erase_when_done=True
        )
        try:
            typed = session.prompt(f"{sanitize(text)}: ", default=given)
        except EOFError:
            return None
        return None if typed is None else clean_line(typed)

    def fold(self, interview: Interview, item: Item) -> None:
        """Leave one line about an item that was just answered."""
        look = self.look
        self.stream.write(
            render_ansi([fold_answer(item, answer_given(interview, item.id), look)], look)
        )
        self.stream.flush()

    def tell(self, text: str) -> None:
        """Say something."""
        lines = wrap(sanitize(text), max(20, min(self.look.width, 100)))
        output.to_stderr("\n".join(lines))

    def run(
        self, state: S, sheet: Callable[[S], QuestionSheet], pressed: Callable[[S, str], Any]
    ) -> tuple[S, Any]:
        """Show a sheet and take keys until one of them leads out of it.

        Returns the last state and what the key led to; None where the terminal was closed.
        """
        self.shown = SheetScreen(state, sheet, pressed)
        try:
            said = self.application.run()
        except EOFError:
            said = None
        return self.shown.state, said

    @cached_property
    def application(self) -> Application[Any]:
        """What draws sheets: one for all of them, since making one costs more than drawing."""
        control = FormattedTextControl(
            lambda: self.shown.text(self.look),
            focusable=True,
            get_cursor_position=lambda: self.shown.point,
        )
        rows = Window(
            control,
            always_hide_cursor=False,
            scroll_offsets=_MARGIN,
            height=lambda: Dimension(min=_FEWEST_ROWS, preferred=self.shown.heights(self.look)[0]),
            dont_extend_height=True,
        )
        foot = Window(
            FormattedTextControl(lambda: self.shown.foot(self.look)),
            height=lambda: Dimension(min=1, preferred=self.shown.heights(self.look)[1]),
            dont_extend_height=True,
        )
        return Application(
            layout=Layout(HSplit([rows, foot])),
            key_bindings=self.keys(),
            erase_when_done=True,
            input=self.input,
            output=self.output,
            color_depth=None if self.first_look.colour else ColorDepth.DEPTH_1_BIT,
        )

    def keys(self) -> KeyBindings:
        """What keys do: all but a few go through the machine of the sheet."""
        keys = KeyBindings()

        @keys.add("c-c")
        @keys.add(Keys.SIGINT)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        @keys.add("c-z")
        def _(event: KeyPressEvent) -> None:
            event.app.suspend_to_background()

        @keys.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            key = event.key_sequence[0].key
            name = key.value if isinstance(key, Keys) else key
            said = self.shown.press(_NAMES.get(name, name))
            if said is not None and not event.app.is_done:
                event.app.exit(result=said)

        return keys


class SheetScreen(Generic[S]):
    """A sheet on the screen: what is pressed changes its state until a key leads out of it."""

    def __init__(
        self, state: S, sheet: Callable[[S], QuestionSheet], pressed: Callable[[S, str], Any]
    ) -> None:
        self.state = state
        self.sheet = sheet
        self.pressed = pressed
        self.point = Point(0, 0)
        self._last: tuple[S, Look, DrawnSheet] | None = None

    def drawn(self, look: Look) -> DrawnSheet:
        """The sheet as it is now, drawn once however many parts of the screen ask for it."""
        if self._last is None or self._last[0] is not self.state or self._last[1] != look:
            self._last = self.state, look, render_sheet(self.sheet(self.state), look)
        return self._last[2]

    def heights(self, look: Look) -> tuple[int, int]:
        """Lines of what may scroll, and of what stays below it."""
        seen = self.drawn(look)
        return len(seen.lines) - seen.foot, seen.foot

    def foot(self, look: Look) -> StyleAndTextTuples:
        """What stays in sight below the rows."""
        seen = self.drawn(look)
        return _pieces(seen.lines[len(seen.lines) - seen.foot :])

    def text(self, look: Look) -> StyleAndTextTuples:
        """What is to be seen, in prompt_toolkit's form."""
        seen = self.drawn(look)
        self.point = Point(seen.column, seen.row)
        return _pieces(seen.lines[: len(seen.lines) - seen.foot])

    def press(self, key: str) -> Any:
        """What a key leads to where it leads out of the sheet; None where it stays open."""
        said = self.pressed(self.state, key)
        if not isinstance(said, type(self.state)):
            return said
        self.state = said
        return None


def _pieces(lines: Sequence[StyledLine]) -> StyleAndTextTuples:
    """Lines in prompt_toolkit's form."""
    pieces: StyleAndTextTuples = []
    for line in lines:
        pieces += [(_STYLES.get(style, style), text) for text, style in line]
        pieces.append(("", "\n"))
    return pieces[:-1]
