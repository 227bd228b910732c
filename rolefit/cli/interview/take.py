"""`rolefit take`: the questions of a rubric, one at a time, and the report at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete
from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    PagerOption,
    QuietOption,
)
from rolefit.errors import Exit, RolefitError

if TYPE_CHECKING:
    from rolefit.cli.interview.asking import Asker
    from rolefit.interview.machine import Interview
    from rolefit.rubric.model import Rubric
    from rolefit.rubric.responses import Responses

OTHER_WAYS = (
    "other ways: --answers FILE and --set item=value give answers beforehand; --blank prints a "
    "file to fill in; --accessible reads typed lines from a pipe"
)


def take(
    rubric: Annotated[
        str | None,
        typer.Argument(
            metavar="RUBRIC",
            help="A shipped name or a file; without one you are asked which.",
            autocompletion=complete.rubrics,
        ),
    ] = None,
    accessible: Annotated[
        bool,
        typer.Option(
            "--accessible",
            help="Plain lines, for screen readers and pipes; ROLEFIT_ACCESSIBLE=1 does the same.",
        ),
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Stop as soon as no answer can change the result.")
    ] = False,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help="Begin with the answers of a file."),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "-s",
            metavar="ITEM=ANSWER",
            help="Begin with an answer; give it often. Lists: a,b,c or none.",
        ),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="Print a file to fill in; ask nothing.")
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing; fail if an answer is missing.")
    ] = False,
    resume: Annotated[
        bool | None,
        typer.Option("--resume/--fresh", help="Go on with what was begun, or begin anew."),
    ] = None,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Keep no answers in your data folder.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A name for the report.")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GROUP", help="Who answers: self, founder, peer ..."),
    ] = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Ask the questions of a rubric one at a time, then report. Leave when you like."""
    if blank:
        return print_blank(rubric, output_file, force=force, quiet=quiet)
    from rolefit.cli.deliver import FORMATS, output_options
    from rolefit.cli.interview import places
    from rolefit.cli.interview.asking import TakeOptions
    from rolefit.cli.interview.sessions import sitting
    from rolefit.interview.machine import begin, responses
    from rolefit.storage.library import load

    want = output_options(
        format, output_file, full=full, force=force, quiet=quiet, pager=pager, formats=FORMATS
    )
    asker = None if no_input or answers == "-" else places.asker(accessible=accessible)
    typed = rubric or which(asker)
    found = load(typed)
    told = beforehand(found, answers, changes or ())
    who = told.respondent
    name, group = who.name if name is None else name, who.group if group is None else group
    # What is asked here is answered today, whatever the date of the answers it began with.
    day = told.day if asker is None else None
    options = TakeOptions(typed, quick, resume, no_save, name, group, want, day)
    interview = begin(found, told.answers, quick=quick)
    responses(interview, name=name, group=group)  # a name that cannot stand is told at once
    if asker is not None:
        return sitting(interview, asker, options)
    if interview.at is not None:
        raise missing(interview, asked=no_input or bool(told.answers))
    from rolefit.cli.interview.finish import keep_if_wanted, report

    done = report(interview, options)
    keep_if_wanted(done, options)
    return Exit.DONE


def print_blank(rubric: str | None, path: str | None, *, force: bool, quiet: bool) -> int:
    """Print a responses file to fill in."""
    from rolefit.cli.deliver import file_of, put
    from rolefit.storage.library import load, option_for
    from rolefit.storage.writing import blank_responses

    typed = rubric or which(None)
    text = blank_responses(load(typed), own=option_for(typed))
    put(text, file_of(path), force=force, quiet=quiet)
    return Exit.DONE


def which(asker: Asker | None) -> str:
    """The rubric that is wanted. Raises RolefitError where nobody can be asked."""
    from rolefit.storage.library import load
    from rolefit.storage.shipped import shipped

    names = shipped()
    if asker is None:
        raise RolefitError("which rubric?", f"rolefit take RUBRIC; there are {', '.join(names)}")
    rubrics = [load(name) for name in names]
    rows = [f"{r.title} ({r.rubric}, {r.minutes} minutes)" for r in rubrics]
    chosen = asker.pick("What would you like to assess?", rows, default=None)
    if chosen is None:
        raise RolefitError("no rubric was chosen", "rolefit take RUBRIC")
    return names[chosen]


def beforehand(
    rubric: Rubric, answers: str | None, changes: list[str] | tuple[str, ...]
) -> Responses:
    """What is known before the first question. Raises RolefitError for what cannot be read."""
    from rolefit.cli.whatif import parse_change
    from rolefit.rubric.responses import Responses

    told = Responses(rubric=rubric.rubric, answers={})
    if answers is not None:
        told = from_file(answers, rubric)
    given = {item: raw for item, raw in told.answers.items() if raw is not None}
    given.update(parse_change(change, rubric) for change in changes)
    return told.model_copy(update={"answers": given})


def from_file(name: str, rubric: Rubric) -> Responses:
    """A responses file; what it leaves empty is still to be asked."""
    from pathlib import Path

    from rolefit.errors import Invalid
    from rolefit.rubric.responses import read
    from rolefit.storage.documents import parse, problems_at, read_responses
    from rolefit.storage.library import read_file, read_stdin

    shown = "<stdin>" if name == "-" else name
    document = parse(shown, read_stdin() if name == "-" else read_file(Path(name)))
    found = read_responses(document)
    if found.rubric != rubric.rubric:
        hint = f"rolefit take {found.rubric} --answers {shown}"
        message = f"{shown}: answers to `{found.rubric}`, not to `{rubric.rubric}`"
        raise RolefitError(message, hint)
    try:
        read(rubric, found)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return found


def missing(interview: Interview, *, asked: bool) -> RolefitError:
    """Why nothing can be asked here, or which answers are missing."""
    from rolefit.interview.machine import given, visible

    if not asked:
        return RolefitError("there is no terminal to ask questions at", OTHER_WAYS)
    items = visible(interview)
    open_ = [item.id for item in items if given(interview, item.id) is None]
    verb = "questions has" if len(open_) == 1 else "questions have"
    message = f"{len(open_)} of {len(items)} {verb} no answer: {', '.join(open_)}"
    return RolefitError(message, "give them with --set item=value or in the file of --answers")
