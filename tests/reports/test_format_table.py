"""The one table of formats: a new format is a module and a line, and everything else knows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rolefit.cli import complete
from rolefit.reports import formats

# One worker starts the one process.
pytestmark = pytest.mark.xdist_group("formats")
ROOT = Path(__file__).parent.parent.parent
COMMANDS = ("score", "demo", "take", "compare", "match", "progress")
REFUSED = (("-o", "report.odt"), ("-f", "odt"))
ENDINGS = (".hai", ".haiku")
ADDED = """
import contextlib, io, json, sys, types
from rolefit.reports import formats

commands, endings, refused = json.loads(sys.argv[1])

module = types.ModuleType("rolefit.reports.formats.haiku")
module.document = lambda pages, canvas: f"a haiku of {len(pages)} page\\n"
sys.modules[module.__name__] = module
new = formats.Format("haiku", tuple(endings), "page", remark="short")
formats.FORMATS = (*formats.FORMATS, new)
from rolefit.cli import complete, main
from rolefit.cli.interview.saving import REPORTS

def said(*arguments):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        main(list(arguments))
    return out.getvalue()

told = {command: said(command, "--help") for command in commands}
told |= {ending: said("demo", "-o", "report" + ending) for ending in endings}
told |= {typed[-1]: said("demo", *typed) for typed in refused}
told["completed"] = [complete.report_formats("ha"), complete.study_formats("ha")]
told["saving"] = str(REPORTS)
print(json.dumps(told))
"""


class Grown(NamedTuple):
    """What a process said that has one format more, and where it wrote."""

    told: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """One process with one format more: what it knows of formats it finds out as it starts."""
    folder = tmp_path_factory.mktemp("haiku")
    done = subprocess.run(
        [sys.executable, "-c", ADDED, json.dumps([COMMANDS, ENDINGS, REFUSED])],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
    )
    return Grown(json.loads(done.stdout), folder)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_help_lists_a_new_format(grown: Grown, command: str) -> None:
    assert "haiku (short)" in grown.told[command]


def test_completion_offers_a_new_format(grown: Grown) -> None:
    assert grown.told["completed"] == [["haiku"], ["haiku"]]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_of_a_file_picks_a_new_format(grown: Grown, ending: str) -> None:
    assert f"wrote report{ending}" in grown.told[ending]
    assert (grown.folder / f"report{ending}").read_text() == "a haiku of 1 page\n"


def test_the_dialog_that_saves_a_report_names_a_new_format(grown: Grown) -> None:
    assert ".hai" in grown.told["saving"]


def test_an_ending_or_name_that_no_format_has_is_refused_with_those_that_there_are(
    grown: Grown,
) -> None:
    assert ".hai, .haiku" in grown.told["report.odt"]
    assert "json, haiku" in grown.told["odt"]


@pytest.mark.parametrize("one", formats.FORMATS, ids=lambda one: one.name)
def test_every_format_has_a_module_that_draws(one: formats.Format) -> None:
    assert callable(one.load().document)


def test_no_two_formats_for_one_command_share_a_name_or_an_ending() -> None:
    for known in (complete.REPORT, complete.STUDY, complete.AUDIT, complete.MATRIX):
        endings = [ending for one in known for ending in one.endings]
        assert len(endings) == len(set(endings))
        assert len({one.name for one in known}) == len(known)
