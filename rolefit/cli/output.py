"""What leaves the process: results on stdout, remarks and meters on stderr, all safe to print."""

from __future__ import annotations

import os
import shutil
import sys
import time
from codecs import lookup
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from rolefit.errors import PipeClosed, RolefitError, StoreError, nearest
from rolefit.safe_text import cells, sanitize, shorten

if TYPE_CHECKING:
    from rich.progress import Progress

    from rolefit.reports.formats.ink import Look


WIDEST = 1000
"""Columns beyond which no screen reaches: what is wider comes from a slip in COLUMNS."""
_DIGITS = 9
LONGEST = 1000
"""Characters of one line of an error: a path of 4,000 would bury what is said about it."""
GLYPHS = "█▒┃·▽─→•✓✗●○┆±“”"


def reconfigure(stream: TextIO | None) -> None:
    """Let no character that a stream cannot encode end the process."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


class Guarded:
    """stdout whose faults are errors of ours, whoever writes to it.

    Left alone, a closed stdout swallows the report and the run ends as if all were well.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self.stream is not None and self.stream.isatty()

    def write(self, text: str) -> int:
        """Write, or raise PipeClosed or StoreError."""
        if self.stream is None:
            raise StoreError("stdout is closed: the result has nowhere to go", "use --output FILE")
        with name_faults():
            return self.stream.write(text)

    def flush(self) -> None:
        """Flush, or raise PipeClosed or StoreError."""
        if self.stream is not None:
            with name_faults():
                self.stream.flush()


@contextmanager
def name_faults() -> Iterator[None]:
    """Give faults of an output our own names."""
    try:
        yield
    except BrokenPipeError:
        raise PipeClosed from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoreError(f"the output could not be written: {reason}") from None


def say(text: str) -> None:
    """Write a result to stdout, all of it or an error.

    The text is taken as it is: whoever drew it has made it safe.
    """
    sys.stdout.write(text)
    sys.stdout.flush()


def page_result(text: str) -> None:
    """Show a result through the person's pager; where nobody could page, write it as it is."""
    if not sys.stdout.isatty() or (dumb() and os.name == "posix"):
        say(text)
        return
    from rolefit.cli import pager

    sys.stdout.flush()
    try:
        pager.page(text)
    except pager.NoPager as error:
        remark(f"{error.message}; without it:")
        say(text)


def remark(text: str, *, quiet: bool = False) -> None:
    """A remark for the person at the terminal."""
    if quiet:
        return
    body = text.rstrip("\n")
    blank = text[len(body) :]
    to_stderr("\n".join(_fold_remark(sanitize(body), max(20, min(columns(), 100)))) + blank)


def _fold_remark(text: str, width: int) -> list[str]:
    """A remark in lines; a command at its end that does not fit gets a line that can be copied."""
    from rolefit.reports.formats.ink import wrap

    lines = wrap(text, width)
    said, named, rest = text.rpartition(": rolefit ")
    if len(lines) == 1 or not named or "; " in rest or ". " in rest:
        return lines
    return [*wrap(f"{said}:", width), f"rolefit {rest}"]


def complain(error: RolefitError) -> None:
    """An error: what, where, why, and what to do next."""
    lines = [sanitize(shorten(line, LONGEST)) for line in error.lines()]
    if not lines:
        return
    named = ":" in lines[0].split(" ")[0]
    lines[0] = lines[0] if named else f"rolefit: {lines[0]}"
    # Editors and logs read one message to a line; only people need it folded.
    seen = sys.stderr is not None and sys.stderr.isatty()
    to_stderr("\n".join(fit_lines(lines, max(20, columns())) if seen else lines))


def fit_lines(lines: list[str], width: int) -> Iterator[str]:
    """Lines folded between words; a line of a file above its caret is cut instead."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.strip() == "^":
            yield line
        elif below.strip() == "^":
            yield _cut_line(line, width) if cells(below) <= width else line
        else:
            yield from _fold_line(line, width)


def _fold_line(line: str, width: int) -> Iterator[str]:
    """A line broken between words, which stay whole: paths and commands get copied."""
    rest = " " * (len(line) - len(line.lstrip()) or 4)
    first, *words = line.lstrip().split(" ")
    piece = line[: len(line) - len(line.lstrip())] + first
    for word in words:
        if cells(f"{piece} {word}") > width:
            yield piece
            piece = f"{rest}{word}"
        else:
            piece = f"{piece} {word}"
    yield piece


def _cut_line(line: str, width: int) -> str:
    """The start of a line that fits."""
    while cells(line) > width:
        line = line[:-1]
    return line


def to_stderr(text: str) -> None:
    """Write a line to stderr; if that is gone too, there is nobody left to tell."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        return


def look(*, for_file: bool = False) -> Look:
    """What the place of the output can show: width, colour, Unicode."""
    from rolefit.reports.formats.ink import Look

    if for_file:
        return Look(width=80, colour=False, unicode=True)
    return Look(
        width=columns(), colour=_uses_colour(), unicode=_encodes(GLYPHS), encoding=encoding()
    )


def columns() -> int:
    """Width of the terminal; COLUMNS decides, and a pipe gets 80."""
    return shutil.get_terminal_size((80, 24)).columns


def mend_columns() -> None:
    """Have COLUMNS say a width that a screen can have; what cannot be one counts as not said.

    Help is drawn by typer and rich, which believe any number: a million columns are 28 MB of help.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and len(said) <= _DIGITS and int(said) > 0:
        os.environ["COLUMNS"] = str(min(int(said), WIDEST))
    elif said.isdecimal() and said.strip("0"):
        os.environ["COLUMNS"] = str(WIDEST)
    else:
        os.environ.pop("COLUMNS", None)


def _uses_colour() -> bool:
    """Whether to colour: a terminal that is not dumb, unless NO_COLOR or FORCE_COLOR say else."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not dumb()


def dumb() -> bool:
    """Whether the terminal only prints, or does not say what it can do."""
    return os.environ.get("TERM", "dumb") in ("", "dumb")


def _encodes(text: str) -> bool:
    """Whether stdout can write these characters, and the terminal is likely to draw them."""
    if os.environ.get("TERM") == "linux":
        return False
    try:
        text.encode(encoding())
    except UnicodeEncodeError:
        return False
    return True


def encoding() -> str:
    """What stdout is encoded in."""
    name = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        return lookup(name).name
    except LookupError:
        return "ascii"


def choice(value: str, allowed: tuple[str, ...], name: str) -> str:
    """One of the allowed words for an option. Raises RolefitError."""
    if value in allowed:
        return value

    hint = nearest(value[:80], allowed)
    raise RolefitError(f"{name}: `{value[:80]}` is none of {', '.join(allowed)}", hint)


# --- A progress bar on stderr, for work that takes longer than a moment ---------------------------


PATIENCE = 1.0
"""Seconds of work before a bar is drawn."""


class Meter:
    """Told how far the work is; draws a bar once it takes long, if somebody looks at stderr."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.silent = quiet or sys.stderr is None or not sys.stderr.isatty()
        self.began = time.monotonic()
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much of what is done."""
        if self.silent or (self.bar is None and time.monotonic() - self.began < PATIENCE):
            return
        bar = self.bar or self.render_bar()
        task = next((t.id for t in bar.tasks if t.description == what), None)
        if task is None:
            for before in bar.task_ids:
                bar.remove_task(before)
            task = bar.add_task(what)
        bar.update(task, completed=done, total=total)

    def render_bar(self) -> Progress:
        """A bar that leaves nothing behind."""
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.bar.start()
        return self.bar
