"""`rolefit score`: filled-in responses files in, reports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.cli.options import (
    Files,
    ForceOption,
    FormatOption,
    FullOption,
    OutputOption,
    PagerOption,
    QuietOption,
    RawOption,
    RequireOption,
    RubricOption,
)
from rolefit.errors import Exit, RolefitError, Several

if TYPE_CHECKING:
    from rolefit.cli.deliver import Scored

REQUIRED = ("leaning", "clear", "settled")


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
    from rolefit.cli.deliver import FORMATS, deliver, output_options
    from rolefit.cli.read import same_file

    want = output_options(
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
    from rolefit.cli.read import assess_file, read_one

    document, responses, found = read_one(name, rubric)
    return Scored(document.name, found, assess_file(document, responses, found))


def meets(one: Scored, required: str) -> bool:
    """Whether a verdict is what --require asks for."""
    verdict = one.assessment.verdict
    if required == "settled":
        return verdict.status == "settled"
    return verdict.label == "clear" or (required == "leaning" and verdict.label == "leaning")
