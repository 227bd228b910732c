"""Rubrics of one's own: added, removed, and listed beside the shipped ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from rolefit.cli import output
from rolefit.cli.interview import places
from rolefit.cli.options import OutputRequest
from rolefit.cli.rubric_faults import problems_of
from rolefit.cli.work import Inputs, write
from rolefit.cli.work.schema import plain_output
from rolefit.errors import Exit, RolefitError, StoreError, nearest
from rolefit.rubric.model import Rubric
from rolefit.storage.own import PROJECT, find_own, own_rubrics, user_folder
from rolefit.storage.shipped import offered_names, shipped_names


class ListedRubric(NamedTuple):
    """A rubric that is found by its name."""

    rubric: Rubric
    origin: str
    """Where it was found; empty for a shipped one."""


def known_rubrics(inputs: Inputs) -> list[ListedRubric]:
    """Every rubric that is found by its name, shipped ones first; faulty ones are told."""
    found = [ListedRubric(inputs.rubric(name), "") for name in offered_names()]
    for one in own_rubrics().values():
        try:
            found.append(ListedRubric(inputs.rubric(one.name, listed=True), one.origin))
        except RolefitError as error:
            first = error.lines()[0] if error.lines() else "it cannot be read"
            output.remark(f"{one.name} ({one.origin}) was left out: {first}")
    return found


def add_rubric(file: str, request: OutputRequest, *, project: bool) -> int:
    """Keep a sound rubric where it is found by its name; 2 where it is faulty."""
    want = plain_output(request)
    faulty = problems_of(file, want.inputs)
    if faulty is not None:
        raise faulty
    name = want.inputs.rubric_file(file).rubric.rubric
    _refuse_shipped(name)
    folder = Path.cwd() / PROJECT if project else user_folder()
    _make(folder, private=not project)
    path = folder / f"{name}.yaml"
    try:
        write(path, want.inputs.rubric_text(file), want)
    except StoreError:
        raise
    except RolefitError as error:
        if "exists already" not in error.message:
            raise
        hint = f"add --force to replace it, or: rolefit rubric remove {name}"
        raise RolefitError(f"a rubric called `{name}` was added before: {path}", hint) from None
    output.remark(f"added {name}: {path}", quiet=want.quiet)
    if not want.quiet:
        output.to_stderr(f"to use it: rolefit take {name}")
    return Exit.DONE


def _refuse_shipped(name: str) -> None:
    """Raise RolefitError for the name of a shipped rubric: nothing may stand in its place."""
    if name in shipped_names():
        hint = f"call it otherwise, like my-{name}: in the file, behind `rubric:`"
        raise RolefitError(f"`{name}` is the name of a shipped rubric", hint)


def _make(folder: Path, *, private: bool) -> None:
    """Have a folder. Raises StoreError where that cannot be."""
    try:
        os.makedirs(folder, mode=0o700 if private else 0o777, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{folder}: {reason}", "nothing was written") from None


def remove_rubric(name: str, *, sure: bool, quiet: bool) -> int:
    """Remove a rubric that was added, after asking; assessments made with it stay."""
    _refuse_removing_shipped(name)
    found = find_own(name)
    if found is None:
        hint = nearest(name[:80], tuple(own_rubrics()))
        raise RolefitError(f"no rubric of yours is called `{name[:80]}`", hint)
    if not found.added:
        hint = f"delete its file, if it is yours to delete: {found.path}"
        raise RolefitError(f"`{name}` was not added by you; it comes from {found.origin}", hint)
    if not sure:
        asks = places.asker(accessible=False)
        if asks is None:
            raise RolefitError("there is nobody to ask whether you are sure", "add --yes")
        if asks.confirm(f"Remove {name} ({found.path})?", default=False) is not True:
            output.remark("nothing was removed", quiet=quiet)
            return Exit.NO
    try:
        os.unlink(found.path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{found.path}: {reason}", "nothing was removed") from None
    output.remark(f"removed {name}: {found.path}", quiet=quiet)
    return Exit.DONE


def _refuse_removing_shipped(name: str) -> None:
    """Raise RolefitError for a shipped rubric."""
    if name in shipped_names():
        raise RolefitError(f"`{name}` is shipped with rolefit", "only what was added is removed")
