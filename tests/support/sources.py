"""The modules of the package as syntax trees: each is parsed once in a worker."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import rolefit

PACKAGE = Path(rolefit.__file__).parent
about_the_source = pytest.mark.xdist_group("source")
"""By one worker: to parse all modules takes longer than what is asked of them."""


@cache
def tree_of(path: Path) -> ast.Module:
    """What a module holds; it is looked at and never changed."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All that a module is made of: to walk through it takes as long as to parse it."""
    return tuple(ast.walk(tree))
