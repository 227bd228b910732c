"""Compiled rubrics: the same as read anew, good for one source and version, never in the way."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from rolefit.storage import library
from rolefit.storage.library import find, load
from rolefit.storage.shipped import shipped_folder


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped rubrics that may be written to."""
    for path in shipped_folder().glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(library, "shipped_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def kept(shelf: Path) -> list[Path]:
    """The compiled rubrics."""
    return sorted(shelf.glob("__pycache__/*"))


@pytest.mark.parametrize("name", ["lead-or-manager", "manager-readiness"])  # of each model
def test_a_compiled_rubric_equals_the_one_read_anew(shelf: Path, name: str) -> None:
    first = load(name)
    assert len(kept(shelf)) == 1
    second = load(name)
    fresh = find(name).rubric
    assert first.model_dump() == second.model_dump() == fresh.model_dump()
    assert second.content_hash == fresh.content_hash


def test_the_second_load_reads_no_yaml(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load("lead-or-manager")

    def refuse(*_: object) -> None:
        raise AssertionError("the source was parsed")

    monkeypatch.setattr(library, "parse", refuse)
    assert load("lead-or-manager").rubric == "lead-or-manager"
    with pytest.raises(AssertionError):
        load("manager-readiness")


@pytest.mark.slow
def test_a_changed_source_is_compiled_anew(shelf: Path) -> None:
    path = shelf / "lead-or-manager.yaml"
    load("lead-or-manager")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('version: "2.0"', 'version: "2.1"'), encoding="utf-8")
    assert load("lead-or-manager").version == "2.1"
    assert load("lead-or-manager").version == "2.1"
    assert len(kept(shelf)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [b"", b"short", b"\0" * 64, library.compiled_key(b"other") + b"\x80\x05."],
)
def test_a_damaged_file_is_ignored_and_replaced(shelf: Path, damage: bytes) -> None:
    expected = load("lead-or-manager").content_hash
    kept(shelf)[0].write_bytes(damage)
    assert load("lead-or-manager").content_hash == expected
    assert len(kept(shelf)[0].read_bytes()) > len(damage)


@pytest.mark.slow
def test_a_file_with_the_right_key_and_wrong_content_is_ignored(shelf: Path) -> None:
    raw = (shelf / "lead-or-manager.yaml").read_bytes()
    for content in (b"no pickle", pickle.dumps({"rubric": "lead-or-manager"})):
        load("lead-or-manager")
        kept(shelf)[0].write_bytes(library.compiled_key(raw) + content)
        assert load("lead-or-manager").rubric == "lead-or-manager"


def test_another_version_of_rolefit_compiles_anew(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.compiled_key(b"source")
    monkeypatch.setattr(library, "__version__", "99")
    assert library.compiled_key(b"source") != before


def test_an_edited_checkout_compiles_anew(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = library.compiled_key(b"source")
    monkeypatch.setattr(library, "own_code", lambda: "edited")
    assert library.compiled_key(b"source") != before


def test_nothing_is_kept_where_bytecode_is_switched_off(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    load("lead-or-manager")
    assert kept(shelf) == []


def test_a_folder_that_cannot_be_written_is_no_obstacle(shelf: Path) -> None:
    (shelf / "__pycache__").write_text("a file where the folder should be", encoding="utf-8")
    assert load("lead-or-manager").rubric == "lead-or-manager"


@pytest.mark.slow
def test_rubrics_of_users_are_read_anew_each_time(shelf: Path, tmp_path: Path) -> None:
    mine = tmp_path / "elsewhere" / "mine.yaml"
    mine.parent.mkdir()
    mine.write_bytes((shelf / "lead-or-manager.yaml").read_bytes())
    assert load(str(mine)).rubric == "lead-or-manager"
    assert list(mine.parent.iterdir()) == [mine]
