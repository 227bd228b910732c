"""`rolefit score`: filled-in responses files in, reports out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli import complete, output
from rolefit.errors import Exit, RolefitError, Several, nearest, sentences

if TYPE_CHECKING:
    from rolefit.cli.deliver import Scored
    from rolefit.rubric.model import Rubric
    from rolefit.rubric.responses import Responses
    from rolefit.storage.documents import Document

REQUIRED = ("leaning", "clear", "settled")
Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Responses files, YAML or JSON; - reads stdin."),
]
RubricOption = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        metavar="RUBRIC",
        help="Score against this rubric (name or file) instead of the one the responses name.",
        autocompletion=complete.rubrics,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="terminal, markdown (best for a screen reader), html, pdf, csv (reports on "
        "responses) or json; by default the ending of --output decides.",
        autocompletion=complete.formats,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of stdout."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
FullOption = Annotated[bool, typer.Option("--full", help="Add every dimension and every answer.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No remarks on stderr.")]
PagerOption = Annotated[
    bool,
    typer.Option("--pager", help="Show it in your pager (PAGER, or less); at a terminal only."),
]
RawOption = Annotated[
    bool,
    typer.Option(
        "--raw-csv",
        help="CSV for machines: no ' before texts that look like formulas, no byte order mark.",
    ),
]
RequireOption = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="LABEL",
        help="Exit with 1 unless every verdict is leaning or clear, or clear, or settled.",
        autocompletion=complete.requirements,
    ),
]


def score(
    files: Files,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    require: RequireOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Score responses files and report what fits, why, and how sure that is."""
    from rolefit.cli.deliver import FORMATS, deliver, wanted

    want = wanted(
        format, output_file, full=full, force=force, quiet=quiet, pager=pager, formats=FORMATS
    )._replace(raw_csv=raw_csv)
    if require is not None:
        output.choice(require, REQUIRED, "--require")
    if want.path is not None and any(same_file(want.path, name) for name in files):
        hint = "write the report to another file"
        raise RolefitError(f"{want.path}: holds the answers that are scored", hint)
    for name in sorted({name for name in files if files.count(name) > 1}):
        output.remark(f"{name} is named more than once", quiet=quiet)
    scored = score_all(files, rubric)
    deliver(scored, want)
    short = [one for one in scored if require is not None and not meets(one, require)]
    for one in short:
        verdict = one.assessment.verdict
        output.remark(f"{one.name}: {verdict.label}, {verdict.status}; required: {require}")
    return Exit.NO if short else Exit.DONE


def same_file(path: Path, name: str) -> bool:
    """Whether two paths lead to one file."""
    if name == "-":
        return False
    try:
        return os.path.samefile(path, name)
    except (OSError, ValueError):  # one of them is not there, or cannot be
        return False


def score_all(files: list[str], rubric: str | None) -> list[Scored]:
    """Score every file; faults of all of them are told together, and then nothing is scored."""
    if files.count("-") > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    scored: list[Scored] = []
    faults: list[RolefitError] = []
    for name in files:
        try:
            scored.append(score_one(name, rubric))
        except RolefitError as error:
            faults.append(error)
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]
    return scored


def score_one(name: str, rubric: str | None) -> Scored:
    """Read one responses file and its rubric, and assess."""
    from rolefit.cli.deliver import Scored
    from rolefit.storage.documents import assessed

    document, responses, found = read_one(name, rubric)
    return Scored(document.name, found, assessed(document, responses, found))


def read_one(name: str, rubric: str | None) -> tuple[Document, Responses, Rubric]:
    """One responses file and its rubric. Raises RolefitError where they do not belong together."""
    from rolefit.storage.documents import parse, read_responses
    from rolefit.storage.library import load, read_file, read_stdin
    from rolefit.storage.shipped import shipped

    shown_name = "<stdin>" if name == "-" else name
    raw = read_stdin() if name == "-" else read_file(Path(name))
    document = parse(shown_name, raw)
    responses = read_responses(document)
    try:
        found = load(rubric or responses.rubric)
    except RolefitError as error:
        if rubric is not None or responses.rubric in shipped():
            raise
        hint = sentences(nearest(responses.rubric, shipped()), "for your own, add --rubric FILE")
        raise RolefitError(f"{shown_name}: {error.message}", hint) from None
    if found.rubric != responses.rubric:
        hint = "score it against the rubric that was answered"
        message = f"{shown_name}: answers to `{responses.rubric}`, not to `{found.rubric}`"
        raise RolefitError(message, hint)
    return document, responses, found


def meets(one: Scored, required: str) -> bool:
    """Whether a verdict is what --require asks for."""
    verdict = one.assessment.verdict
    if required == "settled":
        return verdict.status == "settled"
    return verdict.label == "clear" or (required == "leaning" and verdict.label == "leaning")
