"""`rolefit score`: filled-in responses files in, reports out."""

from __future__ import annotations

from rolefit.cli.options import (
    BriefOption,
    ByOption,
    DeciderOption,
    Files,
    ForceOption,
    FormatOption,
    FullOption,
    MemoOption,
    OutputOption,
    OutputRequest,
    PagerOption,
    ProvedOption,
    QuietOption,
    RawOption,
    RequireOption,
    RubricOption,
)


def score(
    files: Files,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    full: FullOption = False,
    brief: BriefOption = False,
    memo: MemoOption = False,
    decider: DeciderOption = None,
    by: ByOption = None,
    proved: ProvedOption = False,
    require: RequireOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
    raw_csv: RawOption = False,
) -> int:
    """Score responses files and report what fits, why, and how sure that is."""
    from rolefit.cli.work.score import score_files

    request = OutputRequest(
        format, output_file, full, force, quiet, pager, raw_csv, brief, memo, decider, by
    )
    return score_files(files, rubric, request, require=require, with_proved=proved)
