"""Exports of survey tools: draft a map of one, and score its rows one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from rolefit.batch.cells import read_row
from rolefit.batch.exports.draft import MapDraft, draft_map
from rolefit.batch.exports.layout import open_export
from rolefit.batch.exports.survey_map import MappedTable, SurveyMap, map_text, read_map
from rolefit.batch.plain import about_person
from rolefit.batch.reading import RawRow
from rolefit.batch.tables import open_answers
from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Inputs,
    Scored,
    check_required,
    deliver_scores,
    deliver_text,
    meets_all,
    output_options,
)
from rolefit.errors import Exit, RolefitError
from rolefit.rubric.model import Response, Responses, Rubric
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess

_MOST_REPORTS = 20
"""Reports that are printed one after another."""
_MOST_TOLD = 8
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class DraftRequest(NamedTuple):
    """What was typed about a new map."""

    export: str
    rubric: str
    file: str | None
    encoding: str | None
    force: bool
    quiet: bool


class ExportRequest(NamedTuple):
    """What was typed about an export to score."""

    files: list[str]
    map_file: str
    row: int | None
    rubric: str | None
    require: str | None


def write_draft(typed: DraftRequest) -> int:
    """Write a map, and say what has to be looked at."""
    request = OutputRequest("terminal", typed.file, force=typed.force, quiet=typed.quiet)
    want = output_options(request, *complete.PRINTED)
    rubric = want.inputs.rubric(typed.rubric)
    source = Path(typed.export)
    want.inputs.note(source, "answers")
    with open_export(source, typed.encoding) as export:
        found = draft_map(rubric, export, typed.encoding)
        dropped = dict(export.dropped)
    deliver_text(map_text(found.survey, rubric, found.tool), want)
    for line in _draft_remarks(found, rubric, dropped):
        output.remark(line, quiet=typed.quiet)
    if typed.file is not None:
        parts = (typed.rubric, typed.export, "--map", typed.file, "-o", "results.csv")
        output.remark(f"then: rolefit batch {' '.join(map(quote, parts))}", quiet=typed.quiet)
    return Exit.DONE


def _draft_remarks(found: MapDraft, rubric: Rubric, dropped: Mapping[str, int]) -> list[str]:
    """What was found, and what was not."""
    matched, whole = len(found.survey.items), len(rubric.items)
    told = [f"{found.tool}: {matched} of {whole} questions found; {_people(found.rows)}"]
    told += [f"left out, {why}: {number}" for why, number in dropped.items()]
    told += [f"no column asks {name}: {sanitize(rubric.item(name).ask)}" for name in found.missing]
    for name, keys in found.doubtful.items():
        told.append(f"{name}: {len(keys)} columns ask it, so none was taken: {_named_map(keys)}")
    for name, texts in found.unknown.items():
        told.append(f"{name}: say in the map what these stand for: {_named_map(texts)}")
    if found.survey.ignored:
        told.append(f"belong to no question, ignored: {_named_map(found.survey.ignored)}")
    return told


def _people(rows: int) -> str:
    """How many forms were filled in."""
    return "1 person" if rows == 1 else f"{rows} people"


def _named_map(names: tuple[str, ...]) -> str:
    """Some texts in quotes, and how many more there are."""
    first = ", ".join(f"“{name[:70]}”" for name in names[:_MOST_TOLD])
    return f"{first} and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else first


# --- scoring -----------------------------------------------------------------------------------


def score_export(typed: ExportRequest, request: OutputRequest) -> int:
    """Report on rows of an export; 1 where one of the verdicts is not what is required."""
    want = output_options(request, *complete.REPORT)
    check_required(typed.require)
    if len(typed.files) > 1 or "-" in typed.files:
        raise RolefitError("--map reads one export, from a file", "name one file")
    survey = read_map(typed.map_file, want.inputs.responses(typed.map_file))
    rubric = want.inputs.rubric(typed.rubric or survey.rubric)
    source = Path(typed.files[0])
    want.inputs.note(source, "answers")
    with open_answers(source, rubric, survey) as opened:
        rows = _rows_wanted(source, opened, typed.row)
        scored = [_score_rows(source, row, opened, rubric) for row in rows]
    deliver_scores(scored, want)
    return Exit.DONE if meets_all(scored, typed.require) else Exit.NO


def _rows_wanted(source: Path, opened: MappedTable, row: int | None) -> list[RawRow]:
    """The rows to report on. Raises RolefitError where there are none, or too many."""
    if row is None:
        found = list(islice(opened.table.rows, _MOST_REPORTS + 1))
        if len(found) > _MOST_REPORTS:
            message = f"{source}: more than {_MOST_REPORTS} people, a report each"
            hint = "name one with --row N; or all of them in one table: rolefit batch"
            raise RolefitError(message, hint)
    else:
        found = [one for one in opened.table.rows if one.number == row][:1]
    if not found:
        what = "holds no finished form" if row is None else f"row {row} holds no finished form"
        raise RolefitError(f"{source}: {what}", "rows are numbered as a spreadsheet does")
    return found


def _score_rows(source: Path, row: RawRow, opened: MappedTable, rubric: Rubric) -> Scored:
    """One row as an assessment. Raises RolefitError with everything that cannot be read of it."""
    read = read_row(rubric, opened.mapping, row.cells, row.number)
    about, wrong = about_person(opened.mapping, row)
    faults = (row.fault,) if row.fault is not None else (*wrong, *read.faults)
    if faults:
        told = "; ".join(sanitize(fault.text) for fault in faults[:_MOST_TOLD])
        raise RolefitError(f"{source}: {told}", "say in the map what such a text stands for")
    name = str(about.get("name") or "") or f"row {row.number}"
    raw: dict[str, Any] = {
        "rubric": rubric.rubric,
        "respondent": {"name": sanitize(name)},
        "answers": {key: _plain(one) for key, one in read.answers.items()},
    }
    day = _DAY.match(str(about.get("date") or ""))
    if day is not None:
        raw["date"] = day[0]
    responses = Responses.model_validate(raw)
    return Scored(f"{source}, row {row.number}", assess(rubric, responses), rubric)


def _plain(response: Response) -> Any:
    """A response as a file of answers holds it."""
    return response.answer if response.state == "answered" else response.state


def read_survey(name: str | None, inputs: Inputs) -> SurveyMap | None:
    """The map that was named, if one was."""
    return None if name is None else read_map(name, inputs.responses(name))
