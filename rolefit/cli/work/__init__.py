"""What commands do when they run: read files, assess them, deliver reports. `score` is just that.

Loaded only when a command is run; its options are in the module above.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.errors import (
    Exit,
    Invalid,
    NoRubric,
    Problem,
    RolefitError,
    Several,
    nearest,
    sentences,
)
from rolefit.reports import formats
from rolefit.reports.blocks import Page
from rolefit.reports.formats import Canvas, Format, Kind
from rolefit.reports.occasion import Occasion
from rolefit.rubric.model import Responses, Rubric, only_proved
from rolefit.rubric.proof import is_day
from rolefit.rubric.raters import rater_view
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage import library
from rolefit.storage.documents import MAX_BYTES, Document, parse, problems_at, read_responses
from rolefit.storage.library import LocatedRubric, write_file
from rolefit.storage.shipped import shipped_folder, shipped_names

if TYPE_CHECKING:
    from rolefit.reports.formats.json import Report
    from rolefit.rubric.claims import ClaimRegister


# --- What a command reads, remembered so that its output is never written over it -----------------

_STDIN, _PIPED = "-", "<stdin>"
"""What names a pipe on a command line, and how messages call it."""
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a file of its own while it works on it."""


class Inputs:
    """The files that one run reads. Every reader goes through it; the delivery asks it."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._read: list[tuple[Path, str]] = []
        self._quiet = quiet
        self._rubrics: dict[Path, Rubric] = {}
        self._stdin = False

    def responses(self, name: str) -> bytes:
        """The bytes of a responses file; `-` is stdin."""
        if name == _STDIN:
            self._stdin = True
            return library.read_stdin()
        return self.file(Path(name), "answers")

    def file(self, path: Path, what: str, most: int = MAX_BYTES) -> bytes:
        """The bytes of a file that holds such a thing, one more than allowed at most."""
        self.note(path, what)
        return library.read_file(path, most)

    def rubric(self, name: str, *, listed: bool = False) -> Rubric:
        """A rubric by its name or file, read once in a run; see `library.load`.

        Where a name leads to what somebody else may have written, it is said where that lies;
        a list says it by itself.
        """
        path = library.locate(name)
        if path not in self._rubrics:
            self.note(path, "a rubric")
            self._rubrics[path] = library.load(name)
            if not listed and path != Path(name) and path.parent != shipped_folder():
                self._tell_origin(name, path)
        return self._rubrics[path]

    def _tell_origin(self, name: str, path: Path) -> None:
        """Say where a rubric was found that the person did not add."""
        from rolefit.storage.own import find_own

        own = find_own(name)
        if own is not None and not own.added:
            output.remark(f"{name} is a rubric of {own.origin}: {path}", quiet=self._quiet)

    def rubric_file(self, name: str) -> LocatedRubric:
        """A rubric with its document; see `library.find`."""
        self.note(library.locate(name), "a rubric")
        return library.find(name)

    def rubric_text(self, name: str) -> bytes:
        """A rubric as its file holds it."""
        return self.file(library.locate(name), "a rubric")

    def claims(self) -> ClaimRegister:
        """The shipped register of claims."""
        self.note(library.register_path(), "the register of claims")
        return library.register()

    def unknown_claims(self, found: LocatedRubric) -> Iterator[Problem]:
        """Citations of claims that are nowhere; see `library.unknown_claims`."""
        self.note(library.register_path(), "the register of claims")
        return library.unknown_claims(found)

    def journal(self) -> Path:
        """Where the journal is, with what SQLite puts beside it."""
        from rolefit.storage.journal.store import store_path

        path = store_path()
        for name in (path, *(Path(f"{path}{ending}") for ending in _BESIDE)):
            self.note(name, "the journal")
        return path

    def peek(self, path: Path) -> bytes:
        """The bytes of a file that is looked into before it may be replaced."""
        return library.read_file(path)

    def holds(self, path: Path) -> bool:
        """Whether a file was read, under whatever name."""
        return any(same_file(path, one) for one, _ in self._read)

    def note(self, path: Path, what: str) -> None:
        """Remember a file that is read, and what it holds."""
        self._read.append((path, what))

    def refuse(self, target: Path) -> None:
        """Raise RolefitError where an output is one of the files read, under whatever name."""
        held = next((what for path, what in self._read if same_file(target, path)), None)
        if held is None and self._stdin and _is_stdin(target):
            held = "answers"
        if held is not None:
            hint = "nothing was written; write to another file"
            raise RolefitError(f"{target}: holds {held} that this command reads", hint)


def same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would once it is there."""
    try:
        if os.path.samefile(path, other):
            return True
    except (OSError, ValueError):  # one of them is not there, or cannot be
        pass
    try:
        return path.name == other.name and os.path.samefile(path.parent, other.parent)
    except (OSError, ValueError):
        return False


def _is_stdin(path: Path) -> bool:
    """Whether a file is what stdin was redirected from."""
    try:
        return os.path.samestat(os.fstat(sys.stdin.fileno()), os.stat(path))
    except (OSError, ValueError, AttributeError):
        return False


# --- Responses files as a command reads them: each with its rubric, and assess_file ---------------


class Answered(NamedTuple):
    """One responses file with the rubric it answers."""

    document: Document
    responses: Responses
    rubric: Rubric


def read_document(name: str, inputs: Inputs) -> Document:
    """One responses file as it is written; `-` is stdin."""
    return parse(_PIPED if name == _STDIN else name, inputs.responses(name))


def read_one(name: str, rubric: str | None, inputs: Inputs) -> Answered:
    """One responses file and its rubric. Raises RolefitError where they do not belong together."""
    document = read_document(name, inputs)
    responses = read_responses(document)
    try:
        found = inputs.rubric(rubric or responses.rubric)
    except NoRubric as error:
        if rubric is not None:
            raise
        own = "for your own, add --rubric FILE, or once: rolefit rubric add FILE"
        hint = sentences(nearest(responses.rubric, shipped_names()), own)
        raise RolefitError(f"{document.name}: {error.message}", hint) from None
    if found.rubric != responses.rubric:
        hint = "score it against the rubric that was answered"
        message = f"{document.name}: answers to `{responses.rubric}`, not to `{found.rubric}`"
        raise RolefitError(message, hint)
    return Answered(document, responses, rater_view(found, responses.respondent.about))


def refuse_doubled_forms(named: Sequence[tuple[str, Responses]]) -> None:
    """Raise RolefitError where two files were saved from one form: they would count twice."""
    seen: dict[str, str] = {}
    for name, responses in named:
        if responses.form is not None:
            first = seen.setdefault(responses.form.id, name)
            if first != name:
                hint = "keep the one that counts: the last one that was sent, as a rule"
                message = f"{first} and {name}: both were saved from the form {responses.form.id}"
                raise RolefitError(message, hint)


def assess_file(document: Document, responses: Responses, rubric: Rubric) -> Assessment:
    """Assess a responses file. Raises RolefitError for answers that cannot be read."""
    try:
        return assess(rubric, responses)
    except Invalid as invalid:
        raise unreadable(Answered(document, responses, rubric), invalid) from None


def unreadable(one: Answered, invalid: Invalid) -> RolefitError:
    """That answers cannot be read: each place, or that they were given to another edition."""
    if is_of_another_edition(one.responses, one.rubric):
        return _other_edition(*one, len(invalid.problems))
    return problems_at(one.document, invalid)


def is_of_another_edition(responses: Responses, rubric: Rubric) -> bool:
    """Whether answers name another edition of their rubric than the present one."""
    return responses.rubric_version not in (None, rubric.version)


def _other_edition(
    document: Document, responses: Responses, rubric: Rubric, wrong: int
) -> RolefitError:
    """That answers were given to another edition and do not fit, and how to carry them."""
    named = f"{rubric.rubric} {responses.rubric_version}"
    fit = "1 answer does" if wrong == 1 else f"{wrong} answers do"
    message = (
        f"{document.name}: answers {named}; the present edition is {rubric.version}, and {fit} "
        "not fit it"
    )
    return RolefitError(message, edition_hint(document.name, responses, rubric))


def tell_edition(one: Answered, *, quiet: bool) -> None:
    """Remark that answers which fit were given to another edition, if they were."""
    if is_of_another_edition(one.responses, one.rubric):
        edition = f"{one.rubric.rubric} {one.responses.rubric_version}"
        hint = edition_hint(one.document.name, one.responses, one.rubric)
        output.remark(f"{one.document.name}: answers {edition}; {hint}", quiet=quiet)


def edition_hint(file: str, responses: Responses, rubric: Rubric) -> str:
    """What to do with answers to another edition."""
    if any(way.from_ == responses.rubric_version for way in rubric.migrations):
        typed = _STDIN if file == _PIPED else quote(file)
        return f"to carry what still means the same: rolefit migrate {typed} -o NEW.yaml"
    return f"they cannot be carried over; to answer anew: rolefit take {rubric.rubric}"


# --------------------------------------------------------------------------------------------------
# The one delivery: draw what a command found in the wanted format, and put it where it
# belongs.


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


def deliver_study(page: Callable[[], Page], data: Callable[[], Any], want: OutputOptions) -> None:
    """Deliver a study as its page, or as data for programs; only the one that is wanted is made."""
    deliver({"page": lambda: [page()], "data": lambda: [data()]}, want)


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


# --- Reports on assessments, ready for the delivery -----------------------------------------------


class Scored(NamedTuple):
    """One file's result."""

    name: str
    assessment: Assessment
    rubric: Rubric
    proved: Assessment | None = None
    """The result on the answers for which something can be shown, where that is wanted."""


def deliver_scores(scored: Sequence[Scored], want: OutputOptions) -> None:
    """Deliver the report on every assessment."""
    draft: Draft = {
        "page": lambda: pages(scored, want),
        "rows": lambda: [one[:3] for one in scored],
        "data": lambda: reports(scored),
    }
    deliver(draft, want)


def pages(scored: Sequence[Scored], want: OutputOptions) -> list[Page]:
    """A page for each; of several, a summary first."""
    from rolefit.reports.pages.score.page import summary

    found = [_page_as_wanted(one, want) for one in scored]
    return [summary([one[:3] for one in scored]), *found] if len(scored) > 1 else found


def _page_as_wanted(one: Scored, want: OutputOptions) -> Page:
    """The few lines, the screen or all of it; both where a format can carry the rest behind it."""
    from rolefit.reports.pages.score.page import brief, page, whole

    if want.memo is not None:
        from rolefit.reports.pages.memo import memo_page

        return memo_page(one.assessment, one.rubric, want.memo, proved=one.proved)
    if want.brief:
        return brief(one.assessment, one.rubric, proved=one.proved)
    if want.format.carries_rest:
        return whole(one.assessment, one.rubric, proved=one.proved)
    return page(one.assessment, one.rubric, full=want.full, proved=one.proved)


def reports(scored: Sequence[Scored]) -> list[Report]:
    """The same for programs."""
    from rolefit.reports.formats.json import report

    return [report(one.assessment, one.rubric, proved=one.proved) for one in scored]


# --- Score responses files ------------------------------------------------------------------------

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
    scored, read = _score_all(files, rubric, want.inputs, with_proved=with_proved)
    deliver_scores(scored, want)
    for one in read:
        tell_edition(one, quiet=want.quiet)
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
) -> tuple[list[Scored], list[Answered]]:
    """Score every file, and give what was read; faults of all of them are told together."""
    if files.count("-") > 1:
        raise RolefitError("stdin (-) is named twice", "it can be read once")
    scored: list[Scored] = []
    read: list[Answered] = []
    faults: list[RolefitError] = []
    for name in files:
        try:
            one = read_one(name, rubric, inputs)
            found = assess_file(*one)
            read.append(one)
            proved = only_proved(one.rubric, one.responses) if with_proved else None
            shown = None if proved is None else assess(one.rubric, proved)
            scored.append(Scored(one.document.name, found, one.rubric, shown))
        except RolefitError as error:
            faults.append(error)
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]
    refuse_doubled_forms([(one.document.name, one.responses) for one in read])
    return scored, read


def meets(one: Scored, required: str) -> bool:
    """Whether a verdict is what --require asks for."""
    verdict = one.assessment.verdict
    if required == "settled":
        return verdict.status == "settled"
    return verdict.label == "clear" or (required == "leaning" and verdict.label == "leaning")
