"""Save the answers or the report of a finished interview to files whose names are typed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.work import Scored, deliver_scores, write
from rolefit.errors import RolefitError
from rolefit.reports.formats import either, endings
from rolefit.safe_text import sanitize
from rolefit.storage.library import option_for, responses_text

if TYPE_CHECKING:
    from rolefit.cli.interview.asking import Asker, TakeOptions
    from rolefit.rubric.model import Responses, Rubric
    from rolefit.scoring.assessment import Assessment

ANSWERS = (".yaml", ".yml")
"""Endings of files that hold answers."""
REPORTS = either([one.endings[0] for one in complete.REPORT])
"""Endings of files that hold a report, as they are told."""
_OFFER = "Save something to a file?"
_ROWS = (
    "Your answers, from which rolefit makes this report again",
    "The report, to read later or to pass on",
    "No, go on",
)
_USUAL = (".yaml", ".html")
"""The ending that each row has unless another is typed."""
_GO_ON = len(_USUAL)


class Done(NamedTuple):
    """A finished assessment."""

    rubric: Rubric
    responses: Responses
    assessment: Assessment
    quick: bool


def offer_files(done: Done, asker: Asker, options: TakeOptions) -> None:
    """Offer to write the answers and the report to files, until that is enough."""
    chosen = asker.pick(_OFFER, _ROWS, default=0)
    while chosen is not None and chosen < _GO_ON:
        save(done, asker, options, ending=_USUAL[chosen])
        chosen = asker.pick(_OFFER, _ROWS, default=_GO_ON)


def save(done: Done, asker: Asker, options: TakeOptions, *, ending: str) -> None:
    """Ask for a name until a file is written, or the person turns away."""
    usual = _free_name(f"{done.rubric.rubric}-{done.responses.day}", ending)
    if ending not in ANSWERS:
        asker.tell(f"The ending of the name decides what the report is written as: {REPORTS}.")
    while True:
        typed = asker.line("Name of the file", usual=usual)
        if typed is None:
            return
        try:
            path = _expand_name(typed, ending)
            _save_as(done, options, path)
        except RolefitError as error:
            # Nothing is lost over a bad name: another one can be typed.
            hint = f" ({error.hint})" if error.hint else ""
            asker.tell(f"{error.message}{hint}. Please give another name.")
            continue
        more = f" To see all of it: {again(options, path)} --full" if _holds_answers(path) else ""
        output.to_stderr(sanitize(f"Wrote {path}.{more}"))
        return


def _save_as(done: Done, options: TakeOptions, path: Path) -> None:
    """Write the file that the ending of its name stands for. Raises RolefitError."""
    if os.path.lexists(path):
        raise RolefitError(f"{path} exists already, and was left as it is")
    if _holds_answers(path):
        write(path, responses_text(done.responses, done.rubric), options.want._replace(force=False))
        return
    format = endings(complete.REPORT).get(path.suffix.lower())
    if format is None:
        hint = f"answers go into a .yaml file, a report into {REPORTS}"
        raise RolefitError(f"rolefit writes no `{path.suffix[:20]}` files", hint)
    want = options.want._replace(format=format, path=path, force=False, quiet=True, pager=False)
    deliver_scores([Scored(done.rubric.rubric, done.assessment, done.rubric)], want)


def _holds_answers(path: Path) -> bool:
    """Whether a file of that name is for answers."""
    return path.suffix.lower() in ANSWERS


def _expand_name(typed: str, ending: str) -> Path:
    """The file that was meant: `~` is the home folder, and a name without an ending gets one.

    Raises RolefitError where it is a folder.
    """
    path = Path(typed)
    with suppress(RuntimeError):  # there is nobody of that name
        path = path.expanduser()
    folder = typed.endswith(("/", os.sep)) or path.name in ("", "..") or os.path.isdir(path)
    if folder:
        raise RolefitError(f"{typed} is a folder", "name a file in it")
    return path if path.suffix else path.with_name(f"{path.name}{ending}")


def again(options: TakeOptions, path: Path) -> str:
    """The command that shows a report again."""
    name = str(path)
    file = quote(f"./{name}" if name.startswith("-") else name)
    return f"rolefit score {file}{option_for(options.rubric)}"


def _free_name(stem: str, ending: str) -> str:
    """A file name that nothing has yet."""
    names = (f"{stem}{'' if k == 1 else f'-{k}'}{ending}" for k in range(1, 1000))
    return next((name for name in names if not os.path.lexists(name)), f"{stem}{ending}")
