"""A first map of an export, by the texts of questions and answers; what is not found is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from rolefit.batch.cells import read_cell
from rolefit.batch.exports.layout import Export, ExportColumn, Tool, cell_text
from rolefit.batch.exports.survey_map import ItemColumns, SurveyMap, meaning_of
from rolefit.batch.exports.words import same_words, vocabulary
from rolefit.errors import RolefitError
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, Shares, Ticks, Unreadable
from rolefit.rubric.model import Rubric

_MOST_TEXTS = 60
"""Different texts of one column that a map lists."""
_LONGEST_TEXT = 300
_MOST_ROWS = 20_000
_ABOUT: dict[str, tuple[str, ...]] = {
    "id": ("responseid", "response id", "respondent id", "respondentid", "id", "#", "_id", "key"),
    "name": ("name", "full name"),
    "date": (
        "completion time",
        "recordeddate",
        "submitdate",
        "date submitted",
        "submit date (utc)",
        "timestamp",
        "end date",
        "_submission_time",
        "submissiondate",
        "date",
    ),
}
"""What tools call the columns about a person."""


class MapDraft(NamedTuple):
    """A first map, and what a person has to look at."""

    survey: SurveyMap
    tool: Tool
    missing: tuple[str, ...]
    """Items without a column."""
    doubtful: dict[str, tuple[str, ...]]
    """Items for which several columns could stand, none of which was taken."""
    unknown: dict[str, tuple[str, ...]]
    """Texts of each item that nothing in the rubric says."""
    rows: int


def draft_map(rubric: Rubric, export: Export, encoding: str | None = None) -> MapDraft:
    """Match the columns of an export to the items of a rubric. Raises RolefitError for none."""
    texts: dict[str, dict[str, None]] = {column.key: {} for column in export.columns}
    rows = 0
    for row in islice(export.rows, _MOST_ROWS):
        rows += 1
        for key, cell in row.cells.items():
            if len(texts[key]) < _MOST_TEXTS and (text := cell_text(cell)):
                texts[key].setdefault(text[:_LONGEST_TEXT])
    about = _about(export.columns)
    free = [c for c in export.columns if c.key not in about.values()]
    found, doubtful = _matched(rubric, free, export.tool, texts)
    if not found:
        message = f"no column asks what `{rubric.rubric}` asks"
        raise RolefitError(message, "are the questions those of the rubric, word for word?")
    items = {name: _with_answers(rubric.item(name), one, texts) for name, one in found.items()}
    used = {key for one in items.values() for key in (*one.columns, one.column or "")}
    survey = SurveyMap.model_validate(
        {
            "format": "rolefit-map",
            "version": 1,
            "rubric": rubric.rubric,
            "rubric_hash": rubric.content_hash,
            "encoding": encoding,
            "about": about,
            "items": items,
            "ignored": tuple(c.key for c in free if c.key not in used),
        }
    )
    missing = tuple(i.id for i in rubric.items if i.id not in items and i.id not in doubtful)
    unknown = {
        name: tuple(text for text, meaning in one.answers.items() if meaning is None)
        for name, one in items.items()
    }
    for name, one in items.items():
        unknown[name] += tuple(_other_options(rubric.item(name), one, free))
    told = {name: some for name, some in unknown.items() if some}
    return MapDraft(survey, export.tool, missing, doubtful, told, rows)


def _about(columns: Sequence[ExportColumn]) -> dict[str, str]:
    """The columns that say who a person is and when it was filled in."""
    headings = {c.key.casefold().rpartition(". ")[2]: c.key for c in reversed(columns)}
    first = {
        name: next((headings[one] for one in known if one in headings), None)
        for name, known in _ABOUT.items()
    }
    return {name: key for name, key in first.items() if key is not None}


def _matched(
    rubric: Rubric,
    columns: Sequence[ExportColumn],
    tool: Tool,
    texts: Mapping[str, Iterable[str]],
) -> tuple[dict[str, ItemColumns], dict[str, tuple[str, ...]]]:
    """The columns of each item that has some, and items for which several could stand."""
    found: dict[str, ItemColumns] = {}
    doubtful: dict[str, tuple[str, ...]] = {}
    asked = [same_words(item.ask) for item in rubric.items]
    for item in rubric.items:
        words = same_words(item.ask)
        alone = [c for c in columns if _is_of(c, item, words) and not _option_of(item, c)]
        apart = [c for c in columns if _is_question(c, item, words) and _option_of(item, c)]
        if asked.count(words) > 1:
            alone = [c for c in alone if item.id in (c.code, c.key)]
            apart = []
        if apart or any(not c.option for c in alone):  # not one for "Other, please say"
            alone = [c for c in alone if not c.option]
        options = {c.key: _option_of(item, c) for c in apart}
        if len(alone) > 1 or len(set(options.values())) < len(options):
            doubtful[item.id] = tuple(c.key for c in alone or apart)
        elif alone:
            found[item.id] = ItemColumns(column=alone[0].key)
        elif apart:
            found[item.id] = ItemColumns(columns=options)
    if tool == "typeform":
        found.update(_by_options(rubric, columns, found, texts))
    return found, doubtful


def _is_of(column: ExportColumn, item: Item, words: str) -> bool:
    """Whether a column asks what an item asks, as one whole."""
    return same_words(column.key) == words or _is_question(column, item, words)


def _is_question(column: ExportColumn, item: Item, words: str) -> bool:
    """Whether a column belongs to the question of an item: by its words; where it has none, its id.

    A code alone proves nothing where words stand beside it that are others.
    """
    if same_words(column.question) == words:
        return True
    return item.id in (column.code, column.key) and column.question in ("", column.code)


def _option_of(item: Item, column: ExportColumn) -> str:
    """The option of an item that a column stands for; empty if for none."""
    if not column.option or not isinstance(item.input_kind, Ticks | Shares):
        return ""
    return vocabulary(item).meaning(column.option) or ""


def _other_options(
    item: Item, mapped: ItemColumns, columns: Sequence[ExportColumn]
) -> Iterator[str]:
    """What columns of an item are called that the map leaves out: no option of it says that."""
    words = same_words(item.ask)
    taken = (mapped.column, *mapped.columns)
    for column in columns:
        if column.option and column.key not in taken and _is_question(column, item, words):
            yield column.option


def _by_options(
    rubric: Rubric,
    columns: Sequence[ExportColumn],
    found: Mapping[str, ItemColumns],
    texts: Mapping[str, Iterable[str]],
) -> Iterator[tuple[str, ItemColumns]]:
    """Items whose options have columns that are called like them and hold nothing else."""
    open_ = [i for i in rubric.items if i.id not in found and isinstance(i.input_kind, Ticks)]
    said = [vocabulary(item) for item in open_]
    for k, item in enumerate(open_):
        options = {
            c.key: option
            for c in columns
            if (option := said[k].meaning(c.key)) is not None
            and sum(other.meaning(c.key) is not None for other in said) == 1
            and all(said[k].meaning(text) == option for text in texts[c.key])
        }
        if len(options) > 1 and len(set(options.values())) == len(options):
            yield item.id, ItemColumns(columns=options)


def _with_answers(
    item: Item, mapped: ItemColumns, texts: Mapping[str, Iterable[str]]
) -> ItemColumns:
    """A column with what each of its texts stands for; null for those that stand for nothing."""
    if mapped.column is None or isinstance(item.input_kind, Amount):
        return mapped
    known = vocabulary(item)
    answers: dict[str, str | None] = {}
    for text in texts[mapped.column]:
        meaning = str(meaning_of(item, mapped, known, text))
        if _is_readable(item, meaning):
            # A cell of several ticks is read option by option; only one of one text is listed.
            if not isinstance(item.input_kind, Ticks) or ";" not in meaning:
                answers[text] = meaning
        else:
            answers[text] = None
    return mapped.model_copy(update={"answers": answers})


def _is_readable(item: Item, meaning: str) -> bool:
    """Whether a text is an answer to an item."""
    try:
        read_cell(item, meaning)
    except Unreadable:
        return False
    return True
