"""A file that appears under its name once it is whole, however it was written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rolefit.errors import RolefitError, StoreError
from rolefit.storage.library import current_umask, reason_of, sync_folder, temporary_beside


def check_free(path: Path, *, force: bool) -> None:
    """Raise RolefitError where a file must not, or cannot, be written."""
    if os.path.isdir(path):
        raise RolefitError(f"{path}: is a folder", "name a file in it")
    if os.path.lexists(path) and not force:
        raise RolefitError(f"{path}: exists already", "add --force to replace it")
    if os.path.lexists(path) and not (os.path.isfile(path) or os.path.islink(path)):
        raise RolefitError(f"{path}: is no plain file", "name another file")


@contextmanager
def staged_file(path: Path) -> Iterator[Path]:
    """A temporary file beside `path`, put in its place where the block ends well.

    Raises StoreError where the disk fails.
    """
    try:
        handle, name = temporary_beside(path)
        os.close(handle)
    except (OSError, ValueError) as error:
        raise _store_error(path, error) from None
    temporary = Path(name)
    try:
        yield temporary
        _settle(temporary, path)
    except OSError as error:
        raise _store_error(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _settle(temporary: Path, path: Path) -> None:
    """Have a finished file on the disk, then under its name."""
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.chmod(temporary, 0o666 & ~current_umask())
    os.replace(temporary, path)
    sync_folder(path.parent)


def _store_error(path: Path, error: Exception) -> StoreError:
    """A disk that fails, in our own words."""
    return StoreError(f"{path}: {reason_of(error)}", "nothing was written")
