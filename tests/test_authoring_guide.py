"""The guide to writing a rubric is true: its blocks are put into a file, its commands are run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from make import contrast, single
from runs import Run

from rolefit.rubric.texts import Migration

ROOT = Path(__file__).parent.parent
TITLE = "A rubric, from an empty file to a clean audit"
BLOCK = re.compile(r"^```([a-z]+)( example)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def guide() -> str:
    """The section of the guide."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(TITLE)}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the lines that are shown for it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.splitlines()


def shows(shown: list[str], actual: list[str]) -> bool:
    """Whether lines stand in an output in their order, next to each other unless dots are between.

    A line of three dots stands for any lines.
    """
    at, free = 0, False
    for line in shown:
        if line == "...":
            free = True
            continue
        places = range(at, len(actual)) if free else range(at, min(at + 1, len(actual)))
        found = next((k for k in places if actual[k] == line), None)
        if found is None:
            return False
        at, free = found + 1, False
    return free or at == len(actual)


@pytest.mark.slow
def test_the_guide_goes_from_an_empty_file_to_a_clean_audit(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEFIT_CONFIG_DIR", str(tmp_path / "config"))
    file = Path("place.yaml")
    file.write_text("", encoding="utf-8")
    codes = {}
    for kind, example, block in BLOCK.findall(guide()):
        if kind == "yaml" and not example:
            file.write_text(file.read_text("utf-8") + block, encoding="utf-8")
        for command, shown in commands(block) if kind == "console" else ():
            program, *words = shlex.split(command)
            assert program == "rolefit"
            ran = rolefit(*words)
            assert shows(shown, (ran.out + ran.err).splitlines()), (command, ran.out, ran.err)
            codes[command] = ran.code
    assert codes["rolefit rubric audit place.yaml --strict"] == 0
    assert codes["rolefit demo place"] == 0
    assert len(codes) >= 6


def test_what_the_guide_says_of_editions_can_be_read() -> None:
    (block,) = [
        text for kind, example, text in BLOCK.findall(guide()) if kind == "yaml" and example
    ]
    (raw,) = yaml.safe_load(block)["migrations"]
    way = Migration.model_validate({**raw, "keep": tuple(raw["keep"])})
    items = [single(name) for name in (*way.keep, "how_soon")]
    plain = way.model_copy(update={"map": {}})
    assert contrast(*items, version="2.0", migrations=(plain,)).migrations[0].from_ == "1.0"


def test_the_matcher_can_fail() -> None:
    assert shows(["a", "...", "d"], ["a", "b", "c", "d"])
    assert shows(["...", "b", "..."], ["a", "b", "c"])
    assert not shows(["a", "d"], ["a", "b", "d"])
    assert not shows(["...", "d"], ["a", "b"])
    assert not shows(["a"], ["a", "b"])
