"""Bars as an HTML page draws them: lines along a scale in per cent, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, plain, rounded
from rolefit.reports.blocks import Bar, BarChart

APART = 8
"""Figures of the scale closer than this would be written over each other."""
MIDDLE = 12
"""The height at which a bar lies, half of its room."""
NAMES = {
    "score": "score",
    "range": "± one standard error",
    "target": "target",
    "cut": "start of a level",
}


class BarStroke(NamedTuple):
    """One line of a drawing; places are per cent of its width, heights are pixels."""

    kind: str
    start: str
    end: str
    top: int = MIDDLE
    bottom: int = MIDDLE


class BarDrawing(NamedTuple):
    """One row: its texts and its lines."""

    row: Bar
    words: str
    """The whole row in words, for those who cannot see it."""
    lines: tuple[BarStroke, ...]


class Tick(NamedTuple):
    """A figure below the scale."""

    at: str
    text: str


class Sign(NamedTuple):
    """A mark and what it stands for."""

    name: str
    lines: tuple[BarStroke, ...]


class Picture(NamedTuple):
    """Bars, the scale below them and the marks to explain."""

    rows: tuple[BarDrawing, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[Sign, ...]


def picture(bars: BarChart) -> Picture:
    """Everything that a template needs to draw bars."""
    rows = tuple(BarDrawing(row, words(row), (*track(row, bars), *marks(row))) for row in bars.rows)
    # Shares and counts fill the room that there is: only scores have a scale to be read against.
    if not any(in_points(row) for row in bars.rows):
        return Picture(rows, (), ())
    used = {line.kind for drawn in rows for line in drawn.lines}
    legend = tuple(Sign(text, sample(name)) for name, text in NAMES.items() if name in used)
    return Picture(rows, ticks(bars.cuts), legend)


def track(row: Bar, bars: BarChart) -> Iterator[BarStroke]:
    """What lies below the marks: the whole scale, its cut scores, and the way to the score."""
    yield BarStroke("track" if row.score is not None else "empty", "0%", "100%")
    for cut in bars.cuts:
        yield upright("cut", place(cut), MIDDLE)
    if row.score is not None and not bars.points:
        yield BarStroke("fill", "0%", place(row.score))


def marks(row: Bar) -> Iterator[BarStroke]:
    """The range with its ends, the target and the score; without a score the target at most."""
    if row.score is not None and row.low is not None and row.high is not None:
        low, high = place(row.low), place(row.high)
        yield BarStroke("range", low, high)
        yield upright("range", low, 5)
        yield upright("range", high, 5)
    if row.target is not None:
        yield upright("target", place(row.target), 9)
    if row.score is not None:
        yield BarStroke("score", place(row.score), place(row.score))


def sample(kind: str) -> tuple[BarStroke, ...]:
    """A mark by itself, in the middle of a drawing."""
    half = Fraction(50)
    match kind:
        case "range":
            return tuple(marks(Bar("", half, "", ZERO, HUNDRED)))[:3]
        case "score":
            return (BarStroke("score", place(half), place(half)),)
        case _:
            return (upright(kind, place(half), 9),)


def upright(kind: str, at: str, reach: int) -> BarStroke:
    """A line across the bar."""
    return BarStroke(kind, at, at, MIDDLE - reach, MIDDLE + reach)


def place(value: Fraction) -> str:
    """Where a value stands along the scale."""
    return f"{rounded(min(HUNDRED, max(ZERO, value)), 2)}%"


def in_points(row: Bar) -> bool:
    """Whether the figure of a bar is its score: other bars stand for shares or counts."""
    return row.score is not None and row.shown in (
        str(rounded(row.score)),
        str(rounded(row.score, 1)),
    )


def words(row: Bar) -> str:
    """Label, score, range and target in words."""
    said = f"{row.label}: {row.shown}{' of 100' if in_points(row) else ''}"
    if row.score is not None and row.low is not None and row.high is not None:
        said += f", range {rounded(row.low, 1)} to {rounded(row.high, 1)}"
    if row.target is not None:
        said += f", target {plain(row.target)}"
    return f"{said}."


def ticks(cuts: tuple[Fraction, ...]) -> tuple[Tick, ...]:
    """Both ends of the scale, and the cut scores or the middle between them."""
    kept = [ZERO]
    for cut in cuts or (Fraction(50),):
        if cut - kept[-1] >= APART and HUNDRED - cut >= APART:
            kept.append(cut)
    return tuple(Tick(place(value), plain(value)) for value in (*kept, HUNDRED))
