"""Let every single call for the disk fail in every command that writes, one after the other.

    python tests/bench/write_faults.py [MOST] [SEED] [COMMAND...]

Needs strace. Each command runs once and is watched; then, for each call that it made on its
folder and for each of ENOSPC, EIO and EACCES, it runs again and that one call fails. At most MOST
runs a command, drawn by the seed; without a number, all of them. A run may end in a named error
with exit 2 or 3, everything old intact and nothing new in part; or in success, where the command
can do without that call and all is as without the failure. Exits with 1 where one ends otherwise.
"""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from writers import DONE, ENDS, WRITERS, State, faults, is_new, lost, prepare, run, state, warm

from rolefit.storage import schemas

CALLS = (
    *("openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate"),
    *("rename", "link", "unlink", "rmdir", "mkdir", "chmod", "fchmod", "getdents64"),
)
ERRORS = ("ENOSPC", "EIO", "EACCES")
PATIENCE = 60


class Fault(NamedTuple):
    """The n-th of the calls of one name fails."""

    call: str
    number: int
    error: str


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    said: str
    calls: list[str]
    """What strace wrote of the calls, in their order."""


def traced(name: str, place: Path, fault: Fault | None) -> Ended:
    """Run a command in a child that strace watches, with one failing call."""
    heard, say = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        signal.sigwait([signal.SIGUSR1])  # the calls are counted from here on
        os._exit(run(name, place, say))
    os.close(say)
    log = place.parent / "strace.txt"
    command = ["strace", "-f", "-y", "-qq", "-s0", "-o", str(log), "-p", str(pid)]
    command += ["-e", f"trace={','.join(CALLS)}", "-e", "signal=none"]
    if fault is not None:
        command += ["-e", f"inject={fault.call}:error={fault.error}:when={fault.number}"]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while "\nTracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        assert tracer.poll() is None, "strace cannot watch a process here"
        time.sleep(0.001)
    os.kill(pid, signal.SIGUSR1)
    said = b""
    while select.select([heard], [], [], PATIENCE)[0]:
        part = os.read(heard, 65536)
        said += part
        if not part:
            break
    else:
        os.kill(pid, signal.SIGKILL)  # it would never end; that is told by its code
    os.close(heard)
    status = os.waitpid(pid, 0)[1]
    tracer.wait(PATIENCE)
    code = os.waitstatus_to_exitcode(status)
    return Ended(code, said.decode(errors="replace"), log.read_text().splitlines())


def faults_of(calls: list[str], place: Path) -> list[Fault]:
    """Every call on the folder, with each of the errors."""
    counted: Counter[str] = Counter()
    found = []
    for line in calls:
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if call is None:
            continue
        counted[call[1]] += 1
        if str(place) in line and ".py" not in line:
            found += [Fault(call[1], counted[call[1]], error) for error in ERRORS]
    return found


def fell_elsewhere(calls: list[str], place: Path) -> bool:
    """Whether the call that failed was none on the folder: threads do not take turns alike."""
    hit = [line for line in calls if "(INJECTED)" in line and "resumed>" not in line]
    return any(str(place) not in line for line in hit)


def wrongs(name: str, ended: Ended, before: State, clean: State, after: State) -> list[str]:
    """What is wrong with how a run ended."""
    if name == "journal export" and ended.code == 3 and "could be read" in ended.said:
        return []  # the journal cannot be read to its end: what can be is exported, and it is said
    wrong = list(faults(name, before, clean, after))
    fine = ENDS.get(name, 0)
    if ended.code not in (fine, 2, 3):
        wrong.append(f"ended with {ended.code}: {ended.said[-300:]}")
    if "Traceback" in ended.said or "rolefit failed" in ended.said:
        wrong.append(f"no named error: {ended.said[-300:]}")
    if ended.code and not ended.said.strip():
        wrong.append("said nothing")
    if name == "take":
        wrong += lost(ended.said, clean, after)
    elif (ended.code == fine or DONE.search(ended.said)) and not is_new(clean, after):
        wrong.append(f"said to be done, and is not: {ended.said[-300:]}")
    return wrong


def main(most: int | None, seed: int, names: list[str]) -> int:
    """Fail, look, tell; returns the exit code."""
    chance = random.Random(seed)
    codes: Counter[int] = Counter()
    bad = left = of = elsewhere = 0
    schemas.field_docs = cache(schemas.field_docs)  # reads the source of each model, for long
    with tempfile.TemporaryDirectory() as folder:
        ready, place = prepare(Path(folder) / "ready"), Path(folder) / "place"
        before = state(ready)

        def anew() -> Path:
            shutil.rmtree(place, ignore_errors=True)
            return Path(shutil.copytree(ready, place))

        for name in names:
            warm(name, anew())
            plain = traced(name, anew(), None)
            assert plain.code == ENDS.get(name, 0), f"{name}: {plain.said}"
            clean, every = state(place), faults_of(plain.calls, place)
            of += len(every)
            chosen = every if most is None else chance.sample(every, min(most, len(every)))
            for fault in chosen:
                ended = traced(name, anew(), fault)
                if fell_elsewhere(ended.calls, place):
                    elsewhere += 1
                    continue
                after = state(place)
                codes[ended.code] += 1
                left += after.left > before.left
                wrong = wrongs(name, ended, before, clean, after)
                bad += bool(wrong)
                for line in wrong:
                    print(f"{name}, {' '.join(map(str, fault))}: {line}", flush=True)
    print(
        f"{codes.total()} of {of} failing calls in {len(names)} commands: {codes[3]} ended with 3,"
    )
    print(f"{codes[2]} with 2, {codes[0] + codes[1]} did without it; {left} left a temporary file;")
    print(f"{bad} ended otherwise, or left something broken; {elsewhere} fell on no file")
    return 1 if bad else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    names = [word for word in sys.argv[1:] if word in WRITERS] or [*WRITERS]
    sys.exit(main(numbers[0] if numbers else None, numbers[1] if numbers[1:] else 1, names))
