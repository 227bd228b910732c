"""What can go wrong, in one type, and the exit codes that tell a script about it."""

from enum import IntEnum
from typing import NamedTuple


class Exit(IntEnum):
    """Exit codes of the command line: the contract scripts rely on."""

    DONE = 0
    NO = 1
    UNUSABLE = 2
    OUR_TROUBLE = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


class RolefitError(Exception):
    """A failure that has a name: what happened, and what to do about it.

    `message` says what is wrong and where; `hint` says what to write or type instead.
    """

    exit_code = Exit.UNUSABLE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class StoreError(RolefitError):
    """The disk, a pipe or another thing around us failed: not the user's input."""

    exit_code = Exit.OUR_TROUBLE


class Problem(NamedTuple):
    """One thing wrong with the content of a file.

    `path` leads from the top of the file to the value at fault: keys as text, places in a list as
    numbers. `code` is a name that `rolefit explain` knows.
    """

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    code: str = "value"


class Invalid(ValueError):
    """Content that broke one or more rules, every one of them listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{dotted(p.path)}: {p.message}" for p in problems))
        self.problems = problems


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people read it: `items.3.options`, or `(top)` for the whole file."""
    return ".".join(str(step) for step in path) or "(top)"
