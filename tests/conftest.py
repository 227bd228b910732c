"""What all tests share: the command line as a function, golden files, rubrics to try things on."""

from __future__ import annotations

import gc
import io
import signal
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import kept_bytecode  # noqa: F401 - before all else that is ours
import pytest
from built_once import built_once  # noqa: F401 - for every test
from effort import register_profiles
from hostile_rubric import hostile  # noqa: F401 - a fixture for every test
from runs import Ran
from strangers import check, report, score, write  # noqa: F401 - fixtures for every test

from rolefit.cli import main
from rolefit.rubric.model import Rubric
from rolefit.storage import library, schemas
from rolefit.storage.shipped import shipped_folder, shipped_names

register_profiles()

# A shell that runs the tests in the background has them ignore interrupts, and so would every
# process that they start: those that are interrupted by a test would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# The same goes for hanging up, which `nohup` has them ignore.
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Rewrite golden files.")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is tested of one shipped rubric is tested by one worker: it reads and assesses once."""
    known = set(shipped_names())
    for item in items:
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        about = known & {one for one in parameters if isinstance(one, str)}
        if about and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(min(about)))
    if config.getoption("loadgroup", default=False):
        for item in items:
            tell_group(item)


def tell_group(item: pytest.Item) -> None:
    """Write the group of a test behind its name, which is where a scheduler looks for it.

    The plugin means to, but has not been heard since pytest 9.2 keeps names in parts: it writes to
    an attribute that nobody reads, and each worker then makes anew what a group shares.
    """
    group = item.get_closest_marker("xdist_group")
    if group is not None and hasattr(item, "_id"):
        item._id = type(item.id).parse(f"{item.nodeid}@{group.args[0]}")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests stay to the end: collections of garbage need not look at them again.

    What tests keep for one another stays as well, and is looked at seldom: that was a twelfth of
    all the work.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    """Each worker reads each shipped rubric once, and makes the schema of each model once.

    Rubrics are frozen values; a shipped one is kept for the next run in any case, on the disk.
    """
    found: dict[tuple[Path, bytes], Rubric] = {}
    load, keep, ours = library.load_compiled, library.keep_compiled, shipped_folder()

    def load_once(source: Path, raw: bytes) -> Rubric | None:
        if source.parent == ours and (source, raw) not in found and (kept := load(source, raw)):
            found[source, raw] = kept
        return found.get((source, raw)) if source.parent == ours else load(source, raw)

    def keep_once(source: Path, raw: bytes, rubric: Rubric) -> None:
        if source.parent == ours:
            found[source, raw] = rubric
        keep(source, raw, rubric)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load_compiled", load_once)
        patch.setattr(library, "keep_compiled", keep_once)
        patch.setattr(schemas, "field_docs", cache(schemas.field_docs))
        patch.setattr(schemas, "model_schema", made_once(schemas.model_schema))
        yield


def made_once(schema: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """A schema is made once, and each time given as a copy: callers add to it."""
    kept = cache(schema)
    return lambda *of, **how: deepcopy(kept(*of, **how))


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
