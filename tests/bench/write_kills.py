"""Kill every command that writes at random moments, and look at what it left.

    python tests/bench/write_kills.py [KILLS] [SEED] [COMMAND...]

No file may be there under its final name but whole, old or new; no new folder in part; the journal
is sound, and is the old one or the new one; and what a command said it had done is done. Exits
with 1 where anything of that does not hold.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from writers import DONE, ENDS, WRITERS, State, faults, is_new, lost, prepare, run, state, warm

TRIES = 2
"""Runs that are timed before the kills."""


class Course(NamedTuple):
    """A command that was left to run to its end."""

    before: State
    clean: State
    seconds: float


def forked(name: str, place: Path, after: float | None) -> tuple[int, str]:
    """Run a command in a child, and kill it after a time; how it ended, and what it said."""
    heard, say = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        os._exit(run(name, place, say))
    os.close(say)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    said = b""
    while part := os.read(heard, 65536):
        said += part
    os.close(heard)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode(errors="replace")


def whole_course(name: str, ready: Path, place: Path) -> Course:
    """How a command leaves the folder, and how long it takes."""
    took = []
    for _ in range(TRIES):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(ready, place)
        start = time.monotonic()
        code, said = forked(name, place, None)
        took.append(time.monotonic() - start)
        assert code == ENDS.get(name, 0), f"{name}: {code}: {said}"
    return Course(state(ready), state(place), max(took))


def killed(name: str, course: Course, place: Path, after: float) -> tuple[list[str], bool, int]:
    """What is wrong after a kill, whether the command was cut off, and how many files it left."""
    code, said = forked(name, place, after)
    found = state(place)
    wrong = list(faults(name, course.before, course.clean, found))
    if name == "take":
        wrong += lost(said, course.clean, found)
    elif DONE.search(said) and not is_new(course.clean, found):
        wrong.append(f"said to be done, and is not: {said[:80]}")
    return wrong, code == -signal.SIGKILL, found.left - course.before.left


def main(kills: int, seed: int, names: list[str]) -> int:
    """Kill, look, tell; returns the exit code."""
    chance = random.Random(seed)
    bad = cut = left = total = 0
    with tempfile.TemporaryDirectory() as folder:
        ready, place = prepare(Path(folder) / "ready"), Path(folder) / "place"
        for name in names:
            warm(name, shutil.copytree(ready, place, dirs_exist_ok=True))
            course = whole_course(name, ready, place)
            for _ in range(max(1, kills // len(names))):
                shutil.rmtree(place)
                shutil.copytree(ready, place)
                wrong, midway, more = killed(
                    name, course, place, chance.uniform(0, course.seconds * 1.1)
                )
                total, cut, left = total + 1, cut + midway, left + (more > 0)
                bad += bool(wrong)
                for line in wrong:
                    print(f"{name}: {line}")
            shutil.rmtree(place)
    print(f"{total} kills of {len(names)} commands, {cut} of them midway: {bad} left something")
    print(f"broken or lost, {left} left a temporary file")
    return 1 if bad else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    names = [word for word in sys.argv[1:] if word in WRITERS] or [*WRITERS]
    first, second = [*numbers, *[400, 1][len(numbers) :]]
    sys.exit(main(first, second, names))
