"""Rubrics of one's own: added, found by name, removed; those of a project, and of packs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from effort import some
from runs import Run

from rolefit.cli import complete
from rolefit.storage import own
from rolefit.storage.own import PROJECT, find_own, own_rubrics
from rolefit.storage.shipped import shipped_names

pytestmark = pytest.mark.usefixtures("assessed_once")

EXAMPLE = Path(__file__).parent.parent / "examples" / "rubric.yaml"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to work in, and folders for data and rubrics elsewhere."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ROLEFIT_CONFIG_DIR", str(tmp_path / "config"))
    here = tmp_path / "work" / "deeper"
    here.mkdir(parents=True)
    (tmp_path / "work" / ".git").mkdir()
    monkeypatch.chdir(here)
    return here


def starter(rolefit: Run, name: str, file: str | None = None) -> Path:
    """A sound rubric of that name."""
    path = Path(file or f"{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    assert rolefit("rubric", "new", name, "--output", str(path)).code == 0
    return path


def answers(name: str) -> str:
    """Answers to it."""
    path = Path("answers.yaml")
    path.write_text(f"rubric: {name}\nanswers: {{told: 'yes', week: plans, planning: 5}}\n")
    return str(path)


@pytest.mark.slow
def test_what_was_added_is_found_by_its_name_everywhere(rolefit: Run, tmp_path: Path) -> None:
    starter(rolefit, "my-week").rename("elsewhere.yaml")
    ran = rolefit("rubric", "add", "elsewhere.yaml")
    assert ran.code == 0
    kept = tmp_path / "config" / "rubrics" / "my-week.yaml"
    assert ran.err.endswith("\nto use it: rolefit take my-week\n")
    assert f"addedmy-week:{kept}" in "".join(ran.err.split())
    assert kept.read_bytes() == Path("elsewhere.yaml").read_bytes()
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    Path("elsewhere.yaml").unlink()
    assert "yours" in rolefit("rubric", "list").out
    assert "rolefit demo my-week" in rolefit().out
    scored = rolefit("score", answers("my-week"))
    assert (scored.code, scored.err) == (0, "")
    assert "rolefit rubric show my-week" in " ".join(rolefit("explain", "planner").out.split())
    assert rolefit("rubric", "check", "my-week").code == 0
    assert rolefit("demo", "my-week").code == 0
    assert "told" in rolefit("take", "my-week", "--no-input").err
    assert "my-week" in complete.rubrics("my")
    assert complete.own_rubrics("") == ["my-week"]
    assert rolefit("journal", "add", "answers.yaml").code == 0
    assert "--rubric FILE" not in rolefit("journal", "list").out


@pytest.mark.slow
def test_removing_asks_and_leaves_assessments_alone(rolefit: Run) -> None:
    rolefit("rubric", "add", str(starter(rolefit, "my-week")))
    rolefit("journal", "add", answers("my-week"))
    assert "add --yes" in rolefit("rubric", "remove", "my-week").err
    assert find_own("my-week")
    assert rolefit("rubric", "remove", "my-week", "--yes").code == 0
    assert find_own("my-week") is None
    assert rolefit("rubric", "remove", "my-week", "--yes").code == 2
    assert "my-week" in rolefit("journal", "list").out
    listed = rolefit("journal", "export").out
    assert "my-week" in listed


@pytest.mark.slow
def test_added_once_it_is_replaced_only_with_force(rolefit: Run) -> None:
    path = str(starter(rolefit, "my-week"))
    assert rolefit("rubric", "add", path).code == 0
    ran = rolefit("rubric", "add", path)
    assert ran.code == 2
    assert "rolefit rubric remove my-week" in ran.err
    assert rolefit("rubric", "add", path, "--force").code == 0


@pytest.mark.slow
def test_nothing_faulty_is_added(rolefit: Run) -> None:
    path = starter(rolefit, "my-week")
    path.write_text(path.read_text("utf-8").replace("toward: planner", "toward: planer"))
    ran = rolefit("rubric", "add", str(path))
    assert ran.code == 2
    assert "planer" in ran.err
    assert own_rubrics() == {}


@pytest.mark.slow
@pytest.mark.parametrize("project", [(), ("--project",)])
def test_the_name_of_a_shipped_rubric_cannot_be_taken(
    rolefit: Run, project: tuple[str, ...]
) -> None:
    path = starter(rolefit, "my-week")
    path.write_text(path.read_text("utf-8").replace("rubric: my-week", "rubric: cmo-readiness"))
    ran = rolefit("rubric", "add", str(path), *project)
    assert ran.code == 2
    assert "the name of a shipped rubric" in ran.err
    assert "is shipped with rolefit" in rolefit("rubric", "remove", "cmo-readiness", "--yes").err


# --- a project's -------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_project_s_rubric_is_found_from_below_and_said_where(
    rolefit: Run, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folders.parent)
    assert rolefit("rubric", "add", str(starter(rolefit, "our-week")), "--project").code == 0
    monkeypatch.chdir(folders)
    ran = rolefit("score", answers("our-week"))
    assert ran.code == 0
    path = folders.parent / PROJECT / "our-week.yaml"
    assert "our-week is a rubric of this project:" in ran.err
    assert str(path) in "".join(ran.err.split())
    assert rolefit("score", "answers.yaml", "--quiet").err == ""
    assert "this project" in rolefit("rubric", "list").out
    refused = rolefit("rubric", "remove", "our-week", "--yes")
    assert refused.code == 2
    assert path.exists()


@pytest.mark.slow
def test_above_its_repository_no_rubric_is_looked_for(
    rolefit: Run, folders: Path, tmp_path: Path
) -> None:
    starter(rolefit, "our-week", str(tmp_path / PROJECT / "our-week.yaml"))
    assert find_own("our-week") is None
    shutil.rmtree(folders.parent / ".git")
    assert find_own("our-week") is not None


@pytest.mark.slow
def test_what_a_project_holds_never_stands_for_a_shipped_rubric(rolefit: Run) -> None:
    path = starter(rolefit, "my-week", f"{PROJECT}/cmo-readiness.yaml")
    lying = starter(rolefit, "our-week", f"{PROJECT}/our-week.yaml")
    lying.write_text(lying.read_text("utf-8").replace("rubric: our-week", "rubric: cmo-readiness"))
    assert "cmo-readiness" not in own_rubrics()
    shown = rolefit("rubric", "show", "cmo-readiness")
    assert "cmo-readiness 2" in shown.out
    ran = rolefit("rubric", "show", "our-week")
    assert ran.code == 2
    assert "was found as `our-week`, and holds `cmo-readiness`" in ran.err
    listed = rolefit("rubric", "list")
    assert listed.code == 0
    assert "our-week (this project) was left out" in listed.err
    assert path.exists()


@pytest.mark.slow
def test_what_was_added_goes_before_what_a_project_holds(rolefit: Run, tmp_path: Path) -> None:
    rolefit("rubric", "add", str(starter(rolefit, "my-week")))
    starter(rolefit, "my-week", f"{PROJECT}/my-week.yaml")
    found = find_own("my-week")
    assert found is not None
    assert found.path == tmp_path / "config" / "rubrics" / "my-week.yaml"


@pytest.mark.slow
def test_links_and_folders_of_others_are_passed_by(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = starter(rolefit, "my-week", str(tmp_path / "outside" / "my-week.yaml"))
    Path(PROJECT).mkdir()
    os.symlink(outside, f"{PROJECT}/my-week.yaml")
    assert find_own("my-week") is None
    shutil.rmtree(PROJECT)
    os.symlink(outside.parent, PROJECT)
    assert find_own("my-week") is None
    os.unlink(PROJECT)
    starter(rolefit, "my-week", f"{PROJECT}/my-week.yaml")
    assert find_own("my-week") is not None
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert find_own("my-week") is None


@pytest.mark.parametrize("name", ["../secret", "a/b", "UPPER", ".hidden", "x" * 80, "no\nname", ""])
def test_only_plain_names_are_looked_for(name: str) -> None:
    assert find_own(name) is None


# --- packs -------------------------------------------------------------------------------------


@pytest.fixture
def pack(rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package with rubrics."""
    site = tmp_path / "site"
    starter(rolefit, "acme-week", str(site / "acme_rubrics" / "acme-week.yaml"))
    module = site / "acme_rubrics" / "__init__.py"
    module.write_text("raise SystemExit('a pack was run')\n")
    info = site / "acme_rubrics-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rubrics\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[rolefit.rubrics]\nacme = acme_rubrics\n")
    monkeypatch.syspath_prepend(str(site))
    return site


@pytest.mark.slow
def test_a_pack_is_found_and_nothing_of_it_is_run(rolefit: Run, pack: Path) -> None:
    ran = rolefit("score", answers("acme-week"))
    assert ran.code == 0
    assert "acme-week is a rubric of pack acme" in ran.err
    assert "pack acme" in rolefit("rubric", "list").out
    assert "acme-week" in complete.rubrics("acme")
    assert "acme_rubrics" not in sys.modules


@pytest.mark.slow
def test_a_pack_that_names_no_package_is_passed_by(rolefit: Run, pack: Path) -> None:
    points = pack / "acme_rubrics-1.dist-info" / "entry_points.txt"
    points.write_text("[rolefit.rubrics]\nacme = no_such_package.inside\n")
    assert own_rubrics() == {}
    assert rolefit("rubric", "list").code == 0


def test_for_a_shipped_name_nothing_else_is_looked_at(
    rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("looked for other rubrics")

    monkeypatch.setattr(own, "_all", refuse)
    Path("mine.yaml").write_text("rubric: cmo-readiness\nanswers: {}\n")
    assert rolefit("score", "mine.yaml").code == 0


# --- a copy to adapt ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", some(shipped_names(), ("management-style",)))
def test_a_copy_of_a_shipped_rubric_is_sound_and_a_first_edition(rolefit: Run, name: str) -> None:
    ran = rolefit("rubric", "new", "my-own", "--from", name)
    assert ran.code == 0
    assert "rolefit rubric check my-own.yaml" in ran.err
    text = Path("my-own.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=./rolefit-rubric.schema.json\n")
    assert text.count("# yaml-language-server") == 1
    assert '\nrubric: my-own\nversion: "1.0"\n' in text
    assert "migrations:" not in text
    assert rolefit("rubric", "check", "my-own.yaml").code == 0


def test_a_copy_has_a_name_and_a_model_of_its_own(rolefit: Run) -> None:
    ran = rolefit("rubric", "new", "cmo-readiness", "--from", "manager-readiness")
    assert "the name of a shipped rubric" in ran.err
    both = ("--from", "manager-readiness", "--model", "contrast")
    assert "exclude each other" in rolefit("rubric", "new", "my-own", *both).err
    Path("flow.yaml").write_text("{rubric: flow}")
    assert rolefit("rubric", "new", "my-own", "--from", "flow.yaml").code == 2
