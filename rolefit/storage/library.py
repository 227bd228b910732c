"""Find rubrics by name or path, read files within limits, and write them whole or not at all."""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import VERSION

from rolefit import __version__
from rolefit.errors import NoRubric, Problem, RolefitError, StoreError, nearest, sentences
from rolefit.rubric.citations import citations
from rolefit.rubric.form_marks import FormMark
from rolefit.rubric.items.base import unknown
from rolefit.rubric.model import Respondent, Responses, Rubric, work_out_constants
from rolefit.storage.documents import MAX_BYTES, Document, parse, read_responses, validate
from rolefit.storage.shipped import CLAIMS, shipped_folder, shipped_names

if TYPE_CHECKING:
    from rolefit.rubric.claims import ClaimRegister


# --- Validated rubrics kept beside their source, as Python keeps its bytecode ---------------------
#
# Reading and validating a rubric costs more than scoring against it. The shipped rubrics are part
# of the program, so what was read from them is kept the way compiled modules are: in `__pycache__`,
# never where bytecode is switched off, good only for the very same source and versions. Rubrics of
# users are read anew each time.


_DIGEST = 32
_BROKEN = (
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    pickle.PickleError,
)


def compiled_place(source: Path) -> Path:
    """Where the compiled form of a rubric lies; follows PYTHONPYCACHEPREFIX."""
    return Path(cache_from_source(str(source))).with_suffix(".rubric")


def compiled_key(raw: bytes) -> bytes:
    """What a compiled rubric must have been made from: source, our code, pydantic and Python."""
    versions = f"{__version__} {VERSION} {sys.version} {own_code()}"
    return sha256(versions.encode() + b"\0" + raw).digest()


def own_code() -> str:
    """Size and time of the modules that read rubrics: an edited checkout compiles anew."""
    package = os.path.dirname(os.path.dirname(__file__))
    rubric = [folder for folder, _, _ in os.walk(os.path.join(package, "rubric"))]
    files = [entry for folder in (package, *rubric) for entry in os.scandir(folder)]
    modules = ((entry.path, entry.stat()) for entry in files if entry.name.endswith(".py"))
    return " ".join(sorted(f"{path}:{it.st_size}:{it.st_mtime_ns}" for path, it in modules))


def load_compiled(source: Path, raw: bytes) -> Rubric | None:
    """The rubric compiled from these very bytes, if there is one that can be read."""
    try:
        kept = compiled_place(source).read_bytes()
    except OSError:
        return None
    if kept[:_DIGEST] != compiled_key(raw):
        return None
    try:
        # As trusted as the bytecode in the same folder: who can write there can change the code.
        found = pickle.loads(kept[_DIGEST:])  # noqa: S301
    except _BROKEN:
        return None
    return found if isinstance(found, Rubric) else None


def keep_compiled(source: Path, raw: bytes, rubric: Rubric) -> None:
    """Keep a validated rubric for the next run; where that is not possible, do without."""
    if sys.dont_write_bytecode:
        return
    path = compiled_place(source)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    work_out_constants(rubric)  # kept with it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(compiled_key(raw) + pickle.dumps(rubric, protocol=5))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


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
    kept = load_compiled(path, raw) if ours else None
    if kept is not None:
        return kept
    rubric = validate(parse(display(path), raw), Rubric)
    _refuse_other_name(name, rubric, path)
    if ours:
        keep_compiled(path, raw, rubric)
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
        raise RolefitError(f"{path}: {reason_of(error)}", "check the name and the folder") from None


def reason_of(error: Exception) -> str:
    """Why a file was refused: in the words of the system, or those of Python for its name."""
    return getattr(error, "strerror", None) or str(error)


def read_stdin() -> bytes:
    """What was piped in, within the same limit."""
    if sys.stdin is None or sys.stdin.isatty():
        hint = "pipe a file in: cat founder.yaml | rolefit score -"
        raise RolefitError("-: nothing is piped in", hint)
    return sys.stdin.buffer.read(MAX_BYTES + 1)


_PART = ".rolefit-part"
"""The ending of a file that is being written."""
_LEFT_AFTER = 86_400
"""Seconds without a change after which no run can still be at such a file."""


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
        raise StoreError(f"{path}: {reason_of(error)}", "nothing was written") from None


def replace(path: Path, content: bytes) -> None:
    """Put a finished temporary file in the place of `path`."""
    handle, temporary = temporary_beside(path)
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


def temporary_beside(path: Path) -> tuple[int, str]:
    """An open file with a hidden name in the folder of `path`, to take its place once it is whole.

    What runs that were killed have left there of this kind goes, once nobody can be at it.
    """
    import tempfile  # noqa: PLC0415 - most runs write no file

    _remove_left(path.parent)
    return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=_PART)


def _remove_left(folder: Path) -> None:
    """Remove our unfinished files of other days; what cannot be removed stays."""
    with suppress(OSError, ValueError):
        for name in os.listdir(folder):
            if name.startswith(".") and name.endswith(_PART):
                of = os.lstat(folder / name)
                ours = not hasattr(os, "geteuid") or of.st_uid == os.geteuid()
                if ours and time.time() - of.st_mtime > _LEFT_AFTER:
                    os.unlink(folder / name)


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


@cache
def register() -> ClaimRegister:
    """The shipped register of claims, read once for all rubrics whose claims are looked up."""
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


# --- Responses as the text of a file that `rolefit score` reads -----------------------------------


def responses_text(responses: Responses, rubric: Rubric) -> str:
    """A responses file, each answer under its question."""
    person = responses.respondent
    lines = [
        f"# {_one_line(rubric.title)}",
        f"rubric: {id_text(responses.rubric)}",
        f"rubric_version: {value_text(responses.rubric_version or rubric.version)}",
        f"rubric_hash: {responses.rubric_hash or rubric.content_hash}",
        "respondent:",
        *([f"  name: {value_text(person.name)}"] if person.name else []),
        f"  group: {id_text(person.group)}",
        *_rater_lines(person),
        *([f"date: {value_text(responses.day)}"] if responses.day else []),
        *_mark_lines(responses.form),
        "answers:" if responses.answers else "answers: {}",
    ]
    for item in rubric.items:
        if item.id in responses.answers:
            lines += ["", f"  # {_one_line(item.ask)}"]
            lines.append(f"  {item.id}: {value_text(responses.answers[item.id])}")
    return "\n".join(lines) + "\n"


def _rater_lines(person: Respondent) -> Iterator[str]:
    """Whom a rater answers about, and how they know the person's work."""
    if person.about is not None:
        yield f"  about: {value_text(person.about)}"
    if person.sees_work is not None:
        yield f"  sees_work: {person.sees_work}"
    if person.known_for is not None:
        yield f"  known_for: {person.known_for}"


def _mark_lines(form: FormMark | None) -> Iterator[str]:
    """The form that the answers came from."""
    if form is not None:
        shares = ", shares_notes: true" if form.shares_notes else ""
        yield f'form: {{id: "{form.id}", version: {form.version}{shares}}}'


def id_text(id: str) -> str:
    """A name as YAML reads it back: `true`, `false` and `null` are no texts unless quoted."""
    return f'"{id}"' if id in ("true", "false", "null") else id


def _one_line(text: str) -> str:
    """A text as a comment: a line break would end it."""
    return " ".join(text.split())


def value_text(value: Any) -> str:
    """A value so that it is read back as it is: in the part of YAML that is JSON."""
    match value:
        case dict():
            return "{" + ", ".join(pairs(value)) + "}"
        case tuple() | list():
            return "[" + ", ".join(value_text(part) for part in value) + "]"
        case Decimal():
            return f"{value:f}"
        case None:
            return "null"
        case _:
            return json.dumps(value, ensure_ascii=False)


def pairs(value: dict[str, Any]) -> Iterator[str]:
    """The entries of a mapping; its keys are words of ours."""
    for key, part in value.items():
        yield f"{key}: {value_text(part)}"
