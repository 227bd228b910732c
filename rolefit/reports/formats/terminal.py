"""A report drawn for a terminal: in colour or without, in Unicode or ASCII, from 30 columns up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from rolefit.exact import readable
from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Fact,
    Facts,
    Page,
    Paragraph,
    Reason,
    Reasons,
    Table,
    WriteIn,
)
from rolefit.reports.formats import Canvas
from rolefit.reports.formats.glyphs import ASCII, ASCII_WORDS, UNICODE, Glyphs
from rolefit.reports.formats.grid import grid
from rolefit.reports.formats.ink import Look, StyledLine, render_ansi, wrap
from rolefit.reports.words import CONDITIONS, LEVEL_WORDS
from rolefit.safe_text import sanitize

# --- Bars for a terminal: scores and their ranges on one scale, or figures alone without room -----


SMALLEST = 8
_WIDEST_BARS = 60
_GAP = "  "
_SPARE = 1
"""Cells that stay free to the right: some terminals wrap a full line."""
_MIDDLE = Fraction(50)
SCORE, ERROR = len("100.0"), len("± 10.0")
"""Room for a score and its error, so that marks of several groups stand on one scale."""


class Columns(NamedTuple):
    """How wide the parts of a row are, in cells."""

    label: int
    room: int
    """For the bar itself."""
    shown: int


def bars(block: BarChart, width: int, glyphs: Glyphs) -> list[StyledLine] | None:
    """Bars with safe texts as lines; figures alone where bars do not fit into `width` cells.

    None where not even figures fit beside their labels.
    """
    if not block.rows:
        return []
    if block.heads is not None and any(block.heads):
        return _figures_first(block, block.heads, width, glyphs)
    tails = _align_tails([row.detail for row in block.rows], error=ERROR if block.points else 0)
    labels = max(cell_len(row.label) for row in block.rows)
    if block.heads is not None:
        labels = max(labels, cell_len(block.title))
    shown = max(cell_len(row.shown) for row in block.rows)
    if block.points:
        shown = max(shown, SCORE)
    figures = 1 + shown + (len(_GAP) + cell_len(tails[0]) if tails[0] else 0)
    label = min(labels, width * 2 // 5)
    room = min(width - _SPARE - label - 1 - figures, _WIDEST_BARS)
    if room < SMALLEST:
        if labels + 1 + figures > width:
            return None
        columns = Columns(labels, 0, shown)
    else:
        columns = Columns(label, room, shown)
    lines = [
        line
        for row, tail in zip(block.rows, tails, strict=True)
        for line in _render_row(row, tail, block=block, columns=columns, glyphs=glyphs)
    ]
    if block.heads is not None:
        return [head(block.title, "", columns), *lines]
    if columns.room and (block.title or block.cuts) and not block.counts:
        lines += scale(block, columns, glyphs, width)
    return lines


def head(title: str, names: str, columns: Columns) -> StyledLine:
    """The line above bars: title, names of columns, ends of the scale."""
    ends = f" {ticks((), columns.room)}" if columns.room else ""
    blank = " " * (columns.label - cell_len(title))
    return [(title, "bold"), (f"{blank}{names}{ends}", "dim")]


def _figures_first(
    block: BarChart, heads: tuple[str, str], width: int, glyphs: Glyphs
) -> list[StyledLine] | None:
    """Score and target in columns before each bar; figures alone where bars do not fit."""
    cells = [(row.shown, "" if row.target is None else readable(row.target)) for row in block.rows]
    sizes = [
        max(cell_len(head), *(cell_len(row[k]) for row in cells)) for k, head in enumerate(heads)
    ]
    figures = sum(len(_GAP) + size for size in sizes)
    labels = max(cell_len(block.title), *(cell_len(row.label) for row in block.rows))
    label = min(labels, width * 2 // 5)
    room = min(width - _SPARE - label - figures - len(_GAP), _WIDEST_BARS)
    columns = Columns(label, room if room >= SMALLEST else 0, 0)
    if not columns.room and label + figures > width:
        return None
    lines = [head(block.title, _figure_cells(heads, sizes) + " ", columns)]
    for row, own in zip(block.rows, cells, strict=True):
        name, *more = wrap(row.label, label) or [""]
        told = name + " " * (label - cell_len(name)) + _figure_cells(own, sizes)
        drawn = [(_GAP, ""), *bar(row, block, columns.room, glyphs)] if columns.room else []
        lines += [[(told, ""), *drawn], *([(text, "")] for text in more)]
    return lines


def _figure_cells(texts: tuple[str, str], sizes: Sequence[int]) -> str:
    """Figures in their columns, to the right."""
    pairs = zip(texts, sizes, strict=True)
    return "".join(_GAP + " " * (size - cell_len(text)) + text for text, size in pairs)


def _align_tails(details: Sequence[str], *, error: int) -> list[str]:
    """What stands behind the figures, part below part; `error` is the least width of errors."""
    rows = [parts(text) for text in details]
    columns = [[row[k] if k < len(row) else "" for row in rows] for k in range(max(map(len, rows)))]
    padded = [
        [beside(text, max(0 if k else error, *map(cell_len, column))) for text in column]
        for k, column in enumerate(columns)
        if any(column)
    ]
    return [_GAP.join(row) for row in zip(*padded, strict=True)] if padded else [""] * len(rows)


def parts(detail: str) -> list[str]:
    """The parts of a detail; the first is kept for the error."""
    return (detail if detail[:1] in "±+" else f"{_GAP}{detail}").split(_GAP)


def beside(text: str, width: int) -> str:
    """A part in its column; errors are figures and stand to the right."""
    blank = " " * (width - cell_len(text))
    return blank + text if text[:1] in "±+" else text + blank


def _render_row(
    row: Bar, tail: str, *, block: BarChart, columns: Columns, glyphs: Glyphs
) -> Iterator[StyledLine]:
    """One score: its label, over as many lines as it needs, its bar and its figures."""
    name, *more = wrap(row.label, columns.label) or [""]
    middle = [(" ", ""), *bar(row, block, columns.room, glyphs)] if columns.room else []
    yield [
        (name + " " * (columns.label - cell_len(name)), ""),
        *middle,
        (f" {row.shown:>{columns.shown}}", "bold" if row.score is not None else "dim"),
        (f"{_GAP}{tail}", "dim"),
    ]
    for text in more:
        yield [(text, "")]


def bar(row: Bar, block: BarChart, room: int, glyphs: Glyphs) -> StyledLine:
    """One bar in `room` cells: whatever is marked at a cell hides what only fills it."""
    cells = _base_cells(row, room, glyphs, points=block.points)
    for cut in block.cuts:
        cells[cell(cut, room)] = (glyphs.cut, "dim")
    if row.target is not None and row.score is not None:
        cells[cell(row.target, room)] = (glyphs.target, "bold")
    if row.score is not None:
        cells[cell(row.score, room)] = (glyphs.dot if block.points else glyphs.point, "bold")
    return [(sign * len(list(run)), style) for (sign, style), run in groupby(cells)]


def _base_cells(row: Bar, room: int, glyphs: Glyphs, *, points: bool) -> StyledLine:
    """The cells of a bar before anything is marked: full up to the range, then the range."""
    if row.score is None:
        return [(glyphs.empty, "dim")] * room
    at = cell(row.score, room)
    low = cell(row.low, room) if row.low is not None else at
    high = cell(row.high, room) if row.high is not None else at
    before = (glyphs.empty, "dim") if points else (glyphs.full, "cyan")
    spread = (glyphs.reach if points else glyphs.spread, "cyan")
    return (
        [before] * low + [spread] * (high - low + 1) + [(glyphs.empty, "dim")] * (room - high - 1)
    )


def scale(block: BarChart, columns: Columns, glyphs: Glyphs, width: int) -> Iterator[StyledLine]:
    """The scale below the bars, and what marks on it mean."""
    blank = " " * (columns.label + 1)
    yield [(blank + ticks(block.cuts, columns.room), "dim")]
    if not block.cuts:
        return
    text = f"{glyphs.cut} where another level begins: {', '.join(map(readable, block.cuts))}"
    if cell_len(blank + text) > width:
        blank = ""
    for k, line in enumerate(wrap(text, width - 2)):
        yield [(("  " if k else blank) + line, "dim")]


def ticks(cuts: Sequence[Fraction], room: int) -> str:
    """Figures along the scale: its ends, then the cuts or else the middle, where there is room."""
    line = [" "] * room
    line[0] = "0"
    line[-3:] = "100"
    for value in cuts or (_MIDDLE,):
        text = readable(value)
        start = cell(value, room) - (len(text) - 1) // 2
        if start < 1 or "".join(line[start - 1 : start + len(text) + 1]).strip():
            continue
        line[start : start + len(text)] = text
    return "".join(line[:room])


def cell(value: Fraction, room: int) -> int:
    """The cell of a bar that a score falls in."""
    return min(room - 1, int(value * room / 100))


_WIDEST = 100
_NARROW = 56
COLOURS = {"pass": "green", "fail": "red", "risk": "yellow", "unknown": "cyan", "unasked": "dim"}
_LEVELS = {"high": (3, "green"), "moderate": (2, "yellow"), "low": (1, "red"), "none": (0, "")}


def document(pages: Sequence[Page], canvas: Canvas) -> str:
    """All pages, one after another."""
    return "\n".join(render(page, canvas.look) for page in pages)


def render(page: Page, look: Look) -> str:
    """The whole page as text, ending in a newline."""
    return render_ansi(lines_of(page, Pen(look)), look)


def lines_of(page: Page, pen: Pen) -> list[StyledLine]:
    """The whole page, line by line."""
    lines = [*pen.wrapped(page.title, style="bold"), *pen.wrapped(page.subtitle, style="dim")]
    for section in page.sections:
        lines.append([])
        if section.title:
            lines.extend(pen.heading(section.title))
        for k, block in enumerate(section.blocks):
            if k and not joined(section.blocks[k - 1], block):
                lines.append([])
            lines.extend(pen.block(block))
    return lines


def joined(above: Block, block: Block) -> bool:
    """Whether a block follows the one above it without a blank line."""
    match block:
        case Paragraph(role="quiet"):
            return True
        case Reasons(dense=True):
            return isinstance(above, Reasons)
        case _:
            return False


class Pen:
    """Draws blocks as lines of styled text no wider than the terminal."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.width = max(20, min(look.width, _WIDEST))
        self.glyphs = UNICODE if look.unicode else ASCII

    def clean(self, text: str) -> str:
        """Text that is safe to print here."""
        safe = sanitize(text)
        if self.look.unicode:
            return safe
        encoding = self.look.encoding
        return safe.translate(ASCII_WORDS).encode(encoding, "backslashreplace").decode(encoding)

    def wrapped(
        self,
        text: str,
        *,
        style: str = "",
        first: str = "",
        rest: str | None = None,
        sign: str = "",
    ) -> list[StyledLine]:
        """Text broken by words; `first` stands before the first line, `rest` before the others.

        `style` is the style of the text, `sign` the style of what stands before it.
        """
        follow = " " * cell_len(first) if rest is None else rest
        room = max(8, self.width - max(cell_len(first), cell_len(follow)))
        return [
            [(follow if k else first, sign), (line, style)]
            for k, line in enumerate(wrap(self.clean(text), room))
        ]

    def heading(self, title: str) -> list[StyledLine]:
        """A section's title with a rule from its end to the right edge."""
        *above, last = self.wrapped(title, style="bold")
        used = sum(cell_len(text) for text, _ in last)
        rule = self.glyphs.rule * max(0, self.width - used - 1)
        return [*above, [*last, (" ", ""), (rule, "dim")]]

    def block(self, block: Block) -> Iterator[StyledLine]:  # noqa: C901 - one arm a kind of block
        """One block as lines."""
        match block:
            case Paragraph():
                yield from self.paragraph(block)
            case BarChart():
                yield from self.bars(block)
            case Reasons():
                yield from self.reasons(block)
            case Checks(rows=rows, title=title, dense=dense):
                yield from self.wrapped(title, style="bold")
                for check in rows:
                    yield from self.dense_check(check) if dense else self.check(check)
            case Actions():
                yield from self.actions(block)
            case Facts(rows=rows):
                for fact in rows:
                    yield from self.fact(fact, max(len(row.name) for row in rows))
            case Bullets(title=title, items=items):
                yield from self.wrapped(title, style="bold")
                for item in items:
                    yield from self.wrapped(item, first=f"{self.glyphs.bullet} ")
            case Table():
                yield from self.table(block)
            case WriteIn(label=label, lines=lines):
                yield from self.wrapped(f"{label}:")
                yield from ([(self.glyphs.rule * self.width, "dim")] for _ in range(lines))

    def paragraph(self, block: Paragraph) -> Iterator[StyledLine]:
        """Running text; the verdict has an edge, a warning a sign."""
        match block.role:
            case "verdict":
                edge = f"{self.glyphs.edge} "
                yield from self.wrapped(
                    block.text, style="bold", first=edge, rest=edge, sign="cyan"
                )
            case "warning":
                yield from self.wrapped(block.text, style="yellow", first=f"{self.glyphs.risk} ")
            case "quiet":
                yield from self.wrapped(block.text, style="dim")
            case "code":
                for line in block.text.splitlines():
                    indent = " " * (4 + len(line) - len(line.lstrip()))
                    yield from self.wrapped(line, first=indent, rest=f"{indent}  ")
            case "picture":
                yield from ([(self.clean(line), "")] for line in block.text.splitlines())
            case _:
                yield from self.wrapped(block.text)

    def bars(self, block: BarChart) -> Iterator[StyledLine]:
        """Scores on one scale from 0 to 100; without room for bars, figures alone."""
        if block.heads is None:
            yield from self.wrapped(block.title, style="bold")
        rows = tuple(
            row._replace(label=self.clean(row.label), detail=self.clean(row.detail))
            for row in block.rows
        )
        lines = bars(block._replace(rows=rows), self.width, self.glyphs)
        if lines is not None:
            yield from lines
            return
        if block.heads is not None:
            yield from self.wrapped(block.title, style="bold")
        for row in block.rows:
            yield from self.figures(row)

    def figures(self, row: Bar) -> Iterator[StyledLine]:
        """A score without a bar; what does not fit beside it goes below it."""
        whole = self.wrapped(f"{row.label}: {row.shown} {row.detail}".rstrip())
        if len(whole) == 1:
            yield from whole
            return
        yield from self.wrapped(f"{row.label}: {row.shown}")
        yield from self.wrapped(row.detail, first="  ")

    def reasons(self, block: Reasons) -> Iterator[StyledLine]:
        """Answers with their points in a column of their own."""
        yield from self.wrapped(block.title, style="bold")
        for row in block.rows:
            yield from self.dense_reason(row) if block.dense else self.reason(row)
        yield from self.wrapped(block.remark, style="dim")

    def reason(self, row: Reason) -> Iterator[StyledLine]:
        """One answer: points, question, answer, note."""
        first = f"{row.points:>6}  "
        colour = "green" if row.points.startswith("+") else "red"
        yield from self.wrapped(row.ask, first=first, sign=f"bold {colour}")
        inner = " " * 8
        quote = f"{inner}{self.glyphs.quote} "
        yield from self.wrapped(f"{row.answer} ({row.item})", first=quote, style="italic")
        if row.note:
            yield from self.wrapped(row.note, first=inner, style="dim")

    def dense_reason(self, row: Reason) -> Iterator[StyledLine]:
        """One answer in one go: points, and what was asked and answered."""
        colour = "green" if row.points.startswith("+") else "red"
        said = row.told or f"{row.ask} {self.glyphs.quote} {row.answer}"
        yield from self.wrapped(said, first=f"{row.points:>5}  ", sign=f"bold {colour}")

    def check(self, check: ConditionCheck) -> Iterator[StyledLine]:
        """A condition: sign, state in words, name, then why it matters."""
        first = f"{self.sign_of(check)} {CONDITIONS[check.mark]:<10}"
        yield from self.wrapped(check.name, first=first, sign=f"bold {COLOURS[check.mark]}")
        if check.text:
            yield from self.wrapped(_with_source(check.text, check.source), first=" " * 12)

    def sign_of(self, check: ConditionCheck) -> str:
        """The sign of a condition's state."""
        return {
            "pass": self.glyphs.passed,
            "fail": self.glyphs.failed,
            "unknown": self.glyphs.unknown,
            "risk": self.glyphs.risk,
            "unasked": self.glyphs.rule,
        }[check.mark]

    def dense_check(self, check: ConditionCheck) -> Iterator[StyledLine]:
        """A condition in one go: sign, name, and what to do about it."""
        said = f"{check.name}: {check.text}" if check.text else check.name
        sign = self.sign_of(check)
        yield from self.wrapped(said, first=f"  {sign} ", sign=f"bold {COLOURS[check.mark]}")

    def actions(self, block: Actions) -> Iterator[StyledLine]:
        """Things to do, numbered where there are several."""
        yield from self.wrapped(block.title, style="bold")
        for k, action in enumerate(block.rows, start=1):
            yield from self.action(action, f"{k}. " if len(block.rows) > 1 else "")
        if block.source:
            yield from self.wrapped(f"Rests on {', '.join(block.source)}", style="dim")

    def action(self, action: Action, number: str) -> Iterator[StyledLine]:
        """A thing to do with its details below it."""
        yield from self.wrapped(_with_source(action.do, action.source), first=number)
        for detail in action.details:
            yield from self.wrapped(detail, first=" " * (len(number) or 2))

    def fact(self, fact: Fact, name: int) -> Iterator[StyledLine]:
        """A fact: name, level as dots and as a word, text."""
        filled, colour = _LEVELS[fact.level]
        dots = self.glyphs.on * filled + self.glyphs.off * (3 - filled)
        word = LEVEL_WORDS[fact.level]
        first = f"{fact.name:<{name}}  "
        sign = f"{dots} {word:<9} "
        if self.width < _NARROW:
            yield from self.wrapped(f"{fact.name}: {word}", style="bold")
            yield from self.wrapped(fact.text, first="  ")
            return
        blank = " " * len(sign)
        for k, line in enumerate(self.wrapped(fact.text, first=first + blank)):
            yield line if k else [(first, ""), (sign, colour), *line[1:]]

    def table(self, block: Table) -> Iterator[StyledLine]:
        """A table, or a plain list where the columns do not fit."""
        yield from self.wrapped(block.title, style="bold")
        safe = block._replace(
            columns=tuple(map(self.clean, block.columns)),
            rows=tuple(tuple(map(self.clean, row)) for row in block.rows),
        )
        drawn = grid(safe, self.width)
        if drawn is not None:
            yield from drawn
            return
        for row in safe.rows:
            yield from self.wrapped(row[0], first=f"{self.glyphs.bullet} ")
            for name, text in zip(safe.columns[1:], row[1:], strict=True):
                if text:
                    yield from self.wrapped(f"{name}: {text}", first="    ")


class KeptPen(Pen):
    """Draws each block once, for pages of which most is alike."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.drawn: dict[Block, tuple[StyledLine, ...]] = {}

    def block(self, block: Block) -> Iterator[StyledLine]:
        if block not in self.drawn:
            self.drawn[block] = tuple(super().block(block))
        yield from self.drawn[block]


def _with_source(text: str, source: tuple[str, ...]) -> str:
    """A text with the claims it rests on in brackets."""
    return f"{text} [{', '.join(source)}]" if source else text
