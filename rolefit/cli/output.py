"""What leaves the process: results on stdout, remarks on stderr, all of it safe to print."""

from __future__ import annotations

import os
import shutil
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from rolefit.errors import RolefitError, StoreError
from rolefit.shown import show

if TYPE_CHECKING:
    from rolefit.reports.ink import Look

GLYPHS = "█▒┃·▽─→•✓✗●○±“”"


def reconfigure(stream: TextIO) -> None:
    """Let no character that a stream cannot encode end the process."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Write a result to stdout, all of it or an error.

    The text is taken as it is: whoever drew it has made it safe.
    """
    if sys.stdout is None:
        raise StoreError("stdout is closed: the result has nowhere to go", "use --output FILE")
    sys.stdout.write(text)
    sys.stdout.flush()


def remark(text: str, *, quiet: bool = False) -> None:
    """A remark for the person at the terminal."""
    if not quiet:
        to_stderr(show(text))


def complain(message: str, hint: str) -> None:
    """An error: what, where, why, and what to do next."""
    lines = [show(line) for line in message.split("\n")]
    lines[0] = lines[0] if ":" in lines[0].split(" ")[0] else f"rolefit: {lines[0]}"
    if hint:
        lines.append(f"    {show(hint)}")
    to_stderr("\n".join(lines))


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
    from rolefit.reports.ink import Look

    if for_file:
        return Look(width=80, colour=False, unicode=True)
    return Look(width=columns(), colour=coloured(), unicode=encodes(GLYPHS))


def columns() -> int:
    """Width of the terminal; COLUMNS decides, and a pipe gets 80."""
    return shutil.get_terminal_size((80, 24)).columns


def coloured() -> bool:
    """Whether to colour: a terminal that is not dumb, unless NO_COLOR or FORCE_COLOR say else."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and os.environ.get("TERM", "dumb") != "dumb"


def encodes(text: str) -> bool:
    """Whether stdout can write these characters, and the terminal is likely to draw them."""
    if os.environ.get("TERM") == "linux":
        return False
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def choice(value: str, allowed: tuple[str, ...], name: str) -> str:
    """One of the allowed words for an option. Raises RolefitError."""
    if value in allowed:
        return value
    from rolefit.items.base import nearest

    hint = nearest(value[:80], allowed)
    raise RolefitError(f"{name}: `{value[:80]}` is none of {', '.join(allowed)}", hint)
