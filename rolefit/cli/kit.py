"""`rolefit kit`: all that it takes to hire for a need, sealed before the first candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolefit.cli.options import (
    CandidateOption,
    KitFormat,
    KitRequest,
    NeedOption,
    QuietOption,
    later,
)

if TYPE_CHECKING:
    from rolefit.cli.work import kit as kit_work
else:
    kit_work = later("rolefit.cli.work.kit")


def kit(
    need: Annotated[
        str,
        typer.Argument(
            metavar="NEED",
            help="The company's answers to first-marketing-hire; - reads stdin.",
        ),
    ],
    folder: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="The folder to make the kit in."),
    ] = None,
    interviewers: Annotated[
        str | None,
        typer.Option(
            "--interviewers",
            metavar="NAMES",
            help='Who will interview, like "Ann,Bo": each gets a folder of forms.',
        ),
    ] = None,
    candidates: Annotated[
        str | None,
        typer.Option(
            "--candidates",
            metavar="NAMES",
            help='Names or numbers, like "C1,C2": one form for each and each interviewer.',
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="The role you decided on, where the answers are too close to settle one.",
        ),
    ] = None,
    format: KitFormat = None,
    need_rubric: NeedOption = None,
    candidate_rubric: CandidateOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Write into a folder that is not empty; forms that are filled in stay.",
        ),
    ] = False,
    quiet: QuietOption = False,
) -> int:
    """Make a hiring kit: role charter, advertisement, interview guide, work sample, forms.

    The kit seals the need, the weights and the questions before the first candidate.

    Once the forms are filled in: rolefit match FOLDER.

    Exits with 1 where the answers settle no role yet, and says what to decide first.
    """
    request = KitRequest(
        folder=folder,
        interviewers=interviewers,
        candidates=candidates,
        role=role,
        format=format,
        rubric=need_rubric,
        candidate_rubric=candidate_rubric,
        force=force,
        quiet=quiet,
    )
    return kit_work.make_kit(need, request)
