"""Pages about rubrics: all of them at a glance, one in full, and how its cases went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolefit.audit.cases import CaseResult
from rolefit.exact import HUNDRED, ZERO, readable, rounded
from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Page,
    Paragraph,
    Section,
    Table,
)
from rolefit.reports.pages.score.sentences import capital, join_words, percent
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Option
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import Band, TextBlock, in_words
from rolefit.safe_text import short_hash

NO_CASES = "It has no cases: nothing was tested. Add some under `cases`."
_DOES = {"exclude": "rules out", "cap_band": "caps the level", "flag": "warns"}


def overview_page(rubrics: Sequence[Rubric]) -> Page:
    """What can be assessed, and what to type next."""
    rows = tuple(Action(r.title, (f"rolefit demo {r.rubric}",)) for r in rubrics)
    first = rubrics[0].rubric
    steps = (
        Action("See a finished report", (f"rolefit demo {first}",)),
        Action("Answer the questions one at a time", (f"rolefit take {first}",)),
        Action(
            "Or get them as a file, fill it in, and score it",
            (f"rolefit rubric blank {first} --output mine.yaml", "rolefit score mine.yaml"),
        ),
        Action("Look a word up", ("rolefit explain too_close_to_call",)),
    )
    return Page(
        "rolefit: what fits, why, and how sure that is",
        "Everything stays on this machine.",
        (
            Section("What can be assessed", (Actions("", rows),)),
            Section("What to type next", (Actions("", steps),)),
        ),
    )


def list_page(rubrics: Sequence[Rubric], origins: Mapping[str, str] = {}) -> Page:
    """The shipped rubrics as a table, and others below; `origins` says where those come from."""
    columns = ("Rubric", "Model", "Items", "Takes", "Question")
    numeric = (False, False, True, True, False)
    ours = tuple(_rubric_row(r) for r in rubrics if r.rubric not in origins)
    sections = [Section("", (Table("", columns, numeric, ours),))]
    others = tuple((*_rubric_row(r), origins[r.rubric]) for r in rubrics if r.rubric in origins)
    if others:
        table = Table("", (*columns, "From"), (*numeric, False), others)
        sections.append(Section("Others", (table,)))
    return Page("Shipped rubrics", "", tuple(sections))


def _rubric_row(r: Rubric) -> tuple[str, ...]:
    """One rubric of a list."""
    return (r.rubric, r.model, str(len(r.items)), f"{r.minutes} min", r.title)


def rubric_page(rubric: Rubric) -> Page:
    """Everything about one rubric."""
    name = f"{rubric.rubric} {rubric.version} · {rubric.model} · {short_hash(rubric.content_hash)}"
    return Page(
        rubric.title,
        name,
        (
            Section("", (Paragraph(rubric.audience),)),
            Section("What it tells", tuple(_result_blocks(rubric))),
            Section("What is measured", (_dimension_table(rubric),)),
            Section("What is asked", tuple(_item_blocks(rubric))),
            Section("Conditions", tuple(gate_blocks(rubric))),
            Section("What it does not show", (Bullets("", sentences_of(rubric.limits)),)),
        ),
    )


def _result_blocks(rubric: Rubric) -> Iterator[Block]:
    """Outcomes, or the standard and its bands."""
    if rubric.standard is not None:
        yield Paragraph(f"{capital(rubric.standard.name)}: {rubric.standard.summary}")
        for band in rubric.bands:
            yield Paragraph(
                f"{capital(band.name)} ({_asked_by(band, rubric)}): {text_of(band.summary)}"
            )
    for outcome in rubric.outcomes.values():
        yield from _outcome_blocks(outcome)
    for dimension in rubric.dimensions.values():
        for level in dimension.levels:
            cut = f"{readable(level.from_)} to {readable(level.to)}"
            yield Paragraph(f"{dimension.name}, {level.name} ({cut}): {text_of(level.summary)}")


def _asked_by(band: Band, rubric: Rubric) -> str:
    """What a level asks for: its cut scores, or where there are none its least scores."""
    if rubric.has_cuts:
        return f"{readable(band.from_)} to {readable(band.to)}"
    named = [f"{rubric.dimensions[d].name} {readable(least)}" for d, least in band.needs.items()]
    if band.needs_each is not None:
        named.append(f"each {'other ' if named else ''}{readable(band.needs_each)}")
    return f"needs {join_words(named)}" if named else "the lowest level"


def _outcome_blocks(text: TextBlock) -> Iterator[Block]:
    """One outcome."""
    yield Paragraph(f"{capital(text.name)}: {text_of(text.summary)}")
    if text.pair_with:
        yield Paragraph(f"As well as it: {text_of(text.pair_with)}", "quiet")


def _dimension_table(rubric: Rubric) -> Table:
    """Dimensions with their share of the weight."""
    weights = rubric.weights()
    whole = sum(weights.values(), ZERO)
    rows = []
    for name, dimension in rubric.dimensions.items():
        wanted = str(rounded(dimension.target)) if dimension.target is not None else ""
        count = str(len(rubric.scored_items(name)))
        rows.append(
            (dimension.name, percent(weights[name] / whole), count, wanted, dimension.about)
        )
    columns = ("Dimension", "Weight", "Items", "Target", "What it covers")
    return Table("", columns, (False, True, True, True, False), tuple(rows))


def _item_blocks(rubric: Rubric) -> Iterator[Block]:
    """Every item with its possible answers and what they are worth."""
    for k, item in enumerate(rubric.items, start=1):
        details = tuple(_details_of(item, rubric))
        yield Actions(f"{k}. {item.ask}", ())
        yield Bullets("", details)


def _details_of(item: Item, rubric: Rubric) -> Iterator[str]:
    """Kind, answers and reason of one item."""
    where = f"in {rubric.dimensions[item.dimension].name}" if item.dimension else "scores nothing"
    extra = "" if item.allow_na else ", always applies"
    asked = f", asked when {in_words(item.ask_when)}" if item.ask_when is not None else ""
    yield f"{item.id}: {item.type}, {where}, weight {readable(item.weight)}{extra}{asked}"
    if item.prompt:
        yield f"To ask: {item.prompt}"
    worths = {option.id: worth(option) for option in item.named_options() if item.scores}
    for key, text in item.options():
        yield f"{key}: {text}{worths.get(key, '')}"
    if item.high_end:
        yield f"the high end speaks for {rubric.outcomes[item.high_end].name}"
    if item.why:
        yield f"Why: {item.why} {', '.join(item.source)}".rstrip()


def worth(option: Option) -> str:
    """What one option is worth."""
    if option.value is not None:
        return f" ({rounded(option.value * HUNDRED)} of 100)"
    parts = [f"{outcome} {readable(value)}" for outcome, value in option.favors.items()]
    return f" ({', '.join(parts)})" if parts else " (neither)"


def gate_blocks(rubric: Rubric) -> Iterator[Block]:
    """Every gate."""
    rows = tuple(
        f"{gate.name}: {_DOES[gate.on_fail]} when {in_words(gate.when)}. {text_of(gate.reason)} "
        f"{', '.join(gate.source)}".rstrip()
        for gate in rubric.gates
    )
    yield Bullets("", rows) if rows else Paragraph("None.")


def cases_page(rubric: Rubric, results: Sequence[CaseResult]) -> Page:
    """How the cases of a rubric went: expected and actual of each that failed."""
    failed = [result for result in results if result.differences]
    rows = []
    for result in results:
        verdict = result.found.verdict
        got = f"{verdict.label} {verdict.outcome or ''}".strip()
        rows.append(
            ConditionCheck("fail" if result.differences else "pass", result.case.name, got, ())
        )
    blocks: list[Block] = [Checks(tuple(rows))]
    for result in failed:
        columns = ("What", "Expected", "Actual")
        blocks.append(Table(result.case.name, columns, (False,) * 3, result.differences))
    if not results:
        return Page(f"Cases of {rubric.rubric}", "", (Section("", (Paragraph(NO_CASES),)),))
    passed = len(results) - len(failed)
    blocks.append(Paragraph(f"{passed} of {len(results)} cases as expected.", "verdict"))
    return Page(f"Cases of {rubric.rubric}", "", (Section("", tuple(blocks)),))
