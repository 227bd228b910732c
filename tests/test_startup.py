"""What a start loads: short answers must not pay for long ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from loading import loaded

OURS = (
    "rolefit.rubric.conditions",
    "rolefit.rubric.model",
    "rolefit.rubric.model",
    "rolefit.storage.library",
)
HEAVY = ("pydantic", "rich", "yaml")


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_loads_nothing_but_python(flag: str) -> None:
    out, names = loaded(flag, watched=(*OURS, *HEAVY, "typer"))
    assert out.startswith("rolefit ")
    assert names == set()


def test_the_package_alone_loads_nothing_but_itself() -> None:
    code = "import sys; before = {*sys.modules}; import rolefit; print({*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{'rolefit'}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("score", "--help"), ("rubric", "new", "-h")])
def test_help_loads_none_of_our_models_and_no_yaml(arguments: tuple[str, ...]) -> None:
    out, names = loaded(*arguments, watched=(*OURS, "yaml"))
    assert "Usage" in out
    assert names == set()


@pytest.mark.parametrize(
    ("line", "expected", "shell"),
    [
        ("rolefit sc", "score", "bash"),
        ("rolefit demo ma", "manager-readiness", "zsh"),
        ("rolefit rubric sh", "show", "zsh"),
        ("rolefit score --format ma", "markdown", "bash"),
        ("rolefit explain --", "--help", "zsh"),
    ],
)
def test_completion_loads_neither_models_nor_heavy_packages(
    shell: str, line: str, expected: str
) -> None:
    words = line.split(" ")
    environment = {
        "_ROLEFIT_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
    }
    out, names = loaded(watched=(*OURS, *HEAVY), **environment)
    assert expected in out
    assert names == set()


def test_a_score_loads_no_words_for_faults_and_looks_for_no_plug_ins(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rubric: first-marketing-hire\nanswers: {}\n")
    words = ("rolefit.storage.documents.wording", "rolefit.storage.schemas")
    drawing = ("rich.console", "rich.markup")
    watched = (*words, *drawing, "importlib.metadata", "pydantic")
    _, names = loaded("score", str(path), watched=watched)
    assert names == {"pydantic"}


def test_what_stands_in_for_the_search_for_plug_ins_passes_all_else_on() -> None:
    code = (
        "from rolefit.__main__ import look_for_no_plugins; look_for_no_plugins()\n"
        "from pydantic.plugin._loader import get_plugins; print(get_plugins())\n"
        "from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP as name; print(name)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "()\npydantic\n"


TUPLES = """
import copy, pickle, sys, typing
from typing import Generic, NamedTuple, TypeVar
T = TypeVar("T")

class Place(NamedTuple):
    'Where it is.'
    row: int
    column: "int"
    name: str | None = None
    marks: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return f"{self.row}:{self.column}"

    def __str__(self) -> str:
        return self.told

    @classmethod
    def first(cls):
        return cls(1, 1)

class Empty(NamedTuple):
    pass

class Pair(NamedTuple):
    left: "Place"
    right: Place

class Odd(NamedTuple, Generic[T]):
    value: T

def tried(what):
    try:
        return what()
    except Exception as error:
        return type(error).__name__, str(error)

def facts():
    p = Place(1, column=2, marks=("x",))
    yield repr(p), str(p), p == (1, 2, None, ("x",)), hash(p) == hash((*p,)), len(p)
    yield p.told, Place.first()
    yield p._asdict(), p._fields, p._field_defaults, p.__match_args__, Place.__doc__, Empty.__doc__
    yield Place._make(range(4)), p._replace(row=7), pickle.loads(pickle.dumps(p)), copy.copy(p)
    yield Place.__annotations__.keys(), typing.get_type_hints(Pair)
    yield Empty(), Odd("a"), Odd[int](3), Place.__bases__, Odd.__bases__, Place.__qualname__
    yield Place.__module__, Place.__new__.__defaults__, Place.__slots__, hasattr(p, "__dict__")
    yield tried(lambda: Place(1)), tried(lambda: Place(1, 2, x=3))
    yield tried(lambda: Place(1, 2, 3, 4, 5))
    yield tried(lambda: Place._make([1])), tried(lambda: setattr(p, "row", 3))
    yield tried(lambda: p._replace(rows=1))[1]
    yield NamedTuple("A", [("a", int)])(1)
    def defaults_first():
        class Wrong(NamedTuple):
            a: int = 1
            b: int
    def hidden():
        class Wrong(NamedTuple):
            _a: int
    def taken():
        class Wrong(NamedTuple):
            a: int
            def _make(self): ...
    def two():
        class Wrong(NamedTuple, dict):
            a: int
    yield tuple(tried(wrong) for wrong in (defaults_first, hidden, taken, two))
    match p:
        case Place(a, b, name=None):
            yield a, b

for fact in facts():
    print(fact)
"""


def test_tuples_that_are_made_quickly_do_all_that_others_do() -> None:
    quickly = "from rolefit.__main__ import make_tuples_quickly; make_tuples_quickly()\n"
    usual, quick = (
        subprocess.run(
            [sys.executable, "-c", begin + TUPLES], capture_output=True, text=True, check=True
        ).stdout
        for begin in ("", quickly)
    )
    assert quick == usual
    assert len(usual.splitlines()) == 14


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="annotations are not looked at there")
def test_a_score_compiles_one_tuple_of_each_length() -> None:
    code = (
        "import collections\n"
        "from rolefit.__main__ import make_tuples_quickly; make_tuples_quickly()\n"
        "usual, lengths = collections.namedtuple, []\n"
        "def counted(name, fields, **more):\n"
        "    if 'field0' in fields:\n"
        "        lengths.append(len(fields))\n"
        "    return usual(name, fields, **more)\n"
        "collections.namedtuple = counted\n"
        "import rolefit.cli.work\n"
        "print(len(lengths) == len({*lengths}) > 5)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_a_score_compiles_no_pattern_that_only_the_slow_parser_of_yaml_reads_with() -> None:
    code = (
        "import re\n"
        "before = re.compile\n"
        "from rolefit.storage.documents import read_yaml\n"
        "read_yaml('a', 'a: 1')\n"
        "import yaml\n"
        "late = yaml.reader.Reader.NON_PRINTABLE\n"
        "print(re.compile is before, isinstance(late, re.Pattern), 'search' in vars(late))\n"
        "print(yaml.load('[1, 2026-11-30, 0x1f, 1.5]', yaml.SafeLoader))\n"
        "print('search' in vars(late))\n"
        "try:\n"
        "    yaml.load('a\\x01', yaml.SafeLoader)\n"
        "except yaml.reader.ReaderError as error:\n"
        "    print(error.reason)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True False False",
        "[1, datetime.date(2026, 11, 30), 31, 1.5]",
        "True",
        "special characters are not allowed",
    ]
