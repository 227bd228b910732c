"""What can go wrong, in one type, and the exit codes that tell a script about it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Exit(IntEnum):
    """Exit codes of the command line: the contract scripts rely on."""

    DONE = 0
    NO = 1
    UNUSABLE = 2
    OUR_TROUBLE = 3
    HUNG_UP = 129
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

    def lines(self) -> tuple[str, ...]:
        """What is shown, line by line; a newline inside a line is text from outside."""
        return (self.message, *((f"    {self.hint}",) if self.hint else ()))


class NoRubric(RolefitError):
    """No rubric goes by that name."""


class Several(RolefitError):
    """Errors that are told together."""

    def __init__(self, errors: list[RolefitError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors

    def lines(self) -> tuple[str, ...]:
        """The lines of all of them."""
        return tuple(line for error in self.errors for line in error.lines())


class PipeClosed(RolefitError):
    """Whoever read our output has gone; there is nobody to tell."""

    exit_code = Exit.PIPE_CLOSED

    def __init__(self) -> None:
        super().__init__("the reader of the output has gone")

    def lines(self) -> tuple[str, ...]:
        """Nothing."""
        return ()


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
    wanted: str = ""
    """A name that nothing answers to."""
    known: tuple[str, ...] = ()
    """The names that would have been understood there."""

    @property
    def advice(self) -> str:
        """What to write instead; nearest names are looked for only when somebody reads them."""
        return self.hint or (nearest(self.wanted, self.known) if self.wanted else "")

    @property
    def at_key(self) -> bool:
        """Whether the key is to blame rather than the value behind it."""
        return self.code in ("unknown-item", "unknown-key", "missing", "duplicate-id")


class Invalid(ValueError):
    """Content that broke one or more rules, every one of them listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{dotted_path(p.path)}: {p.message}" for p in problems))
        self.problems = problems


def nearest(name: str, known: Sequence[str]) -> str:
    """A hint that offers the known name most like `name`, or lists what is known."""
    # difflib costs as much as a small report: only those who err pay for it.
    from difflib import get_close_matches  # noqa: PLC0415

    folded = {word.casefold(): word for word in known}
    close = get_close_matches(name[:80].casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return f"did you mean `{folded[close[0]]}`?"
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"known: {listed}" if known else ""


def sentences(*parts: str) -> str:
    """Hints one after another, each a sentence; the first begins small, as every hint does."""
    first, *rest = (part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    return " ".join([first, *(part[:1].upper() + part[1:] for part in rest)])


def dotted_path(path: tuple[str | int, ...]) -> str:
    """A path as people read it: `items.3.options`, or `(top)` for the whole file."""
    return ".".join(str(step) for step in path) or "(top)"
