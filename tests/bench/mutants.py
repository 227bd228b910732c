"""Change one thing at a time in a room, and see whether its tests notice.

    python tests/bench/mutants.py ROOM [MUTANTS] [SEED]

ROOM is scoring, rubric or storage. Draws that many places where a comparison, a sign, a number, a
truth value, a condition, a returned value or a statement can be changed. The fast tests of the
room are collected once, and watched once for the lines that each reaches. A change is then put
into the running functions of a child, which runs the tests that reach it, cheapest first, and then
the others of their files, with which they may share what the first of them made. What none of
them notices is written into a copy of all, where every fast test of the room runs. Prints the
survivors of both, and the share that was noticed.

What the code says of itself is left as it is: assertions, and that lengths are alike (`strict`).
Nothing that holds can tell them from others.
"""

from __future__ import annotations

import ast
import gc
import io
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise, zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import coverage
import pytest

ROOT = Path(__file__).parent.parent.parent
TESTS = {
    "scoring": ("tests/scoring", "tests/cli/test_whatif_command.py"),
    "rubric": ("tests/rubric", "tests/test_broken.py"),
    "storage": ("tests/storage", "tests/threats/test_fuzz.py", "tests/test_broken.py"),
}
FAST = ("-n0", "-x", "-q", "-m", "not slow", "-p", "no:cacheprovider")
BROKEN = 70
"""The exit code of a child that could not try anything."""
PATIENCE, PROCESSOR = 1800, 30
"""Seconds after which a change is taken to have made the tests hang, which is noticed too: of any
time, and of processor time beyond four times what the tests take without a change."""
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
    lines: range
    text: str
    change: str


def parts(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it; nothing within f-strings, whose parts have no places of their own,
    nor within functions and classes inside, which are gone through by themselves, nor within what
    is only claimed.
    """
    yield node
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.JoinedStr | ast.FunctionDef | ast.ClassDef) and not _claims(
            inner
        ):
            yield from parts(inner)


def _claims(node: ast.AST) -> bool:
    """Whether code only says of itself what holds."""
    return isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict")


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Each thing that can be changed: what holds it, the name of the part, and what it becomes."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            body = (line for line in function.body if not _claims(line))
            for node in (inner for line in body for inner in parts(line)):
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
                yield Mutant(
                    path, range(first + 1, last + 2), text, f"{_start(before)}  ->  {_start(after)}"
                )


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


# --- in the running functions ----------------------------------------------------------------


class Reached(NamedTuple):
    """Which tests run which lines, and the processor time each of them takes."""

    tests: dict[tuple[str, int], set[int]]
    seconds: list[float]
    files: list[Path]
    """Where each test is."""

    def of(self, mutant: Mutant) -> list[int]:
        """The tests that run a changed place, cheapest first, and then the others beside them."""
        found: set[int] = set()
        for line in mutant.lines:
            found |= self.tests.get((str(mutant.path), line), set())
        files = {self.files[k] for k in found}
        beside = {k for k, file in enumerate(self.files) if file in files} - found
        cheap = self.seconds.__getitem__
        return [*sorted(found, key=cheap), *sorted(beside, key=cheap)]


class Trials:
    """A plugin of pytest that puts changes under test instead of running the tests once."""

    def __init__(self, chosen: list[Mutant]) -> None:
        self.chosen = chosen
        self.reached = Reached({}, [], [])
        self.survived: list[Mutant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Watch the tests in one child, then try each change in another."""
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        with tempfile.NamedTemporaryFile() as watched:
            in_child(lambda: _watch(session, watched.name))
            self.reached = pickle.loads(Path(watched.name).read_bytes())
        for k, mutant in enumerate(self.chosen, start=1):
            tests = self.reached.of(mutant)
            if in_child(lambda m=mutant, t=tests: self._changed(session, m, t)) == 0:
                self.survived.append(mutant)
                print(f"passes {len(tests)} tests: {place_of(mutant)}", flush=True)
            if k % 10 == 0 or k == len(self.chosen):
                print(f"... {k} tried, {len(self.survived)} not noticed where they are reached")
                sys.stdout.flush()
        return True

    def _changed(self, session: pytest.Session, mutant: Mutant, tests: list[int]) -> int:
        limit = PROCESSOR + 4 * sum(self.reached.seconds[k] for k in tests)
        used = int(time.process_time() + limit)
        resource.setrlimit(resource.RLIMIT_CPU, (used, used + 1))
        put(mutant)
        return int(len([*_run(session, [session.items[k] for k in tests])]) < len(tests))


def in_child(act: Any) -> int:
    """Do something in a child, with nothing said; its exit code."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        signal.alarm(PATIENCE)
        code = BROKEN
        try:
            code = act()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code != BROKEN, "the trial itself failed"
    return code


def _run(session: pytest.Session, items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Run tests, and hand each out that has passed, until one fails."""
    session.config.get_terminal_writer()._file = io.StringIO()  # nobody asks what they say
    for item, after in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return
        yield item


def _watch(session: pytest.Session, path: str) -> int:
    """Run all tests, and note what each of them reaches."""
    watch = coverage.Coverage(
        data_file=None, include=[f"{ROOT}/rolefit/*"], config_file=False, messages=False
    )
    watch.start()
    watch.switch_context("0")
    at = [time.process_time()]
    for _ in _run(session, session.items):
        watch.switch_context(str(len(at)))
        at.append(time.process_time())
    watch.stop()
    if len(at) <= len(session.items):
        raise AssertionError(f"fails without a change: {session.items[len(at) - 1].nodeid}")
    seconds = [end - start for start, end in pairwise(at)]
    tests: dict[tuple[str, int], set[int]] = defaultdict(set)
    data = watch.get_data()
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            tests[file, line] |= {int(one) for one in contexts if one}
    Path(path).write_bytes(
        pickle.dumps(Reached(dict(tests), seconds, [item.path for item in session.items]))
    )
    return 0


def put(mutant: Mutant) -> None:
    """Put a change into the functions of this process that have it."""
    # What the tests load only when they need it would be loaded as it stands in its file.
    parts = mutant.path.relative_to(ROOT).with_suffix("").parts
    import_module(".".join(part for part in parts if part != "__init__"))
    old, new = mutant.path.read_text("utf-8"), mutant.text
    name = str(mutant.path)
    changed = {
        _place(before): after
        for before, after in zip(
            _codes(compile(old, name, "exec", dont_inherit=True)),
            _codes(compile(new, name, "exec", dont_inherit=True)),
            strict=True,
        )
        if before != after
    }
    gc.unfreeze()  # what the tests have frozen is in no list
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == name:
            code = changed.get(_place(function.__code__))
            if code is not None and len(code.co_freevars) == len(function.__code__.co_freevars):
                function.__code__ = code


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A code and the codes of the functions and classes in it; none of lambdas and generators,
    which a change can do away with.
    """
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType) and not inner.co_name.startswith("<"):
            yield from _codes(inner)


# --- in a copy -------------------------------------------------------------------------------


def place_of(mutant: Mutant) -> str:
    """Where a change is, and what it is."""
    return f"{mutant.path.relative_to(ROOT)}:{mutant.lines[0]}: {mutant.change}"


def noticed(mutant: Mutant, copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether any test of the room fails over a change in the files."""
    place = copy / mutant.path.relative_to(ROOT)
    before = place.read_text("utf-8")
    place.write_text(mutant.text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.Popen(
        [sys.executable, "-m", "pytest", *FAST, *tests],
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
    trials = Trials(chosen)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))  # this package, whatever is installed
    code = pytest.main([*FAST, *TESTS[room]], plugins=[trials])
    assert code == 0, code
    left = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache")
        )
        for mutant in trials.survived:
            if noticed(mutant, copy, TESTS[room]):
                print(f"noticed by others: {place_of(mutant)}", flush=True)
            else:
                left += 1
                print(f"survived all: {place_of(mutant)}", flush=True)
    found = len(chosen) - left
    share = 100 * found / len(chosen)
    print(f"{room}: {found} of {len(chosen)} noticed ({share:.0f} %), of {len(every)} changes")
    return 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    sys.exit(main(sys.argv[1], *[*numbers, *[60, 1][len(numbers) :]]))
