"""Reports as one CSV table, a row for each file and item, for spreadsheets and for machines.

Columns, always all of them, empty where there is nothing to say:

- file, rubric, rubric_version, rubric_hash, respondent, group, about, date: whose answers these
  are, and about whom where somebody else gave them;
- item, dimension, ask: the question, in the order of the rubric; dimension only where it has one;
- state: answered, not_applicable, dont_know, skipped or not_presented;
- answer, note: what was answered, and the note to it or the reason why there is no answer;
- weight: the share of the answer in the result, 0 to 1; empty where it moves no score;
- value:OUTCOME, for each outcome: what the answer says for it, 0 to 1;
- points:OUTCOME, for each outcome: the points it gives; they sum to the outcome's score;
- value:fit and points:fit, for a readiness rubric: the same for the one standard and its fit;
- missing:fit, for a readiness rubric: the points of the fit that the answer leaves missing; below 0
  where it makes up for others. They sum to what the fit lacks to 100.

Numbers have at most nine decimals, like those of the JSON report. Texts that a spreadsheet would
take for formulas get a ' in front, unless `raw` is set; numbers never do. Lines end in a single
newline, which spreadsheets read as well as the pairs of RFC 4180, and line tools read better. There
is no byte order mark here: files for spreadsheets get one when they are written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rolefit.exact import rounded
from rolefit.reports.formats import Canvas
from rolefit.rubric.model import Rubric
from rolefit.rubric.models import DEMANDS
from rolefit.safe_text import table_text
from rolefit.scoring.assessment import Assessment, Contribution, Missing, Unscored

FIXED = (
    "file",
    "rubric",
    "rubric_version",
    "rubric_hash",
    "respondent",
    "group",
    "about",
    "date",
    "item",
    "dimension",
    "ask",
    "state",
    "answer",
    "note",
    "evidence",
    "weight",
)
_Cell = str | Fraction | None


def document(rows: Sequence[tuple[str, Assessment, Rubric]], canvas: Canvas) -> str:
    """One table of all reports.

    A spreadsheet reads a file without a byte order mark in another encoding; machines stumble on
    the mark.
    """
    mark = "\ufeff" if canvas.in_file and not canvas.raw else ""
    return mark + render(rows, raw=canvas.raw)


def render(rows: Sequence[tuple[str, Assessment, Rubric]], *, raw: bool) -> str:
    """A header and the rows of every file, given with their names; `raw` leaves texts unguarded."""
    columns = [*FIXED, *_outcome_columns([assessment for _, assessment, _ in rows])]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for name, assessment, rubric in rows:
        for row in _rows_of(name, assessment, rubric):
            writer.writerow([_cell_text(row.get(column), raw=raw) for column in columns])
    return out.getvalue()


def _outcome_columns(assessments: Sequence[Assessment]) -> list[str]:
    """The columns of values, then those of points, each outcome once, as they first appear."""
    names = dict.fromkeys(name for assessment in assessments for name in _pointed_names(assessment))
    found = [f"{kind}:{name}" for kind in ("value", "points") for name in names]
    return [*found, "missing:fit"] if "fit" in names else found


def _pointed_names(assessment: Assessment) -> tuple[str, ...]:
    """What the answers give points to: the outcomes, or the fit."""
    if DEMANDS[assessment.rubric.model].has_bands:
        return ("fit",)
    if DEMANDS[assessment.rubric.model].has_levels:
        return ("scale",)
    return tuple(outcome.id for outcome in assessment.outcomes)


def _rows_of(name: str, assessment: Assessment, rubric: Rubric) -> Iterator[Mapping[str, _Cell]]:
    """A row for each item, in the order of the rubric."""
    common: dict[str, _Cell] = {
        "file": name,
        "rubric": assessment.rubric.name,
        "rubric_version": assessment.rubric.version,
        "rubric_hash": assessment.rubric.hash,
        "respondent": assessment.respondent,
        "group": assessment.group,
        "about": assessment.about,
        "date": assessment.date,
    }
    names = _pointed_names(assessment)
    found = {c.item: _counted_row(c, names) for c in assessment.contributions}
    found |= {u.item: _uncounted_row(u) for u in assessment.unscored}
    found |= {m.item: open_row(m) for m in assessment.missing}
    for item in rubric.items:
        asked = {"item": item.id, "dimension": item.dimension, "ask": item.ask}
        yield {**common, **asked, **found[item.id]}


def _counted_row(one: Contribution, names: tuple[str, ...]) -> dict[str, _Cell]:
    """An answer with what it does to the result."""
    values = {f"value:{name}": value for name, value in zip(names, one.values, strict=True)}
    points = {f"points:{name}": value for name, value in zip(names, one.points, strict=True)}
    missing = {"missing:fit": -one.lead} if "fit" in names else {}
    return {**_uncounted_row(one), "weight": one.weight, **values, **points, **missing}


def _uncounted_row(one: Contribution | Unscored) -> dict[str, _Cell]:
    """An answer, without what it does."""
    shown = one.evidence.shown() if one.evidence else None
    return {"state": "answered", "answer": one.answer, "note": one.note, "evidence": shown}


def open_row(one: Missing) -> dict[str, _Cell]:
    """An item without a usable answer."""
    return {"state": one.state, "note": one.remark}


def _cell_text(cell: _Cell, *, raw: bool) -> str:
    """A cell as it stands in the file."""
    match cell:
        case None:
            return ""
        case Fraction():
            return decimal(cell)
        case str():
            return table_text(cell, raw=raw)


def decimal(value: Fraction) -> str:
    """A number with at most nine decimals, and no more of them than it needs."""
    text = f"{rounded(value, 9):f}"
    return text.rstrip("0").rstrip(".")
