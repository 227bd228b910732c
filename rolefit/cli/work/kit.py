"""Make a hiring kit: choose the role, draw every page, and write the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.options import KitRequest
from rolefit.cli.work import Answered, Inputs, assess_file, read_one, tell_edition
from rolefit.cli.work.sealed import changes_since, is_filled_in, open_kit, seal_text
from rolefit.errors import Exit, RolefitError
from rolefit.reports.blocks import Page
from rolefit.reports.formats import Canvas, Format, formats_named
from rolefit.reports.pages.kit.documents import page_for
from rolefit.reports.pages.kit.job import KitPlace, start_page
from rolefit.reports.pages.score.grounds import remedies
from rolefit.reports.pages.score.result import advice_for, headline
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.materials import materials_of
from rolefit.rubric.model import Respondent, Responses, Rubric
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.judging import role_of
from rolefit.storage.folders import check_folder, write_folder
from rolefit.storage.writing import blank_form
from rolefit.studies.kit.people import Person, people_named
from rolefit.studies.kit.plan import (
    FORMS,
    NEED,
    SEAL,
    SEALED,
    START,
    WHOLE,
    Kit,
    NoRole,
    kit_for,
    open_roles,
)
from rolefit.studies.kit.seal import ReplacedSeal, make_seal
from rolefit.studies.kit.sealed import Seal
from rolefit.studies.matching.pairing import check_pair

_USUAL = "first-marketing-hire"
_BLANK = f"{FORMS}/blank.yaml"


class _Side(NamedTuple):
    """A rubric with the file it is read from."""

    rubric: Rubric
    text: bytes


def make_kit(file: str, request: KitRequest) -> int:
    """Make a kit in a folder; raises NoRole where the answers settle no role."""
    if request.folder is None:
        raise RolefitError("a kit is a folder of files", f"name it: rolefit kit {file} -o kit")
    folder, inputs = Path(request.folder), Inputs()
    chosen = formats_named(
        output.choice(request.format or "markdown", _format_names(), "--format")
    )[0]
    people = _people(request)
    answered = read_one(file, request.rubric, inputs)
    seen_with = _seen_with(answered, request, inputs)
    need = assess_file(*answered)
    tell_edition(answered, quiet=request.quiet)
    role = _role(answered, need, request)
    check_folder(folder, force=request.force)
    kit = kit_for((answered.rubric, need), seen_with.rubric, role, people)
    pair = (answered.rubric, answered.responses)
    replaced = _seal_replaced(folder, pair, seen_with.rubric)
    seal = make_seal(pair, seen_with.rubric, role, date.today().isoformat(), replaced)
    place = KitPlace(str(folder), seal)
    files = dict(_render_pages(kit, place, chosen))
    files |= _sealed_files(answered, seal, inputs.rubric_text(_name(answered, request)), seen_with)
    forms = dict(_forms(kit))
    kept = [path for path in forms if is_filled_in(folder / path, inputs)]
    files |= {path: text for path, text in forms.items() if path not in kept}
    _write(folder, files, inputs)
    _tell(folder, len(files), kept, request)
    return Exit.DONE


def _seal_replaced(
    folder: Path, need: tuple[Rubric, Responses], seen_with: Rubric
) -> ReplacedSeal | None:
    """The seal that a folder holds already, with what is another now."""
    if not os.path.exists(folder / SEAL):
        return None
    kit = open_kit(str(folder), Inputs())  # what a kit holds may be replaced by the next one
    assert kit is not None
    found = changes_since(kit, need[0], seen_with, need[1])
    return ReplacedSeal(kit.seal, len(kit.forms), found)


def _format_names() -> tuple[str, ...]:
    """The formats of documents."""
    return tuple(one.name for one in complete.KIT)


def _name(answered: Answered, request: KitRequest) -> str:
    """What the need's rubric was found by."""
    return request.rubric or answered.responses.rubric


def _people(request: KitRequest) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Interviewers and candidates. Raises RolefitError where one of the two is missing."""
    given = (request.interviewers, request.candidates)
    if (given[0] is None) is not (given[1] is None):
        missing = "candidates" if request.candidates is None else "interviewers"
        hint = 'a form needs both: --interviewers "Ann,Bo" --candidates "C1,C2"; numbers will do'
        raise RolefitError(f"--{missing} is missing", hint)
    if request.interviewers is None or request.candidates is None:
        return (), ()
    return (
        people_named(request.interviewers, "interviewers"),
        people_named(request.candidates, "candidates"),
    )


# --- the role ------------------------------------------------------------------------------------


def _seen_with(answered: Answered, request: KitRequest, inputs: Inputs) -> _Side:
    """The rubric by which candidates are seen. Raises RolefitError where no kit can be made."""
    rubric, name = answered.rubric, answered.document.name
    materials = materials_of(rubric)
    if materials.seen_with is None:
        if rubric.about_a_person:
            message = f"{name}: a form about a candidate; a kit is made from the company's answers"
            raise RolefitError(message, f"answer {_USUAL} first: rolefit take {_USUAL}")
        message = f"{name}: `{rubric.rubric}` has no hiring kit"
        raise RolefitError(message, f"a kit is made from answers to {_USUAL}")
    wanted = request.candidate_rubric or materials.seen_with
    found = _Side(inputs.rubric(wanted), inputs.rubric_text(wanted))
    check_pair(rubric, found.rubric)
    return found


def _role(answered: Answered, need: Assessment, request: KitRequest) -> str:
    """The role that the kit is for. Raises NoRole, or RolefitError for a role that cannot be."""
    roles = materials_of(answered.rubric).roles
    wanted = request.role
    if wanted is not None:
        output.choice(wanted, tuple(roles), "--role")
    found = role_of(need)
    if found in roles:
        if wanted not in (None, found):
            raise _against_answers(wanted or "", answered, need)
        return found
    free = open_roles(need, answered.rubric)
    if found == "close" and wanted is not None:
        if wanted not in free:
            raise _against_answers(wanted, answered, need)
        return wanted
    raise _no_role(answered, need, free if found == "close" else ())


def _against_answers(wanted: str, answered: Answered, need: Assessment) -> RolefitError:
    """That a role was named which the answers speak against."""
    said = headline(need, fit_texts(answered.rubric, need))
    message = f"--role {wanted}: your answers say otherwise. {said}"
    hint = "leave --role out, or change the answers that are not true any more"
    return RolefitError(message, hint)


def _no_role(answered: Answered, need: Assessment, free: tuple[str, ...]) -> NoRole:
    """Why there is no kit yet, and what to decide first."""
    rubric, file = fit_texts(answered.rubric, need), answered.document.name
    message = f"{file}: no kit yet, because your answers settle no role. {headline(need, rubric)}"
    if need.verdict.label == "not_enough_answers":
        return NoRole(message, f"answer what is open: rolefit score {file} names it")
    advice = advice_for(need, rubric)
    steps = sentences_of(advice.steps) if advice else ()
    if need.verdict.label == "not_yet" and need.verdict.named_by is None:
        steps = tuple(gate.fix for gate in remedies(need) if gate.fix) or steps
    first = f"First: {steps[0]} " if steps else ""
    rest = f"All of it: rolefit score {file}"
    if free:
        names = " or ".join(f"--role {name}" for name in free)
        rest = f"{rest}. If you have decided since then: {names}"
    return NoRole(message, first + rest)


# --- the files -----------------------------------------------------------------------------------


def _render_pages(kit: Kit, place: KitPlace, chosen: Format) -> Iterator[tuple[str, bytes]]:
    """Every page in the wanted format, those for candidates as HTML too, and all in one."""
    html, markdown = formats_named("html", "markdown")
    start = start_page(kit, place)
    yield START, _document([start], markdown)
    pages = [start]
    for one in kit.documents:
        page = page_for(one, kit)
        pages.append(page)
        yield f"{one.path}{chosen.endings[0]}", _document([page], chosen)
        if one.reader == "candidates":
            yield f"{one.path}{html.endings[0]}", _document([page], html)
    yield WHOLE, _document(pages, html)


def _document(pages: list[Page], chosen: Format) -> bytes:
    """Pages as a file."""
    canvas = Canvas(output.look(for_file=True), in_file=True)
    content = chosen.load().document(pages, canvas)
    return content if isinstance(content, bytes) else content.encode()


def _sealed_files(
    answered: Answered, seal: Seal, need_rubric: bytes, seen_with: _Side
) -> dict[str, bytes]:
    """The need, the seal, and both rubrics as they were sealed."""
    return {
        NEED: answered.document.text.encode(),
        SEAL: seal_text(seal).encode(),
        f"{SEALED}/{seal.need.rubric}.yaml": need_rubric,
        f"{SEALED}/{seal.candidates.rubric}.yaml": seen_with.text,
    }


def _forms(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """A blank form for each interviewer and candidate; one to copy where nobody was named."""
    if not kit.interviewers:
        yield _BLANK, blank_form(kit.seen_with, None).encode()
    for path, interviewer, candidate in kit.forms:
        who = Respondent(name=interviewer.name, group="interviewer", about=candidate.name)
        yield path, blank_form(kit.seen_with, who).encode()


def _write(folder: Path, files: dict[str, bytes], inputs: Inputs) -> None:
    """Write the files, never over one that was read: the kit's own need stays as it is."""
    for path in list(files):
        if not inputs.holds(folder / path):
            continue
        if path != NEED and inputs.peek(folder / path) != files[path]:
            inputs.refuse(folder / path)
        del files[path]
    write_folder(folder, files)


def _tell(folder: Path, number: int, kept: list[str], request: KitRequest) -> None:
    """What was written, what was left, and what to read first."""
    lines = [f"wrote {number} files to {folder}; begin with {folder / START}"]
    if kept:
        word = "form that is filled in stays" if len(kept) == 1 else "forms that are filled in stay"
        lines.append(f"{len(kept)} {word} as before: {', '.join(kept)}")
    if request.interviewers is None:
        lines.append('for a form each: --interviewers "Ann,Bo" --candidates "C1,C2"')
    for line in lines:
        output.remark(line, quiet=request.quiet)
