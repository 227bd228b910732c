"""The files around the package are what contributors and their tools expect."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from runs import Run
from xdist.scheduler import LoadGroupScheduling

from rolefit import __version__

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN = [*ROOT.glob(".pre-commit*.yaml"), *sorted((ROOT / ".github").rglob("*.yml"))]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", OWN, ids=[path.name for path in OWN])
def test_a_yaml_file_of_the_project_can_be_read(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))


def test_all_of_them_were_looked_at() -> None:
    assert len(OWN) >= 6


def test_the_hook_for_other_repositories_is_a_command_that_checks_rubrics(rolefit: Run) -> None:
    program, *words = shlex.split(HOOK["entry"])
    assert program in PROJECT["project"]["scripts"]
    sound = ROOT / "rubrics" / "manager-readiness.yaml"
    faulty = next((ROOT / "tests" / "broken" / "rubrics").glob("*.yaml"))
    assert rolefit(*words, str(sound)).code == 0
    assert rolefit(*words, str(sound), str(faulty)).code == 1


@pytest.mark.parametrize("name", ["rubrics/mine.yaml", "hiring/rubrics/sales/lead.yml"])
def test_the_hook_looks_at_rubrics(name: str) -> None:
    assert re.search(HOOK["files"], name)
    assert not re.search(HOOK["exclude"], name)


@pytest.mark.parametrize("name", ["rubrics/claims.yaml", "mine.yaml", "rubrics/notes.md"])
def test_the_hook_passes_other_files_by(name: str) -> None:
    assert not re.search(HOOK["files"], name) or re.search(HOOK["exclude"], name)


def steps(job: str) -> list[dict[str, Any]]:
    """The steps of a job of the workflow."""
    found: list[dict[str, Any]] = WORKFLOW["jobs"][job]["steps"]
    return found


def test_the_workflow_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (command,) = re.findall(r"^python3 -m venv .venv-test .* -m pytest$", readme, re.MULTILINE)
    assert command in [step.get("run", "").strip() for step in steps("test")]
    assert "bash .ci/run" in [step.get("run") for step in steps("whole-check")]


def test_the_workflow_tries_every_python_that_the_package_names() -> None:
    matrix = WORKFLOW["jobs"]["test"]["strategy"]["matrix"]
    tried = {*matrix["python"], *(one["python"] for one in matrix["include"])}
    named = [one.rpartition(" ")[2] for one in PROJECT["project"]["classifiers"] if " :: 3." in one]
    assert tried == set(named)
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"


def test_the_workflow_tries_the_oldest_typer_that_is_allowed() -> None:
    (allowed,) = (one for one in PROJECT["project"]["dependencies"] if one.startswith("typer"))
    oldest = re.findall(r"typer>=([\d.]+)", allowed)
    assert [f"typer=={version}.0" for version in oldest] == re.findall(
        r"typer==[\d.]+", "".join(step.get("run", "") for step in steps("test"))
    )


def test_the_source_package_carries_what_its_tests_read() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for name in (".ci", ".github", *(path.name for path in ROOT.glob(".pre-commit*.yaml"))):
        assert f"/{name}" in included


def test_paths_that_contributing_names_exist() -> None:
    text = re.sub(
        r"^```.*?^```",
        "",
        (ROOT / "CONTRIBUTING.md").read_text("utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    named = re.findall(r"`(?!\.venv)([\w.-]+(?:/[\w.-]+)+)`", text)
    assert len(named) >= 20
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "rolefit" / name).exists(), name


def test_contributing_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rooms = [path.parent.name for path in (ROOT / "rolefit").glob("*/__init__.py")]
    assert [name for name in rooms if f"| `{name}` |" not in text] == []


def test_changes_are_listed_by_release_the_coming_one_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert releases[0] == "Unreleased"
    assert __version__ in releases
    assert len(releases) == len(set(releases))


@pytest.mark.xdist_group("kept-together")
def test_what_shares_a_group_is_sent_to_one_worker(request: pytest.FixtureRequest) -> None:
    if not hasattr(request.config, "workerinput"):
        pytest.skip("there is one worker only")
    scheduler = LoadGroupScheduling.__new__(LoadGroupScheduling)
    assert scheduler._split_scope(request.node.nodeid) == "kept-together"
