"""Rubrics of one's own: where they are found, whose go first, and which are passed by."""

from __future__ import annotations

import os
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rolefit.errors import NoRubric, RolefitError, StoreError
from rolefit.storage.library import find, load, locate
from rolefit.storage.own import (
    find_own,
    is_known,
    own_rubrics,
    project_folder,
    user_folder,
)
from rolefit.storage.shipped import FIRST
from rolefit.storage.writing import new_rubric


class Point(NamedTuple):
    """An entry point of an installed package."""

    name: str
    module: str


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where one works, without packs; rubrics of one's own go into `own/rubrics`."""
    monkeypatch.setenv("ROLEFIT_CONFIG_DIR", str(tmp_path / "own"))
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: ())
    folder = tmp_path / "work"
    (folder / "rolefit-rubrics").mkdir(parents=True)
    (tmp_path / "own" / "rubrics").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("x: 1\n")


def test_what_a_person_added_goes_before_a_project_and_that_before_packs(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, project, pack = user_folder(), work / "rolefit-rubrics", tmp_path / "pack"
    (pack / "inner").mkdir(parents=True)
    points = [
        Point("zeta", "zeta"),
        Point("acme", "acme.inner"),
        Point("gone", "gone"),
        Point("bad", "bad"),
    ]

    def spec(name: str) -> ModuleSpec | None:
        if name == "bad":
            raise ValueError("no spec")
        if name == "gone":
            return None
        found = ModuleSpec(name, None, is_package=True)
        found.submodule_search_locations = [str(pack)]
        return found

    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: points)
    monkeypatch.setattr("importlib.util.find_spec", spec)
    put(own, "a.yaml")
    put(project, "a.yaml", "b.yaml", f"{FIRST}.yaml")
    put(pack / "inner", "b.yaml", "c.yaml")
    put(pack, "c.yaml", "d.yaml")
    found = own_rubrics()
    assert [(name, one.origin, one.added) for name, one in found.items()] == [
        ("a", "yours", True),
        ("b", "this project", False),
        ("c", "pack acme", False),
        ("d", "pack zeta", False),
    ]
    assert all(find_own(name) == one for name, one in found.items())
    assert found["c"].path == pack / "inner" / "c.yaml"
    assert find_own(FIRST) is None
    assert [is_known(name) for name in (FIRST, "a", "d", "e", "A")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_only_yaml_files_with_short_names_count_and_links_of_others_do_not(work: Path) -> None:
    own, project = user_folder(), work / "rolefit-rubrics"
    for folder in (own, project):
        put(folder, "good.yaml", "Good.yaml", "1.yaml", "x.yml", "yaml", "y.yaml.txt", ".yaml")
        put(folder, "l" * 64 + ".yaml", "l" * 65 + ".yaml")
        (folder / "folder.yaml").mkdir()
        (folder / f"link{'o' if folder == own else 'p'}.yaml").symlink_to(folder / "x.yml")
    assert list(own_rubrics()) == ["good", "linko", "l" * 64]
    assert find_own("Good") is None
    assert find_own("../good") is None


def test_a_link_and_a_folder_of_another_account_are_no_project(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = work / "rolefit-rubrics"
    assert project_folder() == project
    owner = project.stat().st_uid
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: owner + 1)
        assert project_folder() is None
    with monkeypatch.context() as patch:

        def refuse() -> Path:
            raise FileNotFoundError

        patch.setattr(Path, "cwd", refuse)
        assert project_folder() is None
    project.rename(tmp_path / "elsewhere")
    project.symlink_to(tmp_path / "elsewhere")
    assert project_folder() is None
    project.unlink()
    put(work, "rolefit-rubrics")
    assert project_folder() is None


def test_a_project_is_looked_for_so_many_folders_up(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = work
    for _ in range(30):
        deep /= "d"
    (deep / "d").mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert project_folder() == work / "rolefit-rubrics"
    monkeypatch.chdir(deep / "d")
    assert project_folder() is None


def test_an_account_without_a_home_has_no_rubrics_of_its_own_and_is_told_so(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: Any, **__: Any) -> Path:
        raise RuntimeError

    put(work / "rolefit-rubrics", "b.yaml")
    monkeypatch.delenv("ROLEFIT_CONFIG_DIR")
    monkeypatch.setattr("platformdirs.user_config_path", none)
    with pytest.raises(StoreError, match="no home folder to keep rubrics in"):
        user_folder()
    assert list(own_rubrics()) == ["b"]
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: work)
    assert user_folder() == work / "rubrics"


def test_a_rubric_is_found_by_its_name_only_where_it_calls_itself_so(work: Path) -> None:
    file = user_folder() / "mine.yaml"
    file.write_text(new_rubric("mine", "contrast"))
    assert locate("mine") == file
    assert load("mine").rubric == find("mine").rubric.rubric == "mine"
    file.write_text(new_rubric("other", "contrast"))
    for look in (load, find):
        with pytest.raises(RolefitError, match="was found as `mine`, and holds `other`") as told:
            look("mine")
        assert told.value.hint == "name the file other.yaml"
        assert look(str(file)) is not None
    assert load(file).rubric == "other"
    with pytest.raises(NoRubric, match="no rubric is called `mime`") as told:
        locate("mime")
    assert told.value.hint.startswith("did you mean `mine`?")
    for path in ("mime.yaml", "in/mime", "mime.json"):
        assert locate(path) == Path(path)
