"""The words of a comparison: short names, results, figures of a lead or a score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rolefit.comparison import Comparison, Result
from rolefit.exact import rounded
from rolefit.reports.sentences import capital, figure, listed, plus_minus
from rolefit.rubric import Rubric, texts_for
from rolefit.shown import cells, show

LONGEST = 24
"""Cells that a name may take in tables and beside bars."""
IN_PROSE = 60
"""Cells that a name may take in a sentence."""
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def labels(names: Sequence[str], most: int = LONGEST) -> list[str]:
    """Short names, all different; where shortening would make two alike, they are numbered."""
    plain = [show(name) for name in names]
    short = [shortened(name, most) for name in plain]
    if len(set(short)) == len(short):
        return short
    return [shortened(f"{k}. {name}", most) for k, name in enumerate(plain, start=1)]


def shortened(text: str, most: int) -> str:
    """A text that takes at most so many cells, with a sign where something was cut off."""
    if cells(text) <= most:
        return text
    while cells(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def counted(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def everybody(number: int) -> str:
    """All of them."""
    return "Both" if number == 2 else f"All {counted(number)}"


def result_words(result: Result, rubric: Rubric) -> str:
    """What an assessment comes to, in a few words."""
    names = [texts_for(rubric, name).name for name in result.names]
    match result.kind:
        case "outcome" if rubric.purpose == "development":
            return f"more of {names[0]}"
        case "outcome":
            return names[0]
        case "band":
            return f"“{names[0]}”"
        case "close":
            return f"too close to call between {listed(names)}"
        case "not_yet":
            return "not yet"
        case "not_enough_answers":
            return "not enough answers"


def by_result(found: Comparison, names: Sequence[str]) -> list[tuple[Result, list[str]]]:
    """Every result with those that come to it, in the order of the sheets."""
    groups: dict[tuple[str, tuple[str, ...]], tuple[Result, list[str]]] = {}
    for entry, name in zip(found.entries, names, strict=True):
        key = (entry.result.kind, entry.result.names)
        groups.setdefault(key, (entry.result, []))[1].append(name)
    return list(groups.values())


def number_text(value: Fraction, measured: tuple[str, ...]) -> str:
    """A score in figures; a lead with its sign."""
    return f"{rounded(value, 1):+}" if len(measured) == 2 else figure(value)


def score_text(score: Fraction | None, variance: Fraction | None, measured: tuple[str, ...]) -> str:
    """A score or a lead with its standard error."""
    if score is None:
        return "no score"
    return f"{number_text(score, measured)}{plus_minus(variance)}"


def outcome_name(rubric: Rubric, outcome: str) -> str:
    """The name of an outcome, as part of a sentence."""
    return texts_for(rubric, outcome).name


def measured_words(measured: tuple[str, ...], rubric: Rubric) -> str:
    """What is ranked, as part of a sentence."""
    if not measured:
        return "the fit"
    names = [outcome_name(rubric, outcome) for outcome in measured]
    return f"the score of {names[0]}" if len(names) == 1 else f"the lead of {' over '.join(names)}"


def titled(name: str, measured: tuple[str, ...], rubric: Rubric) -> str:
    """A dimension, with its outcome where each of several outcomes is told by itself."""
    if len(measured) != 1:
        return capital(name)
    return f"{capital(name)}: {outcome_name(rubric, measured[0])}"
