"""Report on many people together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from rolefit.batch.cells import Fault, read_row
from rolefit.batch.columns import SCORE, result_row
from rolefit.batch.exports.survey_map import MappedTable, SurveyMap
from rolefit.batch.plain import about_person
from rolefit.batch.reading import RawRow
from rolefit.batch.tables import open_answers, read_any_table
from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.output import Meter
from rolefit.cli.work import deliver_study, output_options
from rolefit.cli.work.surveys import read_survey
from rolefit.errors import Exit, RolefitError, nearest
from rolefit.reports.contracts import cohort_report
from rolefit.reports.pages.cohort_page import cohort_page
from rolefit.rubric.model import ResponseSet, Rubric, follow_branches
from rolefit.safe_text import sanitize
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.moves import TooManyWays
from rolefit.scoring.plans import plan
from rolefit.studies.cohort import CohortOptions, CohortPerson, cohort

_MOST_PEOPLE = 50_000
_MOST_PLANS = 2_000
"""People for whom the way up is looked for: each takes some hundredths of a second."""
_MOST_GROUPS = 30
_MOST_TOLD = 10
_LONGEST_GROUP = 80


class CohortRequest(NamedTuple):
    """What was typed about a cohort."""

    table: str
    rubric: str | None
    map_file: str | None
    group: str | None
    selected: tuple[str, ...]
    keep_going: bool


class _People(NamedTuple):
    """Everybody who could be read, and what is wrong with the others."""

    found: list[CohortPerson]
    faults: list[Fault]


def report_cohort(typed: CohortRequest, request: OutputRequest) -> int:
    """Report on everybody in a table; 1 where rows had to be left out."""
    want = output_options(request, *complete.STUDY)
    survey = read_survey(typed.map_file, want.inputs)
    name = typed.rubric or (survey.rubric if survey is not None else None)
    if name is None:
        hint = f"add --rubric NAME, of {', '.join(complete.rubrics(''))} or your own file"
        raise RolefitError("which rubric do these people answer?", hint)
    rubric = want.inputs.rubric(name)
    selected = _selected_result(typed, rubric)
    source = Path(typed.table)
    want.inputs.note(source, "answers")
    with Meter(quiet=want.quiet) as meter:
        people = _read(source, rubric, survey, typed, meter)
    _refuse(source, people, keep_going=typed.keep_going)
    found = cohort(rubric, people.found, CohortOptions(typed.group, selected))
    deliver_study(
        lambda: cohort_page(found, rubric, full=want.full),
        lambda: cohort_report(found, rubric),
        want,
    )
    if people.faults:
        output.remark(f"left out, cannot be read: {len(people.faults)}", quiet=want.quiet)
    return Exit.NO if people.faults else Exit.DONE


def _selected_result(typed: CohortRequest, rubric: Rubric) -> tuple[str, ...]:
    """The results that count as selected; none where nobody is. Raises RolefitError."""
    known = [*rubric.outcomes, *(band.id for band in rubric.bands)]
    if not typed.selected:
        top = rubric.purpose == "hiring" and typed.group is not None and rubric.bands
        return (rubric.bands[-1].id,) if top else ()
    if typed.group is None:
        raise RolefitError("--selected needs --group", "name the column that holds the group")
    if rubric.purpose != "hiring":
        message = f"--selected: `{rubric.rubric}` is for {rubric.purpose.replace('_', ' ')}"
        raise RolefitError(message, "impact ratios are told of rubrics for hiring")
    for one in typed.selected:
        if one not in known:
            raise RolefitError(f"--selected: no result is called `{one[:80]}`", nearest(one, known))
    return tuple(dict.fromkeys(typed.selected))


def _refuse(source: Path, people: _People, *, keep_going: bool) -> None:
    """Raise RolefitError where nobody can be told of, or rows cannot be read."""
    if people.faults and not keep_going:
        told = "; ".join(sanitize(fault.text) for fault in people.faults[:_MOST_TOLD])
        more = len(people.faults) - _MOST_TOLD
        rest = f"; and {more} more" if more > 0 else ""
        raise RolefitError(
            f"{source}: {told}{rest}", "mend them, or add --keep-going to leave them out"
        )
    if not people.found:
        raise RolefitError(f"{source}: holds nobody", "one row is one person")


# --- reading -----------------------------------------------------------------------------------


def _read(
    source: Path, rubric: Rubric, survey: SurveyMap | None, typed: CohortRequest, meter: Meter
) -> _People:
    """Everybody in a table of answers, or in a table of results. Raises RolefitError."""
    if survey is None and _holds_results(source):
        with read_any_table(source) as table:
            _check_group(typed.group, table.columns, ())
            return _collect_people(
                (_from_results(row, rubric, typed.group), row.fault) for row in table.rows
            )
    with open_answers(source, rubric, survey) as opened:
        _check_group(typed.group, opened.table.columns, tuple(opened.mapping.columns.values()))
        return _from_answers(opened, rubric, typed.group, meter)


def _holds_results(source: Path) -> bool:
    """Whether a table is what `rolefit batch` wrote."""
    with read_any_table(source) as table:
        return {"label", "outcome", "answered", "applicable"} <= {*table.columns}


def _check_group(group: str | None, columns: tuple[str, ...], asked: tuple[str, ...]) -> None:
    """Raise RolefitError for a group that is no column, or one that holds answers."""
    if group is None:
        return
    if group not in columns:
        raise RolefitError(f"--group: no column `{group[:80]}`", nearest(group[:80], columns))
    if group in asked:
        message = f"--group: `{group[:80]}` holds answers that are scored"
        raise RolefitError(message, "a group is told by a column of its own")


def _group_of(row: RawRow, column: str | None) -> str | None:
    """The group of a person."""
    given = row.cells.get(column) if column is not None else None
    text = " ".join(str(given).split())[:_LONGEST_GROUP] if given is not None else ""
    return sanitize(text) or None


def _from_answers(opened: MappedTable, rubric: Rubric, column: str | None, meter: Meter) -> _People:
    """Everybody in a table of answers, by the single path."""
    found: list[CohortPerson] = []
    faults: list[Fault] = []
    for row in opened.table.rows:
        about, wrong = about_person(opened.mapping, row)
        read = read_row(rubric, opened.mapping, row.cells, row.number)
        bad = (row.fault,) if row.fault is not None else (*wrong, *read.faults)
        if bad:
            faults += bad
            continue
        answers = follow_branches(rubric, read.answers)
        steps = _steps(rubric, answers) if len(found) < _MOST_PLANS else None
        result = result_row(rubric, answers)
        person = _person(str(about.get("id") or row.number), result, rubric)
        found.append(person._replace(group=_group_of(row, column), answers=answers, steps=steps))
        _check_number(found)
        meter("scoring", len(found), max(opened.table.expected, len(found)))
    _check_groups(found)
    return _People(found, faults)


def _steps(rubric: Rubric, answers: ResponseSet) -> tuple[str, ...] | None:
    """The items that the shortest way to the next level changes."""
    if not rubric.demands.has_bands:
        return None
    try:
        found = plan(evaluate(rubric, answers))
    except TooManyWays:
        return None
    return None if found is None else tuple(one.item for one in found.changes)


def _from_results(row: RawRow, rubric: Rubric, column: str | None) -> CohortPerson | Fault:
    """One row of a table of results."""
    try:
        person = _person(str(row.cells.get("id") or row.number), row.cells, rubric)
    except (ValueError, ZeroDivisionError):
        return Fault(row.number, "", "a score that is no number", "is it a table from batch?")
    return person._replace(group=_group_of(row, column))


def _collect_people(rows: Iterator[tuple[CohortPerson | Fault, Fault | None]]) -> _People:
    """People and faults apart."""
    found: list[CohortPerson] = []
    faults: list[Fault] = []
    for person, fault in rows:
        if fault is not None:
            faults.append(fault)
        elif isinstance(person, Fault):
            faults.append(person)
        else:
            found.append(person)
            _check_number(found)
    _check_groups(found)
    return _People(found, faults)


def _check_number(found: list[CohortPerson]) -> None:
    """Raise RolefitError for more people than are read at once."""
    if len(found) > _MOST_PEOPLE:
        message = f"more than {_MOST_PEOPLE} people; a cohort is told of at most so many at once"
        hint = "split the table, for instance by year or by site; rolefit batch scores any number"
        raise RolefitError(message, hint)


def _check_groups(found: list[CohortPerson]) -> None:
    """Raise RolefitError for a column that holds no groups."""
    groups = {one.group for one in found}
    if len(groups) > _MOST_GROUPS:
        message = f"--group: {len(groups)} different groups; at most {_MOST_GROUPS} are told"
        raise RolefitError(message, "does the column hold a group, and no name or number?")


def _person(id_: str, row: Mapping[str, object], rubric: Rubric) -> CohortPerson:
    """A person from a row of results. Raises ValueError for scores that are no numbers."""
    outer = {f"{SCORE}{name}": name for name in rubric.outcomes} | {"fit": "fit"}
    inner = {
        f"{SCORE}{name}": name
        for d in rubric.dimensions
        for name in (d, *(f"{d}:{outcome}" for outcome in rubric.outcomes))
    }
    scores = {
        name: _number(row[column])
        for column, name in {**outer, **inner}.items()
        if row.get(column) not in (None, "")
    }
    known = {gate.id for gate in rubric.gates}
    return CohortPerson(
        id=id_,
        label=str(row.get("label") or ""),
        outcome=str(row["outcome"]) if row.get("outcome") else None,
        scores=scores,
        failed=tuple(one for one in _list_text(row.get("failed")) if one in known),
        unknown=tuple(one for one in _list_text(row.get("unknown")) if one in known),
    )


def _number(cell: object) -> Fraction:
    """A score of the table, from 0 to 100. Raises ValueError."""
    found = Fraction(str(cell))
    if not 0 <= found <= 100:
        raise ValueError
    return found


def _list_text(cell: object) -> list[str]:
    """The names in a cell."""
    return str(cell).split(";") if cell else []
