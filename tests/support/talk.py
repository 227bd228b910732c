"""A small rubric with every kind of question, and a terminal to answer it at."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any, Self

import pexpect
from forked import at_terminal
from make import HEAD, LABELS, OUTCOMES
from rich.cells import cell_len

A, B = {"favors": {"a": 1}}, {"favors": {"b": 1}}
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "id": "team",
        "type": "single",
        "dimension": "d",
        "ask": "Who does the work?",
        "help": "Count the last month.",
        "why": "Work shows who is needed.",
        "source": ["XX-01"],
        "options": [
            {"id": "mine", "text": "I do it myself.", **A},
            {"id": "ours", "text": "We share it.", **B},
            {"id": "theirs", "text": "Others do it.", **B},
        ],
    },
    {
        "id": "tools",
        "type": "multi",
        "dimension": "d",
        "ask": "Which tools were used?",
        "options": [
            {"id": "pen", "text": "A pen", **A},
            {"id": "phone", "text": "A phone", **B},
            {"id": "board", "text": "A board", **B},
        ],
    },
    {
        "id": "hours",
        "type": "numeric",
        "dimension": "d",
        "ask": "How many hours went into it?",
        "unit": "hours",
        "range": [0, 40],
        "breakpoints": [{"at": 0, "value": 0}, {"at": 40, "value": 1}],
        "toward": "a",
        "allow_na": False,
    },
    {"id": "chair", "type": "yes_no", "ask": "Do you chair a meeting?", "allow_na": False},
    {
        "id": "often",
        "type": "likert",
        "dimension": "d",
        "ask": "How often do you chair it?",
        "labels": LABELS,
        "toward": "a",
        "ask_when": {"item": "chair", "is": "yes"},
    },
    {
        "id": "level",
        "type": "bars",
        "dimension": "d",
        "ask": "How well is it done?",
        "interview_question": "Tell me about the last time.",
        "levels": [{"anchor": "Late."}, {"anchor": "In time."}, {"anchor": "Early."}],
        "half_levels": True,
        "toward": "a",
        "allow_na": False,
    },
)
RAW: dict[str, Any] = {
    **HEAD,
    "model": "contrast",
    "outcomes": OUTCOMES,
    "dimensions": {"d": {"name": "d", "about": "d", "weight": 1}},
    "sources": {"XX-01": {"claim": "Work comes first.", "title": "On work", "author": "A. Nobody"}},
    "items": ITEMS,
    "consistency_pairs": [
        {
            "items": ["team", "level"],
            "when": {"all": [{"item": "team", "is": "theirs"}, {"item": "level", "at_least": 3}]},
            "say": "Others do it, and it is early.",
        }
    ],
}
LAST = "That was the last question."
PATIENCE = 60
"""Seconds after which a program that was to end is taken to hang."""


def rubric_file(folder: Path, **more: Any) -> str:
    """The rubric as a file, with some parts changed."""
    path = folder / "tiny.json"
    path.write_text(json.dumps({**RAW, **more}), encoding="utf-8")
    return str(path)


class Glass:
    """The few terminal commands that a question is drawn with: what is seen, and the cursor."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.lines: list[list[str]] = [[]]
        self.x = self.y = 0
        self.hidden = False
        self.rest = ""

    def feed(self, text: str) -> None:
        """Draw what a program wrote."""
        text = self.rest + text
        cut = re.search(r"\x1b(\[[0-9;?]*)?$", text)
        self.rest = text[cut.start() :] if cut else ""
        text = text[: cut.start()] if cut else text
        for found in re.finditer(r"\x1b\[(\??[0-9;]*)([A-Za-z])|\x1b.|([^\x1b])", text, re.DOTALL):
            if found[3]:
                self.put(found[3])
            elif found[2]:
                self.act(found[2], found[1])

    def put(self, character: str) -> None:
        """Write one character."""
        if character == "\r":
            self.x = 0
        elif character == "\n":
            self.y += 1
        elif character == "\b":
            self.x = max(0, self.x - 1)
        elif character >= " ":
            line = self.line()
            line += [" "] * (self.x - len(line))
            wide = cell_len(character)
            line[self.x : self.x + wide] = [character, *[""] * (wide - 1)]
            self.x += wide
        self.line()

    def line(self) -> list[str]:
        """The line that the cursor is on."""
        while len(self.lines) <= self.y:
            self.lines.append([])
        return self.lines[self.y]

    def act(self, command: str, values: str) -> None:
        """Move the cursor, or erase."""
        count = int(values) if values.isdigit() else 1
        match command:
            case "A":
                self.y = max(0, self.y - count)
            case "B":
                self.y += count
            case "C":
                self.x += count
            case "D":
                self.x = max(0, self.x - count)
            case "K":
                del self.line()[self.x :]
            case "J":
                del self.line()[self.x :]
                del self.lines[self.y + 1 :]
            case "h" | "l" if values == "?25":
                self.hidden = command == "l"

    @property
    def text(self) -> str:
        """Everything that was written and not erased again."""
        return "\n".join("".join(line).rstrip() for line in self.lines)

    @property
    def here(self) -> str:
        """The line under the cursor."""
        return "".join(self.line()).rstrip()


class Terminal:
    """`rolefit` at a real pseudo-terminal."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 50,
        name: str | None = "Ada",
        process: bool = False,
        **env: str,
    ) -> None:
        """`name` is told on the command line; without one the interview asks for it.

        With `process` it is an interpreter of its own, from its first line on.
        """
        named = [] if name is None or "--name" in arguments else ["--name", name]
        known = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env}
        for name in ("COLUMNS", "LINES", "LC_ALL", "ROLEFIT_ACCESSIBLE"):
            if name not in env:
                known.pop(name, None)
        words, size = ("take", *arguments, *named), (rows, columns)
        self.child = (
            pexpect.spawn(
                sys.executable,
                ["-m", "rolefit", *words],
                env=known,
                dimensions=size,
                encoding="utf-8",
            )
            if process
            else at_terminal(words, known, size)
        )
        self.glass = Glass(columns)
        self.raw = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    def see(self, wanted: str, seconds: float = 20) -> str:
        """Wait until something is to be seen; returns all that is."""
        end = time.monotonic() + seconds
        while wanted not in self.glass.text or self.pending():
            assert time.monotonic() < end, f"no {wanted!r} in:\n{self.glass.text}"
            try:
                self.read(0.2)
            except pexpect.EOF:
                assert wanted in self.glass.text, self.glass.text
                break
        return self.glass.text

    def pending(self) -> bool:
        """Read what is already there; whether there was something."""
        try:
            return self.read(0.05)
        except pexpect.EOF:
            return False

    def read(self, seconds: float) -> bool:
        """Read what comes; whether something came."""
        try:
            text = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        self.raw += text
        self.glass.feed(text)
        return True

    def press(self, keys: str, wanted: str = "") -> str:
        """Press keys and wait for what they lead to."""
        self.child.send(keys)
        return self.see(wanted)

    def hang_up(self) -> None:
        """Close the window."""
        window: Any = self.child  # its types leave out what it is made of
        window.ptyproc.fileobj.close()

    def end(self) -> int:
        """Wait for the end; returns the exit code. One that does not end is killed: -1."""
        last = time.monotonic() + PATIENCE
        try:
            while True:
                self.read(0.2)
                if not self.child.isalive() and not self.pending():
                    break
                if time.monotonic() > last:
                    self.child.kill(signal.SIGKILL)
        except pexpect.EOF:
            pass
        self.child.wait()
        self.child.close()
        return -1 if self.child.exitstatus is None else self.child.exitstatus
