"""The one delivery: draw what a command found in the wanted format, and put it where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rolefit.cli import output
from rolefit.cli.inputs import Inputs
from rolefit.cli.options import OutputRequest
from rolefit.errors import RolefitError
from rolefit.reports import formats
from rolefit.reports.blocks import Page
from rolefit.reports.formats import Canvas, Format, Kind
from rolefit.reports.occasion import Occasion, is_day
from rolefit.storage.library import write_file

_LONGEST_NAME = 120
"""Characters of who decides."""
Draft = Mapping[Kind, Callable[[], Sequence[Any]]]
"""What there is to draw, by kind; worked out only for the format that is wanted."""


class OutputOptions(NamedTuple):
    """How a result is to be delivered, and what it must not be written over."""

    format: Format
    path: Path | None
    """None for stdout."""
    inputs: Inputs
    full: bool = False
    force: bool = False
    quiet: bool = False
    pager: bool = False
    brief: bool = False
    memo: Occasion | None = None
    """Where a memo is wanted: who decides, and by when."""
    raw: bool = False
    """For machines: texts that a spreadsheet would take for formulas stay as they are."""


def output_options(request: OutputRequest, *known: Format) -> OutputOptions:
    """What the options ask for; the format follows from the file's ending unless it is named.

    `known` are the formats that the command can deliver, the one for stdout first.
    """
    path = _file_of(request.file)
    if request.format is not None:
        names = {one.name: one for one in known}
        chosen = names[output.choice(request.format, tuple(names), "--format")]
    else:
        chosen = known[0] if path is None else _format_of(path, known)
    if chosen.needs_file and path is None:
        name = chosen.name.upper()
        hint = f"add --output report{chosen.endings[0]}"
        raise RolefitError(f"--format {chosen.name}: a {name} needs a file", hint)
    if request.pager and path is not None:
        raise RolefitError("--pager and --output exclude each other", "leave one of them out")
    _refuse_mixed(request, chosen)
    inputs = Inputs(quiet=request.quiet)
    want = OutputOptions(chosen, path, inputs, request.full, request.force, request.quiet)
    memo = Occasion(request.decider, request.by) if request.memo else None
    return want._replace(pager=request.pager, raw=request.raw_csv, brief=request.brief, memo=memo)


def _refuse_mixed(request: OutputRequest, chosen: Format) -> None:
    """Raise RolefitError for options that do not go together."""
    lengths = [name for name in ("brief", "full", "memo") if getattr(request, name)]
    if len(lengths) > 1:
        named = " and ".join(f"--{name}" for name in lengths)
        raise RolefitError(f"{named} exclude each other", "leave one of them out")
    for name in ("decider", "by"):
        if getattr(request, name) is not None and not request.memo:
            raise RolefitError(f"--{name} is for a memo", "add --memo")
    if request.memo and chosen.draws != "page":
        known = ", ".join(one.name for one in formats.drawing("page"))
        raise RolefitError(f"--memo: a memo is a page, not {chosen.name}", f"use one of {known}")
    if request.by is not None and not is_day(request.by):
        raise RolefitError(f"--by: `{request.by[:20]}` is no day", "like --by 2026-12-04")
    if request.decider is not None and not 0 < len(request.decider.strip()) <= _LONGEST_NAME:
        raise RolefitError("--decider: expected a name of at most 120 characters")


def _file_of(path: str | None) -> Path | None:
    """The file that --output names; None for stdout."""
    return None if path is None or path == "-" else Path(path)


def _format_of(file: Path, known: Sequence[Format]) -> Format:
    """The format that a file's ending stands for; without an ending the first one.

    Raises RolefitError for an ending that none of them has.
    """
    of_ending = formats.endings(known)
    ending = file.suffix.lower()
    if not ending:
        return known[0]
    if ending in of_ending:
        return of_ending[ending]
    if ending in formats.endings(formats.drawing("rows")):
        hint = "rolefit score FILE... --output answers.csv has every answer with its points"
        raise RolefitError("--output: this page has no table for CSV", hint)
    hint = f"use one of {', '.join(of_ending)}, or name the format: --format markdown"
    raise RolefitError(f"--output: no format is known for `{ending[:20]}`", hint)


def deliver(draft: Draft, want: OutputOptions) -> None:
    """Draw what there is in the wanted format, all in one document, and put it in its place."""
    canvas = Canvas(output.look(for_file=want.path is not None), want.path is not None, want.raw)
    content = draft[want.format.draws]()
    deliver_text(want.format.load().document(content, canvas), want)


def deliver_page(page: Page, want: OutputOptions) -> None:
    """Deliver a page that says everything there is."""
    deliver({"page": lambda: [page]}, want)


def deliver_text(content: str | bytes, want: OutputOptions) -> None:
    """Print a finished text, through the pager if wanted, or write it to the wanted file."""
    if want.path is not None:
        write(want.path, content, want)
        output.remark(f"wrote {want.path}", quiet=want.quiet)
        return
    assert isinstance(content, str)  # only files get bytes
    if want.pager:
        output.page_result(content)
    else:
        output.say(content)


def write(path: Path, content: str | bytes, want: OutputOptions) -> None:
    """Write a file, never over one that this command has read."""
    want.inputs.refuse(path)
    write_file(path, content, force=want.force)
