"""Score responses files."""

from __future__ import annotations

from collections.abc import Sequence

from rolefit.cli import complete, output
from rolefit.cli.deliver import output_options
from rolefit.cli.inputs import Inputs
from rolefit.cli.options import OutputRequest
from rolefit.cli.read import (
    assess_file,
    edition_hint,
    is_of_another_edition,
    read_one,
    refuse_doubled_forms,
)
from rolefit.cli.scored import Scored, deliver_scores
from rolefit.errors import Exit, RolefitError, Several
from rolefit.rubric.responses import Responses, only_proved
from rolefit.scoring.assess import assess

_REQUIRED = ("leaning", "clear", "settled")


def score_files(
    files: list[str],
    rubric: str | None,
    request: OutputRequest,
    *,
    require: str | None,
    with_proved: bool = False,
) -> int:
    """Report on every file; 1 where one of the verdicts is not what is required.

    `with_proved` puts the result on the answers that can be shown next to that on all of them.
    """
    want = output_options(request, *complete.REPORT)
    check_required(require)
    for name in sorted({name for name in files if files.count(name) > 1}):
        output.remark(f"{name} is named more than once", quiet=want.quiet)
    scored, editions = _score_all(files, rubric, want.inputs, with_proved=with_proved)
    deliver_scores(scored, want)
    for remark in editions:
        output.remark(remark, quiet=want.quiet)
    return Exit.DONE if meets_all(scored, require) else Exit.NO


def check_required(require: str | None) -> None:
    """Raise RolefitError for a requirement that is none."""
    if require is not None:
        output.choice(require, _REQUIRED, "--require")


def meets_all(scored: Sequence[Scored], require: str | None) -> bool:
    """Whether every verdict is what is required; those that are not are told."""
    short = [one for one in scored if require is not None and not meets(one, require)]
    for one in short:
        verdict = one.assessment.verdict
        output.remark(f"{one.name}: {verdict.label}, {verdict.status}; required: {require}")
    return not short


def _score_all(
    files: list[str], rubric: str | None, inputs: Inputs, *, with_proved: bool
) -> tuple[list[Scored], list[str]]:
    """Score every file; also what is to be said of those that answer another edition.

    Faults of all of them are told together, and then nothing is scored.
    """
    if files.count("-") > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    scored: list[Scored] = []
    read: list[tuple[str, Responses]] = []
    editions: list[str] = []
    faults: list[RolefitError] = []
    for name in files:
        try:
            one = read_one(name, rubric, inputs)
            read.append((name, one.responses))
            found = assess_file(*one)
            shown = (
                assess(one.rubric, only_proved(one.rubric, one.responses)) if with_proved else None
            )
            scored.append(Scored(one.document.name, found, one.rubric, shown))
            if is_of_another_edition(one.responses, one.rubric):
                hint = edition_hint(name, one.responses, one.rubric)
                edition = f"{one.rubric.rubric} {one.responses.rubric_version}"
                editions.append(f"{one.document.name}: answers {edition}; {hint}")
        except RolefitError as error:
            faults.append(error)
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]
    refuse_doubled_forms(read)
    return scored, editions


def meets(one: Scored, required: str) -> bool:
    """Whether a verdict is what --require asks for."""
    verdict = one.assessment.verdict
    if required == "settled":
        return verdict.status == "settled"
    return verdict.label == "clear" or (required == "leaning" and verdict.label == "leaning")
