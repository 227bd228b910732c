"""Show a long result through the pager that the person has chosen."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rolefit.errors import RolefitError

_USUAL = ("less", "more")
_LESS = "FRX"
"""For less: no paging of what fits on the screen, colours as they are, no clearing."""


class NoPager(RolefitError):
    """The pager did not show the text."""


def page(text: str) -> None:
    """Show a text through the pager and wait until it ends. Raises NoPager where it fails."""
    command = pager_command()
    if not command:
        raise NoPager("no pager was found", "set PAGER to one")
    # Without a shell: what PAGER holds is one program and its arguments.
    try:
        reader = subprocess.Popen(  # noqa: S603 - the person's own program
            command, stdin=subprocess.PIPE, env={"LESS": _LESS, "LV": "-c", **os.environ}
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be run"
        raise NoPager(f"PAGER: `{command[0]}`: {reason}") from None
    with _leave_interrupts():
        try:
            feed(reader, text)
            code = reader.wait()
        except BaseException:
            reader.terminate()
            raise
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code:
        how = f"exit code {code}" if code > 0 else f"signal {-code}"
        raise NoPager(f"PAGER: `{command[0]}` ended with {how}")


def pager_command() -> list[str]:
    """The pager and its arguments: PAGER, or else a usual one that is there."""
    named = os.environ.get("PAGER", "").strip()
    if named:
        try:
            return shlex.split(named, posix=os.name == "posix")
        except ValueError:
            raise NoPager(f"PAGER: `{named}` is not closed with a quotation mark") from None
    return [name for name in _USUAL if shutil.which(name)][:1]


def feed(reader: subprocess.Popen[bytes], text: str) -> None:
    """Write a text to a pager, which may end before it has read everything."""
    assert reader.stdin is not None
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    with suppress(BrokenPipeError):
        reader.stdin.write(text.encode(encoding, "backslashreplace"))
    with suppress(BrokenPipeError):
        reader.stdin.close()


@contextmanager
def _leave_interrupts() -> Iterator[None]:
    """Leave interrupts to the pager: what Ctrl-C does there is its own affair."""
    if threading.current_thread() is not threading.main_thread():
        yield  # whoever runs us there handles signals
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
