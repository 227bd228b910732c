"""Find rubrics by name or path, read files within limits, and write them whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rolefit.errors import NoRubric, Problem, RolefitError, StoreError, nearest, sentences
from rolefit.rubric.citations import citations
from rolefit.rubric.items.base import unknown
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses
from rolefit.storage import rubric_cache as compiled
from rolefit.storage.documents import MAX_BYTES, Document, parse, read_responses, validate
from rolefit.storage.shipped import CLAIMS, shipped_folder, shipped_names

if TYPE_CHECKING:
    from rolefit.rubric.claims import ClaimRegister

_ENDINGS = (".yaml", ".yml", ".json")


class LocatedRubric(NamedTuple):
    """A rubric with the file it came from."""

    rubric: Rubric
    document: Document


def load(name: str | Path) -> Rubric:
    """A rubric by the name of a shipped one, or by the path of a file.

    Raises RolefitError where there is none, FileProblems where it is faulty.
    """
    path = locate(name)
    raw = read_file(path)
    ours = path.parent == shipped_folder()
    kept = compiled.load(path, raw) if ours else None
    if kept is not None:
        return kept
    rubric = validate(parse(display(path), raw), Rubric)
    _refuse_other_name(name, rubric, path)
    if ours:
        compiled.keep(path, raw, rubric)
    return rubric


def find(name: str) -> LocatedRubric:
    """A rubric as `load` gives it, always read anew, with its document for telling places."""
    path = locate(name)
    document = parse(display(path), read_file(path))
    rubric = validate(document, Rubric)
    _refuse_other_name(name, rubric, path)
    return LocatedRubric(rubric, document)


def _refuse_other_name(name: str | Path, rubric: Rubric, path: Path) -> None:
    """Raise RolefitError where what was found by one name calls itself by another."""
    by_name = isinstance(name, str) and not _looks_like_path(name)
    if by_name and rubric.rubric != name:
        message = f"{display(path)}: was found as `{name}`, and holds `{rubric.rubric}`"
        raise RolefitError(message, f"name the file {rubric.rubric}.yaml")


def load_responses(path: str | Path) -> Responses:
    """A responses file; its answers are read against a rubric by whoever assesses them.

    Raises RolefitError where there is none, FileProblems where it is faulty.
    """
    path = Path(path)
    return read_responses(parse(str(path), read_file(path)))


def locate(name: str | Path) -> Path:
    """The file of a rubric. What looks like a path is one; anything else is a name.

    A name is that of a shipped rubric; only where there is none, of one's own is looked for.
    """
    if isinstance(name, Path) or _looks_like_path(name):
        return Path(name)
    known = shipped_names()
    if name in known:
        return shipped_folder() / f"{name}.yaml"
    from rolefit.storage.own import find_own, own_rubrics  # noqa: PLC0415 - shipped ones do without

    own = find_own(name)
    if own is not None:
        return own.path
    hint = nearest(name[:80], (*known, *own_rubrics()))
    advice = sentences(hint, "a file is named by its path, like ./mine.yaml")
    raise NoRubric(f"no rubric is called `{name[:80]}`", advice)


def _looks_like_path(name: str) -> bool:
    """Whether a name is meant as a file."""
    return name.endswith(_ENDINGS) or "/" in name or os.sep in name


def option_for(name: str) -> str:
    """What names a rubric once more on a command line: nothing where its answers name it."""
    from shlex import quote  # noqa: PLC0415 - few commands are spelt out

    return f" --rubric {quote(name)}" if _looks_like_path(name) else ""


def display(path: Path) -> str:
    """A path as messages show it: shipped rubrics by their bare file name."""
    return path.name if path.parent == shipped_folder() else str(path)


def edition(content: dict[str, Any], hash: str) -> Rubric | None:
    """A rubric from the content that was kept of it; None where that is not what it was."""
    try:
        found = validate(parse("kept.json", json.dumps(content).encode()), Rubric)
    except RolefitError:
        return None
    return found if found.content_hash == hash else None


def read_file(path: Path, most: int = MAX_BYTES) -> bytes:
    """A file's bytes, one more than allowed at most, whatever the file system says of its size."""
    try:
        if os.path.isdir(path):
            raise RolefitError(f"{path}: is a folder, not a file", "name a file in it")
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RolefitError(f"{path}: {reason}", "check the name and the folder") from None


def read_stdin() -> bytes:
    """What was piped in, within the same limit."""
    if sys.stdin is None or sys.stdin.isatty():
        hint = "pipe a file in: cat founder.yaml | rolefit score -"
        raise RolefitError("-: nothing is piped in", hint)
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def write_file(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """Write a file, a text in UTF-8, whole or not at all, with the permissions of a new file.

    Raises RolefitError where something is in the way, StoreError where the disk fails.
    """
    # Of os.path none raises over a name too long or a folder that may not be looked into.
    if os.path.isdir(path):
        raise RolefitError(f"{path}: is a folder", "name a file in it")
    if os.path.lexists(path) and not (force and (os.path.isfile(path) or os.path.islink(path))):
        if not force:
            raise RolefitError(f"{path}: exists already", "add --force to replace it")
        raise RolefitError(f"{path}: is no plain file", "name another file")
    try:
        replace(path, content if isinstance(content, bytes) else content.encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoreError(f"{path}: {reason}", "nothing was written") from None


def replace(path: Path, content: bytes) -> None:
    """Put a finished temporary file in the place of `path`."""
    import tempfile  # noqa: PLC0415 - most runs write no file

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~current_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have a new name on the disk too, where the system lets a folder be opened for that.

    Windows does not, nor does a folder that may be written but not listed; the file is there.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def current_umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def register() -> ClaimRegister:
    """The shipped register of claims."""
    from rolefit.rubric.claims import ClaimRegister  # noqa: PLC0415 - few commands look claims up

    path = register_path()
    return validate(parse(display(path), read_file(path)), ClaimRegister)


def register_path() -> Path:
    """The file of the shipped register of claims."""
    return shipped_folder() / f"{CLAIMS}.yaml"


def unknown_claims(found: LocatedRubric) -> Iterator[Problem]:
    """Citations of claims that neither the shipped register nor the rubric itself holds."""
    known = (*register().claims, *found.rubric.sources)
    for path, cited in citations(found.rubric):
        for k, claim in enumerate(cited):
            if claim not in known:
                yield unknown((*path, k), claim, kind="claim", known=known)
