"""What running the command line in a test gives back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""Runs the command line: arguments, and `stdin` and `encoding` where they matter."""
