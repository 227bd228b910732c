"""Texts of an export held against those of a rubric: tolerant of how they were typed, never more.

Case, spaces, HTML tags, a number in front and a sign at the end make no difference. Anything else
does: what is only alike is never taken for the same.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Rows, Shares, Ticks

_TAG = re.compile(r"<[^<>]{0,200}>")
_NUMBERED = re.compile(
    r"^(?:q(?:uestion)?\s*)?[(\[]?\d{1,3}(?:\.\d{1,2})?(?:[.):\]]|\s*[-\u2013])\s+"
)
_CODED = re.compile(r"^(?P<text>.*\S)\s*\[(?P<code>[A-Za-z0-9_]{1,20})\]$")
_ENDS = " .?!:*\u2026"
_SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-"})
_COMMA = re.compile(r"[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
"""A decimal comma that cannot stand between thousands."""
_PARTS = re.compile(r"([;,\n|])")
_TICKED = ("1", "yes", "y", "true", "x", "checked", "selected", "\u2713")
_NOT_TICKED = ("", "0", "no", "n", "false", "unchecked", "not selected", "n/a")
_AFFIRMED = {"y": "yes", "n": "no", "1": "yes", "0": "no", "true": "yes", "false": "no"}
"""How tools write yes and no."""
MOST_PARTS = 400
"""Pieces that a cell of several ticks may fall into."""


def same_words(text: str) -> str:
    """What is left of a text once how it was typed makes no difference."""
    plain = _TAG.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text
    folded = unicodedata.normalize("NFKC", plain).translate(_SIGNS).casefold()
    spaced = " ".join(folded.split())
    return _NUMBERED.sub("", spaced).rstrip(_ENDS) or spaced


def with_point(text: str) -> str:
    """A number with a decimal comma as one with a point; `1,500` can be either and stays."""
    return text.replace(",", ".") if _COMMA.fullmatch(text) else text


class Vocabulary(NamedTuple):
    """What the texts of an item stand for in a file."""

    meanings: Mapping[str, str]
    """What is to be read, by the text without what makes no difference."""
    doubtful: frozenset[str]
    """Texts that two options share."""

    def meaning(self, text: str) -> str | None:
        """What a text stands for; None where nothing in the rubric says that."""
        words = same_words(text)
        found = self.meanings.get(words)
        coded = _CODED.match(text.strip()) if found is None else None
        if coded is not None:
            return self.meanings.get(same_words(coded["text"]))
        return found


def vocabulary(item: Item) -> Vocabulary:
    """The texts of an item's options, and their ids."""
    kind = item.input_kind
    if not isinstance(kind, Rows | Ticks | Shares):
        return Vocabulary({}, frozenset())
    found: dict[str, str] = {}
    doubtful = set()
    for raw, text in kind.choices:
        for words in {same_words(text), same_words(str(raw))} - {""}:
            if found.setdefault(words, str(raw)) != str(raw):
                doubtful.add(words)
    if isinstance(kind, Rows) and kind.affirms:
        found = {**_AFFIRMED, **found}
    kept = {words: raw for words, raw in found.items() if words not in doubtful}
    return Vocabulary(kept, frozenset(doubtful))


def ticked(text: str, option: str, known: Vocabulary) -> bool | None:
    """Whether a column that stands for one option says that it was chosen; None for other words."""
    coded = _CODED.match(text.strip())
    plain = same_words(coded["text"] if coded is not None else text)
    if plain in _NOT_TICKED:
        return False
    return True if plain in _TICKED or known.meaning(text) == option else None


def several(text: str, meaning: Mapping[str, str] | Vocabulary) -> list[str] | None:
    """What the texts in one cell stand for; None where one of them is nowhere in the rubric.

    Texts may hold the sign that also stands between them: the longest that fits is taken.
    """
    read = meaning.meaning if isinstance(meaning, Vocabulary) else meaning.get
    pieces = _pieces(text)
    if len(pieces) > MOST_PARTS:
        return None
    found: list[str] = []
    at = 0
    while at < len(pieces):
        if _PARTS.fullmatch(pieces[at]) or not pieces[at].strip():
            at += 1
            continue
        ends = range(min(len(pieces), at + 21), at, -1)
        fits = ((end, read("".join(pieces[at:end]).strip())) for end in ends)
        end, one = next(((end, one) for end, one in fits if one is not None), (0, None))
        if one is None:
            return None
        found.append(one)
        at = end
    return list(dict.fromkeys(found))


def _pieces(text: str) -> list[str]:
    """A cell cut at every sign that can stand between two answers; the signs are pieces, too."""
    if text.startswith("["):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return _joined(listed)
    return _PARTS.split(text)


def _joined(listed: Iterable[str]) -> list[str]:
    """Answers that stand apart already."""
    return [piece for one in listed for piece in (one, ";")]
