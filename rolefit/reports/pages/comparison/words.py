"""The words of a comparison: short names, results, figures of a lead or a score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import ZERO, rounded
from rolefit.reports.pages.score.sentences import (
    capital,
    figure,
    in_words,
    join_words,
    plus_minus,
    printed_lead,
)
from rolefit.reports.words import label_words
from rolefit.rubric.model import Rubric, texts_for
from rolefit.safe_text import cells, sanitize
from rolefit.studies.comparison import ComparedSheet, Comparison, Result
from rolefit.studies.reliable_change import Score

LONGEST = 24
"""Cells that a name may take in tables and beside bars."""
IN_PROSE = 60
"""Cells that a name may take in a sentence."""


def labels(names: Sequence[str], most: int = LONGEST) -> list[str]:
    """Short names, all different; where shortening would make two alike, they are numbered."""
    plain = [sanitize(name) for name in names]
    short = [_shorten(name, most) for name in plain]
    if len(set(short)) == len(short):
        return short
    return [_shorten(f"{k}. {name}", most) for k, name in enumerate(plain, start=1)]


def _shorten(text: str, most: int) -> str:
    """A text that takes at most so many cells, with a sign where something was cut off."""
    if cells(text) <= most:
        return text
    while cells(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def everybody(number: int) -> str:
    """All of them."""
    return "Both" if number == 2 else f"All {in_words(number)}"


def result_words(result: Result, rubric: Rubric) -> str:
    """What an assessment comes to, in a few words, with the conditions that it hangs on."""
    return shared_words([("", result)], rubric)


def _proviso(result: Result, rubric: Rubric) -> str:
    """The conditions that a result hangs on, as part of a sentence, or nothing."""
    named = {gate.id: f"“{gate.name}”" for gate in rubric.gates}
    conditions = [named[gate] for gate in result.conditions]
    hold = "holds" if len(conditions) == 1 else "hold"
    return f"provided that {join_words(conditions)} {hold}" if conditions else ""


def shared_words(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """One result of several, by name; conditions are told with those whose result hangs on them."""
    return f"{_bare_words(each[0][1], rubric)}{_hanging_on(each, rubric)}"


def _hanging_on(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """The conditions that one result hangs on, and for whom where that is not all."""
    groups: dict[str, list[str]] = {}
    for name, result in each:
        groups.setdefault(_proviso(result, rubric), []).append(name)
    if len(groups) == 1:
        return "".join(f", {given}" for given in groups if given)
    parts = [f"for {join_words(who)} {given}" for given, who in groups.items() if given]
    return f", {join_words(parts)}"


def _bare_words(result: Result, rubric: Rubric) -> str:
    """What an assessment comes to, whatever it hangs on."""
    names = [texts_for(rubric, name).name for name in result.names]
    match result.kind:
        case "outcome" if rubric.purpose == "development":
            return f"more of {names[0]}"
        case "outcome":
            return names[0]
        case "band" | "levels":
            return join_words([f"“{name}”" for name in names])
        case "close":
            return f"{label_words('too_close_to_call')} between {join_words(names)}"
        case "not_yet":
            return label_words("not_yet")
        case "not_enough_answers":
            return label_words("not_enough_answers")


def by_result(found: Comparison, names: Sequence[str]) -> list[list[tuple[str, Result]]]:
    """Those that come to one result, for every result, in the order of the sheets."""
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[str, Result]]] = {}
    for entry, name in zip(found.entries, names, strict=True):
        key = (entry.result.kind, entry.result.names)
        groups.setdefault(key, []).append((name, entry.result))
    return list(groups.values())


def group_words(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """What some come to, and who they are."""
    who = join_words([name for name, _ in each])
    return f"{_bare_words(each[0][1], rubric)} for {who}{_hanging_on(each, rubric)}"


def number_text(value: Fraction, measured: tuple[str, ...]) -> str:
    """A score in figures; a lead with its sign."""
    return f"{rounded(value, 1):+}" if len(measured) == 2 else figure(value)


def printed_score(entry: ComparedSheet, score: Score, measured: tuple[str, ...]) -> Decimal:
    """A score as the sheet's own report prints it; a lead is what two printed scores leave."""
    if len(measured) == 2 and score.score is not None:
        first, second = (entry.assessment.outcome(name) for name in measured)
        return printed_lead(first, second)
    return rounded(score.score or ZERO, 1)


def score_text(entry: ComparedSheet, score: Score, measured: tuple[str, ...]) -> str:
    """A score or a lead with its standard error."""
    if score.score is None:
        return "no score"
    sign = "+" if len(measured) == 2 else ""
    return f"{printed_score(entry, score, measured):{sign}}{plus_minus(score.variance)}"


def outcome_name(rubric: Rubric, outcome: str) -> str:
    """The name of an outcome, as part of a sentence."""
    return texts_for(rubric, outcome).name


def measured_words(measured: tuple[str, ...], rubric: Rubric) -> str:
    """What is ranked, as part of a sentence."""
    if not measured:
        return "the fit"
    names = [outcome_name(rubric, outcome) for outcome in measured]
    return f"the score of {names[0]}" if len(names) == 1 else f"the lead of {' over '.join(names)}"


def dimension_title(name: str, measured: tuple[str, ...], rubric: Rubric) -> str:
    """A dimension, with its outcome where each of several outcomes is told by itself."""
    if len(measured) != 1:
        return capital(name)
    return f"{capital(name)}: {outcome_name(rubric, measured[0])}"
