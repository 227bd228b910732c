"""The signs that reports in a terminal are drawn with, in Unicode and in ASCII."""

from typing import NamedTuple


class Glyphs(NamedTuple):
    """The signs of a report; every state has one of its own, so that nothing hangs on colour."""

    full: str
    spread: str
    point: str
    empty: str
    target: str
    rule: str
    edge: str
    quote: str
    bullet: str
    passed: str
    failed: str
    unknown: str
    risk: str
    on: str
    off: str
    cut: str
    """Where another level begins."""
    dot: str
    """A score that stands by itself, without a bar from 0."""
    reach: str
    """The range around such a score."""


UNICODE = Glyphs(*"█▒┃·▽─┃→•✓✗?!●○┆●─")
ASCII = Glyphs(*"#=|.v-|>*+x?!*.:o-")
ASCII_WORDS = str.maketrans(
    {
        "±": "+-",
        "·": "|",
        "→": "->",
        "“": '"',
        "”": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "…": "...",
    }
)
