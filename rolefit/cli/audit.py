"""`rolefit rubric audit`: how rubrics behave, and what a sceptic would object to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolefit.cli import output
from rolefit.cli.meter import Meter
from rolefit.cli.options import (
    AuditFormat,
    ForceOption,
    OutputOption,
    QuietOption,
    RubricNames,
    SeedOption,
    StrictOption,
)
from rolefit.errors import Exit

if TYPE_CHECKING:
    from rolefit.audit.base import ProgressCallback
    from rolefit.reports.formats.ink import Look
    from rolefit.reports.pages.audit.findings import Audited
    from rolefit.storage.documents import FileProblems

FORMATS = ("text", "json", "sarif", "markdown", "github")
ENDINGS = {
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".md": "markdown",
    ".markdown": "markdown",
}


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
    from rolefit.cli.deliver import file_of, format_of, put
    from rolefit.cli.rubric_faults import problems_of
    from rolefit.storage.shipped import shipped

    file = file_of(output_file)
    chosen = format or (format_of(file, ENDINGS) if file is not None else FORMATS[0])
    output.choice(chosen, FORMATS, "--format")
    wanted = names or list(shipped())
    faulty = [problems for problems in map(problems_of, wanted) if problems is not None]
    if faulty:
        put(refusal(faulty, chosen), file, force=force, quiet=quiet)
        return Exit.NO
    with Meter(quiet=quiet) as meter:
        ones = [audited_rubric(name, seed, meter) for name in wanted]
        text = render_audits(ones, chosen, output.look(for_file=file is not None))
    put(text, file, force=force, quiet=quiet)
    bad = ("error", "warning") if strict else ("error",)
    failed = sum(1 for one in ones if any(f.severity in bad for f in one.findings))
    kinds = " and ".join(f"{kind}s" for kind in bad)
    output.remark(f"{len(ones) - failed} of {len(ones)} rubrics without {kinds}", quiet=quiet)
    return Exit.NO if failed else Exit.DONE


def refusal(faulty: list[FileProblems], format: str) -> str:
    """What keeps files from being rubrics at all, as `rolefit rubric check` tells it."""
    if format == "sarif":
        from rolefit.reports.formats import sarif

        return sarif.problems(faulty)
    from rolefit.reports.pages.audit import problems

    return problems.render_problems(faulty, format)


def audited_rubric(name: str, seed: int | None, meter: ProgressCallback) -> Audited:
    """One rubric with everything that the checks find."""
    from rolefit.audit import audit as run_checks
    from rolefit.audit.base import SEED
    from rolefit.audit.subject import Subject
    from rolefit.reports.pages.audit.findings import locate_findings
    from rolefit.storage.library import find

    found = find(name)

    def progress(what: str, done: int, total: int) -> None:
        meter(f"{found.rubric.rubric}: {what}", done, total)

    subject = Subject(found.rubric, seed=SEED if seed is None else seed, progress=progress)
    return locate_findings(found.document, subject, run_checks(subject))


def render_audits(ones: list[Audited], format: str, look: Look) -> str:
    """All audits in one text."""
    from rolefit.reports.pages.audit import findings

    match format:
        case "json":
            from rolefit.reports.pages.audit import audit_json

            return audit_json.render(ones)
        case "sarif":
            from rolefit.reports.formats import sarif

            return sarif.findings(ones)
        case "github":
            return "".join(findings.github(one.findings) for one in ones)
        case _:
            return "\n".join(as_page(one, format, look) for one in ones)


def as_page(one: Audited, format: str, look: Look) -> str:
    """One audit for people."""
    from rolefit.reports.formats import markdown, terminal
    from rolefit.reports.pages.audit import findings
    from rolefit.reports.pages.audit.audit_page import audit_page

    if format == "markdown":
        return markdown.render(audit_page(one, with_findings=True))
    page = terminal.render(audit_page(one, with_findings=False), look)
    said = findings.text(one, look)
    return f"{said}\n{page}" if said else page
