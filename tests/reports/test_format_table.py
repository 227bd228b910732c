"""The one table of formats: a new format is a module and a line, and everything else knows it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rolefit.cli import complete
from rolefit.reports import formats

ROOT = Path(__file__).parent.parent.parent
ADDED = """
import sys, types
from rolefit.reports import formats

module = types.ModuleType("rolefit.reports.formats.haiku")
module.document = lambda pages, canvas: f"a haiku of {{len(pages)}} page\\n"
sys.modules[module.__name__] = module
new = formats.Format("haiku", (".hai", ".haiku"), "page", remark="short")
formats.FORMATS = (*formats.FORMATS, new)
from rolefit.cli import main
{code}
"""


def run(code: str, folder: Path, **environment: str) -> str:
    """What a process prints that has one format more."""
    done = subprocess.run(
        [sys.executable, "-c", ADDED.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", ["score", "demo", "take", "compare", "match", "progress"])
def test_help_lists_a_new_format(tmp_path: Path, command: str) -> None:
    assert "haiku (short)" in run(f"main(['{command}', '--help'])", tmp_path)


def test_completion_offers_a_new_format(tmp_path: Path) -> None:
    code = "from rolefit.cli import complete; print(complete.report_formats('ha'))"
    assert "['haiku']" in run(code, tmp_path)
    assert "['haiku']" in run(code.replace("report", "study"), tmp_path)


@pytest.mark.parametrize("ending", [".hai", ".haiku"])
def test_the_ending_of_a_file_picks_a_new_format(tmp_path: Path, ending: str) -> None:
    told = run(f"main(['demo', '-o', 'report{ending}'])", tmp_path)
    assert f"wrote report{ending}" in told
    assert (tmp_path / f"report{ending}").read_text() == "a haiku of 1 page\n"


def test_the_dialog_that_saves_a_report_names_a_new_format(tmp_path: Path) -> None:
    assert ".hai" in run(
        "from rolefit.cli.interview.saving import REPORTS; print(REPORTS)", tmp_path
    )


def test_an_ending_or_name_that_no_format_has_is_refused_with_those_that_there_are(
    tmp_path: Path,
) -> None:
    assert ".hai, .haiku" in run("main(['demo', '-o', 'report.odt'])", tmp_path)
    assert "json, haiku" in run("main(['demo', '-f', 'odt'])", tmp_path)


@pytest.mark.parametrize("one", formats.FORMATS, ids=lambda one: one.name)
def test_every_format_has_a_module_that_draws(one: formats.Format) -> None:
    assert callable(one.load().document)


def test_no_two_formats_for_one_command_share_a_name_or_an_ending() -> None:
    for known in (complete.REPORT, complete.STUDY, complete.AUDIT, complete.MATRIX):
        endings = [ending for one in known for ending in one.endings]
        assert len(endings) == len(set(endings))
        assert len({one.name for one in known}) == len(known)
