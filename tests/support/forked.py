"""`rolefit` in a child of the test run, which has loaded everything: it starts in no time.

Streams, signals, the terminal and how it ends are those of a process of its own. What only an
interpreter that starts can tell is tested by one: what is loaded, the encoding of the streams, and
memory, of which a child counts what it was forked from.
"""

from __future__ import annotations

import fcntl
import importlib
import os
import pty
import resource
import signal
import struct
import sys
import termios
import traceback
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import pexpect

from rolefit.__main__ import run
from rolefit.storage.library import load

LOADED = (
    "rolefit.cli.pager",
    "rolefit.cli.take",
    "rolefit.cli.work.take",
    "rolefit.cli.interview.prompts",
)
"""What only runs at a terminal load: here, once, and not in each child."""

EXAMPLE = Path(__file__).parent.parent / "examples" / "week.yaml"
"""A rubric that is read before: that builds the validators."""


def forked(
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    *streams: int,
    folder: Path | None = None,
    seconds: int = 0,
) -> int:
    """Start a run with these descriptors as stdin, stdout and stderr; returns its process id.

    -1 is a stream that is closed. The run is ended when it has taken so many seconds, if any.
    """

    def connect() -> None:
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if folder is not None:
            os.chdir(folder)
        kept = [os.dup(stream) if stream >= 0 else -1 for stream in streams]
        for number, stream in enumerate(kept):
            if stream >= 0:
                os.dup2(stream, number)
                os.close(stream)
            else:
                os.close(number)

    pid: int = _fork(os.fork)
    if pid == 0:
        _become(arguments, environment, connect)
    return pid


def at_terminal(
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    dimensions: tuple[int, int],
    seconds: float = 30,
) -> pexpect.spawn[str]:
    """Start a run at a pseudo-terminal of so many rows and columns."""

    def connect() -> None:
        size = struct.pack("HHHH", *dimensions, 0, 0)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)

    pid, screen = _fork(pty.fork)
    if pid == 0:
        _become(arguments, environment, connect)
    spawn: Any = pexpect.spawn
    run = spawn(None, encoding="utf-8", dimensions=dimensions, timeout=seconds)
    run.ptyproc = importlib.import_module("ptyprocess").PtyProcess(pid, screen)
    run.pid, run.child_fd, run.closed, run.terminated = pid, screen, False, False
    found: pexpect.spawn[str] = run
    return found


def _fork(fork: Callable[[], Any]) -> Any:
    """Fork with everything loaded; other tests may have left threads, which the child lacks."""
    _load()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return fork()


@cache
def _load() -> None:
    for name in LOADED:
        importlib.import_module(name)
    load(EXAMPLE)


def _become(
    arguments: tuple[str, ...], environment: Mapping[str, str], connect: Callable[[], None]
) -> None:
    """Be `rolefit` with these arguments. Never returns."""
    try:
        connect()
        os.environ.clear()
        os.environ.update(environment)
        sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w")
        sys.argv = ["rolefit", *arguments]
        # Libraries that other tests load change how an interrupt is heard; no run knows of them.
        signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))
        run()
    except BaseException:  # a child must not go on as a second test run
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(70)


def _stream(number: int, mode: str) -> TextIO | Any:
    """A standard stream as the interpreter opens it; None if it is closed."""
    try:
        os.fstat(number)
    except OSError:
        return None
    errors = "backslashreplace" if number == 2 else "strict"
    buffering = 1 if number == 2 else -1
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    return open(number, mode, buffering, encoding=encoding, errors=errors, closefd=False)
