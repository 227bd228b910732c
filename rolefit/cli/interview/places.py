"""Where questions can be asked: a screen, plain lines, or nowhere."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from rolefit.cli import output

if TYPE_CHECKING:
    from rolefit.cli.interview.asking import Asker
    from rolefit.reports.formats.ink import Look

GLYPHS = "✓–○·▸…→“”"


def asker(*, accessible: bool) -> Asker | None:
    """Who asks here; None where there is nobody to be asked."""
    accessible = accessible or os.environ.get("ROLEFIT_ACCESSIBLE", "0") not in ("", "0")
    at_terminal = terminal(sys.stdin)
    if sys.stdin is None or not (accessible or at_terminal):
        return None
    stream = screen()
    if accessible or os.environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        if at_terminal and stream is None:
            return None
        from rolefit.cli.interview.plain_prompts import Plain

        return Plain()
    if stream is None:
        return None
    from rolefit.cli.interview.prompts import Screen

    return Screen(stream, look(stream))


def terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    with suppress(OSError, ValueError):
        return stream is not None and stream.isatty()
    return False


def screen() -> TextIO | None:
    """Where questions are drawn: not in the way of the result, unless there is no other place."""
    return next((s for s in (sys.stderr, sys.stdout) if terminal(s)), None)


def look(stream: TextIO) -> Look:
    """What the terminal can show."""
    from rolefit.reports.formats.ink import Look

    colour = not os.environ.get("NO_COLOR")
    return Look(width=output.columns(), colour=colour, unicode=_draws_unicode(stream))


def _draws_unicode(stream: TextIO) -> bool:
    """Whether more than ASCII is likely to be drawn."""
    if os.environ.get("TERM") == "linux" or _plain_locale():
        return False
    try:
        GLYPHS.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _plain_locale() -> bool:
    """Whether the locale was set to C; Python writes UTF-8 even then, the terminal may not."""
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return named in ("C", "POSIX")
