"""The numbers that labels of a scale print, and how a rubric declares them."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

_FIGURE = r"[+\u2212\u2013-]?[0-9]{1,3}"
_BEFORE_WORDS = (
    r"[\[(]?([+\u2212\u2013-]?[0-9]{1,3})"
    r"(?:\s*(?:$|[\])(=;|\u2192]|[:.](?![0-9]))"
    r"|(?:\s+[\u2013\u2014\u2212-]|[\u2013\u2014\u2212-](?=\s))"
    r"(?!\s*(?:[+-]?[0-9]|(?:to|or|and|bis|oder|und|à|ou|et)\b)))"
)
"""A number that stands for the point itself: `3 times`, `1-2 weeks` or `0.5 days` tell amounts.

Kept as a text: who reads no new rubric need not compile it."""
_BEFORE_BLANK = r"([+\u2212\u2013-]?[0-9]{1,3})\s+[^\W\d_]"
"""A number that only a blank parts from its word: `0 bad`, or an amount like `0 days`."""
_TURNED = " (likert: reverse: true turns what counts)"


def figure(label: str) -> int | None:
    """The number that a label is, or None where it is none."""
    text = label.strip()
    return _number(text) if re.fullmatch(_FIGURE, text) else None


def figure_before(label: str) -> int | None:
    """The number that a label is, or that a sign parts from the words behind it."""
    found = re.match(_BEFORE_WORDS, label.strip())
    return _number(found[1]) if found else None


def _consecutive(names: Sequence[str]) -> list[int | None]:
    """The numbers that labels begin with, where they count on by one from label to label.

    A number that is typed could then mean that label, be it a code or an amount, or a place.
    """
    found = [re.match(_BEFORE_BLANK, name.strip()) for name in names]
    numbers = [_number(one[1]) for one in found if one]
    steps = {b - a for a, b in pairwise(numbers)}
    counts = len(numbers) == len(names) and steps in ({1}, {-1})
    return [*numbers] if counts else []


def _number(text: str) -> int:
    """A printed number; forms print several signs for minus."""
    return int(re.sub(r"^[\u2212\u2013]", "-", text))


@lru_cache(maxsize=1000)
def figures_of(names: tuple[str, ...]) -> tuple[int | None, ...]:
    """The number that labels print at each point; a number before words where each has its own.

    Between two labelled ends numbers count on evenly.
    """
    before = [figure_before(name) for name in names if name]
    every = None not in before and len(set(before)) == len(before)
    found = [(figure_before if every else figure)(name) for name in names]
    found = found if every else _consecutive(names) or found
    low, high = (found[0], found[-1]) if found else (None, None)
    if low is None or high is None or len(names) < 2 or any(names[1:-1]):
        return tuple(found)
    step, rest = divmod(high - low, len(names) - 1)
    return tuple(found) if rest or not step else tuple(range(low, high + step, step))


def remedy(figures: Sequence[int | None], where: str, *, taken: AbstractSet[int]) -> str:
    """What makes numbers readable that labels print; `taken` are those that mean no point.

    As a rule they are declared. Codes rise, so that a falling list is turned round first.
    """
    codes = _rising(figures)
    steps = {b - a for a, b in pairwise(codes)}
    if not steps or not taken.isdisjoint(codes):
        return f"write the labels in words{where}"
    listed = f"codes: [{', '.join(map(str, codes))}]" if steps != {1} else f"start: {codes[0]}"
    if figures[0] != codes[-1]:
        return f"declare the printed codes{where}: {listed}"
    declared = "" if listed == "start: 1" else f", and declare the printed codes: {listed}"
    return f"list the points{where} with the lowest number first{_TURNED}{declared}"


def _rising(figures: Sequence[int | None]) -> tuple[int, ...]:
    """The printed number of each point, lowest first; empty where the labels leave it open."""
    known = [n for n in figures if n is not None]
    if len(known) == len(figures):
        rising = sorted(set(known))
        return tuple(rising) if known in (rising, rising[::-1]) else ()
    first, *others = {n - place for place, n in enumerate(figures) if n is not None}
    return () if others else tuple(range(first, first + len(figures)))
