"""A command that cannot write says so with 3, and leaves what was there as it was."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from writers import ENDS, WRITERS, State, faults, is_new, prepare, run, state

from rolefit.storage.library import write_file
from rolefit.storage.staged import staged_file

# One worker prepares the folder for all.
pytestmark = pytest.mark.xdist_group("writers")
NOTHING = State({}, None, 0, 0)
CALLS = ("fsync", "replace", "rename")
"""What is made to fail, where a command does it at all."""
IN_A_STORE = (
    *("plan done", "plan note", "plan due", "plan start", "outcome", "rubric remove"),
    *("journal import", "journal add", "journal delete", "journal undo", "journal vacuum"),
    "journal off",
)
"""Those that write no file of their own: the store sees to it, and they do none of these."""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for all of these tests; each works on a copy."""
    before = dict(os.environ)
    yield prepare(tmp_path_factory.mktemp("ready") / "ready")
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_fails_costs_nothing_that_was_there(
    name: str, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("ROLEFIT_DATA_DIR", "ROLEFIT_CONFIG_DIR"):
        monkeypatch.setenv(variable, "set by each run")
    before, place = state(ready), tmp_path / "place"
    shutil.copytree(ready, place)
    ends = ENDS.get(name, 0)
    called: set[str] = set()
    with monkeypatch.context() as patch:
        for call in CALLS:
            patch.setattr(os, call, _noted(call, called))
        assert run(name, place) == ends
    assert called or name in IN_A_STORE
    clean = state(place)
    assert not list(faults(name, before, clean, clean))
    for call in sorted(called):
        shutil.rmtree(place)
        shutil.copytree(ready, place)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, _full)
            code = run(name, place)
        after = state(place)
        assert not list(faults(name, before, clean, after)), call
        assert after.left == before.left
        assert code == 3 or (code == ends and is_new(clean, after)), call


def test_what_a_killed_run_left_goes_a_day_later_and_nothing_else_does(tmp_path: Path) -> None:
    now = time.time()
    ages = {
        ".report.html.abc.rolefit-part": 90_000,
        ".other.csv.abc.rolefit-part": 90_000,
        ".report.html.new.rolefit-part": 80_000,
        "kept.rolefit-part": 90_000,
        ".report.html.abc": 90_000,
    }
    for name, age in ages.items():
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (now - age, now - age))
    write_file(tmp_path / "report.html", "whole")
    assert {path.name for path in tmp_path.iterdir()} == {*[*ages][2:], "report.html"}
    os.utime(tmp_path / [*ages][2], (now - 90_000, now - 90_000))
    with staged_file(tmp_path / "table.csv") as temporary:
        temporary.write_text("whole")
    assert {path.name for path in tmp_path.iterdir()} == {*[*ages][3:], "report.html", "table.csv"}


def test_a_folder_that_cannot_be_listed_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "listdir", _full)
    write_file(tmp_path / "report.html", "whole")
    assert (tmp_path / "report.html").read_text() == "whole"


def _noted(call: str, called: set[str]) -> Callable[..., Any]:
    """A call that does what it does, and notes that it was made."""
    real: Callable[..., Any] = getattr(os, call)

    def note(*arguments: Any, **named: Any) -> Any:
        called.add(call)
        return real(*arguments, **named)

    return note


def _full(*_arguments: Any, **_named: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_is_looked_for_is_seen_where_it_is() -> None:
    old = State({"a": b"old", "kit/one": b"1"}, "journal", 0, 0)
    new = State({"a": b"new", "kit/one": b"1", "kit/two": b"2"}, "journal", 0, 0)
    half = State({"a": b"ne", "kit/one": b"1"}, "neither", 0, 0)
    assert [line.split(":")[0] for line in faults("x", old, new, half)] == [
        "a is neither old nor new",
        "kit/ is there in part",
        "the journal is neither old nor new",
        "neither",
    ]
    assert list(faults("x", old, new, NOTHING._replace(journal=()))) == [
        "a is gone",
        "kit/one is gone",
        "the journal is neither old nor new: ()",
    ]
