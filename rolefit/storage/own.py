"""Rubrics of one's own, found by name: those a person added, a project's, and those of packs.

None of them can take the name of a shipped rubric, and what somebody else may have written (a
project, a pack) never takes the name of one that the person added. They are data like any rubric;
of a pack nothing is run to find them. Light enough for shell completion.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from rolefit.errors import StoreError
from rolefit.storage.shipped import shipped_names

FOLDER = "ROLEFIT_CONFIG_DIR"
PROJECT = "rolefit-rubrics"
"""The folder of a project's rubrics, in the folder where one works or above it."""
GROUP = "rolefit.rubrics"
"""The entry points of packs: each names the Python package that holds the rubric files."""
_NAME = re.compile("[a-z][a-z0-9_-]{0,63}")
_MOST_STEPS = 30


class OwnRubric(NamedTuple):
    """A rubric that is not shipped."""

    name: str
    path: Path
    origin: str
    """Where it was found: `yours`, `this project`, `pack acme`."""
    added: bool
    """The person added it, so that nothing need be said of where it comes from."""


def user_folder() -> Path:
    """Where `rolefit rubric add` puts rubrics. Raises StoreError where there can be none."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).absolute() / "rubrics"
    import platformdirs  # noqa: PLC0415 - not needed where the folder is named

    try:
        return Path(platformdirs.user_config_path("rolefit", appauthor=False)) / "rubrics"
    except RuntimeError:
        hint = f"name a folder: {FOLDER}=FOLDER"
        message = "this account has no home folder to keep rubrics in"
        raise StoreError(message, hint) from None


def project_folder() -> Path | None:
    """The nearest folder of rubrics at or above the folder where one works, up to its repository.

    One that belongs to another account is passed by: whoever can write there may be anybody.
    """
    try:
        here = Path.cwd()
    except OSError:  # it was removed
        return None
    for folder in (here, *here.parents[:_MOST_STEPS]):
        found = folder / PROJECT
        if _is_folder_of_ours(found):
            return found
        if os.path.lexists(folder / ".git"):
            return None
    return None


def _is_folder_of_ours(folder: Path) -> bool:
    """Whether a folder is there, no link, and belongs to this account."""
    try:
        if os.path.islink(folder) or not os.path.isdir(folder):
            return False
        return not hasattr(os, "geteuid") or os.stat(folder).st_uid == os.geteuid()
    except OSError:
        return False


def _in(folder: Path, origin: str, *, added: bool = False) -> Iterator[OwnRubric]:
    """The rubrics of a folder, by their names; in one of somebody else links are passed by."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for entry in names:
        name, dot, ending = entry.rpartition(".")
        path = folder / entry
        named = dot and ending == "yaml" and _NAME.fullmatch(name)
        if named and os.path.isfile(path) and (added or not os.path.islink(path)):
            yield OwnRubric(name, path, origin, added)


def _packs() -> Iterator[OwnRubric]:
    """The rubrics of installed packs. Where a package lies is looked up; nothing of it is run."""
    # Reading what is installed takes long: only who asks for an unknown name pays for it.
    from importlib.metadata import entry_points  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        top, _, rest = point.module.partition(".")
        try:
            spec = find_spec(top)  # of a package inside another, Python would run the outer one
        except (ImportError, ValueError):
            continue
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(place, *rest.split(".")) if rest else Path(place)
            yield from _in(folder, f"pack {point.name}")


def _all() -> Iterator[OwnRubric]:
    """Every rubric that is not shipped, those that go first first."""
    with suppress(StoreError):  # an account without a home has none
        yield from _in(user_folder(), "yours", added=True)
    project = project_folder()
    if project is not None:
        yield from _in(project, "this project")
    yield from _packs()


def own_rubrics() -> dict[str, OwnRubric]:
    """The rubrics that are not shipped, by name; of several of one name the first is meant."""
    known, found = {*shipped_names()}, dict[str, OwnRubric]()
    for one in _all():
        if one.name not in known:
            found.setdefault(one.name, one)
    return dict(sorted(found.items()))


def find_own(name: str) -> OwnRubric | None:
    """The rubric of a name that is not shipped; packs are looked at last."""
    if not _NAME.fullmatch(name) or name in shipped_names():
        return None
    return next((one for one in _all() if one.name == name), None)


def is_known(name: str) -> bool:
    """Whether a rubric is found by its name."""
    return name in shipped_names() or find_own(name) is not None
