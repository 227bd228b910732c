"""A report as Markdown that renders on a forge; everything from outside stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolefit.reports.blocks import (
    Action,
    Actions,
    Bars,
    Block,
    Bullets,
    Checks,
    Facts,
    Page,
    Paragraph,
    Reasons,
    Table,
)
from rolefit.shown import show

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|&~])")
STARTS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-=:])")
STATES = {"pass": "holds", "fail": "**fails**", "unknown": "**unknown**", "risk": "**risk**"}


def plain(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    safe = SPECIAL.sub(r"\\\1", show(text.replace("\n", " ")).strip())
    safe = STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", safe)
    # A bare address would be turned into a link.
    return re.sub(r"(?i)\b(https?|ftp|www)(:|\.)", r"\1&#8203;\2", safe)


def render(page: Page) -> str:
    """The whole page as Markdown, ending in a newline."""
    lines = [f"# {plain(page.title)}", "", plain(page.subtitle), ""]
    for section in page.sections:
        if section.title:
            lines += [f"## {plain(section.title)}", ""]
        for block in section.blocks:
            lines += [*drawn(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def drawn(block: Block) -> Iterator[str]:  # noqa: C901, PLR0912 - one arm a kind of block
    """One block as lines."""
    match block:
        case Paragraph(text=text, role="verdict"):
            yield f"> **{plain(text)}**"
        case Paragraph(text=text, role="warning"):
            yield f"> {plain(text)}"
        case Paragraph(text=text, role="code"):
            yield from ("```yaml", *(show(line) for line in text.splitlines()), "```")
        case Paragraph(text=text):
            yield plain(text)
        case Bars(rows=rows):
            yield from grid(
                ("", "Score", ""),
                (False, True, False),
                [(row.label, row.shown, row.detail) for row in rows],
            )
        case Reasons(title=title, rows=rows, remark=remark):
            yield from titled(title)
            for row in rows:
                note = f" Note: {plain(row.note)}" if row.note else ""
                said = f"{plain(row.ask)} *{plain(row.answer)}* ({plain(row.item)}){note}"
                yield f"- **{plain(row.points)}** {said}"
            yield from (["", plain(remark)] if rows else [plain(remark)])
        case Checks(rows=rows):
            for check in rows:
                text = f": {plain(check.text)}{sources(check.source)}" if check.text else ""
                yield f"- {STATES[check.mark]}: {plain(check.name)}{text}"
        case Actions(title=title, rows=rows, source=source):
            yield from titled(title) if title else ()
            if len(rows) == 1:
                yield from alone(rows[0])
            else:
                for k, action in enumerate(rows, start=1):
                    yield from numbered(k, action)
            yield from ["", f"Rests on {plain(', '.join(source))}"] if source else ()
        case Facts(rows=rows):
            for fact in rows:
                level = "not known" if fact.level == "none" else fact.level
                yield f"- {plain(fact.name)}: **{level}**, {plain(fact.text)}"
        case Bullets(title=title, items=items):
            yield from titled(title) if title else ()
            for item in items:
                yield f"- {plain(item)}"
        case Table(title=title, columns=columns, numeric=numeric, rows=rows):
            yield from titled(title) if title else ()
            yield from grid(columns, numeric, rows)


def titled(title: str) -> Iterator[str]:
    """A heading inside a section."""
    yield f"### {plain(title)}"
    yield ""


def alone(action: Action) -> Iterator[str]:
    """The one thing to do, with its details."""
    yield f"{plain(action.do)}{sources(action.source)}"
    if action.details:
        yield ""
    for detail in action.details:
        yield f"- {plain(detail)}"


def numbered(k: int, action: Action) -> Iterator[str]:
    """A thing to do with its details."""
    yield f"{k}. {plain(action.do)}{sources(action.source)}"
    for detail in action.details:
        yield f"   - {plain(detail)}"


def sources(source: tuple[str, ...]) -> str:
    """The claims a text rests on."""
    return plain(f" [{', '.join(source)}]").join((" ", "")) if source else ""


def grid(
    columns: tuple[str, ...],
    numeric: tuple[bool, ...],
    rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...],
) -> Iterator[str]:
    """A table."""
    yield f"| {' | '.join(plain(column) for column in columns)} |"
    yield f"| {' | '.join('---:' if right else '---' for right in numeric)} |"
    for row in rows:
        yield f"| {' | '.join(plain(text) for text in row)} |"
