"""`rolefit rubric audit`: how rubrics behave, and what a sceptic would object to."""

from __future__ import annotations

from rolefit.cli.options import (
    AuditFormat,
    ForceOption,
    OutputOption,
    OutputRequest,
    QuietOption,
    RubricNames,
    SeedOption,
    StrictOption,
)


def audit(
    names: RubricNames = None,
    format: AuditFormat = None,
    strict: StrictOption = False,
    seed: SeedOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> int:
    """Audit rubrics: how they behave, what is wrong with them, what their cases notice.

    Exit 1 if there are errors.
    """
    from rolefit.cli.work.audit import audit_rubrics

    request = OutputRequest(format, output_file, force=force, quiet=quiet)
    return audit_rubrics(names or [], request, strict=strict, seed=seed)
