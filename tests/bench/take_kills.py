"""Kill an interview at random moments, and count answers that were noted and are not on disk.

    python tests/bench/take_kills.py [KILLS] [SEED] [--terminal]

An answer counts as noted once the interview says so; at a terminal, where it is drawn on one page,
once the next question is there. Exits with 1 if one was lost.
"""

from __future__ import annotations

import os
import pty
import random
import re
import select
import signal
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from rolefit.cli import main
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load

RUBRIC = "first-marketing-hire"
QUESTION = re.compile(rb"Question (\d+)")
PAUSE = 0.01
"""Seconds between two keys."""
PATIENCE = 30
LONGEST, AT_A_TERMINAL = 0.6, 4.0
"""Seconds after the first word within which the kill comes: most interviews are over by then."""


def child(answers: int, told: int) -> None:
    """Take the interview with stdin and stderr on pipes; never returns."""
    os.dup2(answers, 0)
    os.dup2(told, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    os._exit(main(["take", RUBRIC, "--accessible", "--fresh"]))


def killed_at_a_terminal(after: float) -> tuple[int, int]:
    """Kill one interview at a pseudo-terminal; how many answers it noted, how many are on disk."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ROLEFIT_DATA_DIR=folder, TERM="xterm-256color", COLUMNS="80", LINES="50")
        pid, screen = pty.fork()
        if pid == 0:
            sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
            os._exit(main(["take", RUBRIC, "--fresh", "--name", "Ada"]))
        keys, drawn = cycle((b"1", b"\r")), heard_first(screen)
        end = time.monotonic() + after
        while (left := end - time.monotonic()) > 0:
            drawn += heard(screen, time.monotonic() + min(left, PAUSE))
            if QUESTION.search(drawn):
                os.write(screen, next(keys))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        drawn += heard(screen, time.monotonic() + 5)
        os.close(screen)
        asked = [int(number) for number in QUESTION.findall(drawn)]
        return max(asked, default=1) - 1, on_disk()


def killed(after: float) -> tuple[int, int]:
    """Kill one interview; returns how many answers it noted and how many are on disk."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROLEFIT_DATA_DIR"] = folder
        answers, type_ = os.pipe()
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            child(answers, tell)
        os.close(answers)
        os.close(tell)
        os.write(type_, b"1\n" * 22)  # the pipe stays open: nothing ends but by the kill
        said = heard_first(told)
        said += heard(told, time.monotonic() + after)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        said += heard(told, time.monotonic() + 5)
        os.close(told)
        os.close(type_)
        noted = len(re.findall(rb"^Noted: .", said, re.MULTILINE))
        return noted, on_disk()


def heard(told: int, until: float) -> bytes:
    """What is said until a moment, or until the pipe ends."""
    said = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([told], [], [], left)[0]:
            try:
                part = os.read(told, 65536)
            except OSError:  # how a terminal says that nobody writes to it any more
                break
            if not part:
                break
            said += part
    return said


def heard_first(told: int) -> bytes:
    """The first that is said: from then on the kill is timed, however busy the machine is."""
    select.select([told], [], [], PATIENCE)
    return heard(told, time.monotonic() + 0.001)


def on_disk() -> int:
    """How many answers the store holds."""
    if not store_path().exists() or not Path(store_path()).stat().st_size:
        return 0
    with Store(store_path()) as store:
        return sum(len(session.answers) for session in store.sessions())


def run(kills: int, seed: int, *, terminal: bool) -> int:
    """Kill, count, tell; returns the exit code."""
    load(RUBRIC)
    chance = random.Random(seed)
    lost = kept = cut = 0
    for _ in range(kills):
        if terminal:
            noted, found = killed_at_a_terminal(chance.uniform(0, AT_A_TERMINAL))
        else:
            noted, found = killed(chance.uniform(0, LONGEST))
        lost += max(0, noted - found)
        kept += noted
        cut += noted < 22
    print(f"{kills} kills, {cut} of them midway, {kept} answers noted, {lost} lost")
    return 1 if lost else 0


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    kills, seed = [*numbers, *[300, 1][len(numbers) :]]
    sys.exit(run(kills, seed, terminal="--terminal" in sys.argv))
