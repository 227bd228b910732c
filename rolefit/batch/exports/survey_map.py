"""The map of an export: which column answers which question, and what its texts stand for.

A map is a small YAML file that `rolefit import draft` writes and that anybody can mend.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from rolefit.batch.cells import ColumnMapping
from rolefit.batch.exports.layout import Export, ExportRow, cell_text, open_export
from rolefit.batch.exports.words import (
    Vocabulary,
    same_words,
    several,
    ticked,
    vocabulary,
    with_point,
)
from rolefit.batch.reading import RawRow, TableFile
from rolefit.errors import RolefitError, nearest
from rolefit.rubric.conditions import Id, Value
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, Shares, Ticks
from rolefit.rubric.model import Hash, Rubric
from rolefit.storage.documents import parse, validate
from rolefit.storage.library import id_text

_AboutName = Literal["id", "name", "group", "date"]


def _as_text(raw: Any) -> Any:
    """A number of a scale may stand without quotes."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


_Meaning = Annotated[str | None, BeforeValidator(_as_text)]


class ItemColumns(Value):
    """Where the answers to one question stand."""

    column: str | None = None
    """The heading of the one column that holds them."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Or a column for each option: the heading, and the id of the option."""
    answers: dict[str, _Meaning] = Field(default_factory=dict)
    """What a text of the export stands for, as a file of answers says it; null where unknown."""


class SurveyMap(Value):
    """The map of an export."""

    format: Literal["rolefit-map"]
    version: Literal[1]
    rubric: Id
    """Name of the rubric."""
    rubric_hash: Hash | None = None
    """Content of the rubric that the map was drafted for."""
    encoding: str | None = None
    """Encoding of the export where it is neither UTF-8 nor UTF-16."""
    about: dict[_AboutName, str] = Field(default_factory=dict)
    """Headings of what is kept about a person."""
    items: dict[Id, ItemColumns]
    """Where the answers to each question stand, by its id."""
    ignored: tuple[str, ...] = ()
    """Headings that belong to no question."""


class MappedTable(NamedTuple):
    """An export as a table of answers."""

    table: TableFile
    mapping: ColumnMapping
    dropped: Mapping[str, int]
    """Rows left out so far, by the reason."""


def read_map(name: str, raw: bytes) -> SurveyMap:
    """A map from the bytes of its file. Raises RolefitError."""
    return validate(parse(name, raw), SurveyMap)


@contextmanager
def open_mapped(path: Path, rubric: Rubric, survey: SurveyMap) -> Iterator[MappedTable]:
    """An export by its map, open for reading. Raises RolefitError where they do not fit."""
    if survey.rubric != rubric.rubric:
        message = f"the map is for `{survey.rubric}`, not for `{rubric.rubric}`"
        raise RolefitError(message, f"draft one: rolefit import draft EXPORT {rubric.rubric}")
    with open_export(path, survey.encoding) as export:
        _check(path, rubric, survey, export)
        places = {
            name: _Place(rubric.item(name), mapped, vocabulary(rubric.item(name)))
            for name, mapped in survey.items.items()
        }
        used = {name: mapped.column or f"({name})" for name, mapped in survey.items.items()}
        mapping = ColumnMapping(
            used, {str(key): one for key, one in survey.about.items()}, _left_out(export, survey)
        )
        headings = tuple(column.key for column in export.columns)
        rows = (_translated(row, places) for row in export.rows)
        table = TableFile((*headings, *(set(used.values()) - {*headings})), rows, 0)
        yield MappedTable(table, mapping, export.dropped)


class _Place(NamedTuple):
    """A question with where its answers stand."""

    item: Item
    mapped: ItemColumns
    vocabulary: Vocabulary


def _check(path: Path, rubric: Rubric, survey: SurveyMap, export: Export) -> None:
    """Raise RolefitError where a map names what is in neither the rubric nor the export."""
    items = [item.id for item in rubric.items]
    headings = [column.key for column in export.columns]
    for name, mapped in survey.items.items():
        if name not in items:
            raise RolefitError(f"the map names `{name}`, no question of it", nearest(name, items))
        if (mapped.column is None) is not bool(mapped.columns):
            hint = "the heading of the column, or a list of headings with their options"
            raise RolefitError(f"the map, `{name}`: expected column or columns", hint)
        known = [str(choice.raw) for choice in rubric.item(name).input_kind.choices]
        for option in mapped.columns.values():
            if option not in known:
                message = f"the map, `{name}`: no option is called `{option}`"
                raise RolefitError(message, nearest(option, known))
    wanted = [c for m in survey.items.values() for c in (m.column, *m.columns) if c is not None]
    for heading in (*survey.about.values(), *wanted):
        if heading not in headings:
            message = f"{path}: has no column `{heading[:80]}`, which the map names"
            raise RolefitError(message, nearest(heading[:80], headings))


def _left_out(export: Export, survey: SurveyMap) -> tuple[str, ...]:
    """Columns that the map says nothing of, not even that they are ignored."""
    used = {*survey.ignored, *survey.about.values()}
    for mapped in survey.items.values():
        used |= {*mapped.columns, mapped.column or ""}
    return tuple(column.key for column in export.columns if column.key not in used)


def _translated(row: ExportRow, places: Mapping[str, _Place]) -> RawRow:
    """A row whose cells say what a file of answers would say; what is unknown stays as it is."""
    if row.fault is not None:
        return RawRow(row.number, {}, row.fault)
    cells = dict(row.cells)
    for name, place in places.items():
        if place.mapped.column is None:
            cells[f"({name})"] = _from_columns(place, row.cells)
        else:
            cells[place.mapped.column] = meaning_of(
                place.item, place.mapped, place.vocabulary, row.cells[place.mapped.column]
            )
    return RawRow(row.number, cells)


def _from_columns(place: _Place, cells: Mapping[str, object]) -> str:
    """What columns of their own for each option say together."""
    given = {option: cell_text(cells[heading]) for heading, option in place.mapped.columns.items()}
    if isinstance(place.item.input_kind, Shares):
        return ",".join(f"{option}:{with_point(text)}" for option, text in given.items() if text)
    said = {option: ticked(text, option, place.vocabulary) for option, text in given.items()}
    strange = next((given[option] for option, chosen in said.items() if chosen is None), None)
    return strange or ";".join(option for option, chosen in said.items() if chosen)


def meaning_of(item: Item, mapped: ItemColumns, known: Vocabulary, cell: object) -> object:
    """What a cell stands for, as a file of answers says it; an unknown one as it is."""
    if isinstance(item.input_kind, Amount) or not isinstance(cell, str):
        cell = str(cell) if isinstance(item.input_kind, Ticks) and cell is not None else cell
        if not isinstance(cell, str) or isinstance(item.input_kind, Amount):
            own_words = mapped.answers.get(str(cell).strip())
            return own_words or (with_point(cell.strip()) if isinstance(cell, str) else cell)
    text = cell_text(cell)
    own = {text: one for text, one in mapped.answers.items() if one is not None}
    if text in own:
        return own[text]
    if isinstance(item.input_kind, Ticks):
        spoken = {same_words(key): one for key, one in own.items()}
        both = Vocabulary({**known.meanings, **spoken}, known.doubtful)
        found = several(cell.strip(), both)
        return text if found is None else ";".join(found)
    found_one = known.meaning(text)
    return text if found_one is None else found_one


# --- the file ----------------------------------------------------------------------------------


def map_text(survey: SurveyMap, rubric: Rubric, tool: str) -> str:
    """A map as a file, with what a person needs to mend it."""
    lines = [
        f"# How an export ({tool}) is read for `{survey.rubric}`. Mend it by hand where needed:",
        "# answers: what a text of the export stands for. Write what a file of answers would say,",
        "# or skipped where it says nothing; a row with a text that is still null is not scored.",
        "format: rolefit-map",
        "version: 1",
        f"rubric: {id_text(survey.rubric)}",
    ]
    if survey.rubric_hash is not None:
        lines.append(f"rubric_hash: {survey.rubric_hash}")
    if survey.encoding is not None:
        lines.append(f"encoding: {_quoted(survey.encoding)}")
    if survey.about:
        lines += ["about:", *(f"  {key}: {_quoted(text)}" for key, text in survey.about.items())]
    lines.append("items:")
    for item in rubric.items:
        lines += _item_lines(item, survey.items.get(item.id))
    if survey.ignored:
        lines += ["ignored:", *(f"  - {_quoted(heading)}" for heading in survey.ignored)]
    return "\n".join(lines) + "\n"


def _item_lines(item: Item, mapped: ItemColumns | None) -> Iterator[str]:
    """The part of a map that belongs to one question."""
    if mapped is None:
        yield f"  # {item.id}: no column was found. It asks: {cell_text(item.ask)}"
        return
    yield f"  {id_text(item.id)}:"
    if mapped.column is not None:
        yield f"    column: {_quoted(mapped.column)}"
    if mapped.columns:
        yield "    columns:"
        yield from (f"      {_quoted(head)}: {_quoted(o)}" for head, o in mapped.columns.items())
    if mapped.answers:
        yield "    answers:"
        if None in mapped.answers.values():
            known = ", ".join(str(choice.raw) for choice in item.input_kind.choices)
            yield f"      # null: say which of these it is: {known or 'a number'}"
        for text, meaning in mapped.answers.items():
            yield f"      {_quoted(text)}: {'null' if meaning is None else _quoted(meaning)}"


def _quoted(text: str) -> str:
    """A text in quotes, as YAML and JSON have them."""
    return json.dumps(text, ensure_ascii=False)
