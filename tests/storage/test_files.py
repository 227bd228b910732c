"""Files are written whole or not at all, over nothing that is in the way."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rolefit.errors import RolefitError, StoreError
from rolefit.storage import library
from rolefit.storage.csv_text import csv_cell, csv_encoding, separator_of
from rolefit.storage.library import display, option_for, read_stdin, write_file
from rolefit.storage.shipped import FIRST, shipped_folder
from rolefit.storage.staged import check_free, staged_file


def write(path: Path, *, force: bool = False) -> None:
    write_file(path, "new", force=force)


def stage(path: Path, *, force: bool = False) -> None:
    check_free(path, force=force)
    with staged_file(path) as temporary:
        temporary.write_text("new")


ways = pytest.mark.parametrize("way", [write, stage])
Way = Callable[..., None]


@ways
def test_a_new_file_has_the_permissions_of_a_new_file(way: Way, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        way(tmp_path / "one.txt")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert (tmp_path / "one.txt").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "one.txt").stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["one.txt"]


@ways
def test_what_is_in_the_way_is_told_and_only_files_and_links_are_replaced(
    way: Way, tmp_path: Path
) -> None:
    file, link, folder, pipe = (tmp_path / name for name in ("file", "link", "folder", "pipe"))
    file.write_text("old")
    link.symlink_to(tmp_path / "nowhere")
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (file, link, pipe):
        with pytest.raises(RolefitError, match="exists already"):
            way(path)
    for force in (False, True):
        with pytest.raises(RolefitError, match="is a folder"):
            way(folder, force=force)
    with pytest.raises(RolefitError, match="is no plain file"):
        way(pipe, force=True)
    assert file.read_text() == "old"
    for path in (file, link):
        way(path, force=True)
        assert not path.is_symlink()
        assert path.read_text() == "new"


@ways
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.txt"
    path.write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for call in ("fsync", "chmod", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, full)
            with pytest.raises(StoreError, match="No space left") as told:
                way(path, force=True)
            assert told.value.hint == "nothing was written"
        assert path.read_text() == "old"
        assert [one.name for one in tmp_path.iterdir()] == ["one.txt"]
    for path, said in ((tmp_path / "no" / "one.txt", "No such file"), (Path("a\0b"), "null")):
        with pytest.raises(StoreError, match=said):
            way(path)


@ways
def test_nothing_is_left_open(way: Way, tmp_path: Path) -> None:
    def next_handle() -> int:
        handle = os.open(tmp_path, os.O_RDONLY)
        os.close(handle)
        return handle

    before = next_handle()
    for _ in range(3):
        way(tmp_path / "one.txt", force=True)
    assert next_handle() == before


def test_only_our_own_unfinished_files_of_other_days_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = float(int(time.time()))

    def left(name: str, age: int) -> Path:
        path = tmp_path / name
        path.write_text("half")
        os.utime(path, (now - age, now - age))
        return path

    monkeypatch.setattr(time, "time", lambda: now)
    day = 86_400
    old, other = left(".a.rolefit-part", day + 1), left(".b.rolefit-part", day + 1)
    young = left(".c.rolefit-part", day)
    foreign = [left("d.rolefit-part", day + 1), left(".e", day + 1)]
    owner = old.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    write(tmp_path / "one")
    assert old.exists()  # somebody else's, now
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    write(tmp_path / "two")
    assert not old.exists()
    assert not other.exists()
    assert all(path.exists() for path in (young, *foreign))


def test_bytes_are_written_as_they_are_and_texts_in_utf_8(tmp_path: Path) -> None:
    write_file(tmp_path / "raw", b"\xff\r\n")
    write_file(tmp_path / "text", "\u00e4\n")
    assert (tmp_path / "raw").read_bytes() == b"\xff\r\n"
    assert (tmp_path / "text").read_bytes() == b"\xc3\xa4\n"


class Piped:
    """What is piped in, or a terminal."""

    def __init__(self, content: bytes, *, terminal: bool) -> None:
        self.buffer, self.terminal = io.BytesIO(content), terminal

    def isatty(self) -> bool:
        return self.terminal


def test_what_is_piped_in_is_read_up_to_a_byte_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "MAX_BYTES", 3)
    monkeypatch.setattr(sys, "stdin", Piped(b"abcdef", terminal=False))
    assert read_stdin() == b"abcd"
    for nothing in (None, Piped(b"abc", terminal=True)):
        monkeypatch.setattr(sys, "stdin", nothing)
        with pytest.raises(RolefitError, match="nothing is piped in"):
            read_stdin()


def test_a_rubric_is_named_again_on_a_command_line_only_where_it_is_a_file() -> None:
    assert option_for(FIRST) == ""
    assert option_for("./my rubric.yaml") == " --rubric './my rubric.yaml'"
    assert option_for("mine.json") == " --rubric mine.json"
    assert display(shipped_folder() / f"{FIRST}.yaml") == f"{FIRST}.yaml"
    assert display(Path("in/mine.yaml")) == "in/mine.yaml"


def test_cells_are_set_apart_by_whichever_sign_a_line_has_most_of() -> None:
    for line, sign in (
        ("id;a,b;c", ";"),
        ("id\ta\tb,c", "\t"),
        ("id,a", ","),
        ("id", ","),
        ('"a;b;c;d",e,f', ","),
        ('id;"x,y,z,u"', ";"),
    ):
        assert separator_of(line) == sign, line


def test_cells_for_spreadsheets_are_no_formulas_and_those_for_machines_are_left_alone() -> None:
    assert (csv_encoding(raw=True), csv_encoding(raw=False)) == ("utf-8", "utf-8-sig")
    assert csv_cell("=1+1") != "=1+1"
    assert csv_cell("=1+1", raw=True) == "=1+1"
    assert [csv_cell(one) for one in ("plain", None, 0, 0.5)] == ["plain", "", "0", "0.5"]


def test_a_file_that_is_staged_is_there_only_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    with staged_file(path) as temporary:
        temporary.write_text("new")
        assert temporary.parent == tmp_path
        assert not path.exists()
    assert path.read_text() == "new"

    def interrupted() -> None:
        with staged_file(path) as half:
            half.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["one.txt"]
