"""Kill an interview at random moments, and count answers that were noted and are not on disk.

    python tests/bench/take_kills.py [KILLS] [SEED]

An answer counts as noted once the interview says so. Exits with 1 if one was lost.
"""

from __future__ import annotations

import os
import random
import re
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from rolefit.cli import main
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load

RUBRIC = "first-marketing-hire"
LONGEST = 0.6
"""Seconds after which the latest kill comes: most interviews are over by then."""


def child(answers: int, told: int) -> None:
    """Take the interview with stdin and stderr on pipes; never returns."""
    os.dup2(answers, 0)
    os.dup2(told, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    os._exit(main(["take", RUBRIC, "--accessible", "--fresh"]))


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
        said = heard(told, time.monotonic() + after)
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
            part = os.read(told, 65536)
            if not part:
                break
            said += part
    return said


def on_disk() -> int:
    """How many answers the store holds."""
    if not store_path().exists() or not Path(store_path()).stat().st_size:
        return 0
    with Store(store_path()) as store:
        return sum(len(session.answers) for session in store.sessions())


def run(kills: int, seed: int) -> int:
    """Kill, count, tell; returns the exit code."""
    load(RUBRIC)
    chance = random.Random(seed)
    lost = kept = cut = 0
    for _ in range(kills):
        noted, found = killed(chance.uniform(0, LONGEST))
        lost += max(0, noted - found)
        kept += noted
        cut += noted < 22
    print(f"{kills} kills, {cut} of them midway, {kept} answers noted, {lost} lost")
    return 1 if lost else 0


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(run(*[*numbers, *[300, 1][len(numbers) :]]))
