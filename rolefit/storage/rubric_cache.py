"""Validated rubrics kept beside their source, as Python keeps its bytecode.

Reading and validating a rubric costs more than scoring against it. The shipped rubrics are part of
the program, so what was read from them is kept the way compiled modules are: in `__pycache__`,
never where bytecode is switched off, good only for the very same source and versions. Rubrics of
users are read anew each time.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from pydantic import VERSION

from rolefit import __version__
from rolefit.rubric.model import Rubric
from rolefit.rubric.priors import work_out_constants

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


def place(source: Path) -> Path:
    """Where the compiled form of a rubric lies; follows PYTHONPYCACHEPREFIX."""
    return Path(cache_from_source(str(source))).with_suffix(".rubric")


def key(raw: bytes) -> bytes:
    """What a compiled rubric must have been made from: source, our code, pydantic and Python."""
    versions = f"{__version__} {VERSION} {sys.version} {own_code()}"
    return sha256(versions.encode() + b"\0" + raw).digest()


def own_code() -> str:
    """Size and time of the modules that read rubrics: an edited checkout compiles anew."""
    package = Path(__file__).parent.parent
    files = sorted([*package.glob("*.py"), *(package / "rubric").rglob("*.py")])
    found = [(path.name, path.stat()) for path in files]
    return " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in found)


def load(source: Path, raw: bytes) -> Rubric | None:
    """The rubric compiled from these very bytes, if there is one that can be read."""
    try:
        kept = place(source).read_bytes()
    except OSError:
        return None
    if kept[:_DIGEST] != key(raw):
        return None
    try:
        # As trusted as the bytecode in the same folder: who can write there can change the code.
        found = pickle.loads(kept[_DIGEST:])  # noqa: S301
    except _BROKEN:
        return None
    return found if isinstance(found, Rubric) else None


def keep(source: Path, raw: bytes, rubric: Rubric) -> None:
    """Keep a validated rubric for the next run; where that is not possible, do without."""
    if sys.dont_write_bytecode:
        return
    path = place(source)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    work_out_constants(rubric)  # kept with it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(key(raw) + pickle.dumps(rubric, protocol=5))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
