"""Styled lines of text, wrapped by words and turned into what a terminal is sent.

rich measures the text and knows the colours; its console is left out, since a short report would
spend more time on loading it than on everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

StyledLine = list[tuple[str, str]]
"""Pieces of text with the style of each: a style in rich's words, or nothing."""


class Look(NamedTuple):
    """What the terminal can do."""

    width: int = 80
    colour: bool = False
    unicode: bool = True
    encoding: str = "utf-8"
    """What the output can encode; the rest is written as its code points, before it is measured."""


def wrap(text: str, width: int) -> list[str]:
    """A text broken by words into lines of at most `width` cells; longer words are cut."""
    lines: list[str] = []
    line, used = "", 0
    for word in pieces(text, width):
        size = cell_len(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        line, used = word, size
    return [*lines, line] if line else lines


def pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text, none wider than `width` cells."""
    for word in text.split():
        if cell_len(word) <= width:
            yield word
        else:
            yield from chop_cells(word, width)


def render_ansi(lines: list[StyledLine], look: Look) -> str:
    """Lines as text, with colour codes where the terminal takes them, ending in a newline."""
    drawn = [
        "".join(_style_text(text, style, look) for text, style in line).rstrip() for line in lines
    ]
    return "\n".join(drawn) + "\n"


def _style_text(text: str, style: str, look: Look) -> str:
    """One piece of text in its style."""
    if not style or not look.colour or not text.strip():
        return text
    start, end = codes(style)
    return f"{start}{text}{end}"


@cache
def codes(style: str) -> tuple[str, str]:
    """What switches a style on and off."""
    # Colours are for people at a terminal; a pipe need not pay for them.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    start, _, end = (
        Style.parse(style).render("\0", color_system=ColorSystem.STANDARD).partition("\0")
    )
    return start, end
