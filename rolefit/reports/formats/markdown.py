"""A report as Markdown that renders on a forge; everything from outside stays plain text.

What is Markdown is escaped with a backslash. Forges also look through the finished text for
mentions, issue numbers, emoji, formulas and addresses, which no backslash stops: there an invisible
space comes between the sign and what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Bullets,
    Checks,
    Facts,
    Page,
    Paragraph,
    Reason,
    Reasons,
    Table,
    WriteIn,
)
from rolefit.reports.formats import Canvas
from rolefit.reports.words import CONDITIONS, LEVEL_WORDS
from rolefit.safe_text import sanitize

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|&~])")
_STARTS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-=:/])")
"""What would begin a list, a rule, a table or a command of a forge."""
_APART = "&#8203;"
_DOTS = "…" * 30
_ACTS = re.compile(
    r"""
    (?<=[@%^])(?=[\w"]) | (?<=\\[#!~&])(?=[\w"])    # @name, #123; GitLab's !1, ~label, %1 ...
    | (?<=:)(?=(?:[\w-]|\\[_+])+:)                # :emoji:
    | (?<=\bGH-)(?=\d) | (?<=\$) | (?=\$)         # GH-123, $formula$
    | (?<=https)(?=:) | (?<=http)(?=:) | (?<=ftp)(?=:) | (?<=www)(?=\.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Places in escaped text where a forge would find something to act on."""
STATES = {
    mark: word if mark in ("pass", "unasked") else f"**{word}**"
    for mark, word in CONDITIONS.items()
}


def plain(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    safe = _SPECIAL.sub(r"\\\1", sanitize(text.replace("\n", " ")).strip())
    safe = _STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", safe)
    return _ACTS.sub(_APART, safe)


def document(pages: Sequence[Page], _canvas: Canvas) -> str:
    """All pages, one after another."""
    return "\n".join(map(render, pages))


def render(page: Page) -> str:
    """The whole page as Markdown, ending in a newline."""
    lines = [f"# {plain(page.title)}", "", plain(page.subtitle), ""]
    for section in (*page.sections, *page.more):
        if section.title:
            lines += [f"## {plain(section.title)}", ""]
        for block in section.blocks:
            lines += [*_render_block(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _in_full(row: Reason) -> str:
    """The whole question, what was answered, and the name of the item."""
    return f"{plain(row.ask)} *{plain(row.answer)}* ({plain(row.item)})"


def _render_block(block: Block) -> Iterator[str]:  # noqa: C901, PLR0912 - one arm a kind of block
    """One block as lines."""
    match block:
        case Paragraph(text=text, role="verdict"):
            yield f"> **{plain(text)}**"
        case Paragraph(text=text, role="warning"):
            yield f"> {plain(text)}"
        case Paragraph(text=text, role="code"):
            yield from ("```yaml", *(sanitize(line) for line in text.splitlines()), "```")
        case Paragraph(text=text, role="picture"):
            yield from ("```text", *(sanitize(line) for line in text.splitlines()), "```")
        case Paragraph(text=text):
            yield plain(text)
        case BarChart(rows=rows, title=title):
            yield from _title_lines(title) if title else ()
            yield from bars(rows)
        case Reasons(title=title, rows=rows, remark=remark):
            yield from _title_lines(title)
            for row in rows:
                note = f" {plain(row.note)}" if row.note else ""
                said = plain(row.told) if row.told else _in_full(row)
                yield f"- **{plain(row.points)}** {said}{note}"
            yield from (["", plain(remark)] if rows and remark else [plain(remark)])
        case Checks(rows=rows, title=title):
            yield from _title_lines(title) if title else ()
            for check in rows:
                text = f": {plain(check.text)}{sources(check.source)}" if check.text else ""
                yield f"- {STATES[check.mark]}: {plain(check.name)}{text}"
        case Actions(title=title, rows=rows, source=source):
            yield from _title_lines(title) if title else ()
            yield from actions(block)
            yield from ["", f"Rests on {plain(', '.join(source))}"] if source else ()
        case Facts(rows=rows):
            for fact in rows:
                level = LEVEL_WORDS[fact.level]
                yield f"- {plain(fact.name)}: **{level}**, {plain(fact.text)}"
        case Bullets(title=title, items=items):
            yield from _title_lines(title) if title else ()
            for item in items:
                yield f"- {plain(item)}"
        case Table(title=title, columns=columns, numeric=numeric, rows=rows):
            yield from _title_lines(title) if title else ()
            yield from grid(columns, numeric, rows)
        case WriteIn(label=label, lines=lines):
            yield from _room(label, lines)


def _room(label: str, lines: int) -> Iterator[str]:
    """Room to write: a row of dots to be typed over, or written on."""
    yield f"{plain(label)}: {_DOTS}" if lines == 1 else f"{plain(label)}:"
    for _ in range(lines if lines > 1 else 0):
        yield from ("", _DOTS)


def _title_lines(title: str) -> Iterator[str]:
    """A heading inside a section."""
    yield f"### {plain(title)}"
    yield ""


def bars(rows: tuple[Bar, ...]) -> Iterator[str]:
    """Scores as a table; what stands beside them gets a column where there is any."""
    details = [", ".join(filter(None, row.detail.split("  "))) for row in rows]
    if not any(details):
        yield from grid(("", "Score"), (False, True), [(row.label, row.shown) for row in rows])
        return
    cells = zip((row.label for row in rows), (row.shown for row in rows), details, strict=True)
    yield from grid(("", "Score", "Details"), (False, True, False), tuple(cells))


def actions(block: Actions) -> Iterator[str]:
    """Things to do: numbered where there are several, with a box where they are to be ticked."""
    box = "[ ] " if block.todo else ""
    if len(block.rows) > 1:
        for k, row in enumerate(block.rows, start=1):
            yield from action(row, f"{k}. ", box)
    for row in block.rows if len(block.rows) == 1 else ():
        yield from action(row, "- ", box) if block.todo else alone(row)


def action(row: Action, sign: str, box: str) -> Iterator[str]:
    """A thing to do as an item of a list, with its details inside that item."""
    yield f"{sign}{box}{plain(row.do)}{sources(row.source)}"
    for detail in row.details:
        yield f"{' ' * len(sign)}- {plain(detail)}"


def alone(row: Action) -> Iterator[str]:
    """The one thing to do, with its details."""
    yield f"{plain(row.do)}{sources(row.source)}"
    if row.details:
        yield ""
    for detail in row.details:
        yield f"- {plain(detail)}"


def sources(source: tuple[str, ...]) -> str:
    """The claims a text rests on."""
    return plain(f" [{', '.join(source)}]").join((" ", "")) if source else ""


def grid(
    columns: tuple[str, ...], numeric: tuple[bool, ...], rows: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """A table."""
    yield f"| {' | '.join(plain(column) for column in columns)} |"
    yield f"| {' | '.join('---:' if right else '---' for right in numeric)} |"
    for row in rows:
        yield f"| {' | '.join(plain(text) for text in row)} |"
