"""What a stranger sends, and a run on it that is watched: its limits, its exit code, its words."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

import pytest
from forked import forked
from runs import Ran, Run

import rolefit as package

Write = Callable[[str, "str | bytes"], str]
"""Writes a file into the folder in which the test runs; returns its name."""
CODE = Path(package.__file__).parent
SECONDS, MEGABYTES = 5, 400
CODES = (0, 1, 2, 3, 130, 141, 143)
HEAD = """\
rubric: tiny
version: "1.0"
model: contrast
title: A tiny rubric
audience: tests
purpose: development
minutes: 1
evidence_status: advice_only
limits: [made up]
outcomes: {a: {name: an a, summary: A.}, b: {name: a b, summary: B.}}
dimensions: {d: {name: D, about: D., weight: 1}}
texts: {too_close: {summary: Close.}, not_yet: {summary: Not yet.}}
"""
FIRST = """\
  - id: one
    type: single
    dimension: d
    ask: One?
    allow_na: false
    options: [{id: x, text: X., favors: {a: 1}}, {id: y, text: Y., favors: {b: 1}}]
"""
RUBRIC = f"{HEAD}items:\n{FIRST}"
TWO = "  - {id: two, type: numeric, ask: Two?, unit: hours, range: [0, 100]}\n"
ANSWERS = "rubric: tiny\nanswers: {one: x}\n"


class Process(NamedTuple):
    """What a process of its own did."""

    code: int
    out: str
    err: str
    megabytes: float


ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONPATH": str(CODE.parent),
    "HOME": "/nonexistent/home",
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    "COLUMNS": "80",
}
MODULE = (sys.executable, "-m", "rolefit")


LAUNCHER = """
import json, os, resource, sys
report, seconds, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
child = os.fork()
if not child:
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
with open(int(report), "w") as stream:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime,
               usage.ru_maxrss / 1024], stream)
"""
"""Starts a command and tells how it ended. A process counts as its own the memory of the one that
forked it (Linux, getrusage(2)), so it is not forked from the test run, which holds much more."""


def process(
    *arguments: str,
    folder: Path | None = None,
    command: Sequence[str] = MODULE,
    environment: Mapping[str, str] | None = None,
) -> Process:
    """Run rolefit in a process of its own, under the limits, and see how it ends."""
    file = tempfile.TemporaryFile
    with file() as out, file() as err, file() as report:
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(report.fileno()), str(SECONDS)]
        child = subprocess.Popen(
            [*launcher, *command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env={**ENVIRONMENT, **(environment or {})},
            pass_fds=[report.fileno()],
            start_new_session=True,
        )
        ended(child)
        code, seconds, megabytes = json.loads(text_of(report))
        ran = Process(code, text_of(out), text_of(err), megabytes)
    assert ran.code in CODES
    assert "Traceback" not in ran.err
    assert seconds < SECONDS
    assert ran.megabytes < MEGABYTES
    return ran


def limited(*arguments: str, folder: Path | None = None) -> Process:
    """Run rolefit in a child of this process, under the same limits, and see how it ends.

    What an interpreter takes to start is left out, in time and in memory; the limits are lower by
    more than that.
    """
    file = tempfile.TemporaryFile
    with open(os.devnull, "rb") as nothing, file() as out, file() as err:
        streams = nothing.fileno(), out.fileno(), err.fileno()
        before = _megabytes()
        child = forked(arguments, ENVIRONMENT, *streams, folder=folder, seconds=SECONDS)
        _, status, usage = os.wait4(child, 0)
        code, megabytes = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024 - before
        ran = Process(code, text_of(out), text_of(err), megabytes)
    assert ran.code in CODES, ran
    assert "Traceback" not in ran.err
    assert usage.ru_utime + usage.ru_stime < SECONDS - 1
    assert ran.megabytes < MEGABYTES - 60
    return ran


def _megabytes() -> float:
    """The memory that this process holds, which a child counts as its own."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def ended(child: subprocess.Popen[bytes]) -> int:
    """Exit code of a process, which is stopped with its children when it takes too long."""
    own = os.getpgid(child.pid) == child.pid
    stop = partial(os.killpg, child.pid, signal.SIGKILL) if own else child.kill
    stuck = threading.Timer(4 * SECONDS, stop)
    stuck.start()
    try:
        return child.wait()
    finally:
        stuck.cancel()


def text_of(stream: IO[bytes]) -> str:
    """Everything that was written to a temporary file."""
    stream.seek(0)
    return stream.read().decode("utf-8", "backslashreplace")


def shell(line: str) -> Process:
    """A line for the shell, in which $rolefit is the program."""
    environment = {"rolefit": " ".join(MODULE)}
    return process("-c", line, command=("/bin/sh",), environment=environment)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file into the folder in which the test runs."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, content: str | bytes) -> str:
        raw = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(raw)
        return name

    return put


@pytest.fixture
def check(rolefit: Run, write: Write) -> Run:
    """What `rolefit rubric check` says about a rubric."""

    def run(content: str | bytes, name: str = "rubric.yaml") -> Ran:
        return rolefit("rubric", "check", write(name, content), "--quiet")

    return run


@pytest.fixture
def score(rolefit: Run, write: Write) -> Run:
    """What `rolefit score` says about answers to a rubric."""

    def run(
        answers: str | bytes = ANSWERS,
        rubric: str = RUBRIC,
        options: Sequence[str] = (),
        name: str = "answers.yaml",
    ) -> Ran:
        write("rubric.yaml", rubric)
        return rolefit("score", write(name, answers), "--rubric", "rubric.yaml", *options)

    return run


def changed(old: str, new: str, text: str = RUBRIC) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def acting(text: str) -> set[str]:
    """The characters of an output that a terminal might act upon instead of drawing."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ACTING}


FORGED = "TOTAL 100 HIRE"


def harmless(text: str) -> bool:
    """Whether a text that holds a stranger's words neither acts nor forges a line."""
    return not acting(COLOURS.sub("", text)) and not re.search(rf"(?m)^\s*{FORGED}", text)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) == "Mn" for c in text)


@pytest.fixture
def report(rolefit: Run, write: Write) -> Run:
    """Score into a file."""
    write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)

    def run(target: str, *options: str) -> Ran:
        return rolefit(
            "score", "answers.yaml", "--rubric", "rubric.yaml", "--output", target, *options
        )

    return run
