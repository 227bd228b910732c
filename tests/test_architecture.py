"""Who may import whom, the doors to outside packages, and the size of modules."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

import pytest
from every import every
from sources import PACKAGE, about_the_source, nodes_of, tree_of

from rolefit.rubric.items import ITEM_TYPES
from rolefit.rubric.items.base import ItemBase
from rolefit.rubric.items.shared import Scaled
from rolefit.rubric.models import Model

FLOORS = [
    ("__init__", "__main__"),
    ("cli",),
    ("reports", "forms"),
    ("studies", "audit", "batch"),
    ("interview",),
    ("scoring",),
    ("storage",),
    ("rubric",),
    ("errors", "exact", "safe_text"),
]
"""The rooms of the house from the top down: a room imports only from floors below its own."""
FLOOR = {room: -k for k, floor in enumerate(FLOORS) for room in floor}
ARROWS = 44
"""The most arrows between rooms; the public face above them, which points into all, left aside."""
DOORS = {
    "typer": ("cli",),
    "rich": ("cli", "reports/formats"),
    "yaml": ("storage/documents",),
    "pickle": ("storage/library",),
    "sqlite3": ("storage/journal",),
    "platformdirs": ("storage/journal", "storage/own"),
    "prompt_toolkit": ("cli/interview",),
    "jinja2": ("reports/formats", "forms"),
    "typst": ("reports/formats/pdf",),
    "docx": ("reports/formats/docx",),
    "xlsxwriter": ("forms/workbook",),
    "narwhals": ("batch",),
    "polars": ("batch",),
    "pyspark": ("batch/spark",),
    "pyarrow": ("batch/spark",),
}
"""Where an outside package may be imported."""
PURE = {"rubric", "scoring", "interview", "studies", "exact", "safe_text", "errors"}
"""What takes values and gives values: no clock, disk, environment, terminal or chance."""
IMPURE = {"os", "sys", "io", "time", "random", "pathlib", "tempfile", "subprocess", "shutil"}
LONGEST = 520


def name_of(path: Path) -> str:
    """A module's name below the package, like `rubric/items/bars`."""
    name = path.relative_to(PACKAGE).with_suffix("").as_posix()
    return name.removesuffix("/__init__")


pytestmark = about_the_source
MODULES = {name_of(p): p for p in sorted(PACKAGE.rglob("*.py"))}
EACH = every("name", MODULES)


@cache
def trees() -> dict[str, ast.Module]:
    """What the modules hold, by name."""
    return {name: tree_of(path) for name, path in MODULES.items()}


def room(name: str) -> str:
    """The room that a module stands in."""
    return name.partition("/")[0]


@cache
def imports(name: str) -> list[str]:
    """Every module that a module imports, type-only imports included, as `package.module`."""
    found = []
    for node in nodes_of(trees()[name]):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            base = node.module or ""
            inner = [f"{base}.{alias.name}" for alias in node.names]
            inside = [one for one in inner if ours(one) in MODULES]
            found += inside if len(inside) == len(inner) else [base, *inside]
    return found


def ours(module: str) -> str:
    """A module of the package by its name below it; of any other, nothing."""
    top, _, rest = module.partition(".")
    return rest.replace(".", "/") if top == "rolefit" else ""


def own_imports(name: str) -> set[str]:
    """The modules of the package that one of them imports."""
    return {ours(module) for module in imports(name)} - {"", name}


@EACH
def test_a_module_imports_only_from_its_own_room_or_from_floors_below(name: str) -> None:
    for other in own_imports(name):
        below = FLOOR[room(other)] < FLOOR[room(name)]
        assert below or room(other) == room(name), f"{name} imports {other}"


@pytest.mark.parametrize("family", sorted({room(name) for name in MODULES}))
def test_inside_a_room_files_make_no_circle(family: str) -> None:
    graph = {name: own_imports(name) for name in MODULES if room(name) == family}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


@EACH
def test_inside_the_package_nobody_goes_through_the_public_names(name: str) -> None:
    """They load everything below them: what needs a thing imports it from where it is at home."""
    for node in nodes_of(trees()[name]):
        if isinstance(node, ast.ImportFrom) and node.module == "rolefit":
            taken = {alias.name for alias in node.names}
            assert taken <= {"__version__", *map(room, MODULES)}, f"{name} imports {taken}"


def test_there_are_few_arrows_between_rooms() -> None:
    inside = [name for name in MODULES if room(name) not in ("__init__", "__main__")]
    arrows = {(room(a), room(b)) for a in inside for b in own_imports(a) if room(a) != room(b)}
    assert len(arrows) <= ARROWS, sorted(arrows)


def test_every_room_has_a_floor() -> None:
    assert {room(name) for name in MODULES} <= set(FLOOR)


@EACH
def test_outside_packages_live_behind_their_door(name: str) -> None:
    for module in imports(name):
        doors = DOORS.get(module.partition(".")[0])
        if doors is not None:
            inside = any(name == door or name.startswith(f"{door}/") for door in doors)
            assert inside, f"{name} imports {module}"


@EACH
def test_what_is_pure_touches_neither_clock_nor_disk_nor_terminal(name: str) -> None:
    if room(name) in PURE:
        for module in imports(name):
            assert module.partition(".")[0] not in IMPURE, f"{name} imports {module}"


@EACH
def test_a_module_stays_small_and_says_what_it_is_for(name: str) -> None:
    assert MODULES[name].read_text(encoding="utf-8").count("\n") <= LONGEST
    assert ast.get_docstring(trees()[name])


def test_a_type_name_is_defined_once() -> None:
    defined: dict[str, list[str]] = defaultdict(list)
    for name, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                defined[node.name].append(name)
    assert {key: where for key, where in defined.items() if len(where) > 1} == {}


# fmt: off
PARTICIPLES = {
    "told", "drawn", "said", "kept", "held", "counts", "found", "made", "shown", "done", "given",
    "known", "lost", "meant", "set", "put", "written", "cut", "taken", "left", "split", "built",
    "chosen", "spread", "gone", "seen", "met", "won", "hidden", "broken", "begun",
}
# fmt: on
"""Words that name nothing, beside those that end in `ed`."""


UNNAMED = {"batch", "cli/work/batch", "cli/work/migrate", "cli/work/outcome"}
"""A room and modules whose functions still have such names; nothing is added here."""


@EACH
def test_a_function_is_named_by_what_it_returns_or_does(name: str) -> None:
    # A yes or no may be a participle.
    if UNNAMED & {name, room(name)}:
        return
    for node in trees()[name].body:
        if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node) != "bool":
            word = node.name.strip("_")
            bare = word in PARTICIPLES or ("_" not in word and word.endswith("ed"))
            assert not bare or word in {"rounded", "feed"}, node.name
    assert name.rpartition("/")[2] not in PARTICIPLES - {"found"}


def test_commands_read_and_write_files_only_where_it_is_remembered_what_they_read() -> None:
    """Whoever opened a file beside `inputs` could later be written over."""
    harmless = {
        "LocatedRubric",
        "value_text",
        "edition",
        "option_for",
        "reason_of",
        "register_path",
        "responses_text",
    }
    allowed = {
        "cli/work": {"library", "LocatedRubric", "write_file"},
        "cli/interview/asking": {"register"},  # `take` has it remembered
        "cli/work/journal": {"edition"},  # reads what the journal keeps, no file
    }
    for name, tree in trees().items():
        for node in nodes_of(tree):
            if isinstance(node, ast.ImportFrom) and room(name) == "cli":
                library = node.module == "rolefit.storage.library"
                names = {one.name for one in node.names}
                used = names if library else names & {"library"}
                assert used <= allowed.get(name, harmless), f"{name} imports {used}"


MODEL_PLACES = ("scoring/models", "rubric/models", "reports/pages/score/models")
"""Where the models of scoring may be told apart by their names."""
MODEL_TABLES = ("storage/starters",)
"""Where a file is kept for each of them, by name."""


def parts_compared(node: ast.AST) -> list[ast.AST]:
    """What a comparison or a `match` holds against something else."""
    match node:
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.Match():
            return [node.subject, *(case.pattern for case in node.cases)]
        case _:
            return []


def by_model(tree: ast.Module, *, tables: bool) -> list[int]:
    """The lines that compare the model of a rubric or the name of one, or list things by it."""
    names = set(get_args(Model))
    found = []
    for node in nodes_of(tree):
        inside = [part for each in parts_compared(node) for part in ast.walk(each)]
        asked = any(isinstance(p, ast.Attribute) and p.attr == "model" for p in inside)
        keys = node.keys if isinstance(node, ast.Dict) and not tables else []
        named = {p.value for p in (*inside, *keys) if isinstance(p, ast.Constant)} & names
        if asked or named:
            found.append(getattr(node, "lineno", 0))
    return found


@EACH
def test_models_are_told_apart_by_name_only_where_they_are_written(name: str) -> None:
    if not any(name == place or name.startswith(f"{place}/") for place in MODEL_PLACES):
        assert by_model(trees()[name], tables=name in MODEL_TABLES) == [], name


@pytest.mark.parametrize(
    "text",
    [
        'if rubric.model == "contrast": pass',
        "if one.model != other.model: pass",
        'if kind in ("readiness", "contrast"): pass',
        'match kind:\n    case "readiness": pass',
        'TITLES = {"contrast": "Who leads"}',
    ],
)
def test_a_model_told_apart_by_name_is_noticed(text: str) -> None:
    assert by_model(ast.parse(text), tables=False)


SENTENCE = re.compile(r"[A-Za-z]+(?:[,;:]? (?:\{\}|[A-Za-z]+)){2}")
"""Three words in a row, of which some may be filled in."""
ASIDE = {"weight of a question", "step {} of {}"}
"""Names that JSON has for a change of a seal and for a place in a rubric."""


def literal(node: ast.AST) -> str:
    """A literal text, with `{}` for what is filled in; empty for everything else."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                literal(part) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
        case _:
            return ""


def sentences_made(node: ast.AST) -> Iterator[str]:
    """Literal texts of three words or more, but for docstrings and functions that raise errors."""
    for part in ast.iter_child_nodes(node):
        raises = any(isinstance(one, ast.Raise | ast.Assert) for one in ast.walk(part))
        if isinstance(part, ast.FunctionDef) and raises:
            continue
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
            continue
        text = literal(part)
        if SENTENCE.search(text) and text not in ASIDE:
            yield text
        if not isinstance(part, ast.JoinedStr):
            yield from sentences_made(part)


WORDED = {
    "studies/cohort",
    "studies/matching/pairing",
    "studies/editions/carrying",
    "studies/outcome",
}
"""Modules of scoring and studies with sentences: why files cannot be matched, which are errors;
what is carried over to another edition, and what is asked of somebody who was hired."""


@EACH
def test_what_is_worked_out_is_given_as_codes_and_worded_by_the_reports(name: str) -> None:
    if room(name) in {"scoring", "studies"} and name not in WORDED:
        assert list(sentences_made(trees()[name])) == []


@pytest.mark.parametrize(
    "line",
    [
        'x = "the margin is below"',
        'x = f"{a} is below the {b} points"',
        'def f():\n    return {"reason": f"only {n} of them"}',
        'def f():\n    """A docstring of some words."""\n    return g("nobody leads by this")',
    ],
)
def test_every_sentence_that_is_made_is_found(line: str) -> None:
    assert len(list(sentences_made(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'x = "within_error"',
        'def f():\n    """A docstring of some words."""',
        'def f():\n    raise RolefitError("there is no such step")',
    ],
)
def test_codes_docstrings_and_errors_are_no_sentences(line: str) -> None:
    assert list(sentences_made(ast.parse(line))) == []


def test_only_the_exact_module_rounds() -> None:
    for name, tree in trees().items():
        for node in nodes_of(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "round" or name == "exact", name


def test_nothing_evaluates_text() -> None:
    for name, tree in trees().items():
        for node in nodes_of(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, name


# --- item types own what differs by type -------------------------------------------------------

ITEMS = "rolefit.rubric.items"
OF_ITEMS: tuple[type, ...] = (*ITEM_TYPES, ItemBase, Scaled)
ITEM_CLASSES = {cls.__name__ for cls in OF_ITEMS}
OPEN_TO_ALL = {f"{ITEMS}.{part}" for part in ("base", "inputs", "parts")}
"""Modules of the item types that everybody may import: what they share, and the ways of asking."""


def item_type_names(tree: ast.Module) -> set[str]:
    """Names under which a module knows an item class, whatever it calls it."""
    found = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ITEMS):
            found |= {a.asname or a.name for a in node.names if a.name in ITEM_CLASSES}
    return found


def asks_for_an_item_type(tree: ast.Module) -> Iterator[ast.AST]:
    """Where a module compares an item's type, or looks which item class it has before it."""
    known = item_type_names(tree)
    for node in nodes_of(tree):
        match node:
            case ast.Compare() if any(is_type(one) for one in (node.left, *node.comparators)):
                yield node
            case ast.Match() if is_type(node.subject):
                yield node
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, classes]):
                if any(isinstance(n, ast.Name) and n.id in known for n in ast.walk(classes)):
                    yield node
            case ast.MatchClass(cls=ast.Name(id=name)) if name in known:
                yield node
            case ast.ImportFrom(module=str(module)) if module.startswith(f"{ITEMS}."):
                if module not in OPEN_TO_ALL:
                    yield node


def is_type(node: ast.AST) -> bool:
    """Whether an expression is the type of something: `item.type`, also as a key of a table."""
    return isinstance(node, ast.Attribute) and node.attr == "type"


@EACH
def test_outside_the_items_nobody_asks_for_the_type_of_an_item(name: str) -> None:
    if not name.startswith("rubric/items"):
        lines = [getattr(node, "lineno", 0) for node in asks_for_an_item_type(trees()[name])]
        assert not lines, f"{name} asks for an item's type in lines {lines}"


@pytest.mark.parametrize(
    "line",
    [
        "x = item.type == 'multi'",
        "x = item.type in ('multi', 'single')",
        "match item.type:\n    case 'multi': pass",
        "from rolefit.rubric.items import Multi\nx = isinstance(item, Multi)",
        "from rolefit.rubric.items import Multi as M, Single\nx = isinstance(item, M | Single)",
        "from rolefit.rubric.items import Multi\nmatch item:\n    case Multi(): pass",
        "from rolefit.rubric.items.multi import NONE_OF_THESE",
    ],
)
def test_every_way_to_ask_for_the_type_of_an_item_is_found(line: str) -> None:
    assert list(asks_for_an_item_type(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "from rolefit.rubric.items import Item\nx: Item",
        "from rolefit.rubric.items.base import Rows\nx = isinstance(item.input_kind, Rows)",
        "from rolefit.rubric.items.base import Unreadable\nx = isinstance(error, Unreadable)",
        "x = f'{item.id}: {item.type}'",
    ],
)
def test_asking_how_an_item_is_answered_is_fine(line: str) -> None:
    assert not list(asks_for_an_item_type(ast.parse(line)))
