"""What all tests share: the command line as a function, golden files, rubrics to try things on."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_rubric import hostile  # noqa: F401 - a fixture for every test
from runs import Ran
from strangers import check, report, score, write  # noqa: F401 - fixtures for every test

from rolefit.cli import main

# A shell that runs the tests in the background has them ignore interrupts, and so would every
# process that they start: those that are interrupted by a test would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Rewrite golden files.")


@pytest.fixture(autouse=True)
def no_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing may touch the real home folder: there is none."""
    monkeypatch.setenv("HOME", "/nonexistent/home")
    for name in ("NO_COLOR", "FORCE_COLOR", "ROLEFIT_DEBUG", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")

    def refuse() -> Path:
        raise AssertionError("the home folder was asked for")

    monkeypatch.setattr(Path, "home", refuse)


class Pipe(io.TextIOWrapper):
    """A stream like a pipe: bytes below, an encoding above."""

    def __init__(self, content: bytes = b"", encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(content), encoding=encoding, newline="\n", write_through=True)

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.fixture
def rolefit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the real main(); returns code, stdout, stderr."""

    def run(*arguments: str, stdin: bytes = b"", encoding: str = "utf-8") -> Ran:
        out, err = Pipe(encoding=encoding), Pipe(encoding=encoding)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Pipe(stdin))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main(list(arguments))
        return Ran(int(code), out.text(), err.text())

    return run
