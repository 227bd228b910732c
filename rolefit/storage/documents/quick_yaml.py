"""`yaml`, loaded without compiling patterns that only its parser in pure Python reads with.

Saves 5 % of a `score`: the C parser, which reads every file here, needs none of them, and one
alone, a set of half a million characters, takes longer to compile than a file to read. Where there
is no C parser they are compiled when they are first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import currentframe
from typing import Any

_compile = re.compile


class _LatePattern:
    """A pattern that is compiled when something of it is first asked for."""

    def __init__(self, pattern: Any, flags: Any) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(_compile(*self._source), name)
        setattr(self, name, found)
        return found


def _compile_later(pattern: Any, flags: Any = 0) -> Any:
    """`re.compile` as the modules of `yaml` get it; for all others as it always is."""
    asking = getattr(currentframe(), "f_back", None)
    if asking is not None and asking.f_globals.get("__name__", "").startswith("yaml."):
        return _LatePattern(pattern, flags)
    return _compile(pattern, flags)


@contextmanager
def _compiling_later() -> Iterator[None]:
    re.compile = _compile_later
    try:
        yield
    finally:
        re.compile = _compile


with _compiling_later():
    import yaml

__all__ = ["yaml"]
