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
