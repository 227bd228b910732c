"""A report is written where it was asked for, whole or not at all, and harms no other file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from runs import Run
from strangers import (
    Write,
    harmless,
)


def test_a_report_is_written_where_it_was_asked_for(report: Run, tmp_path: Path) -> None:
    assert report("report.md") == (0, "", "wrote report.md\n")
    assert (tmp_path / "report.md").read_text("utf-8").startswith("# A tiny rubric\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "answers.yaml",
        "report.md",
        "rubric.yaml",
    ]


def test_a_file_that_exists_is_replaced_only_with_force(report: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("mine")
    ran = report("report.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "report.md: exists already\n    add --force to replace it\n"
    assert target.read_text() == "mine"
    assert report("report.md", "--force").code == 0
    assert target.read_text("utf-8").startswith("# A tiny rubric")


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_replaced_and_what_it_points_at_stays(
    dangling: bool, report: Run, tmp_path: Path
) -> None:
    treasure = tmp_path / "treasure"
    if not dangling:
        treasure.write_text("mine")
    (tmp_path / "report.md").symlink_to(treasure)
    assert report("report.md").code == 2
    assert (tmp_path / "report.md").is_symlink()
    assert report("report.md", "--force").code == 0
    assert not (tmp_path / "report.md").is_symlink()
    assert treasure.exists() != dangling
    assert dangling or treasure.read_text() == "mine"


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_folders_devices_and_pipes_are_no_place_for_a_report(
    force: tuple[str, ...], report: Run, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    for target in (".", "/", "/dev/null", "/dev/full", "pipe"):
        ran = report(target, *force)
        assert ran.code == 2
        assert ran.out == ""
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


NO_PLACES = {
    "missing folder": "none/report.md",
    "file as folder": "rubric.yaml/report.md",
    "too long": "x" * 300,
    "far too long": "x/" * 5_000,
    "null": "a\0b.md",
    "surrogate": "a\ud800b.md",
    "empty": "",
}


@pytest.mark.parametrize("kind", NO_PLACES)
def test_a_place_that_cannot_be_written_is_told_in_one_message(
    kind: str, report: Run, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    ran = report(NO_PLACES[kind])
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert 1 <= ran.err.count("\n") <= 3
    assert harmless(ran.err)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "name", ["../escape", "/tmp/escape", "a/b", "a b", "A", "", ".", "ä", "a" * 65]
)
def test_a_new_rubric_is_never_written_outside_by_its_name(
    name: str, rolefit: Run, write: Write, tmp_path: Path
) -> None:
    write("kept", "")
    ran = rolefit("rubric", "new", name)
    assert ran.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_the_old_report_and_nothing_half_written(
    step: str, report: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.md").write_text("mine")

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    ran = report("report.md", "--force")
    monkeypatch.undo()
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("report.md: No space left on device")
    assert (tmp_path / "report.md").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_report_in_a_folder_that_cannot_be_opened_is_not_said_to_be_missing(
    report: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every folder on Windows, and elsewhere one that may be written but not listed."""
    real = os.open

    def shut(path: str, flags: int, *more: int, **named: Any) -> int:
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", shut)
    ran = report("report.md")
    assert (ran.code, ran.err) == (0, "wrote report.md\n")
    assert (tmp_path / "report.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_report_gets_no_more_permissions_than_the_user_gives_new_files(
    mask: int, mode: int, report: Run, tmp_path: Path
) -> None:
    before = os.umask(mask)
    try:
        assert report("report.md").code == 0
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.md").stat().st_mode) == mode


def test_a_report_is_private_while_it_is_being_written(
    report: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    sync = os.fsync

    def note(handle: int) -> None:
        found = os.fstat(handle)
        modes.extend([stat.S_IMODE(found.st_mode)] if stat.S_ISREG(found.st_mode) else [])
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    assert report("report.md").code == 0
    assert modes == [0o600]
