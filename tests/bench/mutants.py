"""Change one thing at a time in a room, and see whether its tests notice.

    python tests/bench/mutants.py ROOM [MUTANTS] [SEED]

ROOM is scoring, rubric or storage. Draws that many places where a comparison, a sign, a number, a
truth value, a condition, a returned value or a statement can be changed, and runs the fast tests of
the room over each change, on a copy. Prints the survivors, and the share that was noticed.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
TESTS = {
    "scoring": ("tests/scoring", "tests/cli/test_whatif_command.py"),
    "rubric": ("tests/rubric", "tests/test_broken.py"),
    "storage": ("tests/storage", "tests/threats/test_fuzz.py", "tests/test_broken.py"),
}
PATIENCE = 400
"""Seconds after which a change is taken to have made the tests hang: that is noticed too."""
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


class Mutant(NamedTuple):
    """A file with one thing changed."""

    path: Path
    line: int
    text: str
    change: str


def parts(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it; nothing within f-strings, whose parts have no places of their own,
    nor within functions and classes inside, which are gone through by themselves.
    """
    yield node
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.JoinedStr | ast.FunctionDef | ast.ClassDef):
            yield from parts(inner)


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Each thing that can be changed: what holds it, the name of the part, and what it becomes."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in (inner for line in function.body for inner in parts(line)):
                yield from changes_of(node)


def changes_of(node: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """The ways in which one node can be changed."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield node, "ops", SWAPPED[type(op)]()
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in SWAPPED:
            yield node, "op", SWAPPED[type(op)]()
        case ast.IfExp():
            yield node, "test", ast.UnaryOp(ast.Not(), node.test)
        case ast.If(test=test):
            yield test, "", ast.UnaryOp(ast.Not(), test)
        case ast.Constant(value=bool() as value):
            yield node, "", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield node, "", ast.Constant(value + 1)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield value, "", ast.Constant(None)
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield node, "", ast.Pass()
        case _:
            pass


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def mutants(room: Path) -> Iterator[Mutant]:
    """Every change of every file of a room."""
    for path in sorted(room.rglob("*.py")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        for node, part, new in changes(ast.parse("".join(lines))):
            assert isinstance(node, ast.expr | ast.stmt)
            before, after = ast.unparse(node), _written(node, part, new)
            first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
            head = lines[first].encode()[: node.col_offset].decode()
            tail = lines[last].encode()[node.end_col_offset :].decode()
            inner = f"({after})" if isinstance(node, ast.expr) else after
            text = "".join([*lines[:first], head + inner + tail, *lines[last + 1 :]])
            if _compiles(text):
                yield Mutant(path, node.lineno, text, f"{_start(before)}  ->  {_start(after)}")


def _written(node: ast.AST, part: str, new: ast.AST) -> str:
    """A node as text once it, or a part of it, is another; the node stays as it is."""
    if not part:
        return ast.unparse(new)
    old = getattr(node, part)
    setattr(node, part, [new] if isinstance(old, list) else new)
    text = ast.unparse(node)
    setattr(node, part, old)
    return text


def _start(text: str) -> str:
    return text.splitlines()[0][:70]


def _compiles(text: str) -> bool:
    """Whether a text is Python."""
    try:
        compile(text, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def noticed(mutant: Mutant, copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests fail over a change."""
    place = copy / mutant.path.relative_to(ROOT)
    before = place.read_text("utf-8")
    place.write_text(mutant.text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-m", "not slow", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.Popen(
        [*command, "-p", "no:cacheprovider"],
        cwd=copy,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return ran.wait(PATIENCE) != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        if ran.poll() is None:
            os.killpg(ran.pid, signal.SIGKILL)
            ran.wait()
        place.write_text(before, encoding="utf-8")


def main(room: str, number: int, seed: int) -> int:
    """Change, test, tell; returns 0."""
    every = list(mutants(ROOT / "rolefit" / room))
    chosen = random.Random(seed).sample(every, min(number, len(every)))
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache")
        )
        unchanged = Mutant(chosen[0].path, 0, chosen[0].path.read_text("utf-8"), "")
        assert not noticed(unchanged, copy, TESTS[room]), "the tests fail without any change"
        for k, mutant in enumerate(chosen, start=1):
            if noticed(mutant, copy, TESTS[room]):
                found += 1
            else:
                where = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
                print(f"survived: {where}: {mutant.change}", flush=True)
            if k % 5 == 0 or k == len(chosen):
                share = 100 * found / k
                print(f"{room}: {found} of {k} noticed ({share:.0f} %), of {len(every)} changes")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    sys.exit(main(sys.argv[1], *[*numbers, *[60, 1][len(numbers) :]]))
