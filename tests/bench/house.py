"""Print how the package is built: rooms, floors, arrows, circles, sizes and what one run opens.

Usage: python tests/bench/house.py [FOLDER OF THE PACKAGE]
"""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from inspect import CO_OPTIMIZED
from pathlib import Path
from statistics import median, quantiles
from types import FrameType

HERE = Path(__file__).parent.resolve()
ANSWERS = HERE.parent / "examples" / "northwind.yaml"
ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else "rolefit").resolve()
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Graph = dict[str, set[str]]


def module_of(path: Path) -> str:
    """A module's dotted name below the package; empty for the package itself."""
    return (
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").strip(".")
    )


TREES = {module_of(p): ast.parse(p.read_text("utf-8")) for p in sorted(ROOT.rglob("*.py"))}


def imported(name: str, tree: ast.AST) -> set[str]:
    """The modules of the package that a module imports, for type checkers alone included."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == ROOT.name:
            base = (node.module or "").partition(".")[2]
            inner = {f"{base}.{alias.name}".strip(".") for alias in node.names} & set(TREES)
            found |= inner or {base}
    return found - {name, ""}


def circles(graph: Graph) -> list[list[str]]:
    """Circles of a graph, one at a time, each cut at its first arrow."""
    found, left = [], {key: set(value) for key, value in graph.items()}
    while True:
        try:
            tuple(TopologicalSorter(left).static_order())
        except CycleError as error:
            circle = error.args[1]
            found.append(circle)
            left[circle[1]].discard(circle[0])
        else:
            return found


def floors(graph: Graph) -> list[list[str]]:
    """Nodes by their height above what they import, lowest first; circles count as cut."""
    height: dict[str, int] = {}

    def high(node: str, path: tuple[str, ...] = ()) -> int:
        if node not in height:
            below = [high(one, (*path, node)) for one in graph[node] if one not in (*path, node)]
            height[node] = 1 + max(below, default=-1)
        return height[node]

    for node in sorted(graph):
        high(node)
    return [sorted(n for n in height if height[n] == k) for k in range(max(height.values()) + 1)]


def spread(sizes: list[int]) -> str:
    """Median, ninth decile and largest."""
    return f"median {median(sizes):.0f}, p90 {quantiles(sizes, n=10)[-1]:.0f}, most {max(sizes)}"


def watched_run(arguments: list[str]) -> None:
    """Run a command in this process; print which modules of the package it loads and touches."""
    touched: set[str] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        # The body of a module or a class is no function: that it runs means no more than loaded.
        if event == "call" and code.co_flags & CO_OPTIMIZED:
            touched.add(code.co_filename)

    sys.setprofile(watch)
    importlib.import_module(f"{ROOT.name}.cli").main(arguments)
    sys.setprofile(None)
    print(f"loaded {sum(name.partition('.')[0] == ROOT.name for name in sys.modules)}")
    for path in sorted(path for path in map(Path, touched) if path.is_relative_to(ROOT)):
        print(f"touched {path.relative_to(ROOT).with_suffix('').as_posix()}")


def score_run() -> tuple[int, list[str]]:
    """How many modules `score FILE` loads, and those in which at least one function runs."""
    child("score", str(ANSWERS))  # the first run keeps the validated rubric for the next
    out = child("score", str(ANSWERS))
    loaded = re.findall(r"^loaded (\d+)$", out, re.MULTILINE)[-1]
    return int(loaded), re.findall(r"^touched (.*)$", out, re.MULTILINE)


def print_score_run() -> None:
    """Print what a run opens, and what of it is at work, room by room."""
    loaded, touched = score_run()
    print(f"modules loaded by score FILE {loaded}")
    print(f"files touched by score FILE {len(touched)}")
    rooms: Graph = defaultdict(set)
    for name in touched:
        rooms[name.partition("/")[0]].add(name.partition("/")[2])
    for room, inside in sorted(rooms.items()):
        print(f"  {room}: {', '.join(sorted(inside))}" if any(inside) else f"  {room}")


def child(*arguments: str) -> str:
    """What a watched run prints, with bytecode and validated rubrics kept as for any user."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    code = f"import sys; sys.argv[1:] = [{str(ROOT)!r}]; sys.path[:0] = [{str(HERE)!r}]; "
    code += f"import house; house.watched_run({list(arguments)!r})"
    run = [sys.executable, "-c", code]
    done = subprocess.run(
        run, cwd=ROOT.parent, env=kept, capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Print one figure a line."""
    modules: Graph = {name: imported(name, tree) for name, tree in TREES.items()}
    rooms: Graph = {name.partition(".")[0]: set() for name in modules if name}
    for name, targets in modules.items():
        room = name.partition(".")[0]
        if room:
            rooms[room] |= {one.partition(".")[0] for one in targets} - {room}
    classes: dict[str, set[str]] = defaultdict(set)
    sizes, inside = [], 0
    for name, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                classes[node.name].add(name)
        for part in ast.walk(tree):
            if isinstance(part, FUNCTIONS):
                sizes.append((part.end_lineno or 0) - part.lineno + 1)
                inside += sum(isinstance(n, ast.Import | ast.ImportFrom) for n in ast.walk(part))
    levels = floors(rooms)
    floor = {room: k for k, level in enumerate(levels) for room in level}
    upward = sum(floor[one] >= floor[room] for room in rooms for one in rooms[room])
    print(f"rooms {len(rooms)}, floors {len(levels)}, arrows {sum(map(len, rooms.values()))}")
    print(f"arrows upward {upward}, circles of rooms {len(circles(rooms))}")
    for circle in circles(modules):
        print(f"  circle of modules: {' <- '.join(circle)}")
    print(f"circles of modules {len(circles(modules))}")
    lines = [path.read_text("utf-8").count("\n") for path in ROOT.rglob("*.py")]
    print(f"modules {len(TREES)}, lines: {spread(lines)}")
    print(f"functions {len(sizes)}, lines: {spread(sizes)}")
    print(f"imports inside functions {inside}")
    twice = sorted(name for name, where in classes.items() if len(where) > 1)
    print(f"type names defined twice {len(twice)}: {', '.join(twice)}")
    print_score_run()
    for level in reversed(levels):
        print("  " + " ".join(level))


if __name__ == "__main__":
    main()
