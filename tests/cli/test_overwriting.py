"""No command writes over a file that it reads, whatever the file is called and however forced."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from earlier import answers_file
from runs import Ran

from rolefit.cli import app_for
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse, read_responses
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load, register_path
from rolefit.storage.shipped import shipped_folder

Run = Callable[..., Ran]
ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "tests" / "examples"
NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"
SMALL = "week"
"""An example that is read and scored in no time: what is tried hangs on no content."""


def case_file(path: Path, rubric: Rubric, number: int) -> Path:
    """A case of a rubric as a responses file."""
    answers = dict(rubric.cases[number].answers)
    raw = {"rubric": rubric.rubric, "rubric_hash": rubric.content_hash, "answers": answers}
    path.write_text(json.dumps(raw, default=float), encoding="utf-8")
    return path


class Line(NamedTuple):
    """One way to call a command that writes, and the files that it reads."""

    arguments: tuple[str, ...]
    reads: tuple[str, ...]


OWN = ("--rubric", "{rubric}")
LINES = {
    "score": Line(("{answers}", *OWN), ("answers", "rubric")),
    "demo": Line(("{rubric}",), ("rubric",)),
    "whatif": Line(("{answers}", "--set", "{item}=skipped", *OWN), ("answers", "rubric")),
    "compare": Line(("{answers}", "{others}", *OWN), ("answers", "others", "rubric")),
    "match": Line(
        ("{wish}", "{sheet}", "--need-rubric", "{need}", "--candidate-rubric", "{seen}"),
        ("wish", "sheet", "need", "seen"),
    ),
    "progress": Line(("{rubric}",), ("rubric", "journal", "side")),
    "take": Line(("{rubric}", "--no-input", "--answers", "{answers}"), ("answers", "rubric")),
    "journal show": Line(("{entry}", *OWN), ("journal", "side", "rubric")),
    "journal export": Line((), ("journal", "side")),
    "rubric blank": Line(("{rubric}",), ("rubric",)),
    "rubric audit": Line(("{rubric}",), ("rubric", "claims")),
    "rubric schema": Line(("--responses", "{rubric}"), ("rubric",)),
    "rubric new": Line(("mine", "--from", "{rubric}"), ("rubric",)),
    "rubric diff": Line(("{rubric}", "{changed}"), ("rubric", "changed", "journal", "side")),
    "migrate": Line(("{earlier}", "--rubric", "{need}"), ("earlier", "need")),
    "outcome report": Line((), ("journal", "side")),
}
"""Every command that writes; a test holds this against the app."""
MAKING = {"form", "kit", "panel start", "panel report", "batch", "cohort", "import draft"}
"""Commands with tests of their own for that: they make folders, or read tables and rounds."""
BY_NAME = {"score": ("{wish}",), "demo": (NEED,), "rubric blank": (NEED,)}
"""Some of them with a shipped rubric that they find by its name."""


def commands(group: typer.Typer, before: str = "") -> Iterator[tuple[str, object]]:
    """Every command of the app with its words."""
    found = typer.main.get_command(group)
    for name, command in sorted(found.commands.items()):  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            for below, one in sorted(command.commands.items()):
                yield f"{name} {below}", one
        else:
            yield f"{before}{name}", command


def test_every_command_that_writes_is_held_to_it() -> None:
    writing = {
        name
        for name, command in commands(app_for([]))
        if any("--output" in option.opts for option in command.params)  # type: ignore[attr-defined]
    }
    assert writing - MAKING == set(LINES)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """One of everything that a command can read."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    small = EXAMPLES / f"{SMALL}.yaml"
    found = {
        "rubric": tmp_path / f"{SMALL}.yaml",
        "changed": tmp_path / f"{SMALL}-changed.yaml",
        "need": tmp_path / f"{NEED}.yaml",
        "seen": tmp_path / f"{SEEN}.yaml",
        "answers": case_file(tmp_path / "answers.json", load(small), 0),
        "others": case_file(tmp_path / "others.json", load(small), 1),
        "wish": case_file(tmp_path / "wish.json", load(NEED), 0),
        "sheet": case_file(tmp_path / "sheet.json", load(SEEN), 14),
        "claims": register_path(),
        "earlier": Path(answers_file(tmp_path, NEED)),
    }
    found["rubric"].write_bytes(small.read_bytes())
    found["changed"].write_bytes(small.read_bytes().replace(b'"1.0"', b'"1.1"'))
    for name in ("need", "seen"):
        found[name].write_bytes((shipped_folder() / found[name].name).read_bytes())
    return found


def kept(rubric: Path, answers: Path) -> tuple[Path, str]:
    """A journal that holds one assessment, and the id of it."""
    responses = read_responses(parse(str(answers), answers.read_bytes()))
    with Store(store_path()) as store:
        entry = store.keep(responses, load(str(rubric)), sentence="It fits.", quick=False)
    return store_path(), entry.id


WAYS = ("itself", "symlink", "hard link")
"""How an output may be a file that is read."""


def ways_for(read: str, turn: int, command: str) -> tuple[str, ...]:
    """All ways with `score`; elsewhere one for each file that is read, in turn."""
    if read == "side":
        return ("itself",)  # it is there only while the journal is written
    if read == "claims":
        return ("symlink", "hard link")  # the register that is shipped is not put at risk
    return WAYS if command == "score" else (WAYS[turn % 3],)


@pytest.mark.slow
@pytest.mark.parametrize("command", LINES)
def test_what_a_command_reads_is_not_written_over(
    rolefit: Run, files: dict[str, Path], command: str
) -> None:
    journal, entry = kept(files["rubric"], files["answers"])
    item = load(files["rubric"]).items[0].id
    files |= {"journal": journal, "side": Path(f"{journal}-journal")}
    arguments = [part.format(entry=entry, item=item, **files) for part in LINES[command].arguments]
    format = ("--format", "text" if command == "rubric audit" else "terminal")
    words = (*command.split(), *arguments, *(format if has_format(command) else ()))
    places = [*LINES].index(command) + len(LINES[command].reads)
    for turn, read in enumerate(LINES[command].reads, places):
        before = files[read].read_bytes() if read != "side" else b""
        for way in ways_for(read, turn, command):
            output = files[read] if way == "itself" else linked(files[read], way)
            if output is None:
                continue  # another file system
            for force in ((), ("--force",)) if way == "itself" else (("--force",),):
                ran = rolefit(*words, "-o", str(output), *force)
                assert ran.code == 2, (read, way, ran.err)
                assert "that this command reads" in ran.err
                if read == "side":
                    assert not output.exists()
                else:
                    assert files[read].read_bytes() == before
                    assert way == "itself" or os.path.samefile(output, files[read])


def linked(path: Path, way: str) -> Path | None:
    """Another name for a file, in the current folder; None where there cannot be one."""
    other = Path.cwd() / f"another {way} of {path.name}"
    if way == "symlink":
        other.symlink_to(path)
        return other
    try:
        os.link(path, other)
    except OSError:
        return None
    return other


def has_format(command: str) -> bool:
    """Whether a command has more than one format."""
    fixed = ("journal export", "rubric blank", "rubric schema", "rubric new", "migrate")
    return command not in fixed


@pytest.mark.parametrize("command", BY_NAME)
def test_a_rubric_that_is_found_by_its_name_is_not_written_over_either(
    rolefit: Run, files: dict[str, Path], command: str
) -> None:
    output = files["need"].parent / "another.txt"
    output.symlink_to(shipped_folder() / f"{NEED}.yaml")
    arguments = [part.format(**files) for part in BY_NAME[command]]
    ran = rolefit(*command.split(), *arguments, "-o", str(output), "--force")
    assert ran.code == 2
    assert "holds a rubric that this command reads" in ran.err
    assert output.is_symlink()


@pytest.mark.slow
def test_what_stdin_was_redirected_from_is_not_written_over(files: dict[str, Path]) -> None:
    answers = files["wish"]
    before = answers.read_bytes()
    command = [sys.executable, "-m", "rolefit", "score", "-", "-o", str(answers)]
    with answers.open("rb") as stream:
        done = subprocess.run(
            [*command, "--format", "markdown", "--force"],
            stdin=stream,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 2
    assert b"that this command reads" in done.stderr
    assert answers.read_bytes() == before


def test_another_file_is_written_over_where_that_is_forced(
    rolefit: Run, files: dict[str, Path]
) -> None:
    other = files["rubric"].parent / "report.md"
    other.write_text("old", encoding="utf-8")
    assert rolefit("score", str(files["wish"]), "-o", str(other)).code == 2
    assert rolefit("score", str(files["wish"]), "-o", str(other), "--force").code == 0
    assert other.read_text(encoding="utf-8").startswith("# ")
