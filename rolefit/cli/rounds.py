"""The folder of a round: its file, its forms, and the answers that came back."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rolefit.cli.raters import clean_name
from rolefit.cli.work import Answered, Inputs, read_document
from rolefit.errors import Invalid, RolefitError, nearest
from rolefit.rubric.conditions import content
from rolefit.rubric.form_marks import FormMark, FormPurpose, mark_problems
from rolefit.rubric.model import ResponseSet, Rubric, changed_since, read
from rolefit.rubric.raters import SELF
from rolefit.storage.csv_text import separator_of
from rolefit.storage.documents import parse, problems_at, read_responses, validate
from rolefit.studies.panel.round import Round, RoundForm

FILE, FORMS, ANSWERS, README = "round.json", "forms", "answers", "README.txt"
MOST_RATERS = 500
_ENDINGS = (".yaml", ".yml", ".json")
_MOST_BYTES = 1 << 20


class Returned(NamedTuple):
    """A form that came back."""

    asked: RoundForm
    answered: Answered
    responses: ResponseSet


class Folder(NamedTuple):
    """An opened round."""

    path: Path
    round: Round
    rubric: Rubric
    name: str
    """The rubric as a command names it from here."""
    inputs: Inputs


def open_folder(name: str, inputs: Inputs | None = None) -> Folder:
    """The round in a folder. Raises RolefitError."""
    path, inputs = Path(name), inputs or Inputs()
    if not os.path.isdir(path):
        raise RolefitError(f"{name}: no folder of a round", "rolefit panel start makes one")
    file = path / FILE
    found = validate(parse(str(file), inputs.file(file, "a round")), Round)
    own = found.rubric if "/" not in found.rubric and "." not in found.rubric else ""
    rubric_name = own or str(path / found.rubric)
    rubric = inputs.rubric(rubric_name)
    if rubric.content_hash != found.rubric_hash:
        message = f"{file}: the rubric has changed since the forms were made"
        raise RolefitError(message, "put the old one back, or begin a new round")
    _check_forms(found, str(file))
    return Folder(path, found, rubric, rubric_name, inputs)


def _check_forms(round_: Round, file: str) -> None:
    """Raise RolefitError where the forms of a round are not those that were made for it."""
    seen: set[str] = set()
    for asked in round_.forms:
        about = None if asked.group == SELF else asked.about
        made_for = FormPurpose(round_.rubric_hash, asked.group, about)
        mark = FormMark.model_construct(id=asked.form, version=1)
        if asked.form in seen or any(mark_problems(mark, made_for)):
            message = f"{file}: {asked.rater}, {asked.group}: was altered since the form was made"
            raise RolefitError(message, "put the old file back, or begin a new round")
        seen.add(asked.form)


def round_text(round_: Round) -> str:
    """The file of a round."""
    return json.dumps(content(round_, given=True), indent=2, ensure_ascii=False) + "\n"


def read_raters(name: str, default: str | None, inputs: Inputs) -> tuple[tuple[str, str], ...]:
    """Names and groups of a table of raters. Raises RolefitError that names the row."""
    raw = inputs.responses(name)
    if len(raw) > _MOST_BYTES:
        raise RolefitError(f"{name}: larger than 1 MiB", "a row for each rater, name and group")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RolefitError(f"{name}: is not UTF-8", "save it as CSV UTF-8") from None
    try:
        separator = separator_of(text.partition("\n")[0])
        cells = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise RolefitError(f"{name}: no CSV that can be read ({error})") from None
    rows = [(k, row) for k, row in enumerate(cells, start=1) if any(map(str.strip, row))]
    if not rows:
        raise RolefitError(f"{name}: empty", "write a row for each rater: name,group")
    found = tuple(_raters_in(name, rows, default))
    if not found:
        message = f"{name}:{rows[0][0]}: names the columns, and nobody below them"
        raise RolefitError(message, "write a row for each rater: name,group")
    return found


def _raters_in(
    name: str, rows: list[tuple[int, list[str]]], default: str | None
) -> Iterator[tuple[str, str]]:
    """Name and group of each row below the head. Raises RolefitError."""
    head = [cell.strip().casefold() for cell in rows[0][1]]
    if "name" not in head or ("group" not in head and default is None):
        hint = "like: name,group" if default is None else "like: name"
        raise RolefitError(f"{name}:{rows[0][0]}: the first row must name the columns", hint)
    if len(rows) - 1 > MOST_RATERS:
        raise RolefitError(f"{name}: more than {MOST_RATERS} raters", "make several rounds")
    seen: dict[str, int] = {}
    for number, row in rows[1:]:
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        try:
            rater = clean_name(cells.get("name", ""), "name")
        except RolefitError as error:
            raise RolefitError(f"{name}:{number}: {error.message}", error.hint) from None
        if rater.casefold() in seen:
            first = seen[rater.casefold()]
            message = f"{name}:{number}: {rater} is listed twice (first in row {first})"
            raise RolefitError(message, "tell people of one name apart, like Jo B.")
        seen[rater.casefold()] = number
        group = cells.get("group", "").casefold() or default
        if not group:
            raise RolefitError(f"{name}:{number}: {rater} has no group", "boss, peer, report ...")
        yield rater, group


def check_group(group: str, known: tuple[str, ...], where: str) -> None:
    """Raise RolefitError for a group that cannot answer."""
    if group not in known:
        hint = nearest(group[:80], known)
        raise RolefitError(f"{where}: `{group[:80]}` is none of {', '.join(known)}", hint)


def returned_forms(folder: Folder) -> tuple[Returned, ...]:
    """Every form that came back, each once. Raises RolefitError for files that belong elsewhere."""
    forms = {asked.form: asked for asked in folder.round.forms}
    found: dict[str, Returned] = {}
    for path in _answer_files(folder.path / ANSWERS):
        one = _read_answers(path, folder)
        try:
            answers = read(folder.rubric, one.responses)
        except Invalid as invalid:
            raise problems_at(one.document, invalid) from None
        asked = _asked_of(one, forms)
        if asked.form in found:
            other = found[asked.form].answered.document.name
            message = f"{path}: answers the same form as {other} ({asked.form})"
            raise RolefitError(message, "keep the one that counts, and move the other one away")
        found[asked.form] = Returned(asked, one, answers)
    return tuple(found[form] for form in forms if form in found)


def _read_answers(path: Path, folder: Folder) -> Answered:
    """A file of answers to the rubric of the round. Raises RolefitError."""
    document = read_document(str(path), folder.inputs)
    found = read_responses(document)
    if found.rubric != folder.rubric.rubric:
        message = f"{path}: answers to `{found.rubric}`, not to `{folder.rubric.rubric}`"
        raise RolefitError(message, "move it away")
    if found.form is None and changed_since(folder.rubric.content_hash, found):
        message = f"{path}: answers another content of `{found.rubric}` than this round asks"
        raise RolefitError(message, "ask for it once more, with the form of this round")
    return Answered(document, found, folder.rubric)


def _answer_files(folder: Path) -> list[Path]:
    """The files of answers in a folder, by name."""
    paths = [path for path in _files_in(folder) if path.name.lower().endswith(_ENDINGS)]
    return [path for path in paths if os.path.isfile(path)]


def stray_files(folder: Folder) -> list[Path]:
    """What lies among the answers and is not read: a form that was not filled in, a text."""
    return [
        path
        for path in _files_in(folder.path / ANSWERS)
        if path.name != README
        and not (os.path.isfile(path) and path.name.lower().endswith(_ENDINGS))
    ]


def _files_in(folder: Path) -> list[Path]:
    """What a folder holds, by name; hidden files are nobody's answers."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        hint = "put the files that came back into this folder"
        raise RolefitError(f"{folder}: {error.strerror}", hint) from None
    return [folder / name for name in names if not name.startswith(".")]


def _asked_of(one: Answered, forms: dict[str, RoundForm]) -> RoundForm:
    """Which form a file answers: by its id, or by who answers where it was written by hand."""
    responses, name = one.responses, one.document.name
    if responses.form is not None:
        if responses.form.id not in forms:
            message = f"{name}: answers a form of another round ({responses.form.id})"
            raise RolefitError(message, "move it away")
        return forms[responses.form.id]
    who = responses.respondent
    for asked in forms.values():
        about = None if asked.group == SELF else asked.about
        named = asked.about if asked.group == SELF and asked.about else asked.rater
        if (who.group, who.about) == (asked.group, about) and who.name in (named, asked.rater):
            return asked
    message = f"{name}: nobody of that name and group was asked in this round"
    raise RolefitError(message, "write respondent: name and group as in the table of raters")
