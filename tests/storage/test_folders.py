"""Folders of files: whole or not at all, never through a link, never over what is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolefit.errors import RolefitError, StoreError
from rolefit.storage import folders
from rolefit.storage.folders import check_folder, write_folder

FILES = {"a.txt": b"a", "in/deep/b.txt": b"b", "in/deep/c.txt": b"c"}


def content(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }


def test_a_new_folder_gets_all_files(tmp_path: Path) -> None:
    write_folder(tmp_path / "new", FILES)
    assert content(tmp_path / "new") == FILES
    assert [one.name for one in tmp_path.iterdir()] == ["new"]


def test_where_a_file_fails_no_new_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Path] = []

    def fail(path: Path, content: bytes) -> None:
        if done:
            raise OSError(28, "No space left on device")
        done.append(path)
        path.write_bytes(content)

    monkeypatch.setattr(folders, "replace", fail)
    with pytest.raises(StoreError, match="No space left"):
        write_folder(tmp_path / "new", FILES)
    assert list(tmp_path.iterdir()) == []


def test_in_a_folder_that_is_there_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "a.txt").write_bytes(b"old")
    write_folder(tmp_path, FILES)
    assert content(tmp_path) == {**FILES, "mine.txt": b"mine"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "kit"
    outside.mkdir()
    inside.mkdir()
    (inside / "in").symlink_to(outside)
    with pytest.raises(RolefitError, match="is a link"):
        write_folder(inside, FILES)
    assert content(outside) == {}
    assert not (inside / "a.txt").exists()


def test_a_folder_where_a_file_should_be_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(RolefitError, match="is in the way"):
        write_folder(tmp_path, FILES)


def test_a_full_folder_needs_force_and_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    check_folder(tmp_path, force=True)
    check_folder(tmp_path / "new", force=False)
    with pytest.raises(RolefitError, match="not empty"):
        check_folder(tmp_path, force=False)
    with pytest.raises(RolefitError, match="no folder"):
        check_folder(tmp_path / "x", force=True)


def test_a_folder_in_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RolefitError, match="is no folder"):
        write_folder(tmp_path / "no" / "kit", FILES)


def test_a_folder_that_cannot_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.listdir", refuse)
    with pytest.raises(RolefitError, match="Permission denied"):
        check_folder(tmp_path, force=True)
