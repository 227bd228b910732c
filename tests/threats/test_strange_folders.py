"""Nothing that lies beside a stranger's files is imported, taken as settings or unpickled."""

from __future__ import annotations

import pickle
import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest
from runs import Run
from strangers import (
    ANSWERS,
    CODE,
    RUBRIC,
    Write,
    process,
)

HOSTILE = ["yaml", "typing", "rich", "typer", "pydantic", "decimal", "fractions", "json"]


@pytest.fixture
def cloned(tmp_path: Path) -> Path:
    """A stranger's folder, full of modules that would act when imported."""
    for name in HOSTILE:
        (tmp_path / f"{name}.py").write_text("open('acted', 'w'); raise SystemExit('acted')\n")
    (tmp_path / "sitecustomize.py").write_text("open('acted', 'w')\n")
    (tmp_path / "tiny.yaml").write_text(RUBRIC)
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    return tmp_path


SCORE = ("score", "answers.yaml", "--rubric", "tiny.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("python_path", [str(CODE.parent), f"{CODE.parent}:."])
def test_a_module_in_the_current_folder_is_not_imported_by_python_m(
    cloned: Path, python_path: str
) -> None:
    # A folder that the user's own PYTHONPATH names comes before any line of ours: sitecustomize.
    (cloned / "sitecustomize.py").unlink()
    ran = process(*SCORE, folder=cloned, environment={"PYTHONPATH": python_path})
    assert ran.code == 0
    assert not (cloned / "acted").exists()


@pytest.mark.slow
def test_a_module_in_the_current_folder_is_not_imported_by_the_script(
    cloned: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = tmp_path_factory.mktemp("bin") / "rolefit"
    script.write_text("from rolefit.__main__ import run\nrun()\n")
    ran = process(*SCORE, folder=cloned, command=(sys.executable, str(script)))
    assert ran.code == 0
    assert not (cloned / "acted").exists()


def test_no_settings_are_taken_from_the_current_folder(
    cloned: Path, write: Write, rolefit: Run
) -> None:
    plain = rolefit(*SCORE)
    for name in ("rolefit.toml", ".rolefit.toml", "rolefit.yaml", ".rolefitrc", "pyproject.toml"):
        write(name, "format = 'json'\n[tool.rolefit]\nformat = 'json'\n")
    assert rolefit(*SCORE) == plain
    assert plain.code == 0


def pickled(folder: Path) -> bytes:
    """Bytes that make a file in `folder` when they are unpickled."""

    class Acts:
        def __reduce__(self) -> tuple[Any, ...]:
            return (open, (str(folder / "acted"), "w"))

    return pickle.dumps(Acts())


def test_what_lies_beside_a_strangers_rubric_is_never_unpickled(
    write: Write, rolefit: Run, tmp_path: Path
) -> None:
    from rolefit.storage import library  # noqa: PLC0415 - the one that unpickles

    file = tmp_path / write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)
    for place in (library.compiled_place(file), Path(cache_from_source(str(file)))):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(library.compiled_key(RUBRIC.encode()) + pickled(tmp_path))
    assert rolefit("score", "answers.yaml", "--rubric", "rubric.yaml").code == 0
    assert rolefit("score", "answers.yaml", "--rubric", str(file)).code == 0
    assert rolefit("rubric", "check", "rubric.yaml").code == 0
    assert not (tmp_path / "acted").exists()
