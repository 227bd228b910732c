"""The kinds of block a report is made of: what is said, before any format draws it."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

Role = Literal["verdict", "plain", "quiet", "warning", "code", "picture"]
Mark = Literal["pass", "fail", "unknown", "risk", "unasked"]
Level = Literal["high", "moderate", "low", "none"]


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    role: Role = "plain"


class Bar(NamedTuple):
    """One score between 0 and 100 with its uncertainty."""

    label: str
    score: Fraction | None
    shown: str
    """The score in figures."""
    low: Fraction | None = None
    """Lower end of the range drawn around the score."""
    high: Fraction | None = None
    detail: str = ""
    """What the range is, in figures."""
    target: Fraction | None = None
    """The score to reach, where there is one."""


class BarChart(NamedTuple):
    """Scores on one scale from 0 to 100, under a heading of their own if there is one."""

    rows: tuple[Bar, ...]
    title: str = ""
    cuts: tuple[Fraction, ...] = ()
    """Cut scores between levels, marked on the scale."""
    points: bool = False
    """Marks with their ranges instead of bars that start at 0: for points in time or people."""
    counts: bool = False
    """How many of all, each bar its share: there is no scale that they are read against."""
    heads: tuple[str, str] | None = None
    """Names of the columns of scores and targets, where a terminal prints them before the bars,
    under one line of title, names and scale; empty names leave the figures behind the bars."""


class Reason(NamedTuple):
    """One answer and what it does."""

    points: str
    """Signed points."""
    ask: str
    answer: str
    item: str
    note: str | None
    """What stands beside the answer: a note, or evidence."""
    told: str | None = None
    """Question and answer in few words, for a report in few lines; None where the rubric names no
    topic of the question."""


class Reasons(NamedTuple):
    """Answers and their contributions, under a heading of their own."""

    title: str
    rows: tuple[Reason, ...]
    remark: str
    dense: bool = False
    """Question and answer in one go, where lines are few."""


class ConditionCheck(NamedTuple):
    """A condition with its state."""

    mark: Mark
    name: str
    text: str
    source: tuple[str, ...]


class Checks(NamedTuple):
    """Conditions."""

    rows: tuple[ConditionCheck, ...]
    title: str = ""
    dense: bool = False
    """Name and text in one go, where lines are few."""


class Action(NamedTuple):
    """Something to do."""

    do: str
    details: tuple[str, ...] = ()
    """Evidence, effort and the like, a line each."""
    source: tuple[str, ...] = ()


class Actions(NamedTuple):
    """Things to do, in order, under a heading of their own."""

    title: str
    rows: tuple[Action, ...]
    source: tuple[str, ...] = ()
    """What all of them rest on."""
    todo: bool = False
    """To be ticked off, where the format can."""


class Fact(NamedTuple):
    """A named value."""

    name: str
    level: Level
    text: str


class Facts(NamedTuple):
    """Named values."""

    rows: tuple[Fact, ...]


class Bullets(NamedTuple):
    """A list of short texts, under a heading of their own if there is one."""

    title: str
    items: tuple[str, ...]


class Table(NamedTuple):
    """Rows of cells; `numeric` says which columns hold figures."""

    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


class WriteIn(NamedTuple):
    """Room to write: a line behind a label, or several lines below it."""

    label: str
    lines: int = 1


Block = Paragraph | BarChart | Reasons | Checks | Actions | Facts | Bullets | Table | WriteIn


class Section(NamedTuple):
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


def filled_sections(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections in which something is said."""
    return tuple(section for section in sections if section.blocks)


class Page(NamedTuple):
    """A whole report."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    more: tuple[Section, ...] = ()
    """The full reasoning, for formats that can fold it away or print it behind the rest."""
    one_sheet: bool = False
    """Meant for one sheet of paper: set closely, and without a list of contents."""
