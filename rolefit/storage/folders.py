"""A folder of files, written all at once where it is new, and file by file where it is not."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from rolefit.errors import RolefitError, StoreError
from rolefit.storage.library import reason_of, replace

_UNWRITTEN = "nothing was written"


def check_folder(folder: Path, *, force: bool) -> None:
    """Raise RolefitError unless files may be written to a folder, which need not be there yet."""
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise RolefitError(f"{folder}: is no folder", "name a folder")
    try:
        full = os.path.isdir(folder) and bool(os.listdir(folder))
    except OSError as error:
        raise RolefitError(f"{folder}: {error.strerror}", "name another folder") from None
    if full and not force:
        hint = "name a new folder, or add --force to replace what a kit writes there"
        raise RolefitError(f"{folder}: is not empty", hint)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder, with `/` between the parts.

    A new folder gets all of them at once; in one that is there each file is replaced whole.
    Raises StoreError where the disk fails.
    """
    try:
        if os.path.isdir(folder):
            _refuse_links(folder, files)
            _fill(folder, files)
        else:
            _write_new(folder, files)
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: {reason_of(error)}", _UNWRITTEN) from None


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file whole below a folder, and the folders that it lies in."""
    for name, content in files.items():
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, content)


def _refuse_links(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise RolefitError where a folder or a file would be written through a link, or over one."""
    for name in files:
        parts = PurePosixPath(name).parts
        for k in range(1, len(parts) + 1):
            path = folder.joinpath(*parts[:k])
            last = k == len(parts)
            if path.is_symlink() or (path.exists() and path.is_dir() is last):
                kind = "a link" if path.is_symlink() else "in the way"
                raise RolefitError(f"{path}: is {kind}", f"remove it; {_UNWRITTEN}")


def _write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Fill a folder of another name and put it in its place: nobody sees half of it."""
    parent = folder.parent
    if not parent.is_dir():
        raise RolefitError(f"{parent}: is no folder", "make it first, or name another place")
    made = Path(tempfile.mkdtemp(dir=parent, prefix=f".{folder.name[:40]}."))
    try:
        inside = made / "kit"
        inside.mkdir()
        _fill(inside, files)
        inside.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
