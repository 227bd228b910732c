"""`rolefit migrate`: answers to an earlier edition of a rubric, carried to the present one."""

from __future__ import annotations

from typing import Annotated

import typer

from rolefit.cli.options import (
    ForceOption,
    OutputOption,
    OutputRequest,
    QuietOption,
    RubricOption,
)


def migrate(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Answers to an earlier edition; - reads stdin.")
    ],
    rubric: RubricOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="VERSION", help="The edition answered, where FILE does not say it."
        ),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing; leave open what is new.")
    ] = False,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Carry answers to the present edition of their rubric, where they still mean the same.

    FILE stays as it is. Says what was carried, what was not and why, and what is new.
    """
    from rolefit.cli.work.migrate import MigrateRequest, migrate_file

    request = OutputRequest(file=output_file, force=force, quiet=quiet)
    return migrate_file(MigrateRequest(file, rubric, since, no_input), request)
