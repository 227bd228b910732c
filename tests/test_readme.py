"""The README tells the truth: its examples are run, its commands are the ones that CI runs."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from runs import Ran

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEST_COMMAND = (
    "python3 -m venv .venv-test && .venv-test/bin/pip install --quiet -e '.[dev]' "
    "&& .venv-test/bin/python -m pytest"
)


def examples() -> Iterator[tuple[str, str]]:
    """Every `$ rolefit ...` with the output that the README shows for it."""
    for block in re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown.rstrip("\n")


EXAMPLES = list(examples())


def matches(shown: str, actual: str) -> bool:
    """Whether an output is as shown; a line of three dots stands for any lines."""
    lines = actual.split("\n")
    at, anchored = 0, True
    for segment in "\n".join(["", *shown.split("\n"), ""]).split("\n...\n"):
        wanted = segment.strip("\n").split("\n") if segment.strip("\n") else []
        places = [at] if anchored else range(at, len(lines) - len(wanted) + 1)
        found = next((k for k in places if lines[k : k + len(wanted)] == wanted), None)
        if found is None:
            return False
        at, anchored = found + len(wanted), False
    return at == len(lines) or shown.endswith("\n...")


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.slow
def test_examples_print_what_the_readme_shows_one_after_the_other(
    rolefit: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a copy of the examples: some of them make files that later ones read."""
    shutil.copytree(ROOT / "tests" / "examples", tmp_path / "tests" / "examples")
    monkeypatch.chdir(tmp_path)
    wrong = []
    for command, shown in EXAMPLES:
        before, _, piped = command.rpartition(" | ")
        stdin = Path(shlex.split(before)[1]).read_bytes() if before else b""
        words = shlex.split(piped)
        if words[0] == "cp":
            for file in sorted(Path().glob(words[1])):
                shutil.copy(file, words[2])
            continue
        assert words[0] == "rolefit", command
        done = rolefit(*words[1:], stdin=stdin)
        if not matches(shown, (done.out + done.err).rstrip("\n")):
            wrong.append(f"$ {command}\n{done.out}{done.err}")
    assert not wrong, "\n".join(wrong)


def test_the_python_session_gives_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    sessions = re.findall(r"^```pycon\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert sessions
    for session in sessions:
        test = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
        assert doctest.DocTestRunner().run(test).failed == 0


def test_ci_runs_exactly_the_test_command_of_the_readme() -> None:
    assert TEST_COMMAND in README
    assert TEST_COMMAND in (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")


def test_the_matcher_can_fail() -> None:
    assert matches("a\n...\nd", "a\nb\nc\nd")
    assert matches("a\n...", "a\nb")
    assert not matches("a\n...\nd", "a\nb\nc")
    assert not matches("a.c", "abc")
    assert not matches("a", "a\nb")
    assert not matches("b", "a\nb")
    assert not matches("...\nb\n...\nb", "a\nb")


def test_files_that_the_readme_names_exist() -> None:
    for name in re.findall(r"\]\((?!http|#)([^)]+)\)", README):
        assert (ROOT / name).exists(), name
