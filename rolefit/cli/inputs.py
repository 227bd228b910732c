"""What a command reads, remembered so that its output is never written over it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.errors import Problem, RolefitError
from rolefit.storage import library
from rolefit.storage.library import LocatedRubric
from rolefit.storage.shipped import shipped_folder

if TYPE_CHECKING:
    from rolefit.rubric.claims import ClaimRegister
    from rolefit.rubric.model import Rubric

_STDIN = "-"
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a file of its own while it works on it."""


class Inputs:
    """The files that one run reads. Every reader goes through it; the delivery asks it."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._read: list[tuple[Path, str]] = []
        self._quiet = quiet
        self._rubrics: dict[Path, Rubric] = {}
        self._stdin = False

    def responses(self, name: str) -> bytes:
        """The bytes of a responses file; `-` is stdin."""
        if name == _STDIN:
            self._stdin = True
            return library.read_stdin()
        self.note(Path(name), "answers")
        return library.read_file(Path(name))

    def rubric(self, name: str, *, listed: bool = False) -> Rubric:
        """A rubric by its name or file, read once in a run; see `library.load`.

        Where a name leads to what somebody else may have written, it is said where that lies;
        a list says it by itself.
        """
        path = library.locate(name)
        if path not in self._rubrics:
            self.note(path, "a rubric")
            self._rubrics[path] = library.load(name)
            if not listed and path != Path(name) and path.parent != shipped_folder():
                self._tell_origin(name, path)
        return self._rubrics[path]

    def _tell_origin(self, name: str, path: Path) -> None:
        """Say where a rubric was found that the person did not add."""
        from rolefit.storage.own import find_own

        own = find_own(name)
        if own is not None and not own.added:
            output.remark(f"{name} is a rubric of {own.origin}: {path}", quiet=self._quiet)

    def rubric_file(self, name: str) -> LocatedRubric:
        """A rubric with its document; see `library.find`."""
        self.note(library.locate(name), "a rubric")
        return library.find(name)

    def rubric_text(self, name: str) -> bytes:
        """A rubric as its file holds it."""
        path = library.locate(name)
        self.note(path, "a rubric")
        return library.read_file(path)

    def claims(self) -> ClaimRegister:
        """The shipped register of claims."""
        self.note(library.register_path(), "the register of claims")
        return library.register()

    def unknown_claims(self, found: LocatedRubric) -> Iterator[Problem]:
        """Citations of claims that are nowhere; see `library.unknown_claims`."""
        self.note(library.register_path(), "the register of claims")
        return library.unknown_claims(found)

    def journal(self) -> Path:
        """Where the journal is, with what SQLite puts beside it."""
        from rolefit.storage.journal.store import store_path

        path = store_path()
        for name in (path, *(Path(f"{path}{ending}") for ending in _BESIDE)):
            self.note(name, "the journal")
        return path

    def peek(self, path: Path) -> bytes:
        """The bytes of a file that is looked into before it may be replaced."""
        return library.read_file(path)

    def holds(self, path: Path) -> bool:
        """Whether a file was read, under whatever name."""
        return any(same_file(path, one) for one, _ in self._read)

    def exported(self, name: str, most: int) -> bytes:
        """The bytes of an exported journal, one more than allowed at most."""
        self.note(Path(name), "a journal")
        return library.read_file(Path(name), most)

    def round_file(self, path: Path) -> bytes:
        """The bytes of the file of a round."""
        self.note(path, "a round")
        return library.read_file(path)

    def note(self, path: Path, what: str) -> None:
        """Remember a file that is read, and what it holds."""
        self._read.append((path, what))

    def refuse(self, target: Path) -> None:
        """Raise RolefitError where an output is one of the files read, under whatever name."""
        held = next((what for path, what in self._read if same_file(target, path)), None)
        if held is None and self._stdin and _is_stdin(target):
            held = "answers"
        if held is not None:
            hint = "nothing was written; write to another file"
            raise RolefitError(f"{target}: holds {held} that this command reads", hint)


def same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would once it is there."""
    try:
        if os.path.samefile(path, other):
            return True
    except (OSError, ValueError):  # one of them is not there, or cannot be
        pass
    try:
        return path.name == other.name and os.path.samefile(path.parent, other.parent)
    except (OSError, ValueError):
        return False


def _is_stdin(path: Path) -> bool:
    """Whether a file is what stdin was redirected from."""
    try:
        return os.path.samestat(os.fstat(sys.stdin.fileno()), os.stat(path))
    except (OSError, ValueError, AttributeError):
        return False
