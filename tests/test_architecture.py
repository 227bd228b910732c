"""The direction of imports, the doors to outside packages, and the size of modules."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "rolefit"
# A module imports only from its own row or from rows below it.
ROWS = [
    ("__main__",),
    ("cli",),
    ("reports",),
    ("library", "compiled", "journal", "writing", "schemas"),
    ("starters",),
    ("kept", "store"),
    ("tagged",),
    ("documents",),
    ("audit",),
    ("comparison", "matching"),
    ("cases", "citations", "claims", "tracing", "whatif", "interview", "progress"),
    ("reliable_change",),
    ("curtailment",),
    ("scoring", "judged"),
    ("evidence", "plan"),
    ("judgement", "breakdown", "certainty", "flips", "gate_flips"),
    ("sensitivity", "moves"),
    ("standing",),
    ("verdict", "quality"),
    ("gates",),
    ("bounds",),
    ("tally", "acceptability"),
    ("assessment",),
    ("alternatives",),
    ("responses",),
    ("rubric",),
    ("rules", "texts"),
    ("items",),
    ("conditions",),
    ("value",),
    ("exact", "errors", "shown", "shelf"),
]
RANK = {name: len(ROWS) - k for k, row in enumerate(ROWS) for name in row}
DOORS = {
    "typer": ("cli",),
    "rich": ("cli", "reports"),
    "yaml": ("documents/yaml_text",),
    "pickle": ("compiled",),
    "sqlite3": ("store",),
    "platformdirs": ("store",),
    "prompt_toolkit": ("cli/prompts",),
    "jinja2": ("reports/html",),
    "typst": ("reports/pdf",),
}
# What is pure takes values and gives values: no clock, disk, environment, terminal or chance.
PURE = [row for row in ROWS if RANK[row[0]] <= RANK["scoring"]]
IMPURE = {"os", "sys", "io", "time", "random", "pathlib", "tempfile", "subprocess", "shutil"}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300


def name_of(path: Path) -> str:
    """A module's name below the package, like `items/bars`."""
    name = path.relative_to(PACKAGE).with_suffix("").as_posix()
    return name.removesuffix("/__init__")


def top(name: str) -> str:
    """The row entry a module belongs to."""
    return name.partition("/")[0]


def imports(path: Path) -> list[tuple[str, bool]]:
    """Every module that is imported, with whether that is for type checkers only."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in typing_only) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module or "", id(node) in typing_only))
            if node.module == "rolefit":
                found += [(f"rolefit.{a.name}", id(node) in typing_only) for a in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_row_or_below(path: Path) -> None:
    mine = top(name_of(path))
    if mine == "__init__":
        return
    for module, typing_only in imports(path):
        parts = module.split(".")
        if parts[0] != "rolefit" or len(parts) < 2 or parts[1] not in RANK:
            continue
        assert typing_only or RANK[parts[1]] <= RANK[mine], f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_outside_packages_live_behind_their_door(path: Path) -> None:
    for module, _ in imports(path):
        allowed = DOORS.get(module.partition(".")[0])
        if allowed is not None:
            mine = name_of(path)
            assert mine in allowed or top(mine) in allowed, f"{mine} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_core_touches_neither_clock_nor_disk_nor_terminal(path: Path) -> None:
    if top(name_of(path)) not in {name for row in PURE for name in row} - {"shelf"}:
        return
    for module, _ in imports(path):
        assert module.partition(".")[0] not in IMPURE, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(text))


def test_every_module_has_a_row() -> None:
    assert {top(name_of(path)) for path in MODULES} - {"__init__"} <= set(RANK)


def test_only_the_exact_module_rounds() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "round" or name_of(path) == "exact", name_of(path)


def test_nothing_evaluates_text() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
